import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  type CostedGood,
  deepest,
  type Finding,
  type FindingTag,
  findingTags,
  lint,
  type LintGround,
  type Offer,
  type Promotion
} from "../../src/promotion/index.ts"
import { compilePromotion } from "../../src/promotion/index.ts"
import type { Condition, Schedule, Selector } from "../../src/promotion/model.ts"
import { cartOf, quoted, succeeds } from "../quote/sample.ts"

const percent = (off: string): Offer => ({ kind: "grant", rewards: [{ kind: "percent", percent: off }] })
const amount = (off: string): Offer => ({ kind: "grant", rewards: [{ kind: "amount", amount: off }] })
const tea: Selector = { fact: "tags", op: "in", values: ["tea"] }
const promotion = (more: Partial<Promotion>): Promotion => ({
  id: "p",
  level: "merchant",
  offer: percent("10"),
  ...more
})
const steps = (...of: ReadonlyArray<readonly [at: string, off: string]>): Offer => ({
  kind: "tiers",
  measure: "amount",
  steps: of.map(([at, off]) => ({ at, rewards: [{ kind: "amount", amount: off }] }))
})
const halves = (...of: ReadonlyArray<readonly [at: string, off: string, max: string]>): Offer => ({
  kind: "tiers",
  measure: "amount",
  steps: of.map(([at, off, max]) => ({ at, rewards: [{ kind: "percent", percent: off, max }] }))
})
const onDay = (...days: ReadonlyArray<number>): Schedule => ({
  zone: "UTC",
  hours: [{ days, from: "00:00", until: "24:00" }]
})
const noon = Date.UTC(2026, 10, 11, 12)
const hour = 3_600_000
const at = noon
const good: CostedGood = { sku: "tea", merchant: "m1", facts: { tags: ["tea"] }, price: 10_000n, cost: 6_000n }

interface Shown {
  readonly tag: FindingTag
  readonly why: string
  readonly rules: ReadonlyArray<Promotion>
  /** A rule set that hardly differs, in which there is nothing of the kind to find. */
  readonly twin: ReadonlyArray<Promotion>
  readonly ground?: Partial<LintGround>
  readonly path?: string
  readonly among?: ReadonlyArray<string>
}

