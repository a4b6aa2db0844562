import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http"
import { connect, type AddressInfo } from "node:net"
import { describe, expect, test } from "vitest"
import { nodeListener } from "@pannier/http/node"

const withListener = async (listener: RequestListener, story: (port: number) => Promise<void>): Promise<void> => {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  try {
    await story((server.address() as AddressInfo).port)
  } finally {
    await new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
  }
}

/** Answers with what arrived. */
const echo = async (request: Request): Promise<Response> => {
  const { method, url, headers } = request
  return Response.json({ method, url, headers: [...headers], body: await request.text() }, { status: 201 })
}

interface Echo {
  readonly method: string
  readonly url: string
  readonly headers: ReadonlyArray<readonly [string, string]>
  readonly body: string
}

const echoed = async (response: Response): Promise<Echo> => (await response.json()) as Echo

/** Speaks HTTP word for word, as no client would. */
const say = (port: number, text: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    let heard = ""
    socket.on("data", (chunk) => (heard += chunk.toString()))
    socket.on("close", () => resolve(heard))
    socket.on("error", () => socket.destroy())
    socket.write(text)
  })

describe("a fetch handler in node:http", () => {
  test("a request arrives whole, and so does the answer", () =>
    withListener(nodeListener({ fetch: echo }), async (port) => {
      const sent = { method: "POST", headers: { "x-one": "1" }, body: "龙井".repeat(100_000) }
      const response = await fetch(`http://127.0.0.1:${port}/a%20b?c=d&c=e`, sent)
      expect(response.status).toBe(201)
      const { method, url, headers, body } = await echoed(response)
      expect([method, url, body]).toEqual(["POST", `http://127.0.0.1:${port}/a%20b?c=d&c=e`, sent.body])
      expect(headers).toContainEqual(["x-one", "1"])
    }))

  test("a header that is sent twice arrives twice, in one line", () =>
    withListener(nodeListener({ fetch: echo }), async (port) => {
      const heard = await say(port, "GET / HTTP/1.1\r\nhost: a\r\nx-key: 1\r\nX-Key: 2\r\nconnection: close\r\n\r\n")
      expect(heard).toContain('["x-key","1, 2"]')
    }))

  test("whatever stands in the host header, the path is the path", () =>
    withListener(nodeListener({ fetch: echo }), async (port) => {
      const urlOf = async (target: string, host: string) => {
        const heard = await say(port, `GET ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)
        return /"url":"([^"]*)"/.exec(heard)?.[1]
      }
      expect(await urlOf("/x", "shop.test:8080")).toBe("http://shop.test:8080/x")
      expect(await urlOf("/x", "[::1]:80")).toBe("http://[::1]/x")
      expect(await urlOf("/x", "shop.test/evil?")).toBe("http://localhost/x")
      expect(await urlOf("/x", "user@shop.test")).toBe("http://localhost/x")
      expect(await urlOf("//evil.test/x", "shop.test")).toBe("http://shop.test//evil.test/x")
      expect(await urlOf("*", "shop.test")).toBe("http://shop.test/")
    }))

  test("a target that is a whole URL names its own host, whatever the header says", () =>
    withListener(nodeListener({ fetch: echo }), async (port) => {
      const urlOf = async (target: string) => {
        const heard = await say(port, `GET ${target} HTTP/1.1\r\nhost: shop.test\r\nconnection: close\r\n\r\n`)
        return /"url":"([^"]*)"/.exec(heard)?.[1]
      }
      expect(await urlOf("http://other.test:8080/x?y=1")).toBe("http://other.test:8080/x?y=1")
      expect(await urlOf("HTTPS://other.test/x")).toBe("http://other.test/x")
      expect(await urlOf("http://other.test")).toBe("http://other.test/")
      expect(await urlOf("http://other.test?y=1")).toBe("http://other.test/?y=1")
      expect(await urlOf("http://user@other.test/x")).toBe("http://localhost/x")
    }))

  test("a method that no Request can be made of arrives under its name", () =>
    withListener(nodeListener({ fetch: echo }), async (port) => {
      const heard = await say(port, "TRACE /x HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
      expect(heard).toContain('"method":"TRACE","url":"http://a/x"')
    }))

  test("under a framework's mount the address is the one the client asked for", () => {
    const mounted = nodeListener({ fetch: echo })
    const framework: RequestListener = (incoming, outgoing) => {
      const { url = "" } = incoming
      mounted(Object.assign(incoming, { originalUrl: url, url: url.replace("/shop", "") }), outgoing)
    }
    return withListener(framework, async (port) => {
      const response = await fetch(`http://127.0.0.1:${port}/shop/cart/get?cart=1`)
      expect((await echoed(response)).url).toBe(`http://127.0.0.1:${port}/shop/cart/get?cart=1`)
    })
  })

  test("a body that somebody has read already is the framework's error, not an empty body", () => {
    const errors: Array<unknown> = []
    const listener = nodeListener({ fetch: echo })
    const framework = (incoming: IncomingMessage, outgoing: Parameters<RequestListener>[1]) => {
      incoming.resume().on("end", () =>
        listener(incoming, outgoing, (error) => {
          errors.push(error)
          outgoing.writeHead(500).end()
        })
      )
    }
    return withListener(framework, async (port) => {
      const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "{}" })
      expect(response.status).toBe(500)
      expect(errors).toMatchObject([{ message: expect.stringContaining("before parsers of bodies") }])
    })
  })

  test("of an empty body a parser has taken nothing: it arrives as it was", () => {
    const listener = nodeListener({ fetch: echo })
    const framework: RequestListener = (incoming, outgoing) =>
      void incoming.resume().on("end", () => listener(incoming, outgoing))
    return withListener(framework, async (port) => {
      const empty = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "" })
      expect(await echoed(empty)).toMatchObject({ method: "POST", body: "" })
      const heard = await say(
        port,
        "POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"
      )
      expect(heard).toContain('"body":""')
    })
  })

  test("a handler that fails ends the connection, the host is told why, and the server lives", () => {
    const told: Array<readonly [unknown, string]> = []
    const failing = {
      fetch: () => Promise.reject(new Error("no answer")),
      onFailure: (failure: unknown, { method, url }: Request) => {
        told.push([failure, `${method} ${new URL(url).pathname}`])
        throw new Error("and the host's own function too")
      }
    }
    return withListener(nodeListener(failing), async (port) => {
      await expect(fetch(`http://127.0.0.1:${port}/x`)).rejects.toThrow("fetch failed")
      await expect(fetch(`http://127.0.0.1:${port}/y`, { method: "POST", body: "{}" })).rejects.toThrow("fetch failed")
      expect(told).toMatchObject([
        [{ message: "no answer" }, "GET /x"],
        [{ message: "no answer" }, "POST /y"]
      ])
    })
  })

  test("a client that goes away aborts the request", async () => {
    const { promise: gone, resolve: tell } = Promise.withResolvers<string>()
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const waiting = (request: Request): Promise<Response> =>
      new Promise((resolve) => {
        begin()
        request.signal.addEventListener("abort", () => {
          tell("aborted")
          resolve(new Response())
        })
      })
    await withListener(nodeListener({ fetch: waiting }), async (port) => {
      const controller = new AbortController()
      const asked = fetch(`http://127.0.0.1:${port}/`, { signal: controller.signal })
      await begun
      controller.abort()
      await expect(asked).rejects.toThrow("abort")
      expect(await gone).toBe("aborted")
    })
  })

  test("a body that breaks off is an error of the body, not of the process", async () => {
    const { promise: heard, resolve: tell } = Promise.withResolvers<unknown>()
    const reading = async (request: Request): Promise<Response> => {
      tell(await request.text().catch((cause: unknown) => cause))
      return new Response()
    }
    await withListener(nodeListener({ fetch: reading }), async (port) => {
      const socket = connect(port, "127.0.0.1")
      socket.write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nhalf", () =>
        setTimeout(() => socket.destroy(), 50)
      )
      expect(await heard).toBeInstanceOf(Error)
    })
  })
})
