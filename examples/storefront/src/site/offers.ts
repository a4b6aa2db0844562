/** The offers of the house, at least one of each level: plain data, as a merchant would state them. */
import type { Commands, Face } from "pannier/shop"

interface Words {
  readonly zh: string
  readonly en: string
}

type Definition = Parameters<Face<Commands>["promotion"]["define"]>[0]

/** An offer as the merchant states it, and as the front page tells of it. */
interface Offer {
  readonly definition: Definition
  readonly name: Words
  readonly terms: Words
  readonly code?: string
}

const offer = (
  promotion: Definition["promotion"] & { readonly name: Words },
  terms: Words,
  limits: Definition["limits"] = []
): Offer => {
  const [code] = promotion.codes === undefined || "campaign" in promotion.codes ? [] : promotion.codes
  return {
    definition: { promotion, currency: "CNY", limits },
    name: promotion.name,
    terms,
    ...(code === undefined ? {} : { code })
  }
}

/** So much of goods: gift cards are money, and count towards nothing. */
const goodsFor = (atLeast: string) => ({
  measure: "amount" as const,
  select: { fact: "category", op: "notIn" as const, values: ["gift-cards"] },
  atLeast
})

/** When the tail of a presale is paid: at once after the deposit, for three days; in hours. */
export const tailWindow = { opensAfter: 0, lasts: 72 } as const

