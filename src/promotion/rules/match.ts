import * as Result from "effect/Result"
import { type Flaw, within } from "../../kernel/reading.ts"
import type { Ratio } from "../../kernel/ratio.ts"
import type { Weekly } from "../../kernel/period.ts"
import type { Base, ChargeLeaf, Condition, FactLeaf, Measure, MeasureLeaf, Schedule, Selector } from "../model.ts"
import { hoursOf } from "./hours.ts"
import { amountIn, fractionFrom, moneyIn } from "./number.ts"

/** Facts: each a set of values. An absent fact is the empty set. */
export type Facts = Readonly<Record<string, ReadonlyArray<string>>>

/** What a selector looks at: a unit, a charge or the context. `price` is the selected price in minor units. */
export interface Subject {
  readonly facts: Facts
  readonly sku?: string
  readonly merchant?: string
  readonly method?: string
  readonly price?: bigint | number
}

/** A selector made ready: whether it holds for a subject. */
export type Match = (subject: Subject) => boolean

/** A condition made ready. Leaves keep what was written, so that an unmet one can be shown. */
export type Test =
  | { readonly kind: "all" | "any"; readonly of: ReadonlyArray<Test> }
  | { readonly kind: "not"; readonly of: Test }
  | { readonly kind: "fact"; readonly match: Match; readonly leaf: FactLeaf }
  | { readonly kind: "charge"; readonly match: Match; readonly leaf: ChargeLeaf }
  | { readonly kind: "hours"; readonly open: Weekly; readonly leaf: Schedule }
  | MeasureTest

/** A measure to be taken over units, and what it must reach: minor units for amounts, else a count. */
export interface MeasureTest {
  readonly kind: "measure"
  readonly measure: Measure
  readonly select: Match | undefined
  readonly base: Base | undefined
  readonly atLeast: bigint
  readonly leaf: MeasureLeaf
}

/** Makes a selector ready; amounts compared with the fact `price` are read in the currency. */
export const matcher = (selector: Selector, currency: string): Result.Result<Match, Flaw> => {
  if ("all" in selector) return Result.map(branches("all", selector.all, currency, matcher), conjunction)
  if ("any" in selector) return Result.map(branches("any", selector.any, currency, matcher), disjunction)
  if ("not" in selector) {
    return Result.mapError(
      Result.map(
        matcher(selector.not, currency),
        (match): Match =>
          (subject) =>
            !match(subject)
      ),
      (found) => within("not", found)
    )
  }
  return leafMatcher(selector, currency)
}

/** Makes a condition ready. */
export const tester = (condition: Condition, currency: string): Result.Result<Test, Flaw> => {
  if ("all" in condition) {
    return Result.map(branches("all", condition.all, currency, tester), (of): Test => ({ kind: "all", of }))
  }
  if ("any" in condition) {
    return Result.map(branches("any", condition.any, currency, tester), (of): Test => ({ kind: "any", of }))
  }
  if ("not" in condition) {
    return Result.mapError(
      Result.map(tester(condition.not, currency), (of): Test => ({ kind: "not", of })),
      (found) => within("not", found)
    )
  }
  if ("measure" in condition) return measureTest(condition, currency)
  if ("hours" in condition) {
    return Result.map(hoursOf(condition), (open): Test => ({ kind: "hours", open, leaf: condition }))
  }
  if ("charge" in condition) {
    return Result.map(
      optional("charge", condition.charge, currency),
      (match): Test => ({
        kind: "charge",
        match: match ?? everything,
        leaf: condition
      })
    )
  }
  return Result.map(leafMatcher(condition, currency), (match): Test => ({ kind: "fact", match, leaf: condition }))
}

/** Makes a selector that may be absent ready; a flaw is reported under `key`. */
export const optional = (
  key: string,
  selector: Selector | undefined,
  currency: string
): Result.Result<Match | undefined, Flaw> =>
  selector === undefined
    ? Result.succeed(undefined)
    : Result.mapError(matcher(selector, currency), (found) => within(key, found))

const everything: Match = () => true

const measureTest = (leaf: MeasureLeaf, currency: string): Result.Result<Test, Flaw> =>
  Result.flatMap(optional("select", leaf.select, currency), (select) =>
    Result.map(amountIn("atLeast", leaf.measure, leaf.atLeast, currency), (atLeast) => ({
      kind: "measure",
      measure: leaf.measure,
      select,
      base: leaf.base,
      atLeast,
      leaf
    }))
  )

