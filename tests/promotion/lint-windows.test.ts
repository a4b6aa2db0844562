import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { lint, type LintGround, type Offer, type Promotion } from "../../src/promotion/index.ts"
import type { Schedule } from "../../src/promotion/model.ts"
import { compile } from "../../src/quote/index.ts"
import { cartOf, quoted, succeeds } from "../quote/sample.ts"

const off = (percent: string): Offer => ({ kind: "grant", rewards: [{ kind: "percent", percent }] })
const day = (text: string): number => Date.parse(`2026-11-${text}Z`)
const sale = (id: string, from?: string, until?: string, more: Partial<Promotion> = {}): Promotion => ({
  id,
  level: "item",
  offer: off("10"),
  ...(from === undefined ? {} : { from: day(from) }),
  ...(until === undefined ? {} : { until: day(until) }),
  ...more
})
const hours = (days: ReadonlyArray<number>, from = "00:00", until = "24:00", zone = "UTC"): Schedule => ({
  zone,
  hours: [{ days, from, until }]
})

const told = (rules: ReadonlyArray<Promotion>, ground: Partial<LintGround> = {}): ReadonlyArray<string> =>
  lint(rules, { currency: "CNY", ...ground })
    .filter(({ tag }) => tag === "WindowGap" || tag === "WindowOverlap")
    .map(({ tag, promotions }) => `${tag} ${promotions.join()}`)

const [a, b, c] = [
  sale("A", "01T00:00", "30T00:00"),
  sale("B", "05T00:00", "06T00:00"),
  sale("C", "06T12:00", "07T00:00")
]

test("sales within another are told with that one, and what lies between them is no gap", () => {
  expect(told([a, b, c])).toEqual(["WindowOverlap B,A", "WindowOverlap C,A"])
  expect(told([b, c])).toEqual(["WindowGap C,B"])
  expect(told([b, c, sale("D")])).toEqual(["WindowOverlap B,D", "WindowOverlap C,D"])
})

test("a gap is told only where it was hardly meant", () => {
  expect(told([b, sale("C", "07T00:00")])).toEqual(["WindowGap C,B"])
  expect(told([b, sale("C", "07T00:01")])).toEqual([])
  // Of another currency, kind, or for others it is another series.
  expect(told([b, { ...c, currency: "USD" }])).toEqual([])
  expect(told([b, { ...c, offer: { kind: "multi", quantity: 2, price: "9.00" } }])).toEqual([])
  expect(told([b, { ...c, when: { fact: "customerGroup", op: "in", values: ["gold"] } }])).toEqual([])
  // B of Thursdays is over when its dates are: 5 November 2026 is a Thursday, and the 4th no day of its own.
  expect(told([{ ...b, schedule: hours([4]) }, c])).toEqual(["WindowGap C,B"])
  expect(told([{ ...b, schedule: hours([4], "08:00", "12:00") }, c])).toEqual([])
})

describe("what never acts at once is not told", () => {
  const cases: ReadonlyArray<readonly [string, Partial<Promotion>, Partial<Promotion>, Partial<LintGround>?]> = [
    ["Mondays and Tuesdays", { schedule: hours([1]) }, { schedule: hours([2]) }],
    [
      "a Thursday that is over elsewhere",
      { schedule: hours([5]) },
      { schedule: hours([4], "00:00", "24:00", "Asia/Shanghai") }
    ],
    [
      "one group or the others",
      { when: { fact: "g", op: "in", values: ["x"] } },
      { when: { fact: "g", op: "notIn", values: ["x"] } }
    ],
    ["classes that do not combine", { stack: { combines: "none" } }, {}],
    ["a limit", {}, {}, { limits: [{ classes: "*", max: 1, per: "cart" }] }],
    [
      "other goods",
      { select: { fact: "sku", op: "in", values: ["a"] } },
      { select: { fact: "sku", op: "in", values: ["b"] } }
    ],
    ["free shipping", { offer: { kind: "grant", rewards: [{ kind: "shipping", percent: "100" }] } }, {}],
    ["codes", { codes: ["A"] }, {}]
  ]
  for (const [why, one, other, ground] of cases) {
    test(why, () => {
      expect(
        told(
          [
            { ...a, ...one },
            { ...b, ...other }
          ],
          ground
        )
      ).toEqual([])
    })
  }
  test("but Thursday in Shanghai begins on Wednesday, and other kinds of offer act too", () => {
    expect(
      told([
        { ...a, schedule: hours([3]) },
        { ...a, id: "B", schedule: hours([4], "00:00", "24:00", "Asia/Shanghai") }
      ])
    ).toEqual(["WindowOverlap B,A"])
    expect(told([a, { ...b, offer: { kind: "multi", quantity: 2, price: "9.00" } }])).toEqual(["WindowOverlap B,A"])
  })
})

