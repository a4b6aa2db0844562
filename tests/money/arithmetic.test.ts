import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import * as Money from "../../src/money/index.ts"

const cny = (amount: bigint): Money.Money => ({ amount, currency: "CNY" })
const got = Result.getOrThrow

describe("arithmetic", () => {
  test("adds, subtracts, negates, sums and compares", () => {
    expect(got(Money.add(cny(1990n), cny(10n)))).toEqual(cny(2000n))
    expect(got(Money.subtract(cny(1990n), cny(2000n)))).toEqual(cny(-10n))
    expect(Money.negate(cny(5n))).toEqual(cny(-5n))
    expect(got(Money.sum("CNY", [cny(1n), cny(2n), cny(3n)]))).toEqual(cny(6n))
    expect(got(Money.sum("CNY", []))).toEqual(Money.zero("CNY"))
    expect([cny(1n), cny(2n), cny(3n)].map((one) => got(Money.compare(one, cny(2n))))).toEqual([-1, 0, 1])
  })

  test("a percentage is taken once, rounded as named", () => {
    const eighth = got(Money.percent("12.5"))
    expect(eighth).toEqual({ numerator: 1n, denominator: 8n })
    expect(got(Money.multiply(cny(1004n), eighth, "halfUp"))).toEqual(cny(126n))
    expect(got(Money.multiply(cny(1004n), eighth, "halfEven"))).toEqual(cny(126n))
    expect(got(Money.multiply(cny(1012n), eighth, "halfEven"))).toEqual(cny(126n))
    expect(got(Money.multiply(cny(1004n), eighth, "down"))).toEqual(cny(125n))
    expect(got(Money.times(cny(1990n), 3n))).toEqual(cny(5970n))
  })

  test("L02 refusals in order: the currency before the range", () => {
    const most = cny(Money.largestAmount)
    const yen = { amount: Money.largestAmount, currency: "JPY" }
    const mismatch = { _tag: "CurrencyMismatch", expected: "CNY", found: "JPY" }
    expect(Money.add(most, yen)).toEqual(Result.fail(mismatch))
    expect(Money.subtract(Money.negate(most), yen)).toEqual(Result.fail(mismatch))
    expect(Money.compare(most, yen)).toEqual(Result.fail(mismatch))
    expect(Money.sum("CNY", [most, most, yen])).toEqual(Result.fail(mismatch))
  })

  test("L01 what leaves the range is refused, and the sum of parts may leave it on the way", () => {
    const most = cny(Money.largestAmount)
    const beyond = { _tag: "AmountOutOfRange", amount: Money.largestAmount + 1n, currency: "CNY" }
    expect(Money.add(most, cny(1n))).toEqual(Result.fail(beyond))
    expect(Money.money(Money.largestAmount + 1n, "CNY")).toEqual(Result.fail(beyond))
    expect(Result.isFailure(Money.times(most, 2n))).toBe(true)
    expect(Result.isFailure(Money.multiply(most, Money.ratio(3n, 2n), "down"))).toBe(true)
    expect(got(Money.sum("CNY", [most, most, Money.negate(most)]))).toEqual(most)
  })
})

describe("ratios", () => {
  test("are in lowest terms with a positive denominator", () => {
    expect(Money.ratio(6n, -4n)).toEqual({ numerator: -3n, denominator: 2n })
    expect(Money.ratio(0n, -7n)).toEqual({ numerator: 0n, denominator: 1n })
    expect(() => Money.ratio(1n, 0n)).toThrow(RangeError)
  })

  test.each(["12.5%", "", "1e2", "abc"])("`%s` is no percentage", (text) => {
    expect(Money.percent(text)).toEqual(Result.fail({ _tag: "DecimalMalformed", text }))
  })
})

describe("exchange", () => {
  const rate = (from: string, to: string, text: string): Money.ExchangeRate =>
    Schema.decodeSync(Money.ExchangeRate)({ name: "PBOC central parity", from, to, ratio: text, date: "2026-11-11" })

  test.each([
    ["one yen is worth 0.0479 yuan", "JPY", 1980n, "CNY", "0.0479", 9484n],
    ["one dollar is worth 149.5 yen: half a yen goes up", "USD", 100n, "JPY", "149.5", 150n],
    ["one dinar is worth 23.4567 yuan", "KWD", 1234n, "CNY", "23.4567", 2895n],
    ["one yuan is worth 0.0426 dinars", "CNY", 100000n, "KWD", "0.0426", 42600n],
    ["a refund mirrors its charge", "USD", -100n, "JPY", "149.5", -150n]
  ])("%s", (_, from, amount, to, text, expected) => {
    expect(Money.exchange({ amount, currency: from }, rate(from, to, text), "halfUp")).toEqual(
      Result.succeed({ amount: expected, currency: to })
    )
  })

  test("L02 a rate applies to its own currency only", () => {
    expect(Money.exchange(cny(100n), rate("USD", "JPY", "149.5"), "halfUp")).toEqual(
      Result.fail({ _tag: "CurrencyMismatch", expected: "USD", found: "CNY" })
    )
  })

  test("L01 what leaves the range is refused", () => {
    const answer = Money.exchange(cny(Money.largestAmount), rate("CNY", "KWD", "1"), "halfUp")
    expect(Result.isFailure(answer) && answer.failure._tag).toBe("AmountOutOfRange")
  })

  test.each([
    ["zero", { ratio: "0" }],
    ["negative", { ratio: "-1" }],
    ["no decimal", { ratio: "1/3" }],
    ["of no day", { date: "2026-13-01" }],
    ["without a name", { name: "" }]
  ])("no rate is %s", (_, change) => {
    const wire = { name: "PBOC", from: "CNY", to: "JPY", ratio: "20.8", date: "2026-11-11", ...change }
    expect(Result.isFailure(Schema.decodeUnknownResult(Money.ExchangeRate)(wire))).toBe(true)
  })

  test("a rate is written as the decimal it came as, and a third is not written at all", () => {
    const encode = Schema.encodeUnknownResult(Money.ExchangeRate)
    const parity = rate("USD", "CNY", "7.1234")
    expect(got(encode(parity)).ratio).toBe("7.1234")
    expect(Result.isFailure(encode(Object.assign({}, parity, { ratio: Money.ratio(1n, 3n) })))).toBe(true)
  })
})
