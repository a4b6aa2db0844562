import { createHmac } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { canonical, type JsonObject } from "pannier/kernel"
import type { Callback } from "pannier/payment"
import { describe, expect, test } from "vitest"
import { sandboxGateway, type Secrets } from "../src/index.ts"
import { bytesOf, headerNames, signer, timestampOf } from "../src/signature.ts"
import { longestCallback } from "../src/wire.ts"

const now = 1_800_000_000_000
const secret = "the secret of the shop"
const former = "the secret before that"

const gateway = (secrets: Secrets = secret) =>
  sandboxGateway({
    name: "sandbox",
    baseUrl: "http://provider.example/sandbox/gateway",
    notifyUrl: "http://shop.example/notify",
    merchant: "shanfang",
    secret: secrets
  })

const notice: JsonObject = {
  event: "evt_1",
  nonce: "6f1d",
  merchant: "shanfang",
  payment: "pay_1",
  state: "captured",
  amount: { amount: "88.00", currency: "CNY" },
  reference: "sandbox_1"
}

/** A callback that the provider might have sent: signed, whatever it says. */
const signed = async (body: string, by = secret, at = now): Promise<Callback> => {
  const timestamp = timestampOf(at)
  const signature = await signer(by).sign(timestamp, bytesOf(body))
  return { headers: { [headerNames.timestamp]: timestamp, [headerNames.signature]: signature }, body }
}

const verify = (callback: Callback, at = now, secrets: Secrets = secret) =>
  Effect.runPromise(Effect.result(gateway(secrets).verify(callback, at)))

const tag = (answer: Awaited<ReturnType<typeof verify>>): string =>
  Result.isSuccess(answer) ? "Taken" : answer.failure._tag

