import { createHash } from "node:crypto"
import type { Commands, Face } from "pannier/shop"
import { RefusedError } from "pannier/shop"
import { checkoutPage, type CheckoutView, type Field, type Frame, paths, type SummaryLine } from "../../look/index.ts"
import { date, money, shortDate } from "../../text/format.ts"
import { type Language, say } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { dropCart } from "../session.ts"
import { toBuyer, type Visit, wrongField } from "../visit.ts"
import { addressFields, type Errors, longest, orderedTo, type Typed, wrongIn } from "./address.ts"
import { choose, usual } from "./choice.ts"
import { partsOf } from "./presale.ts"
import { importsOf, type QuoteWire, waterfallOf, yuan } from "./priced.ts"
import { openCart } from "./add.ts"
import { codeOf, provinceName, provinceNames } from "./regions.ts"

const day = 86_400_000

type Kept = Awaited<ReturnType<Face<Commands>["cart"]["quote"]>>

/** What a page has to say beside its price. */
interface Said {
  readonly errors?: Errors
  readonly problems?: ReadonlyArray<string>
  /** A quote that was made for it already. */
  readonly quote?: Kept
  /** What to answer with, if nothing is wrong with the form itself. */
  readonly status?: 409
  /** Whether the price was asked for again, and is told. */
  readonly repriced?: true
}

export const checkout: Route = (visit) => show(visit, {}, {})

/** Shows a price that the shop keeps, and holds to until the time on the page: the form places that one and no other. */
const show = async (visit: Visit, typed: Typed, said: Said): Promise<Response> => {
  const { as, language } = visit
  const id = await openCart(visit)
  if (id === undefined) return visit.go(paths(language).cart)
  const { cart } = await as.cart.get({ cart: id })
  if (cart.lines.length === 0) return visit.go(paths(language).cart)
  await visit.house.goods.look()
  const chosen = await choose(visit, cart, typed)
  const kept = said.quote ?? (await quoted(visit, id))
  if (kept === undefined) {
    return visit.go(paths(language).cart, { mood: "attention", text: say(language, "checkout.cartFirst") })
  }
  const { quote } = kept
  const errors = { ...said.errors, ...chosen.errors }
  const now = Date.now()
  const told = (name: keyof typeof longest): Field => ({
    value: typed[name] ?? "",
    most: longest[name],
    ...(errors[name] === undefined ? {} : { error: errors[name] })
  })
  const leaves = leavesAt(visit, cart.lines, now)
  const presale = partsOf(quote, now)
  const beside = presale === undefined ? 0 : (quote.deposit?.beside ?? 0)
  const problems = said.problems ?? []
  const view: CheckoutView = {
    cart: id,
    quote: kept.id,
    shown: shownIn(quote),
    address: Object.fromEntries(addressFields.map((name) => [name, told(name)])) as CheckoutView["address"],
    travels: chosen.travels || sentAlong(visit, quote),
    region: provinceName(chosen.region, language),
    provinces: provinceNames(language),
    deliveries: chosen.ways.map(({ option: way, charge }) => ({
      value: way.id,
      label: way.name[language],
      detail: arrival(leaves + way.days.from * day, leaves + way.days.until * day, language),
      amount: charge,
      chosen: way.id === chosen.option
    })),
    ...(errors["delivery"] === undefined ? {} : { noDelivery: errors["delivery"] }),
    payments: [{ value: usual.paymentMethod, label: language === "zh" ? "沙盒支付" : "Sandbox Pay", chosen: true }],
    ...(errors["payment"] === undefined ? {} : { noPayment: errors["payment"] }),
    note: told("note"),
    lines: summaryOf(visit, cart.lines, quote),
    waterfall: waterfallOf(quote, language),
    imports: importsOf(quote, language),
    ...(presale === undefined ? {} : { presale }),
    total: yuan(quote.grand),
    validUntil: kept.expiresAt,
    problems: beside > 0 && problems.length === 0 ? [say(language, "presale.alone", { beside })] : problems
  }
  const failed = problems.length > 0 || Object.keys(errors).length > 0
  const amount = money(language, yuan(dueNow(quote)))
  const notice: Partial<Frame> =
    said.repriced === true && !failed
      ? { notice: { mood: "good", text: say(language, "checkout.repriced", { amount }) } }
      : {}
  return visit.show(checkoutPage(view, await visit.frame(notice)), failed ? (said.status ?? 422) : 200, true)
}

