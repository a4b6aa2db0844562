import { mostSafe } from "../../money/rules/proportion.ts"
import * as Result from "effect/Result"
import type { InvalidInput } from "../../command/errors.ts"
import { compareText } from "../../kernel/text.ts"
import type { AmountOutOfRange, CurrencyMismatch, CurrencyUnknown, DuplicateId } from "../../money/errors.ts"
import type { PriceMissing } from "../../pricing/errors.ts"
import { inOrder as inPriceOrder, type PriceClaim } from "../../pricing/rules/select.ts"
import type { InvalidPromotion, InvalidRules } from "../../promotion/errors.ts"
import { longestCode, normalCode } from "../../promotion/rules/code.ts"
import type { Subject } from "../../promotion/rules/match.ts"
import type { InvalidQuantity, TooLarge } from "../errors.ts"
import type {
  BookedInput,
  Charge,
  Limit,
  Line,
  Policy,
  PointsAsked,
  PolicyRounding,
  QuoteInput,
  Rules,
  Tax,
  Tender
} from "../input.ts"
import { mostCodes, mostEntries } from "../input.ts"
import { bookOf } from "./book.ts"
import { type CustomsLimits, customsLimits } from "./customs/limits.ts"
import { upTo } from "./exact.ts"
import { type Group, groupsOf } from "./group.ts"
import { inOrder, isSpecial, quantities, shape, tooLarge, twice, wrongList, wrongMeans, wrongPolicy } from "./lawful.ts"
import { impossiblePick } from "./limit.ts"
import { freeIn, pricingOf, termsOf } from "./prices.ts"
import { relieved, relievedTax } from "./relief.ts"
import { compile } from "./rules.ts"
import { upwards } from "./spread.ts"
import { wrongMeasure } from "./shown.ts"
import { type TaxReader, taxReader, type TaxRule } from "./tax.ts"
import { wrongTax } from "./taxation.ts"

/** A charge and what selectors see of it. */
export interface CartCharge {
  readonly id: string
  /** Minor units. */
  readonly price: number
  readonly merchant: string | undefined
  readonly subject: Subject
  readonly tax: TaxRule
  /** How it was stated; under a relief no weight of goods holds. */
  readonly stated: Tax | undefined
}

/** A fee as it was stated, and its tax. */
export interface CartFee {
  readonly id: string
  /** Minor units, perhaps below zero. */
  readonly amount: number
  readonly tax: TaxRule
  readonly stated: Tax | undefined
}

/** A policy with every default filled in. */
export interface SettledPolicy {
  readonly combination: "best" | "priority"
  readonly discountRounding: PolicyRounding
  readonly taxRounding: PolicyRounding
  readonly taxPlace: "line" | "unit" | "order"
  readonly taxShipping: "own" | "weighted"
  readonly limits: ReadonlyArray<Limit>
  readonly nodes: number
  readonly onSearchBudget: "bestFound" | "refuse"
  readonly unknownCustomer: "provisional" | "refuse"
  readonly objective: "payable" | "afterBenefits"
  readonly giftShort: "skip" | "refuse"
  readonly addOnLapsed: "confirm" | "keep"
  /** What a point is worth, in the currency's major unit. */
  readonly pointWorth: string
  /** The share of the goods that points may pay. */
  readonly pointShare: string
}

/** An input that is lawful, priced and grouped: what promotions act on. Lists are in order of id. */
export interface Cart {
  readonly currency: string
  readonly at: number
  readonly lines: ReadonlyArray<Line>
  readonly groups: ReadonlyArray<Group>
  /** The places of all of them. */
  readonly everyGroup: ReadonlyArray<number>
  /** How many units all groups have. */
  readonly units: number
  /** Whether every group is one unit. */
  readonly single: boolean
  /** Whether what a group gives can be told without its units: there are no floors, and nobody looks back to a level's start. */
  readonly whole: boolean
  /** Whether some group is an add-on. */
  readonly addOns: boolean
  /** The list value of one piece of a sku from a merchant, minor units; 0 if it has no price. */
  readonly valueOf: (sku: string, merchant: string | undefined) => number
  readonly priceClaims: ReadonlyArray<PriceClaim>
  readonly charges: ReadonlyArray<CartCharge>
  readonly fees: ReadonlyArray<CartFee>
  readonly context: Subject
  readonly customer: string | undefined
  /** As entered, in normal form, each once, in order. */
  readonly codes: ReadonlySet<string>
  /** What an account has free: minor units of money, or a count. */
  readonly free: (account: string) => number
  readonly policy: SettledPolicy
  readonly rules: Rules
  /** Set where some line passes the border. */
  readonly customs: CustomsLimits | undefined
  /** Whether each rate of a tax is also on the tax of the others. */
  readonly compound: boolean
  /** Whether a relief from tax may hold. */
  readonly relieved: boolean
  readonly points: PointsAsked | undefined
  /** In order of id. */
  readonly tenders: ReadonlyArray<Tender> | undefined
}

