import * as Schema from "effect/Schema"
import { expect, test } from "vitest"
import * as Quote from "../../src/quote/index.ts"
import { readBack } from "../../src/quote/stored.ts"
import { cartOf, quoted, succeeds } from "./sample.ts"

const plain = quoted(cartOf([[10_000n, 1]], []))
const promotion = { promotion: "p", version: 1 }

/** A quote with everything that comes after the total. */
const whole: Quote.Quote = {
  ...plain,
  lines: plain.lines.map((line) => ({
    ...line,
    points: 500n,
    units: line.units.map((unit) => ({ ...unit, points: 500n }))
  })),
  gifts: [
    { ...promotion, sku: "cup", merchant: "m1", quantity: 2n, value: 1_600n },
    { ...promotion, sku: "cup", quantity: 0n, value: 0n, short: 1n }
  ],
  after: [
    { ...promotion, kind: "cashback", amount: 145n },
    { ...promotion, kind: "points", points: 246n },
    { ...promotion, kind: "coupon", template: "next", quantity: 1n }
  ],
  lapsed: [{ line: "l2", promotion: "q", confirm: true }],
  points: { account: "points:alice", spent: 500n, amount: 500n },
  tenders: [{ id: "card", account: "card:1", amount: 3_000n }],
  due: 6_500n,
  deposit: { now: 6_500n, tail: 0n, beside: 1 }
}

test("amounts have the currency's decimals, counts none", () => {
  expect(Quote.write(whole)).toMatchObject({
    lines: [{ points: "5.00", units: [{ points: "5.00" }] }],
    gifts: [
      { quantity: "2", value: "16.00" },
      { quantity: "0", value: "0.00", short: "1" }
    ],
    after: [{ amount: "1.45" }, { points: "246" }, { quantity: "1" }],
    points: { spent: "500", amount: "5.00" },
    tenders: [{ amount: "30.00" }],
    due: "65.00",
    deposit: { now: "65.00", tail: "0.00", beside: 1 }
  })
})

test("L16 a quote with gifts, points, tenders and a deposit is the same when it is read back, by its Schema too", () => {
  expect(succeeds(readBack(Quote.write(whole)))).toEqual(whole)
  const stored = JSON.parse(JSON.stringify(Quote.write(whole))) as unknown
  expect(succeeds(Schema.decodeUnknownResult(Quote.Quote)(stored))).toEqual(whole)
})

test("a quote that says nothing of them has no key for them", () => {
  const keys = Object.keys(Quote.write(plain))
  expect(keys.filter((key) => ["lapsed", "points", "tenders", "due", "deposit"].includes(key))).toEqual([])
})
