import type { StatementSync } from "node:sqlite"
import type { Line } from "pannier/ledger"
import {
  type Commit,
  type Entry,
  type LoggedEvent,
  type Receipt,
  receiptsAtOnce,
  receiptsFor,
  type Write
} from "pannier/storage"
import { type LineRow, lineColumns, lineOf } from "./accounts.ts"
import { type Family, row, rows, type Statements, type Value, write } from "./statements.ts"

/** Where the log ends: the last position, 0 for none, and its instant. */
export interface Head {
  readonly position: number
  readonly at: number | undefined
}

/** The log, its events, and the receipts of its commits. */
export class Log {
  readonly #statements: Statements
  readonly #head: StatementSync
  readonly #receipt: StatementSync
  readonly #writeLog: StatementSync
  readonly #writeReceipt: StatementSync
  readonly #writeEvents: Family
  /** The instant of the oldest receipt, as far as is known: nothing is pruned before it is 7 days old. */
  #oldest: number | undefined

  constructor(statements: Statements) {
    this.#statements = statements
    this.#head = statements.make("SELECT position, at FROM log ORDER BY position DESC LIMIT 1", false)
    this.#receipt = statements.make("SELECT position, fingerprint, reply FROM receipt WHERE key = ?", false)
    this.#writeLog = statements.make("INSERT INTO log (position, key, at, actor, reason) VALUES (?, ?, ?, ?, ?)", false)
    this.#writeReceipt = statements.make(
      "INSERT INTO receipt (position, key, fingerprint, reply) VALUES (?, ?, ?, ?)",
      false
    )
    this.#writeEvents = statements.tabled(
      7,
      (all) => `INSERT INTO event (position, collection, id, sequence, type, data, change) VALUES ${all}`
    )
  }

  head(): Head {
    const found = row<[number, number]>(this.#head)
    return { position: found?.[0] ?? 0, at: found?.[1] }
  }

  receipt(key: string): Receipt | undefined {
    const found = row<[number, string, string]>(this.#receipt, key)
    return found && { key, position: found[0], fingerprint: found[1], reply: found[2] }
  }

  /** Enters a commit. `sequences` are the numbers of its events, in the order of its writes. */
  write(commit: Commit, { position, at }: Head & { readonly at: number }, sequences: ReadonlyArray<number>): void {
    this.#writeLog.run(position, commit.key, at, commit.actor, commit.reason)
    this.#writeReceipt.run(position, commit.key, commit.fingerprint, commit.reply)
    const events: Array<Value> = []
    commit.writes.forEach(({ collection, id, event, change }: Write, index) => {
      events.push(position, collection, id, sequences[index] ?? 0, event.type, event.data, change)
    })
    write(this.#writeEvents, 7, events)
  }

  events(after: number, limit: number): ReadonlyArray<Entry> {
    const heads = rows<[number, string, number, string, string]>(
      this.#statements.of(
        "SELECT position, key, at, actor, reason FROM log WHERE position > ? ORDER BY position LIMIT ?"
      ),
      [after, limit]
    )
    const last = heads.at(-1)?.[0]
    if (last === undefined) return []
    const events = new Map<number, Array<LoggedEvent>>()
    const told = this.#statements.of(
      "SELECT position, collection, id, sequence, type, data, change FROM event WHERE position > ? AND position <= ? ORDER BY position, number"
    )
    for (const found of rows<[number, string, string, number, string, string, string]>(told, [after, last])) {
      const [position, collection, id, sequence, type, data, change] = found
      push(events, position, { collection, id, sequence, type, data, change })
    }
    const lines = new Map<number, Array<Line>>()
    const moved = this.#statements.amounts(
      `SELECT ${lineColumns} FROM transfer WHERE position > ? AND position <= ? ORDER BY position, line`
    )
    for (const line of rows<LineRow>(moved, [after, last])) push(lines, Number(line[0]), lineOf(line))
    return heads.map(([position, key, at, actor, reason]) => ({
      position,
      key,
      at,
      actor,
      reason,
      events: events.get(position) ?? [],
      lines: lines.get(position) ?? []
    }))
  }

  /** Clears away receipts older than 7 days, a few at a time, within the transaction of a commit. */
  prune(at: number): void {
    this.#oldest ??= this.#oldestReceipt()
    if (this.#oldest === undefined || at - this.#oldest <= receiptsFor) return
    this.#statements.of(pruneReceipts).run(receiptsAtOnce, at - receiptsFor)
    this.#oldest = undefined
  }

  #oldestReceipt(): number | undefined {
    return row<[number]>(
      this.#statements.of(
        "SELECT at FROM log WHERE position = (SELECT position FROM receipt ORDER BY position LIMIT 1)"
      )
    )?.[0]
  }
}

const pruneReceipts = `DELETE FROM receipt WHERE position IN (
  SELECT log.position FROM (SELECT position FROM receipt ORDER BY position LIMIT ?) AS oldest
  JOIN log USING (position) WHERE log.at < ?
)`

const push = <A>(lists: Map<number, Array<A>>, position: number, one: A): void => {
  const known = lists.get(position)
  if (known === undefined) lists.set(position, [one])
  else known.push(one)
}