/** Why an input cannot be quoted at all. */
export type InputRefusal =
  | InvalidInput
  | CurrencyUnknown
  | TooLarge
  | InvalidQuantity
  | DuplicateId
  | InvalidPromotion
  | InvalidRules
  | CurrencyMismatch
  | PriceMissing
  | AmountOutOfRange

/** How many nodes the search for the best combination visits if the policy does not say. */
const usualNodes = 4_000

/**
 * Tests an input, prices it and groups it. Refused in this order: the shape of what is not a list, quantities, each list,
 * promotions, limits, prices, amounts out of range.
 */
export const cartOf = (input: QuoteInput | BookedInput): Result.Result<Cart, InputRefusal> => {
  const { currency, at, lines, charges = none, fees = none, codes = none, accounts = {}, policy = {} } = input
  const { length } = "_tag" in input.promotions ? input.promotions.rules : input.promotions
  const { relief } = input
  const special = relief !== undefined || isSpecial(lines) || isSpecial(charges) || isSpecial(fees)
  const importing = special && input.customs !== undefined && lines.some(({ tax }) => tax?.customs !== undefined)
  const customs = importing && input.customs !== undefined ? customsLimits(input.customs) : undefined
  const taxOf = taxReader(policy.tax?.compound ?? false, customs?.share)
  const sorted = relief === undefined ? inOrder(lines) : inOrder(lines).map((line) => relievedTax(line, relief))
  const refused =
    shape(input) ??
    quantities(lines) ??
    wrongList("lines", lines, taxOf) ??
    (special ? wrongTax(input) : undefined) ??
    twice(sorted)
  if (refused !== undefined) return Result.fail(refused)
  const book = bookOf(input.prices)
  if (Result.isFailure(book)) return Result.fail(book.failure)
  const refusedToo =
    wrongList("charges", charges, taxOf) ??
    twice(inOrder(charges)) ??
    wrongList("fees", fees, taxOf) ??
    twice(inOrder(fees)) ??
    (length > mostEntries ? tooLarge("promotions", mostEntries) : undefined) ??
    (codes.length > mostCodes ? tooLarge("codes", mostCodes) : undefined) ??
    wrongMeasure(lines) ??
    wrongMeans(input)
  if (refusedToo !== undefined) return Result.fail(refusedToo)
  const rules = rulesOf(input)
  if (Result.isFailure(rules)) return Result.fail(rules.failure)
  const wrong = wrongPolicy(policy) ?? impossiblePick(policy.limits ?? none, rules.success)
  if (wrong !== undefined) return Result.fail(wrong)
  const { context, freeOn } = pricingOf(input)
  const terms = termsOf(input, taxOf)
  const grouped = groupsOf(sorted, book.success, context, policy, freeOn, taxOf, terms)
  if (Result.isFailure(grouped)) return Result.fail(grouped.failure)
  const { groups, units, claims } = grouped.success
  const beyond = outOfRange(groups, charges, fees, currency)
  if (beyond !== undefined) return Result.fail(beyond)
  return Result.succeed({
    currency,
    at,
    lines: sorted,
    groups,
    everyGroup: upwards(groups.length),
    units,
    single: units === groups.length,
    whole: !rules.success.levels && groups.every(({ floor }) => floor === 0),
    addOns: groups.some(({ addOnOf }) => addOnOf !== undefined),
    valueOf: (sku, merchant = "") => {
      const entries = book.success.bySku.get(sku) ?? none
      const wanted = { sku, merchant, quantity: 1 }
      const [entry] = inPriceOrder(entries, wanted, context, policy.priceSelection ?? "specific")
      return entry === undefined ? 0 : upTo(entry.list ?? entry.amount)
    },
    priceClaims: claims,
    charges: inOrder(charges).map((charge) => {
      const found = cartCharge(relieved(charge, relief, terms), taxOf)
      // By weight of goods a charge is taxed as it says, even if it states no rate.
      const weighted = customs !== undefined || policy.tax?.shipping === "weighted"
      return weighted ? { ...found, tax: { ...found.tax, included: charge.tax?.included ?? true } } : found
    }),
    fees: inOrder(fees).map((fee) => {
      const { id, amount, tax } = relieved(fee, relief, terms)
      return { id, amount: Number(amount), tax: taxOf(tax)!, stated: tax }
    }),
    context: { facts: input.context?.facts ?? {} },
    customer: input.context?.customer,
    codes: codesOf(codes),
    free: (account) => {
      const free = freeIn(accounts, account)
      return free < 0n ? 0 : upTo(free)
    },
    policy: settled(policy),
    rules: rules.success,
    customs,
    compound: policy.tax?.compound ?? false,
    relieved: special,
    points: input.points,
    tenders: input.tenders && inOrder(input.tenders)
  })
}

