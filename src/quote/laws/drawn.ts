import * as Schema from "effect/Schema"
import type { Condition, Offer, Promotion, Reward, Stack } from "../../promotion/model.ts"

/** A whole number within bounds. */
export const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

/** An amount in minor units. */
export const minor = int(1, 9_999)

const per = Schema.Literals(["unit", "line", "total"])
const picked = Schema.Literals(["cheapest", "dearest"])
const base = Schema.Literals(["running", "level", "price", "list"])

const Given = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("percent"), percent: int(0, 100), per }),
  Schema.Struct({
    kind: Schema.Literal("amount"),
    amount: minor,
    per,
    by: Schema.Literals(["value", "quantity", "even"]),
    basis: Schema.Literals(["asPriced", "net", "gross"])
  }),
  Schema.Struct({ kind: Schema.Literal("price"), price: minor, per: Schema.Literals(["unit", "total"]) })
])

const Offered = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("grant"), given: Given, second: Schema.Boolean, units: Schema.NullOr(picked) }),
  Schema.Struct({ kind: Schema.Literal("tiers"), at: minor, given: Given }),
  Schema.Struct({ kind: Schema.Literal("every"), each: int(500, 9_999), off: minor }),
  Schema.Struct({
    kind: Schema.Literal("nth"),
    percent: int(1, 100),
    then: Schema.Literals(["cycle", "last", "stop"]),
    whole: Schema.Boolean
  }),
  Schema.Struct({
    kind: Schema.Literal("buyGet"),
    buy: int(1, 2),
    get: int(1, 2),
    pick: Schema.Literals(["cheapest", "dearest", "eachSet"]),
    given: Given
  }),
  Schema.Struct({ kind: Schema.Literal("multi"), quantity: int(2, 3), price: minor }),
  Schema.Struct({ kind: Schema.Literal("bundle"), price: minor }),
  Schema.Struct({
    kind: Schema.Literal("shipping"),
    takes: Schema.Literals(["percent", "amount", "price"]),
    percent: int(1, 100),
    per: Schema.Literals(["total", "charge"])
  }),
  Schema.Struct({ kind: Schema.Literal("addOn"), price: minor, max: Schema.NullOr(int(1, 2)) }),
  Schema.Struct({ kind: Schema.Literal("deposit"), pay: int(1, 2_000), more: int(0, 2_000) })
])

/** What an offer may give beside what it takes off. */
const Beside = Schema.Literals([
  "no",
  "no",
  "no",
  "gift",
  "topUp",
  "cashback",
  "cashbackPercent",
  "points",
  "pointsPer",
  "pointsPercent",
  "coupon"
])

/** A small promotion of any kind. */
export const Promoted = Schema.Struct({
  level: Schema.Literals(["item", "merchant", "platform", "shipping", "payment"]),
  merchant: Schema.NullOr(Schema.Literals(["m1", "m2"])),
  sku: Schema.NullOr(Schema.Literals(["a", "b", "c"])),
  from: Schema.NullOr(int(1, 20_000)),
  also: Schema.Literals(["no", "no", "no", "hours", "member", "variants", "charge"]),
  scheduled: Schema.Literals(["no", "no", "no", "in", "overnight", "out"]),
  beside: Beside,
  offered: Offered,
  lane: int(0, 1),
  priority: int(0, 1),
  base,
  testBase: base,
  class: Schema.Literals(["x", "y"]),
  combines: Schema.Literals(["all", "all", "none", "own"]),
  line: Schema.Boolean,
  stop: Schema.Literals(["no", "no", "level", "all"]),
  pooled: Schema.Boolean,
  cap: Schema.NullOr(minor),
  budget: Schema.Literals(["no", "uses", "customer", "money", "partial", "monthly"]),
  claims: Schema.Literals([false, false, true]),
  coded: Schema.Boolean,
  split: Schema.Boolean
})

/** A drawn promotion, and a drawn reward on units. */
export type PromotedCase = typeof Promoted.Type
export type Given = typeof Given.Type

