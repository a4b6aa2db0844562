import { readFileSync } from "node:fs"
import { startServer } from "@pannier/postgres-server"
import { overPg, postgres } from "@pannier/storage-postgres"
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
  const best = await report("best-sellers")
  expect(sum(best.map((row) => Number(row.pieces)))).toBe(
    sum(orders.flatMap((order) => order.lines.map((line: { readonly quantity: number }) => Number(line.quantity))))
  )
  const { rows: counted } = await pool.query(
    "SELECT count(*)::int AS count FROM pannier.doc_payment WHERE document IS NOT NULL"
  )
  const payments = await report("payments")
  expect(sum(payments.map((row) => Number(row.payments)))).toBe(counted[0].count)
  const trial = await report("trial-balance")
  expect(trial.length).toBeGreaterThan(1)
  expect(trial.every((row) => Number(row.balance) === 0)).toBe(true)
})
