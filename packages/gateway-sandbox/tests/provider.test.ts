import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import type { Callback, PaymentGateway } from "pannier/payment"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import {
  sandboxGateway,
  type SandboxGatewayOptions,
  sandboxProvider,
  type SandboxProviderOptions
} from "../src/index.ts"
import { bytesOf, headerNames, requestContent, signer, timestampOf } from "../src/signature.ts"
import { serve, type Served } from "./server.ts"

const beginning = 1_800_000_000_000
const minute = 60_000
const secret = "the secret of the shop"
const run = Effect.runPromise

let now = beginning
let server: Served
let provider = sandboxProvider({ secret, clock: () => now })
let inbox: Array<Callback> = []
/** How the shop answers callbacks. */
let answers: Array<number> = []

const route = async (request: Request): Promise<Response> => {
  const { pathname } = new URL(request.url)
  if (pathname === "/notify") {
    inbox.push({ headers: Object.fromEntries(request.headers), body: await request.text() })
    return new Response(null, { status: answers.shift() ?? 204 })
  }
  if (pathname.startsWith("/orders/")) return new Response("the shop")
  return provider.fetch(request)
}

beforeAll(async () => void (server = await serve(route)))
afterAll(() => server.close())

const restart = (options: Partial<SandboxProviderOptions> = {}) => {
  provider = sandboxProvider({ secret, clock: () => now, ...options })
}

beforeEach(() => {
  now = beginning
  inbox = []
  answers = []
  restart()
})

const gateway = (options: Partial<SandboxGatewayOptions> = {}): PaymentGateway =>
  sandboxGateway({
    name: "sandbox",
    baseUrl: `${server.address}/sandbox/gateway/`,
    notifyUrl: `${server.address}/notify`,
    returnUrl: ({ order }) => `${server.address}/orders/${order}?paid=1&from="sandbox"`,
    secret,
    clock: () => now,
    ...options
  })

const amount = { amount: 8_800n, currency: "CNY" }
const about = { payment: "pay_1", amount }
const start = { ...about, order: "ord_1", expiresAt: beginning + 30 * minute }

/** Starts the payment and answers with the address of the buyer's page. */
const started = async (): Promise<string> => (await run(gateway().start(start))).redirect ?? ""

