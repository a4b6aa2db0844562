import * as Schema from "effect/Schema"
import type { Promotion } from "../../../src/promotion/index.ts"
import type { QuoteInput } from "../../../src/quote/index.ts"
import { Case, inputOf } from "../../../src/quote/laws/index.ts"
import { chanceOf } from "./chance.ts"
import { drawing } from "./draw.ts"
import { madeSpecial, Special } from "./special.ts"

const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))
const aside = Schema.NullOr(int(-1, 1))

/**
 * What a cart of the campaign is drawn from: a case of the laws; how many times its amounts, since the engine goes other ways
 * where products leave the doubles; the window of its first promotion, in milliseconds about the moment of the quote; and
 * what makes its prices and taxes special, in half of the carts.
 */
export const Drawn = Schema.Struct({
  of: Case,
  scale: int(0, 9),
  /** Whether a code is entered; one in four carts has none. */
  coded: int(0, 3),
  window: Schema.NullOr(Schema.Struct({ from: aside, until: aside })),
  special: Schema.NullOr(Special)
})
export type Drawn = typeof Drawn.Type

/** Eight carts in ten have everyday amounts; two come near 2^53 - 1, which is the most that a quote can hold. */
const scaleOf = (drawn: number): bigint => (drawn < 8 ? 1n : 50_000_000_021n)

/** The cart that a drawn value stands for. */
export const cartOf = ({ of, scale, coded, window, special }: Drawn): QuoteInput => {
  const plain = inputOf(of)
  // Taxes on top of imports would lead beyond what a quote can hold.
  const times = special?.border === "crossed" ? 1n : scaleOf(scale)
  const drawn = scaled(plain, times)
  const { codes = [], ...others } = special === null ? drawn : madeSpecial(drawn, special)
  const cart: QuoteInput = { ...others, codes: coded === 3 ? [] : codes }
  if ("_tag" in cart.promotions || window === null) return cart
  const [first, ...rest] = cart.promotions
  return first === undefined ? cart : { ...cart, promotions: [windowed(first, cart.at, window), ...rest] }
}

const windowed = (promotion: Promotion, at: number, { from, until }: NonNullable<Drawn["window"]>): Promotion => ({
  ...promotion,
  ...(from === null ? {} : { from: at + from }),
  ...(until === null ? {} : { until: at + Math.max(until, (from ?? until - 1) + 1) })
})

/** Where promotions state money. */
const stated = new Set(["amount", "price", "max", "cap", "at", "each", "atLeast", "pay", "counts"])

const scaled = <A>(value: A, scale: bigint): A => {
  if (scale === 1n) return value
  const more = (one: unknown, key: string): unknown => {
    if (typeof one === "bigint") return one * scale
    if (typeof one === "string") return stated.has(key) ? times(one, scale) : one
    if (Array.isArray(one)) return one.map((element) => more(element, key))
    if (typeof one !== "object" || one === null) return one
    return Object.fromEntries(Object.entries(one).map(([name, held]) => [name, more(held, name)]))
  }
  return more(value, "") as A
}

const times = (text: string, scale: bigint): string => {
  const minor = (BigInt(text.replace(".", "")) * scale).toString().padStart(3, "0")
  return text.includes(".") ? `${minor.slice(0, -2)}.${minor.slice(-2)}` : (BigInt(text) * scale).toString()
}

const { draw, smaller } = drawing(Drawn)

/** What a case of a campaign is drawn as: the same for the same seed and number. */
export const drawnAt = (seed: number, number: number): Drawn => draw(chanceOf(seed, number))

/** The cart of a case of a campaign. */
export const cartAt = (seed: number, number: number): QuoteInput => cartOf(drawnAt(seed, number))

/** What is drawn, one step smaller. */
export { smaller }
