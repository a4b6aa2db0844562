import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Engine } from "../../src/command/index.ts"
import {
  allocateStock,
  count,
  definePlace,
  getStock,
  listMovements,
  listPlaces,
  listStock,
  receive,
  sendBack,
  sold,
  writeOff
} from "../../src/inventory/index.ts"
import {
  answerTo,
  cancelBasket,
  category,
  defineCategories,
  defineProduct,
  holdBasket,
  lineOf,
  minute,
  openShop,
  outcome,
  payBasket,
  plain,
  send,
  shipBasket,
  story
} from "./small-shop.ts"

const place = (id: string, position: number) => ({ id, name: { zh: `仓 ${id}`, en: `Store ${id}` }, position })

/** A shop with two places and one sku, `tea`, of which ten stand at `near` and four at `far`. */
const stocked = Effect.gen(function* () {
  const engine = yield* openShop()
  yield* send(engine, defineCategories, { categories: [category("goods")] })
  yield* send(engine, defineProduct, plain("tea", "goods"))
  yield* send(engine, defineProduct, plain("pot", "goods"))
  yield* send(engine, definePlace, place("far", 2))
  yield* send(engine, definePlace, place("near", 1))
  yield* send(engine, receive, { reference: "r1", place: "near", lines: [{ sku: "tea", quantity: 10 }] })
  yield* send(engine, receive, { reference: "r2", place: "far", lines: [{ sku: "tea", quantity: 4 }] })
  return engine
})

const levels = Effect.fnUntraced(function* (engine: Engine, sku = "tea") {
  const { places, available } = yield* answerTo(engine, getStock, { sku })
  const rows = places.map(({ place, onHand, held, available: free, short }) => [place.id, onHand, held, free, short])
  return { available, rows }
})

const hold = (engine: Engine, quantity: number, sku = "tea") => send(engine, holdBasket, { sku, quantity })

describe("stock at places", () => {
  it("is received, held, sold, shipped and counted, place by place", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        const basket = yield* hold(engine, 12)
        // Neither place has twelve: the nearer gives all it has, the farther the rest.
        expect(basket.picks).toEqual([
          { place: "near", quantity: 10 },
          { place: "far", quantity: 2 }
        ])
        expect(yield* levels(engine)).toEqual({
          available: 2,
          rows: [
            ["near", 10, 10, 0, 0],
            ["far", 4, 2, 2, 0]
          ]
        })
        yield* send(engine, payBasket, { basket: basket.id })
        yield* send(engine, shipBasket, { basket: basket.id })
        expect(yield* levels(engine)).toEqual({
          available: 2,
          rows: [
            ["near", 0, 0, 0, 0],
            ["far", 2, 0, 2, 0]
          ]
        })
      })
    ))

  it("one parcel rather than two: the first place that has all gives all", () => {
    const offers = [
      { place: "near", available: 2 },
      { place: "far", available: 9 }
    ]
    expect(allocateStock("tea", 3, offers)).toEqual(Result.succeed([{ place: "far", quantity: 3 }]))
    expect(allocateStock("tea", 2, offers)).toEqual(Result.succeed([{ place: "near", quantity: 2 }]))
    expect(allocateStock("tea", 12, offers)).toEqual(
      Result.fail({ _tag: "StockShort", sku: "tea", wanted: 12, available: 11 })
    )
    expect(allocateStock("tea", 1, [])).toEqual(
      Result.fail({ _tag: "StockShort", sku: "tea", wanted: 1, available: 0 })
    )
  })

  it("is listed for a place by sku, with what never stood there", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        const first = yield* answerTo(engine, listStock, { place: "near", limit: 1 })
        const second = yield* answerTo(engine, listStock, { place: "near", limit: 1, after: first.next ?? "" })
        const rows = [...first.items, ...second.items].map(({ variant, onHand }) => [variant.sku, onHand])
        expect(rows).toEqual([
          ["pot", 0],
          ["tea", 10]
        ])
        expect((yield* answerTo(engine, listPlaces, {})).items.map(({ id }) => id)).toEqual(["near", "far"])
        const unknown = yield* outcome(answerTo(engine, listStock, { place: "nowhere" }))
        expect(unknown).toEqual({ _tag: "NotFound", collection: "place", id: "nowhere" })
      })
    ))
})

