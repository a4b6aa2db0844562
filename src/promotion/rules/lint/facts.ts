import type { FactLeaf } from "../../model.ts"
import { apart, type Half, halfOf, inside, otherHalf } from "./interval.ts"

/** A comparison of a fact that has to hold, or must not. */
export interface FactLiteral {
  readonly leaf: FactLeaf
  readonly holds: boolean
}

/** Whether comparisons can never all hold as wanted, of one unit, one charge or the context. */
export const contradictoryFacts = (
  literals: ReadonlyArray<FactLiteral>,
  asked: "unit" | "charge" | "context"
): boolean => {
  const facts = new Set(literals.map(({ leaf }) => leaf.fact))
  return [...facts].some((fact) => {
    const of = literals.filter(({ leaf }) => leaf.fact === fact)
    if (isField(fact)) return asked === "context" ? wanted(of).length > 0 : oneValue(of)
    if (fact === "price" && asked !== "context") return oneValue(of) || oneNumber(of)
    return manyValues(of) || manyNumbers(of)
  })
}

/** The skus that comparisons leave over; `undefined` where they name none. */
export const skusAllowed = (literals: ReadonlyArray<FactLiteral>): ReadonlySet<string> | undefined => {
  const of = literals.filter(({ leaf }) => leaf.fact === "sku")
  const [first, ...rest] = wanted(of)
  if (first === undefined) return undefined
  const out = unwanted(of)
  return new Set([...first].filter((sku) => !out.has(sku) && rest.every((one) => one.has(sku))))
}

// What a unit or charge states of itself is one value, and the context states none of it, whatever its facts are called.
const isField = (fact: string): boolean => fact === "sku" || fact === "merchant" || fact === "method"

/** The lists of which some value has to be in each: of a single value, `all` asks the same as `in`. */
const wanted = (of: ReadonlyArray<FactLiteral>): ReadonlyArray<ReadonlySet<string>> =>
  of.flatMap(({ leaf, holds }) => {
    const asks = holds ? leaf.op === "in" || leaf.op === "all" : leaf.op === "notIn"
    return asks ? [valuesOf(leaf)] : []
  })

/** The values that may not be there. Of a single value, not `all` forbids its list. */
const unwanted = (of: ReadonlyArray<FactLiteral>, single = true): ReadonlySet<string> =>
  new Set(
    of.flatMap(({ leaf, holds }) => {
      const forbids = holds ? leaf.op === "notIn" : leaf.op === "in" || (single && leaf.op === "all")
      return forbids ? [...valuesOf(leaf)] : []
    })
  )

// Prices are compared as amounts, so that 5.00 and 5.0 are one.
const valuesOf = ({ fact, values }: FactLeaf): ReadonlySet<string> =>
  new Set(
    fact === "price" ? values.map((value) => (value.includes(".") ? value.replace(/\.?0+$/, "") : value)) : values
  )

const oneValue = (of: ReadonlyArray<FactLiteral>): boolean => {
  const [first, ...rest] = wanted(of)
  if (first === undefined) return false
  const out = unwanted(of)
  return [...first].every((value) => out.has(value) || rest.some((one) => !one.has(value)))
}

/** Some value of each `in`, all values in each `all`, none of each `notIn`. */
const manyValues = (of: ReadonlyArray<FactLiteral>): boolean => {
  const some = wanted(of.filter(({ leaf }) => leaf.op !== "all"))
  const every = of.flatMap(({ leaf, holds }) => (holds && leaf.op === "all" ? [valuesOf(leaf)] : []))
  const out = unwanted(of, false)
  const left = (values: ReadonlySet<string>): boolean =>
    [...values].some((value) => !out.has(value) && every.every((one) => one.has(value)))
  return some.some((values) => !left(values)) || every.some((values) => !left(values))
}

interface Numbers {
  readonly half: Half
  readonly holds: boolean
}

const numbers = (of: ReadonlyArray<FactLiteral>): ReadonlyArray<Numbers> =>
  of.flatMap(({ leaf, holds }) => {
    const half = halfOf(leaf)
    return half === undefined ? [] : [{ half, holds }]
  })

/** One number, in each half that holds and outside each that does not. */
const oneNumber = (of: ReadonlyArray<FactLiteral>): boolean => {
  const halves = numbers(of).map(({ half, holds }) => (holds ? half : otherHalf(half)))
  return halves.some((one, index) => halves.slice(index + 1).some((other) => apart(one, other)))
}

/** Some number in each half that holds, none in those that do not. */
const manyNumbers = (of: ReadonlyArray<FactLiteral>): boolean => {
  const found = numbers(of)
  return found.some(({ half, holds }) => holds && found.some((other) => !other.holds && inside(half, other.half)))
}
