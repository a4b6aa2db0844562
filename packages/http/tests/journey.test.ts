import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { readyToOrder, withServer } from "./shop.ts"

describe("a shop over HTTP", () => {
  test("a buyer fills a cart, orders, pays, and the parcel arrives", () =>
    withServer(async (server) => {
      const { get, post, send, work, gateway, carrier } = server
      const order = await readyToOrder(server)
      const placed = await post("customer:ann", "/order/place", order, { "idempotency-key": "order-1" })
      expect(placed.status).toBe(200)
      expect(placed.json.total).toEqual({ amount: "266.00", currency: "CNY" })
      expect(server.due).toBe(1)
      await work()

      await Effect.runPromise(gateway.pay(placed.json.payment))
      const [callback] = await Effect.runPromise(gateway.callbacks)
      const heard = await send("/webhook/gateway/sandbox", { method: "POST", ...callback })
      expect([heard.status, heard.json]).toEqual([200, { payment: placed.json.payment }])
      const paid = await get("customer:ann", "/order/get", { order: placed.json.id })
      expect(paid.json.state).toBe("paid")

      const lines = [{ line: paid.json.lines[0].id, quantity: 2 }]
      const shipping = { order: paid.json.id, carrier: "slowboat", place: "hangzhou", lines }
      expect((await post("staff:chen", "/order/ship", shipping)).status).toBe(200)
      await work()
      const {
        shipments: [parcel]
      } = (await get("customer:ann", "/order/full", { order: paid.json.id })).json
      await Effect.runPromise(carrier.advance(parcel.id, "pickedUp"))
      await Effect.runPromise(carrier.advance(parcel.id, "delivered"))
      for (const told of await Effect.runPromise(carrier.callbacks)) {
        const taken = await send("/webhook/carrier/slowboat", { method: "POST", ...told })
        expect([taken.status, taken.json]).toEqual([200, { shipment: parcel.id }])
      }
      const {
        shipments: [arrived]
      } = (await get("customer:ann", "/order/full", { order: paid.json.id })).json
      expect(arrived.state).toBe("delivered")
      expect(server.failures).toEqual([])
    }))

  test("L38 one key has one order and one reply, byte for byte, however often it is sent", () =>
    withServer(async (server) => {
      const { get, post, commits } = server
      const order = await readyToOrder(server)
      const before = await commits()
      const send = () => post("customer:ann", "/order/place", order, { "idempotency-key": "order-1" })
      const replies = await Promise.all([send(), send(), send()])
      replies.push(await send())
      expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
      expect(await commits()).toBe(before + 1)
      const mine = await get("customer:ann", "/order/mine", { customer: "ann" })
      expect(mine.json.items).toHaveLength(1)
    }))

  test("URL parameters: text as it is, anything else as JSON", () =>
    withServer(async ({ get }) => {
      const page = await get("guest:token-1", "/catalog/browse", { category: "tea", limit: "5" })
      expect([page.status, page.json.items[0].id]).toEqual([200, "longjing"])
      const skus = JSON.stringify([{ sku: "longjing", merchant: "shanfang" }])
      const shown = await get("guest:token-1", "/pricing/shown", { currency: "CNY", skus })
      expect(shown.status).toBe(200)
      expect(shown.text).toContain("128.00")
      const choices = { region: "CN-ZJ", weightGrams: "500", currency: "CNY" }
      expect((await get("guest:token-1", "/delivery/choices", choices)).status).toBe(200)
    }))

  test("where there is GET there is HEAD, without a body", () =>
    withServer(async ({ send }) => {
      const headers = { authorization: "Bearer customer:ann" }
      const head = await send("/catalog/browse", { method: "HEAD", headers })
      expect([head.status, head.text]).toEqual([200, ""])
    }))

  test("a handler that was disposed has answered what was under way, and takes nothing new", () =>
    withServer(async (server) => {
      const { handler, post } = server
      const order = await readyToOrder(server)
      const request = new Request(`${server.base}/order/place`, {
        method: "POST",
        headers: { authorization: "Bearer customer:ann", "content-type": "application/json" },
        body: JSON.stringify(order)
      })
      const underWay = handler.fetch(request)
      await handler.dispose()
      expect((await underWay).status).toBe(200)
      const late = await post("customer:ann", "/cart/open", { currency: "CNY" })
      expect([late.status, late.json._tag]).toEqual([503, "ShuttingDown"])
    }))

  test("L50 a list that is somebody else's is denied like one of nobody's", () =>
    withServer(async ({ get }) => {
      const others = ["ann", "nobody"].map((customer) => get("customer:ben", "/order/mine", { customer }))
      for (const { status, json } of await Promise.all(others)) {
        expect([status, json._tag, json.permission]).toEqual([403, "Denied", "order.list"])
      }
    }))

  test("an answer is nobody else's: not to be stored, and nothing but JSON", () =>
    withServer(async ({ get }) => {
      const { headers } = await get("customer:ann", "/order/mine", { customer: "ann" })
      expect(headers.get("cache-control")).toBe("no-store")
      expect(headers.get("x-content-type-options")).toBe("nosniff")
      expect(headers.get("content-type")).toBe("application/json")
    }))
})
