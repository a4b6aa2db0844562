import { startServer } from "@pannier/postgres-server"
import { type Driver, overPg, postgres, type Query } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import pg from "pg"
import { afterAll, describe, expect, test } from "vitest"
import { memoryVault } from "../../src/memory/index.ts"
import { openShop, type Shop } from "../../src/shop/index.ts"
import { type Host, hostStories, inHost, quoted, standing } from "../shop/hosting.ts"
import { ann, ben, system } from "../shop/small-shop.ts"
import { poolOf } from "./shop.ts"

const server = await startServer()
const pool = poolOf(server, 10)
afterAll(async () => {
  await pool.end()
  await server.stop()
})

await pool.query("CREATE TABLE purchase (tenant text, number text, made text NOT NULL, PRIMARY KEY (tenant, number))")
let tenants = 0

/** A tenant of its own, on a driver that may be spoiled. */
const fresh = async (driver: Driver = overPg(pool)): Promise<Host<Query>> => {
  const tenant = `host ${tenants++}`
  return {
    adapter: postgres(driver, { tenant }),
    enter: async (query, { number, order }, afterwards) => {
      await query("INSERT INTO purchase VALUES ($1::text, $2::text, $3::text)", [tenant, number, order])
      afterwards?.()
    },
    purchases: async () => {
      const all = "SELECT number, made FROM purchase WHERE tenant = $1 ORDER BY number"
      const { rows } = await pool.query<{ number: string; made: string }>(all, [tenant])
      return rows.map(({ number, made }) => ({ number, order: made }))
    }
  }
}

hostStories(() => fresh())

/** A driver whose next transactions end as they are told to, until there is nothing left to tell. */
const spoiled = (ends: Array<"answer lost" | "not committed">): Driver => {
  const driver = overPg(pool)
  return {
    query: driver.query,
    transaction: async (body) => {
      const end = ends.shift()
      if (end === undefined) return driver.transaction(body)
      const gone = new Error("the connection is gone")
      if (end === "answer lost") {
        await driver.transaction(body)
        throw gone
      }
      return driver.transaction(async (query) => {
        await body(query)
        throw gone
      })
    }
  }
}

describe("a part of the host's own where the connection is lost", () => {
  test.each([
    ["at COMMIT, which was carried out", "answer lost", 1],
    ["before COMMIT", "not committed", 2]
  ] as const)("%s: one order and one row, whoever hears of it", async (_, end, runs) => {
    const ends: Array<"answer lost" | "not committed"> = []
    await inHost(await fresh(spoiled(ends)), async (shop, host) => {
      const input = await quoted(shop)
      let ran = 0
      ends.push(end)
      const placed = await shop.as(ann).order.place(input, {
        alongside: (query, { id }) => {
          ran++
          return host.enter(query, { number: "PO-1", order: id })
        }
      })
      expect(ran).toBe(runs)
      expect(await standing(shop, host)).toMatchObject({
        orders: [placed.id],
        purchases: [{ number: "PO-1", order: placed.id }]
      })
    })
  })
})

describe("a shop within a transaction of the host's", () => {
  const { transaction } = overPg(pool)

  test("reads what the transaction has written: a cart, its quote and its order stand with the host's rows, or none does", async () =>
    inHost(await fresh(), async (shop, host) => {
      const before = await standing(shop, host)
      const buy = (end: () => void) =>
        transaction(async (query) => {
          const inside = shop.within(query)
          const { id } = await inside.as(ann).order.place(await quoted(inside, ann, 2))
          await host.enter(query, { number: "PO-1", order: id })
          expect((await inside.as(ann).order.get({ order: id })).state).toBe("placed")
          end()
          return id
        })
      const changed = buy(() => {
        throw new Error("changed our mind")
      })
      await expect(changed).rejects.toThrow("changed our mind")
      expect(await standing(shop, host)).toEqual(before)
      const id = await buy(() => {})
      expect(await standing(shop, host)).toMatchObject({ orders: [id], purchases: [{ number: "PO-1", order: id }] })
    }))

  test("needs no connection beside the transaction's", async () => {
    const one = new pg.Pool({ ...server.connection, max: 1 })
    await inHost(await fresh(overPg(one)), async (shop) => {
      const state = await overPg(one).transaction(async (query) => {
        const inside = shop.within(query)
        return (await inside.as(ann).order.place(await quoted(inside))).state
      })
      expect(state).toBe("placed")
    })
    await one.end()
  })

  test("a refusal leaves the transaction open, and a key is answered with the first reply, inside and afterwards", async () =>
    inHost(await fresh(), async (shop, host) => {
      const [few, many] = [await quoted(shop), await quoted(shop, ben, 11)]
      const once = { key: "once" }
      const placed = await transaction(async (query) => {
        const inside = shop.within(query)
        expect(await inside.as(ben).order.place.result(many)).toMatchObject({ failure: { _tag: "StockShort" } })
        const first = await inside.as(ann).order.place(few, once)
        expect(await inside.as(ann).order.place(few, once)).toEqual(first)
        return first
      })
      expect(await shop.as(ann).order.place(few, once)).toEqual(placed)
      expect((await standing(shop, host)).orders).toEqual([placed.id])
    }))

  test("what it has read of a transaction that was rolled back is forgotten", async () =>
    inHost(await fresh(), async (shop, host) => {
      const priced = (amount: string) => ({
        sku: "longjing",
        entries: [{ id: "longjing-base", sku: "longjing", currency: "CNY", amount }]
      })
      const price = async (asked: Pick<Shop, "as">) => {
        const { cart: carts } = asked.as(ann)
        const { id: cart } = await carts.open({ currency: "CNY" })
        await carts.addLine({ cart, sku: "longjing", quantity: 1 })
        await carts.choose({ cart, delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" })
        return (await carts.quote({ cart })).quote.grand
      }
      const undone = transaction(async (query) => {
        const inside = shop.within(query)
        await inside.as(system).pricing.state(priced("1.00"))
        expect([await price(inside), await price(inside)]).toEqual(["10.95", "10.95"])
        throw new Error("undone")
      })
      await expect(undone).rejects.toThrow("undone")
      // The same document in the same version, and another price: stated by a node that this one has not heard of.
      const other = await openShop({ storage: host.adapter, vault: memoryVault() })
      await other.as(system).pricing.state(priced("2.00"))
      await other.close()
      expect([await price(shop), await price(shop)]).toEqual(["11.90", "11.90"])
    }))

  test("commits nothing where no transaction is open, or where it is over", async () =>
    inHost(await fresh(), async (shop, host) => {
      const input = await quoted(shop)
      const before = await standing(shop, host)
      const place = (query: Query) => shop.within(query).as(ann).order.place.result(input)
      expect(await place(overPg(pool).query)).toMatchObject({
        failure: { _tag: "StorageError", reason: "Unsupported" }
      })
      let kept: Query | undefined
      await transaction(async (query) => void (kept = query))
      if (kept === undefined) throw new Error("no transaction")
      expect(await place(kept)).toMatchObject({
        failure: { _tag: "StorageError", detail: expect.stringContaining("after its transaction") }
      })
      expect(await standing(shop, host)).toEqual(before)
    }))

  test("lends no intents and keeps no links", async () =>
    inHost(await fresh(), async (shop) => {
      const refused = await transaction((query) => {
        const inside = shop.storage.within?.(query)
        if (inside === undefined) throw new Error("it joins none")
        return Effect.runPromise(Effect.all([Effect.flip(inside.take(0, 1)), Effect.flip(inside.link([]))]))
      })
      expect(refused).toMatchObject([{ reason: "Unsupported" }, { reason: "Unsupported" }])
    }))
})
