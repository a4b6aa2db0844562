import * as Result from "effect/Result"
import type { InvalidInput } from "../../command/errors.ts"
import { calendarPeriod, isZone, type ZoneUnknown } from "../../kernel/period.ts"
import type { CurrencyMismatch } from "../../money/errors.ts"
import { divide } from "../../money/rules/round.ts"
import type { PriceNotLower, ProtectionEnded } from "../errors.ts"
import type { PolicyRounding } from "../input.ts"
import type { Quote } from "../model.ts"
import type { QuotedLine } from "../quote.ts"
import type { RefundShare } from "./refund.ts"

/** For how many days a price is protected (价保). The day of the order, by the clock of the zone, is day 1. */
export interface ProtectionPolicy {
  readonly days: number
  /** A zone of the IANA time zone database, such as `Asia/Shanghai`. */
  readonly zone: string
  /** How the tax in what is given back is rounded. Default `halfUp`. */
  readonly rounding?: PolicyRounding
}

/** What counts as paid for the units of a line that the buyer keeps: with tax, from the dearest down, and the tax in all of it. */
export interface PaidUnits {
  readonly line: string
  readonly units: ReadonlyArray<bigint>
  readonly tax: bigint
}

/** What is given back for one line. */
export interface ProtectedLine extends RefundShare {
  readonly line: string
  /** The drop of each unit, from the dearest down. */
  readonly units: ReadonlyArray<bigint>
}

/** What is given back for a drop of prices, and what counts as paid from now on. */
export interface PriceProtection extends RefundShare {
  readonly lines: ReadonlyArray<ProtectedLine>
  readonly after: ReadonlyArray<PaidUnits>
  /** The first instant at which the price is protected no longer. */
  readonly until: number
}

/** Why nothing is given back, in order of precedence. */
export type ProtectionRefusal = InvalidInput | ZoneUnknown | CurrencyMismatch | ProtectionEnded | PriceNotLower

/** What was paid for the units of a line of an order's quote. */
export const paidUnits = (line: QuotedLine<bigint>): PaidUnits => ({
  line: line.id,
  units: grossOf(line),
  tax: line.tax
})

/**
 * The same after some units have come back, whose money has been refunded with `tax` in it. The dearest count as returned, so
 * that nobody gains by which of them is sent back.
 */
export const keptUnits = ({ line, units, tax }: PaidUnits, returned: number, refundedTax: bigint): PaidUnits => ({
  line,
  units: units.slice(returned),
  tax: returned >= units.length ? 0n : tax - refundedTax
})

/** The first instant at which an order's prices are protected no longer: the end of its `days`-th day. */
export const protectedUntil = (
  placedAt: number,
  { days, zone }: ProtectionPolicy
): Result.Result<number, InvalidInput | ZoneUnknown> => {
  if (!Number.isInteger(days) || days < 1 || days > 3650) {
    return Result.fail({ _tag: "InvalidInput", path: "/days", reason: "expected 1 to 3650 days" })
  }
  if (!isZone(zone)) return Result.fail({ _tag: "ZoneUnknown", zone: zone.slice(0, 40) })
  let { until = placedAt } = calendarPeriod("day", placedAt, zone)
  for (let day = 1; day < days; day++) until = calendarPeriod("day", until, zone).until ?? until
  return Result.succeed(until)
}

/**
 * What is given back because goods have become cheaper: for each unit what was paid less what it would cost today, where that
 * is lower. Units of a line are compared from the dearest down on both sides. What was given back once counts as not paid, so
 * a drop is given back once, and a deeper one only by what it is deeper.
 *
 * Law: after any sequence of prices, what was given back in all is what was paid less the lowest each unit ever was, and the
 * taxes with it (L21); the order of the prices does not matter.
 *
 * @param paid what counts as paid: {@link paidUnits} of the order, later `after` of the last protection
 * @param today a quote of today for the units that are kept, under the ids of their lines; a line that is missing is not for
 * sale and drops by nothing. Which offers count is the host's choice: those of everybody, as the marketplaces have it
 */
export const protectPrice = (
  paid: ReadonlyArray<PaidUnits>,
  { placedAt, currency }: { readonly placedAt: number; readonly currency: string },
  today: Pick<Quote, "currency" | "lines">,
  now: number,
  policy: ProtectionPolicy
): Result.Result<PriceProtection, ProtectionRefusal> =>
  Result.flatMap(protectedUntil(placedAt, policy), (until): Result.Result<PriceProtection, ProtectionRefusal> => {
    if (today.currency !== currency) {
      return Result.fail({ _tag: "CurrencyMismatch", expected: currency, found: today.currency })
    }
    if (now >= until) return Result.fail({ _tag: "ProtectionEnded", until })
    const lines: Array<ProtectedLine> = []
    const after: Array<PaidUnits> = []
    for (const one of paid) {
      const found = today.lines.find(({ id }) => id === one.line)
      const { dropped, left } = drop(one, found === undefined ? [] : grossOf(found), policy.rounding ?? "halfUp")
      after.push(left)
      if (dropped.amount > 0n) lines.push(dropped)
    }
    const amount = lines.reduce((sum, line) => sum + line.amount, 0n)
    if (amount === 0n) return Result.fail({ _tag: "PriceNotLower", until })
    const tax = lines.reduce((sum, line) => sum + line.tax, 0n)
    return Result.succeed({ amount, tax, net: amount - tax, lines, after, until })
  })

const drop = (
  { line, units, tax }: PaidUnits,
  prices: ReadonlyArray<bigint>,
  mode: PolicyRounding
): { readonly dropped: ProtectedLine; readonly left: PaidUnits } => {
  const left = units.map((unit, index) => least(unit, prices[index] ?? unit))
  const whole = sum(units)
  const rest = sum(left)
  const restTax = whole === 0n ? tax : divide(tax * rest, whole, mode)
  const amount = whole - rest
  return {
    dropped: {
      line,
      amount,
      tax: tax - restTax,
      net: amount - (tax - restTax),
      units: units.map((unit, index) => unit - left[index]!)
    },
    left: { line, units: left, tax: restTax }
  }
}

const least = (left: bigint, right: bigint): bigint => (left < right ? left : right)

const sum = (amounts: ReadonlyArray<bigint>): bigint => amounts.reduce((whole, amount) => whole + amount, 0n)

/** What each unit costs with tax, from the dearest down. */
const grossOf = ({ units, gross, amount: left }: QuotedLine<bigint>): ReadonlyArray<bigint> => {
  const onTop = gross > left
  return units.map(({ amount, tax }) => amount + (onTop ? tax : 0n)).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))
}
