/** Baskets as a till printed them: one a line, the names of goods parted by commas. */

export interface Ware {
  readonly sku: string
  readonly name: string
  /** How many baskets it is in. */
  readonly demand: number
  /** Its stated price, decimal text in CNY. */
  readonly price: string
  readonly weightGrams: number
}

export interface Till {
  readonly wares: ReadonlyArray<Ware>
  /** By line: the skus of a basket, each once. */
  readonly baskets: ReadonlyArray<ReadonlyArray<string>>
}

/** A sku of a name: lower case, hyphens between words. */
const skuOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")

/** A price between 2.00 and 59.99 and a weight between 100 and 1,999 g, stated by the name alone, so that a second run has the same. */
const stated = (name: string): { readonly price: string; readonly weightGrams: number } => {
  let mixed = 2_166_136_261
  for (const letter of name) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0
  const fen = 200 + (mixed % 5_800)
  return {
    price: `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, "0")}`,
    weightGrams: 100 + ((mixed >>> 13) % 1_900)
  }
}

/** Reads the text of a till. Empty lines are no baskets; a name that makes no sku, or one of another name, is an error. */
export const readTill = (text: string): Till => {
  const names = new Map<string, string>()
  const demand = new Map<string, number>()
  const baskets: Array<ReadonlyArray<string>> = []
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    if (row.trim() === "") continue
    const basket = new Set<string>()
    for (const item of row.split(",")) {
      const name = item.trim()
      const sku = skuOf(name)
      const known = names.get(sku)
      if (sku === "" || (known !== undefined && known !== name)) throw new Error(`line ${index + 1}: \`${name}\``)
      names.set(sku, name)
      basket.add(sku)
    }
    for (const sku of basket) demand.set(sku, (demand.get(sku) ?? 0) + 1)
    baskets.push([...basket])
  }
  const wares = [...names].map(([sku, name]) => ({ sku, name, demand: demand.get(sku) ?? 0, ...stated(name) }))
  return { wares, baskets }
}