const shown: ReadonlyArray<Shown> = [
  {
    tag: "Invalid",
    why: "a promotion that cannot be defined",
    rules: [promotion({ offer: percent("101") })],
    twin: [promotion({ offer: percent("100") })],
    path: "/offer/rewards/0/percent"
  },
  {
    tag: "DuplicateId",
    why: "one id twice",
    rules: [promotion({}), promotion({ offer: percent("20") })],
    twin: [promotion({}), promotion({ id: "q", offer: percent("20") })]
  },
  {
    tag: "Duplicate",
    why: "the same data under another id, version, name and note",
    rules: [promotion({}), promotion({ id: "q", version: 3, name: { zh: "甲", en: "a" }, note: "again" })],
    twin: [promotion({}), promotion({ id: "q", priority: 1 })],
    among: ["q", "p"]
  },
  {
    tag: "ConditionNeverHolds",
    why: "at least 300 and not at least 200",
    rules: [
      promotion({
        when: { all: [{ measure: "amount", atLeast: "300.00" }, { not: { measure: "amount", atLeast: "200.00" } }] }
      })
    ],
    twin: [
      promotion({
        when: { all: [{ measure: "amount", atLeast: "200.00" }, { not: { measure: "amount", atLeast: "300.00" } }] }
      })
    ],
    path: "/when"
  },
  {
    tag: "ConditionNeverHolds",
    why: "300 of tea, but not 300 in all",
    rules: [
      promotion({
        when: {
          all: [
            { measure: "amount", select: tea, atLeast: "300.00" },
            { not: { measure: "amount", atLeast: "300.00" } }
          ]
        }
      })
    ],
    twin: [
      promotion({
        when: {
          all: [
            { not: { measure: "amount", select: tea, atLeast: "300.00" } },
            { measure: "amount", atLeast: "300.00" }
          ]
        }
      })
    ]
  },
  {
    tag: "ConditionNeverHolds",
    why: "three kinds out of two",
    rules: [
      promotion({
        when: { measure: "variants", select: { fact: "sku", op: "in", values: ["a", "b"] }, atLeast: 3 }
      })
    ],
    twin: [
      promotion({
        when: { measure: "variants", select: { fact: "sku", op: "in", values: ["a", "b"] }, atLeast: 2 }
      })
    ]
  },
  {
    tag: "ConditionNeverHolds",
    why: "a fact listed and not listed",
    rules: [
      promotion({
        when: {
          all: [
            { fact: "customerGroup", op: "in", values: ["gold"] },
            { fact: "customerGroup", op: "notIn", values: ["gold", "silver"] }
          ]
        }
      })
    ],
    twin: [
      promotion({
        when: {
          all: [
            { fact: "customerGroup", op: "in", values: ["gold", "bronze"] },
            { fact: "customerGroup", op: "notIn", values: ["gold", "silver"] }
          ]
        }
      })
    ]
  },
  {
    tag: "ConditionNeverHolds",
    why: "every branch of an `any` fails, through a `not` of an `any`",
    rules: [
      promotion({
        when: {
          all: [
            {
              not: {
                any: [
                  { measure: "quantity", atLeast: 2 },
                  { fact: "channel", op: "in", values: ["app"] }
                ]
              }
            },
            {
              any: [
                { measure: "quantity", atLeast: 5 },
                { fact: "channel", op: "all", values: ["app"] }
              ]
            }
          ]
        }
      })
    ],
    twin: [
      promotion({
        when: {
          all: [
            {
              not: {
                all: [
                  { measure: "quantity", atLeast: 2 },
                  { fact: "channel", op: "in", values: ["app"] }
                ]
              }
            },
            {
              any: [
                { measure: "quantity", atLeast: 5 },
                { fact: "channel", op: "all", values: ["app"] }
              ]
            }
          ]
        }
      })
    ]
  },
  {
    tag: "ConditionNeverHolds",
    why: "the context is asked for a sku",
    rules: [promotion({ when: { fact: "sku", op: "in", values: ["a"] } })],
    twin: [promotion({ when: { measure: "quantity", select: { fact: "sku", op: "in", values: ["a"] }, atLeast: 1 } })]
  },
  {
    tag: "NothingSelectable",
    why: "two skus at once",
    rules: [
      promotion({
        select: {
          all: [
            { fact: "sku", op: "in", values: ["a"] },
            { fact: "sku", op: "in", values: ["b"] }
          ]
        }
      })
    ],
    twin: [
      promotion({
        select: {
          all: [
            { fact: "tags", op: "in", values: ["a"] },
            { fact: "tags", op: "in", values: ["b"] }
          ]
        }
      })
    ],
    path: "/select"
  },
  {
    tag: "NothingSelectable",
    why: "goods of another merchant",
    rules: [promotion({ merchant: "m1", select: { fact: "merchant", op: "in", values: ["m2"] } })],
    twin: [promotion({ merchant: "m1", select: { fact: "merchant", op: "in", values: ["m1", "m2"] } })]
  },
  {
    tag: "NothingSelectable",
    why: "a price from 50 and up to 50, once open and once closed",
    rules: [
      promotion({
        select: {
          all: [
            { fact: "price", op: "above", values: ["50.00"] },
            { fact: "price", op: "atMost", values: ["50"] }
          ]
        }
      })
    ],
    twin: [
      promotion({
        select: {
          all: [
            { fact: "price", op: "atLeast", values: ["50.00"] },
            { fact: "price", op: "atMost", values: ["50"] }
          ]
        }
      })
    ]
  },
  {
    tag: "NothingSelectable",
    why: "a reward on goods that the promotion does not select",
    rules: [
      promotion({
        select: tea,
        offer: { kind: "grant", rewards: [{ kind: "percent", percent: "10", select: { not: tea } }] }
      })
    ],
    twin: [
      promotion({ offer: { kind: "grant", rewards: [{ kind: "percent", percent: "10", select: { not: tea } }] } })
    ],
    path: "/offer/rewards/0/select"
  },
  {
    tag: "ConditionNeverHolds",
    why: "three skus among fewer than two units",
    rules: [
      promotion({ when: { all: [{ measure: "variants", atLeast: 3 }, { not: { measure: "quantity", atLeast: 2 } }] } })
    ],
    twin: [
      promotion({ when: { all: [{ measure: "quantity", atLeast: 3 }, { not: { measure: "variants", atLeast: 2 } }] } })
    ]
  },
  {
    tag: "ConditionNeverHolds",
    why: "five units of at most two skus, of which none is there more than twice",
    rules: [
      promotion({
        when: {
          all: [
            { measure: "quantity", atLeast: 5 },
            {
              not: {
                any: [
                  { measure: "variants", atLeast: 3 },
                  { measure: "ofOneVariant", atLeast: 3 }
                ]
              }
            }
          ]
        }
      })
    ],
    twin: [
      promotion({
        when: {
          all: [
            { measure: "quantity", atLeast: 4 },
            {
              not: {
                any: [
                  { measure: "variants", atLeast: 3 },
                  { measure: "ofOneVariant", atLeast: 3 }
                ]
              }
            }
          ]
        }
      })
    ]
  },
  {
    tag: "ConditionNeverHolds",
    why: "more is left than was asked for at first",
    rules: [
      promotion({
        when: {
          all: [
            { measure: "amount", atLeast: "200.00" },
            { not: { measure: "amount", base: "price", atLeast: "200.00" } }
          ]
        }
      })
    ],
    twin: [
      promotion({
        when: {
          all: [
            { measure: "amount", base: "price", atLeast: "200.00" },
            { not: { measure: "amount", atLeast: "200.00" } }
          ]
        }
      })
    ]
  },
  {
    tag: "ConditionNeverHolds",
    why: "a Monday schedule and hours of a Tuesday, by one clock",
    rules: [promotion({ schedule: onDay(1), when: onDay(2) })],
    twin: [promotion({ schedule: onDay(1), when: { zone: "Asia/Shanghai", hours: onDay(2).hours } })],
    path: "/when"
  },
  {
    tag: "ConditionNeverHolds",
    why: "hours that the condition keeps out of",
    rules: [promotion({ schedule: onDay(1), when: { not: onDay(1) } })],
    twin: [promotion({ schedule: onDay(1), when: { not: onDay(2) } })]
  },
  {
    tag: "NeverOpen",
    why: "Sundays within a Monday",
    rules: [promotion({ from: Date.UTC(2026, 10, 9), until: Date.UTC(2026, 10, 10), schedule: onDay(7) })],
    twin: [
      // In Honolulu it is Sunday until ten in the morning of this day.
      promotion({
        from: Date.UTC(2026, 10, 9),
        until: Date.UTC(2026, 10, 10),
        schedule: { zone: "Pacific/Honolulu", hours: onDay(7).hours }
      })
    ],
    path: "/schedule"
  },
  {
    tag: "GivesNothing",
    why: "no percent",
    rules: [promotion({ offer: percent("0.0") })],
    twin: [promotion({ offer: percent("0.1") })],
    path: "/offer/rewards/0"
  },
  {
    tag: "GivesNothing",
    why: "units in order, of which none gets anything",
    rules: [promotion({ level: "item", offer: { kind: "nth", steps: [null, null], then: "cycle" } })],
    twin: [
      promotion({
        level: "item",
        offer: { kind: "nth", steps: [null, { kind: "percent", percent: "50" }], then: "cycle" }
      })
    ],
    path: "/offer/steps"
  },
  {
    tag: "GivesNothing",
    why: "a cap of nothing",
    rules: [promotion({ cap: "0.00" })],
    twin: [promotion({ cap: "0.00", offer: { kind: "grant", rewards: [{ kind: "points", points: 5 }] } })],
    path: "/cap"
  },
  {
    tag: "TierUnreachable",
    why: "three skus where the condition allows two units",
    rules: [
      promotion({
        when: { not: { measure: "quantity", atLeast: 3 } },
        offer: { kind: "tiers", measure: "variants", steps: [{ at: 3, rewards: [{ kind: "percent", percent: "5" }] }] }
      })
    ],
    twin: [
      promotion({
        when: { not: { measure: "quantity", atLeast: 4 } },
        offer: { kind: "tiers", measure: "variants", steps: [{ at: 3, rewards: [{ kind: "percent", percent: "5" }] }] }
      })
    ],
    path: "/offer/steps/0"
  },
  {
    tag: "TierUnreachable",
    why: "the condition keeps the cart below the step",
    rules: [
      promotion({
        when: { not: { measure: "amount", atLeast: "300.00" } },
        offer: steps(["200.00", "20.00"], ["300.00", "40.00"])
      })
    ],
    twin: [
      promotion({
        when: { not: { measure: "amount", atLeast: "300.01" } },
        offer: steps(["200.00", "20.00"], ["300.00", "40.00"])
      })
    ],
    path: "/offer/steps/1"
  },
  {
    tag: "TierUnreachable",
    why: "a step of three kinds out of two",
    rules: [
      promotion({
        select: { fact: "sku", op: "in", values: ["a", "b"] },
        offer: { kind: "tiers", measure: "variants", steps: [{ at: 3, rewards: [{ kind: "percent", percent: "5" }] }] }
      })
    ],
    twin: [
      promotion({
        select: { fact: "sku", op: "in", values: ["a", "b"] },
        offer: { kind: "tiers", measure: "variants", steps: [{ at: 2, rewards: [{ kind: "percent", percent: "5" }] }] }
      })
    ],
    path: "/offer/steps/0"
  },
  {
    tag: "TierUnreachable",
    why: "by every 300, in carts below 300",
    rules: [
      promotion({
        when: { not: { measure: "amount", atLeast: "250.00" } },
        offer: { kind: "every", measure: "amount", each: "300.00", rewards: [{ kind: "amount", amount: "50.00" }] }
      })
    ],
    twin: [
      promotion({
        when: { not: { measure: "amount", base: "list", atLeast: "250.00" } },
        offer: { kind: "every", measure: "amount", each: "300.00", rewards: [{ kind: "amount", amount: "50.00" }] }
      })
    ],
    path: "/offer/each"
  },
  {
    tag: "TierOvertaken",
    why: "the condition asks for the next step",
    rules: [
      promotion({
        when: { measure: "amount", atLeast: "300.00" },
        offer: steps(["200.00", "20.00"], ["300.00", "40.00"])
      })
    ],
    twin: [
      promotion({
        when: { measure: "amount", atLeast: "200.00" },
        offer: steps(["200.00", "20.00"], ["300.00", "40.00"])
      })
    ],
    path: "/offer/steps/0"
  },
  {
    tag: "TierNotBetter",
    why: "more to spend for the same",
    rules: [promotion({ offer: steps(["200.00", "30.00"], ["300.00", "30.00"]) })],
    twin: [promotion({ offer: steps(["200.00", "30.00"], ["300.00", "30.01"]) })],
    path: "/offer/steps/1"
  },
  {
    tag: "TierNotBetter",
    why: "a cap that makes two steps one",
    rules: [promotion({ cap: "30.00", offer: steps(["200.00", "30.00"], ["300.00", "50.00"]) })],
    twin: [promotion({ cap: "50.00", offer: steps(["200.00", "30.00"], ["300.00", "50.00"]) })]
  },
  {
    tag: "TierNotBetter",
    why: "half of 200.00 is 20.00 already, and so is more of it",
    rules: [promotion({ offer: halves(["100.00", "50", "20.00"], ["200.00", "60", "20.00"]) })],
    twin: [promotion({ offer: halves(["100.00", "50", "20.00"], ["200.00", "60", "20.01"]) })],
    path: "/offer/steps/1"
  },
  {
    tag: "TierNotBetter",
    why: "a percentage of 200.00 that is an amount already",
    rules: [
      promotion({
        offer: {
          kind: "tiers",
          measure: "amount",
          steps: [
            { at: "100.00", rewards: [{ kind: "percent", percent: "10" }] },
            { at: "200.00", rewards: [{ kind: "amount", amount: "20.00" }] }
          ]
        }
      })
    ],
    twin: [
      promotion({
        offer: {
          kind: "tiers",
          measure: "amount",
          steps: [
            { at: "100.00", rewards: [{ kind: "percent", percent: "10", max: "19.99" }] },
            { at: "200.00", rewards: [{ kind: "amount", amount: "20.00" }] }
          ]
        }
      })
    ]
  },
  {
    tag: "CapBelowStep",
    why: "a cap below the amount stated",
    rules: [promotion({ cap: "40.00", offer: steps(["200.00", "30.00"], ["300.00", "50.00"]) })],
    twin: [promotion({ cap: "50.00", offer: steps(["200.00", "30.00"], ["300.00", "50.00"]) })],
    path: "/offer/steps/1/rewards/0"
  },
  {
    tag: "AlwaysShadowed",
    why: "an exclusive offer of the same goods that takes more",
    rules: [
      promotion({ id: "more", priority: 1, offer: percent("20"), stack: { combines: "none" } }),
      promotion({ id: "less", select: tea, stack: { combines: "none" } })
    ],
    twin: [
      promotion({ id: "more", priority: 1, offer: percent("5"), stack: { combines: "none" } }),
      promotion({ id: "less", select: tea, stack: { combines: "none" } })
    ],
    among: ["less", "more"]
  },
  {
    tag: "AlwaysShadowed",
    why: "under priority, whatever stands behind a stop",
    rules: [
      promotion({ id: "first", priority: 1, offer: percent("1"), stack: { stop: "level" } }),
      promotion({ id: "second", when: { measure: "amount", atLeast: "100.00" }, offer: percent("50") })
    ],
    twin: [
      promotion({ id: "first", priority: 1, select: tea, offer: percent("1"), stack: { stop: "level" } }),
      promotion({ id: "second", when: { measure: "amount", atLeast: "100.00" }, offer: percent("50") })
    ],
    ground: { combination: "priority" }
  },
  {
    tag: "StacksBelowCost",
    why: "three percentages that all combine",
    rules: ["a", "b", "c"].map((id) => promotion({ id, offer: percent("20") })),
    twin: ["a", "b", "c"].map((id) => promotion({ id, offer: percent("20"), stack: { combines: "none" } })),
    ground: { goods: [good] },
    path: "/stack",
    among: ["a", "b", "c"]
  },
  {
    tag: "StacksBelowCost",
    why: "a floor that holds, and one that is below the cost",
    rules: [promotion({ offer: percent("70") })],
    twin: [promotion({ offer: percent("40") })],
    ground: { goods: [{ ...good, floor: 5_000n }] }
  },
  {
    tag: "WindowGap",
    why: "an hour between two sales",
    rules: [
      promotion({ id: "morning", select: tea, until: noon }),
      promotion({ id: "evening", select: tea, from: noon + hour, offer: percent("15") })
    ],
    twin: [
      promotion({ id: "morning", select: tea, until: noon }),
      promotion({ id: "evening", select: tea, from: noon, offer: percent("15") })
    ],
    among: ["evening", "morning"]
  },
  {
    tag: "WindowOverlap",
    why: "an hour in which both act",
    rules: [
      promotion({ id: "morning", select: tea, until: noon + hour }),
      promotion({ id: "evening", select: tea, from: noon, offer: percent("15") })
    ],
    twin: [
      promotion({ id: "morning", select: tea, until: noon + hour, stack: { combines: "none" } }),
      promotion({ id: "evening", select: tea, from: noon, offer: percent("15") })
    ],
    among: ["evening", "morning"]
  },
  {
    tag: "EndedAlready",
    why: "over at this moment, since the end is not part of it",
    rules: [promotion({ until: at })],
    twin: [promotion({ until: at + 1 })],
    ground: { at },
    path: "/until"
  },
  {
    tag: "CodeWithoutLimit",
    why: "a code and no budget",
    rules: [promotion({ codes: ["TEA"] })],
    twin: [promotion({ codes: ["TEA"], budgets: [{ account: "uses:TEA", unit: "uses", per: "all" }] })]
  },
  {
    tag: "BudgetOfOneCart",
    why: "a percentage without a cap",
    rules: [promotion({ budgets: [{ account: "spring", unit: "money", per: "all" }] })],
    twin: [promotion({ cap: "30.00", budgets: [{ account: "spring", unit: "money", per: "all" }] })],
    path: "/budgets/0"
  },
  {
    tag: "BudgetOfOneCart",
    why: "an amount as large as the budget",
    rules: [promotion({ offer: amount("50.00"), budgets: [{ account: "spring", unit: "money", per: "all" }] })],
    twin: [promotion({ offer: amount("49.99"), budgets: [{ account: "spring", unit: "money", per: "all" }] })],
    ground: { accounts: { spring: 5_000n } }
  },
  {
    tag: "FundingUnknown",
    why: "a party that is on no list",
    rules: [
      promotion({
        funding: [
          { party: "merchant", share: "0.5" },
          { party: "bnak", share: "0.5" }
        ]
      })
    ],
    twin: [
      promotion({
        funding: [
          { party: "merchant", share: "0.5" },
          { party: "bank", share: "0.5" }
        ]
      })
    ],
    ground: { parties: ["bank"] },
    path: "/funding/1/party"
  },
  {
    tag: "ThresholdAfterDiscounts",
    why: "300 after an item offer took off",
    rules: [promotion({ id: "item", level: "item" }), promotion({ id: "cross", offer: steps(["300.00", "40.00"]) })],
    twin: [
      promotion({ id: "item", level: "item" }),
      promotion({ id: "cross", testBase: "price", offer: steps(["300.00", "40.00"]) })
    ],
    among: ["cross", "item"]
  }
]

