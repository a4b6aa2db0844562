import { portion } from "../../money/rules/proportion.ts"
import type { Rule, ShippingRule } from "../../promotion/rules/compile.ts"
import type { Cart } from "./cart.ts"
import { times as multiplied, total, upTo } from "./exact.ts"
import { spill } from "./spread.ts"
import type { ChargeTake, State } from "./state.ts"

/** What a shipping reward takes from the charges of the rule's merchant. */
export const takeFromCharges = (
  cart: Cart,
  state: State,
  rule: Rule,
  { takes, per, select }: ShippingRule,
  times: number
): ReadonlyArray<ChargeTake> => {
  const mode = cart.policy.discountRounding
  const places = chargesOf(cart, rule).filter((index) => select === undefined || select(cart.charges[index]!.subject))
  const seen = places.map((index) => chargeBase(cart, state, rule, index))
  const left = places.map((index) => state.charges[index]!)
  const wanted = (base: number, running: number): number => {
    if (takes.kind === "percent") return portion(base, takes.share, mode)
    return takes.kind === "amount" ? multiplied(upTo(takes.amount), times) : Math.max(0, running - upTo(takes.price))
  }
  const parts =
    per === "charge"
      ? places.map((_, place) => Math.min(wanted(seen[place]!, left[place]!), left[place]!))
      : spill(wanted(total(seen), total(left)), seen, left)
  return places.map((charge, place) => ({ charge, amount: parts[place]! })).filter(({ amount }) => amount > 0)
}

/** The places of the charges that a rule sees: its merchant's, or all. */
export const chargesOf = (cart: Cart, { merchant }: Rule): ReadonlyArray<number> =>
  [...cart.charges.keys()].filter((index) => merchant === undefined || cart.charges[index]!.merchant === merchant)

/** What the base of a rule sees of a charge. */
export const chargeBase = (cart: Cart, state: State, { base }: Rule, index: number): number => {
  if (base === "running") return state.charges[index]!
  return base === "level" ? state.levelCharges[index]! : cart.charges[index]!.price
}
