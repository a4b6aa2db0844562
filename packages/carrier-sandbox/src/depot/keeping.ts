import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { fromWire } from "pannier/command"
import { type Keeping, Shelf } from "./book.ts"

/** A shelf that is forgotten with the process. */
export const forgetful: Keeping = { former: undefined, keep: () => undefined }

const encode = Schema.encodeSync(Shelf)

/**
 * A shelf in a file of JSON, for one process at a time. It is written beside and moved into place, so that a crash leaves
 * the former one or the new one, whole.
 *
 * @throws Error if the file holds something else
 */
export const inFile = (file: string): Keeping => ({
  former: existsSync(file)
    ? Result.getOrThrowWith(
        fromWire(Shelf, JSON.parse(readFileSync(file, "utf8"))),
        ({ path }) => new Error(`${file} ${path}`)
      )
    : undefined,
  keep: (shelf) => {
    writeFileSync(`${file}.new`, JSON.stringify(encode(shelf)))
    renameSync(`${file}.new`, file)
  }
})
