import { describe, expect, test } from "vitest"
import type { Promotion } from "../../../src/promotion/index.ts"
import type { QuoteInput } from "../../../src/quote/index.ts"
import { byPriority } from "../../../src/quote/rules/choose.ts"
import { seated } from "../../../src/quote/rules/seat.ts"
import { rated } from "../../../src/quote/rules/search/rank.ts"
import { undisputed } from "../../../src/quote/rules/search/undisputed.ts"
import { at } from "../sample.ts"
import { bestOfAll, sampleOf } from "./plans.ts"

/** Cents, how many, and the rate of the tax on top. */
type Good = readonly [price: number, quantity: number, rate: string]

type Charges = NonNullable<QuoteInput["charges"]>
type Take = Extract<Promotion["offer"], { readonly kind: "grant" }>["rewards"][number]

const cents = (amount: number): string => (amount / 100).toFixed(2)

const amountOff = (amount: number, by: "value" | "even" | "quantity" = "value") =>
  ({ kind: "amount", amount: cents(amount), per: "total", by }) as const
const percentOff = (percent: string, per: "line" | "total" | "unit" = "total") =>
  ({ kind: "percent", percent, per }) as const

const granting = (reward: Take, more: Partial<Promotion> = {}): Omit<Promotion, "id"> => ({
  level: "merchant",
  stack: { combines: "all" },
  offer: { kind: "grant", rewards: [reward] },
  ...more
})

const buyOneGetOne = (percent: string, more: Partial<Promotion> = {}): Omit<Promotion, "id"> => ({
  level: "merchant",
  base: "price",
  stack: { combines: "all" },
  offer: { kind: "buyGet", buy: { quantity: 1 }, get: { quantity: 1, reward: percentOff(percent, "unit") } },
  ...more
})

const cartOf = (
  goods: ReadonlyArray<Good>,
  offers: ReadonlyArray<Omit<Promotion, "id">>,
  { rounding = "line", included = false, charges = [] }: Cart = {}
): QuoteInput => ({
  currency: "EUR",
  at,
  lines: goods.map(([, quantity, rate], index) => ({
    id: `l${index}`,
    sku: `s${index}`,
    merchant: "m",
    quantity,
    tax: { included, rates: [{ id: "vat", rate }] }
  })),
  prices: goods.map(([price], index) => ({
    id: `p${index}`,
    sku: `s${index}`,
    currency: "EUR",
    amount: BigInt(price)
  })),
  // In the order of the list.
  promotions: offers.map((offer, lane) => ({ ...offer, id: `o${lane}`, lane })),
  charges,
  policy: { tax: { rounding } }
})

interface Cart {
  readonly rounding?: "line" | "unit" | "order"
  readonly included?: boolean
  readonly charges?: Charges
}

/** Whether one pass is known to be best; if it is, no plan is better. */
const isProven = (input: QuoteInput): boolean => {
  const sample = sampleOf(input)
  const { cart, seats } = sample
  const ranked = byPriority(cart, seated(seats))
  if (!undisputed(cart, seats, ranked)) return false
  expect(rated(cart, ranked).figure).toBe(bestOfAll(sample).figure)
  return true
}

const two: ReadonlyArray<Good> = [
  [1_000, 1, "0.2"],
  [700, 1, "0.2"]
]
const apart: ReadonlyArray<Good> = [
  [1_000, 1, "0"],
  [700, 1, "1"]
]
const three: ReadonlyArray<Good> = [
  [1_000, 2, "0.2"],
  [700, 1, "0.2"]
]
const small = (price: number): ReadonlyArray<Good> => [
  [price, 1, "0"],
  [price, 1, "1"]
]

const spread = granting(amountOff(300))
const charge = (id: string): Charges[number] => ({
  id,
  amount: 500n,
  tax: { included: false, rates: [{ id: "vat", rate: "0.2" }] }
})

