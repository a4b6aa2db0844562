import { cartPage, type CartLineView, type CartView, paths } from "../../look/index.ts"
import { merchants } from "../../seed/index.ts"
import type { Promotion } from "pannier/promotion"
import { say } from "../../text/index.ts"
import { promotionsInForce } from "../promotions.ts"
import type { Route } from "../route.ts"
import { assorted, cardOf, type Good, leftOf, perBuyer } from "../goods.ts"
import { toBuyer, type Visit } from "../visit.ts"
import { importsOf, lineOffers, type QuoteWire, savedBy, waterfallOf, wordsOf, yuan } from "./priced.ts"
import { openCart } from "./add.ts"
import { partsOf } from "./presale.ts"

const blank: CartView = {
  groups: [],
  waterfall: [],
  next: [],
  refused: [],
  codes: [],
  code: { value: "" },
  suggestions: [],
  problems: []
}

export const cart: Route = (visit) => show(visit)

type Tried = { readonly code?: CartView["code"]; readonly problems?: ReadonlyArray<string> }

const show = async (visit: Visit, tried: Tried = {}): Promise<Response> => {
  const {
    as,
    house: { goods },
    language
  } = visit
  const id = await openCart(visit)
  // A refused form is shown at an address that only takes forms; the switch of language leads to the cart.
  const frame = await visit.frame({ path: "/cart" })
  const suggestions = assorted(
    goods.all.filter((good) => good.kind !== "virtual" && leftOf(good) > 0),
    4
  ).map((good) => cardOf(good, language))
  if (id === undefined) return visit.show(cartPage({ ...blank, suggestions }, frame))
  const priced = await as.cart.get({ cart: id })
  const quote = priced._tag === "Priced" ? priced.quote : undefined
  const lines = priced.cart.lines.flatMap((line) => {
    const found = goods.ofSku(line.sku)
    if (found === undefined) return []
    const { good, variant } = found
    const quoted = quote?.lines.find((one) => one.id === line.id)
    const option = variant.label[language]
    const problem = problemOf(good, variant.left, line, priced._tag === "NotPriced" ? priced.why : undefined, language)
    const view: CartLineView = {
      id: line.id,
      product: good.id,
      sku: line.sku,
      name: good.name[language],
      picture: good.picture,
      unitPrice: variant.price,
      quantity: line.quantity,
      most: good.kind === "virtual" ? 99 : Math.max(1, Math.min(variant.left, perBuyer(good) ?? 99, 99)),
      total: yuan(quoted?.amount ?? variant.price.amount),
      offers: quoted === undefined ? [] : lineOffers(quoted, language),
      ...(option === "" ? {} : { option }),
      ...(variant.list === undefined ? {} : { listPrice: variant.list }),
      ...(quoted === undefined || quoted.discount === "0.00" ? {} : { before: yuan(quoted.before) }),
      ...(problem === undefined ? {} : { problem })
    }
    return [{ merchant: good.merchant, view }]
  })
  const groups = merchants.flatMap(({ id: merchant, name }) => {
    const own = lines.filter((line) => line.merchant === merchant).map(({ view }) => view)
    return own.length === 0 ? [] : [{ merchant: name[language], lines: own }]
  })
  // The kernel knows goods by their numbers; buyers know them by name.
  const named = (text: string): string =>
    text.replace(/`([^`]*)`/g, (whole, sku: string) => goods.ofSku(sku)?.good.name[language] ?? whole)
  // Said here and not first at the checkout, which would not place it.
  const presale = quote === undefined ? undefined : partsOf(quote, Date.now())
  const beside = presale === undefined ? 0 : (quote?.deposit?.beside ?? 0)
  const view: CartView = {
    ...blank,
    groups,
    suggestions,
    ...(quote === undefined ? {} : priceOf(quote, language, await promotionsInForce(visit.house.shop), goods, named)),
    ...(quote === undefined || beside > 0 ? {} : { total: yuan(quote.grand) }),
    ...(tried.code === undefined ? {} : { code: tried.code }),
    problems: [
      ...(tried.problems ?? []),
      ...(beside === 0 ? [] : [say(language, "presale.alone", { beside })]),
      ...(priced._tag === "NotPriced" && priced.cart.lines.length > 0 ? [whyNot(priced.why._tag, language)] : [])
    ]
  }
  return visit.show(cartPage(view, frame), tried.code?.error === undefined && tried.problems === undefined ? 200 : 422)
}

const priceOf = (
  quote: QuoteWire,
  language: Visit["language"],
  promotions: ReadonlyArray<Promotion>,
  goods: Visit["house"]["goods"],
  named: (text: string) => string
) => {
  const { next, refused, codes } = wordsOf(quote, language, promotions, goods)
  return {
    waterfall: waterfallOf(quote, language),
    imports: importsOf(quote, language),
    ...savedBy(quote),
    next: next.map((one) => ({ ...one, missing: named(one.missing) })),
    refused: refused.map((one) => ({ ...one, why: named(one.why) })),
    codes
  }
}

/** Why a line cannot be ordered as it is: so many are not left, or not for one buyer. */
const problemOf = (
  good: Good,
  left: number,
  line: { readonly sku: string; readonly quantity: number },
  why: { readonly _tag: string; readonly sku?: string } | undefined,
  language: Visit["language"]
): string | undefined => {
  const each = perBuyer(good)
  if (each !== undefined && why?._tag === "PriceMissing" && why.sku === line.sku) {
    return say(language, "cart.perBuyer", { each })
  }
  return good.kind !== "virtual" && left < line.quantity ? shortOf(left, language) : undefined
}

const shortOf = (left: number, language: Visit["language"]): string => {
  if (language === "zh") return left === 0 ? "已售罄，请移除" : `只剩 ${left} 件`
  return left === 0 ? "Sold out: please remove it" : `Only ${left} left`
}

const whyNot = (tag: string, language: Visit["language"]): string => {
  if (tag === "DeliveryUnavailable")
    return language === "zh"
      ? "所选配送方式送不到该地区，或送不了这么重"
      : "The chosen delivery does not go there, or does not carry so much"
  if (tag === "CustomsLimitExceeded")
    return language === "zh"
      ? "跨境商品超过单次 5,000 元或个人年度 26,000 元的限额，请减少后再试"
      : "Goods from abroad are above the limit of 5,000 yuan at once or 26,000 a year: please take some out"
  return language === "zh"
    ? "有商品暂时不能购买，请移除后再试"
    : "Something in the cart cannot be bought now: please remove it"
}

/** States how many pieces a line has; none takes it out. */
export const setLine: Route = async (visit) => {
  const { line = "", quantity = "" } = await visit.form()
  const id = await openCart(visit)
  if (id === undefined) return visit.go(paths(visit.language).cart)
  // Nothing is not none: a field that was emptied takes no line out.
  if (!/^\d{1,4}$/.test(quantity.trim())) {
    return show(visit, { problems: [say(visit.language, "form.badQuantity", { most: 9999 })] })
  }
  const wanted = Number(quantity)
  try {
    // Without a key: to state a quantity twice is to state it once, and an older page may state another.
    if (wanted === 0) await visit.as.cart.removeLine({ cart: id, line })
    else await visit.as.cart.setQuantity({ cart: id, line, quantity: wanted })
  } catch (cause) {
    return show(visit, { problems: [toBuyer(cause, visit)] })
  }
  return visit.go(paths(visit.language).cart)
}

/** Enters a code; one that opens nothing is said to beside the field. */
export const addCode: Route = async (visit) => {
  const { code = "", key = "" } = await visit.form()
  const id = await openCart(visit)
  const typed = code.trim()
  if (id === undefined || typed === "") return visit.go(paths(visit.language).cart)
  try {
    await visit.as.cart.enterCode({ cart: id, code: typed }, { key })
    const priced = await visit.as.cart.get({ cart: id })
    const normal = typed.normalize("NFKC").toUpperCase()
    const known =
      priced._tag === "Priced" && priced.quote.codes.some((one) => one.code === normal && one.state !== "Unknown")
    if (priced._tag !== "Priced" || known) return visit.go(paths(visit.language).cart)
    await visit.as.cart.dropCode({ cart: id, code: typed })
    const error = visit.language === "zh" ? `没有 ${typed} 这个优惠码` : `There is no code ${typed}`
    return show(visit, { code: { value: typed, error } })
  } catch (cause) {
    return show(visit, { code: { value: typed, error: toBuyer(cause, visit) } })
  }
}

export const removeCode: Route = async (visit) => {
  const { code = "", key = "" } = await visit.form()
  const id = await openCart(visit)
  if (id !== undefined) {
    const { cart: found } = await visit.as.cart.get({ cart: id })
    // The quote shows codes in normal form; the cart keeps them as they were typed.
    const typed = found.codes.find((one) => one.normalize("NFKC").trim().toUpperCase() === code) ?? code
    await visit.as.cart.dropCode({ cart: id, code: typed }, { key })
  }
  return visit.go(paths(visit.language).cart)
}
