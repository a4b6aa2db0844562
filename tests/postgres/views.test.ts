import { readFileSync } from "node:fs"
import { startServer } from "@pannier/postgres-server"
import { overPg, postgres } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import { afterAll, expect, test } from "vitest"
import { playTrace } from "../../src/testing/index.ts"
import { player, traceOf } from "../shop/players.ts"
import { poolOf } from "./shop.ts"

const server = await startServer()
const pool = poolOf(server)
afterAll(async () => {
  await pool.end()
  await server.stop()
})

/** Runs a report of tests/postgres/reporting as somebody with a SQL shell would. */
const report = async (name: string) =>
  (await pool.query(readFileSync(new URL(`./reporting/${name}.sql`, import.meta.url), "utf8"))).rows

test("the views of a shop that has sold agree with its documents and its books", async () => {
  const one = await player(postgres(overPg(pool)), 7)
  const told = await playTrace([one], traceOf(7, 80))
  await one.close()
  expect(told.wrong).toEqual([])
  const takings = await report("takings")
  expect(takings.length).toBeGreaterThan(0)
  const { rows: documents } = await pool.query("SELECT document FROM pannier.doc_order WHERE document IS NOT NULL")
  const orders = documents.map(({ document }) => JSON.parse(document))
  const sum = (numbers: ReadonlyArray<number>) => numbers.reduce((all, number) => all + number, 0)
  expect(sum(takings.map((row) => Number(row.orders)))).toBe(orders.length)
  expect(sum(takings.map((row) => Math.round(100 * Number(row.total))))).toBe(
    sum(orders.map((order) => Math.round(100 * Number(order.total.amount))))
  )
  const { rows: grand } = await pool.query(
    "SELECT sum(grand)::text AS sum, sum(total)::text AS due FROM pannier.orders"
  )
  expect(Math.round(100 * Number(grand[0].sum))).toBe(
    sum(orders.map((order) => Math.round(100 * Number(order.quote.grand))))
  )
  expect(Number(grand[0].sum)).toBeGreaterThanOrEqual(Number(grand[0].due))
  const best = await report("best-sellers")
  expect(sum(best.map((row) => Number(row.pieces)))).toBe(
    sum(orders.flatMap((order) => order.lines.map((line: { readonly quantity: number }) => Number(line.quantity))))
  )
  const { rows: counted } = await pool.query(
    "SELECT count(*)::int AS count FROM pannier.doc_payment WHERE document IS NOT NULL"
  )
  const payments = await report("payments")
  expect(sum(payments.map((row) => Number(row.payments)))).toBe(counted[0].count)
  const { rows: refunded } = await pool.query("SELECT document FROM pannier.doc_refund WHERE document IS NOT NULL")
  const gone = refunded
    .map(({ document }) => JSON.parse(document))
    .map(({ state, amount, settlement }) => (state === "succeeded" ? amount.amount : (settlement?.amount.amount ?? 0)))
  expect(gone.filter((amount) => Number(amount) > 0).length).toBeGreaterThan(0)
  const month = await report("refunds")
  expect(sum(month.map((row) => Math.round(100 * Number(row.refunded))))).toBe(
    sum(gone.map((amount) => Math.round(100 * Number(amount))))
  )
  const trial = await report("trial-balance")
  expect(trial.length).toBeGreaterThan(1)
  expect(trial.every((row) => Number(row.balance) === 0)).toBe(true)
})

/** A document whose texts no SQL can have: JSON.stringify writes half of a surrogate pair, and NUL, as an escape. */
const odd = (note: string) =>
  JSON.stringify({
    note,
    total: { amount: "12.50", currency: "CNY" },
    lines: [{ id: "l", sku: note, quantity: 2 }]
  })

test.each([
  ["NUL", odd("a\0b"), "a\ufffdb"],
  ["two NULs behind backslashes", odd("\\\\\0\0"), "\\\\\ufffd\ufffd"],
  ["a backslash and the letters of an escape", odd("\\u0000 \\ud800 \0"), "\\u0000 \\ud800 \ufffd"],
  ["the first half of a pair", odd("\ud83dx"), "\ufffdx"],
  ["the second half of a pair", odd("x\ude00"), "x\ufffd"],
  ["halves in the wrong order", odd("\ude00\ud83d"), "\ufffd\ufffd"],
  ["a pair that is written as two escapes", odd("x").replaceAll('"x"', String.raw`"\ud83d\ude00\uD83D"`), "😀\ufffd"],
  ["a pair", odd("😀"), "😀"],
  ["a line end and a quote", odd('"\n\\'), '"\n\\']
])("a report reads a document with %s in it", async (_, document, sku) => {
  const { rows: orders } = await pool.query(
    "INSERT INTO pannier.doc_order (tenant, id, version, document) VALUES ('odd', 'o', 1, $1) RETURNING id",
    [document]
  )
  expect(orders.length).toBe(1)
  const { rows: totals } = await pool.query("SELECT total::text, currency FROM pannier.orders WHERE tenant = 'odd'")
  const { rows: lines } = await pool.query("SELECT sku, quantity::text FROM pannier.order_lines WHERE tenant = 'odd'")
  await pool.query("DELETE FROM pannier.doc_order WHERE tenant = 'odd'")
  expect([totals, lines]).toEqual([[{ total: "12.50", currency: "CNY" }], [{ sku, quantity: "2" }]])
})

test("a view of an older wording is made anew, and one of a newer wording is left alone", async () => {
  const reopened = async (comment: string) => {
    await pool.query(
      "CREATE OR REPLACE VIEW pannier.balance WITH (security_invoker = true) AS SELECT a.tenant, a.id, a.owner, a.unit, a.floor, a.ceiling, 0::numeric AS posted, 0::numeric AS outgoing, 0::numeric AS incoming FROM pannier.account a"
    )
    await pool.query(`COMMENT ON VIEW pannier.balance IS '${comment}'`)
    await Effect.runPromise(Effect.scoped(Effect.asVoid(postgres(overPg(pool)).open([]))))
    const { rows } = await pool.query("SELECT count(*)::int AS count FROM pannier.balance WHERE posted <> 0")
    return rows[0].count > 0
  }
  expect([await reopened("pannier 9"), await reopened("pannier 1")]).toEqual([false, true])
})
