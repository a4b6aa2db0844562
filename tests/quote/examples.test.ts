import { describe, expect, test } from "vitest"
import type { Promotion } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { amounts, cartOf, discounts, quoted, reasonOf } from "./sample.ts"

const shops = [{ merchant: "m1" }, { merchant: "m2" }, { merchant: "m3" }] as const

const cross: Promotion = {
  id: "跨店每满300减50",
  level: "platform",
  testBase: "level",
  funding: [
    { party: "platform", share: "0.4" },
    { party: "merchant", share: "0.6" }
  ],
  offer: { kind: "every", measure: "amount", each: "300.00", rewards: [{ kind: "amount", amount: "50.00" }] }
}

const half = (pick: "eachSet" | "cheapest"): Promotion => ({
  id: "第二件半价",
  level: "item",
  offer: {
    kind: "buyGet",
    buy: { quantity: 1 },
    get: { quantity: 1, reward: { kind: "percent", percent: "50" } },
    pick
  }
})

const minus = (
  level: "merchant" | "platform",
  amount: string,
  from: string,
  more: Partial<Promotion> = {}
): Promotion => ({
  id: `${level}-${from}-${amount}`,
  level,
  when: { measure: "amount", atLeast: from },
  offer: { kind: "grant", rewards: [{ kind: "amount", amount }] },
  ...more
})

describe("worked examples", () => {
  test("跨店每满300减50 over shops at 199, 259 and 342: 100 off, spread; the tie goes to the first", () => {
    const quote = quoted(
      cartOf(
        [
          [19_900n, 1, shops[0]],
          [25_900n, 1, shops[1]],
          [34_200n, 1, shops[2]]
        ],
        [cross]
      )
    )
    expect(discounts(quote)).toEqual([2_488n, 3_237n, 4_275n])
    expect(Quote.refundShare(Quote.paidFor(quote.lines[1]!), 0, 1).amount).toBe(22_663n)
    // The platform's 40 percent of each shop's part, rounded to whole cents, and the shops' rest.
    expect(Object.fromEntries(Quote.bills(quote))).toEqual({ platform: 4_000n, m1: 1_493n, m2: 1_942n, m3: 2_565n })
  })

  test("第二件半价 on 100, 80, 60, 40: each set 60 off, cheapest 50 off", () => {
    const lines = [
      [10_000n, 1],
      [8_000n, 1],
      [6_000n, 1],
      [4_000n, 1]
    ] as const
    expect(discounts(quoted(cartOf(lines, [half("eachSet")])))).toEqual([0n, 4_000n, 0n, 2_000n])
    expect(discounts(quoted(cartOf(lines, [half("cheapest")])))).toEqual([0n, 0n, 3_000n, 2_000n])
  })

  test("shop 满200减30 and platform 满200减25 on 200: 145 by sale price, 170 by what is left", () => {
    const both = (testBase: "price" | "running") => [
      minus("merchant", "30.00", "200.00", { testBase }),
      minus("platform", "25.00", "200.00", { testBase })
    ]
    expect(quoted(cartOf([[20_000n, 1]], both("price"))).grand).toBe(14_500n)
    const running = quoted(cartOf([[20_000n, 1]], both("running"), { policy: { combination: "priority" } }))
    expect(running.grand).toBe(17_000n)
    expect(reasonOf(running, "platform-200.00-25.00")).toEqual({
      reason: "ConditionUnmet",
      missing: [{ measure: "amount", atLeast: "200.00", distance: 3_000n }],
      lacks: [{ measure: "amount", at: 20_000n, distance: 3_000n }]
    })
  })

  test("31.00 off one unit at 80 with floor 72 and three at 25: the floor spills over", () => {
    const off: Promotion = {
      id: "off",
      level: "platform",
      offer: { kind: "grant", rewards: [{ kind: "amount", amount: "31.00" }] }
    }
    const lines = [
      [8_000n, 1, { floor: { amount: 7_200n } }],
      [2_500n, 1],
      [2_500n, 1],
      [2_500n, 1]
    ] as const
    expect(discounts(quoted(cartOf(lines, [off])))).toEqual([800n, 767n, 767n, 766n])
  })

  test("order 40 percent from 4 units, then 5 percent from 900: 720 and 912", () => {
    const offers: ReadonlyArray<Promotion> = [
      {
        id: "forty",
        level: "merchant",
        when: { measure: "quantity", atLeast: 4 },
        offer: { kind: "grant", rewards: [{ kind: "percent", percent: "40" }] }
      },
      {
        id: "five",
        level: "platform",
        when: { measure: "amount", atLeast: "900.00" },
        offer: { kind: "grant", rewards: [{ kind: "percent", percent: "5" }] }
      }
    ]
    for (const combination of ["best", "priority"] as const) {
      const small = quoted(cartOf([[30_000n, 4]], offers, { policy: { combination } }))
      expect([small.grand, reasonOf(small, "five")?.missing]).toEqual([
        72_000n,
        [{ measure: "amount", atLeast: "900.00", distance: 18_000n }]
      ])
      expect(quoted(cartOf([[40_000n, 4]], offers, { policy: { combination } })).grand).toBe(91_200n)
    }
  })

  test("12 percent with a cap of 40 on 90, 170, 260: 6.92, 13.08, 20.00", () => {
    const twelve: Promotion = {
      id: "twelve",
      level: "merchant",
      cap: "40.00",
      offer: { kind: "grant", rewards: [{ kind: "percent", percent: "12" }] }
    }
    expect(
      discounts(
        quoted(
          cartOf(
            [
              [9_000n, 1],
              [17_000n, 1],
              [26_000n, 1]
            ],
            [twelve]
          )
        )
      )
    ).toEqual([692n, 1_308n, 2_000n])
  })

  test("8 and 12 percent on 250: 47.60 on what is left, 50.00 on the level", () => {
    const two = (base: "running" | "level") =>
      ["8", "12"].map(
        (percent): Promotion => ({
          id: `p${percent}`,
          level: "merchant",
          base,
          offer: { kind: "grant", rewards: [{ kind: "percent", percent }] }
        })
      )
    expect(quoted(cartOf([[25_000n, 1]], two("running"))).discount).toBe(4_760n)
    expect(quoted(cartOf([[25_000n, 1]], two("level"))).discount).toBe(5_000n)
  })

  test("five units of 0.03 with 10 percent: 0.13 left by the line, 0.15 by the unit", () => {
    const ten = (per: "line" | "unit"): Promotion => ({
      id: "ten",
      level: "item",
      offer: { kind: "grant", rewards: [{ kind: "percent", percent: "10", per }] }
    })
    expect(quoted(cartOf([[3n, 5]], [ten("line")])).grand).toBe(13n)
    expect(quoted(cartOf([[3n, 5]], [ten("unit")])).grand).toBe(15n)
  })
})

