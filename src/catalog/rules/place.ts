import * as Result from "effect/Result"
import type { TreeRefusal } from "../errors.ts"

/** What the place of a category depends on. */
export interface Node {
  readonly id: string
  /** Absent at the top. */
  readonly parent?: string
}

/** The ids from the top down to a category, itself included. */
export const pathIds = (path: string): ReadonlyArray<string> => path.split("/")

/** The half-open range of the paths that stand below a path, in the order of UTF-8 bytes: `0` follows `/` there. */
export const below = (path: string): { readonly from: string; readonly until: string } => ({
  from: `${path}/`,
  until: `${path}0`
})

/**
 * The path of each category of a list, in the list's order: ids from the top down, joined by slashes. A parent may stand
 * behind its children in the list, or be known already.
 *
 * @param pathOf the path of a category that the shop has; `undefined` if it has none of this id
 * @param deepest how many levels the tree may have
 * @returns the paths, or, in this order and each for the first category in the list: `CategoryTwice`, `CategoryUnknown`,
 * `CategoryCycle`, `CategoryElsewhere` (it is in the shop under another parent), `CategoryTooDeep`
 */
export const placeCategories = (
  list: ReadonlyArray<Node>,
  pathOf: (category: string) => string | undefined,
  deepest: number
): Result.Result<ReadonlyArray<string>, TreeRefusal> => {
  const parents = new Map<string, string | undefined>()
  for (const { id, parent } of list) {
    if (parents.has(id)) return Result.fail({ _tag: "CategoryTwice", category: id })
    parents.set(id, parent)
  }
  for (const { id, parent } of list) {
    if (parent === undefined || parents.has(parent) || pathOf(parent) !== undefined) continue
    return Result.fail({ _tag: "CategoryUnknown", category: id, parent })
  }
  const placed = new Map<string, string>()
  for (const { id } of list) {
    const round = place(id, parents, pathOf, placed)
    if (round !== undefined) return Result.fail({ _tag: "CategoryCycle", category: round[0] ?? id, through: round })
  }
  const paths = list.map(({ id }) => placed.get(id) ?? id)
  for (const [index, { id }] of list.entries()) {
    const former = pathOf(id)
    if (former === undefined || former === paths[index]) continue
    return Result.fail({ _tag: "CategoryElsewhere", category: id, path: former })
  }
  for (const [index, { id }] of list.entries()) {
    const level = pathIds(paths[index] ?? id).length
    if (level > deepest) return Result.fail({ _tag: "CategoryTooDeep", category: id, level, deepest })
  }
  return Result.succeed(paths)
}

/** Places a category and those above it, from the top down; the way round if one of them stands below itself. */
const place = (
  id: string,
  parents: ReadonlyMap<string, string | undefined>,
  pathOf: (category: string) => string | undefined,
  placed: Map<string, string>
): ReadonlyArray<string> | undefined => {
  const way: Array<string> = []
  const met = new Set<string>()
  let top: string | undefined = id
  while (top !== undefined && parents.has(top) && !placed.has(top)) {
    if (met.has(top)) return [...way.slice(way.indexOf(top)), top]
    met.add(top)
    way.push(top)
    top = parents.get(top)
  }
  let path = top === undefined ? undefined : (placed.get(top) ?? pathOf(top))
  for (const one of way.reverse()) {
    path = path === undefined ? one : `${path}/${one}`
    placed.set(one, path)
  }
  return undefined
}
