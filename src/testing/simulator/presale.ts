import type { Dice } from "./dice.ts"
import { beginning } from "./world.ts"

/** What a simulated shop sells on presale (定金预售). */
export const pot = { id: "pot", zh: "紫砂壶", en: "teapot", grams: 800, price: "299.00" } as const

const hour = 3_600_000

/** What becomes of a presale, as the setting `order.presale` has it. */
export interface PresaleTerms {
  /** In hours. */
  readonly tailWindow: { readonly opensAfter: number; readonly lasts: number }
  readonly late: "keep" | "return"
  readonly withdrawn: "keep" | "return"
  readonly seller: "double" | "return"
}

/** How a simulated shop sells on presale. */
export interface Presale {
  readonly terms: PresaleTerms
  /** When all tails are paid, milliseconds; absent: each a while after its order. */
  readonly tail?: { readonly from: number; readonly until: number }
  /** How many pieces there are. */
  readonly stock: number
}

/** Draws terms: most windows are short enough for the worst of the run to fall into them. */
export const drawTerms = (dice: Dice): PresaleTerms => ({
  tailWindow: { opensAfter: dice.pick([0, 0, 1]), lasts: dice.pick([1, 1, 2, 72]) },
  late: dice.pick(["keep", "keep", "return"]),
  withdrawn: dice.pick(["keep", "keep", "return"]),
  seller: dice.pick(["double", "double", "return"])
})

export const drawPresale = (dice: Dice): Presale => {
  const terms = drawTerms(dice)
  const stock = dice.pick([1, 5, 20, 100])
  const opens = beginning + dice.pick([0, 1, 3]) * (hour / 4)
  // Everybody at once, as on the eve of a sale.
  return dice.happens(0.3) ? { terms, stock, tail: { from: opens, until: opens + hour } } : { terms, stock }
}

/** The deposit of 100.00 that counts for 200.00 (定金 100 抵 200). */
export const depositPromotion = ({ tail }: Presale) => ({
  promotion: {
    id: "presale",
    level: "item",
    select: { fact: "sku", op: "in", values: [pot.id] },
    offer: {
      kind: "deposit",
      pay: "100.00",
      counts: "200.00",
      ...(tail === undefined
        ? {}
        : { tail: { from: new Date(tail.from).toISOString(), until: new Date(tail.until).toISOString() } })
    }
  },
  currency: "CNY",
  limits: []
})
