import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import {
  address,
  ann,
  cashier,
  clerk,
  day,
  inSmallShop,
  type Json,
  manager,
  product,
  type SmallShop,
  standing,
  state,
  system,
  trial
} from "../shop/small-shop.ts"
import { furnishPresale } from "../shop/presale.ts"
import { furnishVirtual, get, lineOf, piecesOf, place, placeAndPay, send, toHangzhou } from "./digital.ts"

const yuan = (amount: string) => ({ amount, currency: "CNY" })

const inVirtualShop = (tell: (shop: SmallShop) => Effect.Effect<unknown, Json>, story = {}) =>
  inSmallShop(story, (shop) => Effect.andThen(furnishVirtual(shop), tell(shop)))

/** The events of an order, as the log tells them. */
const toldOf = (shop: SmallShop, id: string) =>
  Effect.map(shop.kernel.engine.storage.events(0, 100_000), (entries) =>
    entries.flatMap(({ events }) => events.flatMap((one) => (one.id === id ? [one.type] : [])))
  )

const ask = Effect.fnUntraced(function* (shop: SmallShop, order: Json, pieces: Record<string, number>, reason: string) {
  const lines = Object.entries(pieces).map(([sku, quantity]) => ({ line: lineOf(order, sku), quantity }))
  return yield* shop.as(ann)("return.request", { order: order.id, lines, reason })
})

/** The staff agree to a return, and take it in. */
const takeIn = Effect.fnUntraced(function* (shop: SmallShop, id: string, more: Json = {}) {
  yield* shop.as(clerk)("return.approve", { return: id })
  const taken = yield* shop.as(clerk)("return.receive", { return: id, scrapped: [], ...more })
  yield* shop.work
  return taken as Json
})

/** An order of a cup and an e-book: 37.90 (39.90 less 5 %), 36.00 and 10.00 of freight. */
const mixed = Effect.fnUntraced(function* (shop: SmallShop) {
  const paid = yield* placeAndPay(shop, { cup: 1, ebook: 1 })
  yield* shop.work
  return (yield* get(shop, paid.id)) as Json
})

