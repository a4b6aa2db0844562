import { createServer, type RequestListener } from "node:http"
import { connect, type AddressInfo } from "node:net"
import { describe, expect, test } from "vitest"
import { type Fetcher, nodeListener } from "@pannier/http/node"

const withListener = async (listener: RequestListener, story: (base: string) => Promise<void>): Promise<void> => {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  try {
    await story(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    await new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** An answer whose body is told by a story, and whether somebody has stopped reading it. */
const telling = (pull: (controller: ReadableStreamDefaultController<Uint8Array>) => void | Promise<void>) => {
  const { promise: stopped, resolve: stop } = Promise.withResolvers<unknown>()
  return { stopped, fetch: () => new Response(new ReadableStream({ pull, cancel: stop }, { highWaterMark: 0 })) }
}

describe("what a fetch handler answers", () => {
  test("of several cookies each arrives, beside those that stood there before", () => {
    const headers = new Headers([
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT"],
      ["vary", "accept"],
      ["x-one", "1"]
    ])
    const listener = nodeListener({ fetch: () => new Response("x", { headers }) })
    const framework: RequestListener = (incoming, outgoing) => {
      outgoing.setHeader("Set-Cookie", "session=3").setHeader("Vary", "origin").setHeader("X-One", "0")
      listener(incoming, outgoing)
    }
    return withListener(framework, async (base) => {
      const { headers: heard } = await fetch(base)
      expect(heard.getSetCookie()).toEqual(["session=3", "a=1", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT"])
      expect([heard.get("vary"), heard.get("x-one")]).toEqual(["origin, accept", "1"])
    })
  })

  test("the headers, and what there is of a body, go out before the rest is there", async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let told = 0
    const { fetch: answer } = telling(async (controller) => {
      const gate = gates[told++]
      if (gate === undefined) return controller.close()
      await gate.promise
      controller.enqueue(bytes(`data: ${told}\n\n`))
    })
    await withListener(nodeListener({ fetch: answer }), async (base) => {
      const response = await fetch(base)
      const reader = response.body?.getReader()
      for (const [index, gate] of gates.entries()) {
        gate.resolve()
        expect((await reader?.read())?.value).toEqual(bytes(`data: ${index + 1}\n\n`))
      }
      expect((await reader?.read())?.done).toBe(true)
    })
  })

  test("a body that nobody takes is not read further, and given up when its client goes", async () => {
    let told = 0
    const { fetch: answer, stopped } = telling((controller) => {
      told++
      controller.enqueue(new Uint8Array(1_048_576))
    })
    await withListener(nodeListener({ fetch: answer }), async (base) => {
      const socket = connect(Number(new URL(base).port), "127.0.0.1")
      socket.write("GET / HTTP/1.1\r\nhost: a\r\n\r\n")
      await new Promise((resolve) => socket.once("data", resolve))
      socket.pause()
      await new Promise((resolve) => setTimeout(resolve, 100))
      const before = told
      await new Promise((resolve) => setTimeout(resolve, 50))
      // What the system's buffers hold, and no more.
      expect([told, told < 50]).toEqual([before, true])
      socket.destroy()
      expect(await stopped).toMatchObject({ name: "AbortError" })
    })
  })

  test("a large body arrives whole, and to HEAD none is sent", async () => {
    let left = 40
    const { fetch: answer, stopped } = telling((controller) =>
      left-- > 0 ? controller.enqueue(new Uint8Array(262_144).fill(left)) : controller.close()
    )
    await withListener(nodeListener({ fetch: answer }), async (base) => {
      const head = await fetch(base, { method: "HEAD" })
      expect([head.status, await head.text(), left]).toEqual([200, "", 40])
      await stopped
      const body = new Uint8Array(await (await fetch(base)).arrayBuffer())
      expect([body.length, body[0], body.at(-1)]).toEqual([40 * 262_144, 39, 0])
    })
  })

  test("a body that fails amid an answer ends the connection, and the host is told", async () => {
    const failures: Array<unknown> = []
    const broken = new Error("the disk is gone")
    let told = 0
    const { fetch: answer } = telling(async (controller) => {
      if (told++ === 0) return controller.enqueue(bytes("half"))
      await new Promise((resolve) => setTimeout(resolve, 20))
      controller.error(broken)
    })
    const listener = nodeListener({ fetch: answer, onFailure: (failure) => failures.push(failure) })
    const given: Array<unknown> = []
    await withListener(
      (incoming, outgoing) => listener(incoming, outgoing, (cause) => given.push(cause)),
      async (base) => {
        await expect(fetch(base).then((response) => response.text())).rejects.toThrow("terminated")
        expect([failures, given]).toEqual([[broken], []])
      }
    )
  })
})

describe("a client that went before the mount was reached", () => {
  /** Sends some of a request, leaves, and only then lets the listener have it. */
  const leaving = async (sent: string, fetcher: Fetcher): Promise<void> => {
    const { promise: mounted, resolve: mount } = Promise.withResolvers<void>()
    const listener = nodeListener(fetcher)
    const slow: RequestListener = (incoming, outgoing) => {
      // Nobody listens for the end of a request yet.
      incoming.socket.once("close", () =>
        setImmediate(() => {
          listener(incoming, outgoing)
          mount()
        })
      )
      incoming.socket.resetAndDestroy()
    }
    await withListener(slow, async (base) => {
      const socket = connect(Number(new URL(base).port), "127.0.0.1")
      socket.on("error", () => socket.destroy())
      socket.write(sent)
      await mounted
    })
  }

  test.each([
    ["half a body", '{"cur'],
    ["a whole one", "{}".padEnd(100)]
  ])("%s fails, and the signal is aborted", async (_, body) => {
    const { promise: heard, resolve: tell } = Promise.withResolvers<unknown>()
    const failures: Array<unknown> = []
    await leaving(`POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n${body}`, {
      fetch: async (request) => {
        const failure = await request.text().catch((cause: unknown) => cause)
        tell([request.signal.aborted, failure])
        throw failure
      },
      onFailure: (failure) => failures.push(failure)
    })
    expect(await heard).toEqual([true, expect.any(Error)])
    // Its own leaving is nothing to tell the host.
    expect(failures).toEqual([])
  })

  test("a request without a body has its signal aborted, and what is answered goes nowhere", async () => {
    const { promise: stopped, resolve: stop } = Promise.withResolvers<unknown>()
    const { promise: heard, resolve: tell } = Promise.withResolvers<boolean>()
    await leaving("GET / HTTP/1.1\r\nhost: a\r\n\r\n", {
      fetch: async ({ signal }) => {
        tell(signal.aborted)
        return new Response(new ReadableStream({ cancel: stop }))
      }
    })
    expect(await heard).toBe(true)
    expect(await stopped).toMatchObject({ name: "AbortError" })
  })

  test("one whose answer waits behind another's on the same connection is noticed too", async () => {
    const { promise: heard, resolve: tell } = Promise.withResolvers<string>()
    const fetcher = {
      fetch: (request: Request): Promise<Response> =>
        new Promise((resolve) => {
          request.signal.addEventListener("abort", () => {
            if (request.url.endsWith("/second")) tell("the second too")
            resolve(new Response())
          })
        })
    }
    await withListener(nodeListener(fetcher), async (base) => {
      const socket = connect(Number(new URL(base).port), "127.0.0.1")
      socket.write("GET /first HTTP/1.1\r\nhost: a\r\n\r\nGET /second HTTP/1.1\r\nhost: a\r\n\r\n", () =>
        setTimeout(() => socket.destroy(), 50)
      )
      expect(await heard).toBe("the second too")
    })
  })
})
