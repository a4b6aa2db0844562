import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Browser } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openChromium } from "./chromium.ts"
import { enter, lastOf, order, pay } from "./errands.ts"
import { walkOf } from "./walk.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const { scripts }: { readonly scripts: { readonly start: string } } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8")
)
/** What `npm start` runs once it has looked at the version of Node. */
const [, ...words] = (scripts.start.split("&& exec ").at(-1) ?? "").trim().split(" ")

let folder: string
let browser: Browser
const children = new Set<ChildProcess>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pannier-start-"))
  browser = await openChromium()
})

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL")
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

const start = (port: string, store: string) => {
  const child = spawn(process.execPath, [...words, "--store", store], {
    cwd: root,
    env: { ...process.env, PORT: port },
    stdio: ["ignore", "pipe", "pipe"]
  })
  children.add(child)
  let [said, wrong] = ["", ""]
  child.stdout.on("data", (piece) => void (said += piece))
  child.stderr.on("data", (piece) => void (wrong += piece))
  const ended = once(child, "close").then(([code, signal]) => {
    children.delete(child)
    return { code, signal, said, wrong }
  })
  const origin = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", () => {
      const [address] = /http:\/\/\S+/.exec(said) ?? []
      if (address !== undefined) resolve(address)
    })
    void ended.then(() => reject(new Error(`it ended early: ${wrong}`)))
  })
  origin.catch(() => undefined)
  return { origin, ended, stop: () => child.kill("SIGTERM") }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  return typeof address === "object" && address !== null ? address.port : 0
}

test("a second start on the same file finds the same orders; both end cleanly on SIGTERM", async () => {
  const port = await freePort()
  const store = `sqlite:${join(folder, "kept.db")}`
  const first = start(String(port), store)
  const origin = await first.origin
  expect(origin).toBe(`http://localhost:${port}`)
  const walk = await walkOf(browser, { origin, language: "en", script: false })
  await walk.step("signed in", () => enter(walk, "ann-an"))
  await walk.step("ordered", () => order(walk, "meijiawu-longjing"))
  await walk.step("paid", () => pay(walk, "pay"))
  await walk.press(`.outcome a[href*="/order/"]`)
  const number = lastOf(walk)
  first.stop()
  const end = await first.ended
  expect(end).toMatchObject({ code: 0, signal: null, wrong: "" })

  const second = start(String(port), store)
  expect(await second.origin).toBe(origin)
  await walk.step("the same order, the same buyer", async () => {
    await walk.go(`/order/${number}`)
    expect(await walk.page.textContent(".heading")).toContain(walk.t("state.order.paid"))
    await walk.go("/account")
    expect(await walk.page.locator("ul.orders > li").count()).toBe(1)
  })
  await walk.close()
  second.stop()
  const again = await second.ended
  expect(again).toMatchObject({ code: 0, signal: null, wrong: "" })
  // The address, and nothing else: the shop was furnished before.
  expect(again.said.trim().split("\n")).toHaveLength(1)
}, 240_000)

test("a port or a store that is none is refused in words, before anything is opened", async () => {
  const port = await start("many", `sqlite:${join(folder, "never.db")}`).ended
  expect(port.code).toBe(2)
  expect(port.wrong).toContain("many")
  const store = await start("0", "oracle:shop").ended
  expect(store.code).not.toBe(0)
  expect(store.wrong).toContain("oracle:shop")
}, 120_000)
