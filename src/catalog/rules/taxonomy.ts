import * as Result from "effect/Result"
import type { TaxonomyMalformed } from "../errors.ts"

/** A category as a taxonomy file has it. */
export interface TaxonomyEntry {
  readonly id: string
  /** Absent at the top. */
  readonly parent?: string
  /** The last part of its path. */
  readonly name: string
  /** Its line in the file, from 1. */
  readonly line: number
}

type Why = TaxonomyMalformed["why"]

const malformed = (line: number, why: Why): Result.Result<never, TaxonomyMalformed> =>
  Result.fail({ _tag: "TaxonomyMalformed", line, why })

/**
 * Reads a product taxonomy: lines `id - A > B > C`, in any order; empty lines and lines that begin with `#` say nothing.
 * Source of the form: Google product taxonomy, taxonomy-with-ids files.
 *
 * @returns the categories in the order of their lines, or the first line that is wrong. What a line itself shows is asked
 * first (`no id and path`, `empty name`, `id twice`, `path twice`), then `parent missing`
 */
export const parseTaxonomy = (text: string): Result.Result<ReadonlyArray<TaxonomyEntry>, TaxonomyMalformed> => {
  const idOf = new Map<string, string>()
  const ids = new Set<string>()
  const found: Array<{ readonly id: string; readonly names: ReadonlyArray<string>; readonly line: number }> = []
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const line = index + 1
    const content = row.replace(/^\uFEFF/, "").trim()
    if (content === "" || content.startsWith("#")) continue
    const [, id, path] = /^(\d{1,19}) - (.+)$/.exec(content) ?? []
    if (id === undefined || path === undefined) return malformed(line, "no id and path")
    const names = path.split(">").map((name) => name.trim())
    if (names.includes("")) return malformed(line, "empty name")
    if (ids.has(id)) return malformed(line, "id twice")
    if (idOf.has(keyOf(names))) return malformed(line, "path twice")
    ids.add(id)
    idOf.set(keyOf(names), id)
    found.push({ id, names, line })
  }
  const entries: Array<TaxonomyEntry> = []
  for (const { id, names, line } of found) {
    const name = names.at(-1) ?? ""
    if (names.length === 1) {
      entries.push({ id, name, line })
      continue
    }
    const parent = idOf.get(keyOf(names.slice(0, -1)))
    if (parent === undefined) return malformed(line, "parent missing")
    entries.push({ id, parent, name, line })
  }
  return Result.succeed(entries)
}

const keyOf = (names: ReadonlyArray<string>): string => names.join(">")

/** A category made of a taxonomy, in the shape that `catalog.defineCategories` takes. */
export interface TaxonomyCategory {
  readonly id: string
  readonly parent?: string
  readonly name: { readonly zh: string; readonly en: string }
}

/**
 * The categories of a taxonomy in English and, if there is a file for it, in Chinese; without one the English name stands
 * for both. Ids are those of the file behind `prefix`.
 *
 * @returns the categories in the order of the English file, or `TaxonomyMalformed`; of the Chinese file also `unknown id`,
 * where the English one has no such category
 */
export const taxonomyCategories = (
  files: { readonly en: string; readonly zh?: string },
  prefix = ""
): Result.Result<ReadonlyArray<TaxonomyCategory>, TaxonomyMalformed> =>
  Result.gen(function* () {
    const english = yield* parseTaxonomy(files.en)
    const chinese = new Map<string, string>()
    const known = new Set(english.map(({ id }) => id))
    for (const { id, name, line } of files.zh === undefined ? [] : yield* parseTaxonomy(files.zh)) {
      if (!known.has(id)) return yield* malformed(line, "unknown id")
      chinese.set(id, name)
    }
    return english.map(
      ({ id, parent, name }): TaxonomyCategory => ({
        id: prefix + id,
        ...(parent === undefined ? {} : { parent: prefix + parent }),
        name: { zh: chinese.get(id) ?? name, en: name }
      })
    )
  })
