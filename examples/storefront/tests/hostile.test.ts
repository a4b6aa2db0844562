/** What a hostile visitor sends: it costs the shop little, and changes nothing. */
import { describe, expect, it } from "vitest"
import { languages } from "../src/text/index.ts"
import { openedSite, patience } from "./opened.ts"

const site = openedSite("hostile")

const form = "application/x-www-form-urlencoded"

/** A body of so many bytes in parts of 64 KiB, whose length nobody was told. */
const endless = (bytes: number): ReadableStream<Uint8Array> => {
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      if (sent >= bytes) return controller.close()
      const part = Math.min(65_536, bytes - sent)
      sent += part
      controller.enqueue(new Uint8Array(part).fill(97))
    }
  })
}

const send = (path: string, body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>, type = form) =>
  fetch(site.origin + path, {
    method: "POST",
    body,
    redirect: "manual",
    headers: { "content-type": type, origin: site.origin },
    ...(body instanceof ReadableStream ? { duplex: "half" } : {})
  })

describe("forms", { timeout: patience }, () => {
  it("are read to 100,000 bytes, and refused by what they say of their length without being read", async () => {
    const filled = (length: number) => `code=${"a".repeat(length - "code=".length)}`
    expect((await send("/zh/cart/code", filled(100_000))).status).not.toBe(413)
    const refused = await send("/zh/cart/code", filled(100_001))
    expect([refused.status, (await refused.text()).includes("写得太长了")]).toEqual([413, true])
    const inEnglish = await send("/en/checkout", filled(5_000_000))
    expect([inEnglish.status, (await inEnglish.text()).includes("Nothing has changed")]).toEqual([413, true])
  })

  it("that do not tell their length are read no further than that", async () => {
    // A server that does not read on may cut the line instead of answering.
    const answer = await send("/zh/cart/code", endless(60_000_000)).catch(() => undefined)
    expect(answer?.status ?? 413).toBe(413)
    expect((await fetch(`${site.origin}/zh`)).status).toBe(200)
  })

  it("of the staff may hold whole rule sets, and no more", async () => {
    const manager = await site.as("manager-lin")
    const long = { first: `[]${" ".repeat(300_000)}`, count: "1", seed: "1" }
    expect((await manager.post("/zh/desk/laboratory", long)).status).toBe(303)
    expect((await manager.post("/zh/desk/laboratory", { first: "[".repeat(3_000_000) })).status).toBe(413)
  })
})

describe("forms that are none", { timeout: patience }, () => {
  const says = { zh: "这个请求读不懂", en: "That request could not be read" } as const

  it("whose parts do not end, or begin nowhere, are told so, and are no fault of the shop", async () => {
    for (const language of languages) {
      for (const path of ["cart/add", "checkout", "sign-in", "cart/code", "order/order_x"]) {
        for (const [type, body] of [
          ["multipart/form-data; boundary=x", "--x\r\nbroken"],
          ["multipart/form-data", "nothing"]
        ] as const) {
          const answer = await send(`/${language}/${path}`, body, type)
          expect([path, answer.status, (await answer.text()).includes(says[language])]).toEqual([path, 400, true])
        }
      }
    }
  })

  it("that come from elsewhere are refused in words, and nobody who was lured here is signed out", async () => {
    const told = { zh: "这张表单不是从本店发出的", en: "This form was not sent from the shop" } as const
    for (const language of languages) {
      for (const from of [{}, { origin: "null" }, { origin: "http://evil.example" }]) {
        const init = { method: "POST", body: new URLSearchParams({ person: "ann-an" }), headers: from }
        const answer = await fetch(`${site.origin}/${language}/sign-in`, init)
        expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
        expect(await answer.text()).toContain(told[language])
      }
    }
    // A page says where its forms come from; with no referrer at all, browsers would not.
    expect((await fetch(`${site.origin}/zh`)).headers.get("referrer-policy")).toBe("same-origin")
  })

  it("H001 H002 H003 H004 order as many pieces as a person would read in them, or none", async () => {
    const visitor = site.visitor()
    const says = { zh: "请填 1 到 9999 之间的数", en: "Please give a number from 1 to 9999" } as const
    for (const language of languages) {
      const odd = ["-1", "0", "000", "1.5", "1e3", "0x10", "１", "1,000", "10000", "NaN", "Infinity", "", " "]
      for (const [index, quantity] of odd.entries()) {
        const key = `odd-${language}-${index}`
        const page = await visitor.ask(`/${language}/cart/add`, { sku: "jianhao-brush", quantity, key })
        expect([quantity, page.status, page.words.includes(says[language])]).toEqual([quantity, 409, true])
      }
    }
    expect((await visitor.ask("/en/cart")).words).toContain("Your cart is empty")
  })
})

describe("callbacks", { timeout: patience }, () => {
  const ways = ["gateway", "carrier"].map((partner) => `/sandbox/notify/webhook/${partner}/sandbox`)

  it("H063 are read to 1 MiB of bytes, whatever characters they spell", async () => {
    // 400,000 characters of three bytes each: 1.2 million bytes.
    for (const way of ways) {
      expect((await send(way, "茶".repeat(400_000), "application/json")).status).toBe(413)
      expect((await send(way, endless(2_000_000), "application/json").catch(() => undefined))?.status ?? 413).toBe(413)
    }
  })

  it("H063 are checked as bytes: what is no UTF-8 is refused, and what nobody signed is taken from nobody", async () => {
    for (const way of ways) {
      expect((await send(way, new Uint8Array([0x7b, 0xff, 0x7d]), "application/json")).status).toBe(400)
      expect((await send(way, "{}", "application/json")).status).toBe(401)
    }
  })
})

describe("addresses", { timeout: patience }, () => {
  it("with thousands of slashes inside are looked at in the time of one pass", async () => {
    const path = `/zh${"/".repeat(15_000)}x`
    const times: Array<number> = []
    for (let round = 0; round < 5; round++) {
      const from = performance.now()
      const led = await fetch(`${site.origin}${path}/`, { redirect: "manual" })
      times.push(performance.now() - from)
      expect([led.status, led.headers.get("location")]).toEqual([308, path])
    }
    // A tenth of a second is much for a redirect, and little for a pattern that looks at 15,000 slashes 15,000 times.
    expect(Math.min(...times)).toBeLessThan(100)
  })
})
