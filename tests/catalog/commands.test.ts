import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  browseProducts,
  catalogFromJson,
  checkVariants,
  getCategory,
  getProduct,
  listCategories,
  listProducts,
  listTree,
  type Product,
  type ProductDefinition,
  productMachine,
  treeOf
} from "../../src/catalog/index.ts"
import { type Engine, IllegalTransition } from "../../src/command/index.ts"
import { ends, tableIsRead } from "../../src/kernel/laws.ts"
import { message } from "../../src/kernel/refusal.ts"
import { check, title } from "../../src/testing/index.ts"
import {
  answerTo,
  archiveProduct,
  category,
  defineCategories,
  defineProduct,
  openShop,
  outcome,
  plain,
  send,
  story
} from "../inventory/small-shop.ts"

const shelves = [category("tea"), category("green", "tea"), category("west-lake", "green"), category("ware")]

const stocked = Effect.gen(function* () {
  const engine = yield* openShop()
  yield* send(engine, defineCategories, { categories: shelves })
  return engine
})

/** All pages of a browse, two products a page. */
const browse = Effect.fnUntraced(function* (engine: Engine, input: typeof browseProducts.input.Type) {
  const found: Array<string> = []
  let after: string | undefined
  do {
    const page = yield* answerTo(engine, browseProducts, {
      ...input,
      limit: 2,
      ...(after === undefined ? {} : { after })
    })
    found.push(...page.items.map(({ id }) => id))
    after = page.next
  } while (after !== undefined)
  return found
})

describe("machines", () => {
  for (const law of [tableIsRead(productMachine), ends(productMachine, ["archived"])]) {
    it(title(law), () => check(law))
  }
})

describe("categories", () => {
  it("are defined in any order, and shown with those above and below", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* openShop()
        yield* send(engine, defineCategories, { categories: shelves.toReversed() })
        const view = yield* answerTo(engine, getCategory, { category: "green" })
        expect(view.category.path).toBe("tea/green")
        expect(view.ancestors.map(({ id }) => id)).toEqual(["tea"])
        expect(view.children.map(({ id }) => id)).toEqual(["west-lake"])
        const top = yield* answerTo(engine, listCategories, {})
        expect(top.items.map(({ id }) => id)).toEqual(["tea", "ware"])
        const below = yield* answerTo(engine, listTree, { within: "tea" })
        expect(below.items.map(({ id }) => id)).toEqual(["green", "west-lake"])
      })
    ))

  it("the whole tree comes in pages, parents first, and makes a tree", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        const first = yield* answerTo(engine, listTree, { limit: 3 })
        const second = yield* answerTo(engine, listTree, { limit: 3, after: first.next ?? "" })
        const all = [...first.items, ...second.items]
        expect(all.map(({ path }) => path)).toEqual(["tea", "tea/green", "tea/green/west-lake", "ware"])
        expect(Result.isSuccess(treeOf(all))).toBe(true)
        expect(second.next).toBeUndefined()
      })
    ))

  it("defined again as they are, nothing is written; a new name is", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        yield* send(engine, defineCategories, { categories: shelves })
        const renamed = { ...category("green", "tea"), name: { zh: "绿茶", en: "Green tea" } }
        yield* send(engine, defineCategories, { categories: [renamed, category("tea")] })
        const entries = yield* engine.storage.events(0, 100)
        expect(entries.map(({ events }) => events.length)).toEqual([4, 0, 1])
      })
    ))

  it("refused, they leave nothing behind", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        const lost = category("lost", "nowhere")
        const refused = yield* outcome(send(engine, defineCategories, { categories: [category("new"), lost] }))
        expect(refused).toEqual({ _tag: "CategoryUnknown", category: "lost", parent: "nowhere" })
        const moved = yield* outcome(send(engine, defineCategories, { categories: [category("green", "ware")] }))
        expect(moved).toEqual({ _tag: "CategoryElsewhere", category: "green", path: "tea/green" })
        expect(yield* engine.storage.events(1, 100)).toEqual([])
      })
    ))
})

