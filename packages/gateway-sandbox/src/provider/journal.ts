import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { fromWire } from "pannier/command"
import { Entry } from "./entries.ts"

/** Where entries are kept. */
export interface Journal {
  /** What was written before, oldest first. */
  readonly entries: ReadonlyArray<Entry>
  readonly append: (entry: Entry) => void
}

/** A journal that ends with the process. */
export const forgetful: Journal = { entries: [], append: () => undefined }

const encode = Schema.encodeSync(Entry)

/**
 * A journal in a file of JSON lines, for one process at a time. A last line that a crash cut off is dropped.
 *
 * @throws Error if a line before the last is no entry
 */
export const journal = (file: string): Journal => {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
  const whole = bytes.lastIndexOf(0x0a) + 1
  if (whole < bytes.length) truncateSync(file, whole)
  const lines = bytes.subarray(0, whole).toString("utf8").split("\n").slice(0, -1)
  return {
    entries: lines.map((line, index) =>
      Result.getOrThrowWith(
        fromWire(Entry, JSON.parse(line)),
        ({ reason }) => new Error(`${file}:${index + 1} ${reason}`)
      )
    ),
    append: (entry) => appendFileSync(file, `${JSON.stringify(encode(entry))}\n`)
  }
}
