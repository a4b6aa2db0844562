import { type Proportion, portion } from "../../../money/rules/proportion.ts"
import type { Base } from "../../../promotion/model.ts"
import { type RewardRule, type Rule, rewardsOf } from "../../../promotion/rules/compile.ts"
import type { Cart } from "../cart.ts"
import { threshold, upTo } from "../exact.ts"
import { measured, unitsSeen } from "../measure.ts"
import type { Seat } from "../seat.ts"
import { concerns } from "../limit.ts"
import { agree } from "../agree.ts"
import { countOf, type Move, start, type State } from "../state.ts"
import { taxOf } from "../tax.ts"
import { feesOf, includesTax } from "../totals.ts"
import { footprintOf, giftsOf } from "./footprint.ts"

/** A lower bound of what any plan leaves payable that goes on from a state with the seats from an index on. */
export type Bound = (from: number, state: State, moves: ReadonlyArray<Move>) => number

/**
 * The bound of a part: what is left, less the most that the promotions ahead could still take. Each takes at most what it would
 * of selected prices, what its places still have above their floors, and if it is a percentage of what is left, that part of
 * it; one that no longer combines takes nothing; of those that a limit counts, only as many as it has room for, the greatest.
 */
export const boundOf = (cart: Cart, seats: ReadonlyArray<Seat>): Bound => {
  const most = seats.map((seat) => mostTaken(cart, seat))
  const gives = seats.map((seat) => (cart.policy.objective === "payable" ? 0 : mostGiven(cart, seat)))
  const buckets = bucketsOf(cart, seats)
  const seen = seats.map((seat) => footprintOf(cart, seat))
  const ships = seen.map(({ charges }) => charges.length > 0)
  const share = seats.map(({ rule }) => runningShare(rule))
  const tax = taxOnTop(cart)
  const room = (state: State, group: number): number => {
    const { floor, size } = cart.groups[group]!
    return Math.max(0, state.left[group]! - floor * size)
  }
  const places = new Map(seats.map(({ at }, index) => [at, index]))
  const open = new Uint8Array(cart.groups.length)
  return (from, state, moves) => {
    open.fill(0)
    let shipping = 0
    for (const amount of state.charges) shipping += amount
    let rooms = 0
    let charged = false
    const taken = buckets.map((): Array<number> => [])
    let sum = 0
    let given = 0
    for (const { at } of moves) given += gives[places.get(at)!]!
    for (let index = from; index < seats.length; index++) {
      if (isBarred(seats[index]!.rule, moves)) continue
      let own = 0
      let left = 0
      for (const group of seen[index]!.groups) {
        const here = room(state, group)
        own += here
        left += state.left[group]!
        if (open[group] === 0) rooms += here
        open[group] = 1
      }
      if (ships[index]) own += shipping
      charged ||= ships[index]!
      given += gives[index]!
      const part = share[index]
      const least = Math.min(
        most[index]!,
        own,
        part === undefined ? Number.POSITIVE_INFINITY : portion(left, part, "up") + seen[index]!.groups.length
      )
      const bucket = buckets.findIndex(({ members }) => members.has(index))
      if (bucket < 0) sum += least
      else taken[bucket]!.push(least)
    }
    for (const [place, { members, max }] of buckets.entries()) {
      const applied = moves.filter(({ at }) => members.has(places.get(at)!)).length
      const greatest = taken[place]!.sort((a, b) => b - a).slice(0, Math.max(0, max - applied))
      for (const amount of greatest) sum += amount
    }
    return tax(state, Math.min(sum, rooms + (charged ? shipping : 0))) - given
  }
}

/** A limit and the places of the seats that it counts; each seat is in one at most. */
interface Bucket {
  readonly members: ReadonlySet<number>
  readonly max: number
}

