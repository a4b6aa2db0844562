/** A quote as the pages draw it: its waterfall, its lines, its offers in words. */
import * as Schema from "effect/Schema"
import { explain, Quote } from "pannier/quote"
import type { Amount, CartView, LineOffer, WaterfallStep } from "../../look/index.ts"
import { money } from "../../text/format.ts"
import type { Language } from "../../text/index.ts"
import { offerNames, offers } from "../offers.ts"

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

/** From the list price to what is due, offer by offer. */
export const waterfallOf = (wire: QuoteWire, language: Language): ReadonlyArray<WaterfallStep> =>
  explain(decode(wire), language).waterfall.map(({ kind, id, amount }) => ({
    kind: kindOf(kind, amount),
    label: kind === "promotion" ? offerName(id ?? "", language) : bars[kind][language],
    amount: yuan(decimal(amount))
  }))

const decimal = (minor: bigint): string => {
  const sign = minor < 0n ? "-" : ""
  const size = minor < 0n ? -minor : minor
  return `${sign}${size / 100n}.${String(size % 100n).padStart(2, "0")}`
}

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

/** The offers within reach, those refused with their reasons, and what became of the codes. */
export const wordsOf = (wire: QuoteWire, language: Language): Pick<CartView, "next" | "refused" | "codes"> => {
  const quote = decode(wire)
  const said = explain(
    quote,
    language,
    offers.map(({ definition }) => definition.promotion as never)
  )
  const goods = quote.lines.reduce((sum, { amount }) => sum + amount, 0n)
  const near = quote.refused.flatMap(({ promotion, reason, distance }, index) => {
    if (reason !== "ThresholdUnmet" || typeof distance !== "bigint") return []
    const share = Number(goods) / Number(goods + distance)
    return [{ name: offerName(promotion, language), missing: said.refused[index]?.text ?? "", share }]
  })
  const steps = said.next.map(({ promotion, text }) => ({
    name: offerName(promotion, language),
    missing: text,
    share: 0.5
  }))
  return {
    next: [...near, ...steps].slice(0, 3),
    refused: said.refused.map(({ promotion, text }) => ({ name: offerName(promotion, language), why: text })),
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
