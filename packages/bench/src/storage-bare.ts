import { DatabaseSync, type StatementSync } from "node:sqlite"
import type { Hold } from "pannier/ledger"
import type { Commit } from "pannier/storage"

/**
 * The peer: the statements of a checkout on the tables that `sqlite` lays out, written by hand for this one case as one would
 * without Pannier. It asks what the adapter asks (receipt, versions, ids, balances, dead holds, intents), checks it as
 * tersely as can be, and writes the same rows.
 */
export const bare = (file: string, synchronous: "full" | "off") => {
  const database = new DatabaseSync(file)
  database.exec(`PRAGMA journal_mode = wal; PRAGMA synchronous = ${synchronous}`)
  database.exec("PRAGMA temp_store = memory; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000")
  const prepare = (sql: string): StatementSync => {
    const statement = database.prepare(sql)
    statement.setReturnArrays(true)
    return statement
  }
  const begin = prepare("BEGIN IMMEDIATE")
  const end = prepare("COMMIT")
  const head = prepare("SELECT position, at FROM log ORDER BY position DESC LIMIT 1")
  const receipt = prepare("SELECT position, fingerprint, reply FROM receipt WHERE key = ?")
  const standing = (table: string, count: number) =>
    prepare(`SELECT id, version, document IS NULL FROM ${table} WHERE id IN (${"?,".repeat(count).slice(0, -1)})`)
  const carts = standing("doc_cart", 1)
  const products = standing("doc_product", 3)
  const promotions = standing("doc_promotion", 1)
  const orders = standing("doc_order", 1)
  const payments = standing("doc_payment", 1)
  const holdsMade = prepare("SELECT id FROM hold WHERE id IN (?,?,?,?)")
  const postsMade = prepare("SELECT transfer FROM transfer WHERE kind = 'post' AND transfer IN (?,?,?,?)")
  const accounts = prepare(
    "SELECT id, owner, unit, floor, ceiling, posted, outgoing, incoming FROM account WHERE id IN (?,?,?,?,?,?,?,?)"
  )
  accounts.setReadBigInts(true)
  const dead = prepare(
    "SELECT id, from_account, to_account, unit, amount, until, state FROM hold " +
      "WHERE state = 'held' AND from_account IN (?,?,?,?) AND until <= ?"
  )
  const waits = prepare("SELECT id FROM intent WHERE id IN (?,?)")
  const cart = prepare(
    "UPDATE doc_cart SET version = ?, document = ?, customer = ?, updated = ? WHERE id = ? AND version = ?"
  )
  const order = prepare(
    "INSERT INTO doc_order (version, document, customer, state, placed, id) VALUES (?, ?, ?, ?, ?, ?)"
  )
  const payment = prepare('INSERT INTO doc_payment (version, document, "order", state, id) VALUES (?, ?, ?, ?, ?)')
  const rows = (columns: number, count: number) =>
    Array.from({ length: count }, () => `(${"?,".repeat(columns).slice(0, -1)})`).join(",")
  const writeAccounts = prepare(
    `INSERT INTO account (id, owner, unit, floor, ceiling, posted, outgoing, incoming) VALUES ${rows(8, 8)} ` +
      "ON CONFLICT (id) DO UPDATE SET posted = excluded.posted, outgoing = excluded.outgoing, incoming = excluded.incoming"
  )
  const writeHolds = prepare(
    `INSERT INTO hold (id, from_account, to_account, unit, amount, until, state) VALUES ${rows(7, 4)} ` +
      "ON CONFLICT (id) DO UPDATE SET state = excluded.state"
  )
  const writeLines = prepare(
    `INSERT INTO transfer (position, line, transfer, kind, from_account, to_account, unit, amount) VALUES ${rows(8, 4)}`
  )
  const writeIntents = prepare(`INSERT INTO intent (id, lane, kind, payload, due, tries, state) VALUES ${rows(7, 2)}`)
  const writeLog = prepare("INSERT INTO log (position, key, at, actor, reason) VALUES (?, ?, ?, ?, ?)")
  const writeReceipt = prepare("INSERT INTO receipt (position, key, fingerprint, reply) VALUES (?, ?, ?, ?)")
  const writeEvents = prepare(
    `INSERT INTO event (position, collection, id, sequence, type, data, change) VALUES ${rows(7, 3)}`
  )

  const must = (held: boolean): void => {
    if (!held) throw new Error("a checkout of the bench was refused")
  }

  const one = (commit: Commit, position: number): void => {
    const [closing, placing, paying] = commit.writes
    if (closing === undefined || placing === undefined || paying === undefined) throw new Error("not a checkout")
    const holds = commit.transfers as ReadonlyArray<Hold>
    must(receipt.get(commit.key) === undefined)
    must(carts.all(closing.id).length === 1)
    const guarded = commit.guards.slice(0, 3).map(({ id }) => id)
    must(products.all(...guarded).length === 3)
    must(promotions.all(commit.guards[3]?.id ?? "").length === 1)
    must(orders.all(placing.id).length === 0)
    must(payments.all(paying.id).length === 0)
    const ids = holds.map(({ id }) => id)
    must(holdsMade.all(...ids).length === 0)
    must(postsMade.all(...ids).length === 0)
    const named = holds.flatMap(({ from, to }) => [from.id, to.id])
    const found: unknown = accounts.all(...named)
    const balances = new Map(
      (found as Array<[string, string, string, bigint | null, null, bigint, bigint, bigint]>).map((row) => [
        row[0],
        row
      ])
    )
    must(dead.all(...holds.map(({ from }) => from.id), commit.at).length === 0)
    must(waits.all(...commit.intents.map(({ id }) => id)).length === 0)
    must(
      cart.run(2, closing.json, closing.columns["customer"] ?? null, closing.columns["updated"] ?? null, closing.id, 1)
        .changes === 1
    )
    const { customer, state, placed } = placing.columns as { customer: string; state: string; placed: number }
    order.run(1, placing.json, customer, state, placed, placing.id)
    payment.run(1, paying.json, placing.id, "started", paying.id)
    const changed: Array<string | bigint | null> = []
    for (const { from, to, amount } of holds) {
      const giving = balances.get(from.id)
      const taking = balances.get(to.id)
      const free = giving === undefined ? 0n : giving[5] - giving[6] - (giving[3] ?? 0n)
      must(free >= amount)
      changed.push(
        from.id,
        from.owner,
        from.unit,
        0n,
        null,
        giving?.[5] ?? 0n,
        (giving?.[6] ?? 0n) + amount,
        giving?.[7] ?? 0n
      )
      changed.push(
        to.id,
        to.owner,
        to.unit,
        null,
        null,
        taking?.[5] ?? 0n,
        taking?.[6] ?? 0n,
        (taking?.[7] ?? 0n) + amount
      )
    }
    writeAccounts.run(...changed)
    writeHolds.run(
      ...holds.flatMap(({ id, from, to, amount, until }) => [id, from.id, to.id, from.unit, amount, until, "held"])
    )
    writeLines.run(
      ...holds.flatMap(({ id, from, to, amount }, line) => [
        position,
        line + 1,
        id,
        "hold",
        from.id,
        to.id,
        from.unit,
        amount
      ])
    )
    writeIntents.run(
      ...commit.intents.flatMap(({ id, lane, kind, payload, due }) => [id, lane, kind, payload, due, 0, "waiting"])
    )
    writeLog.run(position, commit.key, commit.at, commit.actor, commit.reason)
    writeReceipt.run(position, commit.key, commit.fingerprint, commit.reply)
    writeEvents.run(
      ...commit.writes.flatMap(({ collection, id, expected, event, change }) => [
        position,
        collection,
        id,
        expected + 1,
        event.type,
        event.data,
        change
      ])
    )
  }

  // What `load` reads before the decision, in two snapshots as it does.
  const readCart = prepare("SELECT id, version, document FROM doc_cart WHERE id IN (?)")
  const readProducts = prepare("SELECT id, version, document FROM doc_product WHERE id IN (?,?,?)")
  const readPromotion = prepare("SELECT id, version, document FROM doc_promotion WHERE id IN (?)")
  const readAccounts = prepare(
    "SELECT id, owner, unit, floor, ceiling, posted, outgoing, incoming FROM account WHERE id IN (?,?,?,?)"
  )
  readAccounts.setReadBigInts(true)
  const readDead = prepare(
    "SELECT from_account, sum(amount) FROM hold " +
      "WHERE state = 'held' AND from_account IN (?,?,?,?) AND until <= ? GROUP BY 1"
  )
  const beginRead = prepare("BEGIN")

  return {
    /** Reads what the checkout rests on. */
    load: (commit: Commit): void => {
      must(readCart.all(commit.writes[0]?.id ?? "").length === 1)
      beginRead.run()
      must(readProducts.all(...commit.guards.slice(0, 3).map(({ id }) => id)).length === 3)
      must(readPromotion.all(commit.guards[3]?.id ?? "").length === 1)
      const shelves = (commit.transfers as ReadonlyArray<Hold>).map(({ from }) => from.id)
      must(readAccounts.all(...shelves).length === 4)
      must(readDead.all(...shelves, commit.at).length === 0)
      end.run()
    },
    /** How many rows each table has. */
    counts: (): { readonly [table: string]: number } => {
      const names: unknown = prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()
      return Object.fromEntries(
        (names as Array<[string]>).map(([name]) => {
          const counted: unknown = prepare(`SELECT count(*) FROM "${name}"`).get()
          return [name, (counted as [number])[0]]
        })
      )
    },
    /** Commits all of them in one transaction. */
    commit: (commits: ReadonlyArray<Commit>): void => {
      begin.run()
      const found: unknown = head.get()
      let position = (found as [number, number])[0]
      for (const commit of commits) one(commit, ++position)
      end.run()
    },
    close: (): void => database.close()
  }
}
