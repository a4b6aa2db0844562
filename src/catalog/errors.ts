import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"

/** A list defines a category twice. */
export const CategoryTwice = refusal(
  "CategoryTwice",
  { category: Schema.String },
  {
    status: 400,
    zh: ({ category }) => `分类 \`${category}\` 定义了两次`,
    en: ({ category }) => `category \`${category}\` is defined twice`
  }
)
export type CategoryTwice = typeof CategoryTwice.Type

/** The parent of a category is neither in the list nor in the shop. */
export const CategoryUnknown = refusal(
  "CategoryUnknown",
  { category: Schema.String, parent: Schema.String },
  {
    status: 400,
    zh: ({ category, parent }) => `分类 \`${category}\` 的上级 \`${parent}\` 不存在`,
    en: ({ category, parent }) => `category \`${category}\` has no parent \`${parent}\``
  }
)
export type CategoryUnknown = typeof CategoryUnknown.Type

/** A category stands below itself. `through` is the way round, from it back to it. */
export const CategoryCycle = refusal(
  "CategoryCycle",
  { category: Schema.String, through: Schema.Array(Schema.String) },
  {
    status: 400,
    zh: ({ category }) => `分类 \`${category}\` 位于自己之下`,
    en: ({ category, through }) => `category \`${category}\` stands below itself: \`${through.join(" > ")}\``
  }
)
export type CategoryCycle = typeof CategoryCycle.Type

/** A category is in the shop already, under another parent: a subtree cannot be moved by defining it anew. */
export const CategoryElsewhere = refusal(
  "CategoryElsewhere",
  { category: Schema.String, path: Schema.String },
  {
    status: 409,
    zh: ({ category, path }) => `分类 \`${category}\` 已位于 \`${path}\``,
    en: ({ category, path }) => `category \`${category}\` stands at \`${path}\` already`
  }
)
export type CategoryElsewhere = typeof CategoryElsewhere.Type

/** The tree would have more levels than it may. */
export const CategoryTooDeep = refusal(
  "CategoryTooDeep",
  { category: Schema.String, level: Schema.Int, deepest: Schema.Int },
  {
    status: 400,
    zh: ({ category, level, deepest }) => `分类 \`${category}\` 位于第 ${level} 层，最多 ${deepest} 层`,
    en: ({ category, level, deepest }) => `category \`${category}\` is on level ${level} of at most ${deepest}`
  }
)
export type CategoryTooDeep = typeof CategoryTooDeep.Type

/** Why a list of categories makes no tree. */
export type TreeRefusal = CategoryTwice | CategoryUnknown | CategoryCycle | CategoryElsewhere | CategoryTooDeep

/** A definition names a sku, an option or a value of an option twice. */
export const NamedTwice = refusal(
  "NamedTwice",
  { product: Schema.String, what: Schema.Literals(["sku", "option", "value"]), id: Schema.String },
  {
    status: 400,
    zh: ({ product, id }) => `商品 \`${product}\` 两次使用 \`${id}\``,
    en: ({ product, what, id }) => `product \`${product}\` names the ${what} \`${id}\` twice`
  }
)
export type NamedTwice = typeof NamedTwice.Type

/** A variant does not give each option of its product one of that option's values, and no other. */
export const OptionUnfit = refusal(
  "OptionUnfit",
  { sku: Schema.String, option: Schema.String },
  {
    status: 400,
    zh: ({ sku, option }) => `\`${sku}\` 的选项 \`${option}\` 不符合商品的定义`,
    en: ({ sku, option }) => `the option \`${option}\` of \`${sku}\` does not fit its product`
  }
)
export type OptionUnfit = typeof OptionUnfit.Type

/** Two variants of a product differ in nothing. */
export const VariantsAlike = refusal(
  "VariantsAlike",
  { sku: Schema.String, other: Schema.String },
  {
    status: 400,
    zh: ({ sku, other }) => `\`${sku}\` 与 \`${other}\` 的选项相同`,
    en: ({ sku, other }) => `\`${sku}\` and \`${other}\` have the same options`
  }
)
export type VariantsAlike = typeof VariantsAlike.Type

/** The sku belongs to another product. */
export const SkuTaken = refusal(
  "SkuTaken",
  { sku: Schema.String, product: Schema.String },
  {
    status: 409,
    zh: ({ sku, product }) => `\`${sku}\` 已属于商品 \`${product}\``,
    en: ({ sku, product }) => `\`${sku}\` belongs to product \`${product}\``
  }
)
export type SkuTaken = typeof SkuTaken.Type

/** A line of a taxonomy file is none. Lines are counted from 1. */
export const TaxonomyMalformed = refusal(
  "TaxonomyMalformed",
  {
    line: Schema.Int,
    why: Schema.Literals(["no id and path", "empty name", "id twice", "path twice", "parent missing", "unknown id"])
  },
  {
    status: 400,
    zh: ({ line, why }) => `分类文件第 ${line} 行无效：${why}`,
    en: ({ line, why }) => `line ${line} of the taxonomy is invalid: ${why}`
  }
)
export type TaxonomyMalformed = typeof TaxonomyMalformed.Type

/** The text of a catalog is not JSON; where it stops being so, both counted from 1. */
export const CatalogMalformed = refusal(
  "CatalogMalformed",
  { line: Schema.Int, column: Schema.Int },
  {
    status: 400,
    zh: ({ line, column }) => `商品目录第 ${line} 行第 ${column} 列不是 JSON`,
    en: ({ line, column }) => `the catalog is not JSON from line ${line}, column ${column} on`
  }
)
export type CatalogMalformed = typeof CatalogMalformed.Type
