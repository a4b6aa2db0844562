import * as Result from "effect/Result"
import type { Language } from "../../kernel/language.ts"
import { compareText } from "../../kernel/text.ts"
import type { CurrencyMismatch } from "../../money/errors.ts"
import type { QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import type { Adjustment, Refused } from "../quote.ts"
import { wordsOf } from "./explain.ts"
import { type Given, givenBy, givenText, sameGiven } from "./given.ts"
import { writtenOf } from "./next.ts"
import { because, type Words } from "./words.ts"

/** What a part of a difference is about. */
export interface Place {
  readonly kind: "line" | "charge" | "fee"
  readonly id: string
}

/** Whether an offer is new, gone, or gives another amount. */
export type Turned = "gained" | "lost" | "changed"

/**
 * One part of the difference of two quotes, minor units: above zero the second quote costs more by it.
 * `quantity`: units added at their price in the second quote, or taken away at their price in the first. `price`: what the
 * units in both cost more or less. `offer`: what a promotion takes less or more. `amount`: a charge or fee before
 * promotions. `tax`: tax on top of prices.
 */
export type Change = { readonly place: Place; readonly amount: bigint } & (
  | { readonly kind: "quantity"; readonly from: number; readonly to: number }
  | { readonly kind: "price"; readonly from: ReadonlyArray<string>; readonly to: ReadonlyArray<string> }
  | {
      readonly kind: "offer"
      readonly promotion: string
      readonly how: Turned
      readonly from: bigint
      readonly to: bigint
    }
  | { readonly kind: "amount" | "tax"; readonly from: bigint; readonly to: bigint }
)

/** What became of one offer over all lines and charges; why it is lost, where the second quote says so. */
export interface OfferChange {
  readonly promotion: string
  readonly how: Turned
  /** What it took in the first and in the second quote. */
  readonly from: bigint
  readonly to: bigint
  /** What it gave beside in the first and in the second quote, where that differs: gifts, cashback, points, coupons. */
  readonly given?: { readonly from: ReadonlyArray<Given>; readonly to: ReadonlyArray<Given> }
  readonly why?: Refused<bigint>
}

/** How two quotes differ, part by part. */
export interface Comparison {
  readonly currency: string
  readonly from: bigint
  readonly to: bigint
  /** What the second costs more, below zero less. */
  readonly difference: bigint
  /** Lines, then charges, then fees, each by id; parts of nothing are left out. */
  readonly changes: ReadonlyArray<Change>
  /** By id. */
  readonly offers: ReadonlyArray<OfferChange>
}

/**
 * Explains the difference between two quotes of one currency: line by line the quantity, the price entry, each offer gained,
 * lost or changed, and tax on top; then shipping and fees. Lines, charges and fees are the same where their ids are.
 *
 * Law: the amounts of the changes sum to `b.grand - a.grand` exactly, and `compare(b, a)` has the same sum with the other sign.
 *
 * @returns the comparison, or `CurrencyMismatch`
 */
export const compare = (a: Quote, b: Quote): Result.Result<Comparison, CurrencyMismatch> => {
  if (a.currency !== b.currency) {
    return Result.fail({ _tag: "CurrencyMismatch", expected: a.currency, found: b.currency })
  }
  const changes = [
    ...paired(a.lines, b.lines).flatMap(([from, to, id]) => lineChanges({ kind: "line", id }, from, to)),
    ...paired(a.charges, b.charges).flatMap(([from, to, id]) => chargeChanges({ kind: "charge", id }, from, to)),
    ...paired(a.fees, b.fees).flatMap(([from, to, id]) => amountChanges({ kind: "fee", id }, from, to))
  ].filter(({ amount }) => amount !== 0n)
  return Result.succeed({
    currency: a.currency,
    from: a.grand,
    to: b.grand,
    difference: b.grand - a.grand,
    changes,
    offers: offerChanges(a, b)
  })
}

type Line = Quote["lines"][number]
type Charge = Quote["charges"][number]

const paired = <A extends { readonly id: string }>(
  from: ReadonlyArray<A>,
  to: ReadonlyArray<A>
): ReadonlyArray<readonly [from: A | undefined, to: A | undefined, id: string]> => {
  const before = new Map(from.map((one) => [one.id, one]))
  const after = new Map(to.map((one) => [one.id, one]))
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort(compareText)
    .map((id) => [before.get(id), after.get(id), id] as const)
}

const lineChanges = (place: Place, from: Line | undefined, to: Line | undefined): ReadonlyArray<Change> => {
  const before = from?.units ?? []
  const after = to?.units ?? []
  const common = Math.min(before.length, after.length)
  const sum = (units: Line["units"]) => units.reduce((whole, { price }) => whole + price, 0n)
  const counted = sum(after.slice(common)) - sum(before.slice(common))
  const price = sum(after.slice(0, common)) - sum(before.slice(0, common))
  return [
    { place, kind: "quantity", amount: counted, from: before.length, to: after.length },
    { place, kind: "price", amount: price, from: entriesOf(from), to: entriesOf(to) },
    ...adjusted(place, from, to),
    onTop(place, from, to)
  ]
}

const entriesOf = (line: Line | undefined): ReadonlyArray<string> =>
  line === undefined ? [] : (line.prices ?? [line.price])

const chargeChanges = (place: Place, from: Charge | undefined, to: Charge | undefined): ReadonlyArray<Change> => {
  const before = from?.before ?? 0n
  const after = to?.before ?? 0n
  return [
    { place, kind: "amount", amount: after - before, from: before, to: after },
    ...adjusted(place, from, to),
    onTop(place, from, to)
  ]
}

interface Taxed {
  readonly amount: bigint
  readonly gross: bigint
}

const amountChanges = (place: Place, from: Taxed | undefined, to: Taxed | undefined): ReadonlyArray<Change> => {
  const before = from?.amount ?? 0n
  const after = to?.amount ?? 0n
  return [{ place, kind: "amount", amount: after - before, from: before, to: after }, onTop(place, from, to)]
}

const onTop = (place: Place, from: Taxed | undefined, to: Taxed | undefined): Change => {
  const before = from === undefined ? 0n : from.gross - from.amount
  const after = to === undefined ? 0n : to.gross - to.amount
  return { place, kind: "tax", amount: after - before, from: before, to: after }
}

interface Adjusted {
  readonly adjustments: ReadonlyArray<Adjustment<bigint>>
}

const adjusted = (place: Place, from: Adjusted | undefined, to: Adjusted | undefined): ReadonlyArray<Change> =>
  turned(amountsOf(from?.adjustments ?? []), amountsOf(to?.adjustments ?? [])).map((one) => ({
    place,
    kind: "offer",
    amount: one.from - one.to,
    ...one
  }))

const amountsOf = (adjustments: ReadonlyArray<Adjustment<bigint>>): ReadonlyMap<string, bigint> =>
  new Map(adjustments.map(({ promotion, amount }) => [promotion, amount]))

type Amounts = ReadonlyMap<string, bigint>

/** What each promotion takes on both sides; those that take the same are left out. */
const turned = (from: Amounts, to: Amounts) =>
  idsOf(from, to).flatMap((promotion) => {
    const before = from.get(promotion) ?? 0n
    const after = to.get(promotion) ?? 0n
    return before === after ? [] : [{ promotion, how: howTurned(before > 0n, after > 0n), from: before, to: after }]
  })

const idsOf = (...maps: ReadonlyArray<ReadonlyMap<string, unknown>>): ReadonlyArray<string> =>
  [...new Set(maps.flatMap((map) => [...map.keys()]))].sort(compareText)

const howTurned = (before: boolean, after: boolean): Turned => (before ? (after ? "changed" : "lost") : "gained")

// A gift that is out of stock altogether is told of, but given it is not.
const somethingIn = (given: ReadonlyArray<Given> = []): ReadonlyArray<Given> =>
  given.filter((one) => !("quantity" in one) || one.quantity > 0n)

const offerChanges = (a: Quote, b: Quote): ReadonlyArray<OfferChange> => {
  const [taken, takes, gave, gives] = [takenIn(a), takenIn(b), givenBy(a), givenBy(b)]
  const reasons = new Map(b.refused.map((refused) => [refused.promotion, refused]))
  return idsOf(taken, takes, gave, gives).flatMap((promotion): ReadonlyArray<OfferChange> => {
    const [from, to] = [taken.get(promotion) ?? 0n, takes.get(promotion) ?? 0n]
    const given = { from: somethingIn(gave.get(promotion)), to: somethingIn(gives.get(promotion)) }
    const same = sameGiven(given.from, given.to)
    if (from === to && same) return []
    const how = howTurned(from > 0n || given.from.length > 0, to > 0n || given.to.length > 0)
    const why = how === "lost" ? reasons.get(promotion) : undefined
    return [{ promotion, how, from, to, ...(same ? {} : { given }), ...(why === undefined ? {} : { why }) }]
  })
}

const takenIn = ({ lines, charges }: Quote): Amounts => {
  const sums = new Map<string, bigint>()
  for (const { adjustments } of [...lines, ...charges]) {
    for (const { promotion, amount } of adjustments) sums.set(promotion, (sums.get(promotion) ?? 0n) + amount)
  }
  return sums
}

/** A comparison in words of one language. */
export interface SaidComparison {
  /** One sentence for each change, in the same order. */
  readonly changes: ReadonlyArray<string>
  /** One for each offer gained, lost or changed, with the reason of a loss. */
  readonly offers: ReadonlyArray<string>
  readonly total: string
}

/** Says a comparison in Chinese or English; with the promotions, they are called by their names. */
export const explainComparison = (
  comparison: Comparison,
  language: Language,
  madeOf: QuoteInput["promotions"] = []
): SaidComparison => {
  const words = wordsOf(language, comparison.currency, writtenOf(madeOf))
  const { from, to, difference } = comparison
  const both = [words.money(from), words.money(to)] as const
  const zh = language === "zh"
  const more = words.money(size(difference))
  const same = zh ? `应付不变，${both[0]}` : `the same to pay, ${both[0]}`
  const other = zh
    ? `应付从 ${both[0]} 变为 ${both[1]}，${difference > 0n ? "多" : "少"} ${more}`
    : `${both[1]} to pay in place of ${both[0]}, ${more} ${difference > 0n ? "more" : "less"}`
  return {
    changes: comparison.changes.map((change) => changeSentence(words, change)),
    offers: comparison.offers.map((one) => offerSentence(words, one)),
    total: difference === 0n ? same : other
  }
}

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount)

