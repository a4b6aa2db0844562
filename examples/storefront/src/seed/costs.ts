/** What the goods cost the shop: a share of what their price brings without tax, by department. */
import { categories } from "./categories.ts"
import type { Product } from "./shape.ts"

const percents: Readonly<Record<string, number>> = {
  tea: 46,
  teaware: 52,
  stationery: 50,
  home: 54,
  outdoor: 62,
  gifts: 58,
  digital: 8
}

const parents = new Map(categories.map(({ id, parent }) => [id, parent]))

const percentOf = (category: string): number => {
  for (let at: string | null | undefined = category; at !== null && at !== undefined; at = parents.get(at)) {
    const percent = percents[at]
    if (percent !== undefined) return percent
  }
  return 100
}

/** What a piece costs by sku, net of tax, in fen. What passes the border has none: its tax depends on the order. */
export const costsOf = (products: readonly Product[]): Readonly<Record<string, bigint>> =>
  Object.fromEntries(
    products
      .filter(({ kind }) => kind !== "crossborder")
      .flatMap(({ category, taxRate, variants }) =>
        variants.map(({ sku, price }) => {
          const net = (Number(price) * 100) / (1 + Number(taxRate))
          // A gift card, which bears no tax, is worth what is paid for it.
          const percent = Number(taxRate) === 0 ? 100 : percentOf(category)
          return [sku, BigInt(Math.floor((net * percent) / 100))]
        })
      )
  )