describe("holds", () => {
  it("L25 goods are held up to the instant and not at it, and are free again once", () =>
    story((clock) =>
      Effect.gen(function* () {
        const engine = yield* stocked
        const basket = yield* hold(engine, 14)
        clock.now = basket.until - 1
        expect(yield* outcome(hold(engine, 1))).toEqual({ _tag: "StockShort", sku: "tea", wanted: 1, available: 0 })
        clock.now = basket.until
        expect((yield* levels(engine)).available).toBe(14)
        const other = yield* hold(engine, 14)
        expect(other.picks).toEqual(basket.picks)
        // The late payer finds nothing, and hears why.
        expect(yield* outcome(send(engine, payBasket, { basket: basket.id }))).toEqual({
          _tag: "StockShort",
          sku: "tea",
          wanted: 14,
          available: 0
        })
      })
    ))

  it("L25 paid late, goods that are still there are sold without a hold", () =>
    story((clock) =>
      Effect.gen(function* () {
        const engine = yield* stocked
        const basket = yield* hold(engine, 3)
        clock.now = basket.until + 5 * minute
        expect(yield* send(engine, payBasket, { basket: basket.id })).toMatchObject({ state: "paid" })
        expect((yield* levels(engine)).available).toBe(11)
      })
    ))

  it("L25 a hold that is let go again and again frees its goods once", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        const basket = yield* hold(engine, 3)
        for (let time = 0; time < 3; time++) yield* send(engine, cancelBasket, { basket: basket.id })
        expect((yield* levels(engine)).available).toBe(14)
      })
    ))

  it("L26 of k racers for n pieces exactly min(k, n) win, and the rest hear that nothing is left", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 12 }), (racers, left) =>
        story(() =>
          Effect.gen(function* () {
            const engine = yield* stocked
            yield* send(engine, count, { reference: "c1", place: "near", lines: [{ sku: "tea", counted: left }] })
            yield* send(engine, count, { reference: "c2", place: "far", lines: [{ sku: "tea", counted: 0 }] })
            const race = Array.from({ length: racers }, () => outcome(hold(engine, 1)))
            const outcomes = yield* Effect.all(race, { concurrency: "unbounded" })
            const won = outcomes.filter((one) => "picks" in one)
            expect(won.length).toBe(Math.min(racers, left))
            for (const lost of outcomes.filter((one) => !("picks" in one))) {
              expect(lost).toEqual({ _tag: "StockShort", sku: "tea", wanted: 1, available: 0 })
            }
          })
        )
      ),
      { numRuns: 25 }
    )
  })
})

describe("facts", () => {
  it("a count that finds less than is held stands in full; the place owes the rest, and the next delivery fills it", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        yield* hold(engine, 9)
        yield* send(engine, count, { reference: "c1", place: "near", lines: [{ sku: "tea", counted: 6 }] })
        expect((yield* levels(engine)).rows[0]).toEqual(["near", 6, 9, 0, 3])
        yield* send(engine, receive, { reference: "r3", place: "near", lines: [{ sku: "tea", quantity: 5 }] })
        expect((yield* levels(engine)).rows[0]).toEqual(["near", 11, 9, 2, 0])
        yield* send(engine, count, { reference: "c2", place: "near", lines: [{ sku: "tea", counted: 30 }] })
        expect((yield* levels(engine)).rows[0]).toEqual(["near", 30, 9, 21, 0])
        const trial = yield* engine.storage.trial
        expect(trial.map(({ posted }) => posted)).toEqual([0n])
      })
    ))

  it("a count tells what was found beyond the books and what is missing", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        const lines = [
          { sku: "tea", counted: 8 },
          { sku: "pot", counted: 2 }
        ]
        const counted = yield* send(engine, count, { reference: "c1", place: "near", lines })
        expect(counted.lines).toEqual([
          { sku: "tea", counted: 8, expected: 10 },
          { sku: "pot", counted: 2, expected: 0 }
        ])
        const entries = yield* engine.storage.events(0, 100)
        expect(JSON.parse(entries.at(-1)?.events[0]?.data ?? "")).toEqual({
          place: "near",
          lines: [
            { sku: "tea", quantity: -2 },
            { sku: "pot", quantity: 2 }
          ]
        })
      })
    ))

  it("a write-off is a fact, a parcel back to the supplier a decision", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        yield* hold(engine, 9)
        const lines = [{ sku: "tea", quantity: 3 }]
        expect(yield* outcome(send(engine, sendBack, { reference: "s1", place: "near", lines }))).toEqual({
          _tag: "StockShort",
          sku: "tea",
          wanted: 3,
          available: 1
        })
        yield* send(engine, writeOff, { reference: "w1", place: "near", lines, reason: "broken" })
        expect((yield* levels(engine)).rows[0]).toEqual(["near", 7, 9, 0, 2])
        yield* send(engine, sendBack, { reference: "s1", place: "far", lines })
        expect((yield* levels(engine)).rows[1]).toEqual(["far", 1, 0, 1, 0])
        const { items } = yield* answerTo(engine, listMovements, { place: "near" })
        expect(items.map(({ kind }) => kind).toSorted()).toEqual(["receipt", "writeOff"])
      })
    ))

  it("two deliveries at once fill what a place owes once", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        yield* hold(engine, 10)
        yield* send(engine, writeOff, {
          reference: "w1",
          place: "near",
          lines: [{ sku: "tea", quantity: 4 }],
          reason: "stolen"
        })
        const deliver = (reference: string) =>
          send(engine, receive, { reference, place: "near", lines: [{ sku: "tea", quantity: 3 }] })
        yield* Effect.all([deliver("r3"), deliver("r4"), deliver("r5")], { concurrency: "unbounded" })
        expect((yield* levels(engine)).rows[0]).toEqual(["near", 15, 10, 5, 0])
      })
    ))
})