const post = (address: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(address, { method: "POST", redirect: "manual", body: new URLSearchParams(form), headers })

const told = async (): Promise<ReadonlyArray<string>> => {
  const reports: Array<string> = []
  for (const callback of inbox) reports.push((await run(gateway().verify(callback, now))).state)
  return reports
}

const state = async (): Promise<string> => (await run(gateway().query(about))).state

describe("the buyer's page", () => {
  test("L37 pay: the shop hears of it, and the buyer is back there", async () => {
    const page = await started()
    const response = await post(page, { act: "pay", how: "prompt" })
    expect(response.status).toBe(303)
    expect(response.headers.get("location")).toBe(`${server.address}/orders/ord_1?paid=1&from="sandbox"`)
    expect(await told()).toEqual(["captured"])
    expect(await state()).toBe("captured")
  })

  test("L37 pay twice, on two tabs at once: one charge, one callback", async () => {
    const page = await started()
    const both = await Promise.all([post(page, { act: "pay" }), post(page, { act: "pay" })])
    expect(both.map(({ status }) => status)).toEqual([303, 303])
    expect(await told()).toEqual(["captured"])
  })

  test("L37 decline, and then pay after all", async () => {
    const page = await started()
    const declined = await post(`${page}?lang=en`, { act: "decline" })
    expect(declined.headers.get("location")).toBe(`${new URL(page).pathname}?lang=en`)
    expect(await (await fetch(`${page}?lang=en`)).text()).toContain("You can try again.")
    await post(page, { act: "pay" })
    expect(await told()).toEqual(["declined", "captured"])
  })

  test("L41 F10 pay, and the shop hears late: not before the seconds are over", async () => {
    const page = await started()
    await post(page, { act: "pay", how: "late", seconds: "45" })
    expect(await state()).toBe("captured")
    now += 44_999
    expect(await provider.deliver()).toBe(0)
    now += 1
    expect(await provider.deliver()).toBe(1)
    expect(await told()).toEqual(["captured"])
  })

  test("L41 F10 pay, and the notice is lost: the shop hears only if it asks", async () => {
    const page = await started()
    await post(page, { act: "pay", how: "lost" })
    now += 48 * 60 * minute
    expect(await provider.deliver()).toBe(0)
    expect(inbox).toEqual([])
    expect(await state()).toBe("captured")
  })

  test("H057 pay, and the notice comes twice: the same event with another nonce", async () => {
    const page = await started()
    await post(page, { act: "pay", how: "doubled" })
    expect(await told()).toEqual(["captured", "captured"])
    const [one, two] = inbox.map(({ body }) => JSON.parse(body))
    expect(one.event).toBe(two.event)
    expect(one.nonce).not.toBe(two.nonce)
  })

  test("L37 after its time, or closed by the shop, a payment cannot be paid", async () => {
    const page = await started()
    now = start.expiresAt
    await post(page, { act: "pay" })
    expect(await state()).toBe("closed")
    expect(await (await fetch(`${page}?lang=en`)).text()).toContain("will not be charged")
    expect(await told()).toEqual(["closed"])
  })

  test.each([
    ["zh", "zh-CN", "沙盒支付", { "accept-language": "zh-CN,zh;q=0.9,en;q=0.8" }, ""],
    ["en", "en", "Sandbox payment", { "accept-language": "en-GB,en;q=0.9,zh;q=0.1" }, ""],
    ["zh, chosen", "zh-CN", "确认支付", { "accept-language": "en" }, "?lang=zh"],
    ["en, chosen", "en", "How the shop hears of it", { "accept-language": "zh" }, "?lang=en"]
  ])(
    "H089 the page in %s names its language, its amount and every field, and runs nothing",
    async (_, lang, words, headers, query) => {
      const page = await started()
      const response = await fetch(`${page}${query}`, { headers })
      const html = await response.text()
      expect(html).toContain(`<html lang="${lang}">`)
      expect(html).toContain(words)
      expect(html).toContain("¥88.00")
      expect(html).not.toMatch(/<script|\son[a-z]+=|javascript:/i)
      for (const [, id] of html.matchAll(/<input [^>]*id="([a-z]+)"/g)) expect(html).toContain(`<label for="${id}">`)
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'")
      expect(response.headers.get("content-security-policy")).toContain(`form-action 'self' ${server.address};`)
      expect(html.length).toBeLessThan(10_000)
    }
  )

  test("H089 what the shop sent is escaped", async () => {
    const html = await (await fetch(await started())).text()
    expect(html).toContain("from=&quot;sandbox&quot;")
    expect(html).not.toContain('from="sandbox"')
  })

  test.each(["0", "-5", "1.5", "1e3", "", "3601", "99999", "abc"])(
    "H002 a delay of `%s` seconds is refused beside the field",
    async (seconds) => {
      const page = await started()
      const response = await post(`${page}?lang=en`, { act: "pay", how: "late", seconds })
      expect(response.status).toBe(422)
      const html = await response.text()
      expect(html).toContain("Enter a whole number from 1 to 3600")
      expect(html).toContain('aria-describedby="flaw"')
      expect(await state()).toBe("pending")
    }
  )

  test("H066 a page that there is not is 404, a form that is too long 413, another method 405", async () => {
    const page = await started()
    const absent = page.replace(/[0-9a-f]{32}$/, "0".repeat(32))
    expect((await fetch(absent)).status).toBe(404)
    expect((await post(absent, { act: "pay" })).status).toBe(404)
    expect((await post(page, { act: "pay", more: "x".repeat(5_000) })).status).toBe(413)
    expect((await fetch(page, { method: "DELETE" })).status).toBe(405)
    expect(await state()).toBe("pending")
  })
})

describe("callbacks", () => {
  test("L40 what the shop does not take is sent again after 15, 15, 30 and 180 seconds, and then no more once it is taken", async () => {
    answers = [500, 404, 302, 503]
    await post(await started(), { act: "pay" })
    const arrivals: Array<number> = []
    for (let seconds = 0; seconds <= 600; seconds++) {
      const before = inbox.length
      await provider.deliver()
      if (inbox.length > before) arrivals.push(seconds)
      now += 1_000
    }
    expect(arrivals).toEqual([15, 30, 60, 240])
    expect(inbox.length).toBe(5)
  })

  test("L40 a shop that never listens is given up after a day and four minutes, and 16 sendings", async () => {
    answers = Array.from({ length: 100 }, () => 500)
    await post(await started(), { act: "pay" })
    for (let minutes = 0; minutes < 30 * 60; minutes++) {
      now += minute
      await provider.deliver()
    }
    expect(inbox.length).toBe(16)
  })

  test("L40 a shop that cannot be reached is sent it later", async () => {
    const page = (await run(gateway({ notifyUrl: "http://127.0.0.1:1/notify" }).start(start))).redirect ?? ""
    expect((await post(page, { act: "pay" })).status).toBe(303)
    expect(await state()).toBe("captured")
    now += 15_000
    expect(await provider.deliver()).toBe(0)
  })

  test("L40 the loop sends what comes due and stops when it is told to", async () => {
    restart({ clock: () => now })
    const page = await started()
    await post(page, { act: "pay", how: "late", seconds: "1" })
    const stop = new AbortController()
    const arrived = new Promise<void>((resolve) => {
      const former = server.handler
      server.handler = async (request) => {
        const response = await former(request)
        if (new URL(request.url).pathname === "/notify") {
          server.handler = former
          resolve()
        }
        return response
      }
    })
    now += 1_000
    const running = provider.run(stop.signal)
    await arrived
    stop.abort()
    await running
    expect(await told()).toEqual(["captured"])
  })
})

describe("refunds", () => {
  test("L35 in part, up to what was captured; the same id once; beyond it, failed", async () => {
    await post(await started(), { act: "pay" })
    const back = (refund: string, minor: bigint) =>
      run(gateway().refund({ refund, payment: "pay_1", amount: { amount: minor, currency: "CNY" } }))
    expect(await back("ref_1", 5_000n)).toMatchObject({ refund: "ref_1", state: "succeeded" })
    expect(await back("ref_1", 5_000n)).toMatchObject({ refund: "ref_1", state: "succeeded" })
    expect(await back("ref_2", 3_801n)).toMatchObject({ state: "failed" })
    expect(await back("ref_3", 3_800n)).toMatchObject({ state: "succeeded" })
    await expect(back("ref_1", 5_001n)).rejects.toMatchObject({ reason: "Refused", detail: "OtherAmount" })
  })

  test("L36 pending first, if the provider takes its time", async () => {
    restart({ refundsTake: 2 * minute })
    await post(await started(), { act: "pay" })
    const back = () => run(gateway().refund({ refund: "ref_1", payment: "pay_1", amount }))
    expect((await back()).state).toBe("pending")
    now += 2 * minute
    expect((await back()).state).toBe("succeeded")
  })
})

describe("a file", () => {
  let folder = ""
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "sandbox-"))))
  afterEach(() => rmSync(folder, { recursive: true }))

  test("L39 everything survives a restart: payments, refunds, pages, and callbacks that are still to be sent", async () => {
    const file = join(folder, "provider.jsonl")
    restart({ file, refundsTake: minute })
    const page = await started()
    await run(gateway().close({ payment: "pay_2", amount }))
    await post(page, { act: "pay", how: "late", seconds: "60" })
    const refund = () => run(gateway().refund({ refund: "ref_1", payment: "pay_1", amount }))
    expect((await refund()).state).toBe("pending")
    restart({ file, refundsTake: minute })
    expect(await state()).toBe("captured")
    expect((await refund()).state).toBe("pending")
    expect((await run(gateway().start({ ...start, payment: "pay_2" }))).state).toBe("closed")
    expect((await fetch(page)).status).toBe(200)
    now += minute
    await provider.deliver()
    expect(await told()).toEqual(["captured"])
    restart({ file })
    expect(await provider.deliver()).toBe(0)
    expect((await refund()).state).toBe("succeeded")
  })

  test("L39 a line that a crash cut off is dropped, and the file goes on behind the one before", async () => {
    const file = join(folder, "provider.jsonl")
    restart({ file })
    const page = await started()
    const whole = readFileSync(file, "utf8")
    appendFileSync(file, '{"type":"turn","at":18000000000')
    restart({ file })
    expect(readFileSync(file, "utf8")).toBe(whole)
    await post(page, { act: "pay" })
    restart({ file })
    expect(await state()).toBe("captured")
  })

  test("L39 a spoilt line before the last is an error that names it", async () => {
    const file = join(folder, "provider.jsonl")
    writeFileSync(file, '{"type":"gift"}\n{}\n')
    expect(() => restart({ file })).toThrow("provider.jsonl:1")
  })
})

