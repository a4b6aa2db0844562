import type { Selector } from "../../promotion/model.ts"
import { type Facts, factIn } from "../../promotion/rules/match.ts"
import type { Finder } from "../input.ts"

/** One of these values of a fact is needed. */
interface Ask {
  readonly fact: string
  readonly values: ReadonlyArray<string>
}

/** What a unit must have to be selected: one fact or two. `exact`: what has them is selected. */
export interface Finding {
  readonly asks: readonly [Ask] | readonly [Ask, Ask]
  readonly exact: boolean
}

/** By which values a selector is found; `undefined`: by none. */
export const foundBy = (selector: Selector): Finding | undefined => {
  if ("fact" in selector) {
    const { fact, op, values } = selector
    // Prices are compared in minor units, not as they are written.
    return op === "in" && fact !== "price" ? { asks: [{ fact, values }], exact: true } : undefined
  }
  if ("any" in selector) return foundByAny(selector.any.map(foundBy))
  return "all" in selector ? foundByAll(selector.all.map(foundBy)) : undefined
}

// Pairs of values are listed one by one.
const mostPairs = 256

const foundByAll = (parts: ReadonlyArray<Finding | undefined>): Finding | undefined => {
  const asks = parts.flatMap((part) => part?.asks ?? [])
  const [first] = asks
  if (first === undefined) return undefined
  const second = asks.find(
    ({ fact, values }) => fact !== first.fact && values.length * first.values.length <= mostPairs
  )
  const exact = parts.every((part) => part?.exact === true) && asks.every((ask) => ask === first || ask === second)
  return { asks: second === undefined ? [first] : [first, second], exact }
}

// Branches that ask for one fact are found by all of their values.
const foundByAny = (branches: ReadonlyArray<Finding | undefined>): Finding | undefined => {
  const asks = branches.flatMap((branch) => (branch?.asks.length === 1 ? branch.asks : []))
  const [first] = asks
  if (first === undefined || asks.length < branches.length || asks.some(({ fact }) => fact !== first.fact))
    return undefined
  const values = asks.flatMap((ask) => ask.values)
  return { asks: [{ fact: first.fact, values }], exact: branches.every((branch) => branch?.exact === true) }
}

interface Filling extends Finder {
  readonly found: Map<string, Map<string, ReadonlyArray<number>>>
}

/** Finders that are still being filled: selectors by a fact or two. */
export class Finders {
  readonly all: Array<Filling> = []

  add({ asks: [first, second] }: Finding, selector: number): void {
    const { found } = this.#finderOf(first.fact, second?.fact)
    for (const value of new Set(first.values)) {
      const bySecond = found.get(value) ?? new Map<string, ReadonlyArray<number>>()
      found.set(value, bySecond)
      for (const other of new Set(second?.values ?? nothing))
        bySecond.set(other, [...(bySecond.get(other) ?? []), selector])
    }
  }

  #finderOf(first: string, second: string | undefined): Filling {
    const known = this.all.find((one) => one.first === first && one.second === second)
    if (known !== undefined) return known
    const finder: Filling = { first, second, found: new Map() }
    this.all.push(finder)
    return finder
  }
}

/** Stands for the second value where there is but one fact. */
const nothing: ReadonlyArray<string> = [""]

/** Something that has facts, and some of them as fields of its own. */
export interface Found {
  readonly sku: string
  readonly merchant: string
  readonly facts: Facts
}

/** The values that something has of a fact, with `""` alone where there is no fact to ask for. */
export const valuesOf = (of: Found, fact: string | undefined): ReadonlyArray<string> => {
  if (fact === undefined) return nothing
  return fact === "sku" || fact === "merchant" ? [of[fact]] : factIn(of.facts, fact)
}
