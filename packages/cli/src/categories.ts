import { readFile } from "node:fs/promises"
import * as Result from "effect/Result"
import { type TaxonomyCategory, taxonomyCategories } from "pannier/catalog"
import { system } from "pannier/command"
import { progress } from "./progress.ts"
import { openStore } from "./store.ts"

/** Most categories that one commit defines. */
const together = 200

/** A taxonomy to be loaded. */
export interface Import {
  /** English names; they stand for the Chinese ones where `zh` says nothing. */
  readonly en: string
  readonly zh?: string | undefined
  /** Stands before each id of the file, so that a taxonomy and the shop's own categories do not meet. */
  readonly prefix: string
}

/**
 * Loads a product taxonomy, lines `id - A > B > C` in any order, into a shop. Parents are defined before their children,
 * so an import that was interrupted can be run again: what is there stays.
 */
export const importCategories = async ({ en, zh, prefix }: Import, store: string): Promise<void> => {
  const files = { en: await readFile(en, "utf8"), ...(zh === undefined ? {} : { zh: await readFile(zh, "utf8") }) }
  const read = taxonomyCategories(files, prefix)
  if (Result.isFailure(read)) throw new Error(`${en}:${read.failure.line}: ${read.failure.why}`)
  const categories = parentsFirst(read.success)
  if (categories.length === 0) throw new Error(`文件里没有分类 · no categories in \`${en}\``)
  await using shop = await openStore(store)
  const told = progress("categories", categories.length)
  for (let start = 0; start < categories.length; start += together) {
    const part = categories.slice(start, start + together)
    await shop.as(system).catalog.defineCategories({ categories: part })
    told(start + part.length)
  }
  console.log(`已导入 ${categories.length} 个分类 · ${categories.length} categories imported into ${store}`)
}

const parentsFirst = (categories: ReadonlyArray<TaxonomyCategory>): ReadonlyArray<TaxonomyCategory> => {
  const parents = new Map(categories.map(({ id, parent }) => [id, parent]))
  const depth = (id: string | undefined): number => (id === undefined ? 0 : 1 + depth(parents.get(id)))
  const depths = new Map(categories.map(({ id }) => [id, depth(id)]))
  return categories.toSorted((left, right) => (depths.get(left.id) ?? 0) - (depths.get(right.id) ?? 0))
}
