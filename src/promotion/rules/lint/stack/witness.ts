import * as Result from "effect/Result"
import type { Condition, FactLeaf } from "../../../model.ts"
import { type Facts, matcher } from "../../match.ts"
import { hours, type Literal, waysOf } from "../logic.ts"
import { momentIn, type Validity } from "../moment.ts"

/** Who buys, and when. */
export interface Occasion {
  readonly facts: Facts
  readonly at: number
}

/**
 * An occasion on which all of these conditions hold, of the context and of the time, while something is valid, and that passes
 * a test; `undefined` if none was found.
 */
export const occasionFor = (
  conditions: ReadonlyArray<Condition>,
  validity: Validity,
  now: number | undefined,
  passes: (occasion: Occasion) => boolean = () => true,
  moments: ReadonlyArray<number> = []
): Occasion | undefined => {
  for (const way of waysOf({ all: conditions }, true) ?? []) {
    const facts = factsFor(way)
    if (facts === undefined) continue
    const open = [...(validity.open ?? []), ...hours(way, true)]
    const shut = [...(validity.shut ?? []), ...hours(way, false)]
    const at = momentIn({ ...validity, open, shut }, now, (moment) => passes({ facts, at: moment }), moments)
    if (at !== undefined) return { facts, at }
  }
  return undefined
}

interface Asked {
  readonly leaf: FactLeaf
  readonly holds: boolean
}

/** Facts for which comparisons hold as wanted: of each fact all the values that none of them forbids. */
const factsFor = (way: ReadonlyArray<Literal>): Facts | undefined => {
  const asked = way.flatMap(({ leaf, holds }): ReadonlyArray<Asked> => ("fact" in leaf ? [{ leaf, holds }] : []))
  const facts: Record<string, ReadonlyArray<string>> = Object.create(null)
  for (const fact of new Set(asked.map(({ leaf }) => leaf.fact))) {
    const of = asked.filter(({ leaf }) => leaf.fact === fact)
    const values = new Set(of.flatMap(({ leaf }) => around(leaf)))
    facts[fact] = [...values].filter((value) => of.every((one) => allows(one, value)))
  }
  return asked.every(({ leaf, holds }) => is(leaf, facts) === holds) ? facts : undefined
}

// Values that tell comparisons apart: those listed, or the number compared with and its neighbours.
const around = ({ op, values }: FactLeaf): ReadonlyArray<string> => {
  if (op === "in" || op === "all" || op === "notIn") return values
  const [limit = "0"] = values
  const whole = /^-?\d{1,15}/.exec(limit)?.[0]
  return whole === undefined ? [limit] : [limit, String(Number(whole) + 1), String(Number(whole) - 1)]
}

/** Whether a value may be among those of a fact. */
const allows = ({ leaf, holds }: Asked, value: string): boolean => {
  const alone = is(leaf, { [leaf.fact]: [value] })
  if (leaf.op === "notIn") return !holds || alone
  if (leaf.op === "all") return !holds || alone
  return holds || !alone
}

const is = (leaf: FactLeaf, facts: Facts): boolean => {
  // Facts of the context have no currency: where a price is asked of it, nothing is found to hold.
  const made = matcher(leaf, "CNY")
  return Result.isSuccess(made) && made.success({ facts })
}
