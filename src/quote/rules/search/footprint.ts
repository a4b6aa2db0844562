import { type GiftRule, type OfferRule, type Rule, rewardsOf } from "../../../promotion/rules/compile.ts"
import type { MeasureTest, Test } from "../../../promotion/rules/match.ts"
import type { Base } from "../../../promotion/model.ts"
import type { Cart } from "../cart.ts"
import { unitsSeen } from "../measure.ts"
import type { Seat } from "../seat.ts"
import { chargesOf } from "../shipping.ts"

/** What a promotion may change, and what others may change for it. */
export interface Footprint {
  readonly seat: Seat
  /** Groups that it may take from. */
  readonly groups: ReadonlyArray<number>
  /** Charges that it may take from. */
  readonly charges: ReadonlyArray<number>
  /** Groups of which a threshold counts what is left. */
  readonly seen: ReadonlyArray<number>
}

const none: ReadonlyArray<number> = []

/** The footprint of a seat. */
export const footprintOf = (cart: Cart, seat: Seat): Footprint => {
  const { rule, open } = seat
  const rewards = rewardsOf(rule.offer)
  const takes = rewards.some(({ kind }) => kind !== "shipping")
  const toppedUp = giftsOf(rule.offer).filter(({ mode }) => mode === "topUp")
  const groups = takes ? open.map(({ group }) => group) : none
  return {
    seat,
    groups: toppedUp.length === 0 ? groups : [...new Set([...groups, ...groupsOf(cart, rule, toppedUp)])],
    charges: rewards.some(({ kind }) => kind === "shipping") ? chargesOf(cart, rule) : none,
    seen: seenBy(cart, seat)
  }
}

/** The gifts that an offer may give. */
export const giftsOf = (offer: OfferRule): ReadonlyArray<GiftRule> => {
  if (offer.kind === "tiers") return offer.steps.flatMap(({ gifts }) => gifts)
  return offer.kind === "grant" || offer.kind === "every" ? offer.gifts : []
}

/** Whether an offer gives something later, which depends on what is paid in the end. */
export const givesLater = (offer: OfferRule): boolean => {
  if (offer.kind === "tiers") return offer.steps.some(({ later }) => later.length > 0)
  return (offer.kind === "grant" || offer.kind === "every") && offer.later.length > 0
}

// To top up, units of the cart become free wherever they stand.
const groupsOf = (cart: Cart, rule: Rule, gifts: ReadonlyArray<GiftRule>): ReadonlyArray<number> =>
  unitsSeen(cart, rule, undefined).flatMap(({ group }) =>
    gifts.some(({ sku }) => sku === cart.groups[group]!.sku) ? [group] : []
  )

const seenBy = (cart: Cart, { rule, open }: Seat): ReadonlyArray<number> => {
  const { offer, when } = rule
  const own = (offer.kind === "tiers" || offer.kind === "every") && offer.measure === "amount" && moves(rule.testBase)
  if (!own && when === undefined) return none
  const seen = new Set<number>()
  if (own) {
    const measured = offer.of === undefined ? open : unitsSeen(cart, rule, offer.of)
    for (const { group } of measured) seen.add(group)
  }
  for (const test of when === undefined ? [] : movingTests(rule, when)) {
    for (const { group } of unitsSeen(cart, rule, test.select)) seen.add(group)
  }
  return [...seen]
}

/** Whether what a base sees changes as promotions take. */
export const moves = (base: Base): boolean => base === "running" || base === "level"

/** The leaves of a condition whose answer depends on what promotions have taken. */
export const movingTests = (rule: Rule, test: Test): ReadonlyArray<MeasureTest> => {
  if (test.kind === "all" || test.kind === "any") return test.of.flatMap((one) => movingTests(rule, one))
  if (test.kind === "not") return movingTests(rule, test.of)
  const found = test.kind === "measure" && test.measure === "amount" && moves(test.base ?? rule.testBase)
  return found ? [test] : []
}
