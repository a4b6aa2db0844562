import { rewardsOf, type Rule } from "../../../promotion/rules/compile.ts"
import type { Test } from "../../../promotion/rules/match.ts"
import type { ReasonTag } from "../../quote.ts"
import type { Cart } from "../cart.ts"
import { type Outcome, permittedTurn } from "../choose.ts"
import type { Seat } from "../seat.ts"
import { agree } from "../agree.ts"
import { apply, enter, fork, type Move, start, type State, type Turn } from "../state.ts"
import { includesTax, taxesMeet } from "../totals.ts"
import { boundOf } from "./bound.ts"
import type { Nodes } from "./hunt.ts"
import type { Planned } from "./planned.ts"
import { better, claimsIn, compareByRank, type Rated, rated } from "./rank.ts"

// Deeper plans are given up like those beyond the node budget, so that no set of promotions can exhaust the stack.
const deepest = 2_000

/**
 * The best plan by branch and bound in rank order, whatever the promotions: each is taken, taken on some groups, or left. It
 * begins with the plan of `priority` and is never worse. A node is one turn.
 */
export const branched = (cart: Cart, seats: ReadonlyArray<Seat>, ranked: Outcome, nodes: Nodes): Planned => {
  const boundFrom = boundOf(cart, seats)
  let best = rated(cart, ranked)
  let least = Number.POSITIVE_INFINITY
  const giveUp = (bound: number): void => {
    least = Math.min(least, bound)
  }
  const follow = (at: number, before: State, moves: ReadonlyArray<Move>, move: Move): void => {
    const state = fork(before)
    apply(cart, state, move)
    visit(at + 1, state, [...moves, move])
  }
  const visit = (from: number, state: State, moves: ReadonlyArray<Move>): void => {
    for (let index = from; index < seats.length; index++) {
      const seat = seats[index]!
      const bound = boundFrom(index, state, moves)
      if (hopeless(cart, bound, seat, moves, best)) return
      if (nodes.left <= 0 || moves.length >= deepest) return giveUp(bound)
      enter(state, seat.rule.level)
      nodes.left--
      const next = permittedTurn(cart, state, seat, moves)
      if (next._tag === "Applies") follow(index, state, moves, next)
      const contested = contestedBy(cart, seats, index, next)
      if (contested.length > mostContested) giveUp(bound)
      for (const given of subsets(contested.slice(0, mostContested))) {
        if (nodes.left <= 0) {
          giveUp(bound)
          break
        }
        nodes.left--
        const part = permittedTurn(cart, state, seat, moves, given)
        if (part._tag === "Applies" && part.total > 0) follow(index, state, moves, part)
      }
    }
    const found = rated(cart, { state, moves })
    if (better(found, best)) best = found
  }
  visit(0, start(cart), [])
  return { outcome: best, gap: Math.max(0, best.figure - least) }
}

// Nothing below this node can win: it costs more, or no less, gives nothing beside and has more claims, or as many and is behind
// in rank already.
const hopeless = (cart: Cart, bound: number, { at }: Seat, moves: ReadonlyArray<Move>, best: Rated): boolean => {
  if (bound !== best.figure) return bound > best.figure
  if (cart.rules.benefits) return false
  const claims = claimsIn(moves)
  if (claims !== best.claims) return claims > best.claims
  const before = best.moves.filter((move) => move.at < at)
  return compareByRank(moves, before) > 0
}

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
  if (!more || !takesByLine(rule)) return open.map(({ group }) => group)
  const limited = cart.policy.limits.some(({ per }) => per === "line")
  const indifferent =
    !limited &&
    !cart.rules.benefits &&
    takesByLine(rule) &&
    seats.slice(at + 1).every((other) => agree(rule, other.rule) && isPlain(other.rule))
  return indifferent ? [] : next.groups
}

// What is refused in whole for one of these may apply in part.
const partly: ReadonlyArray<ReasonTag> = ["NothingLeft", "BudgetSpent", "NotCombinable", "LimitReached"]

// With fewer groups it could fit its budget, pick dearer units, or take a shared amount where tax comes on top of it.
const takesMoreOfMore = (cart: Cart, { offer, cap, budgets }: Rule): boolean => {
  if (budgets.length > 0 || taxesMeet(cart)) return false
  const included = includesTax(cart)
  return rewardsOf(offer).every(
    (reward) =>
      reward.kind !== "shipping" &&
      reward.units === undefined &&
      (included || (cap === undefined && reward.max === undefined && reward.per !== "total"))
  )
}

// A cap or a shared amount that one group does not use goes to the others.
const takesByLine = ({ offer, cap }: Rule): boolean =>
  cap === undefined &&
  rewardsOf(offer).every((reward) => reward.kind !== "shipping" && reward.max === undefined && reward.per !== "total")

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
