import { budgetsAt } from "../afford.ts"
import type { Cart } from "../cart.ts"
import type { Seat } from "../seat.ts"
import { concerns } from "../limit.ts"
import { agree } from "../agree.ts"
import { includesTax, taxesMeet } from "../totals.ts"
import { type Footprint, footprintOf, giftsOf, givesLater } from "./footprint.ts"

/**
 * Splits promotions into parts that have nothing to do with each other: no group or charge that one takes from and another takes
 * from or measures, no account, no limit that could be reached, no pair that does not combine, no stop. So the best plan is
 * the best plan of each part, and what they save adds up. Parts and their members stand in rank order.
 */
export const partsOf = (cart: Cart, seats: ReadonlyArray<Seat>): ReadonlyArray<ReadonlyArray<Seat>> => {
  const footprints = seats.map((seat) => footprintOf(cart, seat))
  const union = unionOf(seats.length)
  // Tax on top that is rounded for the whole order, and what comes later on what is paid, depend on all that is left.
  if (taxesMeet(cart) || (cart.policy.taxPlace === "order" && !includesTax(cart))) return [seats]
  if (cart.rules.benefits && seats.some(({ rule }) => givesLater(rule.offer))) return [seats]
  joinByPlaces(cart, footprints, union)
  joinByAccounts(cart, seats, union)
  joinByLimits(cart, seats, union)
  if (!cart.rules.open) joinByStacking(seats, union)
  return [...Map.groupBy(seats, (_, index) => union.find(index)).values()]
}

interface Union {
  readonly find: (index: number) => number
  readonly join: (one: number, other: number) => void
}

const unionOf = (count: number): Union => {
  const parent = Int32Array.from({ length: count }, (_, index) => index)
  const find = (index: number): number => {
    let at = index
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!
    return at
  }
  return {
    find,
    join: (one, other) => {
      const [a, b] = [find(one), find(other)]
      parent[Math.max(a, b)] = Math.min(a, b)
    }
  }
}

const joinByPlaces = (cart: Cart, footprints: ReadonlyArray<Footprint>, { join }: Union): void => {
  const takers = new Int32Array(cart.groups.length + cart.charges.length).fill(-1)
  for (const [index, { groups, charges }] of footprints.entries()) {
    for (const place of [...groups, ...charges.map((charge) => cart.groups.length + charge)]) {
      if (takers[place]! < 0) takers[place] = index
      else join(takers[place]!, index)
    }
  }
  for (const [index, { seen }] of footprints.entries()) {
    for (const group of seen) if (takers[group]! >= 0) join(takers[group]!, index)
  }
}

const joinByAccounts = (cart: Cart, seats: ReadonlyArray<Seat>, { join }: Union): void => {
  const claimants = new Map<string, number>()
  for (const [index, { rule }] of seats.entries()) {
    const stocks = giftsOf(rule.offer).flatMap(({ stock }) => (stock === undefined ? [] : [stock]))
    for (const account of [...budgetsAt(rule, cart.at).map((budget) => budget.account), ...stocks]) {
      const first = claimants.get(account)
      if (first === undefined) claimants.set(account, index)
      else join(first, index)
    }
  }
}

// A limit per line concerns only promotions that share a group anyway.
const joinByLimits = ({ policy }: Cart, seats: ReadonlyArray<Seat>, { join }: Union): void => {
  for (const limit of policy.limits) {
    if (limit.per === "line") continue
    const members = [...seats.keys()].filter((index) => concerns(limit, seats[index]!.rule))
    const owner = (index: number) => (limit.per === "merchant" ? seats[index]!.rule.merchant : undefined)
    for (const rivals of Map.groupBy(members, owner).values()) {
      if (rivals.length > limit.max) for (const index of rivals) join(rivals[0]!, index)
    }
  }
}

const joinByStacking = (seats: ReadonlyArray<Seat>, { join }: Union): void => {
  for (const [index, { rule }] of seats.entries()) {
    for (let other = index + 1; other < seats.length; other++) {
      const behind = seats[other]!.rule
      const stopped = rule.stop === "all" || (rule.stop === "level" && rule.level === behind.level)
      // Two of scope `line` may both apply as long as they touch no group together.
      const wholly = rule.scope === "cart" || behind.scope === "cart"
      if (stopped || (wholly && !agree(rule, behind))) join(index, other)
    }
  }
}
