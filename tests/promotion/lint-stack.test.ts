import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { compareRank } from "../../src/promotion/index.ts"
import {
  compilePromotion,
  type CostedGood,
  deepest,
  type Finding,
  lint,
  type LintGround,
  type Offer,
  type Promotion,
  type Reward,
  type Selector,
  type StackGround
} from "../../src/promotion/index.ts"
import type { Condition, Schedule } from "../../src/promotion/model.ts"
import { compile } from "../../src/quote/index.ts"
import { cartOf, price, quoted, succeeds } from "../quote/sample.ts"

const percent = (off: string): Offer => ({ kind: "grant", rewards: [{ kind: "percent", percent: off }] })
const promotion = (more: Partial<Promotion>): Promotion => ({
  id: "p",
  level: "merchant",
  offer: percent("20"),
  ...more
})
const good: CostedGood = { sku: "a", merchant: "m1", facts: {}, price: 10_000n, cost: 7_000n }
const cup: CostedGood = { sku: "cup", merchant: "m1", facts: {}, price: 3_900n, cost: 2_000n }
const onDay = (day: number): Schedule => ({ zone: "UTC", hours: [{ days: [day], from: "00:00", until: "24:00" }] })
const sku = (...values: ReadonlyArray<string>) => ({ fact: "sku", op: "in", values }) as const
interface Part {
  readonly quantity: number
  readonly select?: Selector
}
const pair = (first: Partial<Promotion>, second: Partial<Promotion>): ReadonlyArray<Promotion> => [
  promotion({ id: "x", level: "item", ...first }),
  promotion({ id: "y", ...second })
]

const below = (
  rules: ReadonlyArray<Promotion>,
  goods: ReadonlyArray<CostedGood> = [good],
  ground: Partial<LintGround> = {}
): ReadonlyArray<Finding> =>
  lint(rules, { currency: "CNY", goods, ...ground }).filter(({ tag }) => tag === "StacksBelowCost")
const said = (...args: Parameters<typeof below>): ReadonlyArray<string> => below(...args).map(({ en }) => en)

test("twice 20 percent of 100.00 are 64.00, below the cost of 70.00", () => {
  const [found, ...more] = below(pair({}, {}))
  expect(more).toEqual([])
  expect(found?.promotions).toEqual(["x", "y"])
  expect(found?.en).toBe("together `x`, `y` bring `a` from 100.00 to 64.00 (36% off), below its cost of 70.00")
  expect(found?.zh).toBe("`x`、`y` 叠加后，`a`可从 100.00 降到 64.00（共减 36%），低于成本 70.00")
})

describe("two that never stand together are not found", () => {
  const cases: ReadonlyArray<readonly [string, ReadonlyArray<Promotion>, Partial<LintGround>?]> = [
    ["a limit on every class", pair({}, {}), { limits: [{ classes: "*", max: 1, per: "cart" }] }],
    ["a limit on ids", pair({}, {}), { limits: [{ promotions: ["x", "y"], max: 1, per: "line" }] }],
    ["a Monday and a Tuesday", pair({ schedule: onDay(1) }, { schedule: onDay(2) })],
    ["a Monday and the condition of a Tuesday", pair({ schedule: onDay(1) }, { when: onDay(2) })],
    ["dollars", pair({}, { currency: "USD" })],
    ["a Sunday outside the dates of the other", pair({ schedule: onDay(7) }, { from: 0, until: 86_400_000 })],
    [
      "one group or the others",
      pair(
        { when: { fact: "customerGroup", op: "in", values: ["gold"] } },
        { when: { fact: "customerGroup", op: "notIn", values: ["gold"] } }
      )
    ],
    [
      "one unit or more",
      pair({ when: { measure: "quantity", atLeast: 2 } }, { when: { not: { measure: "quantity", atLeast: 2 } } })
    ],
    ["one pool", pair({ pool: "p" }, { pool: "p" })],
    ["one that has ended", pair({ until: 500 }, {}), { at: 500 }],
    ["no uses left", pair({ budgets: [{ account: "u", unit: "uses", per: "all" }] }, {}), { accounts: { u: 0 } }]
  ]
  for (const [why, rules, ground] of cases) {
    test(why, () => {
      expect(said(rules, [good], ground)).toEqual([])
    })
  }
  test("a floor, a lock, and goods that nobody may buy at that price", () => {
    expect(said(pair({}, {}), [{ ...good, floor: 7_000n }])).toEqual([])
    expect(said(pair({}, {}), [{ ...good, locks: ["merchant"] }])).toEqual([])
    expect(said(pair({}, {}), [{ ...good, others: [{}] }])).toEqual([])
  })
  test("a limit on two of three leaves the third", () => {
    const rules = [...pair({}, {}), promotion({ id: "z", level: "platform", offer: percent("30") })]
    const limits = [{ classes: ["item", "merchant"], max: 1, per: "cart" }] as const
    expect(below(rules, [good], { limits })[0]?.promotions).toEqual(["x", "z"])
  })
})