const text = (minorUnits: number): string =>
  `${Math.floor(minorUnits / 100)}.${String(minorUnits % 100).padStart(2, "0")}`

/** The promotion that a drawn one stands for; what the drawn one asks for and no promotion may have is left out. */
export const promotionOf = (of: PromotedCase, id: string): Promotion => {
  const line =
    of.line && of.offered.kind !== "shipping" && of.offered.kind !== "deposit" && !(isPlain(of) && of.beside !== "no")
  const stack: Stack = {
    class: of.class,
    combines: of.combines === "own" ? [of.class] : of.combines,
    scope: line ? "line" : "cart",
    ...(of.stop === "no" ? {} : { stop: of.stop })
  }
  return {
    id,
    level: of.level,
    offer: offerOf(of.offered, of.beside),
    lane: of.lane,
    priority: of.priority,
    base: of.base,
    testBase: of.testBase,
    stack,
    ...(of.merchant === null ? {} : { merchant: of.merchant }),
    ...(of.sku === null ? {} : { select: { fact: "sku", op: "in" as const, values: [of.sku] } }),
    ...whenOf(of),
    ...(of.scheduled === "no" ? {} : { schedule: hours[of.scheduled] }),
    ...(of.claims && !line ? { onNothing: "claim" as const } : {}),
    ...(of.pooled ? { pool: "pool" } : {}),
    ...(of.cap === null ? {} : { cap: text(of.cap) }),
    ...(of.coded ? { codes: ["SAVE", "OTHER"] } : {}),
    ...(of.split
      ? {
          funding: [
            { party: "platform", share: "0.4" },
            { party: "merchant", share: "0.35" },
            { party: "brand", share: "0.25" }
          ]
        }
      : {}),
    ...budgetOf(of)
  }
}

/** Whether it is an offer that may give something beside. */
const isPlain = ({ offered: { kind } }: PromotedCase): boolean =>
  kind === "grant" || kind === "tiers" || kind === "every"

const whenOf = ({ from, also }: PromotedCase): Pick<Promotion, "when"> => {
  const threshold: ReadonlyArray<Condition> = from === null ? [] : [{ measure: "amount", atLeast: text(from) }]
  if (also === "no") return from === null ? {} : { when: threshold[0]! }
  return { when: { all: [...threshold, conditions[also]] } }
}

const conditions = {
  hours: { zone: "Asia/Shanghai", hours: [{ days: [1, 2, 3], from: "09:00", until: "12:00" }] },
  member: { not: { fact: "customerGroup", op: "notIn", values: ["member"] } },
  variants: { measure: "variants", atLeast: 2 },
  charge: {
    any: [{ charge: { fact: "price", op: "above", values: ["5.00"] } }, { measure: "ofOneVariant", atLeast: 3 }]
  }
} satisfies Record<string, Condition>

const hours = {
  in: { zone: "Asia/Shanghai", hours: [{ days: [3], from: "10:00", until: "10:01" }] },
  overnight: { zone: "America/New_York", hours: [{ days: [2], from: "18:00", until: "00:00" }] },
  out: { zone: "Asia/Shanghai", hours: [{ days: [3], from: "08:00", until: "10:00" }] }
} as const

/** A budget that begins anew each month. */
export const monthly = {
  account: "money:p",
  unit: "money",
  per: "all",
  period: "month",
  zone: "Asia/Shanghai"
} as const

const budgetOf = ({ budget }: PromotedCase): Pick<Promotion, "budgets"> => {
  switch (budget) {
    case "no":
      return {}
    case "uses":
      return { budgets: [{ account: "uses:p", unit: "uses", per: "all" }] }
    case "customer":
      return { budgets: [{ account: "own:p", unit: "uses", per: "customer" }] }
    case "monthly":
      return { budgets: [monthly] }
    default:
      return { budgets: [{ account: "money:p", unit: "money", per: "all", partial: budget === "partial" }] }
  }
}