describe("an order of virtual goods alone", () => {
  it("asks for no address and no delivery, costs no freight, and is received as soon as it is paid", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const paid = yield* placeAndPay(shop, { ebook: 2 })
        expect(paid).toMatchObject({ state: "paid", delivery: "none", total: yuan("72.00") })
        expect(paid.address).toBeUndefined()
        expect(yield* piecesOf(shop, paid, "ebook")).toEqual({ waiting: 2, away: 0 })
        yield* shop.work
        const got = yield* get(shop, paid.id)
        expect(got).toMatchObject({ state: "received", receivedAt: shop.clock.now, lines: [{ delivered: 2 }] })
        expect(yield* piecesOf(shop, got, "ebook")).toEqual({ waiting: 0, away: 2 })
        expect(yield* standing(shop, "shelf/cloud/ebook")).toMatchObject({ posted: 18n, outgoing: 0n })
        expect(yield* standing(shop, `captured:${paid.payment}`)).toMatchObject({ posted: 7200n })
        expect((yield* shop.as(ann)("order.full", { order: paid.id })).shipments).toEqual([])
        expect(yield* toldOf(shop, paid.id)).toEqual(["OrderPlaced", "OrderPaid", "OrderReceived"])
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("is delivered when nothing is due, as when a gift card pays all of it", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const { id } = yield* shop.as(system)("payment.issueGiftCard", { customer: "ann", amount: yuan("50.00") })
        const placed = yield* place(shop, { ebook: 1 }, { spend: { cards: [{ card: id }] } })
        expect(placed).toMatchObject({ state: "paid", total: yuan("0.00") })
        yield* shop.work
        expect((yield* get(shop, placed.id)).state).toBe("received")
      })
    ))

  it("may state an address all the same; a delivery that was chosen for other goods is none of it", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const run = shop.as(ann)
        const { id: cart } = yield* run("cart.open", { currency: "CNY" })
        const { lines } = yield* run("cart.addLine", { cart, sku: "cup", quantity: 1 })
        yield* run("cart.choose", { cart, delivery: toHangzhou, paymentMethod: "sandbox" })
        yield* run("cart.addLine", { cart, sku: "ebook", quantity: 1 })
        yield* run("cart.removeLine", { cart, line: lines[0].id })
        const { id: quote } = yield* run("cart.quote", { cart })
        const placed = yield* run("order.place", { cart, quote, address, gateway: "sandbox" })
        expect(placed).toMatchObject({ delivery: "none", total: yuan("36.00"), address: { city: "杭州" } })
      })
    ))

  it("that nobody pays ends in time, and its pieces are free again", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const placed = yield* place(shop, { ebook: 2 })
        yield* shop.work
        expect(yield* standing(shop, "shelf/cloud/ebook")).toMatchObject({ posted: 20n, outgoing: 2n })
        shop.clock.now = placed.expiresAt
        yield* shop.work
        expect(yield* get(shop, placed.id)).toMatchObject({ state: "cancelled", cancellation: "unpaid" })
        expect(yield* standing(shop, "shelf/cloud/ebook")).toMatchObject({ posted: 20n, outgoing: 0n })
      })
    ))

  it("can be cancelled between payment and delivery, and then nothing is delivered; afterwards it cannot", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const paid = yield* placeAndPay(shop, { ebook: 2 })
        expect((yield* shop.as(ann)("order.cancel", { order: paid.id })).state).toBe("cancelled")
        yield* shop.work
        expect(yield* get(shop, paid.id)).toMatchObject({ state: "cancelled" })
        expect(yield* standing(shop, "shelf/cloud/ebook")).toMatchObject({ posted: 20n })
        expect(yield* standing(shop, `captured:${paid.payment}`)).toMatchObject({ posted: 0n, outgoing: 0n })

        const other = yield* placeAndPay(shop, { ebook: 1 })
        yield* shop.work
        expect(yield* Effect.result(shop.as(ann)("order.cancel", { order: other.id }))).toMatchObject({
          failure: { _tag: "IllegalTransition", state: "received" }
        })
      })
    ))

  it("is delivered by the tail of a presale, and not by its deposit", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        yield* furnishPresale(shop)
        yield* shop.as(system)("catalog.defineProduct", {
          ...product("pot", "直播课", "live course", 0),
          kind: "virtual",
          tags: []
        })
        const run = shop.as(ann)
        const { id: cart } = yield* run("cart.open", { currency: "CNY" })
        yield* run("cart.addLine", { cart, sku: "pot", quantity: 1 })
        const { id: quote } = yield* run("cart.quote", { cart })
        const placed = yield* run("order.place", { cart, quote, gateway: "sandbox" })
        yield* shop.work
        yield* shop.as(system)("payment.report", { payment: placed.payment, state: "captured", amount: yuan("100.00") })
        yield* shop.work
        expect((yield* get(shop, placed.id)).state).toBe("deposited")
        const { deposit } = yield* run("order.payTail", { order: placed.id, gateway: "sandbox" })
        yield* shop.work
        yield* shop.as(system)("payment.report", { payment: deposit.payment, state: "captured", amount: yuan("99.00") })
        yield* shop.work
        expect((yield* get(shop, placed.id)).state).toBe("received")
      })
    ))

  it("gives points and cashback when its return window ends, counted from delivery", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("promotion.define", {
          promotion: {
            id: "thanks",
            level: "platform",
            offer: { kind: "grant", rewards: [{ kind: "points", points: 100 }] }
          },
          currency: "CNY",
          limits: []
        })
        const paid = yield* placeAndPay(shop, { course: 1 })
        yield* shop.work
        expect((yield* standing(shop, `pending:benefit:${paid.id}/0`)).posted).toBe(100n)
        shop.clock.now += 8 * day - 1
        yield* shop.work
        expect((yield* get(shop, paid.id)).benefits).toBeUndefined()
        shop.clock.now += 1
        yield* shop.work
        expect((yield* get(shop, paid.id)).benefits.releasedAt).toBe(shop.clock.now)
        expect((yield* standing(shop, `pending:benefit:${paid.id}/0`)).posted).toBe(0n)
      })
    ))

  it("has its price protected as others have: a course that falls from 199.00 to 150.00 gives 49.00 back", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("settings.change", { section: "order.protection", value: { days: 30 } })
        const paid = yield* placeAndPay(shop, { course: 1 })
        yield* shop.work
        yield* shop.as(system)("pricing.state", {
          sku: "course",
          entries: [{ id: "course-base", sku: "course", currency: "CNY", amount: "150.00" }]
        })
        const after = yield* shop.as(ann)("order.protect", { order: paid.id })
        expect(after.protections[0].amount).toEqual(yuan("49.00"))
      })
    ))
})

