import type { Promotion } from "../../promotion/model.ts"
import type { Free, QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"

// More than any budget asks of a quote within its bounds.
const enough: Free = 1n << 62n

/**
 * The input of a quote for what remains after returns: the same rules, policy, context and instant; no fees; budgets without
 * limit, since what was granted was granted, and prices with stock of their own for as many units as they had it for.
 *
 * @returns undefined if nothing remains
 */
export const remaining = (
  { claims }: Quote,
  input: QuoteInput,
  back: ReadonlyMap<string, ReadonlySet<number>>
): QuoteInput | undefined => {
  const lines = input.lines.flatMap((line) => {
    const quantity = line.quantity - (back.get(line.id)?.size ?? 0)
    return quantity > 0 ? [{ ...line, quantity }] : []
  })
  if (lines.length === 0) return undefined
  const accounts: Record<string, Free> = Object.create(null)
  for (const account of budgetsOf(input)) accounts[account] = enough
  if (input.customs !== undefined) accounts[input.customs.account] = enough
  for (const { stock, perCustomer } of input.prices) {
    for (const limit of [stock, perCustomer]) if (limit !== undefined) accounts[limit.account] = 0n
  }
  for (const { account, unit, amount } of claims) if (unit === "units") accounts[account] = amount
  return { ...input, lines, fees: [], accounts }
}

const budgetsOf = ({ promotions }: QuoteInput): ReadonlyArray<string> => {
  const stated: ReadonlyArray<Promotion> =
    "_tag" in promotions ? promotions.rules.map(({ promotion }) => promotion) : promotions
  return stated.flatMap(({ budgets = [] }) => budgets.map(({ account }) => account))
}