describe("requests of the shop", () => {
  const send = async (
    method: string,
    path: string,
    {
      body = "",
      by = secret,
      at = now,
      merchant = "shop",
      signedPath = path
    }: {
      readonly body?: string
      readonly by?: string
      readonly at?: number
      readonly merchant?: string
      readonly signedPath?: string
    } = {}
  ) => {
    const timestamp = timestampOf(at)
    const signature = await signer(by).sign(timestamp, requestContent("n1", method, signedPath, bytesOf(body)))
    const response = await fetch(`${server.address}/sandbox/gateway${path}`, {
      method,
      headers: {
        [headerNames.merchant]: merchant,
        [headerNames.timestamp]: timestamp,
        [headerNames.nonce]: "n1",
        [headerNames.signature]: signature
      },
      ...(method === "GET" ? {} : { body })
    })
    return { status: response.status, body: await response.json() }
  }

  test("H061 in order of precedence: too large, unsigned, of another merchant, malformed", async () => {
    const large = "x".repeat(65_537)
    expect(await send("POST", "/payments", { body: large, by: "another secret indeed" })).toEqual({
      status: 413,
      body: { code: "PayloadTooLarge" }
    })
    const unsigned = { status: 401, body: { code: "SignatureInvalid" } }
    expect(await send("GET", "/payments/pay_1", { by: "another secret indeed", merchant: "x" })).toEqual(unsigned)
    expect(await send("GET", "/payments/pay_1", { at: now - 301_000 })).toEqual(unsigned)
    expect(await send("GET", "/payments/pay_1", { signedPath: "/payments/pay_2" })).toEqual(unsigned)
    expect(await send("POST", "/payments", { merchant: "another", body: "{" })).toEqual({
      status: 403,
      body: { code: "EventNotOurs" }
    })
    expect(await send("POST", "/payments", { body: "{" })).toEqual({ status: 400, body: { code: "InvalidInput" } })
    expect(await send("POST", "/payments", { body: '{"payment":"pay_1"}' })).toMatchObject({ status: 400 })
    expect(await send("GET", "/payments/%ff")).toMatchObject({ status: 400 })
  })

  test("H066 what is unknown is 404, another method 405", async () => {
    for (const path of ["/payments/pay_9", "/refunds/ref_9", "/payments/pay_9/charge", "/nothing"]) {
      expect(await send("GET", path)).toEqual({ status: 404, body: { code: "NotFound" } })
    }
    expect(await send("PUT", "/payments/pay_9")).toEqual({ status: 405, body: { code: "NotAllowed" } })
    expect((await fetch(`${server.address}/sandbox/gatewayx/payments/pay_1`)).status).toBe(404)
  })

  test("L38 GET /refunds/:id tells how a refund stands", async () => {
    await post(await started(), { act: "pay" })
    await run(gateway().refund({ refund: "ref_1", payment: "pay_1", amount }))
    expect(await send("GET", "/refunds/ref_1")).toMatchObject({
      status: 200,
      body: { refund: "ref_1", payment: "pay_1", amount: { amount: "88.00", currency: "CNY" }, state: "succeeded" }
    })
  })

  test("L38 a payment id that has to be escaped in an address is the same payment", async () => {
    const odd = { ...start, payment: "shop:1/pay@2+3" }
    await run(gateway().start(odd))
    expect((await run(gateway().query(odd))).state).toBe("pending")
    expect((await run(gateway().close(odd))).state).toBe("closed")
  })

  test("H061 while the secret is changed, shop and provider may change it one after the other", async () => {
    const renewed = "the secret to come next"
    restart({ secret: [renewed, secret] })
    expect((await run(gateway().query(about))).state).toBe("unknown")
    expect((await run(gateway({ secret: [renewed, secret] }).query(about))).state).toBe("unknown")
    restart({ secret: renewed })
    await expect(run(gateway().query(about))).rejects.toMatchObject({ reason: "Refused", detail: "SignatureInvalid" })
  })
})