const found = (
  rules: ReadonlyArray<Promotion>,
  tag: FindingTag,
  ground: Partial<LintGround> = {}
): ReadonlyArray<Finding> => lint(rules, { currency: "CNY", ...ground }).filter((one) => one.tag === tag)

describe("each finding, and a twin without it", () => {
  test.each(shown)("$tag: $why", ({ tag, rules, twin, ground, path, among }) => {
    const [one, ...more] = found(rules, tag, ground)
    expect(one).toBeDefined()
    expect(more).toEqual([])
    if (path !== undefined) expect(one?.path).toBe(path)
    if (among !== undefined) expect(one?.promotions).toEqual(among)
    for (const text of [one?.zh, one?.en]) expect(text).toMatch(/^(?!.*(undefined|NaN)).*`.+`/)
    expect(found(twin, tag, ground)).toEqual([])
  })

  test("every finding of the closed list is shown", () => {
    expect(new Set(shown.map(({ tag }) => tag))).toEqual(new Set(findingTags))
  })
})

test("the deepest price of one unit: 20 percent of 100.00, then of what is left, then a fixed amount, down to the floor", () => {
  const rules = [
    promotion({ id: "a", level: "item", offer: percent("20") }),
    promotion({ id: "b", offer: percent("20") }),
    promotion({ id: "c", level: "platform", offer: amount("10.00") })
  ].map((one) => succeeds(compilePromotion(one, "CNY")))
  expect(deepest(rules, good)).toEqual({
    left: 5_400n,
    promotions: ["a", "b", "c"],
    units: 1,
    total: 5_400n,
    gifts: 0n
  })
  expect(deepest(rules, { ...good, floor: 6_000n }).left).toBe(6_000n)
})

