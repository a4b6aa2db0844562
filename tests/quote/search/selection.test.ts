import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Choices, type Chosen, takenBy, usedBy, within } from "../../../src/quote/rules/search/choices.ts"
import { free, keeping, relaxed, scale } from "../../../src/quote/rules/search/relaxation.ts"
import { selected } from "../../../src/quote/rules/search/selection.ts"
import { firstOf } from "../../../src/quote/rules/search/tie.ts"

const offers = 5

/** What a line may have: for each offer what it takes there, 0 if it does not touch it. */
const lineChoices = fc.uniqueArray(
  fc.array(fc.constantFrom(0, 0, 0, 1, 3, 4, 7, 10, 25), { minLength: offers, maxLength: offers }),
  { maxLength: 6, selector: (takes) => takes.map((take) => Number(take > 0)).join() }
)

const drawn = fc.record({
  lines: fc.array(lineChoices, { minLength: 1, maxLength: 4 }),
  caps: fc.array(fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }), {
    minLength: offers,
    maxLength: offers
  }),
  limits: fc.array(
    fc.record({ offers: fc.integer({ min: 1, max: 2 ** offers - 1 }), most: fc.integer({ min: 1, max: 2 }) }),
    { maxLength: 3 }
  )
})

const choicesOf = ({ lines, caps, limits }: typeof drawn extends fc.Arbitrary<infer A> ? A : never): Choices => {
  const capped = [...caps.keys()].filter((offer) => caps[offer] !== undefined)
  // What a limit forbids in the cart no line has by itself.
  const allowed = (takes: ReadonlyArray<number>) =>
    limits.every((limit) => takes.filter((take, offer) => take > 0 && (limit.offers >> offer) & 1).length <= limit.most)
  const first = [0]
  const sets: Array<number> = []
  const takes: Array<number> = []
  const part = [0]
  const partCap: Array<number> = []
  const partTakes: Array<number> = []
  for (const line of lines) {
    const none = Array.from({ length: offers }, () => 0)
    for (const own of [none, ...line.filter((one) => one.some((take) => take > 0) && allowed(one))]) {
      sets.push(own.reduce((set, take, offer) => (take > 0 ? set | (1 << offer) : set), 0))
      takes.push(own.reduce((sum, take) => sum + take, 0))
      for (const [cap, offer] of capped.entries()) {
        if (own[offer] === 0) continue
        partCap.push(cap)
        partTakes.push(own[offer]!)
      }
      part.push(partCap.length)
    }
    first.push(sets.length)
  }
  return {
    lines: lines.length,
    first: Int32Array.from(first),
    offers: Int32Array.from(sets),
    takes: Float64Array.from(takes),
    part: Int32Array.from(part),
    partCap: Int32Array.from(partCap),
    partTakes: Float64Array.from(partTakes),
    caps: Float64Array.from(capped, (offer) => caps[offer]!),
    limits
  }
}

const problems = drawn.map(choicesOf)

const plansOf = (choices: Choices): ReadonlyArray<Chosen> => {
  let plans: Array<ReadonlyArray<number>> = [[]]
  for (let line = 0; line < choices.lines; line++) {
    const from = choices.first[line]!
    const own = Array.from({ length: choices.first[line + 1]! - from }, (_, index) => from + index)
    plans = plans.flatMap((plan) => own.map((choice) => [...plan, choice]))
  }
  return plans.map((plan) => Int32Array.from(plan)).filter((plan) => within(choices, usedBy(choices, plan)))
}

/** Whether the line has the offer, offers by rank, and in each the lines in order. */
const places = (choices: Choices, plan: Chosen): string =>
  Array.from({ length: offers }, (_, offer) =>
    Array.from(plan, (choice) => (choices.offers[choice]! >> offer) & 1).join("")
  ).join(" ")

const most = (choices: Choices) => Math.max(...plansOf(choices).map((plan) => takenBy(choices, plan)))

describe("choices by line under caps and limits", () => {
  test("no plan takes more than a relaxation bounds, whatever the multipliers", () => {
    fc.assert(
      fc.property(
        problems,
        fc.array(fc.nat({ max: scale }), { minLength: offers, maxLength: offers }),
        (choices, of) => {
          const multipliers = Float64Array.from(choices.caps, (_, cap) => of[cap]!)
          expect(relaxed(choices, keeping(choices, free(choices)), multipliers).bound).toBeGreaterThanOrEqual(
            scale * most(choices)
          )
        }
      ),
      { numRuns: 500 }
    )
  })

  test("the plan that takes most of all, and of several the first by rank", () => {
    fc.assert(
      fc.property(problems, (choices) => {
        const nodes = { left: 100_000 }
        const found = selected(choices, nodes, { above: -1 })
        expect([found.taken, found.most]).toEqual([most(choices), most(choices)])
        const first = plansOf(choices)
          .filter((plan) => takenBy(choices, plan) === found.taken)
          .map((plan) => places(choices, plan))
          .toSorted()
          .at(-1)
        expect(places(choices, firstOf(choices, nodes, found.plan!, found))).toBe(first)
      }),
      { numRuns: 1_000 }
    )
  })

  test("cut short, what it found is a plan, and no plan takes more than it says", () => {
    fc.assert(
      fc.property(problems, fc.nat({ max: 40 }), (choices, left) => {
        const found = selected(choices, { left }, { above: 0 })
        const best = most(choices)
        expect(found.taken).toBeLessThanOrEqual(best)
        expect(found.most).toBeGreaterThanOrEqual(best)
        if (found.plan !== undefined) expect(takenBy(choices, found.plan)).toBe(found.taken)
      }),
      { numRuns: 500 }
    )
  })

  test("the same nodes find the same plan", () => {
    fc.assert(
      fc.property(problems, fc.nat({ max: 100 }), (choices, left) => {
        expect(selected(choices, { left }, { above: 0 })).toEqual(selected(choices, { left }, { above: 0 }))
      }),
      { numRuns: 200 }
    )
  })
})
