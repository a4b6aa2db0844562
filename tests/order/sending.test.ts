import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { before, on, work } from "../../src/command/index.ts"
import { memory, memoryCarrier, memoryGateway, memoryVault } from "../../src/memory/index.ts"
import { deliver, NothingTravels, type Order, orders, OrderDelivered, OrderReceived } from "../../src/order/index.ts"
import { openKernel } from "../../src/shop/index.ts"
import {
  ann,
  clerk,
  day,
  furnish,
  type Hand,
  hand,
  type Json,
  runner,
  type SmallShop,
  system
} from "../shop/small-shop.ts"
import { furnishVirtual, get, placeAndPay } from "./digital.ts"

/** What a host does that sends files: it hears of deliveries in their own commits, and holds up what looks wrong. */
const sendingHost = (sent: Array<string>, suspect: () => boolean) => {
  const skusOf = (order: Order, lines: ReadonlyArray<{ readonly line: string; readonly quantity: number }>) =>
    lines.map(({ line, quantity }) => `${order.lines.find(({ id }) => id === line)?.sku} × ${quantity}`)
  const delivered = on(OrderDelivered, {
    *load({ data: { order } }, read) {
      return yield* read.one(orders, order)
    },
    decide: (order, { data: { lines } }) => {
      sent.push(...skusOf(order, lines))
      return {}
    }
  })
  const received = on(OrderReceived, {
    *load({ data: { order } }, read) {
      return yield* read.one(orders, order)
    },
    decide: (order, { data: { lines = [] } }) => {
      sent.push(...skusOf(order, lines))
      return {}
    }
  })
  return {
    reactions: [delivered, received],
    vetoes: [
      before(deliver, {
        *load() {},
        decide: (_, { order }) =>
          suspect() ? Result.fail<NothingTravels>({ _tag: "NothingTravels", line: order }) : Result.succeed(undefined)
      })
    ],
    refusals: [NothingTravels]
  }
}

const inHost = (
  host: ReturnType<typeof sendingHost>,
  tell: (shop: SmallShop) => Effect.Effect<unknown, Json>
): Promise<unknown> => {
  const clock: Hand = hand()
  const gateway = memoryGateway({ name: "sandbox" })
  const carrier = memoryCarrier({ name: "slowboat" })
  const told = Effect.gen(function* () {
    const kernel = yield* openKernel({
      storage: memory(),
      vault: memoryVault(),
      gateways: [gateway],
      carriers: [carrier],
      host
    })
    const working = work(kernel.engine, kernel.errands, { limit: 1000 })
    const shop: SmallShop = { kernel, gateway, carrier, clock, as: runner(kernel), work: working }
    yield* furnish(shop.as(system), {})
    yield* furnishVirtual(shop)
    yield* tell(shop)
  })
  return Effect.runPromise(Effect.provideService(Effect.scoped(told), Clock.Clock, clock))
}

describe("a host that sends what is delivered", () => {
  it("hears of every delivery, of goods alone and beside others, once", async () => {
    const sent: Array<string> = []
    await inHost(
      sendingHost(sent, () => false),
      Effect.fnUntraced(function* (shop) {
        yield* placeAndPay(shop, { ebook: 2, course: 1 })
        yield* shop.work
        expect(sent.toSorted()).toEqual(["course × 1", "ebook × 2"])
        yield* placeAndPay(shop, { ebook: 1, cup: 1 })
        yield* shop.work
        yield* shop.work
        expect(sent.slice(2)).toEqual(["ebook × 1"])
      })
    )
  })

  it("may hold a delivery up: the order stays paid and can be cancelled, or is delivered when it is asked again", async () => {
    const sent: Array<string> = []
    let suspect = true
    await inHost(
      sendingHost(sent, () => suspect),
      Effect.fnUntraced(function* (shop) {
        const [first, second] = [yield* placeAndPay(shop, { ebook: 1 }), yield* placeAndPay(shop, { ebook: 1 })]
        yield* shop.work
        expect([(yield* get(shop, first.id)).state, sent]).toEqual(["paid", []])
        expect((yield* shop.as(ann)("order.cancel", { order: first.id })).state).toBe("cancelled")
        suspect = false
        shop.clock.now += day
        yield* shop.work
        expect((yield* get(shop, second.id)).state).toBe("received")
        expect(sent).toEqual(["ebook × 1"])
      })
    )
  })

  it("what was held up until its parcel had long arrived counts as received ten days after it was delivered", async () => {
    let suspect = true
    await inHost(
      sendingHost([], () => suspect),
      Effect.fnUntraced(function* (shop) {
        const { id, lines } = yield* placeAndPay(shop, { ebook: 1, cup: 1 })
        yield* shop.work
        const cup = lines.find(({ sku }: Json) => sku === "cup")
        const parcel = { order: id, carrier: "slowboat", place: "hangzhou", lines: [{ line: cup.id, quantity: 1 }] }
        expect((yield* shop.as(clerk)("order.ship", parcel)).state).toBe("partlyShipped")
        yield* shop.work
        const { shipments } = yield* shop.as(ann)("order.full", { order: id })
        const [{ id: shipment, trackingNumber }] = shipments
        const events = [{ at: shop.clock.now, status: "delivered", code: "x", place: "杭州" }]
        yield* shop.as(system)("shipment.track", { shipment, trackingNumber, events })
        shop.clock.now += 20 * day
        yield* shop.work
        suspect = false
        expect((yield* shop.as(clerk)("order.deliver", { order: id })).state).toBe("shipped")
        shop.clock.now += 10 * day - 1
        yield* shop.work
        expect((yield* get(shop, id)).state).toBe("shipped")
        shop.clock.now += 1
        yield* shop.work
        expect((yield* get(shop, id)).state).toBe("received")
      })
    )
  })
})
