import { overPg, postgresPortable } from "@pannier/storage-postgres"
import { sqlitePortable } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import { chained, chainStart, copyStore, type Link, type Portable, type Storage } from "pannier/storage"
import * as Result from "effect/Result"
import { violationsOf } from "./check.ts"
import { progress } from "./progress.ts"
import { existing, nameOf, openStore, poolOf, type Target, targetOf } from "./store.ts"

/** What a copy is told beside its two stores. */
export interface CopyOptions {
  readonly keys?: string | undefined
}

/**
 * Copies a store into a place where there is none, and goes on with a copy that was broken off. Afterwards both logs must have the same
 * hash at their end, and the copy must keep every law.
 *
 * @returns whether it does
 */
export const copyTo = async (from: string, to: string, { keys }: CopyOptions = {}): Promise<boolean> => {
  const [origin, landing] = [existing(targetOf(from)), targetOf(to)]
  const named = keys === undefined ? {} : { keys }
  // Opened first, so that a layout of a former version is brought up to date.
  await (await openStore(from, named)).close()
  await transfer(origin, landing)
  const [before, after] = [await headIn(from, named), await headIn(to, named)]
  if (before.position < after.position || (before.position === after.position && before.hash !== after.hash)) {
    console.error(`副本的日志不同 · the log of the copy is another: ${before.hash} ${after.hash}`)
    return false
  }
  await using shop = await openStore(to, { ...named, snapshot: true })
  const wrong = await violationsOf(shop.storage, after.position === 0 ? undefined : await linkedAt(shop.storage))
  for (const one of wrong) console.error(one)
  console.log(
    wrong.length === 0
      ? `完好 · sound, ${after.position} ${after.hash}`
      : `问题 ${wrong.length} 处，首先是 · faults ${wrong.length}, the first: ${wrong[0]}`
  )
  return wrong.length === 0
}

/** Copies rows from one target to another, with a bar that tells how far it has come. */
export const transfer = async (origin: Target, landing: Target): Promise<void> => {
  const [left, right] = [await portable(origin), await portable(landing)]
  let told: ((done: number) => void) | undefined
  try {
    const { entries, resumed } = await Effect.runPromise(
      copyStore(left.portable, right.portable, (position, head) => {
        told ??= progress("entries", head, process.stderr)
        told(position)
      })
    )
    const gone = resumed > 0 ? `，从第 ${resumed} 条继续 · gone on behind ${resumed}` : ""
    console.log(`${nameOf(origin)} -> ${nameOf(landing)}: ${entries} 条日志 entries${gone}`)
  } finally {
    await left.end()
    await right.end()
  }
}

const portable = async (target: Target): Promise<{ readonly portable: Portable; readonly end: () => Promise<void> }> => {
  if (target.kind === "sqlite") return { portable: sqlitePortable(target.path), end: async () => {} }
  const pool = await poolOf(target)
  const { schema, tenant } = target
  return { portable: postgresPortable(overPg(pool), { schema, tenant }), end: () => pool.end() }
}

const linkedAt = (storage: Storage): Promise<Link | undefined> => Effect.runPromise(storage.linked)

/** The hash over the whole log, whether it is chained already or not. */
const headIn = async (store: string, named: { readonly keys?: string }): Promise<Link> => {
  await using shop = await openStore(store, { ...named, snapshot: true })
  let head = chainStart
  for (;;) {
    const entries = await Effect.runPromise(shop.storage.events(head.position, 500))
    const links = chained(head, entries)
    if (Result.isFailure(links)) throw new Error(`日志缺少第 ${links.failure.position} 条 · entry ${links.failure.position} is missing`)
    const last = links.success.at(-1)
    if (last === undefined) return head
    head = last
  }
}