describe("taking all is proven where each promotion takes more than roundings of tax could cost", () => {
  test.each<readonly [string, boolean, QuoteInput]>([
    // One rate: 1.2 times what it takes against a rounding a line, and one to spare.
    ["3 cents against two lines", true, cartOf(two, [granting(amountOff(3))])],
    ["2 cents against two lines", false, cartOf(two, [granting(amountOff(2))])],
    ["2 cents against one rounding", true, cartOf(two, [granting(amountOff(2))], { rounding: "order" })],
    ["1 cent against one rounding", false, cartOf(two, [granting(amountOff(1))], { rounding: "order" })],
    ["3 cents against two lines of three units", true, cartOf(three, [granting(amountOff(3))])],
    ["4 cents against three units", true, cartOf(three, [granting(amountOff(4))], { rounding: "unit" })],
    ["3 cents against three units", false, cartOf(three, [granting(amountOff(3))], { rounding: "unit" })],
    // Rates of 0 and 100 percent: the drift counts in full. Half a cent a line of a spread, and of a percentage two more.
    ["4 cents against a drift of one", true, cartOf(apart, [granting(amountOff(4))])],
    ["3 cents against a drift of one", false, cartOf(apart, [granting(amountOff(3))])],
    ["10 % of 60 against a drift of three", true, cartOf(small(30), [granting(percentOff("10"))])],
    ["10 % of 50 against a drift of three", false, cartOf(small(25), [granting(percentOff("10"))])],
    [
      "6 cents, and 10 % of each of two lines",
      true,
      cartOf(small(60), [granting(percentOff("10", "line")), granting(amountOff(6))])
    ],
    [
      "5 cents, and 10 % of each of two lines",
      false,
      cartOf(small(60), [granting(percentOff("10", "line")), granting(amountOff(5))])
    ],
    // Half of it would have been taken by the one that follows, and a rounding more.
    ["10 cents ahead of 50 %", true, cartOf(two, [granting(amountOff(10)), granting(percentOff("50"))])],
    ["7 cents ahead of 50 %", false, cartOf(two, [granting(amountOff(7)), granting(percentOff("50"))])],
    [
      "goods that hold their tax",
      true,
      cartOf(two, [granting(amountOff(1))], { included: true, charges: [charge("c")] })
    ]
  ])("%s: %s", (_name, proven, input) => expect(isProven(input)).toBe(proven))
})

