import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { chained, chainStart, copyStore, type Link, type Storage } from "pannier/storage"
import { violationsOf } from "./check.ts"
import { progress } from "./progress.ts"
import {
  existing,
  isSamePlace,
  isThere,
  nameOf,
  openStore,
  portableOf,
  reading,
  type Target,
  targetOf,
  upToDate
} from "./store.ts"
import { Usage } from "./usage.ts"

/** Whose keys a store is opened with. */
export interface Named {
  readonly keys?: string
}

/**
 * Copies a store into a place where there is none, and goes on with a copy that was broken off, though it was in the checks. Afterwards
 * the log of the copy must have the hash of the original at its end, and the copy must keep every law.
 *
 * @returns whether it does
 */
export const copyTo = async (from: string, to: string, named: Named): Promise<boolean> => {
  const [origin, landing] = [await existing(targetOf(from)), targetOf(to)]
  await upToDate(origin, from, named)
  if (!(await hasArrived(origin, landing))) await transfer(origin, landing)
  return isSoundCopy(origin, to, named)
}

/**
 * Whether an attempt before brought a store to a place: one that is there with the whole log of the original, and no more, is the copy.
 * Any other that is there is refused.
 */
export const hasArrived = async (origin: Target, landing: Target): Promise<boolean> => {
  if (isSamePlace(origin, landing)) {
    throw new Usage(`来源与目标是同一处 · from and to are one place: ${nameOf(landing)}`)
  }
  if (!(await isThere(landing))) return false
  if (!(await isSameLog(origin, landing))) {
    throw new Error(`目标处已有另一家商店 · another store exists already: ${nameOf(landing)}`)
  }
  console.log(`${nameOf(landing)}: 副本已在，只作检查 · the copy is there already, and is checked`)
  return true
}

const isSameLog = async (origin: Target, landing: Target): Promise<boolean> => {
  const { position, hash } = await reading(landing, headOf)
  const theirs = await reading(origin, headOf)
  return position === theirs.position && hash === theirs.hash
}

/** Copies rows from one target to another, with a bar that tells how far it has come. */
export const transfer = async (origin: Target, landing: Target): Promise<void> => {
  const [left, right] = [await portableOf(origin), await portableOf(landing)]
  let told: ((done: number) => void) | undefined
  try {
    const { entries, resumed } = await Effect.runPromise(
      copyStore(left.portable, right.portable, (position, head) => {
        told ??= progress("entries", head, process.stderr)
        told(position)
      })
    )
    const gone = resumed > 0 ? `，从第 ${resumed} 条之后继续 · gone on behind ${resumed}` : ""
    console.log(`${nameOf(origin)} -> ${nameOf(landing)}: ${entries} 条日志 entries${gone}`)
  } finally {
    await left.end()
    await right.end()
  }
}

/** Whether a copy has its original's log up to where it ends, and keeps the laws. What is wrong goes to standard error. */
export const isSoundCopy = async (origin: Target, to: string, named: Named): Promise<boolean> => {
  // The indexes of the documents are built now.
  await (await openStore(to, named)).close()
  await using copy = await openStore(to, { ...named, snapshot: true })
  const wrong = [...(await violationsOf(copy.storage, undefined))]
  const head = await headOf(copy.storage)
  const { hash } = await reading(origin, (storage) => headOf(storage, head.position))
  if (hash !== head.hash) wrong.unshift(`副本的日志不同 · the log of the copy is another: ${head.hash}, not ${hash}`)
  for (const one of wrong) console.error(one)
  console.log(
    wrong.length === 0
      ? `完好，链头一致 · sound, the same head: ${head.position} ${head.hash}`
      : `问题 ${wrong.length} 处，首先是 · faults ${wrong.length}, the first: ${wrong[0]}`
  )
  return wrong.length === 0
}

/** The hash over the log up to a position, whether it is chained already or not. */
const headOf = async (storage: Storage, until = Number.MAX_SAFE_INTEGER): Promise<Link> => {
  let head = chainStart
  while (head.position < until) {
    const entries = await Effect.runPromise(storage.events(head.position, Math.min(500, until - head.position)))
    const links = chained(head, entries)
    if (Result.isFailure(links)) {
      throw new Error(`日志缺少第 ${links.failure.position} 条 · entry ${links.failure.position} is missing`)
    }
    const last = links.success.at(-1)
    if (last === undefined) break
    head = last
  }
  return head
}
