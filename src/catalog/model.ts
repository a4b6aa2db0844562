import * as Schema from "effect/Schema"
import { collection, event, integer, text } from "../command/index.ts"
import { Instant, ref, refersTo, Text, Wording } from "../kernel/id.ts"
import type { StateOf } from "../kernel/machine.ts"
import { Name, Names, Proses } from "../kernel/name.ts"
import { DecimalText } from "../money/model.ts"
import { Customs, Relief } from "./tax.ts"
import { productMachine } from "./machine.ts"

/** How many levels a category tree may have. The Google product taxonomy has seven. */
export const deepest = 7

/** An id of a category: an id without a slash, because paths are made of them. */
export const CategoryId = Schema.String.check(Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9._:@+-]{0,127}$/u)).annotate({
  [refersTo]: "category"
})

/** A stock keeping unit: what is counted, put in a parcel and priced. It is the id of a {@link Variant}. */
export const Sku = ref("variant")

// The order of siblings on a page.
const Position = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))

/** What is said of a category when it is defined. */
export class CategoryDefinition extends Schema.Opaque<CategoryDefinition>()(
  Schema.Struct({
    id: CategoryId,
    /** Absent for a category at the top. */
    parent: Schema.optionalKey(CategoryId),
    name: Names(120),
    /** Where it stands among its siblings; absent: 0. Ties go by id. */
    position: Schema.optionalKey(Position)
  })
) {}

/** A category in the tree. */
export class Category extends Schema.Opaque<Category>()(
  Schema.Struct({
    id: CategoryId,
    parent: Schema.optionalKey(CategoryId),
    name: Wording(120),
    position: Position,
    /** The ids from the top down to this one, joined by slashes: `tea/green`. Its subtree is `[path + "/", path + "0")`. */
    path: Text(1000)
  })
) {}

/** What a good is: goods in a parcel, something delivered at once, or a parcel that passes customs. */
export const Kind = Schema.Literals(["physical", "virtual", "crossBorder"])
export type Kind = typeof Kind.Type

/** The taxes of a good. A rate is a fraction as decimal text: `"0.13"` is 13 percent. */
export class Tax extends Schema.Opaque<Tax>()(
  Schema.Struct({
    /** Whether its prices contain the tax. */
    included: Schema.Boolean,
    rates: Schema.Array(Schema.Struct({ id: Text(64), rate: DecimalText })).check(Schema.isMaxLength(10)),
    relief: Schema.optionalKey(Relief),
    customs: Schema.optionalKey(Customs)
  })
) {}

/** Words that promotions and filters select by. */
export const Tags = Schema.Array(Text(64)).check(Schema.isMaxLength(50))

// Never begins with an underscore: __proto__ is no key.
const Key = Schema.String.check(Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u))

/** Facts by name, such as `{ origin: ["Hangzhou"] }`; a fact may have several values. */
export const Attributes = Schema.Record(Key, Schema.Array(Text(128)).check(Schema.isBetweenLength(1, 50))).check(
  Schema.isMaxProperties(50)
)

/** How the storefront draws a good: the kind of still life, and its colours as `#rrggbb`. */
export class Picture extends Schema.Opaque<Picture>()(
  Schema.Struct({
    motif: Key,
    tones: Schema.Array(Schema.String.check(Schema.isPattern(/^#[0-9a-f]{6}$/u))).check(Schema.isBetweenLength(1, 5))
  })
) {}

/** In what the variants of a product differ: weight, glaze, size. */
export class ProductOption extends Schema.Opaque<ProductOption>()(
  Schema.Struct({
    id: Key,
    name: Wording(60),
    values: Schema.Array(Schema.Struct({ id: Key, name: Wording(60) })).check(Schema.isBetweenLength(1, 100))
  })
) {}

// Ten tonnes: heavier goods travel by other means than parcels.
const Grams = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10_000_000 }))

/** A variant as it is defined: a value of each option of its product. */
export class VariantDefinition extends Schema.Opaque<VariantDefinition>()(
  Schema.Struct({
    sku: Sku,
    /** Ids of values by ids of options. */
    options: Schema.Record(Key, Key),
    /** Packed, in grams; 0 for what has no weight. */
    weightGrams: Grams
  })
) {}

const described = {
  id: ref("product"),
  merchant: ref("merchant"),
  category: CategoryId,
  name: Wording(120),
  description: Wording(10_000),
  kind: Kind,
  brand: Schema.optionalKey(Text(64)),
  tags: Tags,
  attributes: Attributes,
  tax: Tax,
  picture: Schema.optionalKey(Picture),
  options: Schema.Array(ProductOption).check(Schema.isMaxLength(5))
}

const OptionDefinition = Schema.Struct({
  ...ProductOption.fields,
  name: Names(60),
  values: Schema.Array(Schema.Struct({ id: Key, name: Names(60) })).check(Schema.isBetweenLength(1, 100))
})

