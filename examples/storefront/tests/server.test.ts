/** The server: whose hosts it answers for, what it does with requests under way when it closes, and with those who go. */
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { connect, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { type Site, startSite } from "../src/site/server.ts"
import { patience } from "./opened.ts"

const folder = mkdtempSync(join(tmpdir(), "server-"))
let site: Site | undefined
afterAll(async () => {
  await site?.close()
  rmSync(folder, { recursive: true, force: true })
}, patience)

const opened = async (origin?: string): Promise<Site> => {
  await site?.close()
  const more = origin === undefined ? {} : { origin }
  site = await startSite({ store: `sqlite:${join(folder, "shop.db")}`, port: 0, ...more })
  return site
}

/** A connection that says what it is told to, and what it has heard when it ends. */
const raw = (at: Site): { readonly socket: Socket; readonly heard: Promise<string> } => {
  const socket = connect(Number(new URL(at.house.own).port), "127.0.0.1")
  let said = ""
  socket.on("data", (piece) => void (said += piece))
  return { socket, heard: once(socket, "close").then(() => said) }
}

const asked = (host: string, path: string, body = ""): string =>
  [
    `${body === "" ? "GET" : "POST"} ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Origin: http://${host}`,
    ...(body === "" ? [] : ["Content-Type: application/x-www-form-urlencoded", `Content-Length: ${body.length}`]),
    "Connection: close",
    "",
    body
  ].join("\r\n")

const statusOf = async (at: Site, request: string): Promise<string> => {
  const { socket, heard } = raw(at)
  socket.write(request)
  return (await heard).split(" ")[1] ?? ""
}

const entering = "person=manager-lin"

describe("the server", { timeout: patience }, () => {
  it("answers for its own hosts and for addresses, and for no name that somebody led here", async () => {
    const here = await opened()
    const { port } = new URL(here.house.own)
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `192.168.1.5:${port}`]) {
      expect([host, await statusOf(here, asked(host, "/zh/sign-in", entering))]).toEqual([host, "303"])
    }
    for (const host of [`evil.example:${port}`, `localhost.evil.example:${port}`]) {
      for (const path of ["/zh/desk/books", "/look/shop.css", "/sandbox/gateway/pay/x", "/picture/x"]) {
        expect([host, path, await statusOf(here, asked(host, path))]).toEqual([host, path, "421"])
      }
      expect([host, await statusOf(here, asked(host, "/zh/sign-in", entering))]).toEqual([host, "421"])
    }
    const proxied = await opened("https://shop.example")
    expect(await statusOf(proxied, asked("shop.example", "/zh"))).toBe("200")
    expect(await statusOf(proxied, asked("evil.example", "/zh"))).toBe("421")
  })

  it("guards a picture that nobody drew like any page", async () => {
    const here = await opened()
    const { status, headers } = await fetch(`${here.origin}/picture/x`)
    expect([status, headers.get("x-content-type-options")]).toEqual([404, "nosniff"])
    expect(headers.get("content-security-policy")).toContain("default-src 'none'")
  })

  it("lets a request under way be answered before it closes, and no connection keep it open", async () => {
    const here = await opened()
    const idle = raw(here)
    const { socket, heard } = raw(here)
    const request = asked(new URL(here.house.own).host, "/zh/sign-in", entering)
    socket.write(request.slice(0, -4))
    await once(socket, "connect")
    // A whole answer on another connection: what was sent before it has come.
    await fetch(`${here.origin}/zh`)
    const closing = here.close()
    site = undefined
    setTimeout(() => socket.write(request.slice(-4)), 200)
    expect(await heard).toMatch(/^HTTP\/1\.1 303 /)
    await closing
    await idle.heard
    await expect(fetch(`${here.origin}/zh`)).rejects.toThrow()
  })
})
