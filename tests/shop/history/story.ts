import * as Effect from "effect/Effect"
import { furnishPresale } from "../presale.ts"
import {
  address,
  ann,
  ben,
  clerk,
  day,
  fillCart,
  hearGateway,
  hour,
  type Json,
  manager,
  minute,
  order,
  orderAndPay,
  product,
  type SmallShop,
  system
} from "../small-shop.ts"

const yuan = (amount: string) => ({ amount, currency: "CNY" })

const settings = (shop: SmallShop, section: string, value: Json) =>
  shop.as(system)("settings.change", { section, value })

const offer = (shop: SmallShop, promotion: Json, limits: Json = []) =>
  shop.as(system)("promotion.define", { promotion, currency: "CNY", limits })

/** The gateway hears that the buyer pays, and the shop hears the gateway. */
const paid = Effect.fnUntraced(function* (shop: SmallShop, payment: string) {
  yield* shop.work
  yield* shop.gateway.pay(payment)
  yield* hearGateway(shop)
  yield* shop.work
})

/** Ships what was ordered, and it arrives. */
const delivered = Effect.fnUntraced(function* (shop: SmallShop, of: Json) {
  const lines = of.lines.map(({ id, quantity }: Json) => ({ line: id, quantity }))
  yield* shop.as(clerk)("order.ship", { order: of.id, carrier: "slowboat", place: "hangzhou", lines })
  yield* shop.work
  const { shipments } = yield* shop.as(system)("order.full", { order: of.id })
  for (const stage of ["pickedUp", "inTransit", "delivered"] as const) {
    for (const { id } of shipments) yield* shop.carrier.advance(id, stage)
    shop.clock.now += 7 * hour
    yield* shop.work
  }
})

/** Sends pieces of a line back, some of which cannot be sold again. */
const sentBack = Effect.fnUntraced(function* (shop: SmallShop, of: Json, quantity: number, scrapped = 0, which = 0) {
  const { id: line } = of.lines[which]
  const what = { order: of.id, lines: [{ line, quantity }], reason: "no longer wanted" }
  const back = yield* shop.as(ann)("return.request", what)
  yield* shop.as(system)("return.approve", { return: back.id })
  const lost = scrapped === 0 ? [] : [{ line, quantity: scrapped }]
  yield* shop.as(clerk)("return.receive", { return: back.id, place: "hangzhou", scrapped: lost })
  yield* shop.work
})

/** One order's whole road, and one that its buyer cancels. */
const wholeRoad = Effect.fnUntraced(function* (shop: SmallShop) {
  const tea = yield* orderAndPay(shop, ann, { longjing: 3, cup: 1 }, ["save10"])
  yield* delivered(shop, tea)
  yield* shop.as(ann)("order.receive", { order: tea.id })
  const what = { order: tea.id, lines: [{ line: tea.lines[0].id, quantity: 1 }], reason: "damaged" }
  const [refused, forgotten] = [
    yield* shop.as(ann)("return.request", what),
    yield* shop.as(ann)("return.request", what)
  ]
  yield* shop.as(clerk)("return.decline", { return: refused.id })
  yield* shop.as(ann)("return.withdraw", { return: forgotten.id })
  yield* sentBack(shop, tea, 3)
  yield* sentBack(shop, tea, 1, 0, 1)
  const left = yield* order(shop, ben, { longjing: 1 })
  yield* shop.as(ben)("order.cancel", { order: left.id })
  yield* shop.work
})

