import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Ask, type Loading, query, type Read } from "../../command/index.ts"
import { ref, Text } from "../../kernel/id.ts"
import type { Page } from "../../storage/model.ts"
import {
  browseIndex,
  BrowseOrder,
  categories,
  Category,
  CategoryId,
  Product,
  products,
  Variant,
  variants
} from "../model.ts"
import { below, pathIds } from "../rules/place.ts"

/** How much of a list to read, and behind which cursor. */
const paged = {
  /** As the page before gave it. */
  after: Schema.optionalKey(Text(4000)),
  /** 1 to 100; absent: 24. */
  limit: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })))
}

const pageOf = <A extends Schema.Constraint>(item: A) =>
  Schema.Struct({ items: Schema.Array(item), next: Schema.optionalKey(Schema.String) })

const part = ({ after, limit = 24 }: { readonly after?: string; readonly limit?: number }) => ({
  limit,
  ...(after === undefined ? {} : { after })
})

class ListCategories extends Schema.Opaque<ListCategories>()(
  Schema.Struct({ parent: Schema.optionalKey(CategoryId), ...paged })
) {}

/** The categories directly below one, or those at the top, by position. */
export const listCategories = query("catalog.categories", {
  summary: "the categories below one, or those at the top, by position",
  input: ListCategories,
  reply: pageOf(Category),
  permission: "catalog.categories",
  *load({ parent = null, ...rest }, read: Read): Loading<Page<Category>> {
    return yield* read.page(categories, { index: "children", equals: [parent], ...part(rest) })
  },
  answer: (page) => page
})

class ListTree extends Schema.Opaque<ListTree>()(Schema.Struct({ within: Schema.optionalKey(CategoryId), ...paged })) {}

/** All categories below one, or of the whole shop, by path: each stands behind its parent. `treeOf` makes a tree of them. */
export const listTree = query("catalog.tree", {
  summary: "all categories below one, or of the whole shop, parents first",
  input: ListTree,
  reply: pageOf(Category),
  permission: "catalog.tree",
  *load({ within, ...rest }, read: Read): Loading<Page<Category>> {
    const range = within === undefined ? {} : below((yield* read.one(categories, within)).path)
    return yield* read.page(categories, { index: "path", ...range, ...part(rest) })
  },
  answer: (page) => page
})

/** A category, those above it from the top down, and those directly below it by position. */
export class CategoryView extends Schema.Opaque<CategoryView>()(
  Schema.Struct({
    category: Category,
    ancestors: Schema.Array(Category),
    /** The first 100. */
    children: Schema.Array(Category)
  })
) {}

class GetCategory extends Schema.Opaque<GetCategory>()(Schema.Struct({ category: CategoryId })) {}

/** One category with what its page shows: breadcrumbs and the categories below it. */
export const getCategory = query("catalog.category", {
  summary: "a category with those above and directly below it",
  input: GetCategory,
  reply: CategoryView,
  permission: "catalog.category",
  *load({ category: id }, read: Read): Loading<CategoryView> {
    const category = yield* read.one(categories, id)
    const { ancestors, children } = yield* read.all({
      ancestors: read.many(categories, pathIds(category.path).slice(0, -1)),
      children: read.page(categories, { index: "children", equals: [id], limit: 100 })
    })
    return { category, ancestors, children: children.items }
  },
  answer: (view) => view
})

class BrowseProducts extends Schema.Opaque<BrowseProducts>()(
  Schema.Struct({
    /** The products of this category and of all below it; absent: of the whole shop. */
    category: Schema.optionalKey(CategoryId),
    /** Absent: `shelf`. Names compare by their bytes: in Chinese that is no order a reader knows. */
    order: Schema.optionalKey(BrowseOrder),
    ...paged
  })
) {}

/** The products on sale in a subtree of the categories. Every order is a range of one index, however large the shop. */
export const browseProducts = query("catalog.browse", {
  summary: "the products on sale in a category and all below it",
  input: BrowseProducts,
  reply: pageOf(Product),
  permission: "catalog.browse",
  *load({ category: id, order = "shelf", ...rest }, read: Read): Loading<Page<Product>> {
    const descending = order === "newest"
    if (id === undefined) {
      return yield* read.page(products, { index: browseIndex(order, 0), equals: ["active"], descending, ...part(rest) })
    }
    const { path } = yield* read.one(categories, id)
    if (order === "shelf") {
      return yield* read.page(products, { index: "shelf", equals: ["active"], ...below(path), ...part(rest) })
    }
    const index = browseIndex(order, pathIds(path).length)
    return yield* read.page(products, { index, equals: ["active", id], descending, ...part(rest) })
  },
  answer: (page) => page
})

/** A product with its variants, and the categories from the top down to its own. */
export class ProductView extends Schema.Opaque<ProductView>()(
  Schema.Struct({ product: Product, variants: Schema.Array(Variant), breadcrumbs: Schema.Array(Category) })
) {}

class GetProduct extends Schema.Opaque<GetProduct>()(Schema.Struct({ product: ref("product") })) {}

/** One product that is or was on sale. To the public a draft is absent. */
export const getProduct = query("catalog.product", {
  summary: "a product that is or was on sale, with its variants",
  input: GetProduct,
  reply: ProductView,
  permission: "catalog.product",
  *load({ product: id }, read: Read): Loading<ProductView> {
    const asked = read.one(products, id)
    const product = yield* new Ask(asked.questions, (answers) =>
      Result.filterOrFail(
        asked.answer(answers),
        ({ state }) => state !== "draft",
        () => ({ _tag: "NotFound" as const, collection: products.name, id })
      )
    )
    const found = yield* read.all({
      variants: read.many(variants, product.variants),
      breadcrumbs: read.many(categories, pathIds(product.path))
    })
    return { product, ...found }
  },
  answer: (view) => view
})

class ListProducts extends Schema.Opaque<ListProducts>()(Schema.Struct({ state: Product.fields.state, ...paged })) {}

/** The products in a state, drafts included, the newest first: the staff's list. */
export const listProducts = query("catalog.products", {
  summary: "the products in a state, drafts included, the newest first",
  input: ListProducts,
  reply: pageOf(Product),
  permission: "catalog.products",
  *load({ state, ...rest }, read: Read): Loading<Page<Product>> {
    return yield* read.page(products, {
      index: browseIndex("newest", 0),
      equals: [state],
      descending: true,
      ...part(rest)
    })
  },
  answer: (page) => page
})
