import { existsSync } from "node:fs"
import { restore } from "@pannier/storage-sqlite"
import { fileAnchor, listErased } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import { hasArrived, type Named, isSoundCopy, transfer } from "./copy.ts"
import { absent, copyKeys, destroyAgain, holdsKeys, isCopy, personsOn } from "./keys.ts"
import { anchorOf, existing, isEmpty, keysOf, nameOf, ofFile, openStore, reading, targetOf, upToDate } from "./store.ts"
import { Usage } from "./usage.ts"

/** How a store is backed up. */
export interface BackupOptions extends Named {
  /** Where the keys of persons are copied to. Absent: nowhere. */
  readonly keysTo?: string | undefined
}

/**
 * Backs a store up to a new SQLite file while it is in use: a file page by page, a server's tenant row by row in one snapshot. The
 * keys of persons go to a file of their own, which should be deleted within 30 days; the key-encryption key goes nowhere.
 *
 * @returns whether there is anything in it
 */
export const backUp = async (file: string, store: string, { keysTo, ...named }: BackupOptions): Promise<boolean> => {
  const target = await existing(targetOf(store))
  const keys = keysOf(target, named.keys)
  if (keysTo !== undefined) {
    absent(keysTo)
    if (!existsSync(keys)) {
      throw new Usage(
        `没有个人密钥文件 \`${keys}\`：请以 --keys 指明，或省去 --keys-to · no keys of persons at \`${keys}\`: name them with --keys, or leave out --keys-to`
      )
    }
    await holdsKeys(keys)
  }
  if (target.kind === "sqlite") {
    await upToDate(target, store, named)
    await using shop = await openStore(store, { ...named, snapshot: true })
    const storage = ofFile(shop.storage)
    if (storage === undefined) throw new Error("the store is no SQLite file")
    await Effect.runPromise(storage.backup(file))
  } else await transfer(target, { kind: "sqlite", path: file })
  console.log(`${nameOf(target)} -> ${file}`)
  // After the data: a person who comes in between has a key in it.
  if (keysTo !== undefined) {
    copyKeys(keys, keysTo)
    console.log(`${keys} -> ${keysTo}`)
  }
  const empty = await reading({ kind: "sqlite", path: file }, isEmpty)
  if (empty) console.error("日志是空的，备份里什么都没有 · the log is empty: there is nothing in the backup")
  return !empty
}

/** How a backup is put back. */
export interface RestoreOptions extends Named {
  /** The backup of the keys. Absent: the keys stand where they are. */
  readonly keysFrom?: string | undefined
  /** The list of the erased, where it is not beside the keys; `none` where nobody was. */
  readonly erased?: string | undefined
  readonly anchor?: string | undefined
}

/**
 * Puts a backup where there is no store, then its keys, then destroys the keys of everybody on the list of the erased, then checks
 * that the log is that of the backup and that every law holds.
 *
 * @returns whether they do
 */
export const restoreTo = async (
  file: string,
  store: string,
  { keysFrom, erased, anchor, ...named }: RestoreOptions
): Promise<boolean> => {
  const backup = await existing({ kind: "sqlite", path: file })
  const target = targetOf(store)
  const keys = keysOf(target, named.keys)
  const list = erased ?? `${keys}.erased`
  for (const given of [keysFrom, erased === "none" ? undefined : erased]) {
    if (given !== undefined && !existsSync(given)) throw new Usage(`没有这个文件 · no such file: \`${given}\``)
  }
  // Keys from a backup bring back everybody who was erased since: whoever puts them back has to say who that is.
  if (keysFrom !== undefined && erased === undefined && !existsSync(list)) {
    throw new Usage(
      `没有删除名单 \`${list}\`：请以 --erased 指明名单，或以 --erased none 说明无人被删除 · there is no list of the erased at \`${list}\`: name it with --erased, or say with --erased none that nobody was erased`
    )
  }
  const persons = erased === "none" ? [] : await personsOn(list)
  // Nobody is said with a word of its own: a list without a name is more likely cut short, or another file.
  if (persons.length === 0 && erased !== "none" && (erased ?? keysFrom) !== undefined) {
    throw new Usage(
      `删除名单里没有人 \`${list}\`：若确实无人被删除，请用 --erased none · the list of the erased names nobody: \`${list}\`; if nobody was erased, say --erased none`
    )
  }
  if (keysFrom !== undefined) {
    await holdsKeys(keysFrom)
    if (!isCopy(keysFrom, keys)) absent(keys)
  }
  // What was broken off is gone on with, and stands in the way of nothing.
  const there = await hasArrived(backup, target)
  // Before any key is back: whatever breaks off from here on, nobody of it is back.
  if (keysFrom !== undefined) await Effect.runPromise(listErased(keys, persons))
  if (!there) {
    await (target.kind === "sqlite" ? Effect.runPromise(restore(file, target.path)) : transfer(backup, target))
  }
  if (keysFrom !== undefined && !isCopy(keysFrom, keys)) copyKeys(keysFrom, keys)
  await destroyAgain(keys, persons)
  const sound = await isSoundCopy(backup, store, named)
  await tellLost(store, named, anchorOf(target, anchor))
  return sound
}

/** Says how far the restored log stands behind the head that was anchored. */
const tellLost = async (store: string, named: Named, anchor: string): Promise<void> => {
  const anchored = await Effect.runPromise(fileAnchor(anchor).latest)
  if (anchored === undefined) return
  await using shop = await openStore(store, { ...named, snapshot: true })
  const [there] = await Effect.runPromise(shop.storage.events(anchored.position - 1, 1))
  if (there !== undefined) return
  console.error(
    `备份早于锚定的链头 ${anchored.position}：其后的日志已丢失，请另启一个锚定文件 · the backup is older than the anchored head ${anchored.position}: what came after it is lost, and the chain needs a new anchor file`
  )
}
