import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaRepresentation from "effect/SchemaRepresentation"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  accountOf,
  budgetAccount,
  compareRank,
  define,
  jsonSchema,
  normalCode,
  Promotion,
  promotionModel,
  readPromotion
} from "../../src/promotion/index.ts"
import { check, title } from "../../src/testing/index.ts"
import { promotionLaws } from "../../src/promotion/laws.ts"
import { refuses, succeeds } from "../quote/sample.ts"
import { offers } from "./offers.ts"

for (const law of promotionLaws) {
  test(title(law), async () => {
    expect((await check(law, { runs: 200 })).held).toBeGreaterThan(0)
  })
}

const grant = { kind: "grant", rewards: [{ kind: "percent", percent: "10" }] }
const promotion = (more: object) => ({ id: "p", level: "item", offer: grant, ...more })
const rewarding = (reward: object) => promotion({ offer: { kind: "grant", rewards: [reward] } })

describe("definition", () => {
  test.each(offers.map((offer) => [offer.id, offer] as const))(
    "%s is a promotion, by the reader and by its Schema",
    (_, offer) => {
      succeeds(define(offer, "CNY"))
      succeeds(Schema.decodeUnknownResult(Promotion, { onExcessProperty: "error" })(offer))
    }
  )

  test("defaults: version 1, the currency of the rule set, active, its level as class", () => {
    expect(succeeds(define(promotion({}), "CNY"))).toMatchObject({
      version: 1,
      currency: "CNY",
      state: "active",
      lane: 0,
      priority: 0,
      base: "running",
      testBase: "running",
      class: "item",
      combines: "all",
      scope: "cart",
      consumes: "all",
      funding: [{ party: "merchant", weight: 1n }]
    })
    expect(succeeds(define(promotion({ level: "platform" }), "CNY")).funding).toEqual([
      { party: "platform", weight: 1n }
    ])
  })

  test.each<[string, object, string]>([
    ["an unknown key", promotion({ discount: 5 }), "/discount"],
    ["an unknown kind of offer", promotion({ offer: { kind: "raffle", price: "1" } }), "/offer/kind"],
    ["an unknown kind of reward", rewarding({ kind: "kiss" }), "/offer/rewards/0/kind"],
    ["H023 a negative amount", rewarding({ kind: "amount", amount: "-5.00" }), "/offer/rewards/0/amount"],
    ["H024 101 percent", rewarding({ kind: "percent", percent: "101" }), "/offer/rewards/0/percent"],
    ["H024 100.0001 percent", rewarding({ kind: "percent", percent: "100.0001" }), "/offer/rewards/0/percent"],
    ["a percentage below zero", rewarding({ kind: "percent", percent: "-1" }), "/offer/rewards/0/percent"],
    ["a finer amount than the currency has", rewarding({ kind: "amount", amount: "5.001" }), "/offer/rewards/0/amount"],
    ["an amount that is a number", rewarding({ kind: "amount", amount: 5 }), "/offer/rewards/0/amount"],
    ["H092 an end at its start", promotion({ from: "2026-11-11T00:00:00Z", until: "2026-11-11T00:00:00Z" }), "/until"],
    ["an instant that is none", promotion({ from: "2026-11-31T00:00:00Z" }), "/from"],
    ["steps that do not ascend", promotion({ offer: tiers("200.00", "200.00") }), "/offer/steps/1/at"],
    ["a threshold in money that is a number", promotion({ offer: tiers(200, 300) }), "/offer/steps/0/at"],
    ["a quantity below 1", promotion({ offer: { kind: "multi", quantity: 0, price: "9.90" } }), "/offer/quantity"],
    ["every 0", promotion({ offer: every("0.00", { kind: "amount", amount: "5.00" }) }), "/offer/each"],
    [
      "a percentage that would scale",
      promotion({ offer: every("100.00", { kind: "percent", percent: "5" }) }),
      "/offer/rewards/0"
    ],
    [
      "a price that would scale",
      promotion({ offer: every("100.00", { kind: "price", price: "5.00" }) }),
      "/offer/rewards/0"
    ],
    ["no rewards", promotion({ offer: { kind: "grant", rewards: [] } }), "/offer/rewards"],
    ["funding that does not sum to 1", promotion({ funding: [{ party: "platform", share: "0.7" }] }), "/funding"],
    [
      "a share of nothing",
      promotion({
        funding: [
          { party: "a", share: "1" },
          { party: "b", share: "0" }
        ]
      }),
      "/funding/1/share"
    ],
    [
      "a party twice",
      promotion({
        funding: [
          { party: "a", share: "0.5" },
          { party: "a", share: "0.5" }
        ]
      }),
      "/funding/1/party"
    ],
    [
      "scope line with shipping",
      promotion({ stack: { scope: "line" }, offer: shipping({ percent: "100" }) }),
      "/stack/scope"
    ],
    [
      "shipping with two effects",
      promotion({ offer: shipping({ percent: "50", amount: "1.00" }) }),
      "/offer/rewards/0"
    ],
    ["eachSet of different units", promotion({ offer: eachSet }), "/offer/pick"],
    ["a set that buys what has no operator", promotion({ offer: buyGet({ op: "like" }, {}) }), "/offer/buy/select/op"],
    ["a set that gets what has no operator", promotion({ offer: buyGet({}, { op: "like" }) }), "/offer/get/select/op"],
    [
      "a comparison with two numbers",
      promotion({ select: { fact: "weight", op: "above", values: ["1", "2"] } }),
      "/select/values"
    ],
    [
      "a comparison with a word",
      promotion({ when: { not: { fact: "age", op: "above", values: ["old"] } } }),
      "/when/not/values/0"
    ],
    ["an unknown operator", promotion({ select: { fact: "tags", op: "like", values: ["tea"] } }), "/select/op"],
    ["a leaf of no kind", promotion({ when: { some: [] } }), "/when"],
    ["a cap below zero", promotion({ cap: "-1.00" }), "/cap"],
    ["a model that is not there yet", promotion({ model: 3 }), "/model"],
    ["a schedule without a zone", promotion({ schedule: { hours: [hours({})] } }), "/schedule/zone"],
    ["a schedule without hours", promotion({ schedule: { zone: "UTC", hours: [] } }), "/schedule/hours"],
    ["a schedule of no zone", promotion({ schedule: { zone: "Mars/Base", hours: [hours({})] } }), "/schedule/zone"],
    ["an eighth weekday", scheduled({ days: [8] }), "/schedule/hours/0/days/0"],
    ["no weekday", scheduled({ days: [] }), "/schedule/hours/0/days"],
    ["a time that is none", scheduled({ from: "9:00" }), "/schedule/hours/0/from"],
    ["a time past the day", scheduled({ until: "24:01" }), "/schedule/hours/0/until"],
    ["a start at the end of the day", scheduled({ from: "24:00" }), "/schedule/hours/0/from"],
    ["hours that end as they begin", scheduled({ until: "09:00" }), "/schedule/hours/0/until"],
    [
      "hours in a condition, of no zone",
      promotion({ when: { not: { zone: "Nowhere", hours: [hours({})] } } }),
      "/when/not/zone"
    ],
    ["no gift", rewarding({ kind: "gift", sku: "cup", quantity: 0, mode: "add" }), "/offer/rewards/0/quantity"],
    ["a gift in no way", rewarding({ kind: "gift", sku: "cup", quantity: 1 }), "/offer/rewards/0/mode"],
    ["cashback of nothing", rewarding({ kind: "cashback" }), "/offer/rewards/0"],
    ["cashback stated twice", rewarding({ kind: "cashback", percent: "5", amount: "1.00" }), "/offer/rewards/0"],
    ["cashback above all", rewarding({ kind: "cashback", percent: "101" }), "/offer/rewards/0/percent"],
    ["negative cashback", rewarding({ kind: "cashback", amount: "-1.00" }), "/offer/rewards/0/amount"],
    ["a cashback cap below zero", rewarding({ kind: "cashback", percent: "5", max: "-1.00" }), "/offer/rewards/0/max"],
    ["points of nothing", rewarding({ kind: "points" }), "/offer/rewards/0"],
    ["points stated twice", rewarding({ kind: "points", points: 5, percent: "5" }), "/offer/rewards/0"],
    ["points per an amount alone", rewarding({ kind: "points", percent: "5", per: "1.00" }), "/offer/rewards/0/per"],
    ["points per nothing", rewarding({ kind: "points", points: 5, per: "0.00" }), "/offer/rewards/0/per"],
    ["half a point", rewarding({ kind: "points", points: 0.5 }), "/offer/rewards/0/points"],
    ["points above all", rewarding({ kind: "points", percent: "100.1" }), "/offer/rewards/0/percent"],
    ["a coupon of no template", rewarding({ kind: "coupon" }), "/offer/rewards/0/template"],
    [
      "an amount of a strange basis",
      rewarding({ kind: "amount", amount: "5.00", basis: "tax" }),
      "/offer/rewards/0/basis"
    ],
    [
      "cashback that would scale twice",
      promotion({ offer: every("100.00", { kind: "cashback", percent: "5" }) }),
      "/offer/rewards/0"
    ],
    [
      "points that would scale twice",
      promotion({ offer: every("100.00", { kind: "points", points: 1, per: "1.00" }) }),
      "/offer/rewards/0"
    ],
    [
      "a percentage of points that would scale",
      promotion({ offer: every("100.00", { kind: "points", percent: "5" }) }),
      "/offer/rewards/0"
    ],
    ["an add-on below zero", promotion({ offer: { kind: "addOn", price: "-1.00" } }), "/offer/price"],
    ["no add-on", promotion({ offer: { kind: "addOn", price: "1.00", max: 0 } }), "/offer/max"],
    ["a deposit of nothing", promotion({ offer: { kind: "deposit", pay: "0.00", counts: "1.00" } }), "/offer/pay"],
    [
      "a deposit that counts for less",
      promotion({ offer: { kind: "deposit", pay: "2.00", counts: "1.99" } }),
      "/offer/counts"
    ],
    [
      "a tail that is over before it begins",
      promotion({
        offer: {
          kind: "deposit",
          pay: "1.00",
          counts: "2.00",
          tail: { from: "2026-11-11T12:00:00Z", until: "2026-11-11T12:00:00Z" }
        }
      }),
      "/offer/tail/until"
    ],
    [
      "a tail without an end",
      promotion({ offer: { kind: "deposit", pay: "1.00", counts: "2.00", tail: { from: "2026-11-11T12:00:00Z" } } }),
      "/offer/tail/until"
    ],
    [
      "scope line with a gift",
      promotion({ stack: { scope: "line" }, offer: giving({ kind: "gift", sku: "cup", quantity: 1, mode: "add" }) }),
      "/stack/scope"
    ],
    [
      "scope line with cashback",
      promotion({ stack: { scope: "line" }, offer: giving({ kind: "cashback", percent: "5" }) }),
      "/stack/scope"
    ],
    [
      "scope line with a deposit",
      promotion({ stack: { scope: "line" }, offer: { kind: "deposit", pay: "1.00", counts: "2.00" } }),
      "/stack/scope"
    ],
    ["scope line that claims for nothing", promotion({ stack: { scope: "line" }, onNothing: "claim" }), "/onNothing"],
    ["a strange period", budgeted({ period: "quarter" }), "/budgets/0/period"],
    ["a zone without a period", budgeted({ zone: "UTC" }), "/budgets/0/zone"],
    ["a period in no zone", budgeted({ period: "day", zone: "Mars/Base" }), "/budgets/0/zone"],
    [
      "money that bounds what takes nothing",
      promotion({
        budgets: [{ account: "b", unit: "money", per: "all" }],
        offer: giving({ kind: "cashback", percent: "5" })
      }),
      "/budgets/0/unit"
    ]
  ])("%s is InvalidPromotion", (_, json, path) => {
    expect(refuses(define(json, "CNY"))).toMatchObject({ _tag: "InvalidPromotion", promotion: "p", path })
  })

  test("a promotion of an older model is read as one of the present", () => {
    for (const offer of offers) {
      const { model: _, ...present } = succeeds(readPromotion(offer))
      const { model, ...older } = succeeds(readPromotion({ ...offer, model: 1 }))
      expect([model, older]).toEqual([promotionModel, present])
      expect(succeeds(Schema.decodeUnknownResult(Promotion)({ ...offer, model: 1 }))).toMatchObject(present)
    }
  })

  test("what is not even an object", () => {
    for (const json of [null, undefined, 1, "p", []]) expect(refuses(define(json, "CNY"))._tag).toBe("InvalidPromotion")
  })
})

