import type { Selector } from "../../promotion/model.ts"
import { type Facts, factIn } from "../../promotion/rules/match.ts"
import type { Finder, PairFinder } from "../input.ts"

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

type Places = Map<string, ReadonlyArray<number>>

/** Finders that are still being filled: selectors by a fact or two. */
export class Finders {
  readonly single: Array<Finder & { readonly found: Places }> = []
  readonly pairs: Array<PairFinder & { readonly found: Map<string, Places> }> = []

  add({ asks: [first, second] }: Finding, selector: number): void {
    if (second === undefined) return append(this.#singleOf(first.fact), first.values, selector)
    const found = this.#pairsOf(first.fact, second.fact)
    for (const value of new Set(first.values)) {
      const bySecond: Places = found.get(value) ?? new Map()
      found.set(value, bySecond)
      append(bySecond, second.values, selector)
    }
  }

  #singleOf(fact: string): Places {
    const known = this.single.find((one) => one.fact === fact)
    if (known !== undefined) return known.found
    const found: Places = new Map()
    this.single.push({ fact, found })
    return found
  }

  #pairsOf(first: string, second: string): Map<string, Places> {
    const known = this.pairs.find((one) => one.first === first && one.second === second)
    if (known !== undefined) return known.found
    const found = new Map<string, Places>()
    this.pairs.push({ first, second, found })
    return found
  }
}

const append = (to: Places, values: ReadonlyArray<string>, selector: number): void => {
  for (const value of new Set(values)) to.set(value, [...(to.get(value) ?? []), selector])
}

/** Something that has facts, and some of them as fields of its own. */
export interface Found {
  readonly sku: string
  readonly merchant: string
  readonly facts: Facts
}

/** The values that something has of a fact. */
export const valuesOf = (of: Found, fact: string): ReadonlyArray<string> =>
  isField(fact) ? [of[fact]] : factIn(of.facts, fact)

/** Whether a fact is a field, which has one value. */
export const isField = (fact: string): fact is "sku" | "merchant" => fact === "sku" || fact === "merchant"
