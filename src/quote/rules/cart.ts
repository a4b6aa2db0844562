import { mostSafe } from "../../money/rules/proportion.ts"
import * as Result from "effect/Result"
import type { InvalidInput } from "../../command/errors.ts"
import { compareText } from "../../kernel/text.ts"
import { isCurrency } from "../../money/currency.ts"
import type { AmountOutOfRange, CurrencyMismatch, CurrencyUnknown, DuplicateId } from "../../money/errors.ts"
import type { PriceMissing } from "../../pricing/errors.ts"
import { inOrder as inPriceOrder, type PriceClaim } from "../../pricing/rules/select.ts"
import type { InvalidPromotion, InvalidRules } from "../../promotion/errors.ts"
import { longestCode, normalCode } from "../../promotion/rules/code.ts"
import type { Subject } from "../../promotion/rules/match.ts"
import { fractionFrom, percentIn } from "../../promotion/rules/number.ts"
import type { InvalidQuantity, TooLarge } from "../errors.ts"
import type {
  BookedInput,
  Charge,
  Floor,
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
import { mostCodes, mostEntries, mostLines, mostUnits } from "../input.ts"
import { bookOf } from "./book.ts"
import { upTo } from "./exact.ts"
import { type Group, groupsOf } from "./group.ts"
import { impossiblePick } from "./limit.ts"
import { freeIn, pricingOf } from "./prices.ts"
import { compile } from "./rules.ts"
import { type TaxReader, taxReader, type TaxRule } from "./tax.ts"

/** A charge and what selectors see of it. */
export interface CartCharge {
  readonly id: string
  /** Minor units. */
  readonly price: number
  readonly merchant: string | undefined
  readonly subject: Subject
  readonly tax: TaxRule
}

/** A fee as it was stated, and its tax. */
export interface CartFee {
  readonly id: string
  /** Minor units, perhaps below zero. */
  readonly amount: number
  readonly tax: TaxRule
}

/** A policy with every default filled in. */
export interface SettledPolicy {
  readonly combination: "best" | "priority"
  readonly discountRounding: PolicyRounding
  readonly taxRounding: PolicyRounding
  readonly taxPlace: "line" | "unit" | "order"
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
  const taxOf = taxReader(policy.tax?.compound ?? false)
  const sorted = inOrder(lines)
  const refused = shape(input) ?? quantities(lines) ?? wrongList("lines", lines, taxOf) ?? twice(sorted)
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
    wrongMeans(input)
  if (refusedToo !== undefined) return Result.fail(refusedToo)
  const rules = rulesOf(input)
  if (Result.isFailure(rules)) return Result.fail(rules.failure)
  const wrong = wrongPolicy(policy) ?? impossiblePick(policy.limits ?? none, rules.success)
  if (wrong !== undefined) return Result.fail(wrong)
  const { context, freeOn } = pricingOf(input)
  const grouped = groupsOf(sorted, book.success, context, policy, freeOn, taxOf)
  if (Result.isFailure(grouped)) return Result.fail(grouped.failure)
  const { groups, units, claims } = grouped.success
  const beyond = outOfRange(groups, charges, fees, currency)
  if (beyond !== undefined) return Result.fail(beyond)
  return Result.succeed({
    currency,
    at,
    lines: sorted,
    groups,
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
    charges: inOrder(charges).map((charge) => cartCharge(charge, taxOf)),
    fees: inOrder(fees).map(({ id, amount, tax }) => ({ id, amount: Number(amount), tax: taxOf(tax)! })),
    context: { facts: input.context?.facts ?? {} },
    customer: input.context?.customer,
    codes: codesOf(codes),
    free: (account) => {
      const free = freeIn(accounts, account)
      return free < 0n ? 0 : upTo(free)
    },
    policy: settled(policy),
    rules: rules.success,
    points: input.points,
    tenders: input.tenders && inOrder(input.tenders)
  })
}

const none: ReadonlyArray<never> = []

const settled = (policy: Policy): SettledPolicy => ({
  combination: policy.combination ?? "best",
  discountRounding: policy.rounding?.discount ?? "halfUp",
  taxRounding: policy.rounding?.tax ?? "halfUp",
  taxPlace: policy.tax?.rounding ?? "line",
  limits: policy.limits ?? none,
  nodes: policy.search?.nodes ?? usualNodes,
  onSearchBudget: policy.onSearchBudget ?? "bestFound",
  unknownCustomer: policy.unknownCustomer ?? "provisional",
  objective: policy.objective ?? "payable",
  giftShort: policy.giftShort ?? "skip",
  addOnLapsed: policy.addOnLapsed ?? "confirm",
  pointWorth: policy.pointWorth ?? "0.01",
  pointShare: policy.points?.share ?? "1"
})

const noCodes: ReadonlySet<string> = new Set()

const codesOf = (codes: ReadonlyArray<string>): ReadonlySet<string> =>
  codes.length === 0 ? noCodes : new Set(codes.map((code) => normalCode(code.slice(0, longestCode))).sort(compareText))

// Lists often come in order.
const inOrder = <A extends { readonly id: string }>(list: ReadonlyArray<A>): ReadonlyArray<A> => {
  for (let index = 1; index < list.length; index++) {
    if (compareText(list[index - 1]!.id, list[index]!.id) > 0) return list.toSorted((a, b) => compareText(a.id, b.id))
  }
  return list
}

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
    tax: taxOf(tax)!
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

const tooLarge = (what: TooLarge["what"], limit: number): TooLarge => ({ _tag: "TooLarge", what, limit })

const invalid = (path: string, reason: string): InvalidInput => ({ _tag: "InvalidInput", path, reason })

const shape = ({
  currency,
  at,
  lines,
  charges = none
}: Pick<QuoteInput, "currency" | "at" | "lines" | "charges">): InvalidInput | CurrencyUnknown | undefined => {
  if (!Number.isInteger(at) || at < 0 || at > 8_640_000_000_000_000) return invalid("/at", "expected an instant")
  if (!isCurrency(currency)) return { _tag: "CurrencyUnknown", currency: String(currency).slice(0, 21) }
  const floor = lines.findIndex((line) => line.floor !== undefined && !isFloor(line.floor))
  if (floor >= 0) return invalid(`/lines/${floor}/floor`, "expected an amount or a percentage from 0 to 100")
  const charge = charges.findIndex(({ amount }) => amount < 0n)
  return charge < 0 ? undefined : invalid(`/charges/${charge}/amount`, "a charge is not negative")
}

const isFloor = ({ amount = 0n, percent = "0" }: Floor): boolean =>
  amount >= 0n && Result.isSuccess(percentIn("percent", percent))

/** What a list may not have: too many entries, rates that are none, the sign that names units. */
const wrongList = (
  what: "lines" | "charges" | "fees",
  list: ReadonlyArray<{ readonly id: string; readonly tax?: Tax }>,
  taxOf: TaxReader
): InvalidInput | TooLarge | undefined => {
  if (list.length > mostLines) return tooLarge(what, mostLines)
  for (let index = 0; index < list.length; index++) {
    const { id, tax } = list[index]!
    if (tax !== undefined && taxOf(tax) === undefined)
      return invalid(`/${what}/${index}/tax`, "expected rates such as 0.13")
    if (id.includes("#")) return invalid(`/${what}/${index}/id`, "`#` names units")
  }
  return undefined
}

/** What points and tenders may not be. */
const wrongMeans = ({
  points,
  tenders = none
}: Pick<QuoteInput, "points" | "tenders">): InvalidInput | DuplicateId | undefined => {
  if (points !== undefined && !(Number.isSafeInteger(points.spend) && points.spend >= 0))
    return invalid("/points/spend", "expected a whole number of points")
  const below = tenders.findIndex(({ amount = 0n }) => amount < 0n)
  return below < 0 ? twice(inOrder(tenders)) : invalid(`/tenders/${below}/amount`, "an amount is not negative")
}

/** An id that stands twice in a list in order of id. */
const twice = (list: ReadonlyArray<{ readonly id: string }>): DuplicateId | undefined => {
  for (let index = 1; index < list.length; index++) {
    const { id } = list[index]!
    if (id === list[index - 1]!.id) return { _tag: "DuplicateId", id }
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

const wrongPolicy = ({ limits, pointWorth, points }: Policy): InvalidRules | undefined => {
  const worth = pointWorth === undefined ? undefined : fractionFrom(pointWorth)
  if (pointWorth !== undefined && (worth === undefined || worth.numerator < 0n)) {
    return { _tag: "InvalidRules", path: "/policy/pointWorth", why: "expected an amount such as 0.01" }
  }
  const share = points?.share === undefined ? undefined : fractionFrom(points.share)
  if (
    points?.share !== undefined &&
    (share === undefined || share.numerator < 0n || share.numerator > share.denominator)
  ) {
    return { _tag: "InvalidRules", path: "/policy/points/share", why: "a share lies from 0 to 1" }
  }
  return limits === undefined ? undefined : wrongLimit(limits)
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

/** Every later figure is at most these sums, which a double holds exactly, or a tax on them, which the totals test again. */
const outOfRange = (
  groups: ReadonlyArray<Group>,
  charges: ReadonlyArray<Charge>,
  fees: ReadonlyArray<{ readonly amount: bigint }>,
  currency: string
): AmountOutOfRange | undefined => {
  let sum = 0
  for (const { entry, price, list, size } of groups) {
    if (price < 0) return { _tag: "AmountOutOfRange", amount: entry.amount, currency }
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
