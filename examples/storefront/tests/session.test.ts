/** Who is at the door: what cookies are worth, how long, and to whom. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { secretFile, secretFor } from "../src/site/secret.ts"
import { startSite } from "../src/site/server.ts"
import { sessionLasts, Sessions } from "../src/site/sessions.ts"
import { openedSite, patience } from "./opened.ts"
import type { Visitor } from "./visitor.ts"

const site = openedSite("session")
const { as, folder } = site

/** Somebody who has got hold of a cookie. */
const holding = (name: string, value: string): Visitor => {
  const thief = site.visitor()
  thief.cookies.set(name, value)
  return thief
}

describe("a session", { timeout: patience }, () => {
  it("is over on the server when its person signs out, also for who has kept the cookie, and after a second start", async () => {
    const manager = await as("manager-lin")
    const kept = manager.cookies.get("who") ?? ""
    expect((await holding("who", kept).get("/zh/desk/orders")).status).toBe(200)
    await manager.post("/zh/sign-out", {})
    expect((await holding("who", kept).get("/zh/desk/orders")).to).toContain("/zh/sign-in")
    await site.restart()
    expect((await holding("who", kept).get("/zh/desk/orders")).to).toContain("/zh/sign-in")
    // Others of the same person go on.
    expect((await (await as("manager-lin")).get("/zh/desk/orders")).status).toBe(200)
  })

  it("is another for each sign-in, and ends with the next one in the same browser", async () => {
    const visitor = await as("ann-an")
    const first = visitor.cookies.get("who") ?? ""
    await visitor.post("/zh/sign-in", { person: "manager-lin" })
    expect(visitor.cookies.get("who")).not.toBe(first)
    expect((await holding("who", first).get("/zh/account")).html).not.toContain("安小满")
  })

  it("lasts thirty days from when it began, and no list is needed beyond that", async () => {
    const path = join(folder, "ended")
    const sessions = await Sessions.open(path, 0)
    const [token, other] = [sessions.begin("ann-an", 1_000), sessions.begin("ann-an", 1_000)]
    expect(sessions.whose(token, 999 + sessionLasts)).toBe("ann-an")
    expect(sessions.whose(token, 1_000 + sessionLasts)).toBeUndefined()
    await sessions.end(token)
    await sessions.end(token)
    expect([sessions.whose(token, 2_000), sessions.whose(other, 2_000)]).toEqual([undefined, "ann-an"])
    expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(1)
    const later = await Sessions.open(path, 999 + sessionLasts)
    expect(later.whose(token, 999 + sessionLasts)).toBeUndefined()
  })

  it("of an id without a beginning is nobody's, but for a guest's", async () => {
    const sessions = await Sessions.open(join(folder, "none"), 0)
    for (const token of ["", "manager-lin", "manager-lin.1", "manager-lin.1.zz", "guest-1.1.0123", "ann an.1.00"])
      expect([token, sessions.whose(token, 1)]).toEqual([token, undefined])
    expect(sessions.whose(`guest-x.1.${"0".repeat(32)}`, 1)).toBeUndefined()
    expect(sessions.whose("guest-1234", 1)).toBe("guest-1234")
  })
})

describe("the secret of the shop", { timeout: patience }, () => {
  it("gives each purpose a key of its own: a cookie that was signed as another is worth nothing", async () => {
    const secret = "0".repeat(64)
    const keys = ["cookie who", "cookie cart", "gateway", "carrier"].map((purpose) => secretFor(purpose, secret))
    expect(new Set([...keys, secret]).size).toBe(5)
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/)
    const visitor = await as("manager-lin")
    const who = visitor.cookies.get("who") ?? ""
    const cart = holding("cart", who)
    expect((await cart.get("/zh/cart")).status).toBe(200)
    const buyer = await as("ann-an")
    await buyer.post("/zh/cart/add", { sku: "dry-bag-5l", quantity: "1", key: "one-bag" })
    const signed = buyer.cookies.get("cart") ?? ""
    expect(signed).not.toBe("")
    expect((await holding("who", signed).get("/zh/account")).status).toBe(200)
    expect((await holding("who", who.replace("manager-lin", "cashier-gu")).get("/zh/desk")).to).toContain("sign-in")
  })

  it("is refused where its file was left empty", async () => {
    const path = join(folder, "empty.secret")
    writeFileSync(path, "")
    await expect(secretFile(path)).rejects.toThrow(path)
    expect(await secretFile(join(folder, "new.secret"))).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe("cookies", { timeout: patience }, () => {
  const set = async (origin: string, from = origin) => {
    const answer = await fetch(`${origin}/zh/sign-in`, {
      method: "POST",
      body: new URLSearchParams({ person: "ann-an" }),
      redirect: "manual",
      headers: { origin: from }
    })
    return { status: answer.status, cookies: answer.headers.getSetCookie() }
  }

  it("are for this host and nothing but https where that is the address, and forms from there are taken", async () => {
    const path = `sqlite:${join(folder, "secure.db")}`
    const secure = await startSite({ store: path, port: 0, origin: "https://shop.example" })
    expect(secure.origin).toBe("https://shop.example")
    // The proxy stands before it; without one it is asked where it listens.
    const own = secure.house.own
    const { status, cookies } = await set(own, "https://shop.example")
    expect(status).toBe(303)
    expect(cookies.length).toBeGreaterThanOrEqual(3)
    for (const line of cookies) {
      expect(line).toMatch(/^__Host-\w+=/)
      expect(line).toMatch(/; Path=\/(;|$)/)
      expect(line).toMatch(/; HttpOnly; Secure; SameSite=Lax$/)
      expect(line).not.toContain("Domain=")
    }
    expect((await set(own, "https://other.example")).status).toBe(403)
    await secure.close()
  })

  it("are HttpOnly and Lax on a machine of one's own, where there is no https", async () => {
    for (const line of (await set(site.origin)).cookies) expect(line).toMatch(/^\w+=.*; HttpOnly; SameSite=Lax$/)
  })
})
