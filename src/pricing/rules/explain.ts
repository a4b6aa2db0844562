import * as Result from "effect/Result"
import type { PriceEntry, PriceSelection } from "../model.ts"
import {
  type Deciding,
  type FreeUnits,
  inOrder,
  order,
  type PassedOver,
  type PriceContext,
  reasonAgainst,
  selectPrice,
  type Wanted
} from "./select.ts"

/** Which entries gave their price, which they beat and by what, and which were no candidates and why. */
export interface PriceExplanation {
  readonly won: ReadonlyArray<{ readonly price: string; readonly units: number }>
  readonly beaten: ReadonlyArray<{ readonly price: string; readonly by: string; readonly decided: Deciding }>
  readonly passedOver: ReadonlyArray<{ readonly price: string; readonly reason: PassedOver }>
}

/** Explains {@link selectPrice} for the same arguments; every entry of the sku stands in exactly one of the lists. */
export const explainPrice = (
  entries: ReadonlyArray<PriceEntry>,
  wanted: Wanted,
  context: PriceContext,
  policy: PriceSelection,
  free: FreeUnits
): PriceExplanation => {
  const won = new Map<string, number>()
  const selected = selectPrice(entries, wanted, context, policy, free)
  if (Result.isSuccess(selected)) {
    for (const { entry, count } of selected.success.runs) won.set(entry.id, (won.get(entry.id) ?? 0) + count)
  }
  const beaten: Array<PriceExplanation["beaten"][number]> = []
  const passedOver: Array<PriceExplanation["passedOver"][number]> = []
  let best: PriceEntry | undefined
  for (const entry of inOrder(entries, wanted, context, policy)) {
    const account = soldOut(entry, free)
    if (won.has(entry.id)) best ??= entry
    else if (account !== undefined) passedOver.push({ price: entry.id, reason: { _tag: "SoldOut", account } })
    else if (best !== undefined)
      beaten.push({ price: entry.id, by: best.id, decided: order(best, entry, policy).decided })
  }
  for (const entry of entries) {
    const reason = entry.sku === wanted.sku ? reasonAgainst(entry, wanted, context) : undefined
    if (reason !== undefined) passedOver.push({ price: entry.id, reason })
  }
  return { won: Array.from(won, ([price, units]) => ({ price, units })), beaten, passedOver }
}

const soldOut = ({ stock, perCustomer }: PriceEntry, free: FreeUnits): string | undefined => {
  if (stock !== undefined && free(stock.account, "all") === 0) return stock.account
  return perCustomer !== undefined && free(perCustomer.account, "customer") === 0 ? perCustomer.account : undefined
}
