import * as Result from "effect/Result"

/** One row a state, one column an event: `{ placed: { pay: "paid", cancel: "cancelled" }, ... }`. */
export type Table<State extends string, Event extends string> = {
  readonly [S in State]: { readonly [E in Event]?: State }
}

/** A lifecycle as data: a finite deterministic table. Types, Schema, diagram and laws are read off it. */
export interface Machine<State extends string, Event extends string> {
  readonly name: string
  readonly initial: State
  readonly states: ReadonlyArray<State>
  readonly events: ReadonlyArray<Event>
  readonly table: Table<State, Event>
}

/** The states of a machine, as a type. */
export type StateOf<M> = M extends Machine<infer State, string> ? State : never

/** The events of a machine, as a type. */
export type EventOf<M> = M extends Machine<string, infer Event> ? Event : never

/** The table has no entry for this state and event. `allowed` lists the events it has. */
export interface IllegalTransition {
  readonly _tag: "IllegalTransition"
  readonly machine: string
  readonly state: string
  readonly event: string
  readonly allowed: ReadonlyArray<string>
}

type Row = Readonly<Record<string, string>>
type EventsIn<T> = { [S in keyof T]: keyof T[S] & string }[keyof T]

/**
 * Makes a machine of a table. The first argument names it in errors and diagrams; every target must be a row.
 *
 * Law: for every (state, event), {@link next} accepts if and only if the table has an entry (L32).
 */
export const machine = <const T extends { readonly [S in keyof T]: Readonly<Record<string, keyof T & string>> }>(
  name: string,
  initial: keyof T & string,
  table: T
): Machine<keyof T & string, EventsIn<T>> =>
  build(name, initial, Object.entries<Row>(table)) as Machine<keyof T & string, EventsIn<T>>

const build = (name: string, initial: string, rows: ReadonlyArray<readonly [string, Row]>): Machine<string, string> => {
  const table: Record<string, Record<string, string>> = Object.create(null)
  const events = new Set<string>()
  for (const [state, row] of rows) {
    // Without a prototype, "constructor" is no state and "toString" no event, whoever sends them.
    const copy: Record<string, string> = Object.create(null)
    for (const [event, target] of Object.entries(row)) {
      copy[event] = target
      events.add(event)
    }
    table[state] = Object.freeze(copy)
  }
  return Object.freeze({
    name,
    initial,
    states: Object.freeze(rows.map(([state]) => state)),
    events: Object.freeze([...events]),
    table: Object.freeze(table)
  })
}

/**
 * The state after an event.
 *
 * @returns the table's entry, or `IllegalTransition`
 */
export const next = <State extends string, Event extends string>(
  of: Machine<State, Event>,
  state: State,
  event: Event
): Result.Result<State, IllegalTransition> => {
  const target = of.table[state]?.[event]
  return target === undefined ? Result.fail(illegal(of, state, event)) : Result.succeed(target)
}

const illegal = (of: Machine<string, string>, state: string, event: string): IllegalTransition => ({
  _tag: "IllegalTransition",
  machine: of.name,
  state,
  event,
  allowed: Object.keys(of.table[state] ?? {})
})

/** Whether the table has an entry for this state and event. */
export const allows = <State extends string, Event extends string>(
  of: Machine<State, Event>,
  state: State,
  event: Event
): boolean => of.table[state]?.[event] !== undefined

/** The events that a state accepts, in the order of the table. */
export const allowed = <State extends string, Event extends string>(
  of: Machine<State, Event>,
  state: State
): ReadonlyArray<Event> => Object.keys(of.table[state]) as Array<Event>

/** The states that nothing leaves. */
export const terminal = <State extends string>(of: Machine<State, string>): ReadonlyArray<State> =>
  of.states.filter((state) => Object.keys(of.table[state]).length === 0)

/** The states that a sequence of events can lead to from `from`, itself included. */
export const reachable = <State extends string>(of: Machine<State, string>, from: State): ReadonlySet<State> => {
  const seen = new Set<State>([from])
  for (const state of seen) {
    for (const target of Object.values<State | undefined>(of.table[state])) {
      if (target !== undefined) seen.add(target)
    }
  }
  return seen
}

/** How one core state is divided: the sub-state it begins in, and the moves among its sub-states. */
export interface Refinement {
  readonly initial: string
  readonly table: Readonly<Record<string, Row>>
}

/**
 * Divides core states into sub-states of the host's own, named `core.sub`. Every core event leaves from each sub-state to
 * where the core table says, entering a divided state at its initial sub-state; {@link core} leads back. A sub-state can
 * add moves inside its core state and nothing else, so the laws of the core machine go on to hold.
 */
export const refine = <State extends string, Event extends string>(
  of: Machine<State, Event>,
  divided: { readonly [S in State]?: Refinement }
): Machine<string, string> => {
  const enter = (state: string): string => {
    const parts = divided[state as State]
    return parts === undefined ? state : `${state}.${parts.initial}`
  }
  const rows: Record<string, Record<string, string>> = {}
  for (const state of of.states) {
    const outward: Record<string, string> = {}
    for (const [event, target] of Object.entries<State | undefined>(of.table[state])) {
      if (target !== undefined) outward[event] = enter(target)
    }
    const parts = divided[state]
    if (parts === undefined) {
      rows[state] = outward
      continue
    }
    for (const [sub, inward] of Object.entries(parts.table)) {
      const row: Record<string, string> = {}
      for (const [event, target] of Object.entries(inward)) row[event] = `${state}.${target}`
      rows[`${state}.${sub}`] = { ...row, ...outward }
    }
  }
  return build(of.name, enter(of.initial), Object.entries(rows))
}

/** The core state of a sub-state: what stands before the first point. */
export const core = (state: string): string => {
  const point = state.indexOf(".")
  return point < 0 ? state : state.slice(0, point)
}

/** The machine as a Mermaid state diagram; the documentation's diagrams are made of it. */
export const mermaid = (of: Machine<string, string>): string => {
  const lines = ["stateDiagram-v2", `  [*] --> ${of.initial}`]
  for (const state of of.states) {
    for (const [event, target] of Object.entries(of.table[state] ?? {}))
      lines.push(`  ${state} --> ${target}: ${event}`)
  }
  for (const state of terminal(of)) lines.push(`  ${state} --> [*]`)
  return lines.join("\n")
}