test("a promotion that needs a group is for the price of that group", () => {
  const staff: Condition = { fact: "customerGroup", op: "in", values: ["staff"] }
  const rules = [promotion({ when: staff, offer: percent("35") })]
  // The staff pays 80.00, of which 35 percent leave 52.00; nobody else has the promotion.
  const shelf: CostedGood = { ...good, others: [{ customerGroup: "staff" }] }
  const own: CostedGood = { ...good, price: 8_000n, buyer: { customerGroup: "staff" } }
  expect(said(rules, [shelf])).toEqual([])
  expect(said(rules, [shelf, own])).toEqual([
    "`p` brings `a` (price for staff) from 80.00 to 52.00 (35% off), below its cost of 70.00"
  ])
})

describe("offers of every kind", () => {
  const alone = (offer: Offer, more: Partial<Promotion> = {}) => said([promotion({ level: "item", offer, ...more })])
  test("three for 150.00, of goods that cost 210.00", () => {
    expect(alone({ kind: "multi", quantity: 3, price: "150.00" })).toEqual([
      "`p` brings 3 of `a` from 300.00 to 150.00 (50% off), below their cost of 210.00"
    ])
    expect(alone({ kind: "multi", quantity: 3, price: "210.00" })).toEqual([])
  })
  test("the second at half price leaves 150.00 of two, above 140.00; for nothing, 100.00", () => {
    const second = (off: string): Offer => ({
      kind: "buyGet",
      buy: { quantity: 1 },
      get: { quantity: 1, reward: { kind: "percent", percent: off } }
    })
    expect(alone(second("50"))).toEqual([])
    expect(alone(second("100"))).toEqual([
      "`p` brings 2 of `a` from 200.00 to 100.00 (50% off), below their cost of 140.00"
    ])
  })
  test("80 off from 250.00 on: three units come to 220.00, which is above 210.00, and 91 off is not", () => {
    const off = (amount: string): Offer => ({
      kind: "tiers",
      measure: "amount",
      steps: [{ at: "250.00", rewards: [{ kind: "amount", amount, per: "total" }] }]
    })
    expect(alone(off("80.00"))).toEqual([])
    expect(alone(off("91.00"))).toEqual([
      "`p` brings 3 of `a` from 300.00 to 209.00 (30% off), below their cost of 210.00"
    ])
  })
  test("a kit of two goods at 80.00, which cost 90.00", () => {
    const kit = (total: string): Offer => ({
      kind: "bundle",
      parts: [
        { select: sku("a"), quantity: 1 },
        { select: sku("cup"), quantity: 1 }
      ],
      reward: { kind: "price", price: total }
    })
    const found = below([promotion({ level: "item", offer: kit("80.00") })], [good, cup])
    expect(found.map(({ en }) => en)).toEqual(["`p` brings `a`, `cup` from 139.00 to 80.00, below the cost of 90.00"])
    expect(found[0]?.path).toBe("/offer/reward")
    expect(said([promotion({ level: "item", offer: kit("90.00") })], [good, cup])).toEqual([])
    expect(said([promotion({ level: "item", offer: kit("80.00") })], [good])).toEqual([])
  })
  const free = (buy: Part, get: Part, select?: Selector): ReadonlyArray<Promotion> => [
    promotion({
      level: "item",
      offer: {
        kind: "buyGet",
        buy,
        get: { ...get, reward: { kind: "percent", percent: "100", ...(select === undefined ? {} : { select }) } }
      }
    })
  ]
  test("two of the same good free with one, whether it is named or anything will do; of two goods neither alone", () => {
    const found = ["`p` brings 3 of `a` from 300.00 to 100.00 (66% off), below their cost of 210.00"]
    expect(said(free({ quantity: 1 }, { quantity: 2 }))).toEqual(found)
    expect(said(free({ quantity: 1, select: sku("a") }, { quantity: 2, select: sku("a") }))).toEqual(found)
    for (const alone of [good, cup]) {
      const rules = free({ quantity: 1, select: sku("a") }, { quantity: 1, select: sku("cup") })
      expect(said(rules, [alone]), alone.sku).toEqual([])
    }
  })
  test("a free cup with so many of a good, up to a thousand units", () => {
    const found = ["`p` brings `cup` from 39.00 to 0.00, below the cost of 20.00"]
    const cups = (quantity: number, select?: Selector) =>
      free({ quantity, select: sku("a") }, { quantity: 1, select: sku("cup") }, select)
    expect(said(cups(1), [good, cup])).toEqual(found)
    expect(said(cups(1, sku("cup", "pot")), [good, cup])).toEqual(found)
    expect(said(cups(1, sku("pot")), [good, cup])).toEqual([])
    expect(said(cups(999), [good, cup])).toEqual(found)
    expect(said(cups(1000), [good, cup])).toEqual([])
  })
  test("no cup comes with a good that nobody may buy at that price, and none that nobody may have", () => {
    const rules = free({ quantity: 1, select: sku("a") }, { quantity: 1, select: sku("cup") })
    expect(said(rules, [{ ...good, others: [{}] }, cup])).toEqual([])
    expect(said(rules, [good, { ...cup, others: [{}] }])).toEqual([])
  })
  test("a good that another buys at 1.00", () => {
    const rules = [
      promotion({
        level: "item",
        offer: {
          kind: "buyGet",
          buy: { quantity: 1, select: sku("a") },
          get: { quantity: 1, select: sku("cup"), reward: { kind: "price", price: "1.00" } }
        }
      })
    ]
    expect(said(rules, [good, cup])).toEqual(["`p` brings `cup` from 39.00 to 1.00, below the cost of 20.00"])
    expect(said(rules, [cup])).toEqual([])
  })
  test("an add-on at 9.90, from 99.00 on", () => {
    const rules = [
      promotion({ when: { measure: "amount", atLeast: "99.00" }, offer: { kind: "addOn", price: "9.90", max: 1 } })
    ]
    expect(said(rules, [cup])).toEqual(["`p` brings `cup` from 39.00 to 9.90, below the cost of 20.00"])
    expect(said(rules, [{ ...cup, floor: 2_000n }])).toEqual([])
  })
  test("two cups given with each unit: 100.00 for goods and gifts that cost 110.00", () => {
    const rules = (quantity: number) => [
      promotion({
        offer: { kind: "grant", rewards: [{ kind: "gift", sku: "cup", quantity, mode: "add" }] },
        select: sku("a")
      })
    ]
    expect(said(rules(2), [good, cup])).toEqual([
      "`p` brings `a` from 100.00 to 100.00 (0% off) with gifts that cost 40.00, below its cost of 70.00"
    ])
    expect(said(rules(1), [good, cup])).toEqual([])
  })
})

