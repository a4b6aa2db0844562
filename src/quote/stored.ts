import * as Result from "effect/Result"
import { instantFrom } from "../kernel/instant.ts"
import { amountFrom } from "../money/amount.ts"
import type {
  Missing,
  NetGross,
  NextStep,
  Proof,
  QuotedDeposit,
  QuotedGift,
  QuotedLater,
  QuoteOf,
  Refused,
  Step
} from "./quote.ts"
import type { QuotedCustoms, QuotedTaxes } from "./tax.ts"

/** How amounts, counts and instants are turned from one form of a quote into the other. */
export interface Turning<A, AtA, B, AtB> {
  readonly amount: (amount: A) => B
  /** Claims of uses and units, gifts and points count things, not money. */
  readonly count: (count: A) => B
  readonly at: (at: AtA) => AtB
}

/**
 * A quote from its JSON.
 *
 * @returns the quote, or the tag of the first amount or instant that is none
 */
export const readBack = (json: QuoteOf<string, string>): Result.Result<QuoteOf<bigint, number>, string> => {
  let flaw: string | undefined
  const read = <A>(result: Result.Result<A, { readonly _tag: string }>, otherwise: A): A => {
    if (Result.isSuccess(result)) return result.success
    flaw ??= result.failure._tag
    return otherwise
  }
  const quote = turned(json, {
    amount: (text) => read(amountFrom(text, json.currency), 0n),
    // A count has no decimals, as the yen has none.
    count: (text) => read(amountFrom(text, "JPY"), 0n),
    at: (text) => read(instantFrom(text), 0)
  })
  return flaw === undefined ? Result.succeed(quote) : Result.fail(flaw)
}

/**
 * One form of a quote as the other.
 *
 * Law: turned back, it is the same.
 */
