import * as Result from "effect/Result"
import type { Quote } from "../../quote/model.ts"
import { of } from "../../quote/rules/quote.ts"
import type { Cart } from "../model.ts"
import { type Circumstances, quoteInput } from "./price.ts"

/**
 * What the goods of a cart cost as things stand, under the offers that need no code, or under none. What is no longer for sale,
 * or has no price, is left out; so is everything if nothing can be priced.
 */
export const priceToday = (
  cart: Cart,
  all: Circumstances,
  at: number,
  offers: "everybody" | "none"
): Pick<Quote, "currency" | "lines"> => {
  let open: Cart = {
    ...cart,
    codes: [],
    lines: cart.lines.filter(({ sku }) => all.variants.get(sku)?.state === "active")
  }
  // Each round leaves a good or the delivery out, so there are not many.
  while (open.lines.length > 0) {
    const input = quoteInput(open, all, at)
    if (Result.isFailure(input)) {
      if (open.delivery === undefined) break
      const { delivery: _, ...anywhere } = open
      open = anywhere
      continue
    }
    const promotions =
      offers === "none"
        ? []
        : all.promotions.flatMap(({ promotion }) => (promotion.codes === undefined ? [promotion] : []))
    const priced = of({ ...input.success, promotions, codes: [] })
    if (Result.isSuccess(priced)) return priced.success
    const why = priced.failure
    if (why._tag !== "PriceMissing") break
    open = { ...open, lines: open.lines.filter(({ sku }) => sku !== why.sku) }
  }
  return { currency: cart.currency, lines: [] }
}
