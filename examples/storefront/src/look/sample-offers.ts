/** Sample views of the staff's pages of offers and of the laboratory. */
import { Laboratory } from "pannier/quote"
import { type Language, tell } from "../text/index.ts"
import * as look from "./index.ts"

const yuan = (amount: string): look.Amount => ({ amount, currency: "CNY" })

const document = {
  id: "cross-300-40",
  level: "platform",
  testBase: "level",
  offer: { kind: "every", measure: "amount", each: "300.00", rewards: [{ kind: "amount", amount: "40.00" }] }
}

const set = (uptake: ReadonlyArray<readonly [promotion: string, carts: number]>, tilt: number) => ({
  carts: 500,
  refused: [],
  units: 2210,
  before: "120400.00",
  discount: "18210.40",
  grand: "102189.60",
  given: "914.00",
  rate: "15.12",
  quantiles: [],
  histogram: Array.from({ length: 20 }, (_, step) => ({
    from: step * 5,
    until: step * 5 + 5,
    carts: step > 8 ? 0 : 20 + ((step * 37 + tilt) % 80)
  })),
  funders: [
    { party: "platform", amount: "7284.16", off: "7284.16", given: "0.00" },
    { party: "shanfang", amount: "9034.24", off: "8120.24", given: "914.00" },
    { party: "qinglan", amount: "2806.00", off: "2806.00", given: "0.00" }
  ],
  offers: uptake.map(([promotion, carts]) => ({
    promotion,
    version: 1,
    verdict: "applied" as const,
    carts,
    uptake: (carts / 5).toFixed(2),
    amount: "0.00",
    goods: "0.00",
    shipping: "0.00",
    given: {
      amount: "0.00",
      gifts: { pieces: 0, amount: "0.00" },
      cashback: "0.00",
      points: { points: 0, amount: "0.00" },
      coupons: { coupons: 0, amount: "0.00" }
    },
    funders: [],
    reasons: [],
    beatenBy: []
  })),
  accounts: [],
  belowCost: { carts: 0, lines: 0, first: [] },
  belowFloor: { carts: 0, lines: 0, first: [] }
})

const report: Laboratory.LabReport = {
  currency: "CNY",
  sets: [
    set(
      [
        ["free-delivery-99", 402],
        ["cross-300-40", 201],
        ["stationery-99-3", 61]
      ],
      11
    ),
    set(
      [
        ["free-delivery-99", 402],
        ["cross-300-40", 150]
      ],
      29
    )
  ],
  difference: {
    carts: 500,
    sum: "3120.00",
    cheaper: 12,
    same: 301,
    dearer: 187,
    quantiles: [],
    mostCheaper: [],
    mostDearer: [],
    drawn: Array.from({ length: 60 }, (_, index) => {
      const from = 40 + ((index * 137) % 900)
      const to = from + ((index * 31) % 5 === 0 ? -20 : (index % 4) * 20)
      return { cart: `sample-${index}`, from: `${from}.00`, to: `${to}.00`, difference: `${to - from}.00` }
    })
  }
}