const tiers = (first: unknown, second: unknown) => ({
  kind: "tiers",
  measure: "amount",
  steps: [first, second].map((at) => ({ at, rewards: [{ kind: "percent", percent: "5" }] }))
})
const every = (each: unknown, reward: object) => ({ kind: "every", measure: "amount", each, rewards: [reward] })
const shipping = (takes: object) => ({ kind: "grant", rewards: [{ kind: "shipping", ...takes }] })
const giving = (reward: object) => ({ kind: "grant", rewards: [reward] })
const hours = (more: object) => ({ days: [1], from: "09:00", until: "18:00", ...more })
const scheduled = (more: object) => promotion({ schedule: { zone: "Asia/Shanghai", hours: [hours(more)] } })
const budgeted = (more: object) => promotion({ budgets: [{ account: "b", unit: "uses", per: "all", ...more }] })
const buyGet = (buys: object, gets: object) => ({
  kind: "buyGet",
  buy: { quantity: 1, select: { fact: "sku", op: "in", values: ["a"], ...buys } },
  get: {
    quantity: 1,
    select: { fact: "sku", op: "in", values: ["a"], ...gets },
    reward: { kind: "percent", percent: "50" }
  }
})
const eachSet = {
  kind: "buyGet",
  buy: { quantity: 1, select: { fact: "sku", op: "in", values: ["a"] } },
  get: { quantity: 1, reward: { kind: "percent", percent: "50" } },
  pick: "eachSet"
}

