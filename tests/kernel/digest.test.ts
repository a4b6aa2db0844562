import { createHash } from "node:crypto"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { sha256 } from "../../src/kernel/digest.ts"
import { ownSha256 } from "../../src/kernel/sha256.ts"

test("what a browser hashes by our own, a server by its platform's", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), (first, second) => {
      // A lone surrogate is U+FFFD in UTF-8, to both.
      const text = `${first}\ud800${second}`
      expect(ownSha256(text)).toBe(sha256(text))
    })
  )
})

describe.each([
  ["sha256, the platform's where it has one", sha256],
  ["sha256, our own", ownSha256]
])("%s", (_, hash) => {
  test("agrees with the platform's on any well-formed text", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "binary", minLength: 50, maxLength: 200 }))
    fc.assert(
      fc.property(text, (drawn) => {
        expect(hash(drawn)).toBe(createHash("sha256").update(drawn, "utf8").digest("hex"))
      }),
      { numRuns: 200 }
    )
  })

  test("agrees with it at every length around the ends of blocks", () => {
    for (let length = 0; length <= 200; length++) {
      const text = "文".repeat(length)
      expect(hash(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"))
    }
  })

  test.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ],
    ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"]
  ])("answers the examples published with FIPS 180-4 (%#)", (text, digest) => {
    expect(hash(text)).toBe(digest)
  })
})
