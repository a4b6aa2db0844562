import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { startServer } from "@pannier/postgres-server"
import { drizzle } from "drizzle-orm/node-postgres"
import * as Effect from "effect/Effect"
import { system } from "pannier/command"
import type { RefusedError, Shop } from "pannier/shop"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { approve, type Office, OfficeRefused, orderUnder } from "../../src/office.ts"
import { openTeaShop, quoted } from "../../src/shop.ts"
import { companies, layout, purchases, requisitions } from "../../src/tables.ts"

const server = await startServer()
const pool = new pg.Pool({ ...server.connection, max: 10 })
pool.on("error", () => {})
const db = drizzle(pool)

beforeAll(() => pool.query(layout))
afterAll(async () => {
  await pool.end()
  await server.stop()
})

let shops = 0

/** A shop with five packets of tea, and a company with 500 yuan, for as long as the story takes. */
const withOffice = async (story: (office: Office) => Promise<void>): Promise<void> => {
  await db.delete(companies)
  await db.delete(purchases)
  await db.delete(requisitions)
  await db.insert(companies).values({ id: "acme", budget: 50_000 })
  const shop = await openTeaShop(pool, `office ${shops++}`)
  try {
    await story({ shop, pool })
  } finally {
    await shop.close()
  }
}

/** What of an order there is to see: the shop's documents, its shelf and its log, and the rows of the host. */
const standing = async (shop: Shop) => ({
  orders: (await shop.as(system).order.list({ state: "placed" })).items.map(({ id }) => id),
  log: (await Effect.runPromise(shop.storage.events(0, 1_000))).length,
  trial: await Effect.runPromise(shop.storage.trial),
  companies: await db.select().from(companies),
  purchases: await db.select().from(purchases),
  requisitions: await db.select().from(requisitions)
})

const under = (number: string) => ({ company: "acme", number, employee: "ann" })

/** An open requisition of as many packets. */
const wish = async (shop: Shop, id: string, quantity: number) => {
  const { placing: wanted, amount } = await quoted(shop, "ben", quantity)
  const { cart, quote } = wanted
  await db.insert(requisitions).values({ id, company: "acme", employee: "ben", cart, quote, amount, state: "open" })
}

describe("a row of Drizzle alongside an order", () => {
  test("stands with it, seen at the same instant; a repeated call adds none", () =>
    withOffice(async ({ shop, pool }) => {
      const { placing: input } = await quoted(shop, "ann", 2)
      const placed = await orderUnder({ shop, pool }, under("PO-1"), input, "once")
      const before = await standing(shop)
      expect(before.orders).toEqual([placed.id])
      expect(before.purchases).toEqual([{ company: "acme", number: "PO-1", order: placed.id, at: placed.placedAt }])
      // One transaction wrote both: PostgreSQL itself names it.
      const { rows: writers } = await pool.query(
        `SELECT p.xmin::text = d.xmin::text AS same FROM purchase p JOIN pannier.doc_order d ON d.id = p."order"`
      )
      expect(writers).toEqual([{ same: true }])
      // The number is used, and the part would say so if it were run.
      expect(await orderUnder({ shop, pool }, under("PO-1"), input, "once")).toEqual(placed)
      expect(await standing(shop)).toEqual(before)
    }))

  test("is not there when the order is refused", () =>
    withOffice(async (office) => {
      const { placing: input } = await quoted(office.shop, "ann", 3)
      await orderUnder(office, under("PO-1"), (await quoted(office.shop, "ann", 3)).placing)
      const before = await standing(office.shop)
      await expect(orderUnder(office, under("PO-2"), input)).rejects.toMatchObject({
        fact: { _tag: "StockShort", wanted: 3, available: 2 }
      })
      expect(await standing(office.shop)).toEqual(before)
    }))

  test("takes the order back when it cannot stand, and the host hears its own error as the cause", () =>
    withOffice(async (office) => {
      await orderUnder(office, under("PO-1"), (await quoted(office.shop, "ann", 1)).placing)
      const { placing: input } = await quoted(office.shop, "ann", 1)
      const before = await standing(office.shop)
      await expect(orderUnder(office, under("PO-1"), input)).rejects.toMatchObject({
        _tag: "HostRefused",
        cause: new OfficeRefused("acme has used PO-1")
      })
      expect(await standing(office.shop)).toEqual(before)
      // A statement that the database refuses, in the words of Drizzle: the number is longer than its column.
      await expect(orderUnder(office, under("PO-".padEnd(21, "9")), input)).rejects.toThrow(
        /nothing was committed: Failed query: insert into/
      )
      expect(await standing(office.shop)).toEqual(before)
      // Neither has used up the cart or the goods.
      expect((await orderUnder(office, under("PO-2"), input)).state).toBe("placed")
    }))

  test("is told apart by call: of five at once for one number one order stands, and others go on without a part", () =>
    withOffice(async (office) => {
      const wanted = await Promise.all(Array.from({ length: 5 }, () => quoted(office.shop, "ann", 1)))
      const plain = await quoted(office.shop, "eve", 1)
      const [bought, ...answers] = await Promise.all([
        office.shop.as({ id: "eve", kind: "customer" }).order.place(plain.placing),
        ...wanted.map(({ placing: input }) =>
          orderUnder(office, under("PO-1"), input).then(
            ({ state }) => state,
            ({ cause }: RefusedError) => (cause instanceof OfficeRefused ? "number used" : Promise.reject(cause))
          )
        )
      ])
      expect(answers.toSorted()).toEqual(["number used", "number used", "number used", "number used", "placed"])
      const { orders, purchases: rows } = await standing(office.shop)
      expect(orders.length).toBe(2)
      expect(rows.map(({ order }) => order)).toEqual(orders.filter((id) => id !== bought.id))
    }))
})

