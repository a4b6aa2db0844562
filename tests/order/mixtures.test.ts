import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { orderMachine } from "../../src/order/index.ts"
import { seed } from "../seed.ts"
import { ann, clerk, inSmallShop, type Json, type SmallShop, standing } from "../shop/small-shop.ts"
import { furnishVirtual, get, licences, piecesOf, placeAndPay, send } from "./digital.ts"

const sent = ["cup", "puer"] as const
const digital = ["ebook", "course"] as const
const skus = [...sent, ...digital]

const stock = 20

/** Some pieces of goods that travel and some that do not, at least one in all. */
const mixture = fc
  .record({
    cup: fc.integer({ min: 0, max: 3 }),
    puer: fc.integer({ min: 0, max: 2 }),
    ebook: fc.integer({ min: 0, max: 3 }),
    course: fc.integer({ min: 0, max: 2 })
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, pieces]) => pieces > 0)))
  .filter((pieces) => Object.keys(pieces).length > 0)

/** What somebody does: of which goods, how many of them, and of several things which. */
const step = fc.record({
  act: fc.constantFrom(
    "work",
    "deliver",
    "ship",
    "ship",
    "void",
    "receive",
    "ask",
    "ask",
    "takeIn",
    "takeIn",
    "cancel"
  ),
  sku: fc.constantFrom(...skus),
  pieces: fc.integer({ min: 1, max: 3 }),
  which: fc.nat({ max: 5 })
})
type Step = typeof step extends fc.Arbitrary<infer A> ? A : never

/** What was done, counted: a law that nothing acted on is worth nothing. */
const seen = { done: 0, refused: 0, both: 0, returned: 0, cancelled: 0, received: 0 }

const perform = Effect.fnUntraced(function* (shop: SmallShop, order: Json, { act, sku, pieces, which }: Step) {
  const staff = shop.as(clerk)
  const pick = (all: ReadonlyArray<Json>): Json => all[which % Math.max(1, all.length)]
  const line = order.lines.find((one: Json) => one.sku === sku)?.id ?? order.lines[0].id
  if (act === "work") return yield* shop.work
  if (act === "deliver") return yield* staff("order.deliver", { order: order.id })
  if (act === "receive") return yield* shop.as(ann)("order.receive", { order: order.id })
  if (act === "cancel") return yield* shop.as(ann)("order.cancel", { order: order.id })
  if (act === "ship")
    return yield* send(shop, order, { [order.lines.find((one: Json) => one.id === line).sku]: pieces })
  const lines = [{ line, quantity: pieces }]
  if (act === "ask")
    return yield* shop.as(ann)("return.request", { order: order.id, lines, reason: "not as described" })
  const { shipments, returns } = yield* shop.as(ann)("order.full", { order: order.id })
  if (act === "void") return yield* staff("shipment.void", { shipment: pick(shipments)?.id ?? "none" })
  const back = pick(returns)
  if (back?.state === "requested") yield* staff("return.approve", { return: back.id })
  const scrapped = which % 2 === 0 && back !== undefined ? [{ line: back.lines[0].line, quantity: 1 }] : []
  return yield* staff("return.receive", { return: back?.id ?? "none", place: "hangzhou", scrapped })
})

/** L23 L35: of each article, what is on the shelf, waits, is away or was written off are the pieces that were delivered once. */
const conserves = Effect.fnUntraced(function* (shop: SmallShop, id: string) {
  const order = yield* get(shop, id)
  for (const { sku, quantity, refunded, delivered = 0, kind } of order.lines as ReadonlyArray<Json>) {
    const { waiting, away } = yield* piecesOf(shop, order, sku)
    const home = digital.some((one) => one === sku) ? "cloud" : "hangzhou"
    const [shelf, lost] = [yield* standing(shop, `shelf/${home}/${sku}`), yield* standing(shop, `lost/${home}/${sku}`)]
    expect(Number(shelf.posted + lost.posted) + waiting + away).toBe(home === "cloud" ? licences : stock)
    if (order.state === "cancelled") expect([waiting, away]).toEqual([0, 0])
    else expect(waiting + away + refunded.quantity).toBe(quantity)
    expect(kind === "virtual" ? [0, quantity] : [0]).toContain(delivered)
    if (order.state === "shipped" || order.state === "received") expect(waiting).toBe(0)
  }
})

