import * as fc from "fast-check"
import type { Verdict } from "../kernel/law.ts"
import { arbitrary, type Drawable, type Drawing } from "./arbitrary.ts"

/** A law of any input: every `Law` is one. */
export interface AnyLaw {
  readonly id: string
  readonly title: string
  readonly input: Drawable | ReadonlyArray<unknown>
  readonly holds: (input: never) => Verdict | Promise<Verdict>
}

/** How a law is checked. */
export interface CheckOptions extends Drawing {
  /** How many inputs are drawn; default 100. A law with a list of inputs is checked on each of them. */
  readonly runs?: number
  /** Draws the same inputs again. Default: fast-check's own choice, which a failure names. */
  readonly seed?: number
}

/** What a check did: how often the law acted and held, and how often it had nothing to act on. */
export interface Checked {
  readonly law: string
  readonly held: number
  readonly vacuous: number
}

/** A law was broken, or acted on nothing. The message says which, on what input, and with which seed to see it again. */
export class LawFailed extends Error {
  override readonly name = "LawFailed"
  readonly law: string
  readonly why: string
  readonly seed: number | undefined
  constructor(of: AnyLaw, why: string, detail: string, seed?: number) {
    super(`${title(of)}\n  ${why}${detail === "" ? "" : `\n  ${detail}`}`)
    this.law = of.id
    this.why = why
    this.seed = seed
  }
}

/** The title of a law's test: its number and its promise. */
export const title = (law: AnyLaw): string => `${law.id} ${law.title}`

/**
 * Checks a law under any test runner: draws inputs from its Schema, biased to edges, or takes each of its list, and asks
 * whether it holds. Prints nothing.
 *
 * @returns how often it held and was vacuous
 * @throws LawFailed with the smallest input found and the seed, if it is broken; `vacuous` if it never acted
 */
export const check = async (law: AnyLaw, options: CheckOptions = {}): Promise<Checked> => {
  const tally = new Tally()
  const holds = law.holds as (input: unknown) => Verdict | Promise<Verdict>
  if (isList(law.input)) await eachOf(law, law.input, holds, tally)
  else await drawn(law, law.input, holds, tally, options)
  if (tally.held === 0) throw new LawFailed(law, `vacuous: ${tally.idle}`, `acted on none of ${tally.vacuous} inputs`)
  return { law: law.id, held: tally.held, vacuous: tally.vacuous }
}

class Tally {
  held = 0
  vacuous = 0
  idle = "no input"
  count(verdict: Verdict): void {
    if (verdict._tag === "Held") this.held++
    if (verdict._tag !== "Vacuous") return
    this.vacuous++
    this.idle = verdict.why
  }
}

type Holds = (input: unknown) => Verdict | Promise<Verdict>

const eachOf = async (law: AnyLaw, inputs: ReadonlyArray<unknown>, holds: Holds, tally: Tally): Promise<void> => {
  for (const input of inputs) {
    const verdict = await holds(input)
    if (verdict._tag === "Broken") throw new LawFailed(law, verdict.why, `input: ${fc.stringify(input)}`)
    tally.count(verdict)
  }
}

const drawn = async (
  law: AnyLaw,
  schema: Drawable,
  holds: Holds,
  tally: Tally,
  options: CheckOptions
): Promise<void> => {
  const property = fc.asyncProperty(arbitrary(schema, options), async (input) => {
    const verdict = await holds(input)
    tally.count(verdict)
    if (verdict._tag === "Broken") throw new Broke(verdict.why)
  })
  const { runs, seed } = options
  const outcome = await fc.check(property, { numRuns: runs ?? 100, ...(seed === undefined ? {} : { seed }) })
  if (!outcome.failed) return
  const error = outcome.errorInstance
  if (outcome.counterexample === null) throw new LawFailed(law, "inputs could not be drawn", "", outcome.seed)
  const found = `input: ${fc.stringify(outcome.counterexample[0])}\n  seed: ${outcome.seed}`
  if (error instanceof Broke) throw new LawFailed(law, error.why, found, outcome.seed)
  // A defect inside the law keeps its own stack, which is what one needs to find it.
  throw new Error(`${title(law)}\n  ${found}`, { cause: error })
}

class Broke extends Error {
  readonly why: string
  constructor(why: string) {
    super(why)
    this.why = why
  }
}

const isList = (input: AnyLaw["input"]): input is ReadonlyArray<unknown> => Array.isArray(input)
