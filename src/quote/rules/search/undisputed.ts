import { givesBeside, type RewardRule, type Rule } from "../../../promotion/rules/compile.ts"
import type { Test } from "../../../promotion/rules/match.ts"
import { budgetsAt } from "../afford.ts"
import type { Cart } from "../cart.ts"
import type { Outcome } from "../choose.ts"
import type { Seat } from "../seat.ts"
import { concerns } from "../limit.ts"
import { agree } from "../agree.ts"
import { apply, enter, type Move, start, type State } from "../state.ts"
import { includesTax, payableOf, taxesMeet } from "../totals.ts"
import { turn } from "../turn.ts"
import { blocksOf, type Blocks } from "./blocks.ts"
import { footprintOf, movingTests, moves as changes } from "./footprint.ts"
import { type Acting, outweighTax, takesAlike } from "./outweigh.ts"

/**
 * Whether taking every promotion that applies is the best plan, so that one pass decides. It is if nothing stands against a
 * promotion, and each leaves the less, the less it finds: `x - round(p * x)`, `x - a` and `min(x, price)`, cut at a floor, never
 * fall as `x` rises. Then by induction over the turns a plan with more promotions leaves no more of any block of units, if
 * the blocks of a later promotion are made of whole blocks of the earlier ones (see `Blocks`), and thresholds come out the
 * same whatever the others do: they are reached though all others take, or missed though none does.
 */
export const undisputed = (cart: Cart, seats: ReadonlyArray<Seat>, outcome: Outcome): boolean => {
  if (taxesMeet(cart)) return false
  if (cart.single && cart.rules.open && cart.policy.limits.length === 0 && seats.every(byLine)) return true
  if (!unopposed(cart, seats)) return false
  const blocks = blocksOf(cart)
  const begun = start(cart)
  const made = new Map<number, Move>()
  for (const move of outcome.moves) made.set(move.at, move)
  const acting: Array<Acting> = []
  let known = true
  let byPrices = false
  for (const seat of seats) {
    const move = made.get(seat.at)
    const reached = reachedBy(cart, begun, seat, move, blocks)
    if (reached === "depends") return false
    if (reached === "never") continue
    const settled = settles(cart, seat, move, blocks)
    if (settled === undefined) return false
    if (settled === "ships") continue
    if (settled !== "several" && settled.how !== "by what is left" && idle(cart, begun, seat, move)) continue
    if (move === undefined || settled === "several") known = false
    else acting.push({ seat, move, ...settled })
    byPrices ||= settled !== "several" && settled.how === "by prices"
  }
  const taxed = !includesTax(cart) && !blocks.withinGroups(cart.policy.taxPlace === "unit")
  if (taxed || byPrices) {
    const steps = known ? takesAlike(cart, acting) : undefined
    if (steps === undefined) return false
    const charges = cart.charges.map((_, charge) => cart.groups.length + charge)
    if (taxed && !(blocks.single(charges, false) && outweighTax(cart, acting, steps))) return false
  }
  return claimsPay(cart, seats, outcome)
}

/** Whether a promotion that goes by selected prices applies in no plan. */
const idle = (cart: Cart, begun: State, seat: Seat, move: Move | undefined): boolean =>
  move === undefined && turn(cart, begun, seat)._tag === "Refused"

/** The usual offer: each line, of one unit, by itself, and nothing else asked or shared. */
const byLine = ({ rule }: Seat): boolean => {
  const { offer, when, base, cap, pool, budgets } = rule
  if (offer.kind !== "grant" || cap !== undefined || pool !== undefined || budgets.length > 0) return false
  if (offer.gifts.length > 0 || offer.later.length > 0) return false
  if (base === "level" || base === "list" || (when !== undefined && movingTests(rule, when).length > 0)) return false
  for (const reward of offer.rewards) {
    if (reward.kind === "shipping" || reward.per === "total") return false
    if (reward.units !== undefined || reward.max !== undefined) return false
  }
  return true
}

