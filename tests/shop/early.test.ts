import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { execute, system as systemActor } from "../../src/command/index.ts"
import { furnishPresale } from "./presale.ts"
import {
  ann,
  beginning,
  clerk,
  day,
  hearGateway,
  inSmallShop,
  order,
  orderAndPay,
  type SmallShop,
  system,
  trial
} from "./small-shop.ts"

/** While the clock of a machine runs ahead a worker is lent wake-ups of a kind; when it carries them the clock is right. */
const wakeEarly = Effect.fnUntraced(function* (shop: SmallShop, kind: string, entry: "expire" | "releaseBenefits") {
  const { engine, table } = shop.kernel
  shop.clock.now += 365 * day
  const lent = (yield* engine.storage.take(shop.clock.now, 1_000)).filter((one) => one.kind === kind)
  shop.clock.now -= 365 * day
  for (const { id, payload } of lent) {
    const options = { actor: systemActor, key: `answer/${id}`, done: [id] }
    const input = JSON.parse(payload) as { readonly order: string }
    if (entry === "expire") yield* execute(engine, table.order.expire, input, options)
    else yield* execute(engine, table.order.releaseBenefits, input, options)
  }
  return lent.length
})

const settle = Effect.fnUntraced(function* (shop: SmallShop) {
  for (let round = 0; round < 3; round++) {
    yield* shop.work
    yield* hearGateway(shop)
  }
})

const told = (shop: SmallShop, id: string) => shop.as(system)("order.get", { order: id })

describe("L40 who is woken up too early is woken up again", () => {
  it("a presale whose tail is waited for ends when its time is over, though its wake-ups were used up before", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* furnishPresale(shop)
        const of = yield* orderAndPay(shop, ann, { pot: 1 })
        expect(yield* wakeEarly(shop, "order.expire", "expire")).toBe(2)
        expect((yield* told(shop, of.id)).state).toBe("deposited")
        shop.clock.now = of.deposit.until
        yield* settle(shop)
        expect(yield* told(shop, of.id)).toMatchObject({ state: "cancelled", cancellation: "unpaid" })
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("an order that waits for its payment gives up when its time is over", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const of = yield* order(shop, ann, { cup: 1 })
        expect(yield* wakeEarly(shop, "order.expire", "expire")).toBe(1)
        shop.clock.now = of.expiresAt
        expect((yield* shop.kernel.engine.storage.waiting(100)).map(({ kind }) => kind)).toContain("order.expire")
        yield* settle(shop)
        expect(yield* told(shop, of.id)).toMatchObject({ state: "expiring", cancellation: "unpaid" })
      })
    ))

  it("one that waits no longer is left alone", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const of = yield* orderAndPay(shop, ann, { cup: 1 })
        expect(yield* wakeEarly(shop, "order.expire", "expire")).toBe(1)
        const waits = yield* shop.kernel.engine.storage.waiting(100)
        expect(waits.filter(({ kind }) => kind === "order.expire")).toEqual([])
        expect((yield* told(shop, of.id)).state).toBe("paid")
      })
    ))

  it("L28 points and cashback are given out when the return window has ended", () =>
    inSmallShop(
      {},
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
        const of = yield* orderAndPay(shop, ann, { cup: 1 })
        const lines = [{ line: of.lines[0].id, quantity: 1 }]
        yield* shop.as(clerk)("order.ship", { order: of.id, carrier: "slowboat", place: "hangzhou", lines })
        yield* shop.as(ann)("order.receive", { order: of.id })
        expect(yield* wakeEarly(shop, "order.benefits", "releaseBenefits")).toBe(1)
        expect((yield* told(shop, of.id)).benefits).toBeUndefined()
        shop.clock.now = beginning + 30 * day
        yield* settle(shop)
        expect((yield* told(shop, of.id)).benefits).toMatchObject({ releasedAt: beginning + 30 * day })
      })
    ))

  it("a worker whose clock is right again when it comes to an intent carries none before its time", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const { clock } = shop
        const of = yield* order(shop, ann, { cup: 1 })
        yield* settle(shop)
        const hour = 3_600_000
        let readings = 0
        const ahead: Clock.Clock = {
          ...clock,
          // With the first reading it asks for due intents, with the second storage looks at whether that may be.
          currentTimeMillis: Effect.sync(() => clock.now + (readings++ < 2 ? 24 * hour : 0)),
          sleep: (duration) => clock.sleep(duration)
        }
        const { failed } = yield* Effect.provideService(shop.work, Clock.Clock, ahead)
        expect(failed.map(({ kind, cause }) => `${kind}: ${cause}`)).toContain("order.expire: TooEarly")
        expect((yield* told(shop, of.id)).state).toBe(of.state)
        clock.now += 25 * hour
        yield* settle(shop)
        expect(yield* told(shop, of.id)).toMatchObject({ cancellation: "unpaid" })
      })
    ))
})
