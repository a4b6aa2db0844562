import type { Promotion } from "../../promotion/model.ts"
import { budgetAccount } from "../../promotion/rules/claim.ts"
import type { Free, QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import { freeIn } from "./prices.ts"

// More than any budget asks of a quote within its bounds.
const enough: Free = 1n << 62n

/**
 * The input of a quote for what remains after returns: the same rules, policy, context and instant, and no fees. Budgets have
 * what they had for the quote, so that one that was cut short or spent does not open again; where the input states no accounts
 * they have no limit, since what was granted was granted. A price with stock of its own is for as many units as it was.
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
  for (const account of countedOn(input)) {
    accounts[account] = input.accounts === undefined ? enough : freeIn(input.accounts, account)
  }
  for (const { account, unit, amount } of claims) {
    if (unit === "units") accounts[account] = BigInt(accounts[account] ?? 0) + amount
  }
  const prices = input.prices.map(({ stock, perCustomer, ...price }) => {
    const limits = [stock, perCustomer].flatMap((limit) => (limit === undefined ? [] : [limit.account]))
    if (limits.length === 0) return price
    // Several prices may share an account, and none is to have what another had: each has one of its own, of a name that no
    // host can give.
    const account = `\u0000${price.id}`
    accounts[account] = claims.find(({ by, account: of }) => by === price.id && limits.includes(of))?.amount ?? 0n
    return { ...price, stock: { account } }
  })
  return { ...input, lines, prices, fees: [], accounts }
}

/** The accounts that the promotions of an input and its limits of imports are counted on. */
export const countedOn = ({
  promotions,
  customs,
  at
}: Pick<QuoteInput, "promotions" | "customs" | "at">): ReadonlyArray<string> => {
  const stated: ReadonlyArray<Promotion> =
    "_tag" in promotions ? promotions.rules.map(({ promotion }) => promotion) : promotions
  return [
    ...stated.flatMap(({ budgets = [] }) => budgets.map((budget) => budgetAccount(budget, at))),
    ...(customs === undefined ? [] : [customs.account])
  ]
}