test("of offers that exclude each other the deepest set counts, and an amount its share of the threshold it needs", () => {
  const rules = [
    promotion({ id: "alone", priority: 1, offer: percent("30"), stack: { combines: "none" } }),
    promotion({ id: "b", offer: percent("20") }),
    promotion({
      id: "c",
      level: "platform",
      offer: { kind: "every", measure: "amount", each: "400.00", rewards: [{ kind: "amount", amount: "100.00" }] }
    })
  ].map((one) => succeeds(compilePromotion(one, "CNY")))
  // Five at 80.00 are 400.00, so that 100.00 comes off: 300.00 for five.
  expect(deepest(rules, good)).toEqual({ left: 6_000n, promotions: ["b", "c"], units: 5, total: 30_000n, gifts: 0n })
})

const selector = fc.constantFrom<Selector | undefined>(
  undefined,
  { fact: "sku", op: "in", values: ["a"] },
  { fact: "sku", op: "in", values: ["a", "b"] },
  { not: { fact: "sku", op: "in", values: ["a"] } },
  {
    all: [
      { fact: "tags", op: "all", values: ["x"] },
      { fact: "tags", op: "notIn", values: ["x"] }
    ]
  },
  { fact: "tags", op: "in", values: ["x"] },
  { fact: "price", op: "below", values: ["60.00"] }
)
const measure = fc.constantFrom("amount", "quantity", "variants", "ofOneVariant" as const)
const threshold = (kind: string, level: number): string | number => (kind === "amount" ? `${level * 60}.00` : level)
const leaf = fc.tuple(measure, selector, fc.integer({ min: 1, max: 4 })).map(
  ([kind, select, level]): Condition => ({
    measure: kind,
    ...(select === undefined ? {} : { select }),
    atLeast: threshold(kind, level)
  })
)
const fact: fc.Arbitrary<Condition> = fc
  .tuple(fc.constantFrom("in", "notIn", "all" as const), fc.subarray(["g", "h"], { minLength: 1 }))
  .map(([op, values]) => ({ fact: "group", op, values }))
