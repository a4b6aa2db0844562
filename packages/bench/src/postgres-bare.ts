import type { Commit } from "pannier/storage"
import type pg from "pg"

/** A statement of a checkout: its text, what it is asked with, and whether exactly one row must answer. */
export interface Statement {
  readonly name: string
  readonly text: string
  /** `position` is what the head of the log was moved to by the statement that answers it. */
  readonly values: ReadonlyArray<Value>
  readonly wants?: "one row" | "no row"
  readonly answers?: "position"
}

/** What a statement is asked with. */
export type Value = string | number | bigint | ReadonlyArray<string> | null | typeof position

/** Stands for the position that the log has given. */
export const position = Symbol("position")

const table = (name: string) => `pannier."${name}"`
const tenant = "tenant = 'main'"

const texts = {
  receipt: `SELECT position, reply FROM ${table("receipt")} WHERE ${tenant} AND key = $1`,
  products: `SELECT id, version FROM ${table("doc_product")} WHERE ${tenant} AND id = ANY($1)`,
  promotions: `SELECT id, version FROM ${table("doc_promotion")} WHERE ${tenant} AND id = ANY($1)`,
  cart: `UPDATE ${table("doc_cart")} SET version = version + 1, document = $2, customer = $3, updated = $4 WHERE ${tenant} AND id = $1 AND version = $5`,
  order: `INSERT INTO ${table("doc_order")} (tenant, id, version, document, customer, state, placed) VALUES ('main', $1, 1, $2, $3, $4, $5)`,
  payment: `INSERT INTO ${table("doc_payment")} (tenant, id, version, document, "order", state) VALUES ('main', $1, 1, $2, $3, $4)`,
  reserve: `UPDATE ${table("account")} SET outgoing = outgoing + $2 WHERE ${tenant} AND id = $1 AND posted - outgoing - $2 >= floor`,
  open: `INSERT INTO ${table("account")} (tenant, id, owner, unit) VALUES ('main', $1, $2, $3) ON CONFLICT DO NOTHING`,
  hold: `INSERT INTO ${table("hold")} (tenant, id, from_account, to_account, unit, amount, until, state) VALUES ('main', $1, $2, $3, $4, $5, $6, 'held')`,
  head: `UPDATE ${table("head")} SET position = position + 1, at = $1 WHERE ${tenant} RETURNING position`,
  log: `INSERT INTO ${table("log")} (tenant, position, key, at, actor, reason) VALUES ('main', $1, $2, $3, $4, $5)`,
  remember: `INSERT INTO ${table("receipt")} (tenant, position, key, fingerprint, reply) VALUES ('main', $1, $2, $3, $4)`,
  event: `INSERT INTO ${table("event")} (tenant, position, ordinal, collection, id, sequence, type, data, change) VALUES ('main', $1, $2, $3, $4, $5, $6, $7, $8)`,
  line: `INSERT INTO ${table("transfer")} (tenant, position, line, transfer, kind, from_account, to_account, unit, amount, part) VALUES ('main', $1, $2, $3, 'hold', $4, $5, $6, $7, 0)`,
  intent: `INSERT INTO ${table("intent")} (tenant, id, position, ordinal, lane, kind, payload, due, tries, state) VALUES ('main', $1, $2, $3, $4, $5, $6, $7, 0, 'waiting')`
} as const

const say = (name: keyof typeof texts, values: ReadonlyArray<Value>, more?: Pick<Statement, "wants" | "answers">) => ({
  name,
  text: texts[name],
  values,
  ...more
})

const one = { wants: "one row" } as const

/**
 * The peer: the statements of a checkout on the tables that `postgres` lays out, written by hand for this one case as one
 * would without Pannier, one transaction for each on a connection of its own. Scarce rows are taken by conditional updates in
 * the order of their ids, and the head of the log comes last.
 */
export const statementsOf = (commit: Commit): ReadonlyArray<Statement> => {
  const guarded = (collection: string) =>
    commit.guards.filter((one) => one.collection === collection).map(({ id }) => id)
  const holds = commit.transfers
    .filter((transfer) => transfer.kind === "hold")
    .toSorted((left, right) => (left.from.id < right.from.id ? -1 : 1))
  return [
    say("receipt", [commit.key], { wants: "no row" }),
    say("products", [guarded("product")]),
    say("promotions", [guarded("promotion")]),
    ...commit.writes.map(({ collection, id, json, columns, expected }) => {
      const at = (name: string) => columns[name] ?? null
      if (collection === "cart") return say("cart", [id, json, at("customer"), at("updated"), expected], one)
      if (collection === "order") return say("order", [id, json, at("customer"), at("state"), at("placed")])
      return say("payment", [id, json, at("order"), at("state")])
    }),
    ...holds.map(({ from, amount }) => say("reserve", [from.id, amount], one)),
    ...holds.flatMap(({ id, from, to, amount, until }) => [
      say("open", [to.id, to.owner, to.unit]),
      say("hold", [id, from.id, to.id, from.unit, amount, until])
    ]),
    say("head", [commit.at], { answers: "position" }),
    say("log", [position, commit.key, commit.at, commit.actor, commit.reason]),
    say("remember", [position, commit.key, commit.fingerprint, commit.reply]),
    ...commit.writes.map(({ collection, id, expected, event: told, change }, index) =>
      say("event", [position, index + 1, collection, id, expected + 1, told.type, told.data, change])
    ),
    ...holds.map(({ id, from, to, amount }, index) =>
      say("line", [position, index + 1, id, from.id, to.id, from.unit, amount])
    ),
    ...commit.intents.map(({ id, lane, kind, payload, due }, index) =>
      say("intent", [id, position, index, lane, kind, payload, due])
    )
  ]
}

/** One checkout by hand, over `pg`. Each connection prepares each statement once. */
export const bare = async (pool: pg.Pool, commit: Commit): Promise<void> => {
  const client = await pool.connect()
  try {
    await client.query("BEGIN")
    let given: unknown
    for (const { name, text, values, wants, answers } of statementsOf(commit)) {
      const asked = values.map((value) => (value === position ? given : value))
      const { rowCount, rows } = await client.query({ name, text, values: asked })
      if (wants !== undefined && rowCount !== (wants === "one row" ? 1 : 0))
        throw new Error(`${name}: ${rowCount} rows`)
      if (answers === "position") given = rows[0]?.position
    }
    await client.query("COMMIT")
  } finally {
    client.release()
  }
}

/** The shortest correct way to take one unit of a hot shelf: a conditional update, and nothing is written down. */
export const unitStatement = (shelf: string): Statement => ({
  name: "units",
  text: `UPDATE ${table("account")} SET posted = posted - 1 WHERE ${tenant} AND id = $1 AND posted - outgoing - 1 >= floor`,
  values: [shelf],
  wants: "one row"
})

/** One unit by hand, over `pg`. */
export const unit = async (pool: pg.Pool, shelf: string): Promise<void> => {
  const { name, text, values } = unitStatement(shelf)
  const { rowCount } = await pool.query({ name, text, values: [...values] })
  if (rowCount !== 1) throw new Error("the shelf is empty")
}
