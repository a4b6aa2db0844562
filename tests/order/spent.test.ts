import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type GiftLine, type Giving, withholdGifts } from "../../src/order/rules/gift.ts"
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

  it("as long as some of the goods stay nothing is withheld", () =>
    fc.assert(
      fc.property(counts, positive, positive, ([tea, cups], value, worth) => {
        const { refund, lines } = withholdGifts(orderOf(tea, tea - 1, cups, value), new Map([["cup", cups]]), worth)
        expect([refund, lines.map(({ withheld }) => withheld)]).toEqual([worth, [undefined, undefined]])
      })
    ))

  it("with the last of them the value of the gifts that stay is, never more than goes back; it is paid out with the gifts", () =>
    fc.assert(
      fc.property(counts, positive, positive, ([tea, cups], value, worth) => {
        const order = orderOf(tea, tea, cups, value)
        const held = withholdGifts(order, new Map([["cup", cups]]), worth)
        expect(held.refund).toBe(worth > value ? worth - value : 0n)
        expect(held.lines[1]?.withheld?.amount).toBe(worth - held.refund)
        let [paidOut, now] = [0n, { ...order, lines: held.lines }]
        for (let kept = cups - 1; kept >= 0; kept--) {
          const step = withholdGifts(now, new Map([["cup", kept]]), 0n)
          expect(step.refund >= 0n).toBe(true)
          paidOut += step.refund
          now = { ...now, lines: step.lines }
        }
        expect(held.refund + paidOut).toBe(worth)
        expect(now.lines[1]?.withheld?.amount).toBe(0n)
      })
    ))
})
