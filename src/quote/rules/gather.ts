import type { Promotion, Selector } from "../../promotion/model.ts"
import { givesBeside, type Rule, rewardsOf } from "../../promotion/rules/compile.ts"
import type { RuleIndex, SharedSelector } from "../input.ts"
import type { Match, Test } from "../../promotion/rules/match.ts"
import { threshold } from "./exact.ts"
import { Finders, foundBy } from "./finding.ts"
import { agree } from "./agree.ts"
import { allParts } from "./parts.ts"

/** The index of rules in rank order. */
export const indexOf = (rules: ReadonlyArray<Rule>, currency: string): RuleIndex => {
  const selectors = new Selectors()
  const selectorOf = new Int32Array(rules.length).fill(-1)
  const concernOf = new Int32Array(rules.length).fill(-1)
  const doors = new Shared<ReadonlyArray<Match>>()
  const doorOf = new Int32Array(rules.length).fill(-1)
  const within: Array<Test | undefined> = []
  const kinds = new Shared<number>()
  const kindOf = new Int32Array(rules.length)
  const least = new Float64Array(rules.length)
  const needsUnits: Array<boolean> = []
  const always = new Uint8Array(rules.length)
  for (const [at, rule] of rules.entries()) {
    const { offer } = rule
    const { select } = rule.promotion
    if (rule.select !== undefined && select !== undefined) selectorOf[at] = selectors.of(select, rule.select)
    if (offer.kind === "buyGet") {
      // The units that buy or get, where not all of them do.
      const { select: match, of } = allParts(offer.parts)
      if (match !== undefined && of !== undefined) concernOf[at] = selectors.of(of, match)
    }
    const { facts, rest } = apart(rule.when)
    within.push(rest)
    if (facts.length > 0) {
      doorOf[at] = doors.idOf(JSON.stringify(facts.map(({ leaf }) => leaf)), () => facts.map(({ match }) => match))
    }
    kindOf[at] = kinds.idOf(stackingOf(rule), () => at)
    least[at] = leastOf(rule)
    always[at] = isAlways(rule, currency) ? 1 : 0
    needsUnits.push(givesBeside(rule.offer) || rewardsOf(rule.offer).some(({ kind }) => kind !== "shipping"))
  }
  return {
    selectors: selectors.all,
    selectorOf,
    concernOf,
    finders: selectors.finders.single,
    pairFinders: selectors.finders.pairs,
    doors: doors.all,
    doorOf,
    within,
    kindOf,
    opponents: opponentsOf(kinds.all.map((first) => rules[first]!)),
    needsUnits,
    least,
    always,
    stops: rules.some(({ stop }) => stop !== undefined)
  }
}

/** What several rules have in common, each once, by a key. */
class Shared<A> {
  readonly all: Array<A> = []
  readonly #known = new Map<string, number>()

  idOf(key: string, make: () => A): number {
    let id = this.#known.get(key)
    if (id === undefined) {
      id = this.all.push(make()) - 1
      this.#known.set(key, id)
    }
    return id
  }
}

/** Selectors that several rules share, and the values by which they are found. */
class Selectors extends Shared<SharedSelector> {
  readonly finders = new Finders()

  of(select: Selector, match: Match): number {
    return this.idOf(JSON.stringify(select), () => {
      const found = foundBy(select)
      if (found !== undefined) this.finders.add(found, this.all.length)
      return { match, exact: found?.exact ?? false, indexed: found !== undefined }
    })
  }
}

// More kinds than these are asked pair by pair: each costs a list of a cart's groups.
const mostKinds = 64

const opponentsOf = (kinds: ReadonlyArray<Rule>): RuleIndex["opponents"] =>
  kinds.length > mostKinds
    ? undefined
    : kinds.map((one) => [...kinds.keys()].filter((other) => !agree(one, kinds[other]!)))

// What `agree` asks of a rule.
const stackingOf = ({ class: own, combines }: Rule): string =>
  `${own}\u0000${typeof combines === "string" ? combines : JSON.stringify([...combines].sort())}`

const isAlways = ({ state, currency: own, from, until, schedule, codes }: Rule, currency: string): boolean =>
  state === "active" && own === currency && (from ?? until ?? schedule ?? codes) === undefined

type FactTest = Test & { readonly kind: "fact" }

/** A condition in two: the facts of the context that must hold, and what else must. */
const apart = (
  test: Test | undefined
): { readonly facts: ReadonlyArray<FactTest>; readonly rest: Test | undefined } => {
  if (test?.kind === "fact") return { facts: [test], rest: undefined }
  if (test?.kind !== "all") return { facts: [], rest: test }
  const parts = test.of.map(apart)
  const of = parts.flatMap(({ rest }) => (rest === undefined ? [] : [rest]))
  return { facts: parts.flatMap(({ facts }) => facts), rest: of.length === 0 ? undefined : { kind: "all", of } }
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
