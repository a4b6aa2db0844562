/** What a buyer may ask to send back, and what staff say of what came. */
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import "../seed.ts"
import {
  ann,
  clerk,
  inSmallShop,
  type Json,
  manager,
  orderAndPay,
  type SmallShop,
  standing
} from "../shop/small-shop.ts"

/** Four cups that ann has. */
const fourCups = Effect.fnUntraced(function* (shop: SmallShop) {
  const { id: order, lines } = yield* orderAndPay(shop, ann, { cup: 4 })
  const [{ id: line }] = lines
  const parcel = { order, carrier: "slowboat", place: "hangzhou", lines: [{ line, quantity: 4 }] }
  yield* shop.as(clerk)("order.ship", parcel)
  return { order, line } as { readonly order: string; readonly line: string }
})

const asking = (shop: SmallShop, { order, line }: { readonly order: string; readonly line: string }) => {
  const ask = (quantity: number) =>
    shop.as(ann)("return.request", { order, lines: [{ line, quantity }], reason: "damaged" })
  const step = (verb: "approve" | "decline" | "withdraw", { id }: Json) =>
    shop.as(manager)(`return.${verb}`, { return: id })
  const take = ({ id }: Json, scrapped: ReadonlyArray<number> = []) =>
    shop.as(clerk)("return.receive", {
      return: id,
      place: "hangzhou",
      scrapped: scrapped.map((quantity) => ({ line, quantity }))
    })
  return { ask, step, take }
}

type Scene = { readonly shop: SmallShop; readonly line: string } & ReturnType<typeof asking>

/** A story of a shop in which ann has four cups. */
const withCups = (tell: (scene: Scene) => Effect.Effect<void, Json>) =>
  inSmallShop(
    {},
    Effect.fnUntraced(function* (shop) {
      const cups = yield* fourCups(shop)
      yield* tell({ shop, line: cups.line, ...asking(shop, cups) })
    })
  )

const left = (line: string, wanted: number, available: number) => ({
  _tag: "ReturnExceedsShipped",
  line,
  wanted,
  available
})

describe("pieces that are asked for", () => {
  it("are not asked for twice, whether the return is agreed to or not; what is declined, withdrawn or back is no longer asked for", () =>
    withCups(
      Effect.fnUntraced(function* ({ shop, line, ask, step, take }) {
        const first = yield* ask(3)
        expect(yield* Effect.flip(ask(2))).toEqual(left(line, 2, 1))
        yield* step("approve", first)
        expect(yield* Effect.flip(ask(4))).toEqual(left(line, 4, 1))
        const second = yield* ask(1)
        expect(yield* Effect.flip(ask(1))).toEqual(left(line, 1, 0))
        yield* step("decline", second)
        const third = yield* ask(1)
        yield* step("withdraw", third)
        // Three are back, and one is with ann.
        yield* take(first)
        expect(yield* Effect.flip(ask(2))).toEqual(left(line, 2, 1))
        const fourth = yield* ask(1)
        yield* step("approve", fourth)
        yield* take(fourth)
        expect(yield* Effect.flip(ask(1))).toEqual(left(line, 1, 0))
        yield* shop.work
        expect((yield* standing(shop, "shelf/hangzhou/cup")).posted).toBe(20n)
      })
    ))

  it("Law: every return that is agreed to can be taken in", async () => {
    const moves = fc.array(
      fc.record({ what: fc.constantFrom("ask", "close", "take"), count: fc.integer({ min: 1, max: 3 }) }),
      {
        maxLength: 12
      }
    )
    await fc.assert(
      fc.asyncProperty(moves, (drawn) =>
        withCups(
          Effect.fnUntraced(function* ({ ask, step, take }) {
            const open: Array<Json> = []
            for (const { what, count } of drawn) {
              const [oldest] = open
              if (what === "ask") {
                const made = yield* Effect.option(ask(count))
                if (made._tag === "Some") {
                  open.push(made.value)
                  yield* step("approve", made.value)
                }
              } else if (oldest !== undefined) {
                open.shift()
                yield* what === "take" ? take(oldest) : step("withdraw", oldest)
              }
            }
            for (const one of open) yield* take(one)
          })
        )
      ),
      { numRuns: 40 }
    )
  })
})

describe("what staff say of what came back", () => {
  it("a line of which two broken pieces are named one by one has two broken pieces", () =>
    withCups(
      Effect.fnUntraced(function* ({ shop, line, ask, step, take }) {
        const back = yield* ask(3)
        yield* step("approve", back)
        const { inspection } = yield* take(back, [1, 1])
        expect(inspection).toEqual([{ line, place: "hangzhou", restocked: 1, scrapped: 2 }])
        // Sixteen were left of twenty, and one came back whole.
        expect((yield* standing(shop, "shelf/hangzhou/cup")).posted).toBe(17n)
        expect((yield* standing(shop, "lost/hangzhou/cup")).posted).toBe(2n)
      })
    ))

  it("and no more of them than came", () =>
    withCups(
      Effect.fnUntraced(function* ({ line, ask, step, take }) {
        const back = yield* ask(3)
        yield* step("approve", back)
        expect(yield* Effect.flip(take(back, [2, 2]))).toEqual(left(line, 4, 3))
        expect((yield* take(back, [2, 1])).inspection).toMatchObject([{ restocked: 0, scrapped: 3 }])
      })
    ))
})