describe("a provider that fails", () => {
  const failing = async (handler: Served["handler"], options: Partial<SandboxGatewayOptions> = {}) => {
    const other = await serve(handler)
    const exit = await run(Effect.result(gateway({ baseUrl: other.address, ...options }).query(about)))
    await other.close()
    return exit
  }

  const answering = (status: number, body: string) => async () => new Response(body, { status })
  const paid = (payment: string) =>
    `{"amount":{"amount":"88.00","currency":"CNY"},"payment":"${payment}","reference":"r","state":"captured"}`

  test.each([
    ["its lawful twin", answering(200, paid("pay_1")), undefined],
    ["it does not answer", () => new Promise<Response>(() => undefined), "TimedOut"],
    ["status 500", answering(500, paid("pay_1")), "Unreachable"],
    ["a page instead of an answer", answering(200, "<!doctype html>"), "Malformed"],
    ["an answer about another payment", answering(200, paid("pay_2")), "Malformed"],
    [
      "an answer with a key twice",
      answering(200, paid("pay_1").replace('{"am', '{"state":"pending","am')),
      "Malformed"
    ],
    ["an answer that is too long", answering(200, " ".repeat(65_537)), "Malformed"],
    ["a refusal that it does not explain", answering(403, "no"), "Malformed"],
    ["a redirect", async () => new Response(null, { status: 302, headers: { location: "/" } }), "Unreachable"],
    ["a refusal", answering(409, '{"code":"OtherAmount"}'), "Refused"]
  ])("F7 %s", async (_, handler, reason) => {
    const answer = await failing(handler, { timeout: 200 })
    if (reason === undefined) expect(answer).toMatchObject({ success: { state: "captured" } })
    else expect(answer).toMatchObject({ failure: { _tag: "GatewayError", gateway: "sandbox", reason } })
  })

  test("F6 nobody listens at its address", async () => {
    const answer = await run(Effect.result(gateway({ baseUrl: "http://127.0.0.1:1" }).query(about)))
    expect(answer).toMatchObject({ failure: { reason: "Unreachable" } })
    expect(JSON.stringify(answer, (_, value) => (typeof value === "bigint" ? `${value}` : value))).not.toContain(
      "127.0.0.1"
    )
  })
})