export const sampleOffers = (language: Language): Readonly<Record<string, look.Html>> => {
  const t = tell(language)
  const to = look.paths(language)
  const zh = language === "zh"
  const frame = (path: string): look.Frame => ({
    language,
    path,
    formKey: "sample",
    sections: [],
    cartCount: 0,
    staff: true
  })
  const cross = zh ? "跨店每满 300 减 40" : "¥40 off every ¥300, across all sellers"
  const findings: ReadonlyArray<look.FindingView> = [
    {
      severity: { label: t("lint.warning"), mood: "attention" },
      path: "spring/codes",
      text: zh
        ? "促销 `spring` 的优惠码没有次数或预算上限"
        : "the codes of `spring` have no limit of uses and no budget"
    },
    {
      severity: { label: t("lint.notice"), mood: "quiet" },
      path: "cross-300-40/offer",
      text: zh
        ? "促销 `cross-300-40` 的门槛按 `black-tea-second-half` 减过之后的金额计算"
        : "the threshold of `cross-300-40` is measured after `black-tea-second-half` took off"
    }
  ]
  const plots = Laboratory.charts(report, language, {
    promotion: (id) => (id === "cross-300-40" ? cross : id),
    sets: [t("lab.setA"), t("lab.setB")]
  }).map(Laboratory.plotSvg)
  return {
    "desk-promotions": look.deskPromotionsPage(
      {
        queues: [
          { id: "active", label: t("offers.state.active"), count: 2, overdue: 0, chosen: true },
          { id: "draft", label: t("offers.state.draft"), count: 1, overdue: 0, chosen: false },
          { id: "paused", label: t("offers.state.paused"), count: 0, overdue: 0, chosen: false }
        ],
        rows: [
          {
            id: "nihao",
            name: zh ? "初次见面" : "How do you do",
            state: { label: t("offers.state.active"), mood: "good" },
            level: t("offers.level.merchant"),
            rank: "0 · 0",
            window: t("offers.always"),
            codes: "NIHAO",
            left: `${t("offers.leftOf", { left: 97, all: 100 })} · ${t("offers.each", { all: 1 })}`,
            orders: 3,
            cost: yuan("61.20")
          },
          {
            id: "cross-300-40",
            name: cross,
            state: { label: t("offers.word.scheduled"), mood: "waiting" },
            level: t("offers.level.platform"),
            rank: "0 · 10",
            window: t("offers.between", { from: "2026-12-01 00:00:00", until: "2026-12-12 00:00:00" }),
            codes: "",
            left: t("offers.unlimited"),
            orders: 18,
            cost: yuan("1240.00")
          }
        ],
        orders: 42,
        findings
      },
      frame("/desk/promotions")
    ),
    "desk-promotion": look.deskPromotionPage(
      {
        id: "cross-300-40",
        title: cross,
        version: 3,
        document: { value: JSON.stringify({ promotion: document, currency: "CNY", limits: [] }, null, 2) },
        findings,
        limits: [
          { account: "uses:NIHAO", left: t("offers.leftOf", { left: 97, all: 100 }), to: to.deskAccount("uses:NIHAO") }
        ],
        preview: {
          caption: t("offers.preview", { count: 100 }),
          columns: [{ name: t("lab.measure") }, { name: t("lab.amount"), figures: true }],
          rows: [
            [{ text: t("lab.verdict") }, { state: { label: t("lab.applied"), mood: "good" } }],
            [{ text: t("lab.uptake") }, { figure: "41.00%" }],
            [{ text: t("lab.sum") }, { amount: yuan("-2480.00"), signed: true }]
          ],
          empty: ""
        }
      },
      frame("/desk/promotion/cross-300-40")
    ),
    "desk-laboratory": look.deskLaboratoryPage(
      {
        first: { value: JSON.stringify([document], null, 2) },
        second: { value: "{", error: t("lab.wrongJson", { why: "Expected property name" }) },
        source: "sample",
        recorded: 42,
        count: { value: "500" },
        seed: { value: "1" },
        mostOffers: 200
      },
      frame("/desk/laboratory")
    ),
    "desk-laboratory-running": look.deskTrialPage({ id: "t-1", done: 220, total: 500 }, frame("/desk/laboratory/t-1")),
    "desk-laboratory-result": look.deskTrialPage(
      {
        id: "t-1",
        done: 500,
        total: 500,
        result: {
          tables: [],
          figures: [
            {
              caption: t("lab.summary"),
              columns: [
                { name: t("lab.measure") },
                { name: t("lab.setA"), figures: true },
                { name: t("lab.setB"), figures: true }
              ],
              rows: [
                [{ text: t("lab.carts") }, { figure: "500" }, { figure: "500" }],
                [{ text: t("lab.discount") }, { amount: yuan("18210.40") }, { amount: yuan("15090.40") }],
                [{ text: t("lab.rate") }, { figure: "15.12%" }, { figure: "12.53%" }],
                [{ text: t("lab.givenInAll") }, { amount: yuan("914.00") }, { amount: yuan("914.00") }],
                [{ text: t("lab.margin") }, { amount: yuan("38120.10") }, { amount: yuan("40912.30") }],
                [{ text: t("lab.marginRate") }, { figure: "41.30%" }, { figure: "43.02%" }],
                [{ text: t("lab.belowCost") }, { figure: "3" }, { figure: "0" }]
              ],
              empty: ""
            }
          ],
          plots,
          findings: [{ caption: `${t("lint.caption")} · ${t("lab.setA")}`, found: findings }]
        }
      },
      frame("/desk/laboratory/t-1")
    )
  }
}
