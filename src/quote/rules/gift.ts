import { proportion } from "../../money/rules/proportion.ts"
import type { Claim } from "../../promotion/rules/claim.ts"
import type { Given, GiftRule, Rule, UnitRule } from "../../promotion/rules/compile.ts"
import type { Cart } from "./cart.ts"
import { unitsSeen } from "./measure.ts"
import { extremes } from "./order.ts"
import { takeFromUnits } from "./reward.ts"
import { fork, type Picked, type Present, type State, take, unitsOf } from "./state.ts"

/** What gifts come to: pieces added, claims on what there is to give, and the state with units of the cart made free. */
export interface Presents {
  readonly presents: ReadonlyArray<Present>
  readonly claims: ReadonlyArray<Claim>
  readonly state: State
}

const free: UnitRule = {
  kind: "percent",
  share: proportion({ numerator: 1n, denominator: 1n }),
  per: "unit",
  select: undefined,
  units: undefined,
  max: undefined
}

/**
 * Gifts come after the other rewards, whose state this is. To top up, units of the cart become free, the dearest first; only
 * what is missing is added. What the stock cannot give whole is not given at all.
 */
export const presentsOf = (
  cart: Cart,
  after: State,
  rule: Rule,
  gifts: ReadonlyArray<GiftRule>,
  times: number
): Presents => {
  const state = fork(after)
  const had = new Set<number>()
  const presents: Array<Present> = []
  const claims: Array<Claim> = []
  for (const { sku, quantity, mode, stock } of gifts) {
    const wanted = Number(quantity) * times
    let has = 0
    if (mode === "topUp") {
      const picked = extremes(cart, state, rule, giveable(cart, state, rule, sku, had), wanted, "dearest")
      for (const one of picked) {
        for (const unit of unitsOf(cart, one)) {
          had.add(cart.groups[one.group]!.first + unit)
          has++
        }
      }
      take(cart, state, takeFromUnits(cart, state, rule, free, picked, 1))
    }
    const missing = wanted - has
    if (missing === 0) continue
    const enough = stock === undefined || freeOn(cart, state, claims, stock) >= missing
    presents.push({ sku, quantity: enough ? missing : 0, short: enough ? 0 : missing })
    if (enough && stock !== undefined) {
      claims.push({ account: stock, unit: "units", per: "all", amount: BigInt(missing), by: rule.id })
    }
  }
  return { presents, claims, state }
}

/** Whether gifts that are out of stock are all that an offer would give, or by the policy take all else with them. */
export const unavailable = (
  cart: Cart,
  state: State,
  rule: Rule,
  { rewards, gifts, later }: Given,
  times: number
): boolean => {
  if (gifts.length === 0) return false
  const { presents } = presentsOf(cart, state, rule, gifts, times)
  const short = presents.filter((one) => one.short > 0).length
  return short > 0 && (cart.policy.giftShort === "refuse" || short === gifts.length + rewards.length + later.length)
}

const freeOn = (cart: Cart, { claimed }: State, claims: ReadonlyArray<Claim>, account: string): number => {
  let left = Math.max(0, cart.free(account) - (claimed.get(account) ?? 0))
  for (const claim of claims) if (claim.account === account) left -= Number(claim.amount)
  return left
}

/** Units of the gift in the cart: of the rule's merchant, not locked, not used in its pool, not given already. */
const giveable = (
  cart: Cart,
  { used }: State,
  rule: Rule,
  sku: string,
  had: ReadonlySet<number>
): ReadonlyArray<Picked> => {
  const { level } = rule.promotion
  const spent = rule.pool === undefined ? undefined : used.get(rule.pool)
  return unitsSeen(cart, rule, undefined).flatMap((one): ReadonlyArray<Picked> => {
    const { sku: own, entry, first } = cart.groups[one.group]!
    if (own !== sku || entry.locks?.includes(level) === true || entry.locks?.includes("all") === true) return []
    const units = unitsOf(cart, one).filter((unit) => !had.has(first + unit) && spent?.has(first + unit) !== true)
    return units.length === 0 ? [] : [{ group: one.group, units }]
  })
}
