import * as Result from "effect/Result"
import type { DuplicateId } from "../../money/errors.ts"
import type { PriceEntry } from "../../pricing/model.ts"
import type { TooLarge } from "../errors.ts"
import { mostEntries, type PriceBook } from "../input.ts"

/**
 * Price entries made ready once, for any number of quotes.
 *
 * @returns the book, or, in this order: `TooLarge`, `DuplicateId`
 */
export const priceBook = (entries: ReadonlyArray<PriceEntry>): Result.Result<PriceBook, TooLarge | DuplicateId> => {
  if (entries.length > mostEntries) return Result.fail({ _tag: "TooLarge", what: "prices", limit: mostEntries })
  const seen = new Set<string>()
  const bySku = new Map<string, Array<PriceEntry>>()
  for (const entry of entries) {
    if (seen.has(entry.id)) return Result.fail({ _tag: "DuplicateId", id: entry.id })
    seen.add(entry.id)
    const known = bySku.get(entry.sku)
    if (known === undefined) bySku.set(entry.sku, [entry])
    else known.push(entry)
  }
  return Result.succeed({ _tag: "PriceBook", entries, bySku })
}

/** The book of an input: its own, or one made of its entries. */
export const bookOf = (
  prices: ReadonlyArray<PriceEntry> | PriceBook
): Result.Result<PriceBook, TooLarge | DuplicateId> => ("_tag" in prices ? Result.succeed(prices) : priceBook(prices))
