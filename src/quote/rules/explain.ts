import type { Language } from "../../kernel/language.ts"
import type { Promotion } from "../../promotion/model.ts"
import type { QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import type { CodeState, Refused } from "../quote.ts"
import { givenBy, givenText, lapsedText, partialText } from "./given.ts"
import type { Called } from "./named.ts"
import { nextOffers, writtenOf } from "./next.ts"
import { nextSentence } from "./next-words.ts"
import { promisedBy } from "./promise.ts"
import { type Bar, takenBy, waterfall } from "./waterfall.ts"
import { because, gain, type Words, wordsIn } from "./words.ts"

/** One thing said of a promotion, and the amount it is about. */
export interface Sentence {
  readonly promotion: string
  readonly text: string
  /** The same without the name of the promotion, to stand beside it. */
  readonly detail: string
}

/** A quote in words of one language, and its waterfall as data for a chart. */
export interface Explanation {
  /** What each promotion took and from where, in order of effect. */
  readonly steps: ReadonlyArray<Sentence>
  /** What promotions give beside: gifts, cashback, points, coupons; and those that apply and give nothing now. By rank. */
  readonly given: ReadonlyArray<Sentence>
  /** What a budget cut, and add-ons that stay at their normal price. */
  readonly short: ReadonlyArray<Sentence>
  /** What more would reach an offer, or the next step of one, nearest first. Empty without the promotions. */
  readonly next: ReadonlyArray<Sentence>
  /** Why each other promotion is not applied, nearest first. */
  readonly refused: ReadonlyArray<Sentence>
  /** What became of each code, and why it is not applied. */
  readonly codes: ReadonlyArray<string>
  /** The total, and the tax in it. */
  readonly total: string
  readonly waterfall: ReadonlyArray<SaidBar>
}

/** A bar of the waterfall, and what to call it. */
export interface SaidBar extends Bar {
  readonly text: string
}

/**
 * Says a quote in Chinese or English. With the promotions it was made of, they are called by their names, and what an offer
 * out of reach would give is said too.
 *
 * @param called names of goods by a fact and its value, such as a category's; ids otherwise
 */
export const explain = (
  quote: Quote,
  language: Language,
  madeOf: QuoteInput["promotions"] = [],
  called?: Called
): Explanation => {
  const byId = writtenOf(madeOf)
  const words = wordsOf(language, quote.currency, byId, called)
  const zh = language === "zh"
  const taken = takenBy(quote, () => true)
  const reasons = new Map(quote.refused.map((one) => [one.promotion, one]))
  return {
    steps: Array.from(taken, ([promotion, { amount }]) => stepSentence(words, quote, promotion, amount)),
    given: givenSentences(words, quote, taken),
    short: [
      ...quote.partial.map((one) => said(words, one.promotion, partialText(words, one))),
      ...(quote.lapsed ?? []).map((one) => said(words, one.promotion, lapsedText(words, one)))
    ],
    next: nextOffers(quote, madeOf).map((next) => said(words, next.promotion, nextSentence(words, next))),
    refused: quote.refused.map((one) =>
      said(words, one.promotion, `${because(words, one)}${reward(words, quote.currency, one, byId.get(one.promotion))}`)
    ),
    codes: quote.codes.map((one) => codeSentence(words, one, reasons.get(one.promotion ?? ""))),
    total: zh
      ? `应付 ${words.money(quote.grand)}，其中税 ${words.money(quote.tax)}`
      : `${words.money(quote.grand)} to pay, of which tax ${words.money(quote.tax)}`,
    waterfall: waterfall(quote).map((bar) => ({ ...bar, text: barName(words, bar) }))
  }
}

const said = (words: Words, promotion: string, detail: string, often = ""): Sentence => ({
  promotion,
  text: `${words.name(promotion)}${often}${words.language === "zh" ? "：" : ": "}${detail}`,
  detail
})

/** Words in which promotions are called by the names they were written with. */
export const wordsOf = (
  language: Language,
  currency: string,
  written: ReadonlyMap<string, Promotion>,
  called?: Called
): Words =>
  wordsIn(
    language,
    currency,
    new Map(Array.from(written.values()).flatMap(({ id, name }) => (name === undefined ? [] : [[id, name] as const]))),
    called
  )

const barNames: Readonly<
  Record<Exclude<Bar["kind"], "promotion" | "price" | "fee">, readonly [zh: string, en: string]>
> = {
  list: ["原价", "list price"],
  shipping: ["运费", "shipping"],
  tax: ["另加税", "tax on top"],
  total: ["合计", "total"]
}

const barName = (words: Words, { kind, id = "", version, amount }: Bar): string => {
  const zh = words.language === "zh"
  if (kind === "promotion") {
    return zh ? `${words.name(id)}（第 ${version} 版）` : `${words.name(id)} (version ${version})`
  }
  if (kind === "price") {
    const [said, told] = amount > 0n ? ["高于原价", "above list price"] : ["低于原价", "below list price"]
    if (id === "") return zh ? said : told
    return zh ? `价格 \`${id}\`，${said}` : `${told}: price \`${id}\``
  }
  if (kind === "fee") return zh ? `费用 \`${id}\`` : `fee \`${id}\``
  return barNames[kind][zh ? 0 : 1]
}

const stepSentence = (words: Words, quote: Quote, promotion: string, amount: bigint): Sentence => {
  const zh = words.language === "zh"
  const places = new Map<string, bigint>()
  let times = 1
  for (const step of quote.steps) {
    if (step.promotion !== promotion) continue
    const at = step.target.lastIndexOf("#")
    const place = at < 0 ? step.target : step.target.slice(0, at)
    places.set(place, (places.get(place) ?? 0n) + step.amount)
    times = step.times ?? times
  }
  const where = Array.from(places, ([place, part]) => `\`${place}\` ${words.money(part)}`).join(zh ? "、" : ", ")
  const often = times === 1 ? "" : zh ? `（${times} 次）` : ` (${times} times)`
  const detail = zh ? `减 ${words.money(amount)}（${where}）` : `${words.money(amount)} off (${where})`
  return said(words, promotion, detail, often)
}

// Whatever applies is told: what takes nothing and gives nothing now may still claim a use, or put goods on deposit.
const givenSentences = (words: Words, quote: Quote, taken: ReadonlyMap<string, unknown>): ReadonlyArray<Sentence> => {
  const given = givenBy(quote)
  return quote.applied.flatMap((promotion) => {
    const own = given.get(promotion)
    if (own !== undefined) return [said(words, promotion, givenText(words, own))]
    return taken.has(promotion) ? [] : [said(words, promotion, words.language === "zh" ? "已生效" : "applies")]
  })
}

// `spend 20.00 more to get 30.00 off`: what the step that is out of reach gives.
const reward = (words: Words, currency: string, refused: Refused<bigint>, promotion: Promotion | undefined): string => {
  const { reason, missing = [], lacks } = refused
  const within = reason === "ThresholdUnmet" || reason === "ConditionUnmet"
  if (promotion === undefined) return ""
  const { kind } = promotion.offer
  const counted = kind === "tiers" || kind === "every" || kind === "grant"
  // Nothing is promised where something stands in the way that nobody can name.
  const named = lacks !== undefined || missing.some((leaf) => !("distance" in leaf))
  if (!within || !counted || !named || refused.blocked !== undefined) return ""
  const said = gain(words, promisedBy(refused, promotion, currency).gains)
  return said === "" ? "" : words.language === "zh" ? `，可${said}` : `, for ${said}`
}

const codeSentence = (words: Words, { code, state }: CodeState, refused: Refused<bigint> | undefined): string => {
  const zh = words.language === "zh"
  if (state === "Applied") return zh ? `优惠码 \`${code}\` 已使用` : `code \`${code}\` is applied`
  if (state === "Unknown") return zh ? `没有优惠码 \`${code}\`` : `no code \`${code}\``
  const why = refused === undefined ? "" : `${zh ? "：" : ": "}${because(words, refused)}`
  return `${zh ? `优惠码 \`${code}\` 未使用` : `code \`${code}\` is not applied`}${why}`
}
