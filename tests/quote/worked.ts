import type { Promotion } from "../../src/promotion/index.ts"
import type { QuoteInput } from "../../src/quote/index.ts"
import { cartOf, line, price } from "./sample.ts"
import type { Specified } from "./specification/index.ts"

/** A cart of the trade and what a merchant expects of it; what is not stated is not looked at. */
export interface Worked {
  readonly title: string
  readonly input: QuoteInput
  /** What is left of each line, in order of id. */
  readonly amounts?: ReadonlyArray<bigint>
  readonly answer: Partial<Omit<Specified, "lines">>
}

const grant = (...rewards: ReadonlyArray<object>) => ({ kind: "grant", rewards }) as Promotion["offer"]
const off = (id: string, amount: string, more: Partial<Promotion> = {}): Promotion => ({
  id,
  level: "merchant",
  offer: grant({ kind: "amount", amount }),
  ...more
})
const percent = (id: string, rate: string, more: Partial<Promotion> = {}): Promotion => ({
  id,
  level: "item",
  offer: grant({ kind: "percent", percent: rate }),
  ...more
})
const atLeast = (amount: string): Pick<Promotion, "when"> => ({ when: { measure: "amount", atLeast: amount } })
const secondHalf = (pick: "eachSet" | "cheapest"): Promotion => ({
  id: "second-half",
  level: "item",
  offer: {
    kind: "buyGet",
    buy: { quantity: 1 },
    get: { quantity: 1, reward: { kind: "percent", percent: "50" } },
    pick
  }
})
const four = (promotions: ReadonlyArray<Promotion>) =>
  cartOf(
    [
      [10_000n, 1],
      [8_000n, 1],
      [6_000n, 1],
      [4_000n, 1]
    ] as const,
    promotions
  )
const cup = price("cup", 500n, { list: 800n })
const gift = (mode: "add" | "topUp", sku = "cup") => ({
  kind: "gift",
  sku,
  quantity: 2,
  mode,
  stock: { account: "gifts" }
})
const withCup = (input: QuoteInput): QuoteInput => ({ ...input, prices: [...input.prices, cup] })
const vat = (included: boolean) => ({ tax: { included, rates: [{ id: "vat", rate: "0.13" }] } })
const addOn: Promotion = {
  id: "换购",
  level: "merchant",
  ...atLeast("99.00"),
  offer: { kind: "addOn", price: "9.90", max: 1 }
}
const withAddOn = (paid: bigint, quantity = 1): QuoteInput => ({
  ...cartOf([[paid, 1]], [addOn]),
  lines: [line("a", 1), line("socks", quantity, { addOnOf: "换购" })],
  prices: [price("a", paid), price("socks", 2_500n)]
})
const deposit: Promotion = {
  id: "定金100抵200",
  level: "item",
  offer: { kind: "deposit", pay: "100.00", counts: "200.00" }
}
const tailed = (pay: string, counts: string, from: string, until: string): Promotion["offer"] => ({
  kind: "deposit",
  pay,
  counts,
  tail: { from: Date.parse(from), until: Date.parse(until) }
})
const skuIs = (sku: string): NonNullable<Promotion["select"]> => ({ fact: "sku", op: "in", values: [sku] })

