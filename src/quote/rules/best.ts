import { compareText } from "../../kernel/text.ts"
import type { Base } from "../../promotion/model.ts"
import { type RewardRule, type Rule, rewardsOf } from "../../promotion/rules/compile.ts"
import type { Test } from "../../promotion/rules/match.ts"
import type { Proof, ReasonTag } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { byPriority, type Outcome, permittedTurn } from "./choose.ts"
import { measured, unitsSeen } from "./measure.ts"
import { filled } from "./spread.ts"
import { agree } from "./stack.ts"
import { after, countOf, enter, type Move, type Picked, start, type State, type Turn } from "./state.ts"
import { feesOf, includesTax, payableOf } from "./totals.ts"
import type { Seat } from "./turn.ts"

/** The best plan found and whether it is proven so. */
export interface Chosen {
  readonly outcome: Outcome
  readonly proof: Proof<bigint>
  readonly nodes: number
}

interface Rated extends Outcome {
  readonly payable: bigint
  readonly claims: number
}

// Deeper plans are given up like those beyond the node budget, so that no set of promotions can exhaust the stack.
const deepest = 2_000

/**
 * `best`: of all plans whose set is permitted the least payable; then fewest claims, fewest promotions, the smaller list of
 * ids. A search by branch and bound in rank order that counts nodes, not time, so every machine finds the same. It begins
 * with the plan of `priority` and is never worse.
 */
export const byBest = (cart: Cart, seats: ReadonlyArray<Seat>): Chosen => {
  const playing = seats.filter(({ out }) => out === undefined)
  const ahead = takings(cart, playing)
  let best = rated(cart, byPriority(cart, seats))
  let nodes = 0
  let bound: bigint | undefined
  const giveUp = (least: bigint): void => {
    if (bound === undefined || least < bound) bound = least
  }
  const visit = (from: number, before: State, moves: ReadonlyArray<Move>): void => {
    let state = before
    for (let index = from; index < playing.length; index++) {
      const least = lowest(cart, state, ahead[index]!)
      if (hopeless(least, moves, best)) return
      if (nodes >= cart.policy.nodes || moves.length >= deepest) return giveUp(least)
      const seat = playing[index]!
      state = enter(state, seat.rule.level)
      nodes++
      const next = permittedTurn(cart, state, seat, moves)
      if (next._tag === "Applies") visit(index + 1, after(state, next.move), [...moves, next.move])
      const contested = contestedBy(cart, playing, index, next)
      if (contested.length > mostContested) giveUp(lowest(cart, state, ahead[index]!))
      for (const given of subsets(contested.slice(0, mostContested))) {
        if (nodes >= cart.policy.nodes) {
          giveUp(lowest(cart, state, ahead[index]!))
          break
        }
        nodes++
        const part = permittedTurn(cart, state, seat, moves, given)
        if (part._tag === "Applies" && part.move.total > 0n)
          visit(index + 1, after(state, part.move), [...moves, part.move])
      }
    }
    const found = rated(cart, { state, moves })
    if (better(found, best)) best = found
  }
  visit(0, start(cart), [])
  const { payable } = best
  const proven = bound === undefined || bound >= payable
  return {
    outcome: { state: best.state, moves: best.moves },
    proof: proven ? { exact: true } : { exact: false, payable, bound: bound!, gap: payable - bound!, nodes },
    nodes
  }
}

const rated = (cart: Cart, { state, moves }: Outcome): Rated => ({
  state,
  moves,
  payable: payableOf(cart, state),
  claims: claimsIn(moves)
})

const claimsIn = (moves: ReadonlyArray<Move>): number => moves.reduce((sum, { claims }) => sum + claims.length, 0)

const better = (one: Rated, other: Rated): boolean => {
  if (one.payable !== other.payable) return one.payable < other.payable
  if (one.claims !== other.claims) return one.claims < other.claims
  if (one.moves.length !== other.moves.length) return one.moves.length < other.moves.length
  return compareText(idsOf(one), idsOf(other)) < 0
}

// A list of ids, with their groups, as one text that compares as the list does.
const idsOf = ({ moves }: Outcome): string => {
  const ids = moves.map(({ rule, takes }) => `${rule.id} ${takes.map(({ group }) => group).join()}`)
  return ids.sort(compareText).join("\u0000")
}

// Nothing below this node can win: it costs more, or no less with as many claims and promotions already.
const hopeless = (least: bigint, moves: ReadonlyArray<Move>, best: Rated): boolean => {
  if (least !== best.payable) return least > best.payable
  const claims = claimsIn(moves)
  return claims > best.claims || (claims === best.claims && moves.length > best.moves.length)
}

/** No plan from here pays less: what is left, less all that the promotions ahead could take, and no tax on top of it. */
const lowest = (cart: Cart, state: State, ahead: bigint): bigint => {
  let left = 0n
  for (const amount of state.left) left += amount
  for (const amount of state.charges) left += amount
  return (left > ahead ? left - ahead : 0n) + feesOf(cart)
}

