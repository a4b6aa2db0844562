import * as Effect from "effect/Effect"
import { openStore } from "./store.ts"

/** Prints the trial balance by unit: the sum of every unit is zero. Answers whether it is. */
export const printTrial = async (store: string): Promise<boolean> => {
  await using shop = await openStore(store)
  const rows = await Effect.runPromise(shop.storage.trial)
  for (const { unit, accounts, debit, posted } of rows) console.log(`${unit}\t${accounts}\t${debit}\t${posted}`)
  const wrong = rows.filter(({ posted }) => posted !== 0n)
  console.log(`${rows.length} 个单位,不平 ${wrong.length} · ${rows.length} units, ${wrong.length} out of balance`)
  return wrong.length === 0
}
