import * as Effect from "effect/Effect"
import { existing, openStore, targetOf } from "./store.ts"

/** Prints the trial balance by unit: the sum of every unit is zero. Answers whether it is; books without an account prove nothing. */
export const printTrial = async (store: string): Promise<boolean> => {
  await existing(targetOf(store))
  await using shop = await openStore(store)
  const rows = await Effect.runPromise(shop.storage.trial)
  for (const { unit, accounts, debit, posted } of rows) console.log(`${unit}\t${accounts}\t${debit}\t${posted}`)
  const wrong = rows.filter(({ posted }) => posted !== 0n)
  const accounts = rows.reduce((sum, row) => sum + row.accounts, 0)
  console.log(
    `${rows.length} 个单位，${accounts} 个账户，不平 ${wrong.length} · ${rows.length} units, ${accounts} accounts, ${wrong.length} out of balance`
  )
  if (accounts === 0) console.error("账本是空的，什么都没有核对 · the books are empty: nothing was checked")
  return accounts > 0 && wrong.length === 0
}
