import { type Rule, rewardsOf } from "../../../promotion/rules/compile.ts"
import type { Limit } from "../../input.ts"
import type { Cart } from "../cart.ts"
import { upTo } from "../exact.ts"
import type { Seat } from "../seat.ts"
import { concerns } from "../limit.ts"
import { agree } from "../agree.ts"
import { apply, enter, fork, start, type State } from "../state.ts"
import { includesTax } from "../totals.ts"
import { turn } from "../turn.ts"
import { type Choices, type Limited, mostOffers, size } from "./choices.ts"
import { movingTests, moves } from "./footprint.ts"
import type { Nodes } from "./hunt.ts"
import { mostMoney } from "./relaxation.ts"

/** The choices of each line, and the groups and promotions that the lines and offers of them are. */
export interface Table {
  readonly choices: Choices
  /** By line. */
  readonly groups: ReadonlyArray<number>
  /** By offer, in rank order. */
  readonly seats: ReadonlyArray<Seat>
}

/** A set of offers applied to every group, and what each member takes there. */
interface Entry {
  readonly offers: number
  /** The last offer of it, and what that one takes by group. */
  readonly last: number
  readonly takes: Float64Array
  readonly before: Entry | undefined
}

/** What was measured, and which sets of offers one line may have. */
interface Sets {
  readonly entries: ReadonlyArray<Entry>
  readonly permits: (offers: number) => boolean
}

// More sets than this are not looked at: promotions that all combine are better searched one by one.
const mostSets = 1_500

/**
 * What sets of promotions do to each line, if lines are coupled by caps and limits alone: all are of scope `line`, take from
 * each group by itself, and test nothing that others change. Every figure is measured by applying the set with no cap. That
 * a cap cuts the one must not change what a later one takes, and must leave it at least one minor unit on every line it touches;
 * then a plan takes exactly what its choices take less what exceeds the caps. `undefined` where this does not hold.
 */
export const tableOf = (cart: Cart, seats: ReadonlyArray<Seat>, nodes: Nodes): Table | undefined => {
  if (seats.length > mostOffers || !includesTax(cart) || !seats.every(({ rule }) => byLine(rule))) return undefined
  const uncapped = seats.map((seat): Seat => ({ ...seat, rule: { ...seat.rule, cap: undefined } }))
  const sets = measuredSets(cart, uncapped, nodes)
  if (sets === undefined || !indifferent(seats, sets)) return undefined
  const groups = [...new Set(seats.flatMap(({ open }) => open.map(({ group }) => group)))].sort((a, b) => a - b)
  const money = groups.reduce((sum, group) => sum + cart.groups[group]!.price * cart.groups[group]!.size, 0)
  if (money > mostMoney) return undefined
  const choices = choicesOf(cart, seats, sets.entries, groups)
  return touchAll(choices) ? { choices, groups, seats } : undefined
}

const byLine = (rule: Rule): boolean =>
  rule.scope === "line" &&
  rule.stop === undefined &&
  !rule.claimsNothing &&
  rule.pool === undefined &&
  rule.budgets.length === 0 &&
  rule.base !== "level" &&
  (rule.when === undefined || movingTests(rule, rule.when).length === 0) &&
  (rule.offer.kind === "grant" ||
    ((rule.offer.kind === "tiers" || rule.offer.kind === "every") &&
      (rule.offer.measure !== "amount" || !moves(rule.testBase)))) &&
  rewardsOf(rule.offer).every(
    (reward) =>
      reward.kind !== "shipping" && reward.per !== "total" && reward.units === undefined && reward.max === undefined
  )

/** Every permitted set that touches some line whole; of a limit counted in the cart no line may have more either. */
const measuredSets = (cart: Cart, seats: ReadonlyArray<Seat>, nodes: Nodes): Sets | undefined => {
  const entries: Array<Entry> = []
  const most = Math.min(mostSets, nodes.left / 2)
  const counted = cart.policy.limits.flatMap((limit) => rivalsOf(seats, limit))
  const rivals = seats.map((seat) => setOf(seats, (other) => other !== seat && !agree(seat.rule, other.rule)))
  const permits = (offers: number): boolean =>
    counted.every((limit) => size(offers & limit.offers) <= limit.most) &&
    rivals.every((opposed, at) => (offers & (1 << at)) === 0 || (offers & opposed) === 0)
  const visit = (from: number, state: State, before: Entry | undefined): boolean => {
    for (let at = from; at < seats.length; at++) {
      const offers = (before?.offers ?? 0) | (1 << at)
      if (!permits(offers)) continue
      if (entries.length >= most) return false
      const now = fork(state)
      enter(now, seats[at]!.rule.level)
      nodes.left--
      const move = turn(cart, now, seats[at]!)
      if (move._tag === "Refused") continue
      const takes = new Float64Array(cart.groups.length)
      let some = false
      for (const [index, group] of move.groups.entries()) {
        if (before !== undefined && before.takes[group] === 0) continue
        takes[group] = move.totals[index]!
        some = true
      }
      if (!some) continue
      const entry: Entry = { offers, last: at, takes, before }
      entries.push(entry)
      apply(cart, now, move)
      if (!visit(at + 1, now, entry)) return false
    }
    return true
  }
  return visit(0, start(cart), undefined) ? { entries, permits } : undefined
}

