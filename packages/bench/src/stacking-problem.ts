import type { Promotion } from "pannier/promotion"
import type { QuoteInput } from "pannier/quote"

/**
 * A cart of many lines and offers by line: percentages or amounts off, in exclusive groups of which the cart may have one each,
 * at most two offers a line, half of them capped, no line below 60 percent of its price. Prices are whole yuan and percentages
 * whole numbers of the selected price, so nothing is rounded; capped offers take at most a fifth and come after the others, so
 * that what a cap leaves is not taken by another on the same line. So quotes and mixed integer programs speak of the same thing.
 */
export interface Problem {
  readonly prices: ReadonlyArray<number>
  readonly offers: ReadonlyArray<Offer>
}

/** An offer; amounts are minor units. */
export interface Offer {
  readonly id: string
  readonly group: number
  /** The lines it selects, and what it takes there by itself; 0 elsewhere. */
  readonly takes: ReadonlyArray<number>
  readonly percent: number | undefined
  readonly amount: number | undefined
  readonly cap: number | undefined
}

export const groups = 5
export const offersALine = 2

/** What a line may lose. */
export const room = (price: number): number => (price * 40) / 100

/** The problem of a seed. */
export const problemOf = (seed: number, lines: number, count: number): Problem => {
  const next = numbers(seed)
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const prices = Array.from({ length: lines }, () => 100 * between(20, 500))
  const drawn = Array.from({ length: count }, (_, index) => {
    const capped = index >= count / 2
    const selected = prices.map(() => next() < 0.5)
    const amount = !capped && next() < 0.4 ? 100 * between(5, 60) : undefined
    const percent = amount === undefined ? (capped ? between(5, 20) : between(8, 35)) : undefined
    const takes = prices.map((price, line) =>
      selected[line] ? Math.min(amount ?? (price * percent!) / 100, room(price)) : 0
    )
    const whole = takes.reduce((sum, take) => sum + take, 0)
    const cap = capped ? 100 * Math.round((whole * (0.15 + 0.3 * next())) / 100) : undefined
    return { takes, percent, amount, cap, place: next() }
  })
  const places = drawn.map(({ place }) => place).toSorted((a, b) => a - b)
  const offers = drawn.map(
    ({ place, ...offer }, index): Offer => ({
      ...offer,
      id: `offer-${String(index).padStart(2, "0")}`,
      group: places.indexOf(place) % groups
    })
  )
  return { prices, offers }
}

/** What an offer takes at most by itself. */
const worth = ({ takes, cap }: Offer): number =>
  Math.min(
    takes.reduce((sum, take) => sum + take, 0),
    cap ?? Number.POSITIVE_INFINITY
  )

const yuan = (minor: number): string => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, "0")}`

/** The problem as a quote. Whoever publishes the offers ranks them by what they are worth. */
export const inputOf = ({
  prices,
  offers
}: Problem): QuoteInput & { readonly promotions: ReadonlyArray<Promotion> } => ({
  currency: "CNY",
  at: Date.UTC(2026, 10, 11),
  lines: prices.map((_, line) => ({
    id: `line-${line}`,
    sku: `sku-${line}`,
    merchant: "shop",
    quantity: 1,
    floor: { percent: "60" }
  })),
  prices: prices.map((amount, line) => ({
    id: `price-${line}`,
    sku: `sku-${line}`,
    currency: "CNY",
    amount: BigInt(amount)
  })),
  promotions: offers.map(
    (offer): Promotion => ({
      id: offer.id,
      level: offer.cap === undefined ? "item" : "merchant",
      priority: Math.round(worth(offer) / 100),
      base: "price",
      select: { fact: "sku", op: "in", values: offer.takes.flatMap((take, line) => (take > 0 ? [`sku-${line}`] : [])) },
      stack: { scope: "line" },
      ...(offer.cap === undefined ? {} : { cap: yuan(offer.cap) }),
      offer: {
        kind: "grant",
        rewards: [
          offer.amount === undefined
            ? { kind: "percent", percent: String(offer.percent), per: "line" }
            : { kind: "amount", amount: yuan(offer.amount), per: "line" }
        ]
      }
    })
  ),
  policy: {
    limits: [
      ...Array.from({ length: groups }, (_, group) => ({
        id: `group-${group}`,
        promotions: offers.filter((offer) => offer.group === group).map(({ id }) => id),
        max: 1,
        per: "cart" as const
      })),
      { id: "a-line", classes: "*" as const, max: offersALine, per: "line" as const }
    ]
  }
})

/** Numbers from 0 to 1, the same for the same seed on every machine (mulberry32). */
const numbers = (seed: number): (() => number) => {
  let state = Math.imul(seed, 2_654_435_761) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
