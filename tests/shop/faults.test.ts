import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type FaultRates, randomFaults, usualRates } from "../../src/memory/index.ts"
import { seeded } from "./players.ts"
import {
  ann,
  beginning,
  ben,
  cashier,
  clerk,
  day,
  hearGateway,
  hour,
  inSmallShop,
  type Json,
  minute,
  order,
  type SmallShop,
  standing,
  system,
  trial
} from "./small-shop.ts"

const rates: FaultRates = { ...usualRates, refundFails: 0, longest: 24 * hour }

const turn = fc.record({
  act: fc.constantFrom(
    "order",
    "order",
    "pay",
    "pay",
    "pay",
    "decline",
    "again",
    "cancel",
    "refund",
    "ship",
    "send back",
    "work",
    "hear",
    "wait"
  ),
  one: fc.nat(5),
  quantity: fc.integer({ min: 1, max: 3 }),
  wait: fc.constantFrom(1000, minute, 10 * minute, hour, 12 * hour)
})
type Turn = typeof turn extends fc.Arbitrary<infer A> ? A : never

/** What was done, and how often it was taken. */
class Tally {
  readonly counts: Record<string, number> = {}
  add(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1
  }
}

const play = Effect.fnUntraced(function* (shop: SmallShop, turns: ReadonlyArray<Turn>, tally: Tally) {
  const orders: Array<{ readonly id: string; readonly buyer: typeof ann }> = []
  for (const { act, one, quantity, wait } of turns) {
    const of = orders[one % Math.max(1, orders.length)]
    const buyer = one % 2 === 0 ? ann : ben
    const now: Json = of === undefined ? undefined : yield* shop.as(of.buyer)("order.get", { order: of.id })
    const lines = [{ line: now?.lines[0].id, quantity }]
    const done = (name: string, run: Effect.Effect<Json, Json>) =>
      Effect.map(Effect.result(run), (answer) => {
        tally.add(Result.isSuccess(answer) ? name : `${name} ${answer.failure._tag}`)
        return answer
      })
    if (act === "wait") shop.clock.now += wait
    else if (act === "work") yield* shop.work
    else if (act === "hear") yield* hearGateway(shop)
    else if (act === "order") {
      const placed = yield* done("order", order(shop, buyer, { longjing: quantity }, ["SAVE10"]))
      if (Result.isSuccess(placed)) orders.push({ id: placed.success.id, buyer })
    } else if (of === undefined) continue
    else if (act === "pay") {
      yield* shop.work
      tally.add(yield* shop.gateway.pay(now.payment))
    } else if (act === "decline") yield* shop.gateway.decline(now.payment)
    else if (act === "again") yield* done(act, shop.as(of.buyer)("order.pay", { order: of.id, gateway: "sandbox" }))
    else if (act === "cancel") yield* done(act, shop.as(of.buyer)("order.cancel", { order: of.id }))
    else if (act === "refund") {
      const amount = { amount: `${quantity}.00`, currency: "CNY" }
      yield* done(act, shop.as(cashier)("payment.refund", { payment: now.payment, amount, reason: "goodwill" }))
    } else if (act === "ship") {
      yield* done(act, shop.as(clerk)("order.ship", { order: of.id, carrier: "slowboat", place: "hangzhou", lines }))
    } else {
      const back = yield* done(act, shop.as(of.buyer)("return.request", { order: of.id, lines, reason: "other" }))
      if (Result.isFailure(back)) continue
      yield* shop.as(clerk)("return.approve", { return: back.success.id })
      yield* done(
        "receive",
        shop.as(clerk)("return.receive", { return: back.success.id, place: "hangzhou", scrapped: [] })
      )
    }
  }
  return orders
})

/** Until nothing is left to be done or told. */
const rest = Effect.fnUntraced(function* (shop: SmallShop) {
  for (let round = 0; round < 60; round++) {
    shop.clock.now += 2 * hour
    yield* shop.work
    yield* hearGateway(shop)
  }
})

const net = (of: { readonly captured: bigint; readonly refunded: bigint }) => of.captured - of.refunded

