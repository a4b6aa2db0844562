import * as Effect from "effect/Effect"
import { ofFile, openStore } from "./store.ts"
import { Usage } from "./usage.ts"

/** Prints the trial balance by unit: the sum of every unit is zero. Answers whether it is. */
export const printTrial = async (store: string): Promise<boolean> => {
  await using shop = await openStore(store)
  const rows = await Effect.runPromise(shop.storage.trial)
  for (const { unit, accounts, debit, posted } of rows) console.log(`${unit}\t${accounts}\t${debit}\t${posted}`)
  const wrong = rows.filter(({ posted }) => posted !== 0n)
  console.log(`${rows.length} 个单位,不平 ${wrong.length} · ${rows.length} units, ${wrong.length} out of balance`)
  return wrong.length === 0
}

/** Copies the file of a store while it is in use. The keys of persons are not in it: back them up apart. */
export const backUp = async (file: string, store: string): Promise<void> => {
  await using shop = await openStore(store)
  const storage = ofFile(shop.storage)
  if (storage === undefined) throw new Usage("只能备份 sqlite 文件 · only a sqlite file can be backed up so")
  await Effect.runPromise(storage.backup(file))
  console.log(`${store} -> ${file}`)
}
