import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type GiftLine, giftsEarned, type Giving, withheldBy } from "../../src/order/rules/gift.ts"
import { giveBackSpent, pointsShare } from "../../src/order/rules/spent.ts"

const positive = fc.bigInt({ min: 1n, max: 1_000_000n })

/** Cuts a whole into steps that sum to it. */
const steps = (whole: bigint, cuts: ReadonlyArray<number>): ReadonlyArray<bigint> => {
  const at = cuts.map((cut) => (whole * BigInt(cut)) / 1000n).toSorted((a, b) => (a < b ? -1 : 1))
  return [...at, whole].map((end, index) => end - (at[index - 1] ?? 0n))
}
const cuts = fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 6 })

describe("points that go back with goods", () => {
  it("L21 however the goods are cut into returns they sum to what was spent, and none is below zero", () =>
    fc.assert(
      fc.property(positive, positive, cuts, (spent, amount, at) => {
        let [before, sum] = [0n, 0n]
        for (const now of steps(amount, at)) {
          const share = pointsShare({ spent, amount }, before, now)
          expect(share >= 0n).toBe(true)
          sum += share
          before += now
        }
        expect(sum).toBe(spent)
      })
    ))
})

const parts = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("lot" as const),
      unit: fc.constantFrom("points", "CNY"),
      expires: fc.nat(),
      amount: positive
    }),
    fc.record({ kind: fc.constant("card" as const), card: fc.constantFrom("one", "two"), amount: positive })
  ),
  { minLength: 1, maxLength: 6 }
)

describe("what was spent and goes back in steps", () => {
  it("each part gets what it paid, under ids that no two transfers share", () =>
    fc.assert(
      fc.property(parts, cuts, (spent, at) => {
        const order = { id: "o1", customer: "ann", spent, quote: { currency: "CNY" } }
        for (const unit of ["points", "CNY"]) {
          const own = spent.map((part) => ((part.kind === "card" ? "CNY" : part.unit) === unit ? part.amount : 0n))
          const whole = own.reduce((sum, one) => sum + one, 0n)
          const got = new Map<string, bigint>()
          const ids = new Set<string>()
          let [before, made] = [0n, 0]
          for (const [index, now] of steps(whole, at).entries()) {
            for (const one of giveBackSpent(order, unit, { before, now }, `r${index}`)) {
              if (one.kind !== "post") throw new Error("what goes back is posted")
              ids.add(one.id)
              made++
              const [, , part = ""] = one.id.split("/")
              got.set(part, (got.get(part) ?? 0n) + one.amount)
            }
            before += now
          }
          expect(ids.size).toBe(made)
          expect(own.map((_, index) => got.get(String(index)) ?? 0n)).toEqual(own)
        }
      })
    ))
})

/** An order of some tea with cups along, of which so much tea has come back. */
const orderOf = (tea: number, back: number, cups: number, value: bigint): Giving<GiftLine> => ({
  quote: { currency: "CNY", gifts: [{ promotion: "gift", version: 1, sku: "cup", quantity: BigInt(cups), value }] },
  lines: [
    { id: "tea", sku: "tea", merchant: "m", quantity: tea, refunded: { quantity: back } },
    { id: "cup", sku: "cup", merchant: "m", quantity: cups, giftOf: "gift", refunded: { quantity: 0 } }
  ]
})

describe("gifts whose goods come back", () => {
  const counts = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))

  it("are earned by all goods of the order, at their list value", () =>
    fc.assert(
      fc.property(counts, positive, ([tea, cups], value) => {
        const worth = [{ id: "cup", quantity: cups, worth: value, lines: ["tea"] }]
        expect(giftsEarned(orderOf(tea, 0, cups, value * BigInt(cups)))).toEqual(worth)
      })
    ))

  it("as long as some of the goods stay nothing is withheld by them", () =>
    fc.assert(
      fc.property(counts, positive, ([tea, cups], value) => {
        const order = orderOf(tea, tea - 1, cups, value * BigInt(cups))
        expect(withheldBy(order, new Map([["cup", cups]]), 0n)).toEqual(order.lines)
      })
    ))

  it("with the last of them tell what is held back, never more than the gifts that stay are worth", () =>
    fc.assert(
      fc.property(counts, positive, positive, fc.nat({ max: 5 }), ([tea, cups], value, held, stay) => {
        const kept = Math.min(stay, cups)
        const lines = withheldBy(orderOf(tea, tea, cups, value * BigInt(cups)), new Map([["cup", kept]]), held)
        const worth = value * BigInt(kept)
        expect(lines[1]?.withheld?.amount ?? 0n).toBe(worth < held ? worth : held)
      })
    ))
})
