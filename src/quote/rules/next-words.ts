import { goodsNamed } from "./named.ts"
import type { NextOffer } from "./next.ts"
import { far, gain, type Words } from "./words.ts"

/** What to do and what it gives: `spend ¥20.00 more to get ¥30.00 off`, `再买 ¥20.00，立减 ¥30.00`. */
export const nextSentence = (words: Words, next: NextOffer): string => {
  const { offer, now, instead, measure } = next
  const again = now > 0n && offer === "every"
  const already = now > 0n && offer === "tiers"
  const gains = gainsOf(words, next)
  if (words.language === "zh") {
    const get = gains.startsWith("减") ? `${again ? "再" : "立"}${gains}` : gains
    const beside = already
      ? `（现已减 ${words.money(now)}）`
      : instead === undefined
        ? ""
        : `（代替现已减的 ${words.money(instead)}）`
    return `再${measure === "variants" ? "选" : "买"} ${boughtZh(words, next)}，${get}${beside}`
  }
  const beside = already
    ? ` (now ${words.money(now)})`
    : instead === undefined
      ? ""
      : ` (in place of ${words.money(instead)})`
  return `${boughtEn(words, next)} to get ${again ? "another " : ""}${gains}${beside}`
}

// `茶叶 ¥20.00`; of several goods `¥80.00（茶叶 ¥50.00、茶杯 ¥30.00）`.
const boughtZh = (words: Words, { measure, distance, goods, merchant }: NextOffer): string => {
  const shop = merchant === undefined ? "" : `${words.called("merchant", merchant) ?? `\`${merchant}\``} 的`
  const [only] = goods
  const more = far(words, measure, distance)
  if (goods.length === 1 && only !== undefined) {
    const on = only.select === undefined ? (shop === "" ? "" : "商品") : goodsNamed(words, only.select)
    const gap = shop !== "" && on.startsWith("`") ? " " : ""
    return `${shop}${gap}${on}${on === "" ? "" : " "}${more}`
  }
  const parts = goods.map((one) => {
    const on = one.select === undefined ? "任意商品" : goodsNamed(words, one.select)
    return `${on} ${far(words, measure, one.distance)}`
  })
  return `${shop}${shop === "" ? "" : "商品 "}${more}（${parts.join("、")}）`
}

const boughtEn = (words: Words, { measure, distance, goods, merchant }: NextOffer): string => {
  const more = far(words, measure, distance)
  const todo = typeof distance === "bigint" ? `spend ${more} more` : `add ${more.replace(" ", " more ")}`
  const shop = merchant === undefined ? "" : ` at ${words.called("merchant", merchant) ?? `\`${merchant}\``}`
  const of = typeof distance === "bigint" ? "on" : "of"
  const [only] = goods
  if (goods.length === 1 && only !== undefined) {
    return `${todo}${only.select === undefined ? "" : ` ${of} ${goodsNamed(words, only.select)}`}${shop}`
  }
  const parts = goods.map((one) => {
    const on = one.select === undefined ? "anything" : goodsNamed(words, one.select)
    return `${far(words, measure, one.distance)} ${of} ${on}`
  })
  return `${todo}${shop} (${parts.join(", ")})`
}

/** What it gives, and on what of a set. */
const gainsOf = (words: Words, { gains, rewarded = 0, offer }: NextOffer): string => {
  const zh = words.language === "zh"
  const [reward] = gains
  if (offer === "bundle") return gain(words, gains, zh ? "整套" : "the set")
  if (offer === "addOn") return gain(words, gains, zh ? "换购" : "an add-on")
  if (offer === "multi") return gain(words, gains, zh ? `${rewarded} 件` : String(rewarded))
  if (offer !== "buyGet" && offer !== "nth") return gain(words, gains)
  const units = far(words, "quantity", rewarded)
  const free =
    reward?.kind === "percent" ? Number(reward.percent) === 100 : reward?.kind === "price" && Number(reward.price) === 0
  if (free) return zh ? `${units}免费` : `${units} free`
  const among = zh ? `其中 ${units}` : units
  if (reward?.kind === "price") return gain(words, gains, among)
  return zh ? `${among}${gain(words, gains)}` : `${among} ${gain(words, gains)}`
}