describe("an order of goods that travel and of virtual ones", () => {
  it("has the latter delivered at once, and is shipped when all that travels is; 83.90 in all, 10.00 of it freight", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const order = yield* mixed(shop)
        expect(order).toMatchObject({ state: "partlyShipped", delivery: "standard", total: yuan("83.90") })
        expect(yield* piecesOf(shop, order, "ebook")).toEqual({ waiting: 0, away: 1 })
        expect(yield* piecesOf(shop, order, "cup")).toEqual({ waiting: 1, away: 0 })
        expect((yield* send(shop, order, { cup: 1 })).state).toBe("shipped")
        yield* shop.work
        const { shipments } = yield* shop.as(ann)("order.full", { order: order.id })
        expect(shipments.map(({ lines }: Json) => lines.map(({ sku }: Json) => sku))).toEqual([["cup"]])
        yield* shop.carrier.advance(shipments[0].id, "delivered")
        shop.clock.now += 7 * 3_600_000
        yield* shop.work
        shop.clock.now += 11 * day
        yield* shop.work
        expect((yield* get(shop, order.id)).state).toBe("received")
        expect(yield* toldOf(shop, order.id)).toEqual([
          "OrderPlaced",
          "OrderPaid",
          "OrderDelivered",
          "OrderShipped",
          "OrderReceived"
        ])
      })
    ))

  it("that is packed before the worker delivers is shipped by the delivery", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const paid = yield* placeAndPay(shop, { cup: 1, ebook: 1 })
        expect((yield* send(shop, paid, { cup: 1 })).state).toBe("partlyShipped")
        yield* shop.work
        expect(yield* get(shop, paid.id)).toMatchObject({ state: "shipped", shippedAt: shop.clock.now })
      })
    ))

  it("is delivered by staff where the worker could not, once", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const paid = yield* placeAndPay(shop, { cup: 1, ebook: 1 })
        const delivered = yield* shop.as(clerk)("order.deliver", { order: paid.id })
        expect(delivered.state).toBe("partlyShipped")
        const before = yield* get(shop, paid.id)
        expect((yield* shop.as(clerk)("order.deliver", { order: paid.id })).lines).toEqual(delivered.lines)
        yield* shop.work
        expect(yield* get(shop, paid.id)).toEqual(before)
        expect(yield* toldOf(shop, paid.id)).toEqual(["OrderPlaced", "OrderPaid", "OrderDelivered"])
        const forbidden = yield* Effect.result(shop.as(ann)("order.deliver", { order: paid.id }))
        expect(forbidden).toMatchObject({ failure: { _tag: "Denied" } })
      })
    ))

  it("L43 goes back to waiting when its parcel is called off, and is not cancelled: a part of it is with the buyer", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const order = yield* mixed(shop)
        yield* send(shop, order, { cup: 1 })
        const {
          shipments: [parcel]
        } = yield* shop.as(ann)("order.full", { order: order.id })
        yield* shop.as(clerk)("shipment.void", { shipment: parcel.id })
        expect((yield* get(shop, order.id)).state).toBe("partlyShipped")
        for (const actor of [ann, manager]) {
          expect(yield* Effect.result(shop.as(actor)("order.cancel", { order: order.id }))).toMatchObject({
            failure: { _tag: "IllegalTransition", state: "partlyShipped" }
          })
        }
        expect((yield* send(shop, order, { cup: 1 })).state).toBe("shipped")
      })
    ))

  it("L43 waits for the rest, and is not cancelled, where what came back was paid back and the only parcel is called off", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const order = yield* mixed(shop)
        yield* takeIn(shop, (yield* ask(shop, order, { ebook: 1 }, "not as described")).id)
        yield* send(shop, order, { cup: 1 })
        const full = yield* shop.as(ann)("order.full", { order: order.id })
        yield* shop.as(clerk)("shipment.void", { shipment: full.shipments[0].id })
        expect((yield* get(shop, order.id)).state).toBe("partlyShipped")
        expect(yield* Effect.result(shop.as(manager)("order.cancel", { order: order.id }))).toMatchObject({
          failure: { _tag: "IllegalTransition" }
        })
        expect((yield* send(shop, order, { cup: 1 })).state).toBe("shipped")
      })
    ))
})

