import * as Effect from "effect/Effect"
import { ofFile, openStore } from "./store.ts"

/** Prints the trial balance by unit: the sum of every unit is zero. Answers whether it is. */
export const printTrial = async (store: string): Promise<boolean> => {
  await using shop = await openStore(store)
  const rows = await Effect.runPromise(shop.storage.trial)
  for (const { unit, accounts, debit, posted } of rows) console.log(`${unit}\t${accounts}\t${debit}\t${posted}`)
  const wrong = rows.filter(({ posted }) => posted !== 0n)
  console.log(`${rows.length} 个单位,不平 ${wrong.length} · ${rows.length} units, ${wrong.length} out of balance`)
  return wrong.length === 0
}

/** Says what is wrong with the file of a store. Answers whether it is sound. */
export const checkFile = async (store: string): Promise<boolean> => {
  await using shop = await openStore(store)
  const faults = await Effect.runPromise(ofFile(shop.storage).integrity)
  for (const fault of faults) console.error(fault)
  console.log(faults.length === 0 ? "完好 · sound" : `问题 ${faults.length} · faults ${faults.length}`)
  return faults.length === 0
}

/** Copies the file of a store while it is in use. The keys of persons are not in it: back them up apart. */
export const backUp = async (file: string, store: string): Promise<void> => {
  await using shop = await openStore(store)
  await Effect.runPromise(ofFile(shop.storage).backup(file))
  console.log(`${store} -> ${file}`)
}
