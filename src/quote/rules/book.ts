import * as Result from "effect/Result"
import type { InvalidInput } from "../../command/errors.ts"
import type { DuplicateId } from "../../money/errors.ts"
import type { PriceEntry } from "../../pricing/model.ts"
import type { TooLarge } from "../errors.ts"
import { mostEntries, type PriceBook } from "../input.ts"
import { wrongEntry } from "./shown.ts"

/**
 * Price entries made ready once, for any number of quotes.
 *
 * @returns the book, or, in this order: `TooLarge`, `DuplicateId`, `InvalidInput` (a measure or a zone that is none)
 */
export const priceBook = (
  entries: ReadonlyArray<PriceEntry>
): Result.Result<PriceBook, TooLarge | DuplicateId | InvalidInput> => {
  if (entries.length > mostEntries) return Result.fail({ _tag: "TooLarge", what: "prices", limit: mostEntries })
  const seen = new Set<string>()
  const bySku = new Map<string, Array<PriceEntry>>()
  let flaw: InvalidInput | undefined
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]!
    if (seen.has(entry.id)) return Result.fail({ _tag: "DuplicateId", id: entry.id })
    seen.add(entry.id)
    if (entry.per !== undefined || entry.zone !== undefined) flaw ??= wrongEntry(entry, index)
    const known = bySku.get(entry.sku)
    if (known === undefined) bySku.set(entry.sku, [entry])
    else known.push(entry)
  }
  return flaw === undefined ? Result.succeed({ _tag: "PriceBook", entries, bySku }) : Result.fail(flaw)
}

/** The book of an input: its own, or one made of its entries. */
export const bookOf = (
  prices: ReadonlyArray<PriceEntry> | PriceBook
): Result.Result<PriceBook, TooLarge | DuplicateId | InvalidInput> =>
  "_tag" in prices ? Result.succeed(prices) : priceBook(prices)
