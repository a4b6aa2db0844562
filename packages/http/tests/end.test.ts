import { connect } from "node:net"
import { describe, expect, test } from "vitest"
import { withServer } from "./shop.ts"

const headers = { authorization: "Bearer customer:ann", "content-type": "application/json" }

/** Begins a request whose body does not arrive; answers what is heard until the server hangs up. */
const stall = async (port: number): Promise<{ readonly heard: Promise<string> }> => {
  const socket = connect(port, "127.0.0.1")
  const written = Promise.withResolvers<void>()
  let text = ""
  socket.on("data", (chunk) => (text += chunk.toString()))
  const heard = new Promise<string>((resolve) => socket.on("close", () => resolve(text)))
  const lines = Object.entries({ host: "shop", ...headers, "content-length": "100" }).map((pair) => pair.join(": "))
  socket.write(`POST /cart/open HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n{"cur`, () => written.resolve())
  await written.promise
  return { heard }
}

/** A promise that is kept once the shop has been asked who sends a request. */
const askedOf = () => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  const actor = () => {
    ask()
    return { id: "ann", kind: "customer" } as const
  }
  return { asked, actor }
}

describe("a handler that ends", () => {
  test("lets go of a body that does not arrive, with an answer, after the time that it was given", async () => {
    const { asked, actor } = askedOf()
    await withServer(
      async ({ handler, port }) => {
        const { heard } = await stall(port)
        await asked
        const begun = performance.now()
        await handler.dispose({ within: 60 })
        expect(performance.now() - begun).toBeGreaterThan(50)
        expect(performance.now() - begun).toBeLessThan(2_000)
        const text = await heard
        expect(text).toMatch(/^HTTP\/1\.1 503 /)
        expect(text).toContain('"_tag":"ShuttingDown"')
        expect(text).toMatch(/^connection: close\r$/im)
      },
      { actor }
    )
  })

  test("waits for a host's own function no longer either, and commits nothing that it let go of", async () => {
    const { promise: known, resolve: know } = Promise.withResolvers<undefined>()
    const actor = async () => {
      await known
      return { id: "ann", kind: "customer" } as const
    }
    await withServer(
      async ({ handler, base, commits }) => {
        const before = await commits()
        const body = '{"currency":"CNY"}'
        const answering = handler.fetch(new Request(`${base}/cart/open`, { method: "POST", headers, body }))
        await handler.dispose({ within: 0 })
        const answer = await answering
        expect([answer.status, await answer.json()]).toMatchObject([503, { _tag: "ShuttingDown" }])
        know(undefined)
        await new Promise((resolve) => setTimeout(resolve, 20))
        expect(await commits()).toBe(before)
        // It is alive all the same.
        expect((await handler.fetch(new Request(`${base}/health`))).status).toBe(200)
      },
      { actor }
    )
  })

  test("waits as long as it takes where it is told to", async () => {
    const { asked, actor } = askedOf()
    await withServer(
      async ({ handler, base }) => {
        const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
        const request = new Request(`${base}/cart/open`, { method: "POST", headers, body: readable, duplex: "half" })
        const answering = handler.fetch(request)
        await asked
        let ended = false
        const ending = handler.dispose({ within: Number.POSITIVE_INFINITY }).then(() => (ended = true))
        await new Promise((resolve) => setTimeout(resolve, 30))
        expect(ended).toBe(false)
        const writer = writable.getWriter()
        await writer.write(new TextEncoder().encode('{"currency":"CNY"}'))
        await writer.close()
        expect((await answering).status).toBe(200)
        await ending
      },
      { actor }
    )
  })
})