const hour = 3_600_000
const start = Date.UTC(2026, 10, 9)
const drawn = fc
  .record({
    from: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 2 }),
    length: fc.option(fc.integer({ min: 1, max: 30 }), { freq: 2 }),
    schedule: fc.option(
      fc.record({
        zone: fc.constantFrom("UTC", "Asia/Shanghai", "America/Chicago"),
        days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
        from: fc.constantFrom("00:00", "08:00", "20:00"),
        until: fc.constantFrom("06:00", "12:00", "24:00")
      })
    ),
    group: fc.constantFrom(undefined, undefined, "in", "notIn" as const),
    when: fc.constantFrom(undefined, undefined, undefined, hours([1, 3]), {
      not: hours([2], "00:00", "12:00", "Asia/Shanghai")
    })
  })
  .map(({ from, length, schedule, group, when }): Omit<Promotion, "id"> => {
    const begins = start + (from ?? 0) * 4 * hour
    const conditions = [
      ...(group === undefined ? [] : [{ fact: "group", op: group, values: ["g"] }]),
      ...(when === undefined ? [] : [when])
    ]
    return {
      level: "item",
      offer: off("10"),
      ...(from === null ? {} : { from: begins }),
      ...(length === null ? {} : { until: begins + length * 4 * hour }),
      ...(schedule === null ? {} : { schedule: hours(schedule.days, schedule.from, schedule.until, schedule.zone) }),
      ...(conditions.length === 0 ? {} : { when: { all: conditions } })
    }
  })

const dated = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 8 }))
  .map(([from, length]): Omit<Promotion, "id"> => {
    const begins = start + from * 4 * hour
    return { level: "item", offer: off("10"), from: begins, until: begins + length * 4 * hour }
  })

test("what is told to act at once does at some hour, and what is told never to act does at none", () => {
  const acted = { WindowOverlap: 0, NeverOpen: 0, ConditionNeverHolds: 0, WindowGap: 0 }
  fc.assert(
    fc.property(fc.array(fc.oneof(drawn, dated), { minLength: 2, maxLength: 3 }), (made) => {
      const rules = made.map((one, index): Promotion => ({ ...one, id: `p${index}` }))
      const found = lint(rules, { currency: "CNY", at: start })
      if (found.length === 0) return
      const compiled = succeeds(compile(rules, "CNY"))
      const applied = occasions().map(({ at, facts }) => ({
        at,
        ids: new Set(quoted(cartOf([[10_000n, 1]], [], { promotions: compiled, at, context: { facts } })).applied)
      }))
      for (const { tag, promotions } of found) {
        const [first, ...others] = promotions
        if (tag === "WindowOverlap") {
          acted[tag] += 1
          for (const other of others) expect(applied.some(({ ids }) => ids.has(first) && ids.has(other))).toBe(true)
        }
        if (tag === "NeverOpen" || tag === "ConditionNeverHolds") {
          acted[tag] += 1
          expect(applied.some(({ ids }) => ids.has(first))).toBe(false)
        }
        if (tag === "WindowGap") {
          acted[tag] += 1
          const [from, until] = [others[0], first].map((id) => rules.find((one) => one.id === id))
          const within = applied.filter(({ at }) => at >= (from?.until ?? 0) && at < (until?.from ?? 0))
          const series = rules.filter((one) => JSON.stringify(one.when) === JSON.stringify(until?.when))
          for (const { id } of series) expect(within.some(({ ids }) => ids.has(id))).toBe(false)
        }
      }
    }),
    { numRuns: 150 }
  )
  for (const times of Object.values(acted)) expect(times).toBeGreaterThan(0)
})

/** Every second hour of the days in which those drawn act, for whoever is in the group and for everybody else. */
const occasions = () =>
  Array.from({ length: 12 * 12 }, (_, index) => start + index * 2 * hour).flatMap((at) =>
    [["g"], ["h"]].map((group) => ({ at, facts: { group } }))
  )
