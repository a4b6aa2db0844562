import * as Result from "effect/Result"
import { divide } from "../../money/rules/round.ts"
import type { ReturnExceedsBought } from "../errors.ts"
import type { PolicyRounding, QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import type { QuotedLine } from "../quote.ts"
import { of } from "./quote.ts"
import { type Refunded, refunded, type RefundShare } from "./refund.ts"
import { remaining } from "./retest.ts"
import { shareByExact } from "./spread.ts"

/** Where traders differ about returns. */
export interface ReturnPolicy {
  /** `average` (default): units of a line are worth the same; `unit`: each what was paid for it. */
  readonly share?: "average" | "unit"
  /**
   * `none` (default): thresholds are not tested again. `retest`: what remains is priced again under the input that the quote was
   * made of, and the buyer gets back what was paid above that. What has no price by itself, such as two of goods that are sold
   * from three on, keeps its own share.
   */
  readonly clawback?: "none" | { readonly retest: QuoteInput }
  /** `return` (default): a gift comes back with the last unit that earned it, or its value is held back; `keep`. */
  readonly giftReturn?: "return" | "keep"
  /** `withLast` (default): freight comes back with the last unit; `never`; `proportional`: by what the goods were worth. */
  readonly shippingRefund?: "withLast" | "never" | "proportional"
  /** The lines that the freight was paid for, by id: `withLast` and `proportional` look at them alone. Absent: all. */
  readonly sent?: ReadonlyArray<string>
  /** Default `halfUp`. */
  readonly rounding?: PolicyRounding
}

/** Goods that come back together: a number of units, or certain ones of a line, counted from 0. */
export interface GoodsBack {
  readonly lines: ReadonlyArray<
    { readonly line: string } & ({ readonly quantity: number } | { readonly units: ReadonlyArray<number> })
  >
  /** Gifts that come with them, by id; below zero, gifts that were sent after they had counted as back. */
  readonly gifts?: ReadonlyArray<{ readonly gift: string; readonly quantity: number }>
  /** Where these goods are to be treated otherwise than the policy says, as goods that were damaged are. */
  readonly shippingRefund?: NonNullable<ReturnPolicy["shippingRefund"]>
}

/** A gift of an order: so many pieces at a list value each, in minor units, earned by the units of some lines. */
export interface GiftEarned {
  readonly id: string
  readonly quantity: number
  readonly worth: bigint
  readonly lines: ReadonlyArray<string>
}

/** What is paid back for goods that come back: `amount = goods + shipping - heldBack`, minor units. */
export interface Refund {
  readonly amount: bigint
  readonly goods: RefundShare
  readonly shipping: RefundShare
  /** The value of gifts that stay though nothing is left of what earned them; below zero where they have come since. */
  readonly heldBack: bigint
  readonly lines: ReadonlyArray<RefundShare & { readonly line: string }>
}

/** Why goods cannot come back so. */
export type ReturnRefusal = ReturnExceedsBought

/**
 * The refund of each of several returns of one order, in order. The quote is frozen: nothing is priced again but by a `retest`.
 * Fees stay with the shop.
 *
 * Law: whatever the policy and however the goods are divided into returns, the refunds of all of them sum to what was paid for
 * goods, and to the freight unless it never comes back, taxes included (L21); no refund is below zero.
 */
export const refunds = (
  quote: Quote,
  returns: ReadonlyArray<GoodsBack>,
  policy: ReturnPolicy = {},
  gifts: ReadonlyArray<GiftEarned> = []
): Result.Result<ReadonlyArray<Refund>, ReturnRefusal> => {
  const paid: Refunded = { amount: quote.subtotal.gross, tax: quote.subtotal.gross - quote.subtotal.net }
  const mode = policy.rounding ?? "halfUp"
  const done: Array<Refund> = []
  let back: Back = new Map(quote.lines.map(({ id }) => [id, new Set<number>()]))
  let goods: Refunded = { amount: 0n, tax: 0n }
  let shipping: Refunded = { amount: 0n, tax: 0n }
  let held = 0n
  const giftsBack = new Map<string, number>()
  for (const one of returns) {
    const next = withBack(quote, back, one)
    if (Result.isFailure(next)) return Result.fail(next.failure)
    const shares = quote.lines.flatMap((line) => shareOf(line, back, next.success, policy.share ?? "average", mode))
    const total = totalOf(quote, paid, goods, shares, next.success, policy)
    const freightPolicy = one.shippingRefund ?? policy.shippingRefund ?? "withLast"
    const freight = freightBack(quote, next.success, shipping, freightPolicy, mode, policy.sent)
    for (const { gift, quantity } of one.gifts ?? []) giftsBack.set(gift, (giftsBack.get(gift) ?? 0) + quantity)
    const goodsNow = between(goods, total)
    const shippingNow = between(shipping, freight)
    const due = policy.giftReturn === "keep" ? 0n : missing(quote, next.success, gifts, giftsBack)
    const free = held + goodsNow.amount + shippingNow.amount
    const holding = due < free ? due : free
    done.push({
      amount: goodsNow.amount + shippingNow.amount - (holding - held),
      goods: goodsNow,
      shipping: shippingNow,
      heldBack: holding - held,
      lines: policy.clawback === undefined || policy.clawback === "none" ? shares : spread(goodsNow, shares)
    })
    back = next.success
    goods = total
    shipping = freight
    held = holding
  }
  return Result.succeed(done)
}

/** By line, which units have come back. */
type Back = ReadonlyMap<string, ReadonlySet<number>>

const withBack = (quote: Quote, back: Back, { lines }: GoodsBack): Result.Result<Back, ReturnExceedsBought> => {
  const next = new Map(back)
  for (const one of lines) {
    const { line } = one
    const bought = quote.lines.find(({ id }) => id === line)?.units.length ?? 0
    const known = next.get(line) ?? new Set<number>()
    const available = bought - known.size
    const free = Array.from({ length: bought }, (_, unit) => unit).filter((unit) => !known.has(unit))
    const wanted = "units" in one ? [...new Set(one.units)] : free.slice(0, one.quantity)
    const count = "units" in one ? one.units.length : one.quantity
    const lawful = Number.isInteger(count) && count >= 0 && wanted.length === count
    if (!lawful || !wanted.every((unit) => free.includes(unit))) {
      return Result.fail({ _tag: "ReturnExceedsBought", line, wanted: Number.isInteger(count) ? count : 0, available })
    }
    next.set(line, new Set([...known, ...wanted]))
  }
  return Result.succeed(next)
}

const shareOf = (
  line: QuotedLine<bigint>,
  before: Back,
  after: Back,
  by: "average" | "unit",
  mode: PolicyRounding
): ReadonlyArray<RefundShare & { readonly line: string }> => {
  const [known, now] = [before.get(line.id)!, after.get(line.id)!]
  if (known.size === now.size) return []
  const { amount, tax } = between(refunded(line, known, by, mode), refunded(line, now, by, mode))
  return [{ line: line.id, amount, tax, net: amount - tax }]
}

/** What is refunded in all for the goods that are back. */
const totalOf = (
  quote: Quote,
  paid: Refunded,
  before: Refunded,
  shares: ReadonlyArray<RefundShare>,
  back: Back,
  { clawback = "none" }: ReturnPolicy
): Refunded => {
  const own = shares.reduce(plus, before)
  if (clawback === "none") return own
  const rest = remaining(quote, clawback.retest, back)
  const priced = rest === undefined ? undefined : of(rest)
  const { gross, net } =
    priced === undefined
      ? { gross: 0n, net: 0n }
      : Result.match(priced, {
          onFailure: () => ({
            gross: paid.amount - own.amount,
            net: paid.amount - own.amount - (paid.tax - own.tax)
          }),
          onSuccess: ({ subtotal }) => subtotal
        })
  const amount = lowest(paid.amount, greatest(before.amount, paid.amount - gross))
  const tax = paid.tax - (gross - net)
  // The tax follows, but neither it nor the net ever goes back, and both end where they were paid.
  const least = greatest(before.tax, amount - (paid.amount - paid.tax))
  const most = lowest(paid.tax, before.tax + (amount - before.amount))
  return { amount, tax: lowest(greatest(tax, least), most) }
}

const freightBack = (
  quote: Quote,
  back: Back,
  before: Refunded,
  policy: "withLast" | "never" | "proportional",
  mode: PolicyRounding,
  sent: ReadonlyArray<string> | undefined
): Refunded => {
  const lines = sent === undefined ? quote.lines : quote.lines.filter(({ id }) => sent.includes(id))
  const paid = lines.reduce((sum, { gross }) => sum + gross, 0n)
  const whole = { amount: quote.shipping.gross, tax: quote.shipping.gross - quote.shipping.net }
  if (policy === "never") return before
  if (lines.every(({ id, units }) => back.get(id)!.size === units.length)) return whole
  if (policy === "withLast" || paid === 0n || whole.amount === 0n) return before
  const worth = lines.reduce((sum, line) => sum + refunded(line, back.get(line.id)!, "average", mode).amount, 0n)
  const amount = greatest(before.amount, divide(whole.amount * worth, paid, mode))
  return { amount, tax: divide(whole.tax * amount, whole.amount, mode) }
}

const missing = (
  quote: Quote,
  back: Back,
  gifts: ReadonlyArray<GiftEarned>,
  giftsBack: ReadonlyMap<string, number>
): bigint => {
  const isBack = (line: string): boolean => {
    const bought = quote.lines.find(({ id }) => id === line)
    return bought === undefined || back.get(line)!.size === bought.units.length
  }
  let sum = 0n
  for (const { id, quantity, worth, lines } of gifts) {
    const kept = Math.max(0, quantity - (giftsBack.get(id) ?? 0))
    if (kept > 0 && lines.every(isBack)) sum += worth * BigInt(kept)
  }
  return sum
}

// What a retest gives back is that of the whole order: it is told by line in proportion to what the units were worth.
const spread = (
  goods: RefundShare,
  shares: ReadonlyArray<RefundShare & { readonly line: string }>
): ReadonlyArray<RefundShare & { readonly line: string }> => {
  const worth = shares.map(({ amount }) => amount)
  const weights = worth.some((amount) => amount > 0n) ? worth : shares.map(() => 1n)
  const amounts = shareByExact(Number(goods.amount), weights).map(BigInt)
  const taxes = shareByExact(Number(goods.tax), amounts.some((amount) => amount > 0n) ? amounts : weights).map(BigInt)
  return shares.map(({ line }, index) => ({
    line,
    amount: amounts[index]!,
    tax: taxes[index]!,
    net: amounts[index]! - taxes[index]!
  }))
}

const plus = (sum: Refunded, { amount, tax }: Refunded): Refunded => ({
  amount: sum.amount + amount,
  tax: sum.tax + tax
})

const between = (before: Refunded, after: Refunded): RefundShare => {
  const amount = after.amount - before.amount
  const tax = after.tax - before.tax
  return { amount, tax, net: amount - tax }
}

const greatest = (left: bigint, right: bigint): bigint => (left > right ? left : right)
const lowest = (left: bigint, right: bigint): bigint => (left < right ? left : right)
