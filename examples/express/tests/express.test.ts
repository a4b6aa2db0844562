import { type ChildProcess, spawn } from "node:child_process"
import { connect } from "node:net"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"

/** Starts a program of this example on a free port, tells a story with it, and sees it end of itself, in the time it says. */
const withProgram = async (file: string, story: (base: string) => Promise<void>): Promise<void> => {
  const program = spawn(
    process.execPath,
    ["--conditions=@pannier/source", fileURLToPath(new URL(`../src/${file}`, import.meta.url))],
    { env: { ...process.env, PORT: "0" }, stdio: ["ignore", "pipe", "pipe"] }
  )
  const ended = new Promise<number | null>((resolve) => program.once("exit", resolve))
  try {
    await story(await addressOf(program))
  } finally {
    program.kill("SIGTERM")
  }
  const begun = performance.now()
  expect(await ended).toBe(0)
  expect(performance.now() - begun).toBeLessThan(15_000)
}

/** Begins requests whose bodies do not arrive: of the shop's, and of the server's own. */
const stall = async (base: string): Promise<void> => {
  for (const path of ["/shop/cart/open", "/session"]) {
    const socket = connect(Number(new URL(base).port), "127.0.0.1")
    // The server hangs up on it in the end.
    socket.on("error", () => socket.destroy())
    const head = `POST ${path} HTTP/1.1\r\nhost: shop\r\ncookie: guest=${"0".repeat(48)}\r\ncontent-type: application/json`
    await new Promise<void>((resolve) => socket.write(`${head}\r\ncontent-length: 100\r\n\r\n{"cur`, () => resolve()))
  }
}

const addressOf = (program: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ""
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      const address = /listening on (\S+)\n/.exec(said)?.[1]
      if (address !== undefined) resolve(address)
    }
    program.stdout?.on("data", listen)
    program.stderr?.on("data", listen)
    program.once("exit", () => reject(new Error(said)))
  })

const json = { "content-type": "application/json" }

/** A browser, as far as cookies go. */
const visitor = (base: string) => {
  const cookies = new Map<string, string>()
  const ask = async (path: string, input?: unknown) => {
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") }
    const response = await fetch(
      `${base}${path}`,
      input === undefined
        ? { headers }
        : { method: "POST", headers: { ...headers, ...json }, body: JSON.stringify(input) }
    )
    for (const set of response.headers.getSetCookie()) {
      const [name = "", value = ""] = set.split(";")[0]?.split("=") ?? []
      cookies.set(name, value)
    }
    const text = await response.text()
    return { status: response.status, text, body: text.startsWith("{") ? JSON.parse(text) : undefined }
  }
  return { ask }
}

// A program loads some hundred sources before it listens.
describe("an Express server with a shop in it", { timeout: 120_000 }, () => {
  test("its own routes stay, its sessions are the shop's actors, and guests have carts of their own", () =>
    withProgram("main.ts", async (base) => {
      const ann = visitor(base)
      expect((await ann.ask("/shop/cart/open", { currency: "CNY" })).body._tag).toBe("Unauthenticated")
      expect((await ann.ask("/")).text).toBe("a server that was here before the shop")
      expect((await ann.ask("/shop/catalog/browse")).body.items[0].id).toBe("longjing")
      expect((await ann.ask("/session", { login: "nobody" })).status).toBe(403)
      expect((await ann.ask("/session", { login: "ann" })).status).toBe(204)

      const opened = await ann.ask("/shop/cart/open", { currency: "CNY" })
      expect([opened.status, opened.body.customer]).toEqual([200, "ann"])
      const { id: cart } = opened.body
      expect((await ann.ask("/shop/cart/addLine", { cart, sku: "longjing", quantity: 3 })).status).toBe(200)
      expect((await ann.ask(`/basket/${cart}`)).body).toEqual({ longjing: 3 })

      const ben = visitor(base)
      await ben.ask("/session", { login: "ben" })
      expect((await ben.ask(`/basket/${cart}`)).body).toEqual({ error: "NotFound", message: `no cart \`${cart}\`` })
      expect((await ben.ask(`/shop/cart/get?cart=${cart}`)).status).toBe(404)

      const document = await visitor(base).ask("/shop/openapi.json")
      expect(Object.keys(document.body.paths)).toContain("/shop/order/place")

      // Two guests have carts of their own.
      const [one, other] = [visitor(base), visitor(base)]
      await one.ask("/")
      await other.ask("/")
      const { id: theirs } = (await one.ask("/shop/cart/open", { currency: "CNY" })).body
      expect((await one.ask(`/shop/cart/get?cart=${theirs}`)).status).toBe(200)
      expect((await other.ask(`/shop/cart/get?cart=${theirs}`)).status).toBe(404)

      // It ends though clients have stopped amid their requests; what is asked after them finds them begun.
      await stall(base)
      expect((await one.ask("/shop/health")).status).toBe(200)
    }))

  test("H066 an empty token, half of one and one of another shape speak for nobody, and a whole one is given in their place", () =>
    withProgram("main.ts", async (base) => {
      for (const guest of ["", "0", "guest", "0".repeat(47), "G".repeat(48), "0".repeat(49)]) {
        const headers = { cookie: `guest=${guest}` }
        const mine = await fetch(`${base}/shop/order/mine?customer=guest:${guest}`, { headers })
        expect([guest, mine.status]).toEqual([guest, 401])
        const cart = await fetch(`${base}/shop/cart/open`, {
          method: "POST",
          headers: { ...headers, ...json },
          body: '{"currency":"CNY"}'
        })
        expect([guest, cart.status]).toEqual([guest, 401])
        const [set = ""] = (await fetch(base, { headers })).headers.getSetCookie()
        expect(set).toMatch(/^guest=[0-9a-f]{48};/)
      }
      expect((await fetch(`${base}/shop/cart/open`, { method: "POST", headers: json, body: "{}" })).status).toBe(401)
    }))

  test("the same from CommonJS, by require", () =>
    withProgram("main.cjs", async (base) => {
      expect(await (await fetch(base)).text()).toBe("a server that was here before the shop")
      expect((await fetch(`${base}/shop/cart/open`, { method: "POST" })).status).toBe(401)
      const headers = { "x-login": "ann", ...json }
      const opened = await fetch(`${base}/shop/cart/open`, { method: "POST", headers, body: '{"currency":"CNY"}' })
      expect(opened.status).toBe(200)
      expect(await opened.json()).toMatchObject({ customer: "ann", state: "open" })
    }))
})
