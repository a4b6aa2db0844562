import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, law, type Law, vacuous, verdict } from "../../kernel/law.ts"
import type { Quote } from "../model.ts"
import { type PaidUnits, paidUnits, protectPrice } from "../rules/protection.ts"
import { of } from "../rules/quote.ts"
import { type GiftEarned, type GoodsBack, type Refund, type ReturnPolicy, refunds } from "../rules/returns.ts"
import { Case, inputOf } from "./case.ts"

const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

/** A cart, the order in which its units come back and where one return ends, and the policies. */
export const ReturnCase = Schema.Struct({
  cart: Case,
  order: Schema.Array(int(0, 99)).check(Schema.isMinLength(16), Schema.isMaxLength(16)),
  share: Schema.Literals(["average", "unit"]),
  retest: Schema.Boolean,
  giftReturn: Schema.Literals(["return", "keep"]),
  shippingRefund: Schema.Literals(["withLast", "never", "proportional"]),
  gift: int(0, 3_000)
})
export type ReturnCase = typeof ReturnCase.Type

/** All units, one after another in a drawn order, in returns of one or more. */
const returnsOf = (quote: Quote, order: ReadonlyArray<number>): ReadonlyArray<GoodsBack> => {
  const open = quote.lines.flatMap(({ id, units }) => units.map((_, unit) => ({ line: id, units: [unit] })))
  const returns: Array<GoodsBack["lines"]> = []
  for (const [turn, drawn] of order.entries()) {
    if (open.length === 0) break
    const [one] = open.splice(drawn % open.length, 1)
    const joins = turn > 0 && drawn % 3 === 0 && !returns.at(-1)?.some(({ line }) => line === one!.line)
    if (joins) returns[returns.length - 1] = [...returns.at(-1)!, one!]
    else returns.push([one!])
  }
  return returns.map((lines) => ({ lines }))
}

const sums = (parts: ReadonlyArray<Refund>) => ({
  goods: parts.reduce((sum, { goods }) => sum + goods.amount, 0n),
  tax: parts.reduce((sum, { goods, shipping }) => sum + goods.tax + shipping.tax, 0n),
  shipping: parts.reduce((sum, { shipping }) => sum + shipping.amount, 0n),
  held: parts.reduce((sum, { heldBack }) => sum + heldBack, 0n),
  amount: parts.reduce((sum, { amount }) => sum + amount, 0n)
})

/** L21 under every policy. */
export const returnsSum: Law<ReturnCase> = law({
  id: "L21",
  title:
    "under every policy and along every path all returns sum to what was paid for goods and freight, taxes too, and none is below zero",
  input: ReturnCase,
  holds: ({ cart, order, share, retest, giftReturn, shippingRefund, gift }) => {
    const input = inputOf(cart)
    const quote = of(input)
    if (Result.isFailure(quote)) return broken(quote.failure._tag)
    const { lines, shipping, subtotal } = quote.success
    const policy: ReturnPolicy = { share, giftReturn, shippingRefund, clawback: retest ? { retest: input } : "none" }
    const gifts: ReadonlyArray<GiftEarned> = [{ id: "cup", quantity: 1, worth: BigInt(gift), lines: [lines[0]!.id] }]
    const returns = returnsOf(quote.success, order)
    const found = refunds(quote.success, returns, policy, gifts)
    if (Result.isFailure(found)) return broken(found.failure._tag)
    const whole = sums(found.success)
    const freight = shippingRefund === "never" ? 0n : shipping.gross
    const freightTax = shippingRefund === "never" ? 0n : shipping.gross - shipping.net
    const kept = giftReturn === "keep" ? 0n : BigInt(gift)
    // What came back before the last unit that earned the gift is with the buyer already.
    const due = returns.findLastIndex((one) => one.lines.some(({ line }) => line === lines[0]!.id))
    const late = sums(found.success.slice(due))
    const held = kept < late.goods + late.shipping ? kept : late.goods + late.shipping
    const positive = found.success.every(
      ({ amount, goods, lines: parts }) =>
        amount >= 0n &&
        goods.amount >= 0n &&
        goods.tax >= 0n &&
        goods.net >= 0n &&
        parts.reduce((sum, part) => sum + part.amount, 0n) === goods.amount
    )
    return verdict(
      positive &&
        whole.goods === subtotal.gross &&
        whole.shipping === freight &&
        whole.tax === subtotal.gross - subtotal.net + freightTax &&
        whole.held === held &&
        whole.amount === whole.goods + whole.shipping - held,
      () => `${whole.amount} back, ${whole.tax} of it tax, of ${subtotal.gross} and ${shipping.gross}`
    )
  }
})

/** A cart, and by how many percent of their price its goods are sold on later days. */
export const ProtectionCase = Schema.Struct({
  cart: Case,
  percents: Schema.Array(int(50, 120)).check(Schema.isMinLength(1), Schema.isMaxLength(4))
})

/** L21 for price protection. */
export const protectionTelescopes: Law<typeof ProtectionCase.Type> = law({
  id: "L21",
  title:
    "what is given back for drops is what was paid less the lowest price since, whatever their order, and each only once",
  input: ProtectionCase,
  holds: ({ cart, percents }) => {
    const input = inputOf(cart)
    const quote = of(input)
    if (Result.isFailure(quote)) return broken(quote.failure._tag)
    const order = { placedAt: input.at, currency: input.currency }
    const days = percents.map((percent) =>
      of({
        ...input,
        prices: input.prices.map((entry) => ({ ...entry, amount: (entry.amount * BigInt(percent)) / 100n }))
      })
    )
    const given = (quotes: typeof days): bigint | string => {
      let paid: ReadonlyArray<PaidUnits> = quote.success.lines.map(paidUnits)
      let whole = 0n
      for (const today of [...quotes, ...quotes]) {
        if (Result.isFailure(today)) return today.failure._tag
        const back = protectPrice(paid, order, today.success, input.at, { days: 7, zone: "Asia/Shanghai" })
        if (Result.isFailure(back)) {
          if (back.failure._tag !== "PriceNotLower") return back.failure._tag
          continue
        }
        if (back.success.net < 0n || back.success.tax < 0n) return "negative"
        whole += back.success.amount
        paid = back.success.after
      }
      return whole
    }
    const forwards = given(days)
    if (forwards === 0n) return vacuous("nothing dropped")
    const least = days.map((day) => (Result.isSuccess(day) ? day.success.lines.map(paidUnits) : []))
    const expected = quote.success.lines.map(paidUnits).reduce((sum, { units }, line) => {
      const lowest = units.map((unit, index) =>
        least.reduce((low, day) => (day[line]!.units[index]! < low ? day[line]!.units[index]! : low), unit)
      )
      return sum + units.reduce((whole, unit, index) => whole + unit - lowest[index]!, 0n)
    }, 0n)
    return verdict(
      forwards === expected && given(days.toReversed()) === expected,
      () => `${forwards} given back, ${expected} due`
    )
  }
})