const leaf: ProductDefinition = {
  ...plain("longjing", "west-lake"),
  name: { zh: "龙井", en: "Longjing" },
  brand: "shanfang",
  tags: ["spring"],
  attributes: { origin: ["Hangzhou"] },
  options: [
    {
      id: "weight",
      name: { zh: "重量", en: "Weight" },
      values: [
        { id: "50g", name: { zh: "50 克", en: "50 g" } },
        { id: "250g", name: { zh: "250 克", en: "250 g" } }
      ]
    }
  ],
  variants: [
    { sku: "longjing-50", options: { weight: "50g" }, weightGrams: 90 },
    { sku: "longjing-250", options: { weight: "250g" }, weightGrams: 320 }
  ]
}

describe("a product", () => {
  it("is defined with its variants, which carry what a cart and a parcel need", () =>
    story((clock) =>
      Effect.gen(function* () {
        const engine = yield* stocked
        const product = yield* send(engine, defineProduct, leaf)
        expect(product).toMatchObject({ path: "tea/green/west-lake", state: "active", createdAt: clock.now })
        const view = yield* answerTo(engine, getProduct, { product: "longjing" })
        expect(view.breadcrumbs.map(({ id }) => id)).toEqual(["tea", "green", "west-lake"])
        expect(view.variants[1]).toEqual({
          sku: "longjing-250",
          product: "longjing",
          merchant: "shanfang",
          name: { zh: "龙井", en: "Longjing" },
          options: [
            {
              id: "weight",
              value: "250g",
              name: { zh: "重量", en: "Weight" },
              label: { zh: "250 克", en: "250 g" }
            }
          ],
          kind: "physical",
          brand: "shanfang",
          categories: ["tea", "green", "west-lake"],
          tags: ["spring"],
          attributes: { origin: ["Hangzhou"] },
          weightGrams: 320,
          tax: { included: true, rates: [{ id: "vat", rate: "0.13" }] },
          state: "active"
        })
      })
    ))

  it("defined anew without a variant, that one can be bought no more, and may come back", () =>
    story((clock) =>
      Effect.gen(function* () {
        const engine = yield* stocked
        const { createdAt } = yield* send(engine, defineProduct, leaf)
        clock.now += 1000
        yield* send(engine, defineProduct, { ...leaf, variants: leaf.variants.slice(1) })
        const { documents } = yield* engine.storage.read({
          documents: [{ collection: "variant", id: "longjing-50" }],
          accounts: [],
          queries: [],
          at: clock.now
        })
        expect(JSON.parse(documents[0]?.json ?? "")).toMatchObject({ state: "archived" })
        const back = yield* send(engine, defineProduct, leaf)
        expect(back.createdAt).toBe(createdAt)
        const view = yield* answerTo(engine, getProduct, { product: "longjing" })
        expect(view.variants.map(({ state }) => state)).toEqual(["active", "active"])
      })
    ))

  it("is absent to the public while it is a draft, and listed for the staff", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        yield* send(engine, defineProduct, { ...leaf, state: "draft" })
        const asked = outcome(answerTo(engine, getProduct, { product: "longjing" }))
        expect(yield* asked).toEqual({ _tag: "NotFound", collection: "product", id: "longjing" })
        expect(yield* outcome(answerTo(engine, getProduct, { product: "nothing" }))).toMatchObject({ _tag: "NotFound" })
        expect(yield* browse(engine, {})).toEqual([])
        const drafts = yield* answerTo(engine, listProducts, { state: "draft" })
        expect(drafts.items.map(({ id }) => id)).toEqual(["longjing"])
        yield* send(engine, defineProduct, leaf)
        yield* send(engine, defineProduct, { ...leaf, state: "draft" })
        expect(yield* browse(engine, {})).toEqual([])
      })
    ))

  it("archived, it is gone from the shelves and stays where orders speak of it; it never comes back", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        yield* send(engine, defineProduct, leaf)
        yield* send(engine, archiveProduct, { product: "longjing" })
        expect(yield* browse(engine, {})).toEqual([])
        const view = yield* answerTo(engine, getProduct, { product: "longjing" })
        expect(view.product.state).toBe("archived")
        expect(new Set(view.variants.map(({ state }) => state))).toEqual(new Set(["archived"]))
        const again = yield* outcome(send(engine, defineProduct, leaf))
        expect(again).toEqual({
          _tag: "IllegalTransition",
          machine: "product",
          state: "archived",
          event: "publish",
          allowed: []
        })
        const words = "_tag" in again ? message(IllegalTransition, again) : undefined
        expect(words?.en).toBe("product is `archived`, which does not allow `publish`")
        expect(yield* outcome(send(engine, archiveProduct, { product: "longjing" }))).toMatchObject({
          _tag: "IllegalTransition"
        })
      })
    ))

  it("refuses in the order of its promise", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* stocked
        yield* send(engine, defineProduct, plain("other", "tea"))
        const [small, large] = leaf.variants
        if (small === undefined || large === undefined) throw new Error("two variants")
        const taken = { sku: "other", options: { weight: "250g" }, weightGrams: 1 }
        const unfit = { sku: "x", options: { weight: "1kg" }, weightGrams: 1 }
        const alike = { ...small, sku: "y" }
        const define = (...variants: ProductDefinition["variants"]) =>
          outcome(send(engine, defineProduct, { ...leaf, variants }))
        expect(yield* define(small, small, unfit, alike, taken)).toEqual({
          _tag: "NamedTwice",
          product: "longjing",
          what: "sku",
          id: "longjing-50"
        })
        expect(yield* define(small, unfit, alike, taken)).toEqual({ _tag: "OptionUnfit", sku: "x", option: "weight" })
        expect(yield* define(small, alike, taken)).toEqual({ _tag: "VariantsAlike", sku: "y", other: "longjing-50" })
        expect(yield* define(small, taken)).toEqual({ _tag: "SkuTaken", sku: "other", product: "other" })
        const foreign = { ...small, options: { weight: "50g", constructor: "x" } }
        expect(yield* define(foreign)).toEqual({ _tag: "OptionUnfit", sku: "longjing-50", option: "constructor" })
        const homeless = yield* outcome(send(engine, defineProduct, { ...leaf, category: "nowhere" }))
        expect(homeless).toEqual({ _tag: "NotFound", collection: "category", id: "nowhere" })
        expect((yield* engine.storage.events(0, 100)).length).toBe(2)
      })
    ))

  it("names no option and no value twice", () => {
    const [option] = leaf.options
    if (option === undefined) throw new Error("an option")
    expect(checkVariants({ ...leaf, options: [option, option] })).toEqual(
      Result.fail({ _tag: "NamedTwice", product: "longjing", what: "option", id: "weight" })
    )
    const doubled = { ...option, values: [...option.values, ...option.values] }
    expect(checkVariants({ ...leaf, options: [doubled] })).toEqual(
      Result.fail({ _tag: "NamedTwice", product: "longjing", what: "value", id: "50g" })
    )
  })
})

