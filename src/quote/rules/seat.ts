import { isOpen } from "../../kernel/period.ts"
import type { Rule } from "../../promotion/rules/compile.ts"
import { factIn, type Match, type Test } from "../../promotion/rules/match.ts"
import type { Cart } from "./cart.ts"
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
  const room = roomOf(cart)
  const places = metBy(cart, room)
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

const metBy = (cart: Cart, room: Room): ReadonlyArray<number> => {
  const { rules, index } = cart.rules
  const { selectorOf, doorOf, least } = index
  const whole = priceOf(cart)
  const open = index.doors.map((door) => door.every((holds) => holds(cart.context)))
  const places: Array<number> = []
  for (let at = 0; at < rules.length; at++) {
    if (least[at]! > whole) continue
    const door = doorOf[at]!
    if (door >= 0 && !open[door]!) continue
    const selector = selectorOf[at]!
    if (selector >= 0 && room.reach(selector).length === 0) continue
    const rule = rules[at]!
    if (acts(rule, cart.currency, cart.at) && (rule.codes === undefined || opens(rule.codes, cart.codes)))
      places.push(at)
  }
  return places
}

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
  const room = roomOf(cart)
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

/** What both have, in order. */
const shared = (
  { everything }: Room,
  open: ReadonlyArray<Picked>,
  some: ReadonlyArray<Picked>
): ReadonlyArray<Picked> => (open === everything ? some : some.filter((one) => open.includes(one)))

/** Why a rule is out whatever the cart holds: its state, currency, validity and codes. */
export const outOf = ({ currency, at, codes }: Cart, rule: Rule): Reason | undefined => {
  if (rule.state !== "active") return { reason: "NotActive" }
  if (rule.currency !== currency) return { reason: "CurrencyMismatch" }
  if (rule.from !== undefined && at < rule.from) return { reason: "NotStarted" }
  if (rule.until !== undefined && at >= rule.until) return { reason: "Ended" }
  if (rule.schedule !== undefined && !isOpen(rule.schedule, at)) return { reason: "OutsideSchedule" }
  return rule.codes === undefined || opens(rule.codes, codes) ? undefined : { reason: "CodeMissing" }
}

/** The groups of a cart as selectors see them. */
interface Room {
  readonly cart: Cart
  readonly everything: ReadonlyArray<Picked>
  readonly locked: boolean
  readonly reach: (selector: number) => ReadonlyArray<Picked>
}

const roomOf = (cart: Cart): Room => {
  const { selectors, byFact } = cart.rules.index
  const everything = cart.everyGroup.map((group): Picked => ({ group, units: undefined }))
  const found: Array<Array<Picked> | undefined> = []
  for (const { indexed } of selectors) found.push(indexed ? [] : undefined)
  const findIn = (one: Picked, finds: ReadonlyArray<number> | undefined): void => {
    for (let index = 0; index < (finds?.length ?? 0); index++) {
      const selector = finds![index]!
      const reach = found[selector]!
      // Two values of one group may find the same selector.
      if (reach.at(-1) === one) continue
      const { exact, match } = selectors[selector]!
      if (exact || match(cart.groups[one.group]!)) reach.push(one)
    }
  }
  for (const [fact, byValue] of byFact) {
    for (const one of everything) {
      const group = cart.groups[one.group]!
      if (fact === "sku" || fact === "merchant") findIn(one, byValue.get(group[fact]))
      else for (const value of factIn(group.facts, fact)) findIn(one, byValue.get(value))
    }
  }
  const reach = (selector: number): ReadonlyArray<Picked> =>
    (found[selector] ??= matching(cart, everything, selectors[selector]!.match))
  return { cart, everything, locked: cart.groups.some(({ entry }) => entry.locks !== undefined), reach }
}

const matching = (cart: Cart, everything: ReadonlyArray<Picked>, match: Match): Array<Picked> =>
  everything.filter(({ group }) => match(cart.groups[group]!))

/** What all goods cost at their selected prices. */
const priceOf = ({ groups }: Cart): number => {
  let sum = 0
  for (let index = 0; index < groups.length; index++) sum += groups[index]!.price * groups[index]!.size
  return sum
}