/** Whatever was done before: delivered, sent and received, the order has ended. */
const end = Effect.fnUntraced(function* (shop: SmallShop, id: string) {
  yield* shop.work
  const order = yield* get(shop, id)
  const left: Record<string, number> = {}
  for (const sku of sent) {
    if (!order.lines.some((line: Json) => line.sku === sku)) continue
    const { waiting } = yield* piecesOf(shop, order, sku)
    if (waiting > 0) left[sku] = waiting
  }
  if (Object.keys(left).length > 0) yield* send(shop, order, left)
  if ((yield* get(shop, id)).state === "shipped") yield* shop.as(ann)("order.receive", { order: id })
  return (yield* get(shop, id)) as Json
})

const play = (pieces: Record<string, number>, steps: ReadonlyArray<Step>) =>
  inSmallShop(
    { stock },
    Effect.fnUntraced(function* (shop) {
      yield* furnishVirtual(shop)
      const { id } = yield* placeAndPay(shop, pieces)
      for (const one of steps) {
        const answer = yield* Effect.result(perform(shop, yield* get(shop, id), one))
        if (Result.isSuccess(answer)) seen.done++
        else seen.refused++
        yield* conserves(shop, id)
      }
      const ended = yield* end(shop, id)
      yield* conserves(shop, id)
      expect(["received", "cancelled"]).toContain(ended.state)
      if (ended.state === "cancelled") seen.cancelled++
      else seen.received++
      const kinds = new Set(ended.lines.map(({ kind }: Json) => kind))
      if (kinds.size > 1) seen.both++
      if (ended.lines.some(({ refunded }: Json) => refunded.quantity > 0)) seen.returned++
    })
  )

describe("orders of any mixture of goods that travel and goods that do not", () => {
  it("L23 L33 L35 keep every piece, whatever is sent, delivered, called off and sent back in any order, and can always end", async () => {
    await fc.assert(
      fc.asyncProperty(mixture, fc.array(step, { minLength: 6, maxLength: 16, size: "max" }), (pieces, steps) =>
        play(pieces, steps)
      ),
      { numRuns: 40, seed }
    )
    expect(seen.done).toBeGreaterThan(100)
    expect(seen.refused).toBeGreaterThan(50)
    for (const count of [seen.both, seen.returned, seen.cancelled, seen.received]) expect(count).toBeGreaterThan(3)
  }, 120_000)
})

/** How an order of both comes into a state; those of unpaid orders are the same for all goods. */
const ways: Readonly<Record<string, (shop: SmallShop) => Effect.Effect<Json, Json>>> = {
  paid: (shop) => placeAndPay(shop, { cup: 1, ebook: 1 }),
  partlyShipped: (shop) => Effect.tap(ways["paid"]!(shop), () => shop.work),
  shipped: (shop) => Effect.tap(ways["partlyShipped"]!(shop), (order) => send(shop, order, { cup: 1 })),
  received: (shop) => Effect.tap(ways["shipped"]!(shop), ({ id }) => shop.as(ann)("order.receive", { order: id })),
  cancelled: (shop) => Effect.tap(ways["paid"]!(shop), ({ id }) => shop.as(ann)("order.cancel", { order: id }))
}

describe("delivery in every state", () => {
  for (const [name, way] of Object.entries(ways)) {
    it(`L32 an order that is ${name} does what the table says of its virtual goods, and nothing where none wait`, () =>
      inSmallShop(
        {},
        Effect.fnUntraced(function* (shop) {
          yield* furnishVirtual(shop)
          const { id } = yield* way(shop)
          const before = yield* get(shop, id)
          expect(before.state).toBe(name)
          const after = yield* shop.as(clerk)("order.deliver", { order: id })
          expect(after.state).toBe(name === "paid" ? "partlyShipped" : name)
          if (name !== "paid") expect(yield* get(shop, id)).toEqual(before)
        })
      ))
  }

  it("the table has it for paid orders, whole or in part, and for those of which a part was sent", () => {
    const of = (event: string) => orderMachine.states.filter((state) => event in orderMachine.table[state])
    expect([of("deliver"), of("deliverPart")]).toEqual([["paid"], ["paid", "partlyShipped"]])
  })
})
