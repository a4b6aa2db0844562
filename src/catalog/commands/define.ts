import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { command, type DocumentChange, IllegalTransition, type Loading, put, type Read } from "../../command/index.ts"
import { ref } from "../../kernel/id.ts"
import { next } from "../../kernel/machine.ts"
import {
  CategoryCycle,
  CategoryElsewhere,
  CategoryTooDeep,
  CategoryTwice,
  CategoryUnknown,
  NamedTwice,
  OptionUnfit,
  SkuTaken,
  VariantsAlike
} from "../errors.ts"
import { productMachine } from "../machine.ts"
import {
  categories,
  Category,
  CategoryDefined,
  CategoryDefinition,
  deepest,
  Product,
  ProductArchived,
  ProductDefined,
  ProductDefinition,
  type ProductState,
  products,
  type Variant,
  VariantDefined,
  type VariantDefinition,
  variants
} from "../model.ts"
import { pathIds, placeCategories } from "../rules/place.ts"
import { checkVariants } from "../rules/variants.ts"

class DefineCategories extends Schema.Opaque<DefineCategories>()(
  Schema.Struct({
    categories: Schema.Array(CategoryDefinition).check(Schema.isBetweenLength(1, 200))
  })
) {}

/** Defines up to 200 categories, parents and children in any order, all or none. */
export const defineCategories = command("catalog.defineCategories", {
  summary: "defines categories, or changes their names and positions",
  input: DefineCategories,
  reply: Schema.Struct({ categories: Schema.Array(Category) }),
  refusals: [CategoryTwice, CategoryUnknown, CategoryCycle, CategoryElsewhere, CategoryTooDeep],
  permission: "catalog.defineCategories",
  *load({ categories: list }, read: Read): Loading<ReadonlyMap<string, Category>> {
    const ids = new Set(list.flatMap(({ id, parent }) => (parent === undefined ? [id] : [id, parent])))
    return yield* read.some(categories, [...ids])
  },
  decide: (known, { categories: list }) =>
    Result.map(
      placeCategories(list, (id) => known.get(id)?.path, deepest),
      (paths) => {
        const placed = list.map((one, index): Category => ({ position: 0, ...one, path: paths[index] ?? one.id }))
        return {
          reply: { categories: placed },
          changes: placed
            .filter((category) => !isSame(category, known.get(category.id)))
            .map((category) => put(categories, category, CategoryDefined.of({ category: category.id })))
        }
      }
    )
})

// Its parent cannot differ: that would be `CategoryElsewhere`.
const isSame = ({ name, position }: Category, known: Category | undefined): boolean =>
  known !== undefined && known.name.zh === name.zh && known.name.en === name.en && known.position === position

/** A product as the shop has it, and the variants it has had. */
export interface Known {
  readonly category: Category
  readonly product: Product | undefined
  readonly variants: ReadonlyMap<string, Variant>
}

/** Defines a product and its variants. A variant that it no longer has can be bought no more. */
export const defineProduct = command("catalog.defineProduct", {
  summary: "defines a product with its variants, or defines it anew",
  input: ProductDefinition,
  reply: Product,
  refusals: [NamedTwice, OptionUnfit, VariantsAlike, SkuTaken, IllegalTransition],
  permission: "catalog.defineProduct",
  *load(definition, read: Read): Loading<Known> {
    const { category, product } = yield* read.all({
      category: read.one(categories, definition.category),
      product: read.maybe(products, definition.id)
    })
    const skus = new Set([...definition.variants.map(({ sku }) => sku), ...(product?.variants ?? [])])
    return { category, product, variants: yield* read.some(variants, [...skus]) }
  },
  decide: (known, definition, { now }) =>
    Result.gen(function* () {
      yield* checkVariants(definition)
      for (const { sku } of definition.variants) {
        const product = known.variants.get(sku)?.product
        if (product === undefined || product === definition.id) continue
        return yield* Result.fail<SkuTaken>({ _tag: "SkuTaken", sku, product })
      }
      const state = yield* stateOf(known.product?.state, definition.state)
      const { category } = known
      const { variants: defined, ...rest } = definition
      const product: Product = {
        ...rest,
        state,
        path: category.path,
        variants: defined.map(({ sku }) => sku),
        createdAt: known.product?.createdAt ?? now
      }
      const made = defined.map((one) => variantOf(product, one))
      return {
        reply: product,
        changes: [
          put(products, product, ProductDefined.of({ product: product.id, state })),
          ...[...made, ...dropped(known, product)].map(putVariant)
        ]
      }
    })
})

const stateOf = (
  former: ProductState | undefined,
  wanted: "draft" | "active"
): Result.Result<ProductState, IllegalTransition> =>
  former === wanted || (former === undefined && wanted === productMachine.initial)
    ? Result.succeed(wanted)
    : next(productMachine, former ?? productMachine.initial, wanted === "active" ? "publish" : "withdraw")

const variantOf = (product: Product, { sku, options: chosen, weightGrams }: VariantDefinition): Variant => ({
  sku,
  product: product.id,
  merchant: product.merchant,
  name: product.name,
  options: product.options.map(({ id, name, values }) => {
    const value = chosen[id] ?? ""
    return { id, value, name, label: values.find((one) => one.id === value)?.name ?? name }
  }),
  kind: product.kind,
  ...(product.brand === undefined ? {} : { brand: product.brand }),
  categories: pathIds(product.path),
  tags: product.tags,
  attributes: product.attributes,
  weightGrams,
  tax: product.tax,
  ...(product.picture === undefined ? {} : { picture: product.picture }),
  state: product.state
})

const dropped = (known: Known, product: Product): ReadonlyArray<Variant> =>
  [...known.variants.values()]
    .filter(({ sku, state }) => !product.variants.includes(sku) && state !== "archived")
    .map((variant): Variant => ({ ...variant, state: "archived" }))

const putVariant = (variant: Variant): DocumentChange =>
  put(variants, variant, VariantDefined.of({ sku: variant.sku, product: variant.product }))

class ArchiveProduct extends Schema.Opaque<ArchiveProduct>()(Schema.Struct({ product: ref("product") })) {}

/** Takes a product and its variants out of the shop for good. Orders go on to speak of them. */
export const archiveProduct = command("catalog.archiveProduct", {
  summary: "takes a product out of the shop for good",
  input: ArchiveProduct,
  reply: Product,
  refusals: [IllegalTransition],
  permission: "catalog.archiveProduct",
  *load({ product: id }, read: Read): Loading<{ readonly product: Product; readonly sold: ReadonlyArray<Variant> }> {
    const product = yield* read.one(products, id)
    return { product, sold: yield* read.many(variants, product.variants) }
  },
  decide: ({ product, sold }) =>
    Result.map(next(productMachine, product.state, "archive"), (state) => {
      const archived: Product = { ...product, state }
      return {
        reply: archived,
        changes: [
          put(products, archived, ProductArchived.of({ product: product.id })),
          ...sold.map((variant) => putVariant({ ...variant, state }))
        ]
      }
    })
})
