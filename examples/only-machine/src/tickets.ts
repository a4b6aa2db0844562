import type { DatabaseSync } from "node:sqlite"
import * as Result from "effect/Result"
import { type EventOf, type IllegalTransition, machine, next, type StateOf } from "pannier/kernel"

// #region machine
export const repair = machine("repair", "received", {
  received: { inspect: "quoted", reject: "returned" },
  quoted: { accept: "repairing", decline: "returned" },
  repairing: { finish: "ready", fail: "returned" },
  ready: { collect: "collected" },
  returned: {},
  collected: {}
})
// #endregion machine

export type State = StateOf<typeof repair>
export type Event = EventOf<typeof repair>

/** Somebody else moved the ticket since it was read. */
export interface Moved {
  readonly _tag: "Moved"
}

/** No ticket has this number. */
export interface Unknown {
  readonly _tag: "Unknown"
}

// The host's own table, as it may have stood for years.
export const createTable = (db: DatabaseSync): void =>
  db.exec("CREATE TABLE ticket (number INTEGER PRIMARY KEY, item TEXT NOT NULL, state TEXT NOT NULL)")

export const receive = (db: DatabaseSync, item: string): number => {
  const { lastInsertRowid } = db.prepare("INSERT INTO ticket (item, state) VALUES (?, ?)").run(item, repair.initial)
  return Number(lastInsertRowid)
}

const isState = (text: unknown): text is State => repair.states.some((state) => state === text)

const stateOf = (db: DatabaseSync, number: number): State | undefined => {
  const row = db.prepare("SELECT state FROM ticket WHERE number = ?").get(number)
  return isState(row?.["state"]) ? row["state"] : undefined
}

// #region move
/** Sends an event to a ticket. The table of the machine says whether it may; the database, whether it is still so. */
export const send = (
  db: DatabaseSync,
  number: number,
  event: Event
): Result.Result<State, IllegalTransition | Unknown | Moved> => {
  const state = stateOf(db, number)
  if (state === undefined) return Result.fail({ _tag: "Unknown" })
  return Result.flatMap(next(repair, state, event), (after) => {
    const update = db.prepare("UPDATE ticket SET state = ? WHERE number = ? AND state = ?")
    return update.run(after, number, state).changes === 1 ? Result.succeed(after) : Result.fail({ _tag: "Moved" })
  })
}
// #endregion move
