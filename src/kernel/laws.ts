import * as Result from "effect/Result"
import { broken, held, law, type Law } from "./law.ts"
import { core, type Machine, next, reachable, terminal } from "./machine.ts"

/** A state and a word sent to it, which need not be an event of the machine. */
export interface Attempt<State extends string> {
  readonly state: State
  readonly event: string
}

// Words that a lookup by name in a plain object would find, and near misses of real events.
const foreignWords: ReadonlyArray<string> = ["", "constructor", "toString", "__proto__", "hasOwnProperty"]

/**
 * L32: `step` accepts exactly what the table accepts, and leads where it says; anything else it refuses. Proved over every
 * state and event, and over words that are no events.
 *
 * @param step the code under test, such as a rule that moves an order; it must answer a success with the state after
 */
export const followsTable = <State extends string, Event extends string>(
  of: Machine<State, Event>,
  step: (state: State, event: Event) => Result.Result<State, unknown>
): Law<Attempt<State>> =>
  law({
    id: "L32",
    title: `for every state and event of \`${of.name}\`, the code accepts exactly what the table does`,
    input: of.states.flatMap((state) => [...of.events, ...foreignWords].map((event) => ({ state, event }))),
    holds: ({ state, event }) => {
      const expected = of.events.includes(event as Event) ? of.table[state][event as Event] : undefined
      const answer = step(state, event as Event)
      const found = Result.isSuccess(answer) ? answer.success : undefined
      if (found === expected) return held
      return broken(
        `\`${event}\` in \`${state}\` led to ${found ?? "a refusal"}, the table says ${expected ?? "refuse"}`
      )
    }
  })

/** {@link followsTable} for a machine's own {@link next}: the table and the function that reads it agree. */
export const tableIsRead = <State extends string, Event extends string>(
  of: Machine<State, Event>
): Law<Attempt<State>> => followsTable(of, (state, event) => next(of, state, event))

/**
 * L32 of a divided machine: from every sub-state, a core event leads where it leads from the core state, and any other move
 * stays inside. So what holds of the core machine's states holds of the host's.
 */
export const obeysCore = (of: Machine<string, string>, refined: Machine<string, string>): Law<Attempt<string>> =>
  law({
    id: "L32",
    title: `every sub-state of \`${of.name}\` obeys its core state`,
    input: refined.states.flatMap((state) => [...refined.events, ...of.events].map((event) => ({ state, event }))),
    holds: ({ state, event }) => {
      const target = refined.table[state]?.[event]
      const outward = of.table[core(state)]?.[event]
      const expected = outward ?? (target === undefined ? undefined : core(state))
      const found = target === undefined ? undefined : core(target)
      if (found === expected) return held
      return broken(
        `\`${event}\` in \`${state}\` led to ${found ?? "a refusal"}, the core says ${expected ?? "refuse"}`
      )
    }
  })

/**
 * L33: exactly the states named final have no exit, and every state has a way to one of them.
 *
 * @param final the states in which this life ends, as the business has it
 */
export const ends = <State extends string>(of: Machine<State, string>, final: ReadonlyArray<State>): Law<State> =>
  law({
    id: "L33",
    title: `the final states of \`${of.name}\` have no exit, and every other state leads to one`,
    input: of.states,
    holds: (state) => {
      const exits = Object.keys(of.table[state])
      if (final.includes(state))
        return exits.length === 0 ? held : broken(`\`${state}\` is final and has ${exits.join()}`)
      if (exits.length === 0) return broken(`\`${state}\` has no exit and is not final`)
      const ahead = reachable(of, state)
      return terminal(of).some((end) => ahead.has(end)) ? held : broken(`\`${state}\` never ends`)
    }
  })