const changeSentence = (words: Words, change: Change): string => {
  const zh = words.language === "zh"
  const { amount, place } = change
  const by = zh
    ? `${amount > 0n ? "多" : "少"} ${words.money(size(amount))}`
    : `${words.money(size(amount))} ${amount > 0n ? "more" : "less"}`
  return `\`${place.id}\`${zh ? "：" : ": "}${cause(words, change)}${zh ? "，" : ", "}${by}`
}

const cause = (words: Words, change: Change): string => {
  const zh = words.language === "zh"
  switch (change.kind) {
    case "quantity":
      return zh ? `数量 ${change.from} 变为 ${change.to}` : `quantity ${change.from} to ${change.to}`
    case "price": {
      if (change.from.join() === change.to.join()) return zh ? "单价变动" : "unit price changed"
      const names = (ids: ReadonlyArray<string>) => ids.map((id) => `\`${id}\``).join(zh ? "、" : ", ")
      return zh
        ? `价目 ${names(change.from)} 变为 ${names(change.to)}`
        : `price ${names(change.from)} to ${names(change.to)}`
    }
    case "offer":
      return `${words.name(change.promotion)} ${turnedWords(words, change)}`
    case "amount":
      return change.place.kind === "fee" ? (zh ? "费用变动" : "fee changed") : zh ? "运费变动" : "shipping changed"
    case "tax":
      return zh ? "另加税变动" : "tax on top changed"
  }
}