describe("offers of the trade", () => {
  const only = (offer: Promotion["offer"], more: Partial<Promotion> = {}): Promotion => ({
    id: "offer",
    level: "item",
    offer,
    ...more
  })

  test("满300减50, 满200减30: the highest step reached, and what the next one would give", () => {
    const tiers = only(
      {
        kind: "tiers",
        measure: "amount",
        steps: [
          { at: "200.00", rewards: [{ kind: "amount", amount: "30.00" }] },
          { at: "300.00", rewards: [{ kind: "amount", amount: "50.00" }] }
        ]
      },
      { level: "merchant" }
    )
    const quote = quoted(cartOf([[28_000n, 1]], [tiers]))
    expect(quote.grand).toBe(25_000n)
    expect(quote.steps[0]).toMatchObject({
      step: 1,
      next: { at: 30_000n, distance: 2_000n, gains: [{ kind: "amount", amount: "50.00" }] }
    })
    expect(quoted(cartOf([[40_000n, 1]], [tiers])).grand).toBe(35_000n)
    expect(reasonOf(quoted(cartOf([[18_050n, 1]], [tiers])), "offer")).toEqual({
      reason: "ThresholdUnmet",
      measure: "amount",
      distance: 1_950n,
      lacks: [{ measure: "amount", at: 20_000n, distance: 1_950n }]
    })
  })

  test("满3件8折 by quantity", () => {
    const three = only({
      kind: "tiers",
      measure: "quantity",
      steps: [{ at: 3, rewards: [{ kind: "percent", percent: "20" }] }]
    })
    expect(quoted(cartOf([[1_000n, 3]], [three])).grand).toBe(2_400n)
    expect(reasonOf(quoted(cartOf([[1_000n, 2]], [three])), "offer")).toEqual({
      reason: "ThresholdUnmet",
      measure: "quantity",
      distance: 1,
      lacks: [{ measure: "quantity", at: 3, distance: 1 }]
    })
  })

  test("每满300减50 at most twice", () => {
    const every = only(
      { kind: "every", measure: "amount", each: "300.00", max: 2, rewards: [{ kind: "amount", amount: "50.00" }] },
      { level: "platform" }
    )
    expect(quoted(cartOf([[100_000n, 1]], [every])).grand).toBe(90_000n)
  })

  test("first full, second 20 percent, third 50 percent, of each sku, dearest first", () => {
    const nth = only({
      kind: "nth",
      per: "variant",
      then: "stop",
      steps: [null, { kind: "percent", percent: "20" }, { kind: "percent", percent: "50" }]
    })
    expect(
      discounts(
        quoted(
          cartOf(
            [
              [1_000n, 4],
              [500n, 2]
            ],
            [nth]
          )
        )
      )
    ).toEqual([700n, 100n])
  })

  test("买二送一, at most three sets, the cheapest free; a unit short says so", () => {
    const three = only({
      kind: "buyGet",
      buy: { quantity: 2 },
      get: { quantity: 1, reward: { kind: "percent", percent: "100" } },
      max: 3
    })
    expect(
      discounts(
        quoted(
          cartOf(
            [
              [1_000n, 2],
              [700n, 1]
            ],
            [three]
          )
        )
      )
    ).toEqual([0n, 700n])
    expect(quoted(cartOf([[1_000n, 12]], [three])).discount).toBe(3_000n)
    expect(reasonOf(quoted(cartOf([[1_000n, 2]], [three])), "offer")).toEqual({
      reason: "SetIncomplete",
      distance: 1,
      lacks: [{ measure: "quantity", at: 3, distance: 1 }]
    })
  })

  test("a coat brings a hat down to 1.00", () => {
    const coat = { facts: { category: ["coat"] } }
    const hat = { facts: { category: ["hat"] } }
    const both = only({
      kind: "buyGet",
      buy: { quantity: 1, select: { fact: "category", op: "in", values: ["coat"] } },
      get: {
        quantity: 1,
        select: { fact: "category", op: "in", values: ["hat"] },
        reward: { kind: "price", price: "1.00" }
      }
    })
    expect(
      amounts(
        quoted(
          cartOf(
            [
              [90_000n, 1, coat],
              [5_000n, 2, hat]
            ],
            [both]
          )
        )
      )
    ).toEqual([90_000n, 5_100n])
  })

  test("99元任选3件: sets from the dearest down, and none that would not gain", () => {
    const any = only({ kind: "multi", quantity: 3, price: "99.00" })
    expect(
      quoted(
        cartOf(
          [
            [5_000n, 3],
            [2_000n, 3]
          ],
          [any]
        )
      ).grand
    ).toBe(9_900n + 6_000n)
  })

  test("a breakfast kit of milk and two loaves for 20.00, as often as it can be filled", () => {
    const kit = only({
      kind: "bundle",
      parts: [
        { select: { fact: "tags", op: "in", values: ["milk"] }, quantity: 1 },
        { select: { fact: "tags", op: "in", values: ["bread"] }, quantity: 2 }
      ],
      reward: { kind: "price", price: "20.00" }
    })
    const lines = [
      [800n, 2, { facts: { tags: ["milk"] } }],
      [900n, 5, { facts: { tags: ["bread"] } }]
    ] as const
    expect(quoted(cartOf(lines, [kit])).grand).toBe(4_000n + 900n)
  })

  test("a kit of any china and a cup is found where the cups are the dearest", () => {
    const kit = only({
      kind: "bundle",
      parts: [
        { select: { fact: "tags", op: "in", values: ["china"] }, quantity: 1 },
        { select: { fact: "tags", op: "in", values: ["cup"] }, quantity: 1 }
      ],
      reward: { kind: "amount", amount: "10.00" }
    })
    const lines = [
      [3_000n, 2, { facts: { tags: ["china", "cup"] } }],
      [2_000n, 2, { facts: { tags: ["china"] } }]
    ] as const
    expect(quoted(cartOf(lines, [kit])).grand).toBe(8_000n)
  })

  test("5.00 off the two cheapest units of each sku", () => {
    const two = only({
      kind: "grant",
      rewards: [{ kind: "amount", amount: "5.00", per: "unit", units: { max: 2, pick: "cheapest", per: "variant" } }]
    })
    expect(
      discounts(
        quoted(
          cartOf(
            [
              [1_000n, 3],
              [300n, 1]
            ],
            [two]
          )
        )
      )
    ).toEqual([1_000n, 300n])
  })

  test("满减送: an amount and free shipping from one promotion; shipping steps come with the shipping level", () => {
    const promotion = only(
      {
        kind: "tiers",
        measure: "amount",
        steps: [
          {
            at: "300.00",
            rewards: [
              { kind: "shipping", percent: "100" },
              { kind: "amount", amount: "30.00" }
            ]
          }
        ]
      },
      { level: "merchant" }
    )
    const later: Promotion = {
      id: "later",
      level: "platform",
      offer: { kind: "grant", rewards: [{ kind: "amount", amount: "1.00" }] }
    }
    const quote = quoted(cartOf([[30_000n, 1]], [promotion, later], { charges: [{ id: "s1", amount: 1_200n }] }))
    expect(quote.grand).toBe(26_900n)
    expect(quote.steps.map(({ promotion: id, target }) => `${id} ${target}`)).toEqual([
      "offer l-a#1",
      "later l-a#1",
      "offer s1"
    ])
  })

  test("支付满200减10 with the payment method named, refused with what is missing without it", () => {
    const pay: Promotion = {
      id: "pay",
      level: "payment",
      when: {
        all: [
          { fact: "paymentMethod", op: "in", values: ["unionpay"] },
          { measure: "amount", atLeast: "200.00" }
        ]
      },
      offer: { kind: "grant", rewards: [{ kind: "amount", amount: "10.00" }] }
    }
    const context = { facts: { paymentMethod: ["unionpay"] } }
    expect(quoted(cartOf([[20_000n, 1]], [pay], { context })).grand).toBe(19_000n)
    expect(reasonOf(quoted(cartOf([[19_900n, 1]], [pay])), "pay")?.missing).toHaveLength(2)
  })
})