/** Whether a gift has to be sent, be the cart digital or not. */
const sentAlong = ({ house: { goods } }: Visit, { gifts }: QuoteWire): boolean =>
  gifts.some(({ sku, quantity }) => Number(quantity) > 0 && goods.ofSku(sku)?.good.kind !== "virtual")

const quoted = async ({ as }: Visit, cart: string): Promise<Kept | undefined> => {
  const made = await as.cart.quote.result({ cart })
  return made._tag === "Success" ? made.success : undefined
}

/** What is to be paid now. */
const dueNow = ({ deposit, grand, due }: QuoteWire): string => deposit?.now ?? due ?? grand

/** What of a quote a buyer agrees to, told from all else: what is due now, and a digest of goods and amounts. */
const shownIn = (quote: QuoteWire): string => {
  const { lines, gifts, grand, due, deposit } = quote
  const parts = [
    lines.map(({ id, units, gross }) => [id, units.length, gross]),
    gifts.map(({ sku, quantity }) => [sku, quantity]),
    [grand, due, deposit?.now, deposit?.tail]
  ]
  return `${dueNow(quote)} ${createHash("sha256").update(JSON.stringify(parts)).digest("hex")}`
}

/** When a cart can be sent: what is sold ahead is sent from its day on, and the rest waits for it. */
const leavesAt = ({ house: { goods } }: Visit, lines: ReadonlyArray<{ readonly sku: string }>, now: number): number =>
  lines.reduce((latest, { sku }) => {
    const [from] = goods.ofSku(sku)?.good.attributes["shipsFrom"] ?? []
    return from === undefined ? latest : Math.max(latest, Date.parse(`${from}T00:00:00+08:00`))
  }, now)

const arrival = (from: number, until: number, language: Language): string => {
  // What is months away is said with its year.
  const said = until - Date.now() > 90 * day ? date : shortDate
  const [first, last] = [said(language, from), said(language, until)]
  if (first === last) return first
  return language === "zh" ? `${first}至${last}` : `${first} to ${last}`
}

/** Lines of a cart or an order, with what they cost. */
const summaryOf = (
  { house: { goods }, language }: Visit,
  lines: ReadonlyArray<{ readonly id: string; readonly sku: string; readonly quantity: number }>,
  quote: QuoteWire
): ReadonlyArray<SummaryLine> =>
  lines.flatMap(({ id, sku, quantity }) => {
    const found = goods.ofSku(sku)
    const quoted = quote.lines.find((one) => one.id === id)
    if (found === undefined || quoted === undefined) return []
    const option = found.variant.label[language]
    return [
      {
        name: found.good.name[language],
        picture: found.good.picture,
        quantity,
        total: yuan(quoted.gross),
        ...(option === "" ? {} : { option })
      }
    ]
  })

