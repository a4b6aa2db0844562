import * as Result from "effect/Result"
import type * as Quote from "../../../src/quote/index.ts"
import { figures } from "../../quote/figures.ts"
import { byBest, byRank, type Specified } from "../../quote/specification/index.ts"

/** What prices a cart: the engine, or the engine with a fault planted. */
export type Engine = typeof Quote.of

/** What one case showed. */
export interface Compared {
  /** What the two evaluators do not agree on; absent: they agree on every figure. */
  readonly disagreement?: string
  /** The kinds of the offers that were applied, each promotion counted, and the reasons why others were not. */
  readonly applied: ReadonlyArray<string>
  readonly refused: ReadonlyArray<string>
  /** What of special prices and taxes acted. */
  readonly special: ReadonlyArray<string>
  readonly best?: BestCompared
}

/** What `best` showed beside `priority`. */
export interface BestCompared {
  /** Whether it chose other offers, or other lines for them. */
  readonly differs: boolean
  readonly exact: boolean
  /** Whether every permitted plan was tried by brute force. */
  readonly tried: boolean
}

/**
 * Prices a cart by rank with both evaluators and compares every figure and every reason. With `plans`, also the best
 * combination: never dearer than by rank, and, where there are at most so many plans, in every figure the winner of them all.
 */
export const compared = (engine: Engine, cart: Quote.QuoteInput, plans?: number): Compared => {
  const specified = byRank(under(cart, "priority"))
  const found = outcomeOf(engine(under(cart, "priority")), specified)
  const seen = {
    applied: kindsOf(cart, specified.applied),
    refused: specified.refused.map((reason) => reason.split(" ")[1] ?? ""),
    special: specialIn(cart, specified)
  }
  if (typeof found === "string") return { ...seen, disagreement: `priority: ${found}` }
  return plans === undefined ? seen : { ...seen, ...bestOf(engine, cart, found, plans) }
}

/** What the engine found; `undefined` where both say that the goods may not pass the border so, a text where they disagree. */
const outcomeOf = (found: ReturnType<Engine>, specified: Specified): Quote.Quote | undefined | string => {
  if (Result.isSuccess(found)) return difference(specified, figures(found.success)) ?? found.success
  const { _tag, ...beyond } = found.failure
  if (_tag !== "CustomsLimitExceeded") return `refused: ${_tag}`
  const [left, right] = [text(specified.beyond), text(beyond)]
  return left === right ? undefined : `beyond: specified ${left}, found ${right}`
}

const bestOf = (
  engine: Engine,
  cart: Quote.QuoteInput,
  ranked: Quote.Quote | undefined,
  plans: number
): Pick<Compared, "best" | "disagreement"> => {
  const answer = engine(under(cart, "best"))
  const least = plans === 0 ? undefined : byBest(under(cart, "best"), plans)
  if (Result.isFailure(answer)) {
    // A search that is cut short may end with another set than the best one.
    const agreed = least === undefined || typeof outcomeOf(answer, least) !== "string"
    return agreed && answer.failure._tag === "CustomsLimitExceeded"
      ? {}
      : { disagreement: `best refused: ${text(answer.failure)}` }
  }
  const found = answer.success
  const { grand, proof, applied } = found
  const made = judgedBy(cart)
  const best = {
    differs: ranked !== undefined && (grand !== ranked.grand || applied.join() !== ranked.applied.join()),
    exact: proof.exact,
    tried: least !== undefined
  }
  const wrong = (disagreement: string | undefined) => (disagreement === undefined ? { best } : { best, disagreement })
  if (ranked !== undefined && made(found) > made(ranked))
    return wrong(`best ${made(found)} is dearer than priority ${made(ranked)}`)
  if (least === undefined) return wrong(undefined)
  if (!proof.exact) {
    const [figure, highest] = [made(least), made(found)]
    const between = proof.bound <= figure && figure <= highest
    return wrong(between ? undefined : `the least of all plans, ${figure}, is not from ${proof.bound} to ${highest}`)
  }
  const disagreement = difference(least, figures(found))
  return wrong(disagreement === undefined ? undefined : `best: ${disagreement}`)
}

/** What the policy makes least: the total, or the total less gifts and cashback. */
const judgedBy =
  ({ policy }: Quote.QuoteInput) =>
  ({ grand, gifts, after }: Pick<Quote.Quote, "grand" | "gifts" | "after">): bigint => {
    if (policy?.objective !== "afterBenefits") return grand
    let figure = grand
    for (const { value } of gifts) figure -= value
    for (const one of after) if (one.kind === "cashback") figure -= one.amount
    return figure
  }

const under = (cart: Quote.QuoteInput, combination: "best" | "priority"): Quote.QuoteInput => ({
  ...cart,
  policy: { ...cart.policy, combination }
})

/** Where two values differ, each said once, in words such as `tax: specified 13, found 12`. */
const difference = (specified: Specified, found: Specified): string | undefined => {
  const keys = [...new Set([...Object.keys(specified), ...Object.keys(found)])]
  const of = (value: Specified, key: string) => text((value as Readonly<Record<string, unknown>>)[key])
  const wrong = keys.filter((key) => of(specified, key) !== of(found, key))
  if (wrong.length === 0) return undefined
  return wrong.map((key) => `${key}: specified ${of(specified, key)}, found ${of(found, key)}`).join("\n  ")
}

const text = (value: unknown): string => JSON.stringify(value, sorted) ?? "absent"

// The order of keys says nothing.
const sorted = (_: string, value: unknown): unknown => {
  if (typeof value === "bigint") return value.toString()
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A grant that takes from charges alone counts as a kind of its own. */
const kindsOf = ({ promotions }: Quote.QuoteInput, applied: ReadonlyArray<string>): ReadonlyArray<string> => {
  if ("_tag" in promotions) return []
  return applied.flatMap((id) => {
    const offer = promotions.find((promotion) => promotion.id === id)?.offer
    if (offer === undefined) return []
    return [offer.kind === "grant" && offer.rewards.every(({ kind }) => kind === "shipping") ? "shipping" : offer.kind]
  })
}

/** What makes a cart special, named once for each cart in which it acted. */
const specialIn = (
  { lines, prices, context, policy }: Quote.QuoteInput,
  specified: Specified
): ReadonlyArray<string> => {
  const zones = context?.facts["taxZone"] ?? []
  const elsewhere = prices.some(({ zone }) => zone !== undefined && zones.some((id) => id !== zone.id))
  return [
    ...(lines.some(({ measure }) => measure !== undefined) ? ["by measure"] : []),
    ...(elsewhere ? [`another zone, ${policy?.zonePrice ?? "keepGross"}`] : []),
    ...(specified.relieved === undefined ? [] : ["relieved"]),
    ...(policy?.tax?.shipping === "weighted" ? ["freight by weight"] : []),
    ...new Set((specified.customs ?? []).map(({ regime, treatment }) => `${regime} ${treatment}`)),
    ...(specified.beyond === undefined ? [] : [`beyond ${specified.beyond.limit}`])
  ]
}
