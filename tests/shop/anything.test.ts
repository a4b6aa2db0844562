import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { AnyCommand, AnyQuery } from "../../src/command/index.ts"
import { isCommand } from "../../src/shop/index.ts"
import { seed } from "../seed.ts"
import { ann, entriesOf, inSmallShop, state } from "./small-shop.ts"

const long = "x".repeat(100_000)

describe("any command", () => {
  it(
    "given anything at all, every entry of the table answers InvalidInput, or takes it for what it is; never a defect",
    () =>
      inSmallShop(
        {},
        Effect.fnUntraced(function* (shop) {
          const entries = entriesOf(shop.kernel)
          const anything = fc.anything({
            withBigInt: true,
            withBoxedValues: true,
            withDate: true,
            withMap: true,
            withNullPrototype: true,
            withSparseArray: true
          })
          const before = yield* state(shop)
          let refused = 0
          for (const entry of entries) {
            for (const input of [...fc.sample(anything, { seed, numRuns: 25 }), ...mangled(entry, seed)]) {
              // Where nothing is asked for, anything without keys is an input.
              const open = Result.isSuccess(
                Schema.decodeUnknownResult(entry.input, { onExcessProperty: "error" })(input)
              )
              const name = `${entry.name} seed ${seed} input ${fc.stringify(input)}`
              const exit = yield* Effect.exit(shop.as(ann)(entry.name, input))
              if (Exit.isSuccess(exit)) {
                expect([name, isCommand(entry)]).toEqual([name, false])
                continue
              }
              const [reason] = exit.cause.reasons
              refused++
              const tag = reason?._tag === "Fail" ? reason.error._tag : exit.cause
              expect([name, tag]).toEqual([name, open ? "Denied" : "InvalidInput"])
            }
          }
          expect(yield* state(shop)).toBe(before)
          expect(refused).toBeGreaterThan(20 * entries.length)
        })
      ),
    60_000
  )
})

/** Objects with the right names and wrong values. */
const mangled = (entry: AnyCommand | AnyQuery, seed: number): ReadonlyArray<unknown> => {
  const ast = entry.input.ast as { readonly propertySignatures?: ReadonlyArray<{ readonly name: PropertyKey }> }
  const names = (ast.propertySignatures ?? []).map(({ name }) => String(name))
  if (names.length === 0) return []
  const wrong = fc.constantFrom<unknown>({}, [[]], Number.NaN, "", "\u0000", "\ud800", long, -0.5, () => 1, Symbol("x"))
  return fc.sample(fc.record(Object.fromEntries(names.map((name) => [name, wrong]))), { seed, numRuns: 10 })
}
