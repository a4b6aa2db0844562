import type { Commit } from "pannier/storage"
import type pg from "pg"

/** A statement that a connection prepares once. */
const named = (name: string, text: string) => (client: pg.PoolClient, values: ReadonlyArray<unknown>) =>
  client.query({ name, text, values: [...values] })

const claimed = ({ rowCount }: pg.QueryResult): void => {
  if (rowCount !== 1) throw new Error("a condition did not hold")
}

const table = (name: string) => `pannier."${name}"`
const tenant = "tenant = 'main'"

/**
 * The peer: the statements of a checkout on the tables that `postgres` lays out, written by hand for this one case as one
 * would without Pannier, one transaction for each on a connection of its own. Scarce rows are taken by conditional updates in
 * the order of their ids, and the head of the log comes last.
 */
const receipt = named("receipt", `SELECT position, reply FROM ${table("receipt")} WHERE ${tenant} AND key = $1`)
const products = named("products", `SELECT id, version FROM ${table("doc_product")} WHERE ${tenant} AND id = ANY($1)`)
const promotions = named(
  "promotions",
  `SELECT id, version FROM ${table("doc_promotion")} WHERE ${tenant} AND id = ANY($1)`
)
const cart = named(
  "cart",
  `UPDATE ${table("doc_cart")} SET version = version + 1, document = $2, customer = $3, updated = $4 WHERE ${tenant} AND id = $1 AND version = $5`
)
const order = named(
  "order",
  `INSERT INTO ${table("doc_order")} (tenant, id, version, document, customer, state, placed) VALUES ('main', $1, 1, $2, $3, $4, $5)`
)
const payment = named(
  "payment",
  `INSERT INTO ${table("doc_payment")} (tenant, id, version, document, "order", state) VALUES ('main', $1, 1, $2, $3, $4)`
)
const reserve = named(
  "reserve",
  `UPDATE ${table("account")} SET outgoing = outgoing + $2 WHERE ${tenant} AND id = $1 AND posted - outgoing - $2 >= floor`
)
const open = named(
  "open",
  `INSERT INTO ${table("account")} (tenant, id, owner, unit) VALUES ('main', $1, $2, $3) ON CONFLICT DO NOTHING`
)
const hold = named(
  "hold",
  `INSERT INTO ${table("hold")} (tenant, id, from_account, to_account, unit, amount, until, state) VALUES ('main', $1, $2, $3, $4, $5, $6, 'held')`
)
const head = named(
  "head",
  `UPDATE ${table("head")} SET position = position + 1, at = $1 WHERE ${tenant} RETURNING position`
)
const log = named(
  "log",
  `INSERT INTO ${table("log")} (tenant, position, key, at, actor, reason) VALUES ('main', $1, $2, $3, $4, $5)`
)
const remember = named(
  "remember",
  `INSERT INTO ${table("receipt")} (tenant, position, key, fingerprint, reply) VALUES ('main', $1, $2, $3, $4)`
)
const event = named(
  "event",
  `INSERT INTO ${table("event")} (tenant, position, ordinal, collection, id, sequence, type, data, change) VALUES ('main', $1, $2, $3, $4, $5, $6, $7, $8)`
)
const line = named(
  "line",
  `INSERT INTO ${table("transfer")} (tenant, position, line, transfer, kind, from_account, to_account, unit, amount, part) VALUES ('main', $1, $2, $3, 'hold', $4, $5, $6, $7, 0)`
)
const intent = named(
  "intent",
  `INSERT INTO ${table("intent")} (tenant, id, position, ordinal, lane, kind, payload, due, tries, state) VALUES ('main', $1, $2, $3, $4, $5, $6, $7, 0, 'waiting')`
)

/** One checkout by hand. */
export const bare = async (pool: pg.Pool, commit: Commit): Promise<void> => {
  const client = await pool.connect()
  try {
    await client.query("BEGIN")
    if ((await receipt(client, [commit.key])).rowCount !== 0) throw new Error("a key comes twice")
    const guarded = (collection: string) =>
      commit.guards.filter((one) => one.collection === collection).map(({ id }) => id)
    await products(client, [guarded("product")])
    await promotions(client, [guarded("promotion")])
    for (const write of commit.writes) {
      const { collection, id, json, columns, expected } = write
      const at = (name: string) => columns[name] ?? null
      if (collection === "cart") claimed(await cart(client, [id, json, at("customer"), at("updated"), expected]))
      else if (collection === "order") await order(client, [id, json, at("customer"), at("state"), at("placed")])
      else await payment(client, [id, json, at("order"), at("state")])
    }
    const holds = commit.transfers
      .filter((one) => one.kind === "hold")
      .toSorted((left, right) => (left.from.id < right.from.id ? -1 : 1))
    for (const { from, amount } of holds) claimed(await reserve(client, [from.id, amount]))
    for (const { id, from, to, amount, until } of holds) {
      await open(client, [to.id, to.owner, to.unit])
      await hold(client, [id, from.id, to.id, from.unit, amount, until])
    }
    const position: unknown = (await head(client, [commit.at])).rows[0]?.position
    await log(client, [position, commit.key, commit.at, commit.actor, commit.reason])
    await remember(client, [position, commit.key, commit.fingerprint, commit.reply])
    let ordinal = 0
    for (const { collection, id, expected, event: told, change } of commit.writes) {
      await event(client, [position, ++ordinal, collection, id, expected + 1, told.type, told.data, change])
    }
    let number = 0
    for (const { id, from, to, amount } of holds)
      await line(client, [position, ++number, id, from.id, to.id, from.unit, amount])
    let joined = 0
    for (const { id, lane, kind, payload, due } of commit.intents) {
      await intent(client, [id, position, joined++, lane, kind, payload, due])
    }
    await client.query("COMMIT")
  } finally {
    client.release()
  }
}

const units = named(
  "units",
  `UPDATE ${table("account")} SET posted = posted - 1 WHERE ${tenant} AND id = $1 AND posted - outgoing - 1 >= floor`
)

/** One unit of a hot shelf, as the shortest correct code takes it: a conditional update, and nothing is written down. */
export const unit = async (pool: pg.Pool, shelf: string): Promise<void> => {
  const client = await pool.connect()
  try {
    claimed(await units(client, [shelf]))
  } finally {
    client.release()
  }
}