describe("a callback", () => {
  test("H059 the lawful twin: signed, recent and ours, it is taken as it is told", async () => {
    expect(await verify(await signed(canonical(notice)))).toEqual(
      Result.succeed({
        payment: "pay_1",
        state: "captured",
        amount: { amount: 8_800n, currency: "CNY" },
        reference: "sandbox_1"
      })
    )
  })

  test("L41 HMAC-SHA256 of `timestamp.body` in hexadecimal, as another implementation has it", async () => {
    const expected = createHmac("sha256", secret).update('1800000000.{"a":1}').digest("hex")
    expect(await signer(secret).sign("1800000000", bytesOf('{"a":1}'))).toBe(expected)
  })

  test.each([
    [0, "Taken"],
    [300_000, "Taken"],
    [-300_000, "Taken"],
    [301_000, "SignatureInvalid"],
    [-301_000, "SignatureInvalid"]
  ])("H061 %i ms after it was signed it is %s", async (later, expected) => {
    expect(tag(await verify(await signed(canonical(notice)), now + later))).toBe(expected)
  })

  test("H061 while a secret is changed both sign, and afterwards the former one no more", async () => {
    const old = await signed(canonical(notice), former)
    expect(tag(await verify(old, now, [secret, former]))).toBe("Taken")
    expect(tag(await verify(await signed(canonical(notice)), now, [secret, former]))).toBe("Taken")
    expect(tag(await verify(old, now, secret))).toBe("SignatureInvalid")
  })

  test("H061 a timestamp, a signature or a body that is not what was signed", async () => {
    const genuine = await signed(canonical(notice))
    const signature = genuine.headers[headerNames.signature] ?? ""
    const withHeaders = (headers: Record<string, string>): Callback => ({
      ...genuine,
      headers: { ...genuine.headers, ...headers }
    })
    const wrong: ReadonlyArray<Callback> = [
      { ...genuine, body: genuine.body.replace("88.00", "00.01") },
      { ...genuine, body: `${genuine.body} ` },
      { ...genuine, body: "\ufeff" + genuine.body },
      { ...genuine, body: "\ud800" },
      { ...genuine, headers: {} },
      withHeaders({ [headerNames.timestamp]: timestampOf(now + 1_000) }),
      withHeaders({ [headerNames.timestamp]: "" }),
      withHeaders({ [headerNames.timestamp]: "1e9" }),
      withHeaders({ [headerNames.timestamp]: "NaN" }),
      withHeaders({ [headerNames.signature]: "" }),
      withHeaders({ [headerNames.signature]: signature.toUpperCase() }),
      withHeaders({ [headerNames.signature]: signature.slice(0, 63) }),
      withHeaders({ [headerNames.signature]: `${signature}00` }),
      withHeaders({ [headerNames.signature]: "0".repeat(64) })
    ]
    for (const callback of wrong) expect(tag(await verify(callback))).toBe("SignatureInvalid")
  })

  test("H059 a callback of the same provider for another merchant is EventNotOurs", async () => {
    const answer = await verify(await signed(canonical({ ...notice, merchant: "another-shop" })))
    expect(answer).toEqual(Result.fail({ _tag: "EventNotOurs", gateway: "sandbox" }))
  })

  test("H064 one of a kind that is unknown is EventUnknown, whatever else it says; another's, or forged, it is not", async () => {
    const dispute = {
      event: "evt_2",
      merchant: "shanfang",
      state: "disputed",
      evidence: { due: "2027-01-30", items: [1] }
    }
    const unknown = Result.fail({ _tag: "EventUnknown", gateway: "sandbox", kind: "disputed" })
    expect(await verify(await signed(canonical(dispute)))).toEqual(unknown)
    expect(await verify(await signed(canonical({ ...notice, state: "disputed" })))).toEqual(unknown)
    const deep = canonical(dispute).replace("[1]", "[".repeat(100_000) + "]".repeat(100_000))
    expect(await verify(await signed(deep))).toEqual(unknown)
    expect(tag(await verify(await signed(canonical({ ...dispute, merchant: "another-shop" }))))).toBe("EventNotOurs")
    expect(tag(await verify(await signed(canonical(dispute), "another secret of a shop")))).toBe("SignatureInvalid")
    expect(tag(await verify(await signed(canonical({ ...dispute, state: "captured" }))))).toBe("InvalidInput")
  })

  test("H060 another amount than is due is told as it is: it is the shop that refuses it", async () => {
    const answer = await verify(await signed(canonical({ ...notice, amount: { amount: "0.01", currency: "CNY" } })))
    expect(Result.getOrThrow(answer).amount).toEqual({ amount: 1n, currency: "CNY" })
  })

  test("H063 one byte over 1 MiB is PayloadTooLarge before anything else; 1 MiB is looked at", async () => {
    const body = "x".repeat(longestCallback)
    expect(tag(await verify({ headers: {}, body }))).toBe("SignatureInvalid")
    expect(await verify({ headers: {}, body: `${body}x` })).toEqual(
      Result.fail({ _tag: "PayloadTooLarge", size: longestCallback + 1, most: longestCallback })
    )
    // In bytes, not in characters: each of these takes three.
    expect(tag(await verify({ headers: {}, body: "元".repeat(longestCallback / 3 + 1) }))).toBe("PayloadTooLarge")
  })

  const text = canonical(notice)
  const malformed: ReadonlyArray<readonly [string, string]> = [
    ["nothing", ""],
    ["no JSON", "payment=pay_1&state=captured"],
    ["JSON that is cut off", text.slice(0, -1)],
    ["a list", "[]"],
    ["null", "null"],
    ["a key that occurs twice", text.replace('"payment":', '"payment":"pay_2","payment":')],
    ["a key that occurs twice with one value", text.replace('"payment":', '"payment":"pay_1","payment":')],
    ["an unknown key", canonical({ ...notice, discount: 1 })],
    ["a missing key", canonical({ ...notice, nonce: "" })],
    ["a kind that is no word", canonical({ ...notice, state: 7 })],
    ["a kind of no end", canonical({ ...notice, state: "x".repeat(101) })],
    [
      "a known kind that holds 100,000 levels",
      text.replace('"captured"', `"captured","z":${"[".repeat(100_000)}${"]".repeat(100_000)}`)
    ],
    ["an amount that is a number", canonical({ ...notice, amount: { amount: 88, currency: "CNY" } })],
    ["an amount with too many decimals", canonical({ ...notice, amount: { amount: "88.001", currency: "CNY" } })],
    ["an amount with an exponent", canonical({ ...notice, amount: { amount: "1e2", currency: "CNY" } })],
    ["a currency that there is not", canonical({ ...notice, amount: { amount: "88.00", currency: "XYZ" } })],
    ["white space", `${text}\n`],
    ["a lone surrogate", text.replace("sandbox_1", "\\ud800")],
    ["a NUL", text.replace("sandbox_1", "\\u0000")],
    ["a key named __proto__", text.replace('{"amount":{', '{"__proto__":{},"amount":{')],
    ["JSON of 100,000 levels", text.replace('"evt_1"', "[".repeat(100_000) + "]".repeat(100_000))],
    ["an object of 100,000 levels", '{"a":'.repeat(100_000) + "1" + "}".repeat(100_000)]
  ]
  test.each(malformed)("H063 signed, and %s: InvalidInput", async (_, body) => {
    expect(tag(await verify(await signed(body)))).toBe("InvalidInput")
  })

  test("H100 a refusal says nothing of what was sent", async () => {
    const answer = await verify(await signed(canonical({ ...notice, state: "ann@example.com" })))
    expect(JSON.stringify(answer)).not.toContain("ann@example.com")
  })

  test("L41 a secret of fewer than 16 characters is refused at once", () => {
    expect(() => gateway("short")).toThrow(RangeError)
    expect(() => gateway([secret, ""])).toThrow(RangeError)
  })
})