describe("browsing", () => {
  it("a subtree in every order is what filtering and sorting all products gives", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...shelves.map(({ id }) => id)), fc.constantFrom("a", "B", "文", "é", "")), {
          minLength: 1,
          maxLength: 12
        }),
        (drawn) =>
          story((clock) =>
            Effect.gen(function* () {
              const engine = yield* stocked
              const all: Array<Product> = []
              for (const [index, [where, name]] of drawn.entries()) {
                clock.now += index % 2
                const definition = { ...plain(`p${index}`, where), name: { zh: `${name}货`, en: `${name}good` } }
                all.push(yield* send(engine, defineProduct, definition))
              }
              const bytes = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right))
              for (const root of [undefined, "tea", "green", "west-lake", "ware"]) {
                const inside = all.filter(({ path }) => root === undefined || path.split("/").includes(root))
                const sorted = (by: (a: (typeof all)[number], b: (typeof all)[number]) => number) =>
                  inside.toSorted((a, b) => by(a, b) || bytes(a.id, b.id)).map(({ id }) => id)
                const of = root === undefined ? {} : { category: root }
                expect(yield* browse(engine, of)).toEqual(sorted((a, b) => bytes(`${a.path}/`, `${b.path}/`)))
                expect((yield* browse(engine, { ...of, order: "newest" })).toReversed()).toEqual(
                  sorted((a, b) => a.createdAt - b.createdAt)
                )
                expect(yield* browse(engine, { ...of, order: "nameZh" })).toEqual(
                  sorted((a, b) => bytes(a.name.zh, b.name.zh))
                )
                expect(yield* browse(engine, { ...of, order: "nameEn" })).toEqual(
                  sorted((a, b) => bytes(a.name.en, b.name.en))
                )
              }
            })
          )
      ),
      { numRuns: 20 }
    ))
})

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe("a catalog in a file", () => {
  const file = { categories: shelves, products: [leaf] }

  it("is read as it was written", () => {
    expect(catalogFromJson(JSON.stringify(file))).toEqual(Result.succeed(file))
  })

  it.each([
    ['{\n "categories": [],\n "products": [}\n', 3, 15],
    ['{\n "categories": [', 2, 17],
    ["", 1, 1],
    ["{}\n{}", 2, 1],
    ['{"a": 01}', 1, 8],
    ['{"a": "\n"}', 1, 7],
    ["[1,]", 1, 4],
    ['{"a":1,}', 1, 8],
    ["{a:1}", 1, 2],
    ["[tru]", 1, 2]
  ] as const)("%j stops being JSON in line %i, column %i", (text, line, column) => {
    expect(catalogFromJson(text)).toEqual(Result.fail({ _tag: "CatalogMalformed", line, column }))
  })

  it("what stands before the place could have gone on as JSON", () => {
    const change = fc.tuple(fc.jsonValue(), fc.nat(), fc.constantFrom("", "}", "]", ",", ":", '"', "x", "0", "\\"))
    let acted = 0
    fc.assert(
      fc.property(change, ([json, where, put]) => {
        const text = JSON.stringify(json, null, 1)
        const at = where % text.length
        const changed = text.slice(0, at) + put + text.slice(at + 1)
        const read = catalogFromJson(changed)
        if (Result.isSuccess(read) || read.failure._tag !== "CatalogMalformed") return
        const { line, column } = read.failure
        const lines = changed.split("\n").slice(0, line)
        const before = [...lines.slice(0, -1), (lines.at(-1) ?? "").slice(0, column - 1)].join("\n")
        const closing = before
          .replaceAll(/"(?:[^"\\]|\\.)*"/g, "")
          .split("")
          .reduce(
            (open, sign) =>
              sign === "{" ? `}${open}` : sign === "[" ? `]${open}` : "}]".includes(sign) ? open.slice(1) : open,
            ""
          )
        const endings = ["", "0", ":0", '"k":0'].map((ending) => before + ending + closing)
        expect(endings.some(isJson)).toBe(true)
        acted++
      }),
      { numRuns: 300 }
    )
    expect(acted).toBeGreaterThan(30)
  })

  it.each([
    [{ ...file, prices: [] }, "/prices"],
    [{ ...file, products: [{ ...leaf, price: 1 }] }, "/products/0/price"],
    [{ ...file, products: [{ ...leaf, name: { zh: "龙井" } }] }, "/products/0/name/en"],
    [{ ...file, products: [{ ...leaf, attributes: { origin: [] } }] }, "/products/0/attributes/origin"],
    [{ ...file, categories: [{ ...category("a/b") }] }, "/categories/0/id"],
    [{ ...file, categories: [{ ...category("a"), name: { zh: "甲\u0000", en: "A" } }] }, "/categories/0/name/zh"]
  ] as const)("case %#: the path of what does not fit is told", (wrong, path) => {
    const read = catalogFromJson(JSON.stringify(wrong))
    expect(Result.isFailure(read) && read.failure).toMatchObject({ _tag: "InvalidInput", path })
  })

  it("a key that names a property of every object is refused", () => {
    const text = JSON.stringify(file).replace('"origin"', '"__proto__"')
    const read = catalogFromJson(text)
    expect(Result.isFailure(read) && read.failure).toMatchObject({ _tag: "InvalidInput" })
  })
})