describe("goods of two parcels of which one has come back", () => {
  it("L43 leave the order waiting when the other is called off: money for a part is back, so it is not cancelled", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const order = yield* placeAndPay(shop, { cup: 1, puer: 1 })
        yield* send(shop, order, { cup: 1 })
        yield* send(shop, order, { puer: 1 })
        yield* takeIn(shop, (yield* ask(shop, order, { cup: 1 }, "damaged")).id, { place: "hangzhou" })
        const { shipments } = yield* shop.as(ann)("order.full", { order: order.id })
        const other = shipments.find(({ lines }: Json) => lines[0].sku === "puer")
        yield* shop.as(clerk)("shipment.void", { shipment: other.id })
        expect((yield* get(shop, order.id)).state).toBe("partlyShipped")
        expect(yield* Effect.result(shop.as(manager)("order.cancel", { order: order.id }))).toMatchObject({
          failure: { _tag: "IllegalTransition" }
        })
        expect((yield* send(shop, order, { puer: 1 })).state).toBe("shipped")
      })
    ))
})

describe("virtual goods that come back", () => {
  it("are taken back for a fault: 36.00 of 72.00, nothing is sent, and the piece stands where it was taken from", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const paid = yield* placeAndPay(shop, { ebook: 2 })
        yield* shop.work
        const taken = yield* takeIn(shop, (yield* ask(shop, paid, { ebook: 1 }, "not as described")).id)
        expect(taken).toMatchObject({
          amount: yuan("36.00"),
          inspection: [{ place: "cloud", restocked: 1, scrapped: 0 }]
        })
        expect((yield* shop.as(ann)("return.get", { return: taken.id })).state).toBe("refunded")
        expect(yield* standing(shop, "shelf/cloud/ebook")).toMatchObject({ posted: 19n })
        expect(yield* piecesOf(shop, paid, "ebook")).toEqual({ waiting: 0, away: 1 })

        const spent = yield* ask(shop, paid, { ebook: 1 }, "damaged")
        const scrapped = [{ line: lineOf(paid, "ebook"), quantity: 1 }]
        expect((yield* takeIn(shop, spent.id, { scrapped })).amount).toEqual(yuan("36.00"))
        expect(yield* standing(shop, "shelf/cloud/ebook")).toMatchObject({ posted: 19n })
        expect(yield* standing(shop, "lost/cloud/ebook")).toMatchObject({ posted: 1n })
        expect(yield* standing(shop, `captured:${paid.payment}`)).toMatchObject({ posted: 0n, outgoing: 0n })
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("are outside the seven days: a buyer who changes their mind keeps them, and the staff may decide otherwise", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const order = yield* mixed(shop)
        const line = lineOf(order, "ebook")
        for (const reason of ["no longer wanted", "other"]) {
          const before = yield* state(shop)
          const refused = yield* Effect.result(ask(shop, order, { ebook: 1 }, reason))
          expect(refused).toMatchObject({ failure: { _tag: "NotTakenBack", line } })
          expect(yield* state(shop)).toBe(before)
        }
        const input = { order: order.id, lines: [{ line, quantity: 1 }], reason: "no longer wanted" }
        const asked = yield* shop.as(manager)("return.request", input)
        expect((yield* takeIn(shop, asked.id)).amount).toEqual(yuan("36.00"))
      })
    ))

  it("may be paid back out of goodwill without coming back at all", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const paid = yield* placeAndPay(shop, { ebook: 1 })
        yield* shop.work
        const input = { payment: paid.payment, amount: yuan("36.00"), reason: "goodwill" }
        yield* shop.as(cashier)("payment.refund", input)
        yield* shop.work
        expect(yield* standing(shop, `captured:${paid.payment}`)).toMatchObject({ posted: 0n, outgoing: 0n })
        expect((yield* get(shop, paid.id)).state).toBe("received")
      })
    ))

  it("beside goods of a parcel need the place of those alone", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const order = yield* mixed(shop)
        yield* send(shop, order, { cup: 1 })
        const { id } = yield* ask(shop, order, { cup: 1, ebook: 1 }, "not as described")
        yield* shop.as(clerk)("return.approve", { return: id })
        const refused = yield* Effect.result(shop.as(clerk)("return.receive", { return: id, scrapped: [] }))
        expect(refused).toMatchObject({ failure: { _tag: "PlaceMissing", line: lineOf(order, "cup") } })
        const taken = yield* shop.as(clerk)("return.receive", { return: id, place: "hangzhou", scrapped: [] })
        expect(taken.inspection.map(({ place: into }: Json) => into).toSorted()).toEqual(["cloud", "hangzhou"])
        // 37.90 and 36.00; the freight of 10.00 stays.
        expect(taken.amount).toEqual(yuan("73.90"))
      })
    ))

  it("are no reason to keep the freight of the goods that were sent: 47.90 for the cup, by the policy `withLast`", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const value = { shippingRefund: "withLast" }
        yield* shop.as(system)("settings.change", { section: "order.returns", value })
        const order = yield* mixed(shop)
        yield* send(shop, order, { cup: 1 })
        const cup = yield* takeIn(shop, (yield* ask(shop, order, { cup: 1 }, "damaged")).id, { place: "hangzhou" })
        expect(cup).toMatchObject({ amount: yuan("47.90"), freight: yuan("10.00") })
        const ebook = yield* takeIn(shop, (yield* ask(shop, order, { ebook: 1 }, "damaged")).id)
        expect(ebook.amount).toEqual(yuan("36.00"))
        expect(yield* standing(shop, `captured:${order.payment}`)).toMatchObject({ posted: 0n, outgoing: 0n })
      })
    ))

  it("L27 bring the code of their order back with the last of them: 72.00 less 10.00", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const paid = yield* placeAndPay(shop, { ebook: 2 }, { codes: ["SAVE10"] })
        yield* shop.work
        expect(paid.total).toEqual(yuan("62.00"))
        for (const uses of [0n, 1n]) {
          const { id } = yield* ask(shop, paid, { ebook: 1 }, "not as described")
          expect((yield* takeIn(shop, id)).amount).toEqual(yuan("31.00"))
          expect((yield* standing(shop, "uses:SAVE10")).posted).toBe(uses)
        }
      }),
      { uses: 1 }
    ))
})