const condition = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fact,
    tie("tree").map((not): Condition => ({ not })),
    fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((all): Condition => ({ all })),
    fc.array(tie("tree"), { minLength: 1, maxLength: 2 }).map((any): Condition => ({ any }))
  )
})).tree
const stepped = fc
  .record({
    kind: measure,
    levels: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
    of: selector,
    select: selector,
    when: fc.option(condition, { nil: undefined }),
    level: fc.constantFrom("item", "merchant" as const),
    merchant: fc.constantFrom(undefined, "m1")
  })
  .map(
    ({ kind, levels, of, select, when, level, merchant }): Promotion => ({
      id: "p",
      level,
      ...(merchant === undefined ? {} : { merchant }),
      ...(select === undefined ? {} : { select }),
      ...(when === undefined ? {} : { when }),
      offer: {
        kind: "tiers",
        measure: kind,
        ...(of === undefined ? {} : { of }),
        steps: levels
          .toSorted((a, b) => a - b)
          .map((at) => ({ at: threshold(kind, at), rewards: [{ kind: "percent", percent: "10", per: "unit" }] }))
      }
    })
  )
const basket = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 9_000 }).map(BigInt), fc.integer({ min: 1, max: 4 }), fc.boolean(), fc.boolean()),
  { minLength: 1, maxLength: 3 }
)