describe("it is proven only of what takes in every plan as it does here", () => {
  const unlike: ReadonlyArray<Good> = [
    [1_000, 1, "0.2"],
    [100, 1, "0.2"]
  ]
  const pairs: ReadonlyArray<Good> = [
    [1_000, 2, "0.2"],
    [700, 2, "0.2"]
  ]
  const unequal = (price: number): ReadonlyArray<Good> => [
    [1_000, 1, "0.2"],
    [price, 1, "0.2"]
  ]
  const equal = (pieces: number): ReadonlyArray<Good> => [
    [1_000, pieces, "0.2"],
    [1_000, pieces, "0.2"]
  ]
  const even = (amount: number) => granting(amountOff(amount, "even"))
  const first: Partial<Promotion> = { select: { fact: "sku", op: "in", values: ["s0"] } }
  test.each<readonly [string, boolean, QuoteInput]>([
    ["an amount in equal parts", true, cartOf(unlike, [granting(amountOff(100, "even"))])],
    [
      "an amount in equal parts of which one goods has too little",
      false,
      cartOf(unlike, [granting(amountOff(400, "even"))])
    ],
    [
      "an amount in equal parts that leaves one goods nothing",
      false,
      cartOf(unlike, [granting(amountOff(200, "even"))])
    ],
    ["an amount by value, and a cent that bears none of it", true, cartOf(unequal(1), [granting(amountOff(3))])],
    ["an amount by value, and goods that are free", true, cartOf(unequal(0), [granting(amountOff(3))])],
    ["a percentage that leaves of some goods a cent", true, cartOf(unequal(2), [granting(percentOff("50"))])],
    // What a spread by value may drift: half a cent for each of two lines, and for each of four pieces.
    ["2 cents left of lines behind a drift of 1", true, cartOf(equal(1), [granting(amountOff(100)), even(1_896)])],
    ["1 cent left of lines behind a drift of 1", false, cartOf(equal(1), [granting(amountOff(100)), even(1_898)])],
    [
      "3 cents left of each piece, which nobody looks at",
      true,
      cartOf(equal(2), [granting(amountOff(100)), even(3_888)])
    ],
    [
      "4 cents left of pieces behind a drift of 3",
      true,
      cartOf(equal(2), [granting(amountOff(100)), buyOneGetOne("50"), even(1_884)])
    ],
    [
      "3 cents left of pieces behind a drift of 3",
      false,
      cartOf(equal(2), [granting(amountOff(100)), buyOneGetOne("50"), even(1_888)])
    ],
    ["more than all goods cost", false, cartOf(two, [granting(amountOff(5_000))])],
    ["a percentage of selected prices", true, cartOf(two, [spread, granting(percentOff("20"), { base: "price" })])],
    [
      "percentages of selected prices that are more than is left",
      false,
      cartOf(two, [granting(percentOff("60")), granting(percentOff("50", "line"), { base: "price" }), spread])
    ],
    ["a cap", false, cartOf(two, [granting(percentOff("50"), { cap: "3.00" })])],
    ["a greatest amount", false, cartOf(two, [granting({ ...percentOff("50"), max: "3.00" })])],
    ["a price in all", false, cartOf(two, [granting({ kind: "price", price: "9.00", per: "total" }), spread])],
    [
      "an amount off each of several units",
      false,
      cartOf(pairs, [granting({ ...amountOff(50), per: "unit" }), spread])
    ],
    ["an amount off each of single units", true, cartOf(two, [granting({ ...amountOff(50), per: "unit" }), spread])],
    [
      "a spread that a plan may keep to some goods",
      false,
      cartOf(two, [granting(amountOff(300), { stack: { scope: "line", combines: "all" } })])
    ],
    [
      "10 % of lines that a plan may leave out",
      true,
      cartOf(two, [granting(percentOff("10", "line"), { stack: { scope: "line", combines: "all" } }), spread])
    ],
    [
      "1 % of lines that a plan may leave out, which is 2 cents of one of them",
      false,
      cartOf(
        [
          [1_000, 1, "0.2"],
          [200, 1, "0.2"]
        ],
        [granting(percentOff("1", "line"), { stack: { scope: "line", combines: "all" } }), spread]
      )
    ],
    ["sets by prices behind a spread", true, cartOf(pairs, [spread, buyOneGetOne("50")])],
    ["sets by prices where too little is left", false, cartOf(pairs, [granting(percentOff("60")), buyOneGetOne("50")])],
    ["sets by what is left behind a spread", false, cartOf(pairs, [spread, buyOneGetOne("50", { base: "running" })])],
    ["sets of a pool behind a spread", false, cartOf(pairs, [spread, buyOneGetOne("50", { pool: "sets" })])],
    ["sets with a cap behind a spread", false, cartOf(pairs, [spread, buyOneGetOne("50", { cap: "2.00" })])],
    ["sets that are not complete", true, cartOf(two, [spread, buyOneGetOne("50", first)])],
    [
      "freight off",
      true,
      cartOf(two, [spread, granting({ kind: "shipping", percent: "50", per: "charge" }, { level: "shipping" })], {
        charges: [charge("a"), charge("b")]
      })
    ],
    [
      "freight off, spread over two charges",
      false,
      cartOf(two, [spread, granting({ kind: "shipping", percent: "50", per: "total" }, { level: "shipping" })], {
        charges: [charge("a"), charge("b")]
      })
    ]
  ])("%s: %s", (_name, proven, input) => expect(isProven(input)).toBe(proven))
})
