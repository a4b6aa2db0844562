import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { CampaignCodes, CodeFormat } from "../../src/promotion/campaign.ts"
import { normalCode } from "../../src/promotion/rules/code.ts"
import { macKey } from "../../src/kernel/hmac.ts"
import { codeFormat, feasible, plainCharset } from "../../src/promotion/rules/campaign/format.ts"
import { verified } from "../../src/promotion/rules/campaign/open.ts"
import { permutation } from "../../src/promotion/rules/campaign/permutation.ts"
import { type CodeSeries, codeSeries } from "../../src/promotion/rules/campaign/series.ts"

const key = Uint8Array.from({ length: 32 }, (_, index) => index)
const otherKey = new Uint8Array(32).fill(1)
const seriesOf = (campaign: CampaignCodes, under = key): CodeSeries => Result.getOrThrow(codeSeries(campaign, under))
const tag = (result: Result.Result<unknown, { readonly _tag: string }>): string =>
  Result.isFailure(result) ? result.failure._tag : "accepted"

/** Formats of every kind with room enough, and a number of codes each. */
const campaigns: fc.Arbitrary<CampaignCodes> = fc
  .record({
    campaign: fc.constantFrom("spring", "spring2", "11.11"),
    count: fc.integer({ min: 1, max: 5000 }),
    charset: fc.constantFrom(plainCharset, "0123456789", "AB", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
    checks: fc.integer({ min: 1, max: 8 }),
    body: fc.integer({ min: 1, max: 16 }),
    shape: fc.constantFrom("#", "#-", "T#", "#.")
  })
  .map(({ campaign, count, charset, checks, body, shape }) => {
    const least = Math.ceil(Math.log(5_000_000_000) / Math.log(charset.length))
    const pattern = shape.repeat(Math.min(body + least, Math.floor(64 / shape.length)))
    return { campaign, count, format: { charset, pattern, checks } }
  })
  .filter((campaign) => Result.isSuccess(codeSeries(campaign, key)))

describe("the codes of a campaign", () => {
  test("are known by their numbers: indexOf(code(i)) = i, and each is its own normal form", () => {
    fc.assert(
      fc.property(campaigns, fc.nat(), (campaign, drawn) => {
        const series = seriesOf(campaign)
        const index = drawn % campaign.count
        const code = series.code(index)
        expect(normalCode(code)).toBe(code)
        expect(series.indexOf(code)).toBe(index)
      }),
      { numRuns: 300 }
    )
  })

  test("are the only texts that are accepted: indexOf(x) = i only if code(i) = x", () => {
    let near = 0
    fc.assert(
      fc.property(
        campaigns,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(..."ABZ019-"),
        fc.string(),
        (campaign, drawn, place, sign, any) => {
          const series = seriesOf(campaign)
          const code = series.code(drawn % campaign.count)
          const at = place % code.length
          const typo = code.slice(0, at) + sign + code.slice(at + 1)
          const swapped =
            code.slice(0, at) +
            code
              .slice(at, at + 2)
              .split("")
              .toReversed()
              .join("") +
            code.slice(at + 2)
          for (const text of [typo, swapped, any, normalCode(any), code + sign, code.slice(1)]) {
            const index = series.indexOf(text)
            if (text !== code) near++
            expect(index === undefined || series.code(index) === text).toBe(true)
          }
        }
      ),
      { numRuns: 300 }
    )
    expect(near).toBeGreaterThan(1000)
  })

  test("differ by construction: a hundred thousand of one campaign are as many texts", () => {
    const series = seriesOf({ campaign: "spring", count: 100_000 })
    const seen = new Set<string>()
    for (let index = 0; index < series.count; index++) seen.add(series.code(index))
    expect(seen.size).toBe(series.count)
  })

  test("fill what they have room for and no more: 2^14 bodies, of which one guess in 256 is a code", () => {
    const format = Result.getOrThrow(codeFormat({ charset: "AB", pattern: "#".repeat(22), checks: 8 }))
    expect(feasible(format, 2 ** 14, 2n)).toEqual(Result.succeed(256n))
    expect(tag(feasible(format, 2 ** 14))).toBe("CodesGuessable")
    expect(tag(feasible(format, 2 ** 14 + 1, 2n))).toBe("CodesExceedSpace")
  })

  test("take each place of a small space once: the permutation misses none", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (left, right) => {
        const scatter = permutation(macKey(key), left, right)
        const seen = new Set<string>()
        const pair = new Float64Array(2)
        for (let index = 0; index < left * right; index++) {
          pair[0] = Math.floor(index / right)
          pair[1] = index % right
          scatter.forth(pair)
          seen.add(pair.join())
          scatter.back(pair)
          expect(pair[0] * right + pair[1]).toBe(index)
        }
        expect(seen.size).toBe(left * right)
      }),
      { numRuns: 50 }
    )
  })

  test("are the same again for the same key, and others for another key, campaign or format", () => {
    const spring = { campaign: "spring", count: 1000 }
    const some = (series: CodeSeries) => [0, 1, 2, 999].map(series.code)
    expect(some(seriesOf(spring))).toEqual(some(seriesOf({ ...spring, count: 1_000_000 })))
    // Held for ever: codes that are printed on paper must be known by every later version.
    expect(some(seriesOf(spring))).toEqual(["MPHMH8A4HT", "CSYAQ88AE6", "XVJ2VXB3QE", "EZFF6YQ3ES"])
    for (const other of [
      seriesOf(spring, otherKey),
      seriesOf({ ...spring, campaign: "summer" }),
      seriesOf({ ...spring, format: { checks: 4 } })
    ]) {
      const mine = seriesOf(spring)
      expect(some(mine).filter((code) => other.indexOf(code) !== undefined)).toEqual([])
      expect(some(other)).not.toEqual(some(mine))
    }
  })

  test("that were not given out yet are unknown until the campaign has more", () => {
    const [few, many] = [seriesOf({ campaign: "spring", count: 10 }), seriesOf({ campaign: "spring", count: 11 })]
    expect([few.indexOf(many.code(10)), many.indexOf(many.code(10))]).toEqual([undefined, 10])
    expect(() => few.code(10)).toThrow(RangeError)
  })

  test("a typing error in one place is told from a code but for one in 27 000", () => {
    const series = seriesOf({ campaign: "spring", count: 1_000_000 })
    let passed = 0
    let tried = 0
    for (let index = 0; index < 400; index++) {
      const code = series.code(index)
      for (let at = 0; at < code.length; at++) {
        const sign = plainCharset[(plainCharset.indexOf(code[at]!) + 1 + (index % 29)) % 30]!
        tried++
        if (series.indexOf(code.slice(0, at) + sign + code.slice(at + 1)) !== undefined) passed++
      }
    }
    expect([tried, passed]).toEqual([4000, 0])
  })
})