test("what is found unreachable, never to hold or to select nothing is never applied, whatever the cart", () => {
  const acted = { TierUnreachable: 0, ConditionNeverHolds: 0, NothingSelectable: 0 }
  fc.assert(
    fc.property(stepped, fc.array(basket, { minLength: 6, maxLength: 6 }), fc.boolean(), (rule, baskets, early) => {
      const said = lint([rule], { currency: "CNY" })
      const quotes = baskets.map((lines, index) =>
        quoted(
          cartOf(
            lines.map(([price, quantity, tagged, other]) => [
              price,
              quantity,
              { facts: tagged ? { tags: ["x", "y"] } : {}, merchant: other ? "m2" : "m1" }
            ]),
            early ? [{ id: "first", level: "item", offer: percent("20") }, rule] : [rule],
            { context: { facts: index % 3 === 0 ? {} : { group: index % 2 === 0 ? ["g"] : ["g", "h"] } } }
          )
        )
      )
      for (const { tag, path } of said) {
        if (tag === "TierUnreachable") {
          acted.TierUnreachable += 1
          const step = Number(path.split("/").at(-1)) + 1
          for (const { steps: taken } of quotes) {
            expect(taken.some((one) => one.promotion === "p" && one.step === step)).toBe(false)
          }
        }
        if (tag === "ConditionNeverHolds" || (tag === "NothingSelectable" && path === "/select")) {
          acted[tag] += 1
          for (const { applied } of quotes) expect(applied).not.toContain("p")
        }
      }
    }),
    { numRuns: 2000 }
  )
  for (const times of Object.values(acted)) expect(times).toBeGreaterThan(20)
})

test("no rule set makes the linter fail, and what it says has no hole", () => {
  fc.assert(
    fc.property(fc.array(stepped, { maxLength: 4 }), (drawn) => {
      const rules = drawn.map((one, index): Promotion => ({ ...one, id: `p${index}` }))
      for (const { zh, en, promotions, path } of lint(rules, { currency: "CNY", at, goods: [good], parties: [] })) {
        expect(`${zh}${en}${path}${promotions.join("")}`).not.toMatch(/undefined|NaN/)
      }
    }),
    { numRuns: 300 }
  )
})
