import type * as Schema from "effect/Schema"

/** The law acted on this input and its promise was kept. */
export interface Held {
  readonly _tag: "Held"
}

/** The law had nothing to act on. A law that is vacuous on every input is not counted as held. */
export interface Vacuous {
  readonly _tag: "Vacuous"
  readonly why: string
}

/** The promise was broken. */
export interface Broken {
  readonly _tag: "Broken"
  readonly why: string
}

/** What a law answers for one input. */
export type Verdict = Held | Vacuous | Broken

/** The law acted and held. */
export const held: Held = { _tag: "Held" }

/** The law had nothing to act on, and why. */
export const vacuous = (why: string): Vacuous => ({ _tag: "Vacuous", why })

/** The law was broken, and how. */
export const broken = (why: string): Broken => ({ _tag: "Broken", why })

/** `Held` if the condition holds, else `Broken` with the reason, which is made only then. */
export const verdict = (condition: boolean, why: () => string): Verdict => (condition ? held : broken(why()))

/** The first of several verdicts that is broken; else held if one of them acted; else the first vacuous one. */
export const every = (verdicts: Iterable<Verdict>): Verdict => {
  let answer: Verdict = vacuous("no case")
  for (const one of verdicts) {
    if (one._tag === "Broken") return one
    if (one._tag === "Held" || answer._tag === "Vacuous") answer = answer._tag === "Held" ? answer : one
  }
  return answer
}

/**
 * A promise as a value, free of any test runner. `input` is the Schema that inputs are drawn from, or, where there are
 * only finitely many, the list of all of them: such a law is proved, not sampled.
 */
export interface Law<in out Input> {
  /** The number in the list of laws, such as `L03`. */
  readonly id: string
  /** The promise in one sentence; it becomes the title of the test. */
  readonly title: string
  readonly input: Schema.Codec<Input, unknown> | ReadonlyArray<Input>
  readonly holds: (input: Input) => Verdict | Promise<Verdict>
}

/** Makes a law; it only fixes the type of its input. */
export const law = <Input>(definition: Law<Input>): Law<Input> => definition
