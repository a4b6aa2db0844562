import { connect } from "node:net"
import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { longestBody } from "@pannier/http"
import { type Answer, readyToOrder, type TeaServer, withServer } from "./shop.ts"

/** What is tried must be refused and leave the whole log as it was. */
const unchanged = async ({ shop }: TeaServer, attack: () => Promise<void>): Promise<void> => {
  const log = () => Effect.runPromise(shop.storage.events(0, 10_000))
  const before = await log()
  expect(before.length).toBeGreaterThan(0)
  await attack()
  expect(await log()).toEqual(before)
}

const refusedAs = ({ status, json }: Answer) => [status, json?._tag, json?.path]

const opening = { currency: "CNY" }

describe("bodies", () => {
  test("H015 an unknown field is refused, wherever it stands", () =>
    withServer(async (server) => {
      const order = await readyToOrder(server)
      await unchanged(server, async () => {
        const line = { cart: order.cart, sku: "longjing", quantity: 1 }
        const priced = await server.post("customer:ann", "/cart/addLine", { ...line, unitPrice: "0.01" })
        expect(refusedAs(priced)).toEqual([400, "InvalidInput", "/unitPrice"])
        const proto = await server.post("customer:ann", "/cart/open", '{"currency":"CNY","__proto__":{"admin":true}}')
        expect(refusedAs(proto)).toEqual([400, "InvalidInput", "/__proto__"])
        const deep = { ...order, address: { ...order.address, owner: "ben" } }
        expect(refusedAs(await server.post("customer:ann", "/order/place", deep))).toEqual([
          400,
          "InvalidInput",
          "/address/owner"
        ])
      })
    }))

  test("H063 what is no JSON, or JSON that readers read differently, is refused by its place", () =>
    withServer(async (server) => {
      const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`
      const bodies: ReadonlyArray<readonly [string, string, string]> = [
        ["", "", "expected JSON"],
        ["{", "", "expected JSON"],
        ['{"currency":"CNY"} x', "", "expected JSON"],
        ["\ufeff{}", "", "expected JSON"],
        ['{"currency":"CNY","currency":"JPY"}', "/currency", "a key that occurs twice"],
        ['{"currency":"CNY","\\u0063urrency":"JPY"}', "/currency", "a key that occurs twice"],
        ['{"currency":"\\ud800"}', "/currency", "a lone surrogate"],
        ['{"\\udc00":1}', "", "a lone surrogate"],
        [deep, "", "deeper than 64 levels"],
        [`{"currency":${"[".repeat(400_000)}`, "", "deeper than 64 levels"]
      ]
      await unchanged(server, async () => {
        for (const [body, path, reason] of bodies) {
          const { status, json } = await server.post("customer:ann", "/cart/open", body)
          expect([status, json]).toMatchObject([400, { _tag: "InvalidInput", path, reason }])
        }
        // The value of a section may be any JSON, so nothing but the depth stands in its way.
        const section = `{"section":"logistics.delivery","value":${deep}}`
        const settled = await server.post("system:system", "/settings/change", section)
        expect(settled.json).toMatchObject({ _tag: "InvalidInput", reason: "deeper than 64 levels" })
      })
    }))

  test("H063 bytes that are no UTF-8", () =>
    withServer(async (server) => {
      const headers = { authorization: "Bearer customer:ann", "content-type": "application/json" }
      await unchanged(server, async () => {
        const body = new Uint8Array([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d])
        const answer = await server.send("/cart/open", { method: "POST", headers, body })
        expect(answer.json).toMatchObject({ _tag: "InvalidInput", reason: "expected UTF-8" })
      })
    }))

  test("a content type that a page of another site may send without asking is refused", () =>
    withServer(async (server) => {
      await unchanged(server, async () => {
        for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk", ""]) {
          const answer = await server.post("customer:ann", "/cart/open", opening, { "content-type": type })
          expect([type, ...refusedAs(answer)]).toEqual([type, 400, "InvalidInput", ""])
        }
        const packed = await server.post("customer:ann", "/cart/open", opening, { "content-encoding": "gzip" })
        expect(refusedAs(packed)).toEqual([400, "InvalidInput", ""])
      })
      const types = ["application/json", "application/json;charset=utf-8", 'Application/JSON; charset="UTF-8"']
      for (const type of types) {
        expect((await server.post("customer:ann", "/cart/open", opening, { "content-type": type })).status).toBe(200)
      }
    }))

  test("H063 a body of exactly 1 MiB is read, one byte more is not", () =>
    withServer(async (server) => {
      const body = (size: number) => `{"currency":"CNY"${" ".repeat(size - 18)}}`
      expect((await server.post("customer:ann", "/cart/open", body(longestBody))).status).toBe(200)
      await unchanged(server, async () => {
        const answer = await server.post("customer:ann", "/cart/open", body(longestBody + 1))
        expect([answer.status, answer.json]).toMatchObject([
          413,
          { _tag: "PayloadTooLarge", size: longestBody + 1, most: longestBody }
        ])
      })
    }))

  test.each([
    ["announced", "content-length: 104857600"],
    ["streamed", "transfer-encoding: chunked"]
  ])("H063 100 MB %s are cut off early", (_, framing) =>
    withServer(async (server) => {
      await unchanged(server, async () => {
        const { text, sent } = await pour(server.port, framing, 100 * 1024 * 1024)
        expect(text).toMatch(/^HTTP\/1\.1 413 /)
        expect(text).toContain('"_tag":"PayloadTooLarge"')
        // The system's buffers on both sides take what nobody reads.
        expect(sent).toBeLessThan(20 * 1024 * 1024)
      })
      expect((await server.post("customer:ann", "/cart/open", opening)).status).toBe(200)
    })
  )
})

/** Sends a body of some size to the shop and stops when the connection ends; answers what came back and what was sent. */
const pour = (port: number, framing: string, size: number): Promise<{ readonly text: string; readonly sent: number }> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    const block = Buffer.alloc(65_536, 0x20)
    const chunked = framing.includes("chunked")
    let [text, sent] = ["", 0]
    const write = () => {
      while (sent < size && socket.writable) {
        sent += block.length
        if (chunked) socket.write(`${block.length.toString(16)}\r\n`)
        const room = socket.write(block)
        if (chunked) socket.write("\r\n")
        if (!room) return
      }
    }
    socket.on("data", (chunk) => (text += chunk.toString()))
    socket.on("drain", write)
    // Once the server has hung up, writing fails; what it said before has arrived.
    socket.on("error", () => socket.destroy())
    socket.on("close", () => resolve({ text, sent }))
    socket.write(
      `POST /cart/open HTTP/1.1\r\nhost: shop\r\nauthorization: Bearer customer:ann\r\ncontent-type: application/json\r\n${framing}\r\n\r\n`
    )
    write()
  })

describe("keys", () => {
  test("H045 a key that was used with another body", () =>
    withServer(async (server) => {
      const line = { cart: (await readyToOrder(server)).cart, sku: "longjing", quantity: 1 }
      const key = { "idempotency-key": "add-1" }
      expect((await server.post("customer:ann", "/cart/addLine", line, key)).status).toBe(200)
      await unchanged(server, async () => {
        const other = await server.post("customer:ann", "/cart/addLine", { ...line, quantity: 2 }, key)
        expect([other.status, other.json]).toMatchObject([422, { _tag: "IdempotencyKeyReuse", key: "add-1" }])
      })
    }))

  test("H046 a key that is empty, too long, or not printable ASCII", () =>
    withServer(async (server) => {
      const order = await readyToOrder(server)
      await unchanged(server, async () => {
        for (const key of ["", "k".repeat(256), "two words", "schlüssel"]) {
          const answer = await server.post("customer:ann", "/order/place", order, { "idempotency-key": key })
          expect(refusedAs(answer)).toEqual([400, "InvalidInput", ""])
        }
        const { text } = await pour(server.port, "idempotency-key: one\r\n two\r\ncontent-length: 18", 0)
        expect(text).toMatch(/^HTTP\/1\.1 400 /)
      })
      const key = { "idempotency-key": "k".repeat(255) }
      expect((await server.post("customer:ann", "/order/place", order, key)).status).toBe(200)
    }))
})

describe("addresses", () => {
  test("a path that is none, a method that is none of the path's", () =>
    withServer(async (server) => {
      await unchanged(server, async () => {
        for (const path of [
          "/",
          "/cart",
          "/cart/",
          "/cart/open/",
          "/cart//open",
          "/cart/%6fpen",
          "/constructor/name"
        ]) {
          const { status, json } = await server.post("customer:ann", path, opening)
          expect([path, status, json._tag]).toEqual([path, 404, "RouteUnknown"])
        }
        for (const [method, path, allow] of [
          ["GET", "/cart/open", "POST"],
          ["PUT", "/cart/open", "POST"],
          ["DELETE", "/cart/get", "GET, HEAD"],
          ["POST", "/openapi.json", "GET, HEAD"],
          ["OPTIONS", "/webhook/gateway/sandbox", "POST"]
        ] as const) {
          const { status, json, headers } = await server.send(path, { method })
          expect([status, json._tag, headers.get("allow")]).toEqual([405, "MethodNotAllowed", allow])
        }
      })
    }))

  test("parameters: unknown, doubled, malformed, foreign", () =>
    withServer(async (server) => {
      await unchanged(server, async () => {
        for (const [path, at] of [
          ["/cart/get?cart=a&total=0", "/total"],
          ["/cart/get?cart=a&cart=b", "/cart"],
          ["/cart/get?cart=a&__proto__=b", "/__proto__"],
          ["/cart/get?cart=%00", "/cart"],
          ["/cart/get?cart=en'%20THEN%201", "/cart"],
          ["/catalog/browse?limit=1e9", "/limit"],
          ["/catalog/browse?limit=five", "/limit"],
          ['/pricing/shown?currency=CNY&skus=[{"sku":"a","merchant":"b","merchant":"c"}]', "/skus/0/merchant"],
          ["/catalog/browse?after=forged", "/after"]
        ] as const) {
          const answer = await server.send(path, { headers: { authorization: "Bearer customer:ann" } })
          expect(refusedAs(answer)).toEqual([400, "InvalidInput", at])
        }
      })
      expect(server.failures).toEqual([])
    }))
})

describe("actors", () => {
  test("nobody is told to sign in, before anything is read", () =>
    withServer(async (server) => {
      await unchanged(server, async () => {
        for (const who of ["", "nobody", "guest:", `guest:${"x".repeat(129)}`, "guest:two words", "owner:ann"]) {
          const posted = await server.post(who, "/cart/open", "no JSON at all")
          expect([posted.status, posted.json._tag]).toEqual([401, "Unauthenticated"])
          expect(posted.headers.get("www-authenticate")).toBe("Bearer")
          expect((await server.get(who, "/catalog/browse")).status).toBe(401)
        }
      })
    }))

  test("what is no actor, as a host without types may have it, is nobody too", async () => {
    for (const found of [null, undefined, {}, { id: 5, kind: "customer" }, { id: null, kind: "customer" }]) {
      await withServer(
        async (server) => {
          const posted = await server.post("customer:ann", "/cart/open", opening)
          expect([found, posted.status, posted.json._tag]).toEqual([found, 401, "Unauthenticated"])
          expect(server.failures).toEqual([])
        },
        { actor: () => found as null }
      )
    }
  })

  test("L50 what belongs to somebody else is told like what does not exist, byte for byte", () =>
    withServer(async (server) => {
      const order = await readyToOrder(server)
      const placed = await server.post("customer:ann", "/order/place", order)
      const told = ({ status, text, headers }: Answer, id: string) => {
        const { date: _, ...others } = Object.fromEntries(headers)
        return { status, text: text.replaceAll(id, "ID"), others }
      }
      const others = {
        "/cart/get": ["cart", order.cart],
        "/order/get": ["order", placed.json.id],
        "/order/full": ["order", placed.json.id],
        "/payment/get": ["payment", placed.json.payment]
      } as const
      await unchanged(server, async () => {
        for (const [path, [field, id]] of Object.entries(others)) {
          const absent = id.replace(/.$/, (last: string) => (last === "0" ? "1" : "0"))
          const foreign = await server.get("customer:ben", path, { [field]: id })
          expect(foreign.status).toBe(404)
          expect(told(foreign, id)).toEqual(told(await server.get("customer:ben", path, { [field]: absent }), absent))
        }
        const line = { sku: "longjing", quantity: 1 }
        const foreign = await server.post("customer:ben", "/cart/addLine", { cart: order.cart, ...line })
        const absent = await server.post("customer:ben", "/cart/addLine", {
          cart: "cart_00000000000000000000",
          ...line
        })
        expect(foreign.status).toBe(404)
        expect(told(foreign, order.cart)).toEqual(told(absent, "cart_00000000000000000000"))
      })
    }))

  test("what only the staff may do is denied to buyers, by the permission's name", () =>
    withServer(async (server) => {
      await unchanged(server, async () => {
        const { status, json } = await server.post("customer:ann", "/permission/grant", {
          staff: "ann",
          role: "manager"
        })
        expect([status, json._tag, json.permission]).toEqual([403, "Denied", "permission.grant"])
        expect(json.message).toEqual({
          zh: "没有权限 `permission.grant`",
          en: "permission `permission.grant` is not granted"
        })
      })
    }))
})

describe("failures", () => {
  test("a defect is told to the host alone", () => {
    const secret = new Error("the session store at 10.0.0.7 is down")
    const actor = () => Promise.reject(secret)
    return withServer(
      async (server) => {
        await unchanged(server, async () => {
          const { status, json } = await server.post("customer:ann", "/cart/open", opening)
          expect([status, json]).toEqual([
            500,
            { _tag: "Defect", message: { zh: "服务器内部错误", en: "internal error" } }
          ])
        })
        expect(server.failures).toEqual([secret])
      },
      { actor }
    )
  })

  test("what the host's own functions throw takes no answer back", () => {
    const broken = new Error("the worker is gone")
    const onDue = () => {
      throw broken
    }
    return withServer(
      async (server) => {
        const placed = await server.post("customer:ann", "/order/place", await readyToOrder(server))
        expect([placed.status, placed.json.state]).toEqual([200, "placed"])
        expect(server.failures).toEqual([broken])
      },
      { onDue }
    )
  })

  test("a port's failure is told without its detail", () =>
    withServer(
      async (server) => {
        const order = await readyToOrder(server)
        await server.shop.close()
        const { status, json } = await server.post("customer:ann", "/order/place", order)
        expect([status, json]).toMatchObject([503, { _tag: "StorageError", reason: "Closed", detail: "" }])
        expect(server.failures).toMatchObject([{ _tag: "StorageError", reason: "Closed" }])
      },
      { audited: false }
    ))
})
