/** When an order counts as received though nobody says so. */
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import "../seed.ts"
import { ann, clerk, day, inSmallShop, type Json, orderAndPay, type SmallShop, system } from "../shop/small-shop.ts"

/** Sends a piece of the n-th line in a parcel of its own. */
const send = Effect.fnUntraced(function* (shop: SmallShop, of: Json, nth: number) {
  const lines = [{ line: of.lines[nth].id, quantity: 1 }]
  yield* shop.as(clerk)("order.ship", { order: of.id, carrier: "slowboat", place: "hangzhou", lines })
  yield* shop.work
  const { shipments } = yield* shop.as(ann)("order.full", { order: of.id })
  return shipments.find((one: Json) => one.lines[0].line === of.lines[nth].id)
})

/** The carrier scans a parcel, and the shop hears of it. */
const scan = Effect.fnUntraced(function* (shop: SmallShop, { id: shipment, trackingNumber }: Json, status: string) {
  const events = [{ at: shop.clock.now, status, code: status, place: "杭州" }]
  yield* shop.as(system)("shipment.track", { shipment, trackingNumber, events })
})

const stateOf = Effect.fnUntraced(function* (shop: SmallShop, { id }: Json) {
  yield* shop.work
  const { state, receivedAt } = yield* shop.as(ann)("order.get", { order: id })
  return { state, receivedAt }
})

const after = (shop: SmallShop, days: number) => Effect.sync(() => void (shop.clock.now += days * day))

describe("an order counts as received ten days after the last of it was delivered", () => {
  it("not while a parcel of it is on its way, however long the first has been there", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const of = yield* orderAndPay(shop, ann, { cup: 1, puer: 1 })
        const first = yield* send(shop, of, 0)
        yield* scan(shop, first, "delivered")
        yield* after(shop, 9)
        const second = yield* send(shop, of, 1)
        // The days of the first parcel are over, and the second has just been fetched.
        yield* scan(shop, second, "pickedUp")
        yield* after(shop, 1)
        expect((yield* stateOf(shop, of)).state).toBe("shipped")
        yield* after(shop, 20)
        expect((yield* stateOf(shop, of)).state).toBe("shipped")
        yield* scan(shop, second, "delivered")
        yield* after(shop, 9.999)
        expect((yield* stateOf(shop, of)).state).toBe("shipped")
        yield* after(shop, 0.001)
        expect(yield* stateOf(shop, of)).toEqual({ state: "received", receivedAt: shop.clock.now })
      })
    ))

  it("and for both parcels at once, by the later of them", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const of = yield* orderAndPay(shop, ann, { cup: 1, puer: 1 })
        const parcels = [yield* send(shop, of, 0), yield* send(shop, of, 1)]
        yield* scan(shop, parcels[0], "delivered")
        yield* after(shop, 4)
        yield* scan(shop, parcels[1], "delivered")
        yield* after(shop, 6)
        expect((yield* stateOf(shop, of)).state).toBe("shipped")
        yield* after(shop, 4)
        expect((yield* stateOf(shop, of)).state).toBe("received")
      })
    ))

  it("a parcel that went back to the shop is not waited for, and one that was called off neither", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const of = yield* orderAndPay(shop, ann, { cup: 1, puer: 1 })
        const off = yield* send(shop, of, 0)
        yield* shop.as(clerk)("shipment.void", { shipment: off.id })
        yield* send(shop, of, 0)
        const { shipments } = yield* shop.as(ann)("order.full", { order: of.id })
        const again = shipments.find(({ id, lines }: Json) => id !== off.id && lines[0].line === of.lines[0].id)
        const refused = yield* send(shop, of, 1)
        yield* scan(shop, again, "delivered")
        yield* scan(shop, refused, "returned")
        yield* after(shop, 10)
        expect((yield* stateOf(shop, of)).state).toBe("received")
      })
    ))

  it("a carrier whose clock is years ahead puts it off by no day", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const of = yield* orderAndPay(shop, ann, { cup: 1 })
        const { id: shipment, trackingNumber } = yield* send(shop, of, 0)
        const events = [{ at: shop.clock.now + 4000 * day, status: "delivered", code: "x", place: "杭州" }]
        yield* shop.as(system)("shipment.track", { shipment, trackingNumber, events })
        yield* after(shop, 10)
        expect((yield* stateOf(shop, of)).state).toBe("received")
      })
    ))

  it("Law: whenever parcels are sent and come, the order is received when all are there for ten days, and not before", async () => {
    const days = fc.integer({ min: 0, max: 15 })
    await fc.assert(
      fc.asyncProperty(fc.tuple(days, days), fc.tuple(days, days), ([sent, later], [way, other]) =>
        inSmallShop(
          {},
          Effect.fnUntraced(function* (shop) {
            const of = yield* orderAndPay(shop, ann, { cup: 1, puer: 1 })
            const begun = shop.clock.now
            const [first, second] = [
              { sent: sent, comes: sent + way },
              { sent: sent + later, comes: sent + later + other }
            ]
            const due = Math.max(first.comes, second.comes) + 10
            const known: Array<Json> = []
            for (let today = 0; today <= due; today++) {
              shop.clock.now = begun + today * day
              for (const [nth, parcel] of [first, second].entries()) {
                if (parcel.sent === today) known[nth] = yield* send(shop, of, nth)
                if (parcel.comes === today) yield* scan(shop, known[nth], "delivered")
              }
              const { state } = yield* stateOf(shop, of)
              expect([today, state === "received"]).toEqual([today, today === due])
            }
          })
        )
      ),
      { numRuns: 25 }
    )
  })
})
