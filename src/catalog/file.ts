import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { fromWire, type InvalidInput } from "../command/index.ts"
import type { CatalogMalformed } from "./errors.ts"
import { CategoryDefinition, ProductDefinition } from "./model.ts"

/** A catalog as a file states it: what `catalog.defineCategories` and `catalog.defineProduct` take, in any number. */
export class CatalogFile extends Schema.Opaque<CatalogFile>()(
  Schema.Struct({
    categories: Schema.Array(CategoryDefinition),
    products: Schema.Array(ProductDefinition)
  })
) {}

/**
 * Reads a catalog from JSON text: `{ "categories": [...], "products": [...] }`. An unknown key is an error.
 *
 * @returns the catalog; `CatalogMalformed` with the line where the text is no JSON; or `InvalidInput` with the path
 * (RFC 6901) of the first value that does not fit, such as `/products/3/variants/0/sku`
 */
export const catalogFromJson = (text: string): Result.Result<CatalogFile, CatalogMalformed | InvalidInput> =>
  Result.flatMap(parse(text), (json) => fromWire(CatalogFile, json))

const parse = (text: string): Result.Result<unknown, CatalogMalformed> => {
  try {
    return Result.succeed(JSON.parse(text))
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    const line = lineOf(cause.message, text)
    // The message may quote the text; what stands there is the file's own author's.
    return Result.fail({ _tag: "CatalogMalformed", ...(line === undefined ? {} : { line }), why: cause.message })
  }
}

// Engines tell the place in their own words: V8 by position, or at the end of the text not at all; SpiderMonkey by line.
const lineOf = (message: string, text: string): number | undefined => {
  const [, line] = /\bline (\d+)/.exec(message) ?? []
  if (line !== undefined) return Number(line)
  const [, position] = /\bposition (\d+)/.exec(message) ?? []
  const at = position === undefined && /end of (?:JSON )?(?:input|data)/i.test(message) ? text.length : Number(position)
  return Number.isNaN(at) ? undefined : text.slice(0, at).split("\n").length
}
