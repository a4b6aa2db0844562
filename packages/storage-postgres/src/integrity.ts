import type { CollectionShape } from "pannier/storage"
import { tableOf } from "./names.ts"
import type { Session } from "./session.ts"
import { textIn } from "./statements.ts"

/**
 * What is wrong with a tenant's tables, in sentences: what Pannier promises of them at every instant, whoever wrote them. Each promise is
 * asked by one statement, hence in one snapshot.
 */
export const faults = async (session: Session, shapes: Iterable<CollectionShape>): Promise<ReadonlyArray<string>> => {
  const found: Array<string> = []
  const ask = async (promise: string, sql: string, ...more: ReadonlyArray<string>): Promise<void> => {
    for (const row of await session.read(sql, [session.place.tenant, ...more])) {
      found.push(`${promise}: \`${textIn(row, 0)}\``)
    }
  }
  for (const [promise, sql] of promises(session)) await ask(promise, sql)
  for (const { name } of shapes) {
    // The rows of what was removed stay, with the version of the removal.
    await ask(
      "the stream does not lead to the document",
      `SELECT $2::text || '/' || kept.id FROM ${tableOf(session, name)} kept
       LEFT JOIN (SELECT id, max(sequence) AS last FROM ${session.table("event")} WHERE tenant = $1::text AND collection = $2::text GROUP BY id) stream ON stream.id = kept.id
       WHERE kept.tenant = $1::text AND kept.version IS DISTINCT FROM stream.last ORDER BY 1`,
      name
    )
  }
  return found
}

/** Each query answers with what breaks the promise. */
const promises = ({ table }: Session): ReadonlyArray<readonly [promise: string, sql: string]> => {
  const [account, event, hold, log, receipt, transfer] = ["account", "event", "hold", "log", "receipt", "transfer"].map(
    table
  )
  const held = (column: string) =>
    `(SELECT coalesce(sum(amount), 0) FROM ${hold} h WHERE h.tenant = a.tenant AND h.${column} = a.id AND h.state = 'held')`
  const moved = (column: string, until: string) =>
    `(SELECT coalesce(sum(amount), 0) FROM ${transfer} t WHERE t.tenant = a.tenant AND t.${column} = a.id AND t.kind IN ('post', 'settle')${until})`
  const sum = (until: string) => `${moved("to_account", until)} - ${moved("from_account", until)}`
  const apart = (name: string) =>
    `SELECT '${name} ' || position FROM ${table(name)} n WHERE tenant = $1::text AND NOT EXISTS (SELECT FROM ${log} l WHERE l.tenant = n.tenant AND l.position = n.position)`
  return [
    [
      "the head is where the log ends",
      `SELECT h.position || ' at ' || coalesce(h.at::text, '-') FROM ${table("head")} h
       LEFT JOIN (SELECT position, at FROM ${log} WHERE tenant = $1::text ORDER BY position DESC LIMIT 1) l ON true
       WHERE h.tenant = $1::text AND (h.position <> coalesce(l.position, 0) OR h.at IS DISTINCT FROM l.at)`
    ],
    [
      "positions are dense",
      `SELECT max(position)::text FROM ${log} WHERE tenant = $1::text HAVING count(*) > 0 AND (min(position) <> 1 OR max(position) <> count(*))`
    ],
    [
      "every event, line, receipt and intent belongs to a commit",
      // A file does not keep which commit an intent is of: those that were copied from one stand at 0.
      `${[...["event", "transfer", "receipt"].map(apart), `${apart("intent")} AND position <> 0`].join(" UNION ")} ORDER BY 1`
    ],
    [
      "the receipts that are kept are those of the last commits, each under the key of its commit",
      `SELECT l.key FROM ${log} l LEFT JOIN ${receipt} r ON r.tenant = l.tenant AND r.position = l.position
       WHERE l.tenant = $1::text AND l.position >= (SELECT min(position) FROM ${receipt} WHERE tenant = $1::text) AND r.key IS DISTINCT FROM l.key ORDER BY 1`
    ],
    [
      "a stream is numbered without a gap",
      `SELECT collection || '/' || id FROM ${event} WHERE tenant = $1::text GROUP BY collection, id HAVING count(*) <> max(sequence) OR count(DISTINCT sequence) <> count(*) ORDER BY 1`
    ],
    [
      "a balance is the sum of what its journal moved",
      `SELECT id FROM ${account} a WHERE tenant = $1::text AND (CASE WHEN posted IS NULL THEN folded <> ${sum(" AND t.position <= a.folded_to")} ELSE posted <> ${sum("")} END) ORDER BY 1`
    ],
    [
      "what is held of an account is the sum of its live holds",
      `SELECT id FROM ${account} a WHERE tenant = $1::text AND posted IS NOT NULL AND (outgoing <> ${held("from_account")} OR incoming <> ${held("to_account")}) ORDER BY 1`
    ],
    [
      "a hold is kept as the journal tells it, and lives until the journal has ended it",
      `WITH made AS (SELECT * FROM ${transfer} WHERE tenant = $1::text AND kind = 'hold'),
        ended AS (SELECT transfer, bool_or(kind = 'settle') AS settled FROM ${transfer} WHERE tenant = $1::text AND kind IN ('settle', 'release') GROUP BY transfer)
       SELECT coalesce(h.id, m.transfer) FROM (SELECT * FROM ${hold} WHERE tenant = $1::text) h
       FULL JOIN made m ON m.transfer = h.id LEFT JOIN ended e ON e.transfer = h.id
       WHERE h.id IS NULL OR m.transfer IS NULL OR (h.state = 'held') <> (e.transfer IS NULL) OR (h.state = 'settled') <> coalesce(e.settled, false)
          OR (h.from_account, h.to_account, h.unit, h.amount) <> (m.from_account, m.to_account, m.unit, m.amount) ORDER BY 1`
    ]
  ]
}
