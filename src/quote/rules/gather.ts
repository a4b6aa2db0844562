import type { Offer, Promotion, Selector } from "../../promotion/model.ts"
import { givesBeside, type Rule, rewardsOf } from "../../promotion/rules/compile.ts"
import type { RuleIndex, SharedSelector } from "../input.ts"
import type { Match, Test } from "../../promotion/rules/match.ts"
import { threshold } from "./exact.ts"

/** The index of rules in rank order. */
export const indexOf = (rules: ReadonlyArray<Rule>): RuleIndex => {
  const selectors = new Selectors()
  const selectorOf = new Int32Array(rules.length).fill(-1)
  const concernOf = new Int32Array(rules.length).fill(-1)
  const gates: Array<Match> = []
  const gateOf = new Int32Array(rules.length).fill(-1)
  const least = new Float64Array(rules.length)
  const knownGates = new Map<string, number>()
  const kindOf = new Int32Array(rules.length)
  const kinds: Array<number> = []
  const knownKinds = new Map<string, number>()
  const needsUnits: Array<boolean> = []
  for (const [at, rule] of rules.entries()) {
    least[at] = leastOf(rule)
    needsUnits.push(givesBeside(rule.offer) || rewardsOf(rule.offer).some(({ kind }) => kind !== "shipping"))
    const stacking = stackingOf(rule)
    const kind = knownKinds.get(stacking) ?? kinds.push(at) - 1
    knownKinds.set(stacking, kind)
    kindOf[at] = kind
    const { select, offer } = rule.promotion
    if (rule.select !== undefined && select !== undefined) selectorOf[at] = selectors.idOf(select, rule.select)
    if (offer.kind === "buyGet") concernOf[at] = concernedBy(selectors, offer, rule.offer)
    const gate = gateIn(rule.when)
    if (gate !== undefined) {
      const key = JSON.stringify(gate.leaf)
      let id = knownGates.get(key)
      if (id === undefined) {
        id = gates.push(gate.match) - 1
        knownGates.set(key, id)
      }
      gateOf[at] = id
    }
  }
  return {
    selectors: selectors.all,
    selectorOf,
    concernOf,
    byFact: selectors.byFact,
    gates,
    gateOf,
    kindOf,
    kinds,
    needsUnits,
    least
  }
}

/** Selectors that several rules share, and the values by which they are found. */
class Selectors {
  readonly all: Array<SharedSelector> = []
  readonly byFact = new Map<string, Map<string, Array<number>>>()
  readonly #known = new Map<string, number>()

  idOf(select: Selector, match: Match): number {
    const key = JSON.stringify(select)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const found = foundBy(select)
    const id = this.all.push({ match, exact: found?.exact ?? false, indexed: found !== undefined }) - 1
    this.#known.set(key, id)
    if (found !== undefined) enlist(this.byFact, found, id)
    return id
  }
}

/** The units that buy or get, where not all of them do. */
const concernedBy = (selectors: Selectors, { buy, get }: BuyGet, rule: Rule["offer"]): number => {
  if (rule.kind !== "buyGet" || buy.select === undefined || get.select === undefined) return -1
  const { buy: buys, get: gets } = rule
  if (buys === undefined || gets === undefined) return -1
  return selectors.idOf({ any: [buy.select, get.select] }, (subject) => buys(subject) || gets(subject))
}

type BuyGet = Extract<Offer, { readonly kind: "buyGet" }>

// What `agree` asks of a rule.
const stackingOf = ({ class: own, combines }: Rule): string =>
  `${own}\u0000${typeof combines === "string" ? combines : JSON.stringify([...combines].sort())}`

interface Finding {
  readonly fact: string
  readonly values: ReadonlyArray<string>
  readonly exact: boolean
}

/** Values of one fact, one of which a unit must have to be selected. */
const foundBy = (selector: Selector): Finding | undefined => {
  if ("fact" in selector) {
    const { fact, op, values } = selector
    // Prices are compared in minor units, not as they are written.
    return op === "in" && fact !== "price" ? { fact, values, exact: true } : undefined
  }
  if ("any" in selector) return foundByAny(selector.any.map(foundBy))
  if (!("all" in selector)) return undefined
  for (const one of selector.all) {
    const found = foundBy(one)
    if (found !== undefined) return { ...found, exact: selector.all.length === 1 && found.exact }
  }
  return undefined
}

// Branches that ask for one fact are found by all of their values.
const foundByAny = (branches: ReadonlyArray<Finding | undefined>): Finding | undefined => {
  const [first] = branches
  if (first === undefined) return undefined
  const same = branches.filter((one) => one !== undefined).filter(({ fact }) => fact === first.fact)
  if (same.length < branches.length) return undefined
  return { ...first, values: same.flatMap(({ values }) => values), exact: same.every(({ exact }) => exact) }
}

const enlist = (byFact: Map<string, Map<string, Array<number>>>, { fact, values }: Finding, id: number): void => {
  const byValue = byFact.get(fact) ?? new Map<string, Array<number>>()
  byFact.set(fact, byValue)
  for (const value of new Set(values)) {
    const known = byValue.get(value)
    if (known === undefined) byValue.set(value, [id])
    else known.push(id)
  }
}

/** A fact of the context without which the condition fails. */
const gateIn = (test: Test | undefined): (Test & { readonly kind: "fact" }) | undefined => {
  if (test?.kind === "fact") return test
  if (test?.kind !== "all") return undefined
  for (const one of test.of) {
    const found = gateIn(one)
    if (found !== undefined) return found
  }
  return undefined
}

/** What selected prices of all goods must at least sum to. Running and level amounts are never above selected prices. */
const leastOf = ({ when, offer, testBase }: Rule): number => {
  const own =
    testBase === "list" || !("measure" in offer) || offer.measure !== "amount" || offer.of !== undefined
      ? 0
      : threshold(offer.kind === "every" ? offer.each : (offer.steps[0]?.at ?? 0n))
  return Math.max(own, when === undefined ? 0 : leastIn(when, testBase))
}

const leastIn = (test: Test, testBase: Promotion["testBase"]): number => {
  if (test.kind === "all") return test.of.reduce((most, one) => Math.max(most, leastIn(one, testBase)), 0)
  if (test.kind !== "measure" || test.measure !== "amount" || (test.base ?? testBase) === "list") return 0
  return threshold(test.atLeast)
}
