import { categoryPage, type FacetView, type ListingView, type Sort, type TreeNode } from "../../look/index.ts"
import { attributeNames, materials, origins, seasons, shelfTags, tagNames } from "../../seed/index.ts"
import { type Language, say } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { cardOf, cheapest, type Good, type Goods, type Section } from "../goods.ts"
import type { Visit } from "../visit.ts"

/** How many goods a page shows. */
const perPage = 24

/** What a list can be narrowed by: the values of a good, and what a value is called. */
const facets: ReadonlyArray<{
  readonly key: string
  readonly name: (language: Language) => string
  readonly of: (good: Good) => ReadonlyArray<string>
  readonly called: (value: string, language: Language) => string
}> = [
  {
    key: "origin",
    name: (language) => attributeNames.origin[language],
    of: (good) => good.attributes["origin"] ?? [],
    called: (value, language) => origins[value]?.[language] ?? value
  },
  {
    key: "season",
    name: (language) => attributeNames.season[language],
    of: (good) => good.attributes["season"] ?? [],
    called: (value, language) => seasons[value]?.[language] ?? value
  },
  {
    key: "material",
    name: (language) => attributeNames.material[language],
    of: (good) => good.attributes["material"] ?? [],
    called: (value, language) => materials[value]?.[language] ?? value
  },
  {
    key: "tag",
    name: (language) => (language === "zh" ? "特色" : "Features"),
    of: (good) => good.tags.filter((tag) => shelfTags.includes(tag)),
    called: (value, language) => tagNames[value]?.[language] ?? value
  }
]

export const sorts: { readonly [S in Sort]: (a: Good, b: Good) => number } = {
  shelf: (a, b) => a.path.localeCompare(b.path) || a.id.localeCompare(b.id),
  new: (a, b) => (b.attributes["since"]?.[0] ?? "").localeCompare(a.attributes["since"]?.[0] ?? ""),
  cheap: (a, b) => fen(a) - fen(b),
  dear: (a, b) => fen(b) - fen(a)
}

// Only for the order of a list; nothing is charged by it.
const fen = (good: Good): number => Number(cheapest(good)?.price.amount ?? 0)

const isSort = (text: string | undefined): text is Sort => text !== undefined && Object.hasOwn(sorts, text)

/** @param order the shop's own order of this list */
export const listing = (
  { c, language }: Visit,
  goods: ReadonlyArray<Good>,
  about: Pick<ListingView, "title" | "crumbs" | "tree"> & Partial<Pick<ListingView, "category" | "query" | "reduced">>,
  order = sorts.shelf
): ListingView => {
  const wanted = new Map(facets.map(({ key }) => [key, c.req.queries(key) ?? []]))
  const fits = (good: Good, but?: string): boolean =>
    facets.every(({ key, of }) => {
      const values = wanted.get(key) ?? []
      return key === but || values.length === 0 || of(good).some((value) => values.includes(value))
    })
  const found = goods.filter((good) => fits(good))
  const asked = c.req.query("sort")
  const sort = isSort(asked) ? asked : "shelf"
  const pages = Math.max(1, Math.ceil(found.length / perPage))
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(c.req.query("page") ?? 1)) || 1))
  return {
    ...about,
    sort,
    page,
    pages,
    total: found.length,
    cards: found
      .toSorted(sort === "shelf" ? order : sorts[sort])
      .slice((page - 1) * perPage, page * perPage)
      .map((good) => cardOf(good, language)),
    facets: facets.flatMap((facet): ReadonlyArray<FacetView> => {
      const counts = new Map<string, number>()
      // A facet counts what its other values would add, so the others narrow it and it does not narrow itself.
      for (const good of goods) {
        if (fits(good, facet.key)) for (const value of facet.of(good)) counts.set(value, (counts.get(value) ?? 0) + 1)
      }
      const values = [...counts].map(([value, count]) => ({
        value,
        name: facet.called(value, language),
        count,
        chosen: wanted.get(facet.key)?.includes(value) ?? false
      }))
      return values.length < 2 ? [] : [{ key: facet.key, name: facet.name(language), values }]
    })
  }
}

const tree = (goods: Goods, parent: string, current: string, language: Language): ReadonlyArray<TreeNode> =>
  goods.below(parent).map(({ id, path, name }) => ({
    id,
    name: name[language],
    count: goods.under(path).length,
    current: id === current,
    children:
      current === id || goods.section(current)?.path.startsWith(`${path}/`) === true
        ? tree(goods, id, current, language)
        : []
  }))

/** The categories above one, the top first. */
export const above = (goods: Goods, section: Section): ReadonlyArray<Section> =>
  section.path
    .split("/")
    .slice(0, -1)
    .flatMap((id) => goods.section(id) ?? [])

export const category: Route = async (visit, { id = "" }) => {
  const {
    house: { goods },
    language
  } = visit
  const frame = await visit.frame()
  const section = goods.section(id)
  if (section === undefined) return visit.c.notFound()
  const [top = section] = above(goods, section)
  const view = listing(visit, goods.under(section.path), {
    category: id,
    title: section.name[language],
    crumbs: above(goods, section).map((one) => ({ id: one.id, name: one.name[language] })),
    tree: tree(goods, top.id, id, language)
  })
  return visit.show(categoryPage(view, { ...frame, section: top.id }))
}

/** The whole tree: every category at the top, with those directly below it. */
export const categories: Route = async (visit) => {
  const {
    house: { goods },
    language
  } = visit
  const frame = await visit.frame()
  const node = ({ id, path, name }: Section, children: ReadonlyArray<TreeNode>): TreeNode => ({
    id,
    name: name[language],
    count: goods.under(path).length,
    current: false,
    children
  })
  const whole = goods.below().map((top) =>
    node(
      top,
      goods.below(top.id).map((child) => node(child, []))
    )
  )
  const view = listing(visit, goods.all, { title: say(language, "nav.categories"), crumbs: [], tree: whole })
  return visit.show(categoryPage(view, frame))
}
