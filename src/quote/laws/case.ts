import * as Schema from "effect/Schema"
import type { Limit, Line, Policy, QuoteInput, Tax } from "../input.ts"
import { budgetAccount } from "../../promotion/rules/claim.ts"
import { monthly, promotionOf } from "./drawn.ts"

const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))
const minor = int(1, 9_999)
const per = Schema.Literals(["unit", "line", "total"])
const picked = Schema.Literals(["cheapest", "dearest"])
const base = Schema.Literals(["running", "level", "price", "list"])

export const Given = Schema.Union([
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

const Promoted = Schema.Struct({
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

/** A small cart with small promotions: what laws of quotes are drawn from. Amounts are minor units of CNY. */
export const Case = Schema.Struct({
  lines: Schema.Array(
    Schema.Struct({
      sku: Schema.Literals(["a", "b", "c"]),
      merchant: Schema.Literals(["m1", "m2"]),
      quantity: int(1, 4),
      addOnOf: Schema.NullOr(int(0, 4)),
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
  pick: Schema.Literals(["first", "best"]),
  objective: Schema.Literals(["payable", "payable", "afterBenefits"]),
  giftShort: Schema.Literals(["skip", "refuse"]),
  addOnLapsed: Schema.Literals(["confirm", "keep"]),
  pointWorth: Schema.Literals(["0.01", "0.003", "0"]),
  points: Schema.NullOr(int(0, 3_000)),
  share: Schema.Literals(["1", "0.5"]),
  tender: Schema.NullOr(minor),
  customer: Schema.Literals(["alice", "alice", "no", "refused"]),
  free: int(0, 3_000)
})
export type Case = typeof Case.Type

export type PromotedCase = Case["promotions"][number]

/** The input that a case stands for, as far as the engine carries it. */
export const inputOf = (of: Case): QuoteInput => everythingOf(carried(of))

/** Wednesday 2026-11-11, 10:00 in Shanghai. */
const at = 1_794_362_400_000

/** The input that a case stands for. */
export const everythingOf = (of: Case): QuoteInput => ({
  currency: "CNY",
  at,
  lines: of.lines.map((line, index) => lineOf(line, index)),
  prices: [
    ...(["a", "b", "c"] as const).flatMap((sku) => pricesOf(of, sku)),
    { id: "price-cup", sku: "cup", currency: "CNY", amount: 500n, list: 800n }
  ],
  promotions: of.promotions.map((promoted, index) => promotionOf(promoted, `p${index}`)),
  charges: [
    { id: "s1", merchant: "m1", amount: BigInt(of.shipping), tax: taxes.included },
    { id: "s2", merchant: "m2", amount: BigInt(of.shipping) }
  ],
  fees: [{ id: "f1", amount: BigInt(of.fee), tax: taxes.onTop }],
  context: { ...(of.customer === "alice" ? { customer: "alice" } : {}), facts: { customerGroup: ["member"] } },
  codes: ["save"],
  accounts: {
    "uses:p": of.free % 3,
    "own:p": of.free % 2,
    "money:p": BigInt(of.free),
    [budgetAccount(monthly, at)]: BigInt(of.free),
    "gifts:cup": of.free % 4,
    points: of.free,
    card: BigInt(of.free)
  },
  policy: policyOf(of),
  ...(of.points === null ? {} : { points: { account: "points", spend: of.points } }),
  ...(of.tender === null
    ? {}
    : {
        tenders: [
          { id: "t2", account: "card" },
          { id: "t1", account: "card", amount: BigInt(of.tender) }
        ]
      })
})

const carried = (of: Case): Case => ({
  ...of,
  lines: of.lines.map((line) => ({ ...line, addOnOf: null })),
  promotions: of.promotions.flatMap((one) => {
    if (one.offered.kind === "addOn" || one.offered.kind === "deposit") return []
    const given = "given" in one.offered ? { given: asPriced(one.offered.given) } : {}
    const budget = one.budget === "monthly" ? "money" : one.budget
    return [{ ...one, offered: { ...one.offered, ...given }, beside: "no" as const, scheduled: "no" as const, budget }]
  }),
  pick: "first",
  objective: "payable",
  giftShort: "skip",
  addOnLapsed: "confirm",
  pointWorth: "0.01",
  share: "1",
  points: null,
  tender: null
})

const asPriced = (given: typeof Given.Type): typeof Given.Type =>
  given.kind === "amount" ? { ...given, basis: "asPriced" } : given

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

const lineOf = ({ sku, merchant, quantity, floor, tax, addOnOf }: Case["lines"][number], index: number): Line => {
  const taxed = taxes[tax]
  return {
    id: `l${index}`,
    sku,
    merchant,
    quantity,
    facts: { category: [sku === "c" ? "ware" : "tea"] },
    ...(floor === "no" ? {} : { floor: floor === "amount" ? { amount: 900n } : { percent: "62.5" } }),
    ...(addOnOf === null ? {} : { addOnOf: `p${addOnOf}` }),
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
  limits: limitsOf(of),
  ...(of.customer === "refused" ? { unknownCustomer: "refuse" as const } : {}),
  ...(of.objective === "payable" ? {} : { objective: of.objective }),
  ...(of.giftShort === "skip" ? {} : { giftShort: of.giftShort }),
  ...(of.addOnLapsed === "confirm" ? {} : { addOnLapsed: of.addOnLapsed }),
  ...(of.pointWorth === "0.01" ? {} : { pointWorth: of.pointWorth }),
  ...(of.share === "1" ? {} : { points: { share: of.share } })
})

// One that picks the best has members of one level, and of scope `line` if it is for each line.
const limitsOf = ({ limit: per, pick, promotions }: Case): ReadonlyArray<Limit> => {
  if (per === "no") return []
  if (pick === "first") return [{ id: "limit", classes: ["x"], max: 1, per }]
  const drawn = promotions.map((one, index) => promotionOf(one, `p${index}`))
  const members = drawn.filter(({ level, stack }) => {
    return level === drawn[0]?.level && (per !== "line" || stack?.scope === "line")
  })
  return [{ id: "limit", promotions: members.map(({ id }) => id), max: 1, per, pick }]
}
