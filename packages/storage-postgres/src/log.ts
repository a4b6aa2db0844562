import { isStorable } from "pannier/kernel"
import type { Line } from "pannier/ledger"
import { type Entry, type LoggedEvent, type Receipt, receiptsAtOnce, receiptsFor } from "pannier/storage"
import { lineColumns, lineOf } from "./accounts.ts"
import type { Session } from "./session.ts"
import type { State } from "./state.ts"
import { arm, numberIn, Parameters, type Part, textIn } from "./statements.ts"

export const receipt = async (session: Session, key: string): Promise<Receipt | undefined> => {
  if (!isStorable(key)) return undefined
  const parameters = new Parameters()
  const [row] = await session.read(
    `SELECT position::text, fingerprint::text, reply::text FROM ${session.table("receipt")} WHERE tenant = ${parameters.text(session.place.tenant)} AND key = ${parameters.text(key)}`,
    parameters.values
  )
  return row && { key, position: numberIn(row, 0), fingerprint: textIn(row, 1), reply: textIn(row, 2) }
}

/** Entries with their events and lines, in one statement. */
export const events = async (session: Session, after: number, limit: number): Promise<ReadonlyArray<Entry>> => {
  const parameters = new Parameters()
  const { table } = session
  const tenant = parameters.text(session.place.tenant)
  const [start, count] = [parameters.integer(after), parameters.integer(Math.max(0, limit))]
  const page = (name: string) =>
    `FROM ${table(name)} WHERE tenant = ${tenant} AND position > ${start} AND position <= (SELECT max(position) FROM entry)`
  const rows = await session.read(
    `WITH entry AS (SELECT position, key, at, actor, reason FROM ${table("log")} WHERE tenant = ${tenant} AND position > ${start} ORDER BY position LIMIT ${count})
     ${[
       arm("entry", ["position", "key", "at", "actor", "reason"], "FROM entry"),
       arm("event", ["position", "ordinal", "collection", "id", "sequence", "type", "data", "change"], page("event")),
       arm("line", lineColumns, page("transfer"))
     ].join(" UNION ALL ")}`,
    parameters.values
  )
  const heads: Array<Entry> = []
  const told = new Map<number, Array<{ readonly ordinal: number; readonly event: LoggedEvent }>>()
  const moved = new Map<number, Array<{ readonly ordinal: number; readonly line: Line }>>()
  for (const row of rows) {
    const position = numberIn(row, 1)
    if (row[0] === "entry") {
      const [key, at, actor, reason] = [textIn(row, 2), numberIn(row, 3), textIn(row, 4), textIn(row, 5)]
      heads.push({ position, key, at, actor, reason, events: [], lines: [] })
    } else if (row[0] === "line") push(moved, position, { ordinal: numberIn(row, 2), line: lineOf(row) })
    else {
      const [collection, id, sequence] = [textIn(row, 3), textIn(row, 4), numberIn(row, 5)]
      const event = { collection, id, sequence, type: textIn(row, 6), data: textIn(row, 7), change: textIn(row, 8) }
      push(told, position, { ordinal: numberIn(row, 2), event })
    }
  }
  return heads
    .toSorted((left, right) => left.position - right.position)
    .map((head) => ({
      ...head,
      events: (told.get(head.position) ?? []).toSorted(inOrder).map(({ event }) => event),
      lines: (moved.get(head.position) ?? []).toSorted(inOrder).map(({ line }) => line)
    }))
}

const inOrder = (left: { readonly ordinal: number }, right: { readonly ordinal: number }): number =>
  left.ordinal - right.ordinal

const push = <A>(lists: Map<number, Array<A>>, position: number, one: A): void => {
  const known = lists.get(position)
  if (known === undefined) lists.set(position, [one])
  else known.push(one)
}

/** Clears away receipts older than 7 days, a few at a time; answers whether there may be more. */
export const prune = async (session: Session, at: number): Promise<boolean> => {
  const parameters = new Parameters()
  const { table } = session
  const tenant = parameters.text(session.place.tenant)
  const rows = await session.read(
    `DELETE FROM ${table("receipt")} r USING (SELECT key, position FROM ${table("receipt")} WHERE tenant = ${tenant} ORDER BY position LIMIT ${parameters.integer(receiptsAtOnce)}) oldest, ${table("log")} l
     WHERE r.tenant = ${tenant} AND r.key = oldest.key AND l.tenant = ${tenant} AND l.position = oldest.position AND l.at < ${parameters.integer(at - receiptsFor)} RETURNING r.key::text`,
    parameters.values
  )
  return rows.length === receiptsAtOnce
}

/** Enters the commits of a group in the log, behind the head that was locked. */
export const logParts = (
  table: Session["table"],
  state: State,
  tenant: string,
  parameters: Parameters
): ReadonlyArray<Part> => {
  const { entered } = state
  const positions = parameters.integers(entered.map(({ position }) => position))
  const keys = parameters.texts(entered.map(({ commit }) => commit.key))
  const first = (entered[0]?.position ?? 0) - 1
  const parts: Array<Part> = [
    {
      sql: `UPDATE ${table("head")} SET position = ${parameters.integer(state.position)}, at = ${parameters.integer(state.at ?? 0)} WHERE tenant = ${tenant} AND position = ${parameters.integer(first)}`,
      rows: 1
    },
    {
      sql: `INSERT INTO ${table("log")} (tenant, position, key, at, actor, reason) SELECT ${tenant}, * FROM unnest(${positions}, ${keys}, ${parameters.integers(entered.map(({ at }) => at))}, ${parameters.texts(entered.map(({ commit }) => commit.actor))}, ${parameters.texts(entered.map(({ commit }) => commit.reason))})`,
      rows: entered.length
    },
    {
      sql: `INSERT INTO ${table("receipt")} (tenant, position, key, fingerprint, reply) SELECT ${tenant}, * FROM unnest(${positions}, ${keys}, ${parameters.texts(entered.map(({ commit }) => commit.fingerprint))}, ${parameters.texts(entered.map(({ commit }) => commit.reply))})`,
      rows: entered.length
    }
  ]
  const events = entered.flatMap(({ commit, position, sequences }) =>
    commit.writes.map((write, index) => ({ ...write, position, ordinal: index + 1, sequence: sequences[index] ?? 0 }))
  )
  if (events.length > 0) {
    const columns = [
      parameters.integers(events.map(({ position }) => position)),
      parameters.integers(events.map(({ ordinal }) => ordinal)),
      parameters.texts(events.map(({ collection }) => collection)),
      parameters.texts(events.map(({ id }) => id)),
      parameters.integers(events.map(({ sequence }) => sequence)),
      parameters.texts(events.map(({ event }) => event.type)),
      parameters.texts(events.map(({ event }) => event.data)),
      parameters.texts(events.map(({ change }) => change))
    ]
    parts.push({
      sql: `INSERT INTO ${table("event")} (tenant, position, ordinal, collection, id, sequence, type, data, change) SELECT ${tenant}, * FROM unnest(${columns.join(", ")})`,
      rows: events.length
    })
  }
  return parts
}
