import type { StatementSync } from "node:sqlite"
import { type Intent, lastTry, type Lent, nextTry, type Waiting } from "pannier/storage"
import { ask, type Family, rows, type Statements, type Value, write } from "./statements.ts"

type IntentRow = [id: string, lane: string, kind: string, payload: string, due: number, tries: number, number: number]

/** The intents that wait in the log. */
export class Intents {
  readonly #known: Family
  readonly #leave: Family
  readonly #join: Family
  readonly #due: StatementSync
  readonly #lend: StatementSync
  readonly #waiting: StatementSync
  readonly #revive: StatementSync

  constructor({ listed, tabled, make }: Statements) {
    this.#known = listed((ids) => `SELECT id FROM intent WHERE id IN (${ids})`)
    this.#leave = listed((ids) => `DELETE FROM intent WHERE id IN (${ids})`)
    this.#join = tabled(7, (all) => `INSERT INTO intent (id, lane, kind, payload, due, tries, state) VALUES ${all}`)
    this.#due = make(dueHeads, false)
    this.#lend = make("UPDATE intent SET due = ?, tries = ?, state = ? WHERE number = ? AND tries = ?", false)
    this.#waiting = make(
      "SELECT id, lane, kind, payload, due, tries, state FROM intent WHERE state IN (?, ?) ORDER BY number LIMIT ?",
      false
    )
    this.#revive = make(
      "UPDATE intent SET state = 'waiting', tries = 0, due = ? WHERE id = ? AND state = 'parked'",
      false
    )
  }

  /** The first of the new intents whose id still waits once those that are done have left. */
  clash(intents: ReadonlyArray<Intent>, done: ReadonlyArray<string>): string | undefined {
    if (intents.length === 0) return undefined
    const waits = new Set<string>()
    ask<[string]>(
      this.#known,
      intents.map(({ id }) => id),
      ([id]) => waits.add(id)
    )
    for (const id of done) waits.delete(id)
    for (const { id } of intents) {
      if (waits.has(id)) return id
      waits.add(id)
    }
    return undefined
  }

  write(intents: ReadonlyArray<Intent>, done: ReadonlyArray<string>): void {
    ask(this.#leave, done, () => {})
    const values: Array<Value> = []
    for (const { id, lane, kind, payload, due } of intents) values.push(id, lane, kind, payload, due, 0, "waiting")
    write(this.#join, 7, values)
  }

  /** Whether anything could be lent: a worker that finds nothing to do must not take the lock. */
  isDue(at: number): boolean {
    return rows<IntentRow>(this.#due, [at, 1]).length > 0
  }

  /** See `Storage.take`; to be called in a write transaction. */
  take(at: number, limit: number): ReadonlyArray<Lent> {
    return rows<IntentRow>(this.#due, [at, limit]).map(([id, lane, kind, payload, since, lent, number]) => {
      const tries = lent + 1
      const due = nextTry(at, tries)
      this.#lend.run(due, tries, tries < lastTry ? "waiting" : "parked", number, lent)
      return { id, lane, kind, payload, due, tries, since }
    })
  }

  /** Tries parked intents again, where they stand in their lanes; to be called in a write transaction. */
  revive(ids: ReadonlyArray<string>, at: number): void {
    for (const id of ids) this.#revive.run(at, id)
  }

  waiting(limit: number, state?: Waiting["state"]): ReadonlyArray<Waiting> {
    const among = [state ?? "waiting", state ?? "parked", limit]
    return rows<[string, string, string, string, number, number, Waiting["state"]]>(this.#waiting, among).map(
      ([id, lane, kind, payload, due, tries, state]) => ({ id, lane, kind, payload, due, tries, state })
    )
  }
}

const dueHeads = `SELECT id, lane, kind, payload, due, tries, number FROM intent AS head
WHERE state = 'waiting' AND due <= ?
  AND NOT EXISTS (SELECT 1 FROM intent AS older WHERE older.lane = head.lane AND older.number < head.number)
ORDER BY due, number LIMIT ?`
