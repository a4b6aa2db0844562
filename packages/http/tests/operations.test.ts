import { describe, expect, test } from "vitest"
import { memory } from "pannier/memory"
import { readyToOrder, withServer } from "./shop.ts"

const secret = "of the timer"
const cron = { allow: (request: Request) => request.headers.get("authorization") === `Bearer ${secret}` }

describe("a shop that is operated over HTTP", () => {
  test("says that it is alive, and that its storage answers", () =>
    withServer(async ({ send }) => {
      const alive = await send("/health", { method: "GET" })
      expect([alive.status, alive.json]).toEqual([200, { status: "up" }])
      const ready = await send("/ready", { method: "GET" })
      expect([ready.status, ready.json]).toEqual([200, { status: "ready", parked: false, building: false }])
    }))

  test("works when its timer asks, and for nobody else", () =>
    withServer(
      async (server) => {
        const { post, send } = server
        const placed = await post("customer:ann", "/order/place", await readyToOrder(server))
        const headers = { authorization: "Bearer guessed" }
        expect((await send("/worker", { method: "POST", headers })).status).toBe(401)
        const asked = { method: "POST", headers: { authorization: `Bearer ${secret}` } }
        const worked = await send("/worker", asked)
        expect(worked.status).toBe(200)
        expect(worked.json.failed).toEqual([])
        expect(worked.json.answered).toBeGreaterThanOrEqual(1)
        const { json: order } = await server.get("customer:ann", "/order/get", { order: placed.json.id })
        expect(order.state).toBe("placed")
        expect((await send("/worker", asked)).json).toEqual({ answered: 0, failed: [] })
        expect((await send("/worker", { method: "GET" })).status).toBe(405)
      },
      { cron }
    ))

  test("a worker whose clock is off is told so, and takes nothing", async () => {
    let behind = 0
    const storage = memory({ clock: () => Date.now() + behind })
    await withServer(
      async (server) => {
        await server.post("customer:ann", "/order/place", await readyToOrder(server))
        behind = 60_000
        const asked = { method: "POST", headers: { authorization: `Bearer ${secret}` } }
        const told = await server.send("/worker", asked)
        expect([told.status, told.json]).toMatchObject([503, { _tag: "ClockSkew" }])
        behind = 0
        expect((await server.send("/worker", asked)).json).toMatchObject({ answered: expect.any(Number), failed: [] })
      },
      { cron, storage }
    )
  })

  test("without a timer there is no such route", () =>
    withServer(async ({ send }) => {
      expect((await send("/worker", { method: "POST" })).status).toBe(404)
    }))
})