test("under priority nothing is found that an offer before it always keeps out", () => {
  const rules = [
    promotion({ id: "x", priority: 1, offer: percent("5"), stack: { combines: "none" } }),
    promotion({ id: "y", offer: percent("40") })
  ]
  expect(said(rules)).toEqual(["`y` brings `a` from 100.00 to 60.00 (40% off), below its cost of 70.00"])
  expect(said(rules, [good], { combination: "priority" })).toEqual([])
})

/** Absent two times in three. */
const seldom = <A>(one: fc.Arbitrary<A>) => fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, one)
const whole = fc.integer({ min: 1, max: 40 })
const upTo = (most: number) => fc.integer({ min: 1, max: most }).map((minor) => (minor / 100).toFixed(2))
const money = upTo(4_000)
const unitReward: fc.Arbitrary<Reward & { readonly kind: "percent" | "amount" | "price" }> = fc.oneof(
  fc
    .record({
      percent: whole.map((part) => `${part}.5`),
      per: fc.constantFrom("unit", "line", "total" as const),
      max: seldom(money),
      units: fc.option(
        fc.record({ max: fc.integer({ min: 1, max: 2 }), pick: fc.constantFrom("cheapest", "dearest" as const) }),
        { nil: undefined, freq: 4 }
      )
    })
    .map(({ percent: off, per, max, units }) => ({
      kind: "percent" as const,
      percent: off,
      per,
      ...(max === undefined ? {} : { max }),
      ...(units === undefined ? {} : { units })
    })),
  fc
    .record({
      amount: upTo(500),
      per: fc.constantFrom("unit", "line", "total" as const),
      by: fc.constantFrom("value", "quantity", "even" as const)
    })
    .map((stated) => ({ kind: "amount" as const, ...stated })),
  fc
    .record({ price: upTo(8_000), per: fc.constantFrom("unit", "total" as const) })
    .map((stated) => ({ kind: "price" as const, ...stated }))
)
const measured = fc.oneof(
  money.map((at) => ({ measure: "amount" as const, at })),
  fc.integer({ min: 1, max: 4 }).map((at) => ({ measure: "quantity" as const, at }))
)
const offer: fc.Arbitrary<Offer> = fc.oneof(
  fc.array(unitReward, { minLength: 1, maxLength: 2 }).map((rewards): Offer => ({ kind: "grant", rewards })),
  fc
    .tuple(measured, unitReward)
    .map(([{ measure, at }, reward]): Offer => ({ kind: "tiers", measure, steps: [{ at, rewards: [reward] }] })),
  fc.tuple(measured, upTo(500)).map(
    ([{ measure, at }, amount]): Offer => ({
      kind: "every",
      measure,
      each: at,
      rewards: [{ kind: "amount", amount, per: "total" }]
    })
  ),
  fc
    .tuple(
      fc.array(fc.option(unitReward), { minLength: 1, maxLength: 3 }),
      fc.constantFrom("cycle", "last", "stop" as const)
    )
    .map(([steps, then]): Offer => ({ kind: "nth", steps, then })),
  fc
    .tuple(fc.integer({ min: 1, max: 2 }), unitReward)
    .map(([quantity, reward]): Offer => ({ kind: "buyGet", buy: { quantity }, get: { quantity: 1, reward } })),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), upTo(8_000))
    .map(([quantity, total]): Offer => ({ kind: "multi", quantity, price: total })),
  fc
    .tuple(fc.integer({ min: 1, max: 2 }), unitReward)
    .map(([quantity, reward]): Offer => ({ kind: "bundle", parts: [{ select: { all: [] }, quantity }], reward })),
  fc.constant<Offer>({ kind: "deposit", pay: "5.00", counts: "12.00" })
)
const hour = 3_600_000
const first = Date.UTC(2026, 10, 9)
const schedule = fc
  .record({
    zone: fc.constantFrom("UTC", "Asia/Shanghai", "America/Chicago"),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
    from: fc.constantFrom("00:00", "08:00", "20:00"),
    until: fc.constantFrom("06:00", "12:00", "24:00")
  })
  .map(({ zone, ...hours }): Schedule => ({ zone, hours: [hours] }))
