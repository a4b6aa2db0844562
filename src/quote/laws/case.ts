import * as Schema from "effect/Schema"
import type { Limit, Line, Policy, QuoteInput, Tax } from "../input.ts"
import type { Offer, Promotion, Stack } from "../../promotion/model.ts"

const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))
const minor = int(1, 9_999)
const per = Schema.Literals(["unit", "line", "total"])
const picked = Schema.Literals(["cheapest", "dearest"])
const base = Schema.Literals(["running", "level", "price", "list"])

const Given = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("percent"), percent: int(0, 100), per }),
  Schema.Struct({
    kind: Schema.Literal("amount"),
    amount: minor,
    per,
    by: Schema.Literals(["value", "quantity", "even"])
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
  Schema.Struct({ kind: Schema.Literal("shipping"), percent: int(1, 100) })
])

const Promoted = Schema.Struct({
  level: Schema.Literals(["item", "merchant", "platform", "shipping", "payment"]),
  merchant: Schema.NullOr(Schema.Literals(["m1", "m2"])),
  sku: Schema.NullOr(Schema.Literals(["a", "b", "c"])),
  from: Schema.NullOr(int(1, 20_000)),
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
  budget: Schema.Literals(["no", "uses", "money", "partial"]),
  coded: Schema.Boolean,
  split: Schema.Boolean
})

/** A small cart with small promotions: what laws of quotes are drawn from. Amounts are minor units of CNY. */
export const Case = Schema.Struct({
  lines: Schema.Array(
    Schema.Struct({
      sku: Schema.Literals(["a", "b", "c"]),
      merchant: Schema.Literals(["m1", "m2"]),
      quantity: int(1, 4),
      floor: Schema.Literals(["no", "no", "amount", "percent"]),
      tax: Schema.Literals(["no", "included", "onTop", "two"])
    })
  ).check(Schema.isMinLength(1), Schema.isMaxLength(4)),
  prices: Schema.Struct({ a: minor, b: minor, c: minor }),
  list: Schema.Boolean,
  locked: Schema.Literals(["no", "no", "merchant"]),
  tiered: Schema.Literals(["no", "volume", "graduated"]),
  shipping: int(0, 2_000),
  fee: int(0, 500),
  promotions: Schema.Array(Promoted).check(Schema.isMaxLength(5)),
  combination: Schema.Literals(["best", "priority"]),
  discountRounding: Schema.Literals(["halfUp", "halfEven", "halfDown", "down", "up"]),
  taxRounding: Schema.Literals(["line", "unit", "order"]),
  compound: Schema.Boolean,
  limit: Schema.Literals(["no", "no", "cart", "merchant", "line"]),
  free: int(0, 3_000)
})
export type Case = typeof Case.Type

type PromotedCase = Case["promotions"][number]

/** The input that a case stands for. */
export const inputOf = (of: Case): QuoteInput => ({
  currency: "CNY",
  at: 1_794_362_400_000,
  lines: of.lines.map((line, index) => lineOf(line, index)),
  prices: (["a", "b", "c"] as const).flatMap((sku) => pricesOf(of, sku)),
  promotions: of.promotions.map((promoted, index) => promotionOf(promoted, `p${index}`)),
  charges: [
    { id: "s1", merchant: "m1", amount: BigInt(of.shipping), tax: taxes.included },
    { id: "s2", merchant: "m2", amount: BigInt(of.shipping) }
  ],
  fees: [{ id: "f1", amount: BigInt(of.fee), tax: taxes.onTop }],
  context: { customer: "alice", facts: { customerGroup: ["member"] } },
  codes: ["save"],
  accounts: { "uses:p": of.free % 3, "money:p": BigInt(of.free) },
  policy: policyOf(of)
})

const taxes = {
  no: undefined,
  included: { included: true, rates: [{ id: "vat", rate: "0.13" }] },
  onTop: { included: false, rates: [{ id: "gst", rate: "0.0825" }] },
  two: {
    included: true,
    rates: [
      { id: "state", rate: "0.05" },
      { id: "city", rate: "0.0875" }
    ]
  }
} satisfies Record<string, Tax | undefined>

