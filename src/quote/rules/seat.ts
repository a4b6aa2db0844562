import { isOpen } from "../../kernel/period.ts"
import type { Rule } from "../../promotion/rules/compile.ts"
import { factIn, type Match, type Test } from "../../promotion/rules/match.ts"
import type { Cart } from "./cart.ts"
import type { Finder, PairFinder } from "../input.ts"
import { isField, valuesOf } from "./finding.ts"
import type { Group } from "./group.ts"
import type { Picked, Reason } from "./state.ts"

/** What of a rule does not change while a cart is priced: the groups it selects, and those of them it may take from. */
export interface Seat {
  readonly at: number
  readonly rule: Rule
  /** What of its condition is still to be asked. */
  readonly when: Test | undefined
  /** Groups of its merchant that it selects. */
  readonly reach: ReadonlyArray<Picked>
  /** Those of them that are not locked against its level. */
  readonly open: ReadonlyArray<Picked>
  /** Those of them that its offer looks at. */
  readonly concerned: ReadonlyArray<Picked>
  /** Whether it needs units: it takes from shipping alone if not. */
  readonly needsUnits: boolean
}

/** Seats in rank order. One is made when its turn comes: most of a thousand rules come too late for theirs. */
export interface Seats {
  readonly length: number
  /** The place of the rule among all rules. */
  readonly ruleAt: (index: number) => number
  /** The groups it may take from. */
  readonly openAt: (index: number) => ReadonlyArray<Picked>
  readonly at: (index: number) => Seat
}

/** Seats that are made already. */
export const seated = (seats: ReadonlyArray<Seat>): Seats => ({
  length: seats.length,
  ruleAt: (index) => seats[index]!.at,
  openAt: (index) => seats[index]!.open,
  at: (index) => seats[index]!
})

/** All of them. */
export const allOf = (seats: Seats): ReadonlyArray<Seat> =>
  Array.from({ length: seats.length }, (_, index) => seats.at(index))

/** The seats of the rules that this cart may meet. Every other rule is refused whatever the plan. */
export const seatsOf = (cart: Cart): Seats => {
  const { rules, index } = cart.rules
  const { met, wanted } = metBy(cart)
  const room = roomOf(cart, wanted)
  const places = selecting(room, met, wanted)
  return {
    length: places.length,
    ruleAt: (place) => places[place]!,
    openAt: (place) => {
      const at = places[place]!
      const plain = !room.locked && !cart.addOns && rules[at]!.merchant === undefined
      return plain ? reachOf(room, at) : seatOf(room, rules[at]!, at, undefined).open
    },
    at: (place) => seatOf(room, rules[places[place]!]!, places[place]!, index.within[places[place]!])
  }
}

interface Met {
  /** The rules that may act on a cart, whatever goods they select. */
  readonly met: ReadonlyArray<number>
  /** The selectors that these ask, each marked with a 1. */
  readonly wanted: Uint8Array
}

const metBy = (cart: Cart): Met => {
  const { rules, index } = cart.rules
  const { doorOf, least, always, selectorOf, concernOf } = index
  const whole = priceOf(cart)
  const open = index.doors.map((door) => door.every((holds) => holds(cart.context)))
  const wanted = new Uint8Array(index.selectors.length)
  const met: Array<number> = []
  for (let at = 0; at < rules.length; at++) {
    const door = doorOf[at]!
    if ((door >= 0 && !open[door]!) || least[at]! > whole) continue
    if (always[at] !== 1 && !isMet(rules[at]!, cart)) continue
    met.push(at)
    const selector = selectorOf[at]!
    const concern = concernOf[at]!
    if (selector >= 0) wanted[selector] = 1
    if (concern >= 0) wanted[concern] = 1
  }
  return { met, wanted }
}

/** Those of the rules that select some goods of the cart. */
const selecting = (room: Room, met: ReadonlyArray<number>, wanted: Uint8Array): ReadonlyArray<number> => {
  const { selectorOf } = room.cart.rules.index
  // Many rules share a selector: each is asked once.
  const finds = wanted.map((mark, selector) => (mark === 1 && room.reach(selector).length > 0 ? 1 : 0))
  const places: Array<number> = []
  for (let index = 0; index < met.length; index++) {
    const selector = selectorOf[met[index]!]!
    if (selector < 0 || finds[selector] === 1) places.push(met[index]!)
  }
  return places
}

const isMet = (rule: Rule, { currency, at, codes }: Cart): boolean =>
  acts(rule, currency, at) && (rule.codes === undefined || opens(rule.codes, codes))

const acts = ({ state, currency, from, until, schedule }: Rule, wanted: string, at: number): boolean =>
  state === "active" &&
  currency === wanted &&
  (from === undefined || at >= from) &&
  (until === undefined || at < until) &&
  (schedule === undefined || isOpen(schedule, at))

const opens = (wanted: ReadonlySet<string>, codes: ReadonlySet<string>): boolean => {
  for (const code of codes) if (wanted.has(code)) return true
  return false
}

/** Seats one by one, of rules with or without a chance. */
export const seater = (cart: Cart): ((at: number) => Seat) => {
  const room = roomOf(cart, new Uint8Array(cart.rules.index.selectors.length).fill(1))
  return (at) => {
    const rule = cart.rules.rules[at]!
    return seatOf(room, rule, at, rule.when)
  }
}

const reachOf = (room: Room, at: number): ReadonlyArray<Picked> => {
  const selector = room.cart.rules.index.selectorOf[at]!
  return selector < 0 ? room.everything : room.reach(selector)
}