const condition = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 2 },
    fc
      .tuple(fc.constantFrom("in", "notIn", "all" as const), fc.subarray(["g", "h"], { minLength: 1 }))
      .map(([op, values]): Condition => ({ fact: "group", op, values })),
    measured.map(({ measure, at }): Condition => ({ measure, atLeast: at })),
    schedule,
    tie("tree").map((not): Condition => ({ not })),
    fc.array(tie("tree"), { minLength: 1, maxLength: 2 }).map((all): Condition => ({ all })),
    fc.array(tie("tree"), { minLength: 1, maxLength: 2 }).map((any): Condition => ({ any }))
  )
})).tree
const drawn = fc
  .record({
    offer,
    level: fc.constantFrom("item", "merchant", "platform", "payment" as const),
    priority: fc.integer({ min: 0, max: 2 }),
    base: fc.constantFrom("running", "running", "level", "price", "list" as const),
    testBase: fc.constantFrom("running", "running", "level", "price", "list" as const),
    stack: fc.constantFrom<Promotion["stack"]>(
      {},
      {},
      {},
      { combines: "none" },
      { class: "c", combines: ["c", "item"] },
      { stop: "level" },
      { stop: "all" }
    ),
    when: seldom(condition),
    schedule: seldom(schedule),
    from: seldom(fc.integer({ min: 0, max: 10 })),
    codes: fc.constantFrom(undefined, undefined, ["CODE"]),
    pool: fc.constantFrom(undefined, undefined, "pool"),
    cap: seldom(money)
  })
  .map(({ level, priority, base, testBase, from, ...rest }) => {
    const { offer: given, stack, when, schedule: hours, codes, pool, cap } = rest
    return {
      level,
      priority,
      base,
      testBase,
      offer: given,
      ...(stack === undefined ? {} : { stack }),
      ...(when === undefined ? {} : { when }),
      ...(hours === undefined ? {} : { schedule: hours }),
      ...(from === undefined ? {} : { from: first + from * 12 * hour, until: first + (from + 8) * 12 * hour }),
      ...(codes === undefined ? {} : { codes }),
      ...(pool === undefined ? {} : { pool }),
      ...(cap === undefined ? {} : { cap })
    }
  })

