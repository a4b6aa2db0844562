import * as Result from "effect/Result"
import { divide } from "../../money/rules/round.ts"
import type { PriceNotLower, ProtectionEnded } from "../../quote/errors.ts"
import type { QuoteInput } from "../../quote/input.ts"
import type { Quote } from "../../quote/model.ts"
import { of } from "../../quote/rules/quote.ts"
import {
  keptUnits,
  type PaidUnits,
  paidUnits,
  type PriceProtection,
  protectedUntil,
  protectPrice,
  type ProtectionPolicy
} from "../../quote/rules/protection.ts"
import { remaining } from "../../quote/rules/retest.ts"
import { shareByExact } from "../../quote/rules/spread.ts"
import type { DropByOffer, NothingKept, OrderNotPaid, PriceNotProtected } from "../errors.ts"
import type { Order } from "../model.ts"
import { type Given, givenBy, type Giving } from "./given.ts"
import { eventsOf, pointsFor } from "./refund.ts"

/** What goods cost now, by what counts and by all that is offered today. */
export interface Today {
  readonly counted: Pick<Quote, "currency" | "lines">
  readonly offered: Pick<Quote, "currency" | "lines">
}

/** What goes back for a drop of prices. Amounts are minor units. */
export interface PriceDrop {
  /** Through the gateway, to gift cards and to credit. */
  readonly money: bigint
  /** Whole points. */
  readonly points: bigint
  readonly lines: NonNullable<Order["protections"]>[number]["lines"]
  /** How many returns were taken in before it. */
  readonly after: number
  readonly until: number
}

/** Why nothing goes back, in order of precedence. */
export type DropRefusal = PriceNotProtected | OrderNotPaid | ProtectionEnded | NothingKept | DropByOffer | PriceNotLower

const paidStates: ReadonlySet<string> = new Set<Order["state"]>(["paid", "partlyShipped", "shipped", "received"])

/** What counts as paid for what the buyer keeps: less the pieces that came back and the drops that were given. */
const paidNow = (order: Order, events: ReadonlyArray<Giving>): ReadonlyArray<PaidUnits> =>
  order.quote.lines.map((line) => {
    let paid = paidUnits(line)
    for (const event of events) {
      if (event.kind === "return") {
        const back = event.goods.find((one) => one.line === line.id)?.quantity ?? 0
        // The tax follows the money.
        const [all, rest] = [sum(paid.units), sum(paid.units.slice(back))]
        paid = keptUnits(paid, back, all === 0n ? 0n : paid.tax - divide(paid.tax * rest, all, "halfUp"))
      } else paid = withoutDrop(paid, event)
    }
    return paid
  })

const withoutDrop = (paid: PaidUnits, { lines }: Extract<Giving, { readonly kind: "protection" }>): PaidUnits => {
  const drop = lines.find(({ line }) => line === paid.line)
  if (drop === undefined) return paid
  const units = paid.units.map((unit, index) => unit - (drop.units[index] ?? 0n))
  return { ...paid, units, tax: paid.tax - drop.tax }
}

const withoutAny = (paid: PaidUnits, event: Giving): PaidUnits =>
  event.kind === "protection" ? withoutDrop(paid, event) : paid

const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((whole, amount) => whole + amount, 0n)

/**
 * The same where returns test thresholds again. What is left after the last return has come to cost what it is priced at by
 * itself, less the drops that were given for it, and all of it together what has not gone back.
 */
const paidAfterRetest = (
  { quote }: Order,
  terms: QuoteInput,
  events: ReadonlyArray<Giving>,
  given: ReadonlyArray<Given>
): ReadonlyArray<PaidUnits> | undefined => {
  const last = events.findLastIndex(({ kind }) => kind === "return")
  const then = given[last]
  if (then === undefined) return undefined
  const [before, since] = [events.slice(0, last + 1), events.slice(last + 1)]
  const pieces = quote.lines.map(({ id, units }) => ({ id, ...keptOf(id, units.length, before) }))
  const back = new Map(pieces.map(({ id, back: count }) => [id, new Set(Array.from({ length: count }, (_, at) => at))]))
  const rest = remaining(quote, terms, back)
  const priced = rest === undefined ? undefined : Result.getOrUndefined(of(rest))
  const costs = pieces.map(({ id, back: count, drops }, index): PaidUnits => {
    const alone = priced?.lines.find((line) => line.id === id)
    const line = alone ?? quote.lines[index]
    if (line === undefined) throw new Error(`the order has no line ${id}`)
    const { units, tax } = paidUnits(line)
    const now = alone === undefined ? units.slice(count) : units
    const left = now.map((unit, place) => positive(unit - (drops[place] ?? 0n)))
    const rated = { line: id, units: left, tax: share(tax, sum(left), sum(units)) }
    // A piece that came back took the average of the drops with it, not that of the dearest.
    return costing(rated, positive(sum(now) - (then.open.get(id) ?? 0n)))
  })
  const worth = costs.map(({ units }) => sum(units))
  const weights = worth.some((amount) => amount > 0n) ? worth : costs.map(({ units }) => BigInt(units.length))
  const shares = shareByExact(Number(positive(quote.subtotal.gross - then.goods)), weights)
  return costs.map((one, index) => since.reduce(withoutAny, costing(one, BigInt(shares[index] ?? 0))))
}