const setOf = (seats: ReadonlyArray<Seat>, holds: (seat: Seat) => boolean): number =>
  seats.reduce((set, seat, at) => (holds(seat) ? set | (1 << at) : set), 0)

/**
 * Whether no capped offer changes what a later one takes, on any line that both touch. What is taken never falls as more is
 * left, so if the whole of the capped offer makes no difference, no part of it does.
 */
const indifferent = (seats: ReadonlyArray<Seat>, { entries, permits }: Sets): boolean => {
  const capped = [...seats.keys()].filter((at) => seats[at]!.rule.cap !== undefined)
  const byOffers = new Map(entries.map((entry) => [entry.offers, entry]))
  return entries.every(({ offers, last, takes }) =>
    capped.every((at) => {
      const both = offers | (1 << at)
      if (at >= last || both === offers || !permits(both)) return true
      const before = byOffers.get(both & ~(1 << last))
      if (before === undefined) return true
      const after = byOffers.get(both)
      return takes.every((take, group) => take === 0 || before.takes[group] === 0 || after?.takes[group] === take)
    })
  )
}

const choicesOf = (
  cart: Cart,
  seats: ReadonlyArray<Seat>,
  entries: ReadonlyArray<Entry>,
  groups: ReadonlyArray<number>
): Choices => {
  const capOf = new Map<number, number>()
  for (const [at, { rule }] of seats.entries()) if (rule.cap !== undefined) capOf.set(at, capOf.size)
  const first = [0]
  const offers: Array<number> = []
  const takes: Array<number> = []
  const part = [0]
  const partCap: Array<number> = []
  const partTakes: Array<number> = []
  for (const group of groups) {
    offers.push(0)
    takes.push(0)
    part.push(partCap.length)
    for (const entry of entries) {
      if (entry.takes[group] === 0) continue
      let sum = 0
      for (let at: Entry | undefined = entry; at !== undefined; at = at.before) {
        sum += at.takes[group]!
        const cap = capOf.get(at.last)
        if (cap === undefined) continue
        partCap.push(cap)
        partTakes.push(at.takes[group]!)
      }
      offers.push(entry.offers)
      takes.push(sum)
      part.push(partCap.length)
    }
    first.push(offers.length)
  }
  return {
    lines: groups.length,
    first: Int32Array.from(first),
    offers: Int32Array.from(offers),
    takes: Float64Array.from(takes),
    part: Int32Array.from(part),
    partCap: Int32Array.from(partCap),
    partTakes: Float64Array.from(partTakes),
    caps: Float64Array.from([...capOf.keys()], (at) => upTo(seats[at]!.rule.cap!)),
    limits: limitsOf(cart, seats)
  }
}

/** The offers that a limit counts together: all it concerns, or those of each owner. */
const rivalsOf = (seats: ReadonlyArray<Seat>, limit: Limit): ReadonlyArray<Limited> => {
  const members = seats.filter(({ rule }) => concerns(limit, rule))
  const owner = ({ rule }: Seat) => (limit.per === "merchant" ? rule.merchant : undefined)
  return [...Map.groupBy(members, owner).values()].map((rivals) => ({
    offers: setOf(seats, (seat) => rivals.includes(seat)),
    most: limit.max
  }))
}

/** The limits that couple lines. Of a limit of 0 no choice has a member. */
const limitsOf = (cart: Cart, seats: ReadonlyArray<Seat>): ReadonlyArray<Limited> =>
  cart.policy.limits
    .filter(({ per, max }) => per !== "line" && max > 0)
    .flatMap((limit) => rivalsOf(seats, limit))
    .filter(({ offers, most }) => size(offers) > most)

/** Whether every capped offer still takes something of each line when its cap is split over all lines by size. */
const touchAll = ({ lines, first, part, partCap, partTakes, caps }: Choices): boolean =>
  caps.every((cap, index) => {
    let least = Number.POSITIVE_INFINITY
    let whole = 0
    for (let line = 0; line < lines; line++) {
      let most = 0
      for (let at = part[first[line]!]!; at < part[first[line + 1]!]!; at++) {
        if (partCap[at] !== index) continue
        most = Math.max(most, partTakes[at]!)
        least = Math.min(least, partTakes[at]!)
      }
      whole += most
    }
    return whole <= cap || BigInt(cap) * BigInt(least) >= BigInt(whole)
  })
