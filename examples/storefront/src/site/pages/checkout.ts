import { checkoutPage, type CheckoutView, type Field, paths, type SummaryLine } from "../../look/index.ts"
import { shortDate } from "../../text/format.ts"
import { type Language, say } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { dropCart } from "../session.ts"
import { inWords, type Visit } from "../visit.ts"
import { partsOf } from "./presale.ts"
import { importsOf, type QuoteWire, waterfallOf, yuan } from "./priced.ts"
import { openCart } from "./product.ts"
import { codeOf } from "./regions.ts"

const day = 86_400_000
const fields = ["name", "phone", "province", "city", "district", "street", "postcode"] as const
const usual = { option: "standard", region: "CN-ZJ" }

type Typed = Readonly<Record<string, string>>
type Errors = Readonly<Record<string, string>>

export const checkout: Route = (visit) => show(visit, {}, {}, [])

const show = async (visit: Visit, typed: Typed, errors: Errors, problems: ReadonlyArray<string>): Promise<Response> => {
  const { as, language } = visit
  const id = await openCart(visit)
  if (id === undefined) return visit.go(paths(language).cart)
  const { cart: before } = await as.cart.get({ cart: id })
  if (before.lines.length === 0) return visit.go(paths(language).cart)
  const region = codeOf(typed["province"] ?? "") ?? before.delivery?.region ?? usual.region
  const option = typed["delivery"] ?? visit.c.req.query("delivery") ?? before.delivery?.option ?? usual.option
  await as.cart.choose({ cart: id, delivery: { option, region }, paymentMethod: "sandbox" })
  const priced = await as.cart.get({ cart: id })
  if (priced._tag === "NotPriced") {
    await as.cart.choose({ cart: id, delivery: { ...usual, region } })
    return visit.go(paths(language).cart, {
      mood: "attention",
      text: language === "zh" ? "请先调整购物车" : "Please change the cart first"
    })
  }
  const frame = await visit.frame()
  const { goods } = visit.house
  const travels = priced.cart.lines.some(({ sku }) => goods.ofSku(sku)?.good.kind !== "virtual")
  const weightGrams = priced.cart.lines.reduce(
    (sum, { sku, quantity }) => sum + quantity * (goods.ofSku(sku)?.variant.weightGrams ?? 0),
    0
  )
  const { choices } = await as.delivery.choices({ region, weightGrams, currency: "CNY" })
  const now = Date.now()
  const told = (name: string): Field => ({
    value: typed[name] ?? "",
    ...(errors[name] === undefined ? {} : { error: errors[name] })
  })
  const presale = partsOf(priced.quote, now)
  const beside = presale === undefined ? 0 : (priced.quote.deposit?.beside ?? 0)
  const view: CheckoutView = {
    address: Object.fromEntries(fields.map((name) => [name, told(name)])) as CheckoutView["address"] & object,
    deliveries: travels
      ? choices.map(({ option: way, charge }) => ({
          value: way.id,
          label: way.name[language],
          detail: arrival(now + way.days.from * day, now + way.days.until * day, language),
          amount: charge,
          chosen: way.id === option
        }))
      : [],
    payments: [{ value: "sandbox", label: language === "zh" ? "沙盒支付" : "Sandbox Pay", chosen: true }],
    note: told("note"),
    lines: summaryOf(visit, priced.cart.lines, priced.quote),
    waterfall: waterfallOf(priced.quote, language),
    imports: importsOf(priced.quote, language),
    ...(presale === undefined ? {} : { presale }),
    total: yuan(priced.quote.grand),
    validUntil: now + 15 * 60_000,
    problems: beside > 0 && problems.length === 0 ? [say(language, "presale.alone", { beside })] : problems
  }
  const failed = problems.length > 0 || Object.keys(errors).length > 0
  return visit.show(checkoutPage(view, frame), failed ? 422 : 200)
}

const arrival = (from: number, until: number, language: Language): string => {
  const [first, last] = [shortDate(language, from), shortDate(language, until)]
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

const missing = (typed: Typed, language: Language): Errors => {
  const errors: Record<string, string> = {}
  for (const name of ["name", "phone", "province", "city", "street"]) {
    if ((typed[name] ?? "").trim() === "") errors[name] = say(language, "form.required")
  }
  if (errors["phone"] === undefined && !/^\+?[0-9][0-9 ()-]{4,24}$/.test((typed["phone"] ?? "").trim())) {
    errors["phone"] = say(language, "form.badPhone")
  }
  if (errors["province"] === undefined && codeOf(typed["province"] ?? "") === undefined) {
    errors["province"] = language === "zh" ? "没有找到这个省份" : "No such province"
  }
  return errors
}

/** Places the order: the quote is made and taken at once, at the price that the page has shown. */
export const placeOrder: Route = async (visit) => {
  const { as, c, house, language } = visit
  const typed = await visit.form()
  const errors = missing(typed, language)
  if (Object.keys(errors).length > 0) return show(visit, typed, errors, [])
  // Not asked whether it is open: a second press of the button finds it ordered, and is answered like the first.
  const id = visit.cart
  const region = codeOf(typed["province"] ?? "")
  if (id === undefined || region === undefined) return visit.go(paths(language).cart)
  const key = typed["key"] ?? ""
  try {
    await as.cart.choose.result({
      cart: id,
      delivery: { option: typed["delivery"] ?? usual.option, region },
      paymentMethod: typed["payment"] ?? "sandbox"
    })
    const quote = await as.cart.quote({ cart: id }, { key: `${key}-quote` })
    const order = await as.order.place(
      {
        cart: id,
        quote: quote.id,
        gateway: typed["payment"] ?? "sandbox",
        address: addressOf(typed, region),
        ...((typed["note"] ?? "").trim() === "" ? {} : { note: (typed["note"] ?? "").trim() })
      },
      { key }
    )
    dropCart(c)
    await house.nudge()
    return visit.go(
      order.payment === undefined ? paths(language).order(order.id) : paths(language).payment(order.payment)
    )
  } catch (cause) {
    return show(visit, typed, {}, [inWords(cause, language)])
  }
}

const addressOf = (typed: Typed, region: string) => {
  const said = (name: string): string => (typed[name] ?? "").trim()
  return {
    name: said("name"),
    phone: said("phone"),
    country: "CN",
    region,
    city: said("city"),
    street: said("street"),
    ...(said("district") === "" ? {} : { district: said("district") }),
    ...(said("postcode") === "" ? {} : { postcode: said("postcode") })
  }
}
