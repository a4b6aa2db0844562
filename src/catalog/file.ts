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
 * @returns the catalog; `CatalogMalformed` with the place where the text stops being JSON; or `InvalidInput` with the path
 * (RFC 6901) of the first value that does not fit, such as `/products/3/variants/0/sku`
 */
export const catalogFromJson = (text: string): Result.Result<CatalogFile, CatalogMalformed | InvalidInput> =>
  Result.flatMap(parse(text), (json) => fromWire(CatalogFile, json))

const parse = (text: string): Result.Result<unknown, CatalogMalformed> => {
  try {
    return Result.succeed(JSON.parse(text))
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    const before = text.slice(0, flawIn(text)).split("\n")
    const column = (before.at(-1) ?? "").length + 1
    return Result.fail({ _tag: "CatalogMalformed", line: before.length, column })
  }
}

// RFC 8259, sections 2 to 7: a sign of structure, or the text of a string, a number or a word.
const token =
  /[{}[\],:]|"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy
const space = /[ \t\n\r]*/y

type Wanted = "value" | "value or end" | "key" | "key or end" | "colon" | "comma or end" | "nothing"

/** Where a text stops being JSON: engines tell it each in their own words, and some not at all. */
const flawIn = (text: string): number => {
  const open: Array<"}" | "]"> = []
  let wanted: Wanted = "value"
  for (let at = 0; ; ) {
    space.lastIndex = at
    at += space.exec(text)?.[0].length ?? 0
    token.lastIndex = at
    const found = token.exec(text)?.[0]
    const next: Wanted | undefined = found === undefined ? undefined : after(found, wanted, open)
    if (found === undefined || next === undefined) return at
    wanted = next
    at += found.length
  }
}

/** What is wanted behind a token; `undefined` if it is not what was wanted. */
const after = (found: string, wanted: Wanted, open: Array<"}" | "]">): Wanted | undefined => {
  const closes = found === open.at(-1) && wanted.endsWith("end")
  if (closes) {
    open.pop()
    return open.length === 0 ? "nothing" : "comma or end"
  }
  switch (wanted) {
    case "key":
    case "key or end":
      return found.startsWith('"') ? "colon" : undefined
    case "colon":
      return found === ":" ? "value" : undefined
    case "comma or end":
      if (found !== ",") return undefined
      return open.at(-1) === "}" ? "key" : "value"
    case "value":
    case "value or end":
      if (found === "{" || found === "[") {
        open.push(found === "{" ? "}" : "]")
        return found === "{" ? "key or end" : "value or end"
      }
      if (",:]}".includes(found)) return undefined
      return open.length === 0 ? "nothing" : "comma or end"
    case "nothing":
      return undefined
  }
}