const seatOf = (room: Room, rule: Rule, at: number, when: Test | undefined): Seat => {
  const selected = reachOf(room, at)
  const { merchant } = rule
  const visible =
    merchant === undefined ? selected : selected.filter(({ group }) => room.cart.groups[group]!.merchant === merchant)
  // Its own add-ons are for its add-on offer alone.
  const reach =
    room.cart.addOns && rule.offer.kind !== "addOn"
      ? visible.filter(({ group }) => room.cart.groups[group]!.addOnOf !== rule.id)
      : visible
  const level = rule.promotion.level
  const open = room.locked
    ? reach.filter(({ group }) => {
        const { locks } = room.cart.groups[group]!.entry
        return locks === undefined || !(locks.includes(level) || locks.includes("all"))
      })
    : reach
  const concern = room.cart.rules.index.concernOf[at]!
  return {
    at,
    rule,
    when,
    reach,
    open,
    concerned: concern < 0 ? open : shared(room, open, room.reach(concern)),
    needsUnits: room.cart.rules.index.needsUnits[at]!
  }
}

/** What both have; both ascend. */
const shared = (room: Room, open: ReadonlyArray<Picked>, some: ReadonlyArray<Picked>): ReadonlyArray<Picked> => {
  if (open === room.everything) return some
  const found: Array<Picked> = []
  let place = 0
  for (const one of some) {
    while (place < open.length && open[place]!.group < one.group) place++
    if (open[place]?.group === one.group) found.push(one)
  }
  return found
}

/** Why a rule is out whatever the cart holds: its state, currency, validity and codes. */
export const outOf = ({ currency, at, codes }: Cart, rule: Rule): Reason | undefined => {
  if (rule.state !== "active") return { reason: "NotActive" }
  if (rule.currency !== currency) return { reason: "CurrencyMismatch" }
  if (rule.from !== undefined && at < rule.from) return { reason: "NotStarted" }
  if (rule.until !== undefined && at >= rule.until) return { reason: "Ended" }
  if (rule.schedule !== undefined && !isOpen(rule.schedule, at)) return { reason: "OutsideSchedule" }
  return rule.codes === undefined || opens(rule.codes, codes) ? undefined : { reason: "CodeMissing" }
}

/** The groups of a cart as those selectors see them that are wanted. */
interface Room {
  readonly cart: Cart
  readonly everything: ReadonlyArray<Picked>
  readonly locked: boolean
  readonly reach: (selector: number) => ReadonlyArray<Picked>
}

const roomOf = (cart: Cart, wanted: Uint8Array): Room => {
  const { selectors, finders, pairFinders } = cart.rules.index
  const everything = cart.everyGroup.map((group): Picked => ({ group, units: undefined }))
  const found = Array<Array<Picked> | undefined>(selectors.length).fill(undefined)
  const reached: Reached = (finds, one, group) => {
    for (let index = 0; index < finds.length; index++) {
      const selector = finds[index]!
      if (wanted[selector] === 0) continue
      const { exact, match } = selectors[selector]!
      if (!exact && !match(group)) continue
      const reach = found[selector]
      if (reach === undefined) found[selector] = [one]
      // Two values of one group may find the same selector.
      else if (reach[reach.length - 1] !== one) reach.push(one)
    }
  }
  for (const finder of finders) findBy(finder, cart.groups, everything, reached)
  for (const finder of pairFinders) findByPairs(finder, cart.groups, everything, reached)
  const reach = (selector: number): ReadonlyArray<Picked> =>
    found[selector] ??
    (selectors[selector]!.indexed
      ? nothing
      : (found[selector] = matching(cart, everything, selectors[selector]!.match)))
  return { cart, everything, locked: cart.groups.some(({ entry }) => entry.locks !== undefined), reach }
}

const nothing: ReadonlyArray<Picked> = []

/** Told of selectors that a group is found by. */
type Reached = (finds: ReadonlyArray<number>, one: Picked, group: Group) => void

const findBy = (
  { fact, found }: Finder,
  groups: ReadonlyArray<Group>,
  everything: ReadonlyArray<Picked>,
  reached: Reached
): void => {
  const field = isField(fact) ? fact : undefined
  for (let index = 0; index < groups.length; index++) {
    const group = groups[index]!
    if (field !== undefined) {
      const finds = found.get(group[field])
      if (finds !== undefined) reached(finds, everything[index]!, group)
      continue
    }
    const values = factIn(group.facts, fact)
    for (let place = 0; place < values.length; place++) {
      const finds = found.get(values[place]!)
      if (finds !== undefined) reached(finds, everything[index]!, group)
    }
  }
}

const findByPairs = (
  { first, second, found }: PairFinder,
  groups: ReadonlyArray<Group>,
  everything: ReadonlyArray<Picked>,
  reached: Reached
): void => {
  for (let index = 0; index < groups.length; index++) {
    const group = groups[index]!
    for (const value of valuesOf(group, first)) {
      const bySecond = found.get(value)
      if (bySecond === undefined) continue
      for (const other of valuesOf(group, second)) {
        const finds = bySecond.get(other)
        if (finds !== undefined) reached(finds, everything[index]!, group)
      }
    }
  }
}

const matching = (cart: Cart, everything: ReadonlyArray<Picked>, match: Match): Array<Picked> =>
  everything.filter(({ group }) => match(cart.groups[group]!))

/** What all goods cost at their selected prices. */
const priceOf = ({ groups }: Cart): number => {
  let sum = 0
  for (let index = 0; index < groups.length; index++) sum += groups[index]!.price * groups[index]!.size
  return sum
}