/** For each seat and all behind it, the most they could take, as if each acted alone on the selected prices. */
const takings = (cart: Cart, seats: ReadonlyArray<Seat>): ReadonlyArray<bigint> => {
  const ahead = filled(seats.length + 1, 0n)
  for (let index = seats.length - 1; index >= 0; index--) ahead[index] = ahead[index + 1]! + mostOf(cart, seats[index]!)
  return ahead
}

const mostOf = (cart: Cart, { rule, open }: Seat): bigint => {
  const goods = open.reduce((sum, group) => sum + cart.groups[group]!.price * BigInt(cart.groups[group]!.size), 0n)
  const charges = cart.charges.reduce((sum, { price }) => sum + price, 0n)
  const most = least(mostOfOffer(cart, rule, open, goods, charges), goods + charges)
  return rule.cap === undefined ? most : least(most, rule.cap)
}

const mostOfOffer = (cart: Cart, rule: Rule, open: ReadonlyArray<number>, goods: bigint, charges: bigint): bigint => {
  const { offer } = rule
  const picked = open.map((group): Picked => ({ group, units: undefined }))
  const units = BigInt(picked.reduce((sum, one) => sum + countOf(cart, one), 0))
  const highest = (base: Base) => (base === "list" ? "list" : "price")
  const seen = measured(cart, start(cart), "amount", highest(rule.base), picked)
  const all = unitsSeen(cart, rule, undefined)
  const times =
    offer.kind === "every" ? measured(cart, start(cart), offer.measure, highest(rule.testBase), all) / offer.each : 1n
  const inSets = offer.kind === "buyGet" || offer.kind === "multi" || offer.kind === "bundle"
  const most = (reward: RewardRule): bigint => {
    if (reward.kind === "shipping") return charges
    if (reward.kind === "price" || (reward.kind === "amount" && inSets)) return goods
    // Each rounded share may be one minor unit above the exact one.
    if (reward.kind === "percent") return (seen * reward.share.numerator) / reward.share.denominator + units
    return reward.amount * times * (reward.per === "total" ? 1n : units)
  }
  const alternatives = offer.kind === "tiers" ? offer.steps.map(({ rewards }) => rewards) : [rewardsOf(offer)]
  const sums = alternatives.map((rewards) => rewards.reduce((sum, reward) => sum + most(reward), 0n))
  return sums.reduce((highestSum, sum) => (sum > highestSum ? sum : highestSum), 0n)
}

const least = (left: bigint, right: bigint): bigint => (left < right ? left : right)

/** How many groups a plan gives to others one by one; with more, the search is cut short and says so. */
const mostContested = 10

/**
 * The groups of a move of scope `line` that a plan may rather leave: all of them, if something behind it does not combine with
 * it, measures what it leaves, or gives to some units alone, or if it would itself take more of fewer; none, if all only take
 * more where more is left.
 */
const contestedBy = (cart: Cart, seats: ReadonlyArray<Seat>, at: number, next: Turn): ReadonlyArray<number> => {
  const { rule, open } = seats[at]!
  if (rule.scope !== "line") return []
  const more = takesMoreOfMore(cart, rule)
  if (next._tag === "Refused") return partly.includes(next.reason.reason) && !more ? open : []
  // A group that gets nothing of a shared amount may get some of it when another is left out.
  if (!more) return open
  const limited = cart.policy.limits.some(({ per }) => per === "line")
  const indifferent = !limited && seats.slice(at + 1).every((other) => agree(rule, other.rule) && isPlain(other.rule))
  return indifferent ? [] : next.move.takes.map(({ group }) => group)
}

// What is refused in whole for one of these may apply in part.
const partly: ReadonlyArray<ReasonTag> = ["NothingLeft", "BudgetSpent", "NotCombinable", "LimitReached"]

// With fewer groups it could fit its budget, pick dearer units, or take a shared amount where tax comes on top of it.
const takesMoreOfMore = (cart: Cart, { offer, cap, budgets }: Rule): boolean => {
  if (budgets.length > 0) return false
  const included = includesTax(cart)
  // Where tax on top goes by the weight of goods, less of one may cost more tax on others.
  if (!included && (cart.policy.taxShipping === "weighted" || cart.customs !== undefined)) return false
  return rewardsOf(offer).every(
    (reward) =>
      reward.kind !== "shipping" &&
      reward.units === undefined &&
      (included || (cap === undefined && reward.max === undefined && reward.per !== "total"))
  )
}

const isPlain = ({ when, offer, cap, pool, budgets }: Rule): boolean =>
  offer.kind === "grant" &&
  (when === undefined || !measures(when)) &&
  cap === undefined &&
  pool === undefined &&
  budgets.length === 0 &&
  offer.rewards.every(
    (reward) => reward.kind === "shipping" || (reward.units === undefined && reward.max === undefined)
  )

const measures = (test: Test): boolean => {
  if (test.kind === "all" || test.kind === "any") return test.of.some(measures)
  return test.kind === "not" ? measures(test.of) : test.kind === "measure"
}

function* subsets(groups: ReadonlyArray<number>): Generator<ReadonlySet<number>> {
  for (let mask = 1; mask < 2 ** groups.length; mask++) {
    yield new Set(groups.filter((_, index) => (mask >> index) & 1))
  }
}