const none: ReadonlyArray<never> = []

/** What a point is worth if the policy does not say. */
export const usualPointWorth = "0.01"

const settled = (policy: Policy): SettledPolicy => ({
  combination: policy.combination ?? "best",
  discountRounding: policy.rounding?.discount ?? "halfUp",
  taxRounding: policy.rounding?.tax ?? "halfUp",
  taxPlace: policy.tax?.rounding ?? "line",
  taxShipping: policy.tax?.shipping ?? "own",
  limits: policy.limits ?? none,
  nodes: policy.search?.nodes ?? usualNodes,
  onSearchBudget: policy.onSearchBudget ?? "bestFound",
  unknownCustomer: policy.unknownCustomer ?? "provisional",
  objective: policy.objective ?? "payable",
  giftShort: policy.giftShort ?? "skip",
  addOnLapsed: policy.addOnLapsed ?? "confirm",
  pointWorth: policy.pointWorth ?? usualPointWorth,
  pointShare: policy.points?.share ?? "1"
})

const noCodes: ReadonlySet<string> = new Set()

const codesOf = (codes: ReadonlyArray<string>): ReadonlySet<string> =>
  codes.length === 0 ? noCodes : new Set(codes.map((code) => normalCode(code.slice(0, longestCode))).sort(compareText))

const cartCharge = ({ id, amount, merchant, method, facts, tax }: Charge, taxOf: TaxReader): CartCharge => {
  const price = Number(amount)
  return {
    id,
    price,
    merchant,
    subject: {
      facts: facts ?? {},
      price,
      ...(merchant === undefined ? {} : { merchant }),
      ...(method === undefined ? {} : { method })
    },
    tax: taxOf(tax)!,
    stated: tax
  }
}

const rulesOf = ({
  promotions,
  currency
}: Pick<QuoteInput, "promotions" | "currency">): Result.Result<
  Rules,
  InvalidPromotion | InvalidRules | CurrencyMismatch
> => {
  if (!("_tag" in promotions)) return compile(promotions, currency)
  return promotions.currency === currency
    ? Result.succeed(promotions)
    : Result.fail({ _tag: "CurrencyMismatch", expected: currency, found: promotions.currency })
}

/** Every later figure is at most these sums, which a double holds exactly, or a tax on them, which the totals test again. */
const outOfRange = (
  groups: ReadonlyArray<Group>,
  charges: ReadonlyArray<Charge>,
  fees: ReadonlyArray<{ readonly amount: bigint }>,
  currency: string
): AmountOutOfRange | undefined => {
  let sum = 0
  for (const { price, list, size } of groups) {
    const least = price < list ? price : list
    if (least < 0) return { _tag: "AmountOutOfRange", amount: BigInt(least), currency }
    sum += (price > list ? price : list) * size
  }
  for (const { amount } of charges) sum += upTo(amount)
  for (const { amount } of fees) sum += upTo(amount < 0n ? -amount : amount)
  return sum <= mostSafe ? undefined : { _tag: "AmountOutOfRange", amount: sumOf(groups, charges, fees), currency }
}

const sumOf = (
  groups: ReadonlyArray<Group>,
  charges: ReadonlyArray<Charge>,
  fees: ReadonlyArray<{ readonly amount: bigint }>
): bigint => {
  let sum = 0n
  for (const { entry, size } of groups) {
    const { amount, list = amount } = entry
    sum += (amount > list ? amount : list) * BigInt(size)
  }
  for (const { amount } of charges) sum += amount
  for (const { amount } of fees) sum += amount < 0n ? -amount : amount
  return sum
}