test("the reader and the Schema accept and refuse the same: one value of an offer replaced at random", () => {
  const decode = Schema.decodeUnknownResult(Promotion, { onExcessProperty: "error" })
  const strange = fc.constantFrom<unknown>(
    null,
    true,
    0,
    1,
    -1,
    1.5,
    "",
    "x",
    "5.00",
    "-0",
    "item",
    "amount",
    [],
    ["x"],
    {},
    { kind: "grant" }
  )
  fc.assert(
    fc.property(fc.constantFrom(...offers), fc.nat(), strange, fc.boolean(), (offer, place, value, add) => {
      const json = structuredClone(offer)
      const slots = slotsOf(json)
      const { holder, key } = slots[place % slots.length]!
      if (add) Object.assign(holder, { strange: value })
      else Object.assign(holder, { [key]: value })
      expect(Result.isSuccess(readPromotion(json))).toBe(Result.isSuccess(decode(json)))
    }),
    { numRuns: 2_000 }
  )
})

interface Slot {
  readonly holder: object
  readonly key: string
}

const slotsOf = (json: object): ReadonlyArray<Slot> =>
  Object.entries(json).flatMap(([key, value]: [string, unknown]) => [
    { holder: json, key },
    ...(typeof value === "object" && value !== null ? slotsOf(value) : [])
  ])