/** Whether no stop, no pair and no limit can stand against any of them, and no pool or budget make them rivals. */
const unopposed = (cart: Cart, seats: ReadonlyArray<Seat>): boolean => {
  const pools = new Set<string>()
  const uses = new Map<string, number>()
  for (const { rule } of seats) {
    if (givesBeside(rule.offer)) return false
    if (rule.pool !== undefined && pools.has(rule.pool)) return false
    if (rule.pool !== undefined) pools.add(rule.pool)
    for (const { account, unit, per } of budgetsAt(rule, cart.at)) {
      if (unit === "money" || (per === "customer" && cart.customer === undefined)) return false
      uses.set(account, (uses.get(account) ?? 0) + 1)
    }
  }
  const claimed = uses.size === 0 ? undefined : start(cart).claimed
  for (const [account, count] of uses) if (cart.free(account) - (claimed?.get(account) ?? 0) < count) return false
  return combine(cart, seats) && withinLimits(cart, seats)
}

const combine = (cart: Cart, seats: ReadonlyArray<Seat>): boolean => {
  if (cart.rules.open) return true
  return seats.every(
    ({ rule }, index) =>
      (rule.stop === undefined || index === seats.length - 1) &&
      seats.slice(index + 1).every((other) => agree(rule, other.rule))
  )
}

const withinLimits = (cart: Cart, seats: ReadonlyArray<Seat>): boolean =>
  cart.policy.limits.every((limit) => {
    const members = seats.filter(({ rule }) => concerns(limit, rule))
    if (members.length <= limit.max) return true
    if (limit.per === "cart") return false
    const places =
      limit.per === "merchant"
        ? members.map(({ rule }) => rule.merchant)
        : members.flatMap(({ open }) => open.map(({ group }) => group))
    return [...Map.groupBy<unknown, unknown>(places, (place) => place).values()].every(
      ({ length }) => length <= limit.max
    )
  })

/** How a promotion's thresholds come out in every plan. */
type Reached = "always" | "never" | "depends"

const reachedBy = (cart: Cart, begun: State, seat: Seat, move: Move | undefined, blocks: Blocks): Reached => {
  const { rule } = seat
  const { offer, when } = rule
  const counts =
    (offer.kind === "tiers" || offer.kind === "every") && offer.measure === "amount" && changes(rule.testBase)
  const tests = when === undefined ? [] : movingTests(rule, when)
  if (!counts && tests.length === 0) return "always"
  if (when !== undefined && tests.length > 0 && turns(when)) return "depends"
  const { seen } = footprintOf(cart, seat)
  if (!blocks.whole(seen)) return "depends"
  const first = turn(cart, begun, seat)
  if (first._tag === "Refused") {
    const { reason } = first.reason
    return reason === "ConditionUnmet" || reason === "ThresholdUnmet" ? "never" : "depends"
  }
  return move !== undefined && move.step === first.step && move.times === first.times ? "always" : "depends"
}

// Under `not` more money may fail a condition.
const turns = (test: Test): boolean =>
  test.kind === "not" || ((test.kind === "all" || test.kind === "any") && test.of.some(turns))

/** How a promotion takes that leaves the less, the less it finds: from charges alone, by several rewards, or from goods by one. */
type Settled = "ships" | "several" | Pick<Acting, "groups" | "reward" | "how">

