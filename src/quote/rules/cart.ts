import * as Result from "effect/Result"
import type { InvalidInput } from "../../command/errors.ts"
import { compareText } from "../../kernel/text.ts"
import { inRange } from "../../money/amount.ts"
import { isCurrency } from "../../money/currency.ts"
import type { AmountOutOfRange, CurrencyMismatch, CurrencyUnknown, DuplicateId } from "../../money/errors.ts"
import type { PriceMissing } from "../../pricing/errors.ts"
import type { InvalidPromotion, InvalidRules } from "../../promotion/errors.ts"
import { longestCode, normalCode } from "../../promotion/rules/code.ts"
import type { Subject } from "../../promotion/rules/match.ts"
import { percentIn } from "../../promotion/rules/number.ts"
import type { InvalidQuantity, TooLarge } from "../errors.ts"
import type { TaxRelief } from "../tax.ts"
import type { Charge, Fee, Floor, Limit, Line, PolicyRounding, QuoteInput, Rules } from "../input.ts"
import { mostCodes, mostEntries, mostLines, mostUnits } from "../input.ts"
import { type CustomsLimits, customsLimits } from "./customs/limits.ts"
import { type Group, groupsOf } from "./group.ts"
import { freeIn, pricingOf, termsOf } from "./prices.ts"
import { relieved, relievedTax } from "./relief.ts"
import { compile } from "./rules.ts"
import { wrongMeasure } from "./shown.ts"
import { wrongTax } from "./taxation.ts"
import { type TaxRule, taxRule } from "./tax.ts"
import type { PriceClaim } from "../../pricing/rules/select.ts"

/** A charge and what selectors see of it. */
export interface CartCharge {
  readonly id: string
  readonly price: bigint
  readonly merchant: string | undefined
  readonly subject: Subject
  readonly tax: TaxRule
  /** A relief that holds for it, so that no weight of goods does. */
  readonly relief: TaxRelief | undefined
}

/** A policy with every default filled in. */
export interface SettledPolicy {
  readonly combination: "best" | "priority"
  readonly discountRounding: PolicyRounding
  readonly taxRounding: PolicyRounding
  readonly taxPlace: "line" | "unit" | "order"
  readonly compound: boolean
  readonly taxShipping: "own" | "weighted"
  readonly limits: ReadonlyArray<Limit>
  readonly nodes: number
  readonly onSearchBudget: "bestFound" | "refuse"
  readonly unknownCustomer: "provisional" | "refuse"
}