const lineOf = ({ sku, merchant, quantity, floor, tax }: Case["lines"][number], index: number): Line => {
  const taxed = taxes[tax]
  return {
    id: `l${index}`,
    sku,
    merchant,
    quantity,
    facts: { category: [sku === "c" ? "ware" : "tea"] },
    ...(floor === "no" ? {} : { floor: floor === "amount" ? { amount: 900n } : { percent: "62.5" } }),
    ...(taxed === undefined ? {} : { tax: taxed })
  }
}

const pricesOf = (of: Case, sku: "a" | "b" | "c"): QuoteInput["prices"] => {
  const amount = BigInt(of.prices[sku])
  const entry = {
    id: `price-${sku}`,
    sku,
    currency: "CNY",
    amount,
    ...(of.list ? { list: amount + 150n } : {}),
    ...(of.locked === "merchant" && sku === "b" ? { locks: ["merchant" as const] } : {})
  }
  if (of.tiered === "no") return [entry]
  return [entry, { ...entry, id: `tier-${sku}`, minQuantity: 3, tiers: of.tiered, amount: (amount * 9n) / 10n }]
}

const policyOf = (of: Case): Policy => ({
  combination: of.combination,
  rounding: { discount: of.discountRounding },
  tax: { rounding: of.taxRounding, compound: of.compound },
  search: { nodes: 400 },
  limits: of.limit === "no" ? [] : [limitOf(of.limit)]
})

const limitOf = (per: Limit["per"]): Limit => ({ id: "limit", classes: ["x"], max: 1, per })

const text = (minorUnits: number): string =>
  `${Math.floor(minorUnits / 100)}.${String(minorUnits % 100).padStart(2, "0")}`

/** The promotion that a drawn one stands for; what the drawn one asks for and no promotion may have is left out. */
const promotionOf = (of: PromotedCase, id: string): Promotion => {
  const line = of.line && of.offered.kind !== "shipping"
  const stack: Stack = {
    class: of.class,
    combines: of.combines === "own" ? [of.class] : of.combines,
    scope: line ? "line" : "cart",
    ...(of.stop === "no" ? {} : { stop: of.stop })
  }
  return {
    id,
    level: of.level,
    offer: offerOf(of.offered),
    lane: of.lane,
    priority: of.priority,
    base: of.base,
    testBase: of.testBase,
    stack,
    ...(of.merchant === null ? {} : { merchant: of.merchant }),
    ...(of.sku === null ? {} : { select: { fact: "sku", op: "in" as const, values: [of.sku] } }),
    ...(of.from === null ? {} : { when: { measure: "amount" as const, atLeast: text(of.from) } }),
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

const budgetOf = ({ budget }: PromotedCase): Pick<Promotion, "budgets"> => {
  if (budget === "no") return {}
  if (budget === "uses") return { budgets: [{ account: "uses:p", unit: "uses", per: "all" }] }
  return { budgets: [{ account: "money:p", unit: "money", per: "all", partial: budget === "partial" }] }
}

const rewardOf = (given: (typeof Given)["Type"]) => {
  switch (given.kind) {
    case "percent":
      return { kind: "percent", percent: `${given.percent}`, per: given.per } as const
    case "amount":
      return { kind: "amount", amount: text(given.amount), per: given.per, by: given.by } as const
    case "price":
      return { kind: "price", price: text(given.price), per: given.per } as const
  }
}

const offerOf = (of: PromotedCase["offered"]): Offer => {
  switch (of.kind) {
    case "grant": {
      const units = of.units === null ? {} : { units: { max: 2, pick: of.units, per: "variant" as const } }
      const reward = { ...rewardOf(of.given), ...units, max: "60.00" }
      return { kind: "grant", rewards: of.second ? [reward, { kind: "percent", percent: "3" }] : [reward] }
    }
    case "tiers":
      return {
        kind: "tiers",
        measure: "amount",
        steps: [
          { at: text(of.at), rewards: [rewardOf(of.given)] },
          { at: text(of.at * 2), rewards: [{ kind: "percent", percent: "30" }] }
        ]
      }
    case "every":
      return {
        kind: "every",
        measure: "amount",
        each: text(of.each),
        rewards: [{ kind: "amount", amount: text(of.off), per: "total" }]
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
      return { kind: "grant", rewards: [{ kind: "shipping", percent: `${of.percent}` }] }
  }
}
