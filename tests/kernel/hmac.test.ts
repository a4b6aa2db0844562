import { createHmac, hkdfSync } from "node:crypto"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { deriveKey, hmac, macKey, sameBytes } from "../../src/kernel/hmac.ts"

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex")
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"))
const drawn = fc.uint8Array({ maxLength: 200 })
const keys = fc.uint8Array({ maxLength: 64 })

describe("hmac", () => {
  test("agrees with the platform's under any key of at most a block", () => {
    fc.assert(
      fc.property(keys, drawn, (key, message) => {
        expect(hex(hmac(macKey(key), message))).toBe(createHmac("sha256", key).update(message).digest("hex"))
      }),
      { numRuns: 300 }
    )
  })

  test("takes a text as its UTF-8 bytes, at every length around the ends of blocks", () => {
    const key = macKey(new Uint8Array(32).fill(7))
    for (let length = 0; length <= 140; length++) {
      const text = "茶".repeat(length % 5) + "x".repeat(length)
      expect(hex(hmac(key, text))).toBe(createHmac("sha256", Buffer.alloc(32, 7)).update(text).digest("hex"))
    }
  })

  // RFC 4231, sections 4.2 to 4.5.
  test.each([
    ["0b".repeat(20), "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
    [
      "4a656665",
      "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ],
    ["aa".repeat(20), "dd".repeat(50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"],
    [
      "0102030405060708090a0b0c0d0e0f10111213141516171819",
      "cd".repeat(50),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
    ]
  ])("answers test case %# of RFC 4231", (key, data, tag) => {
    expect(hex(hmac(macKey(bytes(key)), bytes(data)))).toBe(tag)
  })

  test("refuses a key that would have to be hashed first", () => {
    expect(() => macKey(new Uint8Array(65))).toThrow(RangeError)
  })
})

describe("deriveKey", () => {
  test("is HKDF-Expand of the platform, whose extraction is undone by starting from its key", () => {
    const secret = new Uint8Array(32).fill(3)
    // HKDF of the platform extracts first: the pseudo-random key is HMAC(salt, secret).
    const extracted = createHmac("sha256", Buffer.alloc(32)).update(secret).digest()
    const label = "pannier/quote/v1"
    const expected = Buffer.from(hkdfSync("sha256", secret, Buffer.alloc(32), label, 32)).toString("hex")
    expect(hex(deriveKey(new Uint8Array(extracted), label))).toBe(expected)
  })

  test("gives each purpose a key of its own", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.string(), fc.string(), (key, one, other) => {
        fc.pre(one.isWellFormed() && other.isWellFormed())
        expect(sameBytes(deriveKey(key, one), deriveKey(key, other))).toBe(one === other)
      })
    )
  })
})

test("sameBytes holds for equal bytes alone", () => {
  fc.assert(fc.property(drawn, drawn, (left, right) => sameBytes(left, right) === (hex(left) === hex(right))))
  fc.assert(fc.property(drawn, (list) => sameBytes(list, Uint8Array.from(list))))
})