const branches = <A, B>(
  key: string,
  of: ReadonlyArray<A>,
  currency: string,
  make: (one: A, currency: string) => Result.Result<B, Flaw>
): Result.Result<ReadonlyArray<B>, Flaw> => {
  const made: Array<B> = []
  for (const [index, one] of of.entries()) {
    const result = make(one, currency)
    if (Result.isFailure(result)) return Result.fail(within(key, within(index, result.failure)))
    made.push(result.success)
  }
  return Result.succeed(made)
}

const conjunction =
  (of: ReadonlyArray<Match>): Match =>
  (subject) =>
    of.every((match) => match(subject))

const disjunction =
  (of: ReadonlyArray<Match>): Match =>
  (subject) =>
    of.some((match) => match(subject))

const leafMatcher = (leaf: FactLeaf, currency: string): Result.Result<Match, Flaw> =>
  leaf.fact === "price" ? Result.flatMap(inMinorUnits(leaf, currency), compared) : compared(leaf)

// Prices are compared in minor units, so that 5.00 and 5.0 are one price.
const inMinorUnits = (leaf: FactLeaf, currency: string): Result.Result<FactLeaf, Flaw> => {
  const values: Array<string> = []
  for (const [index, value] of leaf.values.entries()) {
    const amount = moneyIn(String(index), value, currency)
    if (Result.isFailure(amount)) return Result.fail(within("values", amount.failure))
    values.push(amount.success.toString())
  }
  return Result.succeed({ ...leaf, values })
}

const compared = (leaf: FactLeaf): Result.Result<Match, Flaw> => {
  const { fact, op, values } = leaf
  if (op === "in" || op === "all" || op === "notIn") return Result.succeed(listed(leaf))
  const [text = ""] = values
  if (values.length !== 1) return Result.fail({ path: "/values", why: `${op} takes one number` })
  const limit = fractionFrom(text)
  if (limit === undefined) return Result.fail({ path: "/values/0", why: "expected a decimal such as 12.5" })
  const holds = comparison(op)
  return Result.succeed((subject) => valuesIn(subject, fact).some((value) => compares(value, limit, holds)))
}

const listed = ({ fact, op, values }: FactLeaf): Match => {
  const wanted = new Set(values)
  const is = (value: string | undefined) => value !== undefined && wanted.has(value)
  const some: Match = isField(fact)
    ? (subject) => is(subject[fact])
    : (subject) => valuesIn(subject, fact).some((value) => is(value))
  if (op === "notIn") return (subject) => !some(subject)
  if (op === "in" || isField(fact)) return some
  return (subject) => {
    const found = valuesIn(subject, fact)
    return found.length > 0 && found.every((value) => is(value))
  }
}

/** The values of a fact: what the subject states of itself, or else its facts. */
const valuesIn = (subject: Subject, fact: string): ReadonlyArray<string> => {
  const own = fact === "price" ? subject.price?.toString() : isField(fact) ? subject[fact] : undefined
  return own === undefined ? factIn(subject.facts, fact) : [own]
}

const compares = (value: string, limit: Ratio, holds: (left: bigint, right: bigint) => boolean): boolean => {
  const found = fractionFrom(value)
  return found !== undefined && holds(found.numerator * limit.denominator, limit.numerator * found.denominator)
}

const comparison = (op: FactLeaf["op"]): ((left: bigint, right: bigint) => boolean) => {
  switch (op) {
    case "atLeast":
      return (left, right) => left >= right
    case "atMost":
      return (left, right) => left <= right
    case "above":
      return (left, right) => left > right
    default:
      return (left, right) => left < right
  }
}

const none: ReadonlyArray<string> = []

/** The values of a fact. A fact named like a member of every object is absent unless it was stated: no such member is a list. */
export const factIn = (facts: Facts, fact: string): ReadonlyArray<string> => {
  const values: unknown = facts[fact]
  return isList(values) ? values : none
}

const isList = (values: unknown): values is ReadonlyArray<string> => Array.isArray(values)

// What a subject states of itself, beside its facts.
const isField = (fact: string): fact is "sku" | "merchant" | "method" =>
  fact === "sku" || fact === "merchant" || fact === "method"