export const offers: ReadonlyArray<Offer> = [
  offer(
    {
      id: "longjing-deposit-50-100",
      name: { zh: "头采龙井定金 50 抵 100", en: "First-pick Longjing: a deposit of ¥50 counts for ¥100" },
      level: "item",
      select: { fact: "product", op: "in", values: ["longjing-presale-2027"] },
      offer: { kind: "deposit", pay: "50.00", counts: "100.00" }
    },
    { zh: "先付定金，三天内付尾款", en: "Deposit first, the rest within three days" }
  ),
  offer(
    {
      id: "black-tea-second-half",
      name: { zh: "红茶第二件半价", en: "Black tea: the second at half price" },
      level: "item",
      select: { fact: "category", op: "in", values: ["black"] },
      offer: {
        kind: "buyGet",
        buy: { quantity: 1 },
        get: { quantity: 1, reward: { kind: "percent", percent: "50" } },
        pick: "eachSet"
      }
    },
    { zh: "红茶全线", en: "All black teas" }
  ),
  offer(
    {
      id: "stationery-99-3",
      name: { zh: "文房满 3 件 8 折", en: "Stationery: 20% off three or more" },
      level: "item",
      select: { fact: "category", op: "in", values: ["stationery"] },
      offer: { kind: "tiers", measure: "quantity", steps: [{ at: 3, rewards: [{ kind: "percent", percent: "20" }] }] }
    },
    { zh: "文房任选", en: "Any stationery" }
  ),
  offer(
    {
      id: "rice-bowls-3-for-99",
      name: { zh: "饭碗 99 元任选 3 只", en: "Any three rice bowls for ¥99" },
      level: "item",
      select: { fact: "product", op: "in", values: ["rice-bowl"] },
      offer: { kind: "multi", quantity: 3, price: "99.00" }
    },
    { zh: "三种釉色可混搭", en: "The three glazes may be mixed" }
  ),
  offer(
    {
      id: "kiln-tiers",
      name: { zh: "青岚窑满 300 减 30，满 600 减 80", en: "Qinglan Kiln: ¥30 off ¥300, ¥80 off ¥600" },
      level: "merchant",
      merchant: "kiln",
      offer: {
        kind: "tiers",
        measure: "amount",
        steps: [
          { at: "300.00", rewards: [{ kind: "amount", amount: "30.00" }] },
          { at: "600.00", rewards: [{ kind: "amount", amount: "80.00" }] }
        ]
      }
    },
    { zh: "窑里的器物，同店累计", en: "Everything from the kiln, counted together" }
  ),
  offer(
    {
      id: "cups-from-199",
      name: { zh: "茶满 199 赠小杯一套", en: "Tasting cups with ¥199 of tea" },
      level: "merchant",
      merchant: "shanfang",
      select: { fact: "category", op: "in", values: ["tea"] },
      offer: {
        kind: "tiers",
        measure: "amount",
        steps: [
          {
            at: "199.00",
            rewards: [
              {
                kind: "gift",
                sku: "tasting-cups",
                quantity: 1,
                mode: "add",
                stock: { account: "gifts:tasting-cups" }
              }
            ]
          }
        ]
      }
    },
    { zh: "潮州白瓷小杯三只，送完为止", en: "Three Chaozhou cups, while they last" },
    [{ account: "gifts:tasting-cups", amount: "50" }]
  ),
  offer(
    {
      id: "white-cup-for-19",
      name: { zh: "满 99 加 19 元换购白玉杯", en: "A Dehua white cup for ¥19 with ¥99 of goods" },
      level: "merchant",
      merchant: "shanfang",
      select: { fact: "sku", op: "in", values: ["white-cup-single"] },
      when: goodsFor("99.00"),
      offer: { kind: "addOn", price: "19.00", max: 1 }
    },
    { zh: "每单一只", en: "One an order" }
  ),
  offer(
    {
      id: "nihao",
      name: { zh: "初次见面", en: "How do you do" },
      level: "merchant",
      codes: ["NIHAO"],
      cap: "30.00",
      budgets: [
        { account: "uses:NIHAO", unit: "uses", per: "all" },
        { account: "uses:NIHAO:each", unit: "uses", per: "customer" }
      ],
      offer: { kind: "grant", rewards: [{ kind: "percent", percent: "10" }] }
    },
    { zh: "9 折，最多减 30 元，每人一次", en: "10% off, up to ¥30, once for each buyer" },
    [
      { account: "uses:NIHAO", amount: "100" },
      { account: "uses:NIHAO:each", amount: "1" }
    ]
  ),
  offer(
    {
      id: "tea-card",
      name: { zh: "茶友卡减 10 元", en: "Tea card: ¥10 off" },
      level: "merchant",
      codes: { campaign: "tea-card", count: 1000, format: { pattern: "CHA-####-####" } },
      when: goodsFor("50.00"),
      offer: { kind: "grant", rewards: [{ kind: "amount", amount: "10.00" }] }
    },
    { zh: "每张卡一次，满 50 元可用", en: "Once a card, from ¥50" }
  ),
  offer(
    {
      id: "cross-300-50",
      name: { zh: "跨店每满 300 减 50", en: "¥50 off every ¥300, across all sellers" },
      level: "platform",
      testBase: "level",
      funding: [
        { party: "platform", share: "0.4" },
        { party: "merchant", share: "0.6" }
      ],
      offer: { kind: "every", measure: "amount", each: "300.00", rewards: [{ kind: "amount", amount: "50.00" }] }
    },
    { zh: "三家店一起算", en: "Across all three sellers" }
  ),
  offer(
    {
      id: "points",
      name: { zh: "每满 1 元得 1 积分", en: "A point for every yuan" },
      level: "platform",
      lane: 1,
      offer: { kind: "grant", rewards: [{ kind: "points", per: "1.00", points: 1 }] }
    },
    { zh: "过了退货期到账", en: "Yours when the return window ends" }
  ),
  offer(
    {
      id: "home-cashback-3",
      name: { zh: "家居返现 3%", en: "3% back on home goods" },
      level: "platform",
      lane: 1,
      select: { fact: "category", op: "in", values: ["home"] },
      offer: { kind: "grant", rewards: [{ kind: "cashback", percent: "3", max: "30.00" }] }
    },
    { zh: "最多返 30 元，过了退货期到账", en: "Up to ¥30, yours when the return window ends" }
  ),
  offer(
    {
      id: "free-delivery-99",
      name: { zh: "满 99 包邮", en: "Free delivery from ¥99" },
      level: "shipping",
      when: {
        all: [{ fact: "delivery", op: "in", values: ["standard"] }, goodsFor("99.00")]
      },
      offer: { kind: "grant", rewards: [{ kind: "shipping", percent: "100" }] }
    },
    { zh: "全国标准快递", en: "Standard delivery in China" }
  ),
  offer(
    {
      id: "sandbox-200-10",
      name: { zh: "沙盒支付满 200 减 10", en: "¥10 off ¥200 paid through the sandbox" },
      level: "payment",
      when: {
        all: [{ fact: "paymentMethod", op: "in", values: ["sandbox"] }, goodsFor("200.00")]
      },
      offer: { kind: "grant", rewards: [{ kind: "amount", amount: "10.00" }] }
    },
    { zh: "沙盒支付", en: "Paid through the sandbox" }
  )
]

/** What an offer is called, in both languages. */
export const offerNames: ReadonlyMap<string, Words> = new Map(
  offers.map(({ definition, name }) => [definition.promotion.id, name])
)
