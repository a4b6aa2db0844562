import { tableOf } from "./collections.ts"
import { rows } from "./statements.ts"
import type { Tables } from "./tables.ts"

/**
 * What is wrong with the file, in sentences: pages and indexes as SQLite checks them, then what Pannier promises of every
 * file at every instant. To be called in a snapshot.
 */
export const faults = (tables: Tables): ReadonlyArray<string> => {
  const found = rows<[string]>(tables.statements.of("PRAGMA integrity_check"), [])
    .map(([answer]) => answer)
    .filter((answer) => answer !== "ok")
  for (const { unit, posted } of tables.accounts.trial()) {
    if (posted !== 0n) found.push(`the accounts of \`${unit}\` sum to ${posted}, not to zero`)
  }
  for (const [promise, sql] of promises) {
    for (const one of rows<[string]>(tables.statements.amounts(sql), [])) found.push(`${promise}: \`${one[0]}\``)
  }
  for (const collection of tables.documents.keys()) {
    const sql = unlikeStream(tableOf(collection))
    for (const one of rows<[string]>(tables.statements.of(sql), [collection])) {
      found.push(`the stream does not lead to the document: \`${collection}/${one[0]}\``)
    }
  }
  return found
}

/** Each query answers with what breaks the promise. */
const promises: ReadonlyArray<readonly [string, string]> = [
  [
    "what is held of an account is the sum of its live holds",
    `SELECT id FROM account WHERE
      outgoing <> (SELECT coalesce(sum(amount), 0) FROM hold WHERE from_account = account.id AND state = 'held') OR
      incoming <> (SELECT coalesce(sum(amount), 0) FROM hold WHERE to_account = account.id AND state = 'held')`
  ],
  [
    "a balance is the sum of what its journal moved",
    `SELECT id FROM account WHERE posted <>
      (SELECT coalesce(sum(amount), 0) FROM transfer WHERE to_account = account.id AND kind IN ('post', 'settle')) -
      (SELECT coalesce(sum(amount), 0) FROM transfer WHERE from_account = account.id AND kind IN ('post', 'settle'))`
  ],
  [
    "positions are dense",
    "SELECT max(position) FROM log HAVING count(*) > 0 AND (min(position) <> 1 OR max(position) <> count(*))"
  ],
  [
    "a hold is kept as the journal tells it, and lives until the journal has ended it",
    `WITH made AS (SELECT * FROM transfer WHERE kind = 'hold'),
      ended AS (SELECT transfer, max(kind = 'settle') AS settled FROM transfer WHERE kind IN ('settle', 'release') GROUP BY transfer)
     SELECT coalesce(hold.id, made.transfer) FROM hold
     FULL JOIN made ON made.transfer = hold.id LEFT JOIN ended ON ended.transfer = hold.id
     WHERE hold.id IS NULL OR made.transfer IS NULL OR (state = 'held') <> (settled IS NULL) OR (state = 'settled') <> coalesce(settled, 0)
       OR (hold.from_account, hold.to_account, hold.unit, hold.amount) <> (made.from_account, made.to_account, made.unit, made.amount)`
  ],
  [
    "the receipts that are kept are those of the last commits, each under the key of its commit",
    `SELECT log.key FROM log LEFT JOIN receipt USING (position)
     WHERE position >= (SELECT min(position) FROM receipt) AND receipt.key IS NOT log.key`
  ],
  [
    "every event, line and receipt belongs to a commit",
    `SELECT position FROM event WHERE position NOT IN (SELECT position FROM log) UNION
     SELECT position FROM transfer WHERE position NOT IN (SELECT position FROM log) UNION
     SELECT position FROM receipt WHERE position NOT IN (SELECT position FROM log)`
  ],
  [
    "a stream is numbered without a gap",
    "SELECT collection || '/' || id FROM event GROUP BY collection, id HAVING count(*) <> max(sequence) OR count(DISTINCT sequence) <> count(*)"
  ]
]

const unlikeStream = (table: string): string =>
  `SELECT id FROM ${table} AS kept LEFT JOIN
    (SELECT id AS stream, max(sequence) AS last FROM event WHERE collection = ? GROUP BY id) ON stream = kept.id
  WHERE last IS NULL OR last <> version`
