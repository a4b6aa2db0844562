import type { Quote } from "../../quote/model.ts"
import type { Cart } from "../model.ts"
import type { Circumstances } from "./price.ts"

// Wherever in a promotion: its conditions may be trees.
const asksMethod = (part: unknown): boolean => {
  if (Array.isArray(part)) return part.some(asksMethod)
  if (typeof part !== "object" || part === null) return false
  return ("fact" in part && part.fact === "paymentMethod") || Object.values(part).some(asksMethod)
}

/**
 * The means of payment that a price rests on: the cart's, if a promotion that was asked depends on how the buyer pays. One
 * that was refused counts too, since it may be a fee for another way to pay.
 */
export const methodOf = (
  { paymentMethod }: Pick<Cart, "paymentMethod">,
  { promotions }: Pick<Circumstances, "promotions">,
  { applied, refused }: Pick<Quote, "applied" | "refused">
): string | undefined => {
  if (paymentMethod === undefined) return undefined
  const asked = new Set([...applied, ...refused.map(({ promotion }) => promotion)])
  return promotions.some(({ promotion }) => asked.has(promotion.id) && asksMethod(promotion))
    ? paymentMethod
    : undefined
}