/** What is given with goods and later: a gift, an add-on, points, credit and a coupon, spent with gift cards afterwards. */
const benefits = Effect.fnUntraced(function* (shop: SmallShop) {
  yield* offer(
    shop,
    {
      id: "cup-from-199",
      level: "merchant",
      select: { fact: "sku", op: "in", values: ["longjing"] },
      offer: {
        kind: "tiers",
        measure: "amount",
        steps: [
          {
            at: "199.00",
            rewards: [{ kind: "gift", sku: "cup", quantity: 1, mode: "add", stock: { account: "gifts:cup" } }]
          }
        ]
      }
    },
    [{ account: "gifts:cup", amount: "3" }]
  )
  yield* offer(shop, {
    id: "cup-9.90",
    level: "merchant",
    when: { measure: "amount", atLeast: "99.00" },
    offer: { kind: "addOn", price: "9.90", max: 1 }
  })
  yield* offer(shop, {
    id: "welcome",
    level: "merchant",
    offer: {
      kind: "grant",
      rewards: [
        { kind: "points", points: 500 },
        { kind: "cashback", amount: "6.00" },
        { kind: "coupon", template: "tea-5", quantity: 1 }
      ]
    }
  })
  const cart = yield* fillCart(shop, ann, { longjing: 2 })
  yield* shop.as(ann)("cart.addLine", { cart, sku: "cup", quantity: 1, addOnOf: "cup-9.90" })
  const { id: quote } = yield* shop.as(ann)("cart.quote", { cart })
  const earning = yield* shop.as(ann)("order.place", { cart, quote, address, gateway: "sandbox", note: "礼盒" })
  yield* paid(shop, earning.payment)
  yield* delivered(shop, earning)
  yield* shop.as(ann)("order.receive", { order: earning.id })
  shop.clock.now += 8 * day
  yield* shop.work

  const issue = (amount: string) => shop.as(system)("payment.issueGiftCard", { customer: "ann", amount: yuan(amount) })
  const [{ id: small }, { id: large }] = [yield* issue("30.00"), yield* issue("500.00")]
  const spend = Effect.fnUntraced(function* (pieces: Record<string, number>, spent: Json, gateway?: string) {
    const spending = yield* fillCart(shop, ann, pieces)
    yield* shop.as(ann)("cart.spend", { cart: spending, ...spent })
    const { id } = yield* shop.as(ann)("cart.quote", { cart: spending })
    return yield* shop.as(ann)("order.place", { cart: spending, quote: id, address, ...(gateway && { gateway }) })
  })
  const mixed = yield* spend({ cup: 2 }, { points: 300, credit: {}, cards: [{ card: small }] }, "sandbox")
  yield* paid(shop, mixed.payment)
  yield* delivered(shop, mixed)
  yield* sentBack(shop, mixed, 1)
  const whole = yield* spend({ puer: 1 }, { cards: [{ card: large }] })
  yield* shop.as(system)("order.cancel", { order: whole.id })
  yield* shop.work
})

/** Presales: a tail that is paid, one that nobody pays, and a deposit that is not. */
const presales = Effect.fnUntraced(function* (shop: SmallShop) {
  const from = shop.clock.now + hour
  yield* furnishPresale(shop, { tail: { from, until: from + day } })
  yield* settings(shop, "order.presale", { late: "return", seller: "double" })
  const [kept, late, never] = [
    yield* order(shop, ann, { pot: 1 }),
    yield* order(shop, ann, { pot: 1 }),
    yield* order(shop, ann, { pot: 1 })
  ]
  yield* paid(shop, kept.payment)
  yield* paid(shop, late.payment)
  yield* shop.as(ann)("order.cancel", { order: never.id })
  yield* shop.work
  shop.clock.now = from + minute
  const tail = yield* shop.as(ann)("order.payTail", { order: kept.id, gateway: "sandbox" })
  yield* paid(shop, tail.deposit.payment)
  shop.clock.now = from + day + 3 * day
  yield* shop.work
  yield* delivered(shop, kept)
  yield* shop.as(ann)("order.receive", { order: kept.id })
})