describe("what is no code of a campaign", () => {
  const series = seriesOf({ campaign: "tea", count: 1000, format: { pattern: "TEA-####-######" } })
  const code = series.code(7)

  test("H030 a code typed in any case, full width or with space around it is the code; look-alikes of other scripts are not", () => {
    const wide = [...code].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join("")
    expect(verified(series, [` ${code.toLowerCase()}\t`, wide, code])).toEqual([code])
    const cyrillic = code.replace("TEA", "ТЕА")
    expect(verified(series, [cyrillic])).toEqual([])
  })

  const hostile: ReadonlyArray<string> = [
    "",
    " ",
    "A".repeat(100_000),
    `${code}\u0000`,
    `\u0000${code.slice(1)}`,
    `${code.slice(0, -1)}\ud800`,
    `${code}\u200b`,
    code.replace("-", "\u2010"),
    code.replaceAll("-", ""),
    "#".repeat(code.length),
    "TEA-####-######",
    "__proto__",
    "' OR 1=1 --"
  ]
  test.each(hostile.map((text) => [JSON.stringify(text.slice(0, 20)), text]))("%s is unknown", (_, text) => {
    expect(verified(series, [text])).toEqual([])
  })
})

describe("a format", () => {
  const wrong: ReadonlyArray<readonly [CodeFormat, string, string]> = [
    [{ charset: "" }, "CodeFormatInvalid", "/charset"],
    [{ charset: "A" }, "CodeFormatInvalid", "/charset"],
    [{ charset: "AAB" }, "CodeFormatInvalid", "/charset"],
    [{ charset: "abc" }, "CodeFormatInvalid", "/charset"],
    [{ charset: "АВС" }, "CodeFormatInvalid", "/charset"],
    [{ charset: "AB#" }, "CodeFormatInvalid", "/charset"],
    [{ charset: "A".repeat(100_000) }, "CodeFormatInvalid", "/charset"],
    [{ pattern: "" }, "CodeFormatInvalid", "/pattern"],
    [{ pattern: "=CMD|'/C calc'!A0####" }, "CodeFormatInvalid", "/pattern"],
    [{ prefix: "-" }, "CodeFormatInvalid", "/pattern"],
    [{ prefix: "@SUM(" }, "CodeFormatInvalid", "/pattern"],
    [{ prefix: "tea" }, "CodeFormatInvalid", "/pattern"],
    [{ prefix: " " }, "CodeFormatInvalid", "/pattern"],
    [{ postfix: "\u0000" }, "CodeFormatInvalid", "/pattern"],
    [{ postfix: "\ud800" }, "CodeFormatInvalid", "/pattern"],
    [{ prefix: "X".repeat(100_000) }, "CodeFormatInvalid", "/pattern"],
    [{ pattern: "SALE" }, "CodeFormatInvalid", "/checks"],
    [{ pattern: "SALE###" }, "CodeFormatInvalid", "/checks"],
    [{ length: 3 }, "CodeFormatInvalid", "/checks"],
    [{ length: -5 }, "CodeFormatInvalid", "/length"],
    [{ length: 1.5 }, "CodeFormatInvalid", "/length"],
    [{ length: Number.NaN }, "CodeFormatInvalid", "/length"],
    [{ length: Number.POSITIVE_INFINITY }, "CodeFormatInvalid", "/length"],
    [{ length: 1e9 }, "CodeFormatInvalid", "/length"],
    [{ checks: 0 }, "CodeFormatInvalid", "/checks"],
    [{ checks: 9 }, "CodeFormatInvalid", "/checks"],
    [{ checks: -1 }, "CodeFormatInvalid", "/checks"],
    [{ length: 60 }, "CodeFormatInvalid", "/pattern"]
  ]
  test.each(wrong)("%j is refused at the place that is wrong", (format, _tag, path) => {
    expect(codeSeries({ campaign: "c", count: 1, format }, key)).toMatchObject({ failure: { _tag, path } })
  })

  test("states the odds of a guess: 30^10 texts and a million codes, one in 590 490 000", () => {
    expect(seriesOf({ campaign: "c", count: 1_000_000 }).odds).toBe(590_490_000n)
  })

  test.each([
    [0, "CodesExceedSpace"],
    [-1, "CodesExceedSpace"],
    [1.5, "CodesExceedSpace"],
    [Number.NaN, "CodesExceedSpace"],
    [Number.POSITIVE_INFINITY, "CodesExceedSpace"],
    [27_001, "CodesExceedSpace"],
    [730, "CodesGuessable"],
    [729, "accepted"]
  ])("of six positions, three of them check digits, answers %d codes with %s", (count, answer) => {
    expect(tag(codeSeries({ campaign: "c", count, format: { length: 6 } }, key))).toBe(answer)
  })
})
