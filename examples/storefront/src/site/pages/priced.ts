/** A quote as the pages draw it: its waterfall, its lines, its offers in words. */
import * as Schema from "effect/Schema"
import type { Promotion } from "pannier/promotion"
import { explain, nextOffers, Quote, type SaidBar } from "pannier/quote"
import type { Amount, CartView, LineOffer, TaxLine, WaterfallStep } from "../../look/index.ts"
import { merchants } from "../../seed/index.ts"
import { money, percent } from "../../text/format.ts"
import type { Language } from "../../text/index.ts"
import type { Goods } from "../goods.ts"
import { offerNames } from "../offers.ts"
import { nameOfPromotion } from "../promotions.ts"

/** A quote as it comes over the wire. */
export type QuoteWire = (typeof Quote)["Encoded"]

const decode = Schema.decodeUnknownSync(Quote)

export const yuan = (amount: string): Amount => ({ amount, currency: "CNY" })

const minus = (amount: string): Amount => yuan(amount.startsWith("-") ? amount.slice(1) : `-${amount}`)

export const offerName = (id: string, language: Language): string => offerNames.get(id)?.[language] ?? id

const bars = {
  list: { zh: "商品原价", en: "Goods at list price" },
  price: { zh: "标价优惠", en: "Below list price" },
  shipping: { zh: "运费", en: "Delivery" },
  fee: { zh: "附加费", en: "Fee" },
  tax: { zh: "税费", en: "Tax" },
  total: { zh: "应付", en: "To pay" }
} as const

const kindOf = (kind: string, amount: bigint): WaterfallStep["kind"] =>
  kind === "list" ? "start" : kind === "total" ? "total" : amount < 0n ? "off" : "add"

/** From the list price to what is due, offer by offer. Prices of goods are one step: buyers know no entries of a price list. */
export const waterfallOf = (wire: QuoteWire, language: Language): ReadonlyArray<WaterfallStep> => {
  const sums = new Map<string, { readonly kind: SaidBar["kind"]; readonly label: string; readonly amount: bigint }>()
  for (const { kind, id, amount } of explain(decode(wire), language).waterfall) {
    const label = kind === "promotion" ? offerName(id ?? "", language) : bars[kind][language]
    const name = kind === "price" ? kind : `${kind} ${id} ${sums.size}`
    sums.set(name, { kind, label, amount: amount + (sums.get(name)?.amount ?? 0n) })
  }
  return Array.from(sums.values(), ({ kind, label, amount }) => ({
    kind: kindOf(kind, amount),
    label,
    amount: yuan(decimal(amount))
  }))
}

const decimal = (minor: bigint): string => {
  const sign = minor < 0n ? "-" : ""
  const size = minor < 0n ? -minor : minor
  return `${sign}${size / 100n}.${String(size % 100n).padStart(2, "0")}`
}

const rateNames: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  vat: { zh: "增值税", en: "VAT" },
  "customs:duty": { zh: "关税", en: "Duty" },
  "customs:consumption": { zh: "进口消费税", en: "Import consumption tax" },
  "customs:vat": { zh: "进口增值税", en: "Import VAT" },
  "customs:postal": { zh: "行邮税", en: "Tax on postal articles" }
}

/** The tax by rate. Orders of earlier programs do not tell it. */
export const taxesOf = ({ taxes }: QuoteWire, language: Language): ReadonlyArray<TaxLine> =>
  (taxes?.total ?? []).map(({ id, rate, amount }) => ({
    label: `${rateNames[id]?.[language] ?? id} ${percent(language, Number(rate))}`,
    amount: yuan(amount)
  }))

/** What a buyer has to know of goods that pass the border: the tax in the price, and what the year still allows. */
export const importsOf = ({ customs = [] }: QuoteWire, language: Language): ReadonlyArray<string> =>
  customs.map(({ treatment, value, limit, tax, left }) => {
    const [worth, most, due, rest] = [value, limit, tax, left ?? "0.00"].map((one) => money(language, yuan(one)))
    if (language === "zh") {
      const rate = treatment === "full" ? "超过单次限值，按全额征税" : "按应纳税额的 70% 征收"
      return `跨境商品完税价格 ${worth}（单次限值 ${most}），已含进口税 ${due}，${rate}；本年度个人限额还剩 ${rest}`
    }
    const rate = treatment === "full" ? "in full, being above the limit" : "at 70 percent"
    return `Goods from abroad worth ${worth} (at most ${most} at once), import tax of ${due} included, ${rate}; ${rest} of this year's allowance is left`
  })

/** What the offers took from one line. */
export const lineOffers = (line: QuoteWire["lines"][number], language: Language): ReadonlyArray<LineOffer> =>
  line.adjustments.map(({ promotion, amount }) => ({ name: offerName(promotion, language), amount: minus(amount) }))

/** What buyers call the goods that an offer is limited to. */
const calledIn =
  (goods: Goods, language: Language) =>
  (fact: string, value: string): string | undefined => {
    if (fact === "category") return goods.section(value)?.name[language]
    if (fact === "product") return goods.get(value)?.name[language]
    if (fact === "sku") return goods.ofSku(value)?.good.name[language]
    return fact === "merchant" ? merchants.find(({ id }) => id === value)?.name[language] : undefined
  }

/** What offers give, the offers within reach, nearest first, those refused with their reasons, and what became of the codes. */
export const wordsOf = (
  wire: QuoteWire,
  language: Language,
  promotions: ReadonlyArray<Promotion>,
  goods: Goods
): Pick<CartView, "next" | "given" | "refused" | "codes"> => {
  const quote = decode(wire)
  const said = explain(quote, language, promotions, calledIn(goods, language))
  const names = new Map(promotions.map((promotion) => [promotion.id, nameOfPromotion(promotion, language)]))
  // Where nothing is sent there is no freight, and nothing to be had by spending more on it.
  const idle = new Set(
    quote.charges.length > 0 ? [] : promotions.flatMap(({ id, level }) => (level === "shipping" ? [id] : []))
  )
  // An offer towards which nothing has been done yet is no next step: it is told below, among the others.
  const near = nextOffers(quote, promotions)
    .map((one, index) => ({ ...one, detail: said.next[index]?.detail ?? "" }))
    .filter(({ promotion, fraction }) => fraction > 0 && !idle.has(promotion))
    .slice(0, 3)
  const next = near.map(({ promotion, fraction, detail }) => ({
    name: names.get(promotion) ?? promotion,
    missing: detail,
    share: fraction
  }))
  // What stands within reach with its bar is not said again below.
  const shown = new Set(near.map(({ promotion }) => promotion))
  return {
    next,
    given: [...said.given, ...said.short].map(({ promotion, detail }) => ({
      name: names.get(promotion) ?? promotion,
      what: detail
    })),
    refused: said.refused
      .filter(({ promotion }) => !shown.has(promotion) && !idle.has(promotion))
      .map(({ promotion, detail }) => ({ name: names.get(promotion) ?? promotion, why: detail })),
    codes: quote.codes.map(({ code, state, promotion }) => {
      if (state === "Applied") return { code, state: { label: language === "zh" ? "已生效" : "Applied", mood: "good" } }
      const why = said.refused.find((one) => one.promotion === promotion)?.text
      const [label, colon] = language === "zh" ? ["未生效", "："] : ["Not applied", ": "]
      return { code, state: { label: why === undefined ? label : label + colon + why, mood: "attention" } }
    })
  }
}

/** What all offers took together, if they took anything. */
export const savedBy = (wire: QuoteWire): { readonly saved?: Amount } =>
  wire.discount === "0.00" ? {} : { saved: yuan(wire.discount) }
