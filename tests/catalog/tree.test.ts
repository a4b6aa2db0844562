import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  below,
  breadcrumbs,
  childrenOf,
  isWithin,
  pathIds,
  placeCategories,
  subtree,
  type Tree,
  treeOf
} from "../../src/catalog/index.ts"
import { compareText } from "../../src/kernel/text.ts"

interface Branch {
  readonly id: string
  readonly parent?: string
  readonly position?: number
}

// Ids that are prefixes of each other, and bytes around the slash, are where ranges of paths go wrong.
const id = fc.stringMatching(/^[a-c01z][a-cz0.-]{0,3}$/)

/** A forest in any order: each category's parent is one drawn before it. */
const forest = fc.uniqueArray(id, { minLength: 1, maxLength: 24 }).chain((ids) =>
  fc
    .tuple(
      fc.tuple(...ids.map((_, index) => fc.option(fc.nat(Math.max(0, index - 1)), { nil: undefined }))),
      fc.tuple(...ids.map(() => fc.option(fc.nat(2), { nil: undefined }))),
      fc.shuffledSubarray([...ids.keys()], { minLength: ids.length })
    )
    .map(([parents, positions, order]) =>
      order.map((index): Branch => {
        const parent = index === 0 ? undefined : parents[index]
        const position = positions[index]
        return {
          id: ids[index] ?? "",
          ...(parent === undefined ? {} : { parent: ids[parent] ?? "" }),
          ...(position === undefined ? {} : { position })
        }
      })
    )
)

const grown = (list: ReadonlyArray<Branch>): Tree<Branch> => Result.getOrThrow(treeOf(list))

/** The specification: walks up. */
const ancestorsOf = (list: ReadonlyArray<Branch>, of: string): ReadonlyArray<string> => {
  const parent = list.find((one) => one.id === of)?.parent
  return parent === undefined ? [of] : [...ancestorsOf(list, parent), of]
}

const ids = (list: ReadonlyArray<Branch>) => list.map((one) => one.id)

describe("a tree of categories", () => {
  it("answers as a walk up the parents does, whatever the order of the list", () => {
    fc.assert(
      fc.property(forest, (list) => {
        const tree = grown(list)
        expect(ids(tree.order).toSorted()).toEqual(ids(list).toSorted())
        for (const { id } of list) {
          expect(ids(breadcrumbs(tree, id))).toEqual(ancestorsOf(list, id))
          const inside = list.filter((one) => ancestorsOf(list, one.id).includes(id))
          expect(new Set(ids(subtree(tree, id)))).toEqual(new Set(ids(inside)))
          for (const other of list) expect(isWithin(tree, other.id, id)).toBe(inside.includes(other))
          const children = list.filter((one) => one.parent === id)
          const ordered = children.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0) || compareText(a.id, b.id))
          expect(ids(childrenOf(tree, id))).toEqual(ids(ordered))
        }
      })
    )
  })

  it("does not depend on the order of the list", () => {
    fc.assert(
      fc.property(forest, (list) => {
        expect(ids(grown(list.toReversed()).order)).toEqual(ids(grown(list).order))
      })
    )
  })

  it("stands as high as a thousand levels", () => {
    const list = Array.from({ length: 1000 }, (_, level) => ({
      id: `c${level}`,
      ...(level === 0 ? {} : { parent: `c${level - 1}` })
    }))
    expect(breadcrumbs(grown(list), "c999")).toHaveLength(1000)
  })

  it("says twice before unknown, and unknown before a cycle", () => {
    const cycle = [
      { id: "a", parent: "b" },
      { id: "b", parent: "a" },
      { id: "c", parent: "a" }
    ]
    const unknown = { id: "d", parent: "nowhere" }
    expect(treeOf([...cycle, unknown, { id: "a" }])).toEqual(Result.fail({ _tag: "CategoryTwice", category: "a" }))
    expect(treeOf([...cycle, unknown])).toEqual(
      Result.fail({ _tag: "CategoryUnknown", category: "d", parent: "nowhere" })
    )
    expect(treeOf([{ id: "c", parent: "a" }, ...cycle.slice(0, 2)])).toEqual(
      Result.fail({ _tag: "CategoryCycle", category: "a", through: ["a", "b", "a"] })
    )
    expect(treeOf([{ id: "a", parent: "a" }])).toEqual(
      Result.fail({ _tag: "CategoryCycle", category: "a", through: ["a", "a"] })
    )
  })
})

describe("paths of categories", () => {
  const nowhere = () => undefined

  it("a subtree is exactly one range of paths in the order of UTF-8 bytes", () => {
    fc.assert(
      fc.property(forest, (list) => {
        const paths = Result.getOrThrow(placeCategories(list, nowhere, 1000))
        list.forEach((one, index) => {
          const path = paths[index] ?? ""
          expect(pathIds(path)).toEqual(ancestorsOf(list, one.id))
          const { from, until } = below(path)
          const found = paths.filter((other) => compareText(from, other) <= 0 && compareText(other, until) < 0)
          const wanted = paths.filter((other) => other !== path && pathIds(other).includes(one.id))
          expect(found).toEqual(wanted)
          // A product's path ends with a slash, so those of the category itself are in the range.
          expect(compareText(from, `${path}/`) <= 0 && compareText(`${path}/`, until) < 0).toBe(true)
        })
      })
    )
  })

  it("placing a list at once or one category after another comes to the same", () => {
    fc.assert(
      fc.property(forest, (list) => {
        const whole = Result.getOrThrow(placeCategories(list, nowhere, 1000))
        const known = new Map<string, string>()
        for (const one of grown(list).order) {
          const [path = ""] = Result.getOrThrow(placeCategories([one], (id) => known.get(id), 1000))
          known.set(one.id, path)
        }
        expect(list.map(({ id }) => known.get(id))).toEqual(whole)
      })
    )
  })

  it("refuses in the order of its promise", () => {
    const known = (id: string) => ({ tea: "tea", green: "tea/green" })[id]
    const place = (...list: ReadonlyArray<Branch>) => placeCategories(list, known, 3)
    const twice = { id: "tea" }
    const unknown = { id: "x", parent: "nowhere" }
    const cycle = [
      { id: "y", parent: "z" },
      { id: "z", parent: "y" }
    ]
    const moved = { id: "green" }
    const deep = [
      { id: "d3", parent: "green" },
      { id: "d4", parent: "d3" }
    ]
    expect(place(twice, unknown, ...cycle, moved, ...deep, twice)).toEqual(
      Result.fail({ _tag: "CategoryTwice", category: "tea" })
    )
    expect(place(unknown, ...cycle, moved, ...deep)).toEqual(
      Result.fail({ _tag: "CategoryUnknown", category: "x", parent: "nowhere" })
    )
    expect(place(...cycle, moved, ...deep)).toEqual(
      Result.fail({ _tag: "CategoryCycle", category: "y", through: ["y", "z", "y"] })
    )
    expect(place(moved, ...deep)).toEqual(
      Result.fail({ _tag: "CategoryElsewhere", category: "green", path: "tea/green" })
    )
    expect(place(...deep)).toEqual(Result.fail({ _tag: "CategoryTooDeep", category: "d4", level: 4, deepest: 3 }))
    expect(place({ id: "d3", parent: "green" }, { id: "green", parent: "tea" })).toEqual(
      Result.succeed(["tea/green/d3", "tea/green"])
    )
  })
})