describe("a movement", () => {
  it("L38 told again is one movement; under a used reference another one is refused", () =>
    story((clock) =>
      Effect.gen(function* () {
        const engine = yield* stocked
        const lines = [{ sku: "tea", quantity: 10 }]
        const first = yield* send(engine, receive, { reference: "r1", place: "near", lines })
        clock.now += minute
        expect(yield* send(engine, receive, { reference: "r1", place: "near", lines })).toEqual(first)
        expect((yield* levels(engine)).available).toBe(14)
        const used = { _tag: "ReferenceUsed", reference: "r1" }
        expect(yield* outcome(send(engine, receive, { reference: "r1", place: "far", lines }))).toEqual(used)
        const fewer = [{ sku: "tea", quantity: 9 }]
        expect(yield* outcome(send(engine, receive, { reference: "r1", place: "near", lines: fewer }))).toEqual(used)
        expect(
          yield* outcome(send(engine, writeOff, { reference: "r1", place: "near", lines, reason: "lost" }))
        ).toEqual(used)
      })
    ))

  it("L38 a count told again later is the first count, whatever was sold in between", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        const told = { reference: "c1", place: "near", lines: [{ sku: "tea", counted: 8 }] }
        const first = yield* send(engine, count, told)
        yield* send(engine, payBasket, { basket: (yield* hold(engine, 5)).id })
        expect(yield* send(engine, count, told)).toEqual(first)
        expect((yield* levels(engine)).rows[0]).toEqual(["near", 3, 0, 3, 0])
      })
    ))

  it("names an unknown place or sku before anything else, and no sku twice", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        const twice = [
          { sku: "tea", quantity: 1 },
          { sku: "tea", quantity: 1 }
        ]
        const move = (reference: string, place: string, lines: ReadonlyArray<{ sku: string; quantity: number }>) =>
          outcome(send(engine, receive, { reference, place, lines }))
        expect(yield* move("r1", "nowhere", twice)).toEqual({ _tag: "NotFound", collection: "place", id: "nowhere" })
        expect(yield* move("r1", "near", [{ sku: "gone", quantity: 1 }])).toEqual({
          _tag: "NotFound",
          collection: "variant",
          id: "gone"
        })
        expect(yield* move("r1", "near", twice)).toEqual({ _tag: "SkuTwice", sku: "tea" })
        for (const quantity of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1_000_000_001]) {
          expect(yield* move("r9", "near", [{ sku: "tea", quantity }])).toMatchObject({
            _tag: "InvalidInput",
            path: "/lines/0/quantity"
          })
        }
      })
    ))
})

it("L23 goods of an order are its own: cancelled after payment they stand on their shelves again", () =>
  story(() =>
    Effect.gen(function* () {
      const engine = yield* stocked
      const basket = yield* hold(engine, 12)
      yield* send(engine, payBasket, { basket: basket.id })
      const { accounts } = yield* engine.storage.read({
        documents: [],
        accounts: [sold(lineOf(basket)).id],
        queries: [],
        at: basket.until
      })
      expect(accounts[0]?.posted).toBe(12n)
      yield* send(engine, cancelBasket, { basket: basket.id })
      expect((yield* levels(engine)).rows).toEqual([
        ["near", 10, 0, 10, 0],
        ["far", 4, 0, 4, 0]
      ])
    })
  ))