/** A product with all its variants, as it is defined. */
export class ProductDefinition extends Schema.Opaque<ProductDefinition>()(
  Schema.Struct({
    ...described,
    name: Names(120),
    description: Proses(10_000),
    brand: Schema.optionalKey(Name(64)),
    options: Schema.Array(OptionDefinition).check(Schema.isMaxLength(5)),
    state: Schema.Literals(["draft", "active"]),
    variants: Schema.Array(VariantDefinition).check(Schema.isBetweenLength(1, 100))
  })
) {}

/** A product: what one page of the shop is about. */
export class Product extends Schema.Opaque<Product>()(
  Schema.Struct({
    ...described,
    /** The path of its category. */
    path: Text(1000),
    variants: Schema.Array(Sku),
    state: Schema.Literals(productMachine.states),
    createdAt: Instant
  })
) {}

/** The states of a product. */
export type ProductState = StateOf<typeof productMachine>

/** What a cart, a quote and a parcel need to know of a sku, in one document. Its id is the sku. */
export class Variant extends Schema.Opaque<Variant>()(
  Schema.Struct({
    sku: Sku,
    product: ref("product"),
    merchant: ref("merchant"),
    /** The name of its product. */
    name: Wording(120),
    /** What tells it from its siblings, in the order of the product's options: weight, 250 g. */
    options: Schema.Array(Schema.Struct({ id: Key, value: Key, name: Wording(60), label: Wording(60) })),
    kind: Kind,
    brand: Schema.optionalKey(Text(64)),
    /** Its category and all above it, the top first. */
    categories: Schema.Array(CategoryId),
    tags: Tags,
    attributes: Attributes,
    weightGrams: Grams,
    tax: Tax,
    picture: Schema.optionalKey(Picture),
    /** Its product's, or `archived` once the product is defined without it. Only what is active can be bought. */
    state: Schema.Literals(productMachine.states)
  })
) {}

export const categories = collection<Category>("category", {
  schema: Category,
  id: ({ id }) => id,
  columns: {
    parent: text(({ parent }) => parent),
    position: integer(({ position }) => position),
    path: text(({ path }) => path)
  },
  indexes: { children: ["parent", "position"], path: ["path"] }
})

/** How a list of products may be ordered: as the category tree has them, the newest first, or by name in one language. */
export const BrowseOrder = Schema.Literals(["shelf", "newest", "nameZh", "nameEn"])
export type BrowseOrder = typeof BrowseOrder.Type

const levels = Array.from({ length: deepest }, (_, index) => index + 1)

/** The column that holds a product's category at a level of the tree: level 1 is the top. */
const levelColumn = (level: number): string => `level${level}`

/**
 * The index that lists products in an order: under a category at a level, or in the whole shop (level 0). A list in the
 * order of the tree is a range of paths; for the other orders an index begins with the category at its level, so that a
 * page of any subtree is one range of one index.
 */
export const browseIndex = (order: BrowseOrder, level: number): string =>
  order === "shelf" ? "shelf" : `${order}${level}`

const sorts = { newest: "createdAt", nameZh: "nameZh", nameEn: "nameEn" } as const

export const products = collection<Product>("product", {
  schema: Product,
  id: ({ id }) => id,
  columns: {
    state: text(({ state }) => state),
    merchant: text(({ merchant }) => merchant),
    // The slash behind it puts the products of a category among those of its subtree.
    path: text(({ path }) => `${path}/`),
    createdAt: integer(({ createdAt }) => createdAt),
    nameZh: text(({ name }) => name.zh),
    nameEn: text(({ name }) => name.en),
    ...Object.fromEntries(
      levels.map((level) => [levelColumn(level), text<Product>(({ path }) => path.split("/")[level - 1])])
    )
  },
  indexes: {
    shelf: ["state", "path"],
    merchant: ["merchant", "createdAt"],
    ...Object.fromEntries(
      (["newest", "nameZh", "nameEn"] as const).flatMap((order) => [
        [browseIndex(order, 0), ["state", sorts[order]]],
        ...levels.map((level) => [browseIndex(order, level), ["state", levelColumn(level), sorts[order]]])
      ])
    )
  }
})

export const variants = collection<Variant>("variant", {
  schema: Variant,
  id: ({ sku }) => sku,
  columns: { product: text(({ product }) => product), state: text(({ state }) => state) },
  indexes: { product: ["product"], state: ["state"] }
})

/** A category was defined, or its name or position changed. */
export const CategoryDefined = event("CategoryDefined", Schema.Struct({ category: CategoryId }))

/** A product was defined, or defined anew; the change says in what. */
export const ProductDefined = event(
  "ProductDefined",
  Schema.Struct({ product: ref("product"), state: Product.fields.state })
)

/** A product was taken out of the shop for good. */
export const ProductArchived = event("ProductArchived", Schema.Struct({ product: ref("product") }))

/** A sku was defined, or defined anew with its product. */
export const VariantDefined = event("VariantDefined", Schema.Struct({ sku: Sku, product: ref("product") }))