/** `undefined` if it is not known that it leaves the less, the less it finds; marks the blocks of which that is known afterwards. */
const settles = (cart: Cart, { rule, open }: Seat, move: Move | undefined, blocks: Blocks): Settled | undefined => {
  const groups = open.map(({ group }) => group)
  const rewards = rewardsGiven(rule, move)
  if (rewards === undefined || rewards.some(isOwnWay) || rule.base === "level" || rule.base === "list") {
    // What it takes depends on what it finds in ways of its own, so it must find selected prices, or look at nothing else.
    if (rule.scope === "line") return undefined
    if (!blocks.untouched(groups)) {
      if (!goesByPrices(cart, rule)) return undefined
      blocks.touch(groups)
      return { groups, reward: undefined, how: "by prices" }
    }
    const ships = rewards === undefined || rewards.some(({ kind }) => kind === "shipping")
    if (ships && !blocks.untouched(blocks.chargesOf(rule))) return undefined
    blocks.touch(groups)
    if (ships) blocks.touch(blocks.chargesOf(rule))
    return { groups, reward: undefined, how: "finds prices" }
  }
  if (rule.cap !== undefined && rewards.length > 1) return undefined
  for (const reward of rewards) {
    const places = placesOf(cart, rule, reward, groups, blocks)
    const whole = reward.per === "total"
    if (whole ? !blocks.whole(places) : !blocks.single(places, reward.per === "unit" || reward.per === "charge"))
      return undefined
    if (whole || (reward.kind !== "shipping" && reward.max !== undefined)) blocks.merge(places)
    else if (reward.per === "line") blocks.round(places)
    else blocks.touch(places)
    if (rule.cap !== undefined) blocks.merge(places)
  }
  const [only] = rewards
  if (rewards.every(({ kind }) => kind === "shipping")) return "ships"
  return only === undefined || only.kind === "shipping" || rewards.length > 1
    ? "several"
    : { groups: placesOf(cart, rule, only, groups, blocks), reward: only, how: "by what is left" }
}

/** Whether it forms sets by prices and takes of their units what it would of any, as long as so much is left of each. */
const goesByPrices = (cart: Cart, { offer, base, cap, pool }: Rule): boolean => {
  if (!cart.whole || base !== "price" || cap !== undefined || pool !== undefined) return false
  if (offer.kind !== "buyGet" && offer.kind !== "nth") return false
  const rewards = offer.kind === "nth" ? offer.steps : [offer.reward]
  return rewards.every(
    (reward) =>
      reward === undefined ||
      (reward.kind !== "price" && reward.per !== "total" && !isOwnWay(reward) && reward.max === undefined)
  )
}

const placesOf = (
  cart: Cart,
  rule: Rule,
  reward: RewardRule,
  groups: ReadonlyArray<number>,
  blocks: Blocks
): ReadonlyArray<number> => {
  const { select } = reward
  if (reward.kind === "shipping") {
    const charges = blocks.chargesOf(rule)
    return select === undefined
      ? charges
      : charges.filter((place) => select(cart.charges[place - cart.groups.length]!.subject))
  }
  return select === undefined ? groups : groups.filter((group) => select(cart.groups[group]!))
}

// It picks units, or it rounds what it takes of each group by itself.
const isOwnWay = (reward: RewardRule): boolean =>
  reward.kind !== "shipping" &&
  (reward.units !== undefined || (reward.kind === "amount" && reward.basis !== "asPriced"))

/** The rewards that a promotion gives in every plan; `undefined` if it forms sets. */
const rewardsGiven = ({ offer }: Rule, move: Move | undefined): ReadonlyArray<RewardRule> | undefined => {
  if (offer.kind === "grant" || offer.kind === "every") return offer.rewards
  if (offer.kind !== "tiers" || move?.step === undefined) return undefined
  return offer.steps[move.step - 1]?.rewards
}

/**
 * Whether every claim pays: without the promotion that makes it more would be payable. Fewer promotions leave no less, so then
 * no plan with fewer claims is as good.
 */
const claimsPay = (cart: Cart, seats: ReadonlyArray<Seat>, { moves, state }: Outcome): boolean => {
  const claiming = moves.filter(({ claims }) => claims.length > 0)
  if (claiming.length === 0) return true
  const payable = payableOf(cart, state)
  return claiming.every(({ at }) => {
    const without = start(cart)
    for (const seat of seats) {
      if (seat.at === at) continue
      enter(without, seat.rule.level)
      const next = turn(cart, without, seat)
      if (next._tag === "Applies") apply(cart, without, next)
    }
    return payableOf(cart, without) > payable
  })
}