const turnedWords = (words: Words, { how, from, to }: Pick<OfferChange, "how" | "from" | "to">): string => {
  const zh = words.language === "zh"
  if (how === "gained") return zh ? `新减 ${words.money(to)}` : `gained, ${words.money(to)} off`
  if (how === "lost") return zh ? `不再减 ${words.money(from)}` : `lost, ${words.money(from)} off before`
  return zh
    ? `减额从 ${words.money(from)} 变为 ${words.money(to)}`
    : `now ${words.money(to)} off, ${words.money(from)} before`
}

const offerSentence = (words: Words, change: OfferChange): string => {
  const zh = words.language === "zh"
  const { from, to, given } = change
  const said = [
    ...(from === to ? [] : [turnedWords(words, { from, to, how: howTurned(from > 0n, to > 0n) })]),
    ...(given === undefined ? [] : [givenWords(words, given)])
  ].join(zh ? "，" : ", ")
  const why = change.why === undefined ? "" : `${zh ? "：" : ": "}${because(words, change.why)}`
  return `${words.name(change.promotion)} ${said}${why}`
}

const givenWords = (words: Words, { from, to }: NonNullable<OfferChange["given"]>): string => {
  const zh = words.language === "zh"
  const [before, now] = [givenText(words, from), givenText(words, to)]
  if (from.length === 0) return zh ? `新得：${now}` : `gained, ${now}`
  if (to.length === 0) return zh ? `不再有：${before}` : `lost, ${before} before`
  return zh ? `从${before}变为${now}` : `now ${now}; ${before} before`
}