describe("an order that joins a transaction of Drizzle", () => {
  test("stands with the approval and the budget, and its payment starts after COMMIT", () =>
    withOffice(async (office) => {
      await wish(office.shop, "req-1", 2)
      const { id, state } = await approve(office, "req-1", "chen")
      expect(state).toBe("placed")
      expect(await standing(office.shop)).toMatchObject({
        orders: [id],
        companies: [{ id: "acme", budget: 50_000 - 26_600 }],
        requisitions: [{ id: "req-1", state: "approved", approver: "chen" }]
      })
      expect(await office.shop.work({ limit: 10 })).toMatchObject({ answered: 1, failed: [] })
    }))

  test("falls with what the host rolls back: the budget is short, or it is approved already", () =>
    withOffice(async (office) => {
      await wish(office.shop, "req-1", 3)
      await wish(office.shop, "req-2", 2)
      await approve(office, "req-1", "chen")
      const before = await standing(office.shop)
      await expect(approve(office, "req-1", "dora")).rejects.toEqual(new OfficeRefused("req-1 is not open"))
      await expect(approve(office, "req-2", "dora")).rejects.toEqual(new OfficeRefused("acme has not 26600 left"))
      expect(await standing(office.shop)).toEqual(before)
    }))

  test("takes the host's rows back when the shop refuses it", () =>
    withOffice(async (office) => {
      await wish(office.shop, "req-1", 3)
      await orderUnder(office, under("PO-1"), (await quoted(office.shop, "ann", 3)).placing)
      const before = await standing(office.shop)
      await expect(approve(office, "req-1", "chen")).rejects.toMatchObject({ _tag: "StockShort" })
      expect(await standing(office.shop)).toEqual(before)
    }))

  test("is gone with a transaction that ends after it was placed, goods and log and all", () =>
    withOffice(async (office) => {
      await wish(office.shop, "req-1", 2)
      await pool.query(
        `CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the office has closed'; END $$`
      )
      await pool.query(
        `CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON requisition DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION late()`
      )
      const before = await standing(office.shop)
      // The host's COMMIT itself fails, after the shop has answered within the transaction.
      await expect(approve(office, "req-1", "chen")).rejects.toThrow("the office has closed")
      expect(await standing(office.shop)).toEqual(before)
      await pool.query("DROP TRIGGER late ON requisition")
      expect((await approve(office, "req-1", "chen")).state).toBe("placed")
    }))
})

test("the program of the example tells its story, twice in one database", () => {
  const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url))
  const run = () =>
    execFileSync(process.execPath, ["--conditions=@pannier/source", main], {
      encoding: "utf8",
      env: { ...process.env, DATABASE_URL: server.url }
    })
  expect(run()).toBe(`ann orders under PO-7         done
ann orders under PO-7 again   refused: acme has used PO-7
numbers used                  1
chen approves req-1, 394.00   done
chen approves req-2, 266.00   refused: acme has not 26600 left
req-1                         approved
req-2                         open
`)
  expect(run()).toContain("req-1                         approved")
})