/** An input that is lawful, priced and grouped: what promotions act on. Lists are in order of id. */
export interface Cart {
  readonly currency: string
  readonly at: number
  readonly lines: ReadonlyArray<Line>
  readonly groups: ReadonlyArray<Group>
  readonly priceClaims: ReadonlyArray<PriceClaim>
  readonly charges: ReadonlyArray<CartCharge>
  readonly fees: ReadonlyArray<Fee>
  readonly context: Subject
  readonly customer: string | undefined
  /** As entered, in normal form, each once, in order. */
  readonly codes: ReadonlySet<string>
  readonly free: (account: string) => bigint
  readonly policy: SettledPolicy
  readonly rules: Rules
  /** Set where some line passes the border. */
  readonly customs: CustomsLimits | undefined
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
const usualNodes = 5_000

/**
 * Tests an input, prices it and groups it. Refused in this order: the shape of what is not a list, quantities, each list,
 * promotions, limits, prices, amounts out of range.
 */
export const cartOf = (input: QuoteInput): Result.Result<Cart, InputRefusal> => {
  const { currency, at, lines, prices, charges = [], fees = [], codes = [], accounts = {}, policy = {} } = input
  const { length } = "_tag" in input.promotions ? input.promotions.rules : input.promotions
  const refused =
    shape(input) ??
    quantities(lines) ??
    wrongMeasure(input) ??
    wrongTax(input) ??
    wrongList("lines", lines) ??
    wrongList("prices", prices) ??
    wrongList("charges", charges) ??
    wrongList("fees", fees) ??
    (length > mostEntries ? tooLarge("promotions", mostEntries) : undefined) ??
    (codes.length > mostCodes ? tooLarge("codes", mostCodes) : undefined)
  if (refused !== undefined) return Result.fail(refused)
  const rules = rulesOf(input)
  if (Result.isFailure(rules)) return Result.fail(rules.failure)
  const limits = policy.limits ?? []
  const wrong = wrongLimit(limits)
  if (wrong !== undefined) return Result.fail(wrong)
  const { context, freeOn } = pricingOf(input)
  const terms = termsOf(input)
  const { compound, taxRounding } = terms
  const importing = lines.some(({ tax }) => tax?.customs !== undefined)
  const customs = importing && input.customs !== undefined ? customsLimits(input.customs) : undefined
  const sorted = inOrder(lines).map((line) => relievedTax(line, input.relief))
  const grouped = groupsOf(sorted, prices, context, policy, { ...terms, customs }, freeOn)
  if (Result.isFailure(grouped)) return Result.fail(grouped.failure)
  const beyond = outOfRange(grouped.success.groups, charges, fees, currency)
  if (beyond !== undefined) return Result.fail(beyond)
  const taxShipping = policy.tax?.shipping ?? "own"
  const weighted = taxShipping === "weighted" || customs !== undefined
  return Result.succeed({
    currency,
    at,
    lines: sorted,
    groups: grouped.success.groups,
    priceClaims: grouped.success.claims,
    charges: inOrder(charges).map((charge) =>
      cartCharge(relieved(charge, input.relief, compound, taxRounding), compound, weighted)
    ),
    fees: inOrder(fees).map((fee) => relieved(fee, input.relief, compound, taxRounding)),
    context: { facts: input.context?.facts ?? {} },
    customer: input.context?.customer,
    codes: new Set(codes.map((code) => normalCode(code.slice(0, longestCode))).sort(compareText)),
    free: (account) => freeIn(accounts, account),
    policy: {
      combination: "best",
      onSearchBudget: "bestFound",
      unknownCustomer: "provisional",
      ...policy,
      discountRounding: policy.rounding?.discount ?? "halfUp",
      taxRounding,
      taxPlace: policy.tax?.rounding ?? "line",
      compound,
      taxShipping,
      limits,
      nodes: policy.search?.nodes ?? usualNodes
    },
    rules: rules.success,
    customs
  })
}

const inOrder = <A extends { readonly id: string }>(list: ReadonlyArray<A>): ReadonlyArray<A> =>
  list.length < 2 ? list : list.toSorted((a, b) => compareText(a.id, b.id))

const cartCharge = (
  { id, amount, merchant, method, facts, tax }: Charge,
  compound: boolean,
  weighted: boolean
): CartCharge => ({
  id,
  price: amount,
  merchant,
  subject: {
    facts: facts ?? {},
    price: amount,
    ...(merchant === undefined ? {} : { merchant }),
    ...(method === undefined ? {} : { method })
  },
  // By weight of goods a charge is taxed as it says, even if it states no rate.
  tax: { ...taxRule(tax, compound), ...(weighted ? { included: tax?.included ?? true } : {}) },
  relief: tax?.relief
})

const rulesOf = ({
  promotions,
  currency
}: QuoteInput): Result.Result<Rules, InvalidPromotion | InvalidRules | CurrencyMismatch> => {
  if (!("_tag" in promotions)) return compile(promotions, currency)
  return promotions.currency === currency
    ? Result.succeed(promotions)
    : Result.fail({ _tag: "CurrencyMismatch", expected: currency, found: promotions.currency })
}

const tooLarge = (what: TooLarge["what"], limit: number): TooLarge => ({ _tag: "TooLarge", what, limit })

const invalid = (path: string, reason: string): InvalidInput => ({ _tag: "InvalidInput", path, reason })

const shape = ({ currency, at, lines, charges = [] }: QuoteInput): InvalidInput | CurrencyUnknown | undefined => {
  if (!Number.isInteger(at) || at < 0 || at > 8_640_000_000_000_000) return invalid("/at", "expected an instant")
  if (!isCurrency(currency)) return { _tag: "CurrencyUnknown", currency: String(currency).slice(0, 21) }
  const floor = lines.findIndex((line) => line.floor !== undefined && !isFloor(line.floor))
  if (floor >= 0) return invalid(`/lines/${floor}/floor`, "expected an amount or a percentage from 0 to 100")
  const charge = charges.findIndex(({ amount }) => amount < 0n)
  return charge < 0 ? undefined : invalid(`/charges/${charge}/amount`, "a charge is not negative")
}

const isFloor = ({ amount = 0n, percent = "0" }: Floor): boolean =>
  amount >= 0n && Result.isSuccess(percentIn("percent", percent))

/** What a list may not have: too many entries, rates that are none, the sign that names units, an id twice. */
const wrongList = (
  what: "lines" | "prices" | "charges" | "fees",
  list: ReadonlyArray<{ readonly id: string }>
): InvalidInput | TooLarge | DuplicateId | undefined => {
  const limit = what === "prices" ? mostEntries : mostLines
  if (list.length > limit) return tooLarge(what, limit)
  const seen = new Set<string>()
  for (const [index, { id }] of list.entries()) {
    if (what !== "prices" && id.includes("#")) return invalid(`/${what}/${index}/id`, "`#` names units")
    if (seen.has(id)) return { _tag: "DuplicateId", id }
    seen.add(id)
  }
  return undefined
}

const quantities = (lines: ReadonlyArray<Line>): InvalidQuantity | TooLarge | undefined => {
  let units = 0
  for (const { id, quantity } of lines) {
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > mostUnits) {
      return {
        _tag: "InvalidQuantity",
        line: id,
        quantity: Object.is(quantity, -0) ? "-0" : String(quantity).slice(0, 40)
      }
    }
    units += quantity
  }
  return units > mostUnits ? { _tag: "TooLarge", what: "units", limit: mostUnits } : undefined
}

const wrongLimit = (limits: ReadonlyArray<Limit>): InvalidRules | undefined => {
  const seen = new Set<string>()
  for (const [index, { id, classes, promotions, max }] of limits.entries()) {
    const why = seen.has(id)
      ? `\`${id}\` stands twice`
      : (classes === undefined) === (promotions === undefined)
        ? "states one of classes and promotions"
        : !Number.isInteger(max) || max < 0
          ? "max is a whole number"
          : undefined
    if (why !== undefined) return { _tag: "InvalidRules", path: `/policy/limits/${index}`, why }
    seen.add(id)
  }
  return undefined
}

// Every later figure is at most these sums, or a tax on them, which the totals test again.
const outOfRange = (
  groups: ReadonlyArray<Group>,
  charges: ReadonlyArray<Charge>,
  fees: ReadonlyArray<Fee>,
  currency: string
): AmountOutOfRange | undefined => {
  let sum = 0n
  for (const { price, list, size } of groups) {
    if (price < 0n) return { _tag: "AmountOutOfRange", amount: price, currency }
    sum += (price > list ? price : list) * BigInt(size)
  }
  for (const { amount } of charges) sum += amount
  for (const { amount } of fees) sum += amount < 0n ? -amount : amount
  return inRange(sum) ? undefined : { _tag: "AmountOutOfRange", amount: sum, currency }
}
