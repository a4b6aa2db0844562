/** One line of the cart: its price in minor units, which holds the tax or not. */
export interface Good {
  readonly id: string
  readonly brand: string
  readonly price: number
  readonly quantity: number
  readonly included: boolean
}

/** The cart rule of an offer: who buys, or what the goods come to. */
export type CartRule = { readonly group: string } | { readonly atLeast: number }

/** What an offer gives. Percentages have two decimals; amounts are minor units. */
export type Gift =
  | { readonly kind: "percent on lines"; readonly percent: number; readonly brand: string }
  | { readonly kind: "amount across"; readonly amount: number; readonly included: boolean }
  | { readonly kind: "percent on the order"; readonly percent: number }
  | { readonly kind: "buy 2 get 1"; readonly percent: number; readonly buy: string; readonly get: string }

/** An offer as every shop would say it. */
export interface Deal {
  readonly id: string
  readonly rule: CartRule
  readonly gift: Gift
}

/** A cart and its offers, which ours and the peers are all given. */
export interface Problem {
  readonly goods: ReadonlyArray<Good>
  readonly deals: ReadonlyArray<Deal>
}

/** Which offers have a cart rule that holds: all, one in ten, or ten of them. */
export type Eligible = "all" | "one in ten" | "ten"

/** The group that the buyer is in. */
export const buyerGroup = "member"

/** The rate of the one tax, in percent. */
export const taxPercent = 20

/**
 * A rota of percent on lines, amount across, percent on the order and buy 2 get 1, each with a cart rule (by turns the buyer's
 * group and what the goods come to). What they give is small enough that all of them together leave something of each line.
 */
export const problemOf = (lines: number, offers: number, eligible: Eligible): Problem => {
  const goods = Array.from({ length: lines }, (_, index) => goodAt(index, lines))
  const worth = goods.reduce((sum, { price, quantity }) => sum + price * quantity, 0)
  // The same ten, whether of a hundred or of a thousand.
  const counted = eligible === "ten" ? Math.min(offers, 100) : offers
  return {
    goods,
    deals: Array.from({ length: offers }, (_, index) => ({
      id: `offer-${String(index).padStart(4, "0")}`,
      rule: ruleAt(index, holds(index, eligible), worth),
      gift: giftAt(index, goods, counted / 4, worth)
    }))
  }
}

const brands = 10

const goodAt = (index: number, lines: number): Good => ({
  id: `line-${String(index).padStart(4, "0")}`,
  brand: `brand-${index % Math.min(brands, lines)}`,
  price: 1103 + scatter(index, 9001),
  quantity: 2 + scatter(index, 4),
  included: index % 2 === 0
})

// Of every ten one, and over forty each kind once.
const holds = (index: number, eligible: Eligible): boolean =>
  eligible === "all" || (index % 10 === Math.floor(index / 10) % 4 && (eligible === "one in ten" || index < 100))

const ruleAt = (index: number, held: boolean, worth: number): CartRule =>
  index % 4 < 2 ? { atLeast: held ? Math.round(worth / 100) : worth * 100 } : { group: held ? buyerGroup : "staff" }

const giftAt = (index: number, goods: ReadonlyArray<Good>, ofKind: number, worth: number): Gift => {
  const turn = Math.floor(index / 4)
  // Hundredths of a percent, around a mean.
  const percent = (mean: number): number => Math.max(1, Math.round(mean * (50 + scatter(index, 101)))) / 100
  const half = Math.floor(goods.length / 2)
  switch (index % 4) {
    case 0: {
      const used = Math.min(brands, goods.length)
      return {
        kind: "percent on lines",
        percent: percent(Math.min(4, (25 * used) / ofKind)),
        brand: `brand-${turn % used}`
      }
    }
    case 1:
      return {
        kind: "amount across",
        amount: Math.max(1, Math.round((worth * (50 + scatter(index, 101))) / (1000 * Math.max(ofKind, 4)))),
        included: turn % 2 === 0
      }
    case 2:
      return { kind: "percent on the order", percent: percent(Math.min(4, 30 / ofKind)) }
    default:
      return {
        kind: "buy 2 get 1",
        percent: percent(4),
        buy: goods[turn % half]!.id,
        get: goods[half + (turn % (goods.length - half))]!.id
      }
  }
}

// Numbers without a pattern, the same in every run.
const scatter = (index: number, below: number): number => (((index + 1) * 7919) % 9973) % below
