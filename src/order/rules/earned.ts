import { divide } from "../../money/rules/round.ts"
import type { Refunded } from "../../promotion/rules/benefit.ts"
import type { Order, Return } from "../model.ts"

/**
 * How much of the goods that earned a benefit came back before, and comes back now. They count at what they cost, tax and what
 * points paid included, and by pieces where all of them cost nothing. Drops that were given and thresholds that are tested again
 * change what goes back for goods, and not which of them are back.
 *
 * Law: when all of these goods are back, whatever was given for them, it is all of it.
 *
 * @param lines whose goods earned it; absent: those of the whole order
 * @param back what comes back now
 */
export const earningBack = (
  { lines: bought, quote }: Order,
  lines: ReadonlyArray<string> | undefined,
  back: Return["lines"]
): Refunded => {
  const earning = quote.lines.filter(({ id }) => lines === undefined || lines.includes(id))
  const free = earning.every(({ gross }) => gross === 0n)
  let [paid, before, now] = [0n, 0n, 0n]
  for (const { id, gross, units } of earning) {
    const known = bought.find((line) => line.id === id)?.refunded.quantity ?? 0
    const more = back.find(({ line }) => line === id)?.quantity ?? 0
    const pieces = BigInt(units.length)
    const worth = free ? pieces : gross
    const share = (count: number): bigint => divide(worth * BigInt(count), pieces, "halfUp")
    paid += worth
    before += share(known)
    now += share(known + more) - share(known)
  }
  return { paid, before, now }
}