describe("a shop whose gateway fails", () => {
  it("L35 L36 L37 L23 L24 L27 under any trace of faults, at rest the books are the gateway's, the goods are all there, and nobody paid for what was cancelled", async () => {
    const tally = new Tally()
    const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 })
    await fc.assert(
      fc.asyncProperty(seeds, fc.array(turn, { minLength: 20, maxLength: 45 }), (seed, turns) => {
        const faults = randomFaults(seeded(seed).fraction, beginning + 3 * day, rates)
        return inSmallShop(
          { faults, stock: 10, uses: 3 },
          Effect.fnUntraced(function* (shop) {
            const orders = yield* play(shop, turns, tally)
            yield* rest(shop)
            const book = yield* shop.gateway.book
            const booked = new Map(book.map((one) => [one.payment, one]))
            expect(book.every(({ charges, pending }) => charges <= 1 && pending === 0n)).toBe(true)
            expect(book.every(({ captured, refunded }) => refunded <= captured)).toBe(true)
            const held = yield* standing(shop, "gateway:sandbox:CNY")
            expect(held).toEqual({ posted: -book.reduce((sum, one) => sum + net(one), 0n), outgoing: 0n, incoming: 0n })
            expect(yield* trial(shop)).toEqual([])

            let away = 0n
            let live = 0n
            for (const { id, buyer } of orders) {
              const { order: ended, payments, accounts } = yield* shop.as(buyer)("order.full", { order: id })
              tally.add(`ended ${ended.state}`)
              expect(["placed", "cancelling", "expiring"]).not.toContain(ended.state)
              for (const payment of payments) {
                const at = booked.get(payment.id)
                expect(payment.state).toBe(at?.state ?? "closed")
                // What does not pay this order goes back whole.
                if (at !== undefined && (ended.state === "cancelled" || payment.id !== ended.payment))
                  expect(net(at)).toBe(0n)
              }
              for (const { account, posted } of accounts) {
                if (account.startsWith("sold/") || account.startsWith("shipped/")) away += BigInt(posted)
              }
              if (ended.state !== "cancelled" && ended.quote.applied.includes("save10")) live++
            }
            const shelf = yield* standing(shop, "shelf/hangzhou/longjing")
            expect(shelf).toEqual({ posted: 10n - away, outgoing: 0n, incoming: 0n })
            expect(yield* standing(shop, "uses:SAVE10")).toMatchObject({ posted: 3n - live, outgoing: 0n })
          })
        )
      }),
      { numRuns: 12 }
    )
    // A law that nothing acted on would prove nothing.
    expect(tally.counts["order"] ?? 0).toBeGreaterThan(20)
    expect(Object.keys(tally.counts).filter((name) => name.startsWith("ended"))).toContain("ended cancelled")
    expect((tally.counts["ended paid"] ?? 0) + (tally.counts["ended shipped"] ?? 0)).toBeGreaterThan(0)
  }, 120_000)

  it("L26 L23 of buyers at once for the last pieces exactly as many order as there are, and the others hear StockShort", () =>
    inSmallShop(
      { stock: 5 },
      Effect.fnUntraced(function* (shop) {
        const buyers = Array.from({ length: 24 }, (_, index) => ({ id: `racer-${index}`, kind: "customer" as const }))
        const answers = yield* Effect.all(
          buyers.map((buyer) => Effect.result(order(shop, buyer, { cup: 1 }))),
          {
            concurrency: "unbounded"
          }
        )
        expect(answers.filter(Result.isSuccess).length).toBe(5)
        const tags = answers.filter(Result.isFailure).map(({ failure }) => failure._tag)
        expect(new Set(tags)).toEqual(new Set(["StockShort"]))
        expect(yield* standing(shop, "shelf/hangzhou/cup")).toMatchObject({ posted: 5n, outgoing: 5n })
      })
    ))

  it("L40 every intent of a shop is carried or still there, whatever fails, and none is carried twice", () =>
    inSmallShop(
      { faults: { request: (verb, _, at) => (at < beginning + hour && verb === "start" ? "reply lost" : "carried") } },
      Effect.fnUntraced(function* (shop) {
        const placed = yield* order(shop, ann, { cup: 1 })
        const first = yield* shop.work
        expect(first.failed.map(({ cause }) => cause)).toContain("GatewayError")
        const waits = (yield* shop.kernel.engine.storage.waiting(100)).map(({ kind }) => kind)
        expect(waits).toContain("order.expire")
        expect((yield* shop.gateway.book).length).toBe(1)
        yield* shop.gateway.pay(placed.payment)
        yield* rest(shop)
        expect((yield* shop.gateway.book).map(({ charges }) => charges)).toEqual([1])
        expect((yield* shop.as(system)("order.get", { order: placed.id })).state).toBe("paid")
        expect((yield* shop.kernel.engine.storage.waiting(100)).length).toBe(0)
      })
    ))
})
