import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Limit, Line, Policy, QuoteInput, Tax } from "../input.ts"
import type { Quote } from "../model.ts"
import { budgetAccount } from "../../promotion/rules/claim.ts"
import { int, minor, monthly, Promoted, promotionOf } from "./drawn.ts"

/** Prices an input: the engine itself, or one to be held to the same laws. */
export type Pricing = (input: QuoteInput) => Result.Result<Quote, { readonly _tag: string }>

/** What inputs are drawn from, and the input that a drawn value stands for. */
export interface Drawn<in out A> {
  readonly input: Schema.Codec<A, unknown>
  readonly inputOf: (of: A) => QuoteInput
}

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

/** Wednesday 2026-11-11, 10:00 in Shanghai. */
const at = 1_794_362_400_000

/** The input that a case stands for. */
export const inputOf = (of: Case): QuoteInput => ({
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
