import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync
} from "node:fs"
import { checkKeys, erasedIn, fileVault, listErased } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { VaultError } from "pannier/privacy"

/** Refuses a name that is taken. */
export const absent = (path: string): void => {
  if (existsSync(path)) throw new Error(`文件已存在 · \`${path}\` exists already`)
}

/** Refuses what holds no keys of persons: put back or backed up, it would pass for them until somebody is looked for. */
export const holdsKeys = (path: string): Promise<void> =>
  orTold(checkKeys(path), `不是个人密钥文件 · no file of keys of persons: \`${path}\``)

/** Who is on a list of the erased. */
export const personsOn = (list: string): Promise<ReadonlyArray<string>> =>
  orTold(
    erasedIn(list),
    `不是删除名单，每行应为一个 JSON 字符串 · no list of the erased, which has JSON text in each line: \`${list}\``
  )

/** Says of which file something is that is wrong with it. */
const orTold = async <A>(reading: Effect.Effect<A, VaultError>, sentence: string): Promise<A> => {
  const read = await Effect.runPromise(Effect.result(reading))
  if (Result.isSuccess(read)) return read.success
  throw read.failure.reason === "Corrupt" ? new Error(`${sentence} (${read.failure.detail})`) : read.failure
}

/** Whether a file of keys is a copy of another, though keys of it were destroyed since, or others were made. */
export const isCopy = (from: string, to: string): boolean =>
  existsSync(to) && goesOn(readFileSync(to), readFileSync(from))

/** What stands where a key was. */
const dash = "-".charCodeAt(0)

/** Whether a file of keys is what has become of another: it begins with its bytes, but for those that were wiped. */
const goesOn = (later: Buffer, earlier: Buffer): boolean =>
  later.length >= earlier.length && earlier.every((byte, at) => later[at] === byte || later[at] === dash)

/** Copies a file of keys under a new name, which it has only when it is complete and on the disk. */
export const copyKeys = (from: string, to: string): void => {
  absent(to)
  const partial = `${to}.partial`
  const keys = readFileSync(from)
  // A copy that was broken off is made anew. Anything else is another's.
  if (existsSync(partial) && !goesOn(keys, readFileSync(partial))) absent(partial)
  try {
    // Over what is there, and not in its place: of two that do so at once, neither leaves less than all.
    const copy = openSync(partial, constants.O_RDWR | constants.O_CREAT, 0o600)
    try {
      for (let at = 0; at < keys.length; ) at += writeSync(copy, keys, at, keys.length - at, at)
      ftruncateSync(copy, keys.length)
      fsyncSync(copy)
    } finally {
      closeSync(copy)
    }
    absent(to)
    renameSync(partial, to)
  } finally {
    rmSync(partial, { force: true })
  }
}

/**
 * Destroys the keys of persons once more. Where there are no keys yet nothing is made that would stand in their way: who is on the
 * list beside them stays erased, whenever they come.
 */
export const destroyAgain = async (keys: string, persons: ReadonlyArray<string>): Promise<void> => {
  if (persons.length > 0 && !existsSync(keys)) {
    await Effect.runPromise(listErased(keys, persons))
    console.log(
      `${persons.length} 人列入删除名单，此处尚无密钥 · ${persons.length} persons listed as erased: there are no keys here yet`
    )
    return
  }
  const vault = fileVault(keys)
  for (const person of persons) await Effect.runPromise(vault.destroy(person))
  console.log(`重新销毁 ${persons.length} 人的密钥 · keys of ${persons.length} erased persons destroyed again`)
}