export const turned = <A, AtA, B, AtB>(
  quote: QuoteOf<A, AtA>,
  { amount, count, at }: Turning<A, AtA, B, AtB>
): QuoteOf<B, AtB> => {
  const both = ({ net, gross }: NetGross<A>): NetGross<B> => ({ net: amount(net), gross: amount(gross) })
  const far = (distance: A | number): B | number => (typeof distance === "number" ? distance : amount(distance))
  const adjusted = (adjustments: QuoteOf<A, AtA>["charges"][number]["adjustments"]) =>
    adjustments.map((one) => ({ ...one, amount: amount(one.amount) }))
  const lacking = (leaf: Missing<A>): Missing<B> =>
    "distance" in leaf ? { ...leaf, distance: far(leaf.distance) } : leaf
  const refused = ({ missing, distance, saves, lacks, most, instead, ...rest }: Refused<A>): Refused<B> => ({
    ...rest,
    ...(missing === undefined ? {} : { missing: missing.map(lacking) }),
    ...(distance === undefined ? {} : { distance: far(distance) }),
    ...(saves === undefined ? {} : { saves: amount(saves) }),
    ...(lacks === undefined
      ? {}
      : { lacks: lacks.map((one) => ({ ...one, at: far(one.at), distance: far(one.distance) })) }),
    ...(most === undefined ? {} : { most: amount(most) }),
    ...(instead === undefined ? {} : { instead: amount(instead) })
  })
  const upward = ({ at, distance, gains, most }: NextStep<A>): NextStep<B> => ({
    at: far(at),
    distance: far(distance),
    gains,
    ...(most === undefined ? {} : { most: amount(most) })
  })
  const parted = ({ now, tail, beside, from, until }: QuotedDeposit<A, AtA>): QuotedDeposit<B, AtB> => ({
    now: amount(now),
    tail: amount(tail),
    ...(beside === undefined ? {} : { beside }),
    ...(from === undefined ? {} : { from: at(from) }),
    ...(until === undefined ? {} : { until: at(until) })
  })
  const step = ({ next, ...rest }: Step<A>): Step<B> => ({
    ...rest,
    amount: amount(rest.amount),
    base: amount(rest.base),
    running: amount(rest.running),
    funding: rest.funding.map((one) => ({ party: one.party, amount: amount(one.amount) })),
    ...(next === undefined ? {} : { next: upward(next) })
  })
  const gift = ({ quantity, value, short, ...rest }: QuotedGift<A>): QuotedGift<B> => ({
    ...rest,
    quantity: count(quantity),
    value: amount(value),
    ...(short === undefined ? {} : { short: count(short) })
  })
  const later = (one: QuotedLater<A>): QuotedLater<B> =>
    one.kind === "cashback"
      ? { ...one, amount: amount(one.amount) }
      : one.kind === "points"
        ? { ...one, points: count(one.points) }
        : { ...one, quantity: count(one.quantity) }
  const paid = (points: A | undefined) => (points === undefined ? {} : { points: amount(points) })
  const proof = (of: Proof<A>): Proof<B> =>
    of.exact ? of : { ...of, payable: amount(of.payable), bound: amount(of.bound), gap: amount(of.gap) }
  const border = ({ value, limit, tax, left, ...rest }: QuotedCustoms<A>): QuotedCustoms<B> => ({
    ...rest,
    value: amount(value),
    limit: amount(limit),
    tax: amount(tax),
    ...(left === undefined ? {} : { left: amount(left) })
  })
  const rates = (of: QuotedTaxes<A>["total"]) => of.map((one) => ({ ...one, amount: amount(one.amount) }))
  const parts = (of: QuotedTaxes<A>["lines"]) => of.map((one) => ({ id: one.id, rates: rates(one.rates) }))
  const byRate = ({ total, lines, charges, fees }: QuotedTaxes<A>): QuotedTaxes<B> => ({
    total: rates(total),
    lines: parts(lines),
    charges: parts(charges),
    fees: parts(fees)
  })
  return {
    currency: quote.currency,
    at: at(quote.at),
    grand: amount(quote.grand),
    subtotal: both(quote.subtotal),
    shipping: both(quote.shipping),
    tax: amount(quote.tax),
    discount: amount(quote.discount),
    lines: quote.lines.map(({ id, price, prices, list, ...line }) => ({
      id,
      price,
      ...(prices === undefined ? {} : { prices }),
      ...(list === undefined ? {} : { list: amount(list) }),
      before: amount(line.before),
      discount: amount(line.discount),
      amount: amount(line.amount),
      tax: amount(line.tax),
      ...both(line),
      ...paid(line.points),
      adjustments: adjusted(line.adjustments),
      units: line.units.map((unit) => ({
        price: amount(unit.price),
        amount: amount(unit.amount),
        tax: amount(unit.tax),
        ...paid(unit.points),
        ...(unit.entry === undefined ? {} : { entry: unit.entry }),
        ...(unit.list === undefined ? {} : { list: amount(unit.list) })
      }))
    })),
    charges: quote.charges.map((charge) => ({
      id: charge.id,
      before: amount(charge.before),
      amount: amount(charge.amount),
      tax: amount(charge.tax),
      ...both(charge),
      adjustments: adjusted(charge.adjustments)
    })),
    fees: quote.fees.map((fee) => ({ id: fee.id, amount: amount(fee.amount), tax: amount(fee.tax), ...both(fee) })),
    ...(quote.customs === undefined ? {} : { customs: quote.customs.map(border) }),
    ...(quote.reliefs === undefined ? {} : { reliefs: quote.reliefs.map((one) => ({ ...one, net: amount(one.net) })) }),
    ...(quote.taxes === undefined ? {} : { taxes: byRate(quote.taxes) }),
    gifts: quote.gifts.map(gift),
    after: quote.after.map(later),
    ...(quote.next === undefined
      ? {}
      : { next: quote.next.map(({ promotion, ...next }) => ({ promotion, ...upward(next) })) }),
    ...(quote.lapsed === undefined ? {} : { lapsed: quote.lapsed }),
    applied: quote.applied,
    claims: quote.claims.map((claim) => ({
      ...claim,
      amount: claim.unit === "money" ? amount(claim.amount) : count(claim.amount)
    })),
    partial: quote.partial.map((one) => ({ ...one, wanted: amount(one.wanted), granted: amount(one.granted) })),
    refused: quote.refused.map(refused),
    codes: quote.codes,
    steps: quote.steps.map(step),
    proof: proof(quote.proof),
    ...(quote.points === undefined
      ? {}
      : { points: { ...quote.points, spent: count(quote.points.spent), amount: amount(quote.points.amount) } }),
    ...(quote.tenders === undefined
      ? {}
      : { tenders: quote.tenders.map((one) => ({ ...one, amount: amount(one.amount) })) }),
    ...(quote.due === undefined ? {} : { due: amount(quote.due) }),
    ...(quote.deposit === undefined ? {} : { deposit: parted(quote.deposit) })
  }
}