const bucketsOf = ({ policy }: Cart, seats: ReadonlyArray<Seat>): ReadonlyArray<Bucket> => {
  const buckets: Array<Bucket> = []
  const placed = new Set<number>()
  for (const limit of policy.limits.toSorted((a, b) => a.max - b.max)) {
    if (limit.per === "line") continue
    const members = [...seats.keys()].filter((index) => !placed.has(index) && concerns(limit, seats[index]!.rule))
    const owner = (index: number) => (limit.per === "merchant" ? seats[index]!.rule.merchant : undefined)
    for (const rivals of Map.groupBy(members, owner).values()) {
      if (rivals.length <= limit.max) continue
      buckets.push({ members: new Set(rivals), max: limit.max })
      for (const index of rivals) placed.add(index)
    }
  }
  return buckets
}

/** Whether a promotion can no longer apply beside these. */
const isBarred = (rule: Rule, moves: ReadonlyArray<Move>): boolean =>
  moves.some(
    (move) =>
      ((rule.scope === "cart" || move.rule.scope === "cart") && !agree(rule, move.rule)) ||
      (move.total > 0 && (move.rule.stop === "all" || (move.rule.stop === "level" && move.rule.level === rule.level)))
  )

/** The part of what is left that a promotion takes, if it is one percentage of it rounded once a group at most. */
const runningShare = ({ offer, base }: Rule): Proportion | undefined => {
  if (offer.kind !== "grant" || base !== "running" || offer.rewards.length !== 1 || offer.gifts.length > 0)
    return undefined
  const [reward] = offer.rewards
  return reward?.kind === "percent" && reward.per !== "unit" ? reward.share : undefined
}

/**
 * What is payable if so much more is taken from a state, at least. Tax on top falls by no more than the highest rate of it, and
 * each rounding leaves less than one minor unit less than the exact tax.
 */
const taxOnTop = (cart: Cart): ((state: State, taken: number) => number) => {
  const fees = feesOf(cart)
  const leftOf = (state: State): number => {
    let left = 0
    for (const amount of state.left) left += amount
    for (const amount of state.charges) left += amount
    return left
  }
  if (includesTax(cart)) return (state, taken) => leftOf(state) - taken + fees
  const taxed = [...cart.groups.entries()].filter(([, { tax }]) => !tax.included && tax.taxed)
  const shipped = [...cart.charges.entries()].filter(([, { tax }]) => !tax.included && tax.taxed)
  const places = taxed.reduce((sum, [, { size }]) => sum + size, shipped.length)
  const shares = [...taxed, ...shipped].map(([, { tax }]) => tax.share)
  return (state, taken) => {
    let least = leftOf(state) - taken + fees - places
    for (const [group, { tax }] of taxed) least += portion(state.left[group]!, tax.share, "down")
    for (const [charge, { tax }] of shipped) least += portion(state.charges[charge]!, tax.share, "down")
    return least - shares.reduce((most, share) => Math.max(most, portion(taken, share, "up")), 0)
  }
}

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

/** The most that a promotion could take if it acted alone on the selected prices. */
const mostTaken = (cart: Cart, seat: Seat): number => {
  const { rule, open } = seat
  let goods = 0
  for (const group of footprintOf(cart, seat).groups) goods += cart.groups[group]!.price * cart.groups[group]!.size
  const charges = cart.charges.reduce((sum, { price }) => sum + price, 0)
  const toppedUp = giftsOf(rule.offer).some(({ mode }) => mode === "topUp")
  const whole = goods + charges
  const most = toppedUp ? whole : Math.min(mostOfOffer(cart, rule, open, goods, charges), whole)
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
    if (reward.kind === "price" || (reward.kind === "amount" && (inSets || reward.basis !== "asPriced"))) return goods
    // Each rounded share may be one minor unit above the exact one.
    if (reward.kind === "percent") return portion(seen, reward.share, "down") + units
    return upTo(reward.amount) * times * (reward.per === "total" ? 1 : units)
  }
  const alternatives = offer.kind === "tiers" ? offer.steps.map(({ rewards }) => rewards) : [rewardsOf(offer)]
  return Math.max(0, ...alternatives.map((rewards) => rewards.reduce((sum, reward) => sum + most(reward), 0)))
}
