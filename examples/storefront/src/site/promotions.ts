/** The offers of the shop as it has them now, and what of them concerns a good. */
import * as Result from "effect/Result"
import { system } from "pannier/command"
import { compilePromotion, type Facts, type Promotion, readPromotion, type Rule } from "pannier/promotion"
import type { Commands, Face, Shop } from "pannier/shop"
import type { Language } from "../text/index.ts"
import type { Good } from "./goods.ts"
import { offers } from "./offers.ts"

/** A promotion as the shop keeps it, in wire form. */
export type PromotionEntry = Awaited<ReturnType<Face<Commands>["promotion"]["list"]>>["items"][number]

export const promotionStates = ["active", "draft", "paused"] as const
export type PromotionState = (typeof promotionStates)[number]

/** The promotions in a state, all pages of them. */
export const promotionsIn = async (
  as: Face<Commands>,
  state: PromotionState
): Promise<ReadonlyArray<PromotionEntry>> => {
  const found: Array<PromotionEntry> = []
  let after: string | undefined
  do {
    const page = await as.promotion.list({ state, ...(after === undefined ? {} : { after }) })
    found.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return found
}

/** The promotions in force, read for those who see prices. */
export const promotionsInForce = async (shop: Shop): Promise<ReadonlyArray<Promotion>> =>
  promotionsOf(await promotionsIn(shop.as(system), "active"))

/** From wire form; what the shop keeps was read when it was defined. */
export const promotionsOf = (entries: ReadonlyArray<PromotionEntry>): ReadonlyArray<Promotion> =>
  entries.flatMap(({ promotion }) => {
    const read = readPromotion(promotion)
    return Result.isSuccess(read) ? [read.success] : []
  })

/** What an offer is called: by its own name, or by its id. */
export const nameOfPromotion = ({ id, name }: Pick<Promotion, "id" | "name">, language: Language): string =>
  name?.[language] ?? id

/** The facts that selectors ask of an article, as the cart states them. */
export const factsOfGood = (good: Good, sku: string): Facts => ({
  ...good.attributes,
  sku: [sku],
  product: [good.id],
  category: good.path.split("/"),
  tags: good.tags,
  kind: [good.kind]
})

/** The promotions that may concern a good or its delivery, in the order in which they act. */
export const concerning = (good: Good, promotions: ReadonlyArray<Promotion>, now: number): ReadonlyArray<Promotion> => {
  const rules = promotions.flatMap((promotion): ReadonlyArray<Rule> => {
    const rule = compilePromotion(promotion, "CNY")
    return Result.isSuccess(rule) ? [rule.success] : []
  })
  const concerned = rules.filter(
    (rule) =>
      (rule.merchant === undefined || rule.merchant === good.merchant) &&
      // What is delivered online has no freight that an offer could take.
      (rule.promotion.level !== "shipping" || good.kind !== "virtual") &&
      (rule.from ?? 0) <= now &&
      (rule.until ?? Number.POSITIVE_INFINITY) > now &&
      (rule.select === undefined ||
        good.variants.some(({ sku }) => rule.select?.({ facts: factsOfGood(good, sku), sku, merchant: good.merchant })))
  )
  return concerned
    .toSorted((a, b) => a.level - b.level || a.lane - b.lane || b.priority - a.priority)
    .map(({ promotion }) => promotion)
}

/** The offers that may take something off a good or its delivery, as its page tells of them. */
export const offersOn = (
  good: Good,
  promotions: ReadonlyArray<Promotion>,
  language: Language,
  now: number
): ReadonlyArray<{ readonly name: string; readonly terms?: string }> =>
  concerning(good, promotions, now).map((promotion) => {
    const terms = offers.find(({ definition }) => definition.promotion.id === promotion.id)?.terms[language]
    return { name: nameOfPromotion(promotion, language), ...(terms === undefined ? {} : { terms }) }
  })

/** The codes that a promotion lists. Those of a campaign are generated, and listed nowhere. */
export const listedCodes = ({ codes }: Promotion): ReadonlyArray<string> =>
  codes === undefined || "campaign" in codes ? [] : codes