/** Worked examples of the trade. */
export const worked: ReadonlyArray<Worked> = [
  {
    title: "跨店每满300减50, shops at 199.00, 259.00, 342.00: 100.00 off, the tie goes to the smaller",
    input: cartOf(
      [
        [19_900n, 1, { merchant: "m1" }],
        [25_900n, 1, { merchant: "m2" }],
        [34_200n, 1, { merchant: "m3" }]
      ],
      [
        {
          id: "cross",
          level: "platform",
          testBase: "level",
          offer: {
            kind: "every",
            measure: "amount",
            each: "300.00",
            rewards: [{ kind: "amount", amount: "50.00" }]
          }
        }
      ]
    ),
    amounts: [17_412n, 22_663n, 29_925n],
    answer: { grand: 70_000n, discount: 10_000n }
  },
  {
    title: "第二件半价 on 100, 80, 60, 40, each set: 60 off",
    input: four([secondHalf("eachSet")]),
    amounts: [10_000n, 4_000n, 6_000n, 2_000n],
    answer: { discount: 6_000n }
  },
  {
    title: "第二件半价 on 100, 80, 60, 40, the cheapest: 50 off",
    input: four([secondHalf("cheapest")]),
    amounts: [10_000n, 8_000n, 3_000n, 2_000n],
    answer: { discount: 5_000n }
  },
  {
    title: "定金100抵200, price 1000, platform coupon 50: 100 now, total 850, tail 750",
    input: cartOf([[100_000n, 1]], [deposit, off("coupon", "50.00", { level: "platform" })]),
    answer: { grand: 85_000n, deposit: { now: 10_000n, tail: 75_000n } }
  },
  {
    title: "tails of two presales are one: from the last opening to the last close",
    input: cartOf(
      [
        [100_000n, 1],
        [30_000n, 1]
      ],
      [
        {
          ...deposit,
          select: skuIs("a"),
          offer: tailed("100.00", "200.00", "2026-11-10T12:00:00Z", "2026-11-12T16:00:00Z")
        },
        {
          ...deposit,
          id: "定金50抵100",
          select: skuIs("b"),
          offer: tailed("50.00", "100.00", "2026-11-11T12:00:00Z", "2026-11-11T16:00:00Z")
        }
      ]
    ),
    answer: {
      grand: 115_000n,
      deposit: {
        now: 15_000n,
        tail: 100_000n,
        from: Date.parse("2026-11-11T12:00:00Z"),
        until: Date.parse("2026-11-12T16:00:00Z")
      }
    }
  },
  {
    title: "beside goods on deposit, others are due now: 100 of 1000 and 300, and the quote counts the 2 others",
    input: cartOf(
      [
        [100_000n, 1],
        [15_000n, 2]
      ],
      [{ ...deposit, select: skuIs("a") }]
    ),
    answer: { grand: 120_000n, deposit: { now: 40_000n, tail: 80_000n, beside: 2 } }
  },
  {
    title: "a deposit never leaves less than itself, and shipping waits for the tail",
    input: cartOf([[15_000n, 2]], [deposit], { charges: [{ id: "s1", amount: 1_200n }] }),
    amounts: [20_000n],
    answer: { grand: 21_200n, deposit: { now: 20_000n, tail: 1_200n } }
  },
  {
    title: "shop 满200减30 and platform 满200减25 on 200, both by the sale price: 145",
    input: cartOf(
      [[20_000n, 1]],
      [
        off("shop", "30.00", { ...atLeast("200.00"), testBase: "price" }),
        off("platform", "25.00", { ...atLeast("200.00"), testBase: "price", level: "platform" })
      ]
    ),
    answer: { grand: 14_500n, applied: ["shop", "platform"] }
  },
  {
    title: "the same by what is left: 170, the second lacks 30",
    input: cartOf(
      [[20_000n, 1]],
      [off("shop", "30.00", atLeast("200.00")), off("platform", "25.00", { ...atLeast("200.00"), level: "platform" })]
    ),
    answer: { grand: 17_000n, applied: ["shop"], refused: ["platform ConditionUnmet"] }
  },
  {
    title: "31.00 off: one unit at 80 with floor 72, three at 25",
    input: cartOf(
      [
        [8_000n, 1, { floor: { amount: 7_200n } }],
        [2_500n, 3]
      ],
      [off("31", "31.00")]
    ),
    amounts: [7_200n, 5_200n],
    answer: { discount: 3_100n }
  },
  {
    title: "order 40 percent from 4 units, then 5 percent from 900: 4 x 300 is 720",
    input: cartOf([[30_000n, 4]], forty()),
    answer: { grand: 72_000n, applied: ["40"], refused: ["5 ConditionUnmet"] }
  },
  {
    title: "order 40 percent from 4 units, then 5 percent from 900: 4 x 400 is 912",
    input: cartOf([[40_000n, 4]], forty()),
    answer: { grand: 91_200n, applied: ["40", "5"] }
  },
  {
    title: "12 percent, cap 40.00, on 90, 170, 260",
    input: cartOf(
      [
        [9_000n, 1],
        [17_000n, 1],
        [26_000n, 1]
      ],
      [percent("12", "12", { level: "merchant", cap: "40.00" })]
    ),
    amounts: [8_308n, 15_692n, 24_000n],
    answer: { discount: 4_000n }
  },
  {
    title: "two percents 8 and 12 on 250.00: 47.60 off what is left",
    input: cartOf([[25_000n, 1]], [percent("a", "8"), percent("b", "12")]),
    answer: { discount: 4_760n }
  },
  {
    title: "two percents 8 and 12 on 250.00: 50.00 off the level",
    input: cartOf([[25_000n, 1]], [percent("a", "8", { base: "level" }), percent("b", "12", { base: "level" })]),
    answer: { discount: 5_000n }
  },
  {
    title: "满199赠杯: two cups of 8.00 with 199, none with 198, and the threshold does not count them",
    input: withCup(cartOf([[19_900n, 1]], [off("gift", "0", present("199.00"))], { accounts: { gifts: 2 } })),
    answer: {
      grand: 19_900n,
      gifts: [{ promotion: "gift", version: 1, sku: "cup", quantity: 2n, value: 1_600n }],
      claims: ["gifts 2"]
    }
  },
  {
    title: "赠品不足: the money off stays, and the quote says how many are short",
    input: withCup(
      cartOf([[20_000n, 1]], [off("gift", "0", { offer: grant({ kind: "amount", amount: "10.00" }, gift("add")) })], {
        accounts: { gifts: 1 }
      })
    ),
    answer: {
      grand: 19_000n,
      gifts: [{ promotion: "gift", version: 1, sku: "cup", quantity: 0n, value: 0n, short: 2n }],
      claims: []
    }
  },
  {
    title: "赠品不足 under `refuse`: the promotion does not apply",
    input: withCup(
      cartOf([[20_000n, 1]], [off("gift", "0", { offer: grant({ kind: "amount", amount: "10.00" }, gift("add")) })], {
        accounts: { gifts: 1 },
        policy: { giftShort: "refuse" }
      })
    ),
    answer: { grand: 20_000n, refused: ["gift GiftUnavailable"] }
  },
  {
    title: "a gift alone that is short: GiftUnavailable",
    input: withCup(cartOf([[20_000n, 1]], [off("gift", "0", { offer: grant(gift("add")) })])),
    answer: { grand: 20_000n, refused: ["gift GiftUnavailable"] }
  },
  {
    title: "a gift that tops up: the cup in the cart becomes free, one more is added",
    input: cartOf(
      [
        [1_000n, 1],
        [20_000n, 1]
      ],
      [off("gift", "0", { offer: grant(gift("topUp", "a")) })],
      { accounts: { gifts: 5 } }
    ),
    amounts: [0n, 20_000n],
    answer: {
      gifts: [{ promotion: "gift", version: 1, sku: "a", quantity: 1n, value: 1_000n }],
      claims: ["gifts 1"]
    }
  },
  {
    title: "满99加9.9换购: one pair of socks comes down to 9.90, the second keeps its price",
    input: withAddOn(10_000n, 2),
    amounts: [10_000n, 3_490n],
    answer: { applied: ["换购"] }
  },
  {
    title: "换购 out of reach: the add-on does not count, keeps its price, and must be confirmed",
    input: withAddOn(9_800n),
    amounts: [9_800n, 2_500n],
    answer: {
      refused: ["换购 ConditionUnmet"],
      lapsed: [{ line: "l-socks", promotion: "换购", confirm: true }]
    }
  },
  {
    title: "换购 in reach and nothing chosen: AddOnNotChosen",
    input: cartOf([[10_000n, 1]], [addOn]),
    answer: { refused: ["换购 AddOnNotChosen"] }
  },
  {
    title: "满减送: 30.00 off, shipping free and 200 points",
    input: cartOf(
      [[30_000n, 1]],
      [
        {
          id: "满减送",
          level: "merchant",
          offer: {
            kind: "tiers",
            measure: "amount",
            steps: [
              {
                at: "300.00",
                rewards: [
                  { kind: "amount", amount: "30.00" },
                  { kind: "shipping", percent: "100" },
                  { kind: "points", points: 200 }
                ]
              }
            ]
          }
        }
      ],
      { charges: [{ id: "s1", amount: 1_200n }] }
    ),
    answer: {
      grand: 27_000n,
      discount: 4_200n,
      after: [{ promotion: "满减送", version: 1, kind: "points", points: 200n }]
    }
  },
  {
    title: "返现5%, at most 20.00: on what was paid after a coupon",
    input: cartOf(
      [[30_000n, 1]],
      [
        percent("back", "0", { level: "platform", offer: grant({ kind: "cashback", percent: "5", max: "20.00" }) }),
        off("coupon", "10.00")
      ]
    ),
    answer: { grand: 29_000n, after: [{ promotion: "back", version: 1, kind: "cashback", amount: 1_450n }] }
  },
  {
    title: "birthday points: two for each whole yuan paid",
    input: cartOf([[12_399n, 1]], [off("points", "0", { offer: grant({ kind: "points", points: 2, per: "1.00" }) })]),
    answer: { after: [{ promotion: "points", version: 1, kind: "points", points: 246n }] }
  },
  {
    title: "points spent: 3000 asked, half of the goods may be paid so: 25.00 for 2500 points, cashback on the rest",
    input: cartOf(
      [
        [3_000n, 1],
        [2_000n, 1]
      ],
      [percent("back", "0", { level: "platform", offer: grant({ kind: "cashback", percent: "10" }) })],
      {
        points: { account: "points:alice", spend: 3_000 },
        accounts: { "points:alice": 5_000 },
        policy: { points: { share: "0.5" } }
      }
    ),
    answer: {
      grand: 5_000n,
      due: 2_500n,
      points: { account: "points:alice", spent: 2_500n, amount: 2_500n },
      after: [{ promotion: "back", version: 1, kind: "cashback", amount: 250n }]
    }
  },
  {
    title: "two gift cards pay in order of id; the total and its tax stay",
    input: cartOf([[11_300n, 1, vat(true)]], [], {
      tenders: [
        { id: "b", account: "card:b" },
        { id: "a", account: "card:a", amount: 3_000n }
      ],
      accounts: { "card:a": 5_000n, "card:b": 20_000n }
    }),
    answer: {
      grand: 11_300n,
      tax: 1_300n,
      due: 0n,
      tenders: [
        { id: "a", account: "card:a", amount: 3_000n },
        { id: "b", account: "card:b", amount: 8_300n }
      ]
    }
  },
  {
    title: "10.00 off net of 13 percent tax is 11.30 off the price",
    input: cartOf(
      [[11_300n, 1, vat(true)]],
      [off("net", "0", { offer: grant({ kind: "amount", amount: "10.00", basis: "net" }) })]
    ),
    answer: { grand: 10_170n, discount: 1_130n }
  },
  {
    title: "11.30 off with tax is 10.00 off a price without it",
    input: cartOf(
      [[10_000n, 1, vat(false)]],
      [off("gross", "0", { offer: grant({ kind: "amount", amount: "11.30", basis: "gross" }) })]
    ),
    answer: { grand: 10_170n, discount: 1_000n }
  },
  {
    title: "a budget of the month: the account is November's",
    input: cartOf([[10_000n, 1]], [off("spring", "20.00", monthly())], { accounts: { "budget@2026-11": 2_000n } }),
    answer: { grand: 8_000n, claims: ["budget@2026-11 2000"] }
  },
  {
    title: "a budget of the month: December's does not pay for November",
    input: cartOf([[10_000n, 1]], [off("spring", "20.00", monthly())], { accounts: { "budget@2026-12": 2_000n } }),
    answer: { refused: ["spring BudgetSpent"] }
  },
  {
    title: "hours: 10:00 on Wednesday in Shanghai is within its morning, and after New York's evening",
    input: cartOf(
      [[10_000n, 1]],
      [
        off("morning", "1.00", {
          schedule: { zone: "Asia/Shanghai", hours: [{ days: [3], from: "10:00", until: "12:00" }] }
        }),
        off("evening", "2.00", {
          schedule: { zone: "America/New_York", hours: [{ days: [2], from: "18:00", until: "21:00" }] }
        }),
        off("night", "4.00", {
          schedule: { zone: "America/New_York", hours: [{ days: [2], from: "18:00", until: "02:00" }] }
        })
      ]
    ),
    answer: { grand: 9_500n, applied: ["morning", "night"], refused: ["evening OutsideSchedule"] }
  },
  {
    title: "two offers that give the same: `best` takes the one ahead in rank",
    input: cartOf(
      [[10_000n, 1]],
      [off("b", "5.00", { stack: { combines: "none" } }), off("a", "5.00", { stack: { combines: "none" } })]
    ),
    answer: { applied: ["a"], refused: ["b NotCombinable"] }
  },
  {
    title: "an offer that takes something is kept, though another alone would come to the same total",
    input: cartOf([[1_000n, 1]], [off("first", "4.00"), off("second", "10.00", { lane: 1 })]),
    answer: { grand: 0n, applied: ["first", "second"] }
  },
  {
    title: "of two that take the same, the one with the gift",
    input: withCup(
      cartOf(
        [[10_000n, 1]],
        [
          off("a", "5.00", { stack: { combines: "none" } }),
          off("b", "0", {
            stack: { combines: "none" },
            offer: grant({ kind: "amount", amount: "5.00" }, { kind: "gift", sku: "cup", quantity: 1, mode: "add" })
          })
        ]
      )
    ),
    answer: { applied: ["b"], refused: ["a NotCombinable"] }
  },
  {
    title: "after benefits, 8.00 back in cash beats 5.00 off",
    input: cartOf([[10_000n, 1]], rivals(), { policy: { objective: "afterBenefits" } }),
    answer: { grand: 10_000n, applied: ["back"], refused: ["off NotCombinable"] }
  },
  {
    title: "by what is to pay, 5.00 off beats 8.00 back in cash",
    input: cartOf([[10_000n, 1]], rivals()),
    answer: { grand: 9_500n, applied: ["off"] }
  },
  {
    title: "a limit that picks the best: `priority` gives the place to the one that takes most",
    input: cartOf([[10_000n, 1]], [off("a", "5.00"), off("b", "9.00"), off("c", "7.00")], {
      policy: { combination: "priority", limits: [{ id: "one", classes: "*", max: 1, per: "cart", pick: "best" }] }
    }),
    answer: { grand: 9_100n, applied: ["b"], refused: ["a LimitReached", "c LimitReached"] }
  },
  {
    title: "a limit that picks the best for each line: each line has its own",
    input: cartOf(
      [
        [10_000n, 1],
        [2_000n, 1]
      ],
      [
        percent("tenth", "10", { stack: { scope: "line" } }),
        off("five", "5.00", {
          level: "item",
          offer: grant({ kind: "amount", amount: "5.00" }),
          stack: { scope: "line" }
        })
      ],
      { policy: { combination: "priority", limits: [{ id: "one", classes: "*", max: 1, per: "line", pick: "best" }] } }
    ),
    amounts: [9_000n, 1_500n],
    answer: { applied: ["five", "tenth"] }
  }
]

function forty(): ReadonlyArray<Promotion> {
  return [
    percent("40", "40", { level: "merchant", when: { measure: "quantity", atLeast: 4 } }),
    percent("5", "5", { level: "merchant", lane: 1, ...atLeast("900.00") })
  ]
}

function present(from: string): Partial<Promotion> {
  return { ...atLeast(from), offer: grant(gift("add")) }
}

function monthly(): Partial<Promotion> {
  return { budgets: [{ account: "budget", unit: "money", per: "all", period: "month", zone: "Asia/Shanghai" }] }
}

function rivals(): ReadonlyArray<Promotion> {
  return [
    off("off", "5.00", { stack: { combines: "none" } }),
    off("back", "0", { stack: { combines: "none" }, offer: grant({ kind: "cashback", amount: "8.00" }) })
  ]
}
