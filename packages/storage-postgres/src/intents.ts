import { type Lent, lastTry, nextTry, type Waiting } from "pannier/storage"
import type { Query, Row } from "./driver.ts"
import type { Session } from "./session.ts"
import type { State } from "./state.ts"
import { numberIn, Parameters, type Part, textIn } from "./statements.ts"

/** Due intents, of each lane its oldest. */
const dueHeads = (session: Session, tenant: string, at: string): string => {
  const intent = session.table("intent")
  return `FROM ${intent} head WHERE tenant = ${tenant} AND state = 'waiting' AND due <= ${at}
    AND NOT EXISTS (SELECT 1 FROM ${intent} older WHERE older.tenant = head.tenant AND older.lane = head.lane AND (older.position, older.ordinal) < (head.position, head.ordinal))
    ORDER BY due, position, ordinal`
}

/** See `Storage.take`. What another node is lending at this moment is passed over. */
export const take = async (session: Session, at: number, limit: number): Promise<ReadonlyArray<Lent>> => {
  if (limit < 1) return []
  const parameters = new Parameters()
  const tenant = parameters.text(session.place.tenant)
  const delays = Array.from({ length: lastTry }, (_, index) => nextTry(at, index + 1))
  const instant = parameters.integer(at)
  const rows = await session.read(
    `WITH due AS (SELECT id, due ${dueHeads(session, tenant, instant)} LIMIT ${parameters.integer(limit)} FOR NO KEY UPDATE SKIP LOCKED)
     UPDATE ${session.table("intent")} i SET tries = i.tries + 1, due = (${parameters.integers(delays)})[i.tries + 1],
       state = CASE WHEN i.tries + 1 < ${parameters.integer(lastTry)} THEN 'waiting' ELSE 'parked' END
     FROM due WHERE i.tenant = ${tenant} AND i.id = due.id
     RETURNING i.id::text, i.lane::text, i.kind::text, i.payload::text, i.due::text, i.tries::text, due.due::text, i.position::text, i.ordinal::text`,
    parameters.values
  )
  return rows.toSorted(longestFirst).map((row) => ({ ...keptOf(row), since: numberIn(row, 6) }))
}

const longestFirst = (left: Row, right: Row): number =>
  numberIn(left, 6) - numberIn(right, 6) ||
  numberIn(left, 7) - numberIn(right, 7) ||
  numberIn(left, 8) - numberIn(right, 8)

const keptOf = (row: Row) => ({
  id: textIn(row, 0),
  lane: textIn(row, 1),
  kind: textIn(row, 2),
  payload: textIn(row, 3),
  due: numberIn(row, 4),
  tries: numberIn(row, 5)
})

export const waiting = async (
  session: Session,
  limit: number,
  state?: Waiting["state"]
): Promise<ReadonlyArray<Waiting>> => {
  const parameters = new Parameters()
  const rows = await session.read(
    `SELECT id::text, lane::text, kind::text, payload::text, due::text, tries::text, state::text FROM ${session.table("intent")}
     WHERE tenant = ${parameters.text(session.place.tenant)} AND state = ANY(${parameters.texts(state === undefined ? ["waiting", "parked"] : [state])}) ORDER BY position, ordinal LIMIT ${parameters.integer(Math.max(0, limit))}`,
    parameters.values
  )
  return rows.map((row) => ({ ...keptOf(row), state: row[6] === "parked" ? "parked" : "waiting" }))
}

/** Tries parked intents again, where they stand in their lanes. */
export const revive = async (session: Session, query: Query, ids: ReadonlyArray<string>, at: number): Promise<void> => {
  const parameters = new Parameters()
  await query(
    `UPDATE ${session.table("intent")} SET state = 'waiting', tries = 0, due = ${parameters.integer(at)} WHERE tenant = ${parameters.text(session.place.tenant)} AND id = ANY(${parameters.texts(ids)}) AND state = 'parked'`,
    parameters.values
  )
}

/** Lets intents leave before the statement of the group, since it brings them again. */
export const leave = async (session: Session, query: Query, ids: ReadonlyArray<string>): Promise<void> => {
  const parameters = new Parameters()
  await query(
    `DELETE FROM ${session.table("intent")} WHERE tenant = ${parameters.text(session.place.tenant)} AND id = ANY(${parameters.texts(ids)})`,
    parameters.values
  )
}

/** Lets intents leave that were answered, and others join behind the rest. */
export const intentParts = (
  table: string,
  state: State,
  joined: ReadonlySet<string>,
  tenant: string,
  parameters: Parameters
): ReadonlyArray<Part> => {
  const parts: Array<Part> = []
  const gone = [...state.waiting]
    .filter(([id, { found, waits }]) => found && !waits && !joined.has(id))
    .map(([id]) => id)
  if (gone.length > 0) {
    parts.push({
      sql: `DELETE FROM ${table} WHERE tenant = ${tenant} AND id = ANY(${parameters.texts(gone)})`,
      rows: gone.length
    })
  }
  const { intents } = state
  if (intents.length > 0) {
    const columns = [
      parameters.texts(intents.map(({ id }) => id)),
      parameters.integers(intents.map(({ position }) => position)),
      parameters.integers(intents.map(({ ordinal }) => ordinal)),
      parameters.texts(intents.map(({ lane }) => lane)),
      parameters.texts(intents.map(({ kind }) => kind)),
      parameters.texts(intents.map(({ payload }) => payload)),
      parameters.integers(intents.map(({ due }) => due))
    ]
    parts.push({
      sql: `INSERT INTO ${table} (tenant, id, position, ordinal, lane, kind, payload, due, tries, state) SELECT ${tenant}, *, 0, 'waiting' FROM unnest(${columns.join(", ")})`,
      rows: intents.length
    })
  }
  return parts
}
