import { fileAnchor } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { message } from "pannier/kernel"
import { sealLog } from "pannier/command"
import { ChainBroken } from "pannier/storage"
import { anchorOf, existing, isEmpty, openStore, targetOf } from "./store.ts"

/**
 * Chains what the log of a store has behind its last link, and publishes the head in a file.
 *
 * @returns whether there is a log at all
 */
export const sealStore = async (
  store: string,
  {
    keys,
    anchor,
    limit
  }: { readonly keys?: string | undefined; readonly anchor?: string | undefined; readonly limit: number }
): Promise<boolean> => {
  const path = anchorOf(await existing(targetOf(store)), anchor)
  await using shop = await openStore(store, keys === undefined ? {} : { keys })
  const sealed = await Effect.runPromise(Effect.result(sealLog(shop.storage, { limit, anchor: fileAnchor(path) })))
  if (Result.isFailure(sealed)) {
    if (sealed.failure._tag !== "ChainBroken") throw sealed.failure
    const { zh, en } = message(ChainBroken, sealed.failure)
    throw new Error(`${zh} · ${en}`)
  }
  const { entries, head } = sealed.success
  console.log(`已封 ${entries} 条，链头 · ${entries} entries chained, head ${head.position} ${head.hash} -> ${path}`)
  const empty = await isEmpty(shop.storage)
  if (empty) console.error("日志是空的，没有可封的 · the log is empty: there is nothing to chain")
  return !empty
}
