/** The goods of 山房 Shanfang: one seed for the running shop, the tests and the documents. */
import { darkTeas } from "./tea-dark.ts"
import { greenTeas } from "./tea-green.ts"
import { gifts } from "./gifts.ts"
import { homeGoods } from "./home.ts"
import { oolongTeas } from "./tea-oolong.ts"
import { outdoorGoods } from "./outdoor.ts"
import { scentedTeas } from "./tea-scented.ts"
import type { Product } from "./shape.ts"
import { stationery } from "./stationery.ts"
import { brewingWare } from "./teaware-brew.ts"
import { tableWare } from "./teaware-table.ts"

export { costsOf } from "./costs.ts"
export { categories, merchants, places } from "./categories.ts"
export type * from "./shape.ts"
export {
  attributeNames,
  materials,
  optionNames,
  optionValueName,
  origins,
  seasons,
  shelfTags,
  tagNames
} from "./vocabulary.ts"

export const products: readonly Product[] = [
  ...greenTeas,
  ...oolongTeas,
  ...darkTeas,
  ...scentedTeas,
  ...brewingWare,
  ...tableWare,
  ...stationery,
  ...homeGoods,
  ...outdoorGoods,
  ...gifts
]
