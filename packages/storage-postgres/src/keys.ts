import { type CollectionShape, type Commit, type StorageError, storageError } from "pannier/storage"

/** Most bytes of one key of an index: PostgreSQL takes about a third of a page of 8 kB. */
const longestKey = 2_000

/** What is kept under a key longer than an index takes: the first such text of a commit, as `TooLarge`. */
export const overlong = (
  { key, writes, guards, claims, transfers, intents }: Commit,
  shapes: ReadonlyMap<string, CollectionShape>
): StorageError | undefined => {
  const ask = (...texts: ReadonlyArray<string>): StorageError | undefined => {
    // A UTF-16 unit is at most three bytes: most texts need not be counted.
    if (texts.reduce((sum, text) => sum + text.length, 0) * 3 <= longestKey) return undefined
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
    return bytes > longestKey ? storageError("TooLarge", `a key of ${bytes} bytes of ${longestKey}`) : undefined
  }
  let found = ask(key)
  for (const { id } of guards) found ??= ask(id)
  for (const { collection, id, columns } of writes) {
    found ??= ask(id)
    for (const index of Object.values(shapes.get(collection)?.indexes ?? {})) {
      found ??= ask(id, ...index.map((column) => columns[column]).filter((one) => typeof one === "string"))
    }
  }
  for (const { scope, value } of claims) found ??= ask(scope, value)
  for (const transfer of transfers) {
    if (transfer.kind === "settle" || transfer.kind === "release") found ??= ask(transfer.hold)
    else {
      found ??= ask(transfer.id)
      const short = transfer.kind === "post" ? transfer.short : undefined
      for (const account of short === undefined ? [transfer.from, transfer.to] : [transfer.from, transfer.to, short]) {
        found ??= ask(account.id, account.owner) ?? ask(account.id, account.unit)
      }
    }
  }
  for (const { id, lane } of intents) found ??= ask(id) ?? ask(lane)
  return found
}