/** How many pieces of a line have come back, and the drops of those that have not, from the dearest down. */
const keptOf = (id: string, bought: number, events: ReadonlyArray<Giving>) => {
  let back = 0
  let drops = Array.from({ length: bought }, () => 0n)
  for (const event of events) {
    if (event.kind === "return") {
      const count = event.goods.find(({ line }) => line === id)?.quantity ?? 0
      back += count
      drops = drops.slice(count)
    } else {
      const units = event.lines.find(({ line }) => line === id)?.units ?? []
      drops = drops.map((drop, index) => drop + (units[index] ?? 0n))
    }
  }
  return { back, drops }
}

/** Units that cost so much together, in the proportion in which they do, from the dearest down; the tax follows. */
const costing = ({ line, units, tax }: PaidUnits, amount: bigint): PaidUnits => {
  const all = sum(units)
  const weights = all > 0n ? units : units.map(() => 1n)
  const shares = shareByExact(Number(amount), weights).map(BigInt)
  return { line, units: shares.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)), tax: share(tax, amount, all) }
}

const share = (tax: bigint, part: bigint, whole: bigint): bigint =>
  whole === 0n ? 0n : divide(tax * part, whole, "halfUp")

const positive = (amount: bigint): bigint => (amount > 0n ? amount : 0n)

/**
 * What goes back because goods of an order have become cheaper, by `protectPrice` and under the policy that the order was
 * placed under; what went back before counts as not paid.
 *
 * Law: returns and drops give no more together than was paid, in whatever order they come.
 *
 * @param terms what the order's quote was made of, where its returns test thresholds again
 */
export const priceDrop = (
  order: Order,
  today: Today,
  now: number,
  terms: QuoteInput | undefined
): Result.Result<PriceDrop, DropRefusal> => {
  const { days, zone = "Asia/Shanghai" } = order.protection ?? {}
  if (days === undefined) return Result.fail({ _tag: "PriceNotProtected", order: order.id })
  if (!paidStates.has(order.state)) return Result.fail({ _tag: "OrderNotPaid", order: order.id, state: order.state })
  const policy: ProtectionPolicy = { days, zone }
  const until = Result.getOrThrowWith(
    protectedUntil(order.placedAt, policy),
    ({ _tag }) => new Error(`a policy that was stated is ${_tag}`)
  )
  if (now >= until) return Result.fail({ _tag: "ProtectionEnded", until })
  const { events, parts, retest } = eventsOf(order, terms)
  const given = givenBy(order, retest, events)
  const paid =
    (retest && terms !== undefined ? paidAfterRetest(order, terms, events, given) : undefined) ?? paidNow(order, events)
  if (paid.every(({ units }) => units.length === 0)) return Result.fail({ _tag: "NothingKept", order: order.id })
  const against = (price: Today["counted"]): PriceProtection | undefined =>
    Result.getOrUndefined(
      protectPrice(paid, { placedAt: order.placedAt, currency: order.quote.currency }, price, now, policy)
    )
  const found = against(today.counted)
  const room = order.quote.subtotal.gross - (given.at(-1)?.goods ?? 0n)
  const lines = withinRoom(found?.lines ?? [], room)
  if (lines.length === 0) {
    return Result.fail({ _tag: against(today.offered) === undefined ? "PriceNotLower" : "DropByOffer", until })
  }
  const all = givenBy(order, retest, [...events, { kind: "protection", lines }])
  const last = all.at(-1)
  if (last === undefined) throw new Error("a drop that was found gives something back")
  return Result.succeed({
    money: last.amount - last.points,
    points: pointsFor(order, all),
    lines,
    after: parts.length,
    until
  })
}

// A clawback may have given back more than these pieces were paid.
const withinRoom = (lines: PriceProtection["lines"], room: bigint): PriceDrop["lines"] => {
  let left = room
  return lines.flatMap(({ line, units, amount, tax }) => {
    const given = amount < left ? amount : left
    left -= given
    return given > 0n
      ? [{ line, units, amount: given, tax: amount === given ? tax : divide(tax * given, amount, "down") }]
      : []
  })
}
