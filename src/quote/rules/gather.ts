import type { Promotion, Selector } from "../../promotion/model.ts"
import { givesBeside, type Rule, rewardsOf } from "../../promotion/rules/compile.ts"
import type { RuleIndex, SharedSelector } from "../input.ts"
import type { Match, Test } from "../../promotion/rules/match.ts"
import { threshold } from "./exact.ts"

/** The index of rules in rank order. */
export const indexOf = (rules: ReadonlyArray<Rule>): RuleIndex => {
  const selectors: Array<SharedSelector> = []
  const selectorOf = new Int32Array(rules.length).fill(-1)
  const byFact = new Map<string, Map<string, Array<number>>>()
  const gates: Array<Match> = []
  const gateOf = new Int32Array(rules.length).fill(-1)
  const least = new Float64Array(rules.length)
  const knownSelectors = new Map<string, number>()
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
    const { select } = rule.promotion
    if (rule.select !== undefined && select !== undefined) {
      const key = JSON.stringify(select)
      let id = knownSelectors.get(key)
      if (id === undefined) {
        id = selectors.length
        knownSelectors.set(key, id)
        const found = foundBy(select)
        selectors.push({ match: rule.select, exact: found?.exact ?? false, indexed: found !== undefined })
        if (found !== undefined) enlist(byFact, found, id)
      }
      selectorOf[at] = id
    }
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
  return { selectors, selectorOf, byFact, gates, gateOf, kindOf, kinds, needsUnits, least }
}

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
  if (!("all" in selector)) return undefined
  for (const one of selector.all) {
    const found = foundBy(one)
    if (found !== undefined) return { ...found, exact: selector.all.length === 1 && found.exact }
  }
  return undefined
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
