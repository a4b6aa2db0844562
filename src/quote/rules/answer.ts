import * as Result from "effect/Result"
import type { QuoteOf } from "../quote.ts"
import { write } from "../wire.ts"
import { itemized } from "./by-rate.ts"
import { of, type QuoteRefusal } from "./quote.ts"
import { read, type ReadingRefusal } from "./read.ts"

/** Why a document has no quote, as JSON: minor units are decimal text. */
export type RefusalJson = InText<ReadingRefusal | QuoteRefusal>

type InText<Fact> = Fact extends unknown
  ? { readonly [Key in keyof Fact]: Fact[Key] extends bigint ? string : Fact[Key] }
  : never

/** What a document is answered with: its quote, or the refusal of all of it. */
export type Answer = QuoteOf<string, string> | { readonly error: RefusalJson }

/**
 * Prices a document of JSON and answers with JSON: what files, the command line and other languages speak.
 *
 * Law: the answer depends on the document alone, and its bytes are the same everywhere.
 */
export const answer = (document: unknown): Answer => answerOf(Result.flatMap(read(document), of))

/** A quote, or why there is none, as the answer to a document. */
export const answerOf = (quote: Result.Result<QuoteOf<bigint, number>, ReadingRefusal | QuoteRefusal>): Answer =>
  Result.match(quote, {
    onFailure: (refusal): Answer => ({ error: inText(refusal) }),
    onSuccess: (priced) => write(itemized(priced))
  })

const inText = (refusal: ReadingRefusal | QuoteRefusal): RefusalJson =>
  Object.fromEntries(
    Object.entries(refusal).map(([key, value]) => [key, typeof value === "bigint" ? value.toString() : value])
  ) as RefusalJson
