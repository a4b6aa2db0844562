import { type Proportion, portion } from "../../money/rules/proportion.ts"
import type { Base } from "../../promotion/model.ts"
import { type RewardRule, type Rule, rewardsOf } from "../../promotion/rules/compile.ts"
import type { Test } from "../../promotion/rules/match.ts"
import type { Proof, ReasonTag } from "../quote.ts"
import { worthIn } from "./benefit.ts"
import type { Cart } from "./cart.ts"
import { byPriority, type Outcome, permittedTurn } from "./choose.ts"
import { measured, unitsSeen } from "./measure.ts"
import { threshold, upTo } from "./exact.ts"
import { zeros } from "./spread.ts"
import { agree } from "./stack.ts"
import type { Seat } from "./seat.ts"
import { apply, countOf, enter, fork, type Move, start, type State, type Turn } from "./state.ts"
import { taxOf } from "./tax.ts"
import { feesOf, includesTax, payableOf } from "./totals.ts"

/** The best plan found and whether it is proven so. */
export interface Chosen {
  readonly outcome: Outcome
  readonly proof: Proof<bigint>
  readonly nodes: number
}

interface Rated extends Outcome {
  /** What is made least: the total, or the total less gifts and cashback. */
  readonly figure: number
  readonly worth: number
  readonly claims: number
}

// Deeper plans are given up like those beyond the node budget, so that no set of promotions can exhaust the stack.
const deepest = 2_000

/**
 * `best`: of all plans whose set is permitted the least payable; then the greatest worth of gifts and later benefits; then fewest
 * claims; then, at the first promotion in rank on which two plans differ, the one that applies it. A search by branch and bound in rank order that counts nodes, not time, so
 * every machine finds the same. It begins with the plan of `priority` and is never worse.
 */
export const byBest = (cart: Cart, seats: ReadonlyArray<Seat>): Chosen => {
  const ahead = takings(cart, seats)
  let best = rated(cart, byPriority(cart, seats))
  let nodes = 0
  let bound: number | undefined
  const giveUp = (least: number): void => {
    if (bound === undefined || least < bound) bound = least
  }
  const follow = (at: number, before: State, moves: ReadonlyArray<Move>, move: Move): void => {
    const state = fork(before)
    apply(cart, state, move)
    visit(at + 1, state, [...moves, move])
  }
  const visit = (from: number, state: State, moves: ReadonlyArray<Move>): void => {
    for (let index = from; index < seats.length; index++) {
      const least = lowest(cart, state, ahead[index]!)
      if (hopeless(cart, least, moves, best)) return
      if (nodes >= cart.policy.nodes || moves.length >= deepest) return giveUp(least)
      const seat = seats[index]!
      enter(state, seat.rule.level)
      nodes++
      const next = permittedTurn(cart, state, seat, moves)
      if (next._tag === "Applies") follow(index, state, moves, next)
      const contested = contestedBy(cart, seats, index, next)
      if (contested.length > mostContested) giveUp(lowest(cart, state, ahead[index]!))
      for (const given of subsets(contested.slice(0, mostContested))) {
        if (nodes >= cart.policy.nodes) {
          giveUp(lowest(cart, state, ahead[index]!))
          break
        }
        nodes++
        const part = permittedTurn(cart, state, seat, moves, given)
        if (part._tag === "Applies" && part.total > 0) follow(index, state, moves, part)
      }
    }
    const found = rated(cart, { state, moves })
    if (better(found, best)) best = found
  }
  visit(0, start(cart), [])
  const { figure } = best
  const proven = bound === undefined || bound >= figure
  return {
    outcome: { state: best.state, moves: best.moves },
    proof: proven
      ? { exact: true }
      : { exact: false, payable: BigInt(figure), bound: BigInt(bound!), gap: BigInt(figure - bound!), nodes },
    nodes
  }
}

const rated = (cart: Cart, { state, moves }: Outcome): Rated => {
  const worth = worthIn(cart, { state, moves })
  const payable = payableOf(cart, state)
  return {
    state,
    moves,
    figure: cart.policy.objective === "payable" ? payable : payable - worth.tangible,
    worth: worth.all,
    claims: claimsIn(moves)
  }
}

const claimsIn = (moves: ReadonlyArray<Move>): number => moves.reduce((sum, { claims }) => sum + claims.length, 0)

const better = (one: Rated, other: Rated): boolean => {
  if (one.figure !== other.figure) return one.figure < other.figure
  if (one.worth !== other.worth) return one.worth > other.worth
  if (one.claims !== other.claims) return one.claims < other.claims
  return ranksFirst(one.moves, other.moves)
}

/** At the first promotion on which two plans differ, the one that applies it is first, or gives it the first group on which they do. */
const ranksFirst = (one: ReadonlyArray<Move>, other: ReadonlyArray<Move>): boolean => {
  for (const [index, move] of one.entries()) {
    const against = other[index]
    if (against === undefined || move.at < against.at) return true
    if (move.at > against.at) return false
    const mine = [...move.closed].filter((group) => !against.closed.has(group))
    const theirs = [...against.closed].filter((group) => !move.closed.has(group))
    if (mine.length + theirs.length > 0) return Math.min(...theirs) < Math.min(...mine)
  }
  return false
}

