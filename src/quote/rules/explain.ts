import type { Language } from "../../kernel/language.ts"
import type { Promotion, Reward } from "../../promotion/model.ts"
import type { QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import type { Refused } from "../quote.ts"
import { type Bar, taken, waterfall } from "./waterfall.ts"
import { because, far, gain, type Words, wordsIn } from "./words.ts"

/** One thing said of a promotion, and the amount it is about. */
export interface Sentence {
  readonly promotion: string
  readonly text: string
}

/** A quote in words of one language, and its waterfall as data for a chart. */
export interface Explanation {
  /** What each promotion took and from where, in order of effect. */
  readonly steps: ReadonlyArray<Sentence>
  /** What more would reach the next step of a promotion. */
  readonly next: ReadonlyArray<Sentence>
  /** Why each other promotion is not applied, nearest first. */
  readonly refused: ReadonlyArray<Sentence>
  /** What became of each code. */
  readonly codes: ReadonlyArray<string>
  /** The total, and the tax in it. */
  readonly total: string
  readonly waterfall: ReadonlyArray<Bar>
}

/**
 * Says a quote in Chinese or English. With the promotions it was made of, they are called by their names, and what an offer
 * out of reach would give is said too.
 */
export const explain = (quote: Quote, language: Language, madeOf: QuoteInput["promotions"] = []): Explanation => {
  const promotions = "_tag" in madeOf ? madeOf.rules.map(({ promotion }) => promotion) : madeOf
  const byId = new Map(promotions.map((promotion) => [promotion.id, promotion]))
  const names = new Map(promotions.flatMap(({ id, name }) => (name === undefined ? [] : [[id, name] as const])))
  const words = wordsIn(language, quote.currency, names)
  const zh = language === "zh"
  const next = quote.steps.flatMap(({ promotion, next: up }) => {
    if (up === undefined) return []
    const more = far(words, "quantity", up.distance)
    const gains = gain(words, up.gains)
    return [
      {
        promotion,
        text: zh
          ? `${words.name(promotion)}：再买 ${more}，${gains}`
          : `${words.name(promotion)}: ${more} more for ${gains}`
      }
    ]
  })
  return {
    steps: Array.from(
      taken(quote, () => true),
      ([promotion, amount]) => ({
        promotion,
        text: stepSentence(words, quote, promotion, amount)
      })
    ),
    next,
    refused: quote.refused.map((one) => ({
      promotion: one.promotion,
      text: `${words.name(one.promotion)}${zh ? "：" : ": "}${because(words, one)}${reward(words, one, byId.get(one.promotion))}`
    })),
    codes: quote.codes.map(({ code, state }) => codeSentence(zh, code, state)),
    total: zh
      ? `应付 ${words.money(quote.grand)}，其中税 ${words.money(quote.tax)}`
      : `${words.money(quote.grand)} to pay, of which tax ${words.money(quote.tax)}`,
    waterfall: waterfall(quote)
  }
}

const stepSentence = (words: Words, quote: Quote, promotion: string, amount: bigint): string => {
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
  return zh
    ? `${words.name(promotion)}${often}：减 ${words.money(amount)}（${where}）`
    : `${words.name(promotion)}${often}: ${words.money(amount)} off (${where})`
}

// `spend 20.00 more to get 30.00 off`: what the step that is out of reach gives.
const reward = (words: Words, { reason }: Refused<bigint>, promotion: Promotion | undefined): string => {
  const rewards = reason === "ThresholdUnmet" || reason === "ConditionUnmet" ? rewardsOf(promotion) : []
  if (rewards.length === 0) return ""
  return words.language === "zh" ? `，可${gain(words, rewards)}` : `, for ${gain(words, rewards)}`
}

const rewardsOf = (promotion: Promotion | undefined): ReadonlyArray<Reward> => {
  if (promotion === undefined) return []
  const { offer } = promotion
  if (offer.kind === "tiers") return offer.steps[0]?.rewards ?? []
  return offer.kind === "every" || offer.kind === "grant" ? offer.rewards : []
}

const codeSentence = (zh: boolean, code: string, state: string): string => {
  if (state === "Applied") return zh ? `优惠码 \`${code}\` 已使用` : `code \`${code}\` is applied`
  if (state === "Unknown") return zh ? `没有优惠码 \`${code}\`` : `no code \`${code}\``
  return zh ? `优惠码 \`${code}\` 未使用` : `code \`${code}\` is not applied`
}
