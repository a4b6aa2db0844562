import type { Language } from "../../kernel/language.ts"
import type { Selector } from "../../promotion/model.ts"

/** What a value of a fact is called, as in the name of a category; `undefined` for what has no name. */
export type Called = (fact: string, value: string) => string | undefined

interface Naming {
  readonly language: Language
  readonly called: Called
}

const kinds: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  sku: ["", ""],
  product: ["", ""],
  category: ["分类 ", "category "],
  brand: ["品牌 ", "brand "],
  tags: ["标签 ", "tag "],
  tag: ["标签 ", "tag "],
  merchant: ["店铺 ", "shop "]
}

// More than these are a list to look up, and not a sentence.
const mostNamed = 4

/** Goods by their names or ids, as in ``category `tea` or `coffee` ``; what cannot be said so is the goods of the offer. */
export const goodsNamed = (words: Naming, select: Selector): string =>
  named(words, select) ?? (words.language === "zh" ? "活动商品" : "the goods of the offer")

const named = (words: Naming, select: Selector): string | undefined => {
  const zh = words.language === "zh"
  if ("fact" in select) {
    const { fact, op, values } = select
    if (op !== "in" || fact === "price" || values.length === 0 || values.length > mostNamed) return undefined
    const called = values.map((value) => words.called(fact, value))
    const list = values.map((value, index) => called[index] ?? `\`${value}\``).join(zh ? "或" : " or ")
    if (called.every((name) => name !== undefined)) return list
    const kind = Object.hasOwn(kinds, fact) ? kinds[fact] : undefined
    return `${kind === undefined ? `\`${fact}\` = ` : kind[zh ? 0 : 1]}${list}`
  }
  if ("not" in select) return undefined
  const [fact, values] = "any" in select ? listed(select.any) : []
  if (fact !== undefined) return named(words, { fact, op: "in", values: [...new Set(values)] })
  const every = "all" in select
  const parts = (every ? select.all : select.any).map((one) => named(words, one))
  if (parts.length === 0 || parts.length > mostNamed || parts.includes(undefined)) return undefined
  return parts.join(zh ? (every ? "且" : "或") : every ? " and also " : " or ")
}

/** The fact that all selectors list values of, and these; nothing where they ask for anything else. */
const listed = (any: ReadonlyArray<Selector>): readonly [fact?: string, values?: ReadonlyArray<string>] => {
  const leaves = any.flatMap((one) => ("fact" in one && one.op === "in" ? one : []))
  const fact = leaves[0]?.fact
  return fact !== undefined && leaves.length === any.length && leaves.every((leaf) => leaf.fact === fact)
    ? [fact, leaves.flatMap(({ values }) => values)]
    : []
}