describe("what is refused of virtual goods", () => {
  it("a parcel, alone or beside others, before anything is delivered and afterwards; nothing changes", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        const alone = yield* placeAndPay(shop, { ebook: 1 })
        expect(yield* Effect.result(send(shop, alone, { ebook: 1 }))).toMatchObject({
          failure: { _tag: "NothingTravels" }
        })
        const paid = yield* placeAndPay(shop, { cup: 2, ebook: 1 })
        const refused = { failure: { _tag: "NothingTravels", line: lineOf(paid, "ebook") } }
        for (const pieces of [{ ebook: 1 }, { cup: 1, ebook: 1 }]) {
          const before = yield* state(shop)
          expect(yield* Effect.result(send(shop, paid, pieces))).toMatchObject(refused)
          expect(yield* state(shop)).toBe(before)
        }
        yield* shop.work
        expect(yield* Effect.result(send(shop, paid, { cup: 1, ebook: 1 }))).toMatchObject(refused)
      })
    ))

  it("an order without an address where something travels, be it a gift alone", () =>
    inVirtualShop(
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("promotion.define", {
          promotion: {
            id: "cup-along",
            level: "merchant",
            when: { measure: "amount", atLeast: "100.00" },
            offer: { kind: "grant", rewards: [{ kind: "gift", sku: "cup", quantity: 1, mode: "add" }] }
          },
          currency: "CNY",
          limits: []
        })
        const run = shop.as(ann)
        for (const [sku, step] of [
          ["ebook", undefined],
          ["course", "address"],
          ["cup", "address"]
        ] as const) {
          const { id: cart } = yield* run("cart.open", { currency: "CNY" })
          yield* run("cart.addLine", { cart, sku, quantity: 1 })
          yield* run("cart.choose", { cart, delivery: toHangzhou, paymentMethod: "sandbox" })
          const { id: quote } = yield* run("cart.quote", { cart })
          const placed = yield* Effect.result(run("order.place", { cart, quote, gateway: "sandbox" }))
          expect(placed).toMatchObject(
            step === undefined ? { _tag: "Success" } : { failure: { _tag: "StepIncomplete", step } }
          )
        }
      })
    ))
})