test("a budget with a period has an account for each, by the calendar of its zone", () => {
  const budget = { account: "budget:spring", unit: "money", per: "all" } as const
  const newYear = Date.UTC(2026, 11, 31, 16)
  const named = (period: "day" | "week" | "month" | "year", zone?: string) =>
    budgetAccount({ ...budget, period, ...(zone === undefined ? {} : { zone }) }, newYear)
  expect(budgetAccount(budget, newYear)).toBe("budget:spring")
  expect(named("day", "Asia/Shanghai")).toBe("budget:spring@2027-01-01")
  expect(named("week", "Asia/Shanghai")).toBe("budget:spring@2026-W53")
  expect(named("month", "Asia/Shanghai")).toBe("budget:spring@2027-01")
  expect(named("year", "Asia/Shanghai")).toBe("budget:spring@2027")
  expect([named("day"), named("month"), named("year")]).toEqual([
    "budget:spring@2026-12-31",
    "budget:spring@2026-12",
    "budget:spring@2026"
  ])
})

test("the JSON Schema of a promotion is closed, and accepts every example", () => {
  const { schema, definitions } = jsonSchema()
  const objects = objectsOf({ schema, definitions })
  expect(objects.length).toBeGreaterThan(30)
  expect(objects.filter(({ additionalProperties }) => additionalProperties !== false)).toEqual([])
  // Read back by itself, it knows the examples and refuses them with a key more.
  const imported = SchemaRepresentation.fromJsonSchemaDocument(jsonSchema(), { patterns: "apply" })
  const read = Schema.decodeUnknownResult(imported as Schema.Codec<unknown>, { onExcessProperty: "error" })
  for (const offer of offers) {
    expect(Result.isSuccess(read(offer)), offer.id).toBe(true)
    expect(Result.isSuccess(read({ ...offer, strange: 1 })), offer.id).toBe(false)
    expect(Result.isSuccess(read({ ...offer, offer: { ...offer.offer, strange: 1 } })), offer.id).toBe(false)
  }
})

const objectsOf = (
  value: unknown
): ReadonlyArray<{ readonly additionalProperties?: unknown; readonly type: unknown }> => {
  if (typeof value !== "object" || value === null) return []
  const below = Object.values(value).flatMap(objectsOf)
  return "type" in value && value.type === "object" && "properties" in value ? [value, ...below] : below
}

test("codes are trimmed, composed and upper case; look-alikes of another script stay apart", () => {
  expect(normalCode("  save１０ ")).toBe("SAVE10")
  expect(normalCode("ЅАVЕ10")).not.toBe("SAVE10")
})

test("rank: level, lane, priority downwards, id by its bytes", () => {
  const ranked = [
    { id: "b", level: 0, lane: 0, priority: 5 },
    { id: "a", level: 0, lane: 0, priority: 0 },
    { id: "é", level: 0, lane: 0, priority: 0 },
    { id: "a", level: 0, lane: 1, priority: 9 },
    { id: "a", level: 1, lane: -1, priority: 9 }
  ]
  expect(ranked.toReversed().sort(compareRank)).toEqual(ranked)
})

test("the account of a limit per customer has the customer behind it", () => {
  expect(accountOf({ account: "uses:SAVE10", per: "all" }, "alice")).toBe("uses:SAVE10")
  expect(accountOf({ account: "uses:SAVE10", per: "customer" }, "alice")).toBe("uses:SAVE10/alice")
})
