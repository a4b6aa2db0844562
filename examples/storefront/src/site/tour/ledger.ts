/** Journal lines of some accounts, as the tour and the books show them. */
import * as Effect from "effect/Effect"
import type { LedgerRow } from "../../look/index.ts"
import type { House } from "../house.ts"

/** What moved on these accounts, the oldest first. */
export const ledgerOf = async (house: House, accounts: ReadonlyArray<string>): Promise<ReadonlyArray<LedgerRow>> => {
  const { storage } = house.shop
  const seen = new Map<string, LedgerRow & { readonly position: number }>()
  for (const account of accounts) {
    for (const line of await Effect.runPromise(storage.journal(account, 0, 100))) {
      const [entry] = await Effect.runPromise(storage.events(line.position - 1, 1))
      if (entry === undefined) continue
      const { transfer, kind, from, to, unit, amount, position } = line
      seen.set(`${position} ${transfer} ${kind}`, {
        transfer,
        at: entry.at,
        unit,
        from,
        to,
        amount: amountIn(unit, amount),
        why: `${entry.reason} · ${kind}`,
        position,
        ...(kind === "hold" ? { held: true } : {})
      })
    }
  }
  return [...seen.values()].toSorted((a, b) => a.position - b.position)
}

/** Money in its currency's decimals, everything else by the piece. */
const amountIn = (unit: string, amount: bigint): string => {
  if (unit !== "CNY") return String(amount)
  const size = amount < 0n ? -amount : amount
  return `${amount < 0n ? "-" : ""}${size / 100n}.${String(size % 100n).padStart(2, "0")}`
}