test("what is told of a stack some quote does, whichever way it rounds: nobody pays more for so many units", () => {
  let [told, several, timed] = [0, 0, 0]
  fc.assert(
    fc.property(
      fc.array(drawn, { minLength: 1, maxLength: 4 }),
      fc.record({
        price: fc.integer({ min: 500, max: 3_000 }).map(BigInt),
        floor: fc.constantFrom(undefined, undefined, 300n),
        list: fc.constantFrom(undefined, 3_500n)
      }),
      fc.constantFrom("best", "priority" as const),
      fc.constantFrom<StackGround["limits"]>(
        undefined,
        [{ classes: "*", max: 2, per: "line" }],
        [{ classes: ["item", "c"], max: 1, per: "cart" }]
      ),
      fc.constantFrom("halfUp", "down", "up" as const),
      (drawnRules, { price: amount, floor, list }, combination, limits, discount) => {
        const rules = drawnRules.map((one, index): Promotion => ({ id: `p${index}`, ...one }))
        const compiled = rules.map((one) => succeeds(compilePromotion(one, "CNY"))).toSorted(compareRank)
        const stated: CostedGood = {
          sku: "a",
          merchant: "m1",
          facts: {},
          price: amount,
          cost: 0n,
          ...(floor === undefined ? {} : { floor }),
          ...(list === undefined ? {} : { list })
        }
        const found = deepest(compiled, stated, { at: first, combination, ...(limits === undefined ? {} : { limits }) })
        if (found.promotions.length === 0) return
        told += 1
        if (found.promotions.length > 1) several += 1
        const chosen = rules.filter(({ id }) => found.promotions.includes(id))
        if (chosen.some((one) => one.schedule !== undefined)) timed += 1
        const named = (limits ?? []).map((one, index) => ({ id: `limit-${index}`, ...one }))
        const made = succeeds(compile(rules, "CNY"))
        // Another offer may keep these out while it acts, so the moments and buyers of all are looked at.
        const happens = occasionsOf(rules).some(({ at, facts }) => {
          const { lines } = quoted(
            cartOf([[amount, found.units, floor === undefined ? {} : { floor: { amount: floor } }]], [], {
              promotions: made,
              at,
              prices: [price("a", amount, list === undefined ? {} : { list })],
              codes: chosen.some(({ codes }) => codes !== undefined) ? ["CODE"] : [],
              context: { facts },
              policy: { combination, limits: named, rounding: { discount } }
            })
          )
          return lines.every(({ amount: left }) => left <= found.total)
        })
        expect(happens).toBe(true)
      }
    ),
    { numRuns: 250 }
  )
  expect(told).toBeGreaterThan(80)
  expect(several).toBeGreaterThan(20)
  expect(timed).toBeGreaterThan(10)
})

/** Every second hour of the days in which those drawn act, for every buyer that a condition tells apart. */
const occasionsOf = (rules: ReadonlyArray<Promotion>) => {
  const text = JSON.stringify(rules)
  const timed = text.includes('"hours"') || text.includes('"from"')
  const moments = timed ? Array.from({ length: 12 * 12 }, (_, index) => first + index * 2 * hour) : [first]
  const groups = text.includes('"group"') ? [[], ["g"], ["h"], ["g", "h"], ["i"]] : [[]]
  return moments.flatMap((at) => groups.map((group) => ({ at, facts: { group } })))
}
