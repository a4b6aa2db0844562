import { readFileSync } from "node:fs"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { sha256 } from "../../src/kernel/digest.ts"
import { canonical } from "../../src/kernel/json.ts"
import type { BoundQuote, QuoteKey } from "../../src/quote/bound.ts"
import { of } from "../../src/quote/rules/quote.ts"
import { read } from "../../src/quote/rules/read.ts"
import { keyPeriod, open, quoteKeyIds, sign, verify, versionsOf } from "../../src/quote/rules/token.ts"
import { succeeds } from "./sample.ts"

const at = 1_800_000_000_000
const cart = readFileSync(new URL("../../examples/quote/cart.json", import.meta.url), "utf8")
const quote = succeeds(of(succeeds(read(JSON.parse(cart)))))
const [current, former] = quoteKeyIds(at)
const keyOf = (id: string, byte: number): QuoteKey => ({ id, key: new Uint8Array(32).fill(byte) })
const keys = [keyOf(current, 1), keyOf(former, 2)]
const [key, old] = keys as [QuoteKey, QuoteKey]

const bound = (from: Partial<BoundQuote<bigint, number>> = {}): BoundQuote<bigint, number> => ({
  cart: "cart_1",
  customer: "ann",
  fingerprint: sha256("the cart"),
  settings: 3,
  rules: versionsOf([{ id: "tea-5", version: 2 }], sha256),
  quote,
  quotedAt: at,
  expiresAt: at + 15 * 60_000,
  ...from
})
const token = sign(bound(), key)

const texts = fc.string({ unit: "grapheme" }).filter((text) => text.isWellFormed())
const drawn: fc.Arbitrary<BoundQuote<bigint, number>> = fc
  .record({ cart: texts, customer: texts, fingerprint: texts, settings: fc.nat(), rules: texts, wait: fc.nat() })
  .map(({ wait, ...rest }) => bound({ ...rest, expiresAt: at + wait }))

describe("a signed quote", () => {
  test("L16 is opened as what was signed, under the key that signed it, and equal quotes have equal tokens", () => {
    fc.assert(
      fc.property(drawn, fc.constantFrom(...keys), (quote, by) => {
        const made = sign(quote, by)
        expect(open(made, keys)).toEqual(Result.succeed(quote))
        expect(sign({ ...quote }, by)).toBe(made)
      }),
      { numRuns: 50 }
    )
  })

  test("H017 with one bit altered, anywhere, is none", () => {
    const bytes = new TextEncoder().encode(token)
    fc.assert(
      fc.property(fc.nat({ max: bytes.length * 8 - 1 }), (bit) => {
        const changed = Uint8Array.from(bytes)
        changed[bit >> 3]! ^= 1 << (bit & 7)
        // The decoder of a lax host: what is no UTF-8 becomes a sign of its own.
        expect(open(new TextDecoder().decode(changed), keys)).toEqual(Result.fail({ _tag: "QuoteInvalid" }))
      }),
      { numRuns: 2000 }
    )
  })

  test("binds cart, customer, content, currency, policy, promotions and time: whoever writes another is found out", () => {
    const head = token.slice(0, token.indexOf("{"))
    const body = JSON.parse(token.slice(head.length))
    expect(Object.keys(body).toSorted()).toEqual(
      ["cart", "customer", "expiresAt", "fingerprint", "quote", "quotedAt", "rules", "settings"].toSorted()
    )
    for (const field of Object.keys(body)) {
      const other = field === "quote" ? { ...body.quote, currency: "USD" } : typeof body[field] === "number" ? 4 : "x"
      expect([field, Result.isFailure(open(head + canonical({ ...body, [field]: other }), keys))]).toEqual([
        field,
        true
      ])
    }
    const cheaper = { ...body, quote: { ...body.quote, grand: "0.01" } }
    expect(open(head + canonical(cheaper), keys)).toEqual(Result.fail({ _tag: "QuoteInvalid" }))
  })

  test("is read by no other text than its own: white space, another order of keys and a further key are refused", () => {
    const start = token.indexOf("{")
    const [head, body] = [token.slice(0, start), JSON.parse(token.slice(start))]
    for (const text of [
      `${token} `,
      ` ${token}`,
      `${token}\n`,
      head + JSON.stringify(body, null, 1),
      head + canonical({ ...body, x: 1 }),
      token.replace(".", ".0"),
      token.toUpperCase()
    ]) {
      expect(open(text, keys)).toEqual(Result.fail({ _tag: "QuoteInvalid" }))
    }
  })

  test("holds until its last instant, half-open, and is QuoteExpired from then on", () => {
    const until = bound().expiresAt
    expect(Result.isSuccess(verify(token, keys, until - 1))).toBe(true)
    expect(verify(token, keys, until)).toEqual(Result.fail({ _tag: "QuoteExpired", quote: "cart_1", expired: until }))
    // Forged and too late: that it is forged comes first.
    expect(verify(`${token}x`, keys, until)).toEqual(Result.fail({ _tag: "QuoteInvalid" }))
  })

  test("is known under the key in use and the one before it; under an older or another one it is none", () => {
    expect(quoteKeyIds(at + keyPeriod)[1]).toBe(current)
    expect(quoteKeyIds(Math.ceil(at / keyPeriod) * keyPeriod - 1)[0]).toBe(current)
    const next = quoteKeyIds(at + keyPeriod).map((id, index) => keyOf(id, index === 1 ? 1 : 9))
    expect(Result.isSuccess(open(token, next))).toBe(true)
    expect(Result.isFailure(open(sign(bound(), old), next))).toBe(true)
    expect(Result.isFailure(open(token, [keyOf(current, 7)]))).toBe(true)
    expect(Result.isFailure(open(token, []))).toBe(true)
  })

  const hostile: ReadonlyArray<string> = [
    "",
    "v1",
    "v1.1.2.3",
    `v1.${current}.${"0".repeat(64)}.{}`,
    `v1.${current}.${"0".repeat(64)}.`,
    `v1.__proto__.${"0".repeat(64)}.{}`,
    `${token}\u0000`,
    `${token.slice(0, -1)}\ud800}`,
    "{".repeat(100_000),
    `v1.${current}.${"0".repeat(64)}.{${"x".repeat(1_000_001)}}`
  ]
  test.each(hostile.map((text) => [JSON.stringify(text.slice(0, 30)), text]))("%s is QuoteInvalid", (_, text) => {
    expect(open(text, keys)).toEqual(Result.fail({ _tag: "QuoteInvalid" }))
  })

  test("the digest of promotions tells versions and ids apart, and not their order", () => {
    const [a, b] = [{ id: "a", version: 1 }, { id: "b" }]
    expect(versionsOf([a, b], sha256)).toBe(versionsOf([{ id: "b", version: 1 }, a], sha256))
    expect(versionsOf([a, b], sha256)).not.toBe(versionsOf([a, { id: "b", version: 2 }], sha256))
    expect(versionsOf([a], sha256)).not.toBe(versionsOf([a, b], sha256))
  })
})