/** Terms that an order keeps: returns tested again, prices that are protected, money that fails to go back. */
const terms = Effect.fnUntraced(function* (shop: SmallShop) {
  yield* settings(shop, "order.returns", { clawback: "retest", shippingRefund: "withLast" })
  yield* settings(shop, "order.protection", { days: 7 })
  const cheaper = yield* orderAndPay(shop, ann, { longjing: 3 })
  yield* shop.as(system)("pricing.state", {
    sku: "longjing",
    entries: [{ id: "longjing-base", sku: "longjing", currency: "CNY", amount: "118.00" }]
  })
  yield* shop.as(ann)("order.protect", { order: cheaper.id })
  yield* shop.work
  yield* delivered(shop, cheaper)
  bank.fails = true
  yield* sentBack(shop, cheaper, 1)
  yield* sentBack(shop, cheaper, 1, 1)
  bank.fails = false
  const { items } = yield* shop.as(manager)("payment.refunds", { state: "failed" })
  for (const [index, { id: refund }] of items.entries()) {
    if (index % 2 === 0) yield* shop.as(manager)("payment.settleRefund", { refund, reference: "transfer 7" })
    else yield* shop.as(manager)("payment.retryRefund", { refund })
    yield* shop.work
  }
  yield* shop.as(manager)("payment.refund", { payment: cheaper.payment, amount: yuan("1.00"), reason: "goodwill" })
  yield* shop.work
})

/** Goods that are no goods, stock that is counted and lost, parcels that are called off, orders that are forgotten, staff that leave. */
const housekeeping = Effect.fnUntraced(function* (shop: SmallShop) {
  const run = shop.as(system)
  const ebook = product("ebook", "茶经电子版", "the classic of tea", 0)
  yield* run("catalog.defineProduct", { ...ebook, kind: "virtual", tags: [] })
  yield* run("pricing.state", {
    sku: "ebook",
    entries: [{ id: "ebook-base", sku: "ebook", currency: "CNY", amount: "12.00" }]
  })
  yield* run("inventory.receive", { reference: "files", place: "hangzhou", lines: [{ sku: "ebook", quantity: 100 }] })
  const { id: cart } = yield* shop.as(ben)("cart.open", { currency: "CNY" })
  yield* shop.as(ben)("cart.addLine", { cart, sku: "ebook", quantity: 1 })
  const { id: quote } = yield* shop.as(ben)("cart.quote", { cart })
  const read = yield* shop.as(ben)("order.place", { cart, quote, address, gateway: "sandbox" })
  yield* paid(shop, read.payment)

  const place = "hangzhou"
  yield* run("inventory.count", { reference: "count-1", place, lines: [{ sku: "cup", counted: 9 }] })
  yield* run("inventory.writeOff", {
    reference: "broken-1",
    place,
    reason: "broken",
    lines: [{ sku: "cup", quantity: 1 }]
  })
  yield* run("inventory.sendBack", { reference: "back-1", place, lines: [{ sku: "puer", quantity: 2 }] })

  const parcel = yield* orderAndPay(shop, ben, { puer: 1 })
  const lines = [{ line: parcel.lines[0].id, quantity: 1 }]
  yield* shop.as(clerk)("order.ship", { order: parcel.id, carrier: "slowboat", place, lines })
  yield* shop.work
  const { shipments } = yield* run("order.full", { order: parcel.id })
  yield* shop.as(clerk)("shipment.void", { shipment: shipments[0].id })
  yield* shop.work

  const declined = yield* order(shop, ben, { puer: 1 })
  yield* shop.work
  yield* shop.gateway.decline(declined.payment)
  yield* hearGateway(shop)
  const again = yield* shop.as(ben)("order.pay", { order: declined.id, gateway: "sandbox" })
  yield* paid(shop, again.payment)
  yield* order(shop, ben, { puer: 1 })
  yield* shop.work
  shop.clock.now += 2 * day
  yield* shop.work
  yield* run("operations.startBatch", { kind: "rewrite.cart" })
  yield* shop.work
  yield* run("permission.revoke", { staff: "cashier-gu", role: "cashier" })
  yield* run("catalog.archiveProduct", { product: "ebook" })
})

/** Whether money that goes back through the gateway fails to. */
const bank = { fails: false }

/** How the small shop is set up for {@link told}. */
export const setting = { stock: 40, faults: { refund: () => ({ after: 0, fails: bank.fails }) } }

/** All that today's shop does with documents, in one log. What comes to it later gets a chapter here. */
export const told = Effect.fnUntraced(function* (shop: SmallShop) {
  yield* wholeRoad(shop)
  yield* benefits(shop)
  yield* presales(shop)
  yield* terms(shop)
  yield* housekeeping(shop)
})
