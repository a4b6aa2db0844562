import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import { describe, expect, test } from "vitest"
import { memoryGateway } from "pannier/memory"
import { httpHandler, longestBody } from "@pannier/http"
import { readyToOrder, type TeaServer, withServer } from "./shop.ts"

/** Places an order and has it paid at the gateway; answers the callback that tells of it. */
const paidCallback = async (server: TeaServer) => {
  const { json: placed } = await server.post("customer:ann", "/order/place", await readyToOrder(server))
  await server.work()
  await Effect.runPromise(server.gateway.pay(placed.payment))
  const [callback] = await Effect.runPromise(server.gateway.callbacks)
  if (callback === undefined) throw new Error("the gateway has nothing to tell")
  return { placed, callback }
}

const stateOf = async ({ get }: TeaServer, order: string) =>
  (await get("customer:ann", "/order/get", { order })).json.state

describe("callbacks of gateways", () => {
  test("H057 one callback five times, two at once: each is answered, one transition", () =>
    withServer(async (server) => {
      const { placed, callback } = await paidCallback(server)
      const hear = () => server.send("/webhook/gateway/sandbox", { method: "POST", ...callback })
      const answers = [...(await Promise.all([hear(), hear()])), await hear(), await hear(), await hear()]
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
      expect(await stateOf(server, placed.id)).toBe("paid")
      const log = await Effect.runPromise(server.shop.storage.events(0, 10_000))
      const events = log.flatMap(({ events }) => events).filter(({ type }) => type === "PaymentCaptured")
      expect(events).toHaveLength(1)
    }))

  test("what a callback leaves to do at once is announced: money that came too late goes back", () =>
    withServer(async (server) => {
      const { placed, callback } = await paidCallback(server)
      await server.post("customer:ann", "/order/cancel", { order: placed.id })
      const before = server.due
      expect((await server.send("/webhook/gateway/sandbox", { method: "POST", ...callback })).status).toBe(200)
      expect(server.due).toBe(before + 1)
      await server.work()
      const { order, refunds } = (await server.get("customer:ann", "/order/full", { order: placed.id })).json
      expect([order.state, refunds[0].amount]).toEqual(["cancelled", placed.total])
      expect(server.failures).toEqual([])
    }))

  test("a forged callback is refused, and nothing moves", () =>
    withServer(async (server) => {
      const { placed, callback } = await paidCallback(server)
      const before = await server.commits()
      for (const forged of [
        { ...callback, body: callback.body.replace("266.00", "0.01") },
        { ...callback, headers: { mark: "sandbox-99" } },
        { headers: {}, body: callback.body },
        { headers: {}, body: "" },
        { headers: {}, body: "[".repeat(100_000) }
      ]) {
        const { status, json, headers } = await server.send("/webhook/gateway/sandbox", { method: "POST", ...forged })
        expect([status, json]).toMatchObject([401, { _tag: "SignatureInvalid", gateway: "sandbox" }])
        expect(headers.get("www-authenticate")).toBeNull()
      }
      expect(await server.commits()).toBe(before)
      expect(await stateOf(server, placed.id)).not.toBe("paid")
    }))

  test("H063 a body that is too long or no UTF-8 never reaches the gateway's adapter", () =>
    withServer(async (server) => {
      const send = (body: Uint8Array<ArrayBuffer>) => server.send("/webhook/gateway/sandbox", { method: "POST", body })
      const long = await send(new Uint8Array(longestBody + 1))
      expect([long.status, long.json._tag]).toEqual([413, "PayloadTooLarge"])
      const torn = await send(new Uint8Array([0xc0, 0xaf]))
      expect([torn.status, torn.json._tag]).toEqual([400, "InvalidInput"])
    }))

  test("the bytes reach the adapter as they were signed, a mark of byte order included", () => {
    const heard: Array<string> = []
    const base = memoryGateway({ name: "listening" })
    const listening = {
      ...base,
      verify: (callback: Parameters<typeof base.verify>[0], at: number) => {
        heard.push(`${callback.headers["x-signature"]} ${callback.body}`)
        return base.verify(callback, at)
      }
    }
    return withServer(
      async ({ send }) => {
        const body = '\ufeff{ "payment" :\t"龙井" }\r\n'
        await send("/webhook/gateway/listening", { method: "POST", headers: { "X-Signature": "s1" }, body })
        expect(heard).toEqual([`s1 ${body}`])
      },
      { others: [listening] }
    )
  })

  test("a gateway says nothing of another gateway's payments, however well it signs", () => {
    const other = memoryGateway({ name: "other" })
    return withServer(
      async (server) => {
        const { json: placed } = await server.post("customer:ann", "/order/place", await readyToOrder(server))
        await server.work()
        const amount = { amount: 26_600n, currency: "CNY" } as const
        const told = { payment: placed.payment, order: placed.id, amount, expiresAt: 8.64e15 }
        await Effect.runPromise(other.start(told))
        await Effect.runPromise(other.pay(placed.payment))
        const [callback] = await Effect.runPromise(other.callbacks)
        const before = await server.commits()
        const { status, json } = await server.send("/webhook/gateway/other", { method: "POST", ...callback })
        expect([status, json]).toMatchObject([404, { _tag: "NotFound", collection: "payment", id: placed.payment }])
        expect(await server.commits()).toBe(before)
        expect(await stateOf(server, placed.id)).not.toBe("paid")
      },
      { others: [other] }
    )
  })

  test("H064 a callback of an unknown kind is acknowledged and noted, changes nothing, and holds up none behind it", () => {
    const base = memoryGateway({ name: "talkative" })
    const talkative: typeof base = {
      ...base,
      verify: (callback, at) =>
        callback.headers["x-kind"] === undefined
          ? base.verify(callback, at)
          : Effect.fail({ _tag: "EventUnknown", gateway: "talkative", kind: callback.headers["x-kind"] })
    }
    const noted: Array<unknown> = []
    const logger = Logger.make(({ message, fiber }) => {
      noted.push([message, fiber.getRef(References.CurrentLogAnnotations)])
    })
    return withServer(
      async (server) => {
        const before = await server.commits()
        const handler = httpHandler(server.shop, { actor: () => undefined, gateways: [talkative] })
        const request = new Request("http://shop.example/webhook/gateway/talkative", {
          method: "POST",
          headers: { "x-kind": "dispute.opened" },
          body: "{}"
        })
        const answer = await Effect.runPromise(Effect.provide(handler.respond(request), Logger.layer([logger])))
        expect([answer.status, await answer.json()]).toEqual([200, { ignored: "dispute.opened" }])
        expect(await server.commits()).toBe(before)
        expect(noted).toEqual([
          [
            ["a callback of an unknown kind is let pass"],
            expect.objectContaining({ gateway: "talkative", kind: "dispute.opened" })
          ]
        ])
        expect(server.failures).toEqual([])
      },
      { others: [talkative] }
    )
  })

  test("a callback to a partner the shop does not have, or that is not posted", () =>
    withServer(async ({ send }) => {
      expect((await send("/webhook/gateway/nobody", { method: "POST", body: "{}" })).json._tag).toBe("RouteUnknown")
      expect((await send("/webhook/carrier/sandbox", { method: "POST", body: "{}" })).json._tag).toBe("RouteUnknown")
      expect((await send("/webhook/gateway/sandbox")).status).toBe(405)
    }))
})

describe("callbacks of carriers", () => {
  test("a forged callback is refused", () =>
    withServer(async ({ send, commits }) => {
      const before = await commits()
      const { status, json } = await send("/webhook/carrier/slowboat", { method: "POST", body: "{}" })
      expect([status, json]).toMatchObject([401, { _tag: "CarrierSignatureInvalid", carrier: "slowboat" }])
      expect(await commits()).toBe(before)
    }))
})