// Nothing below this node can win: it costs more, or no less, gives nothing beside and has as many claims already.
const hopeless = (cart: Cart, least: number, moves: ReadonlyArray<Move>, best: Rated): boolean => {
  if (least !== best.figure) return least > best.figure
  return !cart.rules.benefits && claimsIn(moves) > best.claims
}

/** No plan from here pays less: what is left, less all that the promotions ahead could take, and no tax on top of it. */
const lowest = (cart: Cart, state: State, ahead: number): number => {
  let left = 0
  for (const amount of state.left) left += amount
  for (const amount of state.charges) left += amount
  return (left > ahead ? left - ahead : 0) + feesOf(cart)
}

/** For each seat and all behind it, the most they could take, as if each acted alone on the selected prices. */
const takings = (cart: Cart, seats: ReadonlyArray<Seat>): ReadonlyArray<number> => {
  const ahead = zeros(seats.length + 1)
  for (let index = seats.length - 1; index >= 0; index--) ahead[index] = ahead[index + 1]! + mostOf(cart, seats[index]!)
  return ahead
}

const mostOf = (cart: Cart, seat: Seat): number =>
  mostTaken(cart, seat) + (cart.policy.objective === "payable" ? 0 : mostGiven(cart, seat))

/** The most that gifts and cashback of a rule could be worth. */
const mostGiven = (cart: Cart, { rule, reach }: Seat): number => {
  const { offer } = rule
  const given = offer.kind === "tiers" ? offer.steps : offer.kind === "grant" || offer.kind === "every" ? [offer] : []
  const all = unitsSeen(cart, rule, undefined)
  const seen = measured(cart, start(cart), "amount", "price", reach)
  const taxed = reach.reduce((sum, { group }) => sum + taxOf(seen, cart.groups[group]!.tax, "up"), seen)
  const counted =
    offer.kind === "every"
      ? Math.floor(
          measured(cart, start(cart), offer.measure, rule.testBase === "list" ? "list" : "price", all) /
            threshold(offer.each)
        )
      : 1
  return Math.max(
    0,
    ...given.map(({ gifts, later }) => {
      let sum = 0
      for (const { sku, quantity } of gifts) sum += cart.valueOf(sku, rule.merchant) * Number(quantity) * counted
      for (const one of later) {
        if (one.kind !== "cashback") continue
        sum += one.gives.kind === "amount" ? upTo(one.gives.amount) * counted : taxed + 1
      }
      return sum
    })
  )
}

const mostTaken = (cart: Cart, { rule, open }: Seat): number => {
  let goods = 0
  for (const { group } of open) goods += cart.groups[group]!.price * cart.groups[group]!.size
  const charges = cart.charges.reduce((sum, { price }) => sum + price, 0)
  const most = Math.min(mostOfOffer(cart, rule, open, goods, charges), goods + charges)
  return rule.cap === undefined ? most : Math.min(most, upTo(rule.cap))
}

const mostOfOffer = (cart: Cart, rule: Rule, open: Seat["open"], goods: number, charges: number): number => {
  const { offer } = rule
  let units = 0
  for (const one of open) units += countOf(cart, one)
  const highest = (base: Base) => (base === "list" ? "list" : "price")
  const seen = measured(cart, start(cart), "amount", highest(rule.base), open)
  const all = unitsSeen(cart, rule, undefined)
  const times =
    offer.kind === "every"
      ? Math.floor(measured(cart, start(cart), offer.measure, highest(rule.testBase), all) / threshold(offer.each))
      : 1
  const inSets = offer.kind === "buyGet" || offer.kind === "multi" || offer.kind === "bundle"
  const most = (reward: RewardRule): number => {
    if (reward.kind === "shipping") return charges
    if (reward.kind === "price" || (reward.kind === "amount" && inSets)) return goods
    // Each rounded share may be one minor unit above the exact one.
    if (reward.kind === "percent") return partOf(seen, reward.share) + units
    return upTo(reward.amount) * times * (reward.per === "total" ? 1 : units)
  }
  const alternatives = offer.kind === "tiers" ? offer.steps.map(({ rewards }) => rewards) : [rewardsOf(offer)]
  return Math.max(0, ...alternatives.map((rewards) => rewards.reduce((sum, reward) => sum + most(reward), 0)))
}

const partOf = (amount: number, part: Proportion): number => portion(amount, part, "down")

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
  if (next._tag === "Refused") return partly.includes(next.reason.reason) && !more ? open.map(({ group }) => group) : []
  // A group that gets nothing of a shared amount may get some of it when another is left out.
  if (!more) return open.map(({ group }) => group)
  const limited = cart.policy.limits.some(({ per }) => per === "line")
  const indifferent = !limited && seats.slice(at + 1).every((other) => agree(rule, other.rule) && isPlain(other.rule))
  return indifferent ? [] : next.groups
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
