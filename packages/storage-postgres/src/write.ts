import type { CollectionShape } from "pannier/storage"
import { built } from "./marks.ts"
import { accountParts, holdParts, transferParts } from "./book.ts"
import { claimParts } from "./claims.ts"
import type { Query } from "./driver.ts"
import { DriverFailure } from "./failure.ts"
import { intentParts, leave, revive } from "./intents.ts"
import type { Rows } from "./load.ts"
import { logParts } from "./log.ts"
import type { Session } from "./session.ts"
import { documentParts } from "./standings.ts"
import type { State } from "./state.ts"
import { Parameters } from "./statements.ts"

/** Rows were found otherwise than they were read: somebody wrote past the head of the log. The group is decided anew. */
class Changed extends DriverFailure {
  constructor(what: string) {
    super(Object.assign(new Error(`rows of ${what} changed under the lock`), { code: "40001" }))
  }
}

/** Writes all that a group changed, in one statement. Each change names what it replaces, so nothing is written over unseen. */
export const write = async (
  session: Session,
  query: Query,
  shapes: ReadonlyMap<string, CollectionShape>,
  rows: Rows,
  state: State
): Promise<void> => {
  const { table } = session
  const tenant = session.place.tenant
  // An intent that is answered and comes again in one commit: its row has to be gone first.
  const again = [...state.waiting].filter(([, { found }]) => found).map(([id]) => id)
  const joined = new Set(state.intents.map(({ id }) => id))
  const replaced = again.filter((id) => joined.has(id))
  if (replaced.length > 0) await leave(session, query, replaced)
  const parameters = new Parameters()
  const mark = parameters.text(tenant)
  const parts = [
    ...logParts(table, state, mark, parameters),
    ...documentParts(session, shapes, state, mark, parameters),
    ...claimParts(table("claim"), state, mark, parameters),
    ...accountParts(table("account"), rows, state, mark, parameters),
    ...holdParts(table("hold"), state, mark, parameters),
    ...transferParts(table("transfer"), state, mark, parameters),
    ...intentParts(table("intent"), state, joined, mark, parameters)
  ]
  const named = parts.map(({ sql }, index) => `p${index} AS (${sql} RETURNING 1)`)
  const counts = parts.map((_, index) => `(SELECT count(*) FROM p${index})::text`)
  const [counted] = await query(`WITH ${named.join(", ")} SELECT ${counts.join(", ")}`, parameters.values)
  for (const [index, part] of parts.entries()) {
    if (counted?.[index] !== String(part.rows)) throw new Changed(part.sql.slice(0, 60))
  }
  for (const { commit, at } of state.entered) {
    if (commit.revived !== undefined) await revive(session, query, commit.revived, at)
    if (commit.built !== undefined) await built(session, query, commit.built)
  }
}