/** Places the order at the price that the page has shown, or shows the price that it would have now. */
export const placeOrder: Route = async (visit) => {
  const { c, house, language } = visit
  const typed = await visit.form()
  const cart = await cartOf(visit, typed["cart"])
  if (cart === undefined) return visit.go(paths(language).cart)
  const ordered = cart.state !== "open"
  const chosen = await choose(visit, cart, typed)
  if (!ordered && typed["do"] === "price") return reprice(visit, typed)
  if (!ordered && typed["do"] === "language") return show(visit, translated(typed, language), {})
  // A gift that is sent along needs an address too: the page has asked for it.
  const asked = chosen.travels || typed["province"] !== undefined
  const errors = { ...wrongIn(typed, language, asked), ...chosen.errors }
  if (!ordered && Object.keys(errors).length > 0) return show(visit, typed, { errors })
  try {
    // Not asked whether the cart is open: a second press of the button finds it ordered, and is answered like the first.
    const placed = await place(visit, cart.id, typed, asked)
    if ("fresh" in placed) {
      const problems = changed(visit, typed, placed.fresh.quote, placed.cause)
      return await show(visit, typed, { problems, quote: placed.fresh, status: 409 })
    }
    // Whoever has begun another cart meanwhile keeps it.
    if (visit.cart === cart.id) dropCart(c)
    await house.nudge()
    return visit.go(
      placed.payment === undefined ? paths(language).order(placed.id) : paths(language).payment(placed.payment)
    )
  } catch (cause) {
    if (ordered && cause instanceof RefusedError) {
      return visit.go(paths(language).account, { mood: "attention", text: say(language, "checkout.orderedBefore") })
    }
    const field = wrongField(cause)
    return show(
      visit,
      typed,
      field !== undefined && (field === "region" || field in longest)
        ? { errors: { [field === "region" ? "province" : field]: toBuyer(cause, visit) } }
        : { problems: [toBuyer(cause, visit)] }
    )
  }
}

type Cart = Awaited<ReturnType<Face<Commands>["cart"]["open"]>>

/**
 * The cart of the page that was sent, which may be ordered by now: a second press of the button is answered like the first. Of a
 * page that names none of the visitor's, the one in the browser.
 */
const cartOf = async ({ as, cart }: Visit, named: string | undefined): Promise<Cart | undefined> => {
  for (const id of [named, cart]) {
    const found = id === undefined ? undefined : await as.cart.get.result({ cart: id })
    if (found?._tag === "Success") return found.success.cart
  }
  return undefined
}

/** What was typed on the page in the other language: a province is called as this one calls it. */
const translated = (typed: Typed, language: Language): Typed => {
  const province = codeOf(typed["province"] ?? "")
  return province === undefined ? typed : { ...typed, province: provinceName(province, language) }
}

/** The price for what was typed so far; a province that is none has no price. */
const reprice = (visit: Visit, typed: Typed): Promise<Response> => {
  const province = (typed["province"] ?? "").trim()
  return province === "" || codeOf(province) !== undefined
    ? show(visit, typed, { repriced: true })
    : show(visit, typed, { errors: { province: say(visit.language, "form.badProvince") } })
}

/** Why the quote of the page is no longer placed though the order may be. */
const outdated: ReadonlyArray<string> = ["PriceChanged", "QuoteExpired", "QuoteInvalid", "CartClosed"]

/**
 * Places the quote that the page has shown. Where that holds no more, as when the form itself chose another region, one that
 * says the same in every figure is placed without asking again; one that says anything else is answered, and nothing is placed.
 */
const place = async ({ as }: Visit, cart: string, typed: Typed, asked: boolean) => {
  const { key = "", quote = "" } = typed
  const input = { cart, gateway: usual.paymentMethod, ...orderedTo(typed, asked) }
  try {
    return await as.order.place({ ...input, quote }, { key })
  } catch (cause) {
    const again = cause instanceof RefusedError && outdated.includes(cause._tag)
    if (!again && wrongField(cause) !== "quote") throw cause
    const fresh = await as.cart.quote({ cart }, { key: `${key}-quote` })
    if (shownIn(fresh.quote) !== typed["shown"]) return { fresh, cause }
    return as.order.place({ ...input, quote: fresh.id }, { key: `${key}-again` })
  }
}

/** What has changed, in words: the refusal's own, and both amounts. */
const changed = (visit: Visit, typed: Typed, quote: QuoteWire, cause: unknown): ReadonlyArray<string> => {
  const { language } = visit
  const [was] = /^\d{1,12}\.\d\d(?= )/.exec(typed["shown"] ?? "") ?? []
  const now = dueNow(quote)
  if (was === undefined) return [say(language, "checkout.lookFirst")]
  const amounts = { was: money(language, yuan(was)), now: money(language, yuan(now)) }
  return [toBuyer(cause, visit), ...(was === now ? [] : [say(language, "checkout.changed", amounts)])]
}
