import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type CartLimits, type Line, withAdded, without, withQuantity } from "../../src/cart/index.ts"

const limits: CartLimits = { lines: 5, pieces: 9 }
const sku = fc.constantFrom("tea", "cup", "pot", "tray", "jar", "kettle")
const added = fc.array(fc.record({ sku, quantity: fc.integer({ min: 1, max: limits.pieces }) }), { maxLength: 12 })

/** Puts one after another into a cart; what is refused is left out. */
const filled = (wanted: ReadonlyArray<{ readonly sku: string; readonly quantity: number }>): ReadonlyArray<Line> =>
  wanted.reduce<ReadonlyArray<Line>>(
    (lines, one, index) => Result.getOrElse(withAdded(lines, { ...one, id: `line-${index}` }, limits), () => lines),
    []
  )

const pieces = (lines: ReadonlyArray<Line>) => new Map(lines.map((line) => [line.sku, line.quantity]))

describe("the lines of a cart", () => {
  it("one line for each article, within what a cart and a line take", () =>
    fc.assert(
      fc.property(added, (wanted) => {
        const lines = filled(wanted)
        expect(new Set(lines.map((line) => line.sku)).size).toBe(lines.length)
        expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length)
        expect(lines.length).toBeLessThanOrEqual(limits.lines)
        expect(lines.every(({ quantity }) => quantity >= 1 && quantity <= limits.pieces)).toBe(true)
      })
    ))

  it("L11 so many pieces at once are as many one by one", () =>
    fc.assert(
      fc.property(sku, fc.integer({ min: 1, max: limits.pieces }), (one, quantity) => {
        const single = Array.from({ length: quantity }, () => ({ sku: one, quantity: 1 }))
        expect(pieces(filled(single))).toEqual(pieces(filled([{ sku: one, quantity }])))
      })
    ))

  it("the order in which articles were put in does not show in how many there are", () =>
    fc.assert(
      fc.property(fc.uniqueArray(sku, { maxLength: limits.lines }), (skus) => {
        const wanted = skus.map((one) => ({ sku: one, quantity: 2 }))
        expect(pieces(filled(wanted.toReversed()))).toEqual(pieces(filled(wanted)))
      })
    ))

  it("a refusal names the limit, and what is put in and taken out again leaves the cart as it was", () =>
    fc.assert(
      fc.property(added, sku, (wanted, one) => {
        const lines = filled(wanted)
        const line = { id: "new", sku: one, quantity: 1 }
        const more = withAdded(lines, line, limits)
        const same = lines.find((known) => known.sku === one)
        if (Result.isFailure(more)) {
          const of = same === undefined ? "lines" : "pieces"
          expect(more.failure).toEqual({ _tag: "CartFull", of, limit: limits[of] })
          return
        }
        const back =
          same === undefined ? without(more.success, "new") : withQuantity(more.success, same.id, same.quantity)
        expect(Result.getOrThrow(back)).toEqual(lines)
      })
    ))

  it("a line that is not there is LineUnknown", () => {
    const refused = { _tag: "LineUnknown", line: "gone" }
    expect(without([], "gone")).toMatchObject({ failure: refused })
    expect(withQuantity([], "gone", 1)).toMatchObject({ failure: refused })
  })
})