const besideOf = (beside: PromotedCase["beside"]): ReadonlyArray<Reward> => {
  switch (beside) {
    case "no":
      return []
    case "gift":
      return [{ kind: "gift", sku: "cup", quantity: 2, mode: "add", stock: { account: "gifts:cup" } }]
    case "topUp":
      return [{ kind: "gift", sku: "a", quantity: 2, mode: "topUp", stock: { account: "gifts:cup" } }]
    case "cashback":
      return [{ kind: "cashback", amount: "3.00" }]
    case "cashbackPercent":
      return [{ kind: "cashback", percent: "5", max: "2.00" }]
    case "points":
      return [{ kind: "points", points: 200 }]
    case "pointsPer":
      return [{ kind: "points", points: 3, per: "10.00" }]
    case "pointsPercent":
      return [{ kind: "points", percent: "2.5", max: 90 }]
    case "coupon":
      return [{ kind: "coupon", template: "next" }]
  }
}

/** The reward that a drawn one stands for. */
export const rewardOf = (given: Given) => {
  switch (given.kind) {
    case "percent":
      return { kind: "percent", percent: `${given.percent}`, per: given.per } as const
    case "amount":
      return { kind: "amount", amount: text(given.amount), per: given.per, by: given.by, basis: given.basis } as const
    case "price":
      return { kind: "price", price: text(given.price), per: given.per } as const
  }
}

// An offer that gives its reward every so often scales what is given beside it, unless that sees for itself how much there is.
const scaling = (beside: PromotedCase["beside"]): PromotedCase["beside"] =>
  beside === "cashbackPercent" || beside === "pointsPer" || beside === "pointsPercent" ? "no" : beside

const offerOf = (of: PromotedCase["offered"], beside: PromotedCase["beside"]): Offer => {
  switch (of.kind) {
    case "grant": {
      const units = of.units === null ? {} : { units: { max: 2, pick: of.units, per: "variant" as const } }
      const reward = { ...rewardOf(of.given), ...units, max: "60.00" }
      const second = of.second ? [{ kind: "percent" as const, percent: "3" }] : []
      return { kind: "grant", rewards: [...besideOf(beside), reward, ...second] }
    }
    case "tiers":
      return {
        kind: "tiers",
        measure: "amount",
        steps: [
          { at: text(of.at), rewards: [rewardOf(of.given), ...besideOf(beside)] },
          { at: text(of.at * 2), rewards: [{ kind: "percent", percent: "30" }] }
        ]
      }
    case "every":
      return {
        kind: "every",
        measure: "amount",
        each: text(of.each),
        rewards: [{ kind: "amount", amount: text(of.off), per: "total" }, ...besideOf(scaling(beside))]
      }
    case "nth":
      return {
        kind: "nth",
        steps: [null, { kind: "percent", percent: `${of.percent}` }],
        then: of.then,
        per: of.whole ? "variant" : "selection",
        wholeSets: of.whole
      }
    case "buyGet":
      return {
        kind: "buyGet",
        buy: { quantity: of.buy },
        get: { quantity: of.get, reward: rewardOf(of.given) },
        pick: of.pick
      }
    case "multi":
      return { kind: "multi", quantity: of.quantity, price: text(of.price) }
    case "bundle":
      return {
        kind: "bundle",
        parts: [
          { select: { fact: "sku", op: "in", values: ["a"] }, quantity: 1 },
          { select: { fact: "category", op: "in", values: ["tea"] }, quantity: 1 }
        ],
        reward: { kind: "price", price: text(of.price) }
      }
    case "shipping":
      return {
        kind: "grant",
        rewards: [
          { kind: "shipping", [of.takes]: of.takes === "percent" ? `${of.percent}` : text(of.percent * 9), per: of.per }
        ]
      }
    case "addOn":
      return { kind: "addOn", price: text(of.price), ...(of.max === null ? {} : { max: of.max }) }
    case "deposit":
      return {
        kind: "deposit",
        pay: text(of.pay),
        counts: text(of.pay + of.more),
        ...(of.pay % 2 === 0 ? {} : { tail: { from: of.pay, until: of.pay + of.more + 1 } })
      }
  }
}
