import * as Result from "effect/Result"
import { compareText } from "../../kernel/text.ts"
import type { CategoryCycle, CategoryTwice, CategoryUnknown } from "../errors.ts"

/** What a tree of categories is built of. */
export interface Branch {
  readonly id: string
  /** Absent at the top. */
  readonly parent?: string
  /** The order among siblings, ties by id; absent: 0. */
  readonly position?: number
}

/** A category in a tree: its subtree is `order[enter]` to `order[leave - 1]`, itself first. */
interface Place<out A> {
  readonly category: A
  readonly level: number
  readonly enter: number
  readonly leave: number
}

/**
 * A whole tree in memory, as a nested set: every question is answered without walking it. Source: Celko, Trees and
 * Hierarchies in SQL.
 */
export interface Tree<out A> {
  /** All categories, each before its children, siblings by position and id. */
  readonly order: ReadonlyArray<A>
  readonly places: ReadonlyMap<string, Place<A>>
}

/**
 * Builds the tree of a flat list in any order.
 *
 * @returns the tree, or, in this order: `CategoryTwice`, `CategoryUnknown` (a parent is not in the list), `CategoryCycle`
 */
export const treeOf = <A extends Branch>(
  list: ReadonlyArray<A>
): Result.Result<Tree<A>, CategoryTwice | CategoryUnknown | CategoryCycle> => {
  const byId = new Map<string, A>()
  for (const category of list) {
    if (byId.has(category.id)) return Result.fail({ _tag: "CategoryTwice", category: category.id })
    byId.set(category.id, category)
  }
  const children = new Map<string | undefined, Array<A>>()
  for (const category of list) {
    const { id, parent } = category
    if (parent !== undefined && !byId.has(parent)) return Result.fail({ _tag: "CategoryUnknown", category: id, parent })
    const siblings = children.get(parent)
    if (siblings === undefined) children.set(parent, [category])
    else siblings.push(category)
  }
  for (const siblings of children.values()) siblings.sort(compareSiblings)
  const tree = grow(children)
  const lost = list.find(({ id }) => !tree.places.has(id))
  if (lost === undefined) return Result.succeed(tree)
  return Result.fail(cycleAbove(lost, byId))
}

const compareSiblings = (left: Branch, right: Branch): number =>
  (left.position ?? 0) - (right.position ?? 0) || compareText(left.id, right.id)

const grow = <A extends Branch>(children: ReadonlyMap<string | undefined, ReadonlyArray<A>>): Tree<A> => {
  const order: Array<A> = []
  const places = new Map<string, Place<A>>()
  // A stack of its own, so that no depth of a list can exhaust the machine's.
  const open: Array<{ readonly category: A; readonly level: number; readonly enter: number }> = []
  const waiting = (children.get(undefined) ?? []).map((category) => ({ category, level: 1 })).reverse()
  const close = (level: number): void => {
    while ((open.at(-1)?.level ?? 0) >= level) {
      const place = open.pop()
      if (place !== undefined) places.set(place.category.id, { ...place, leave: order.length })
    }
  }
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    close(here.level)
    open.push({ ...here, enter: order.length })
    order.push(here.category)
    const level = here.level + 1
    for (const category of (children.get(here.category.id) ?? []).toReversed()) waiting.push({ category, level })
  }
  close(1)
  return { order, places }
}

// What the roots do not reach stands below a cycle or on it; going up long enough is to be on it.
const cycleAbove = <A extends Branch>(lost: A, byId: ReadonlyMap<string, A>): CategoryCycle => {
  const met = new Map<string, number>()
  const way: Array<string> = []
  let here: A | undefined = lost
  while (here !== undefined && !met.has(here.id)) {
    met.set(here.id, way.length)
    way.push(here.id)
    here = here.parent === undefined ? undefined : byId.get(here.parent)
  }
  const category = here?.id ?? lost.id
  return { _tag: "CategoryCycle", category, through: [...way.slice(met.get(category) ?? 0), category] }
}

/** A category and all below it, itself first; nothing for an id that the tree does not have. */
export const subtree = <A>(tree: Tree<A>, id: string): ReadonlyArray<A> => {
  const place = tree.places.get(id)
  return place === undefined ? [] : tree.order.slice(place.enter, place.leave)
}

/** The categories from the top down to this one, itself last: what breadcrumbs show. */
export const breadcrumbs = <A extends Branch>(tree: Tree<A>, id: string): ReadonlyArray<A> => {
  const trail: Array<A> = []
  let here = tree.places.get(id)?.category
  while (here !== undefined) {
    trail.push(here)
    here = here.parent === undefined ? undefined : tree.places.get(here.parent)?.category
  }
  return trail.reverse()
}

/** The categories directly below one, by position and id; of `undefined`, those at the top. */
export const childrenOf = <A extends Branch>(tree: Tree<A>, id?: string): ReadonlyArray<A> => {
  const place = id === undefined ? { enter: -1, leave: tree.order.length } : tree.places.get(id)
  const found: Array<A> = []
  if (place === undefined) return found
  for (let index = place.enter + 1; index < place.leave; ) {
    const child = tree.order[index]
    if (child === undefined) break
    found.push(child)
    index = tree.places.get(child.id)?.leave ?? place.leave
  }
  return found
}

/** Whether one category is another or stands below it. */
export const isWithin = <A>(tree: Tree<A>, id: string, ancestor: string): boolean => {
  const inner = tree.places.get(id)
  const outer = tree.places.get(ancestor)
  return inner !== undefined && outer !== undefined && outer.enter <= inner.enter && inner.leave <= outer.leave
}
