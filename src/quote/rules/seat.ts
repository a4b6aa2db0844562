import { isOpen } from "../../kernel/period.ts"
import type { Rule } from "../../promotion/rules/compile.ts"
import type { Match } from "../../promotion/rules/match.ts"
import type { Cart } from "./cart.ts"
import type { Picked, Reason } from "./state.ts"

/** What of a rule does not change while a cart is priced: the groups it selects, and those of them it may take from. */
export interface Seat {
  readonly at: number
  readonly rule: Rule
  /** Groups of its merchant that it selects. */
  readonly reach: ReadonlyArray<Picked>
  /** Those of them that are not locked against its level. */
  readonly open: ReadonlyArray<Picked>
  /** Those of them that its offer looks at. */
  readonly concerned: ReadonlyArray<Picked>
  /** Whether it needs units: it takes from shipping alone if not. */
  readonly needsUnits: boolean
}

/** The seats of the rules that this cart may meet, in rank order. Every other rule is refused whatever the plan. */
export const seatsOf = (cart: Cart): ReadonlyArray<Seat> => {
  const { rules, index } = cart.rules
  const { selectorOf, gateOf, least } = index
  const { at, codes } = cart
  const room = roomOf(cart)
  const whole = priceOf(cart)
  const gates = new Int8Array(index.gates.length)
  const gateHolds = (gate: number): boolean => {
    if (gates[gate] === 0) gates[gate] = index.gates[gate]!(cart.context) ? 1 : -1
    return gates[gate] === 1
  }
  const seats: Array<Seat> = []
  for (let place = 0; place < rules.length; place++) {
    if (least[place]! > whole) continue
    const selector = selectorOf[place]!
    if (selector >= 0 && room.reach(selector).length === 0) continue
    const gate = gateOf[place]!
    if (gate >= 0 && !gateHolds(gate)) continue
    const rule = rules[place]!
    if (!acts(rule, cart.currency, at)) continue
    if (rule.codes !== undefined && !opens(rule.codes, codes)) continue
    seats.push(seatOf(room, rule, place))
  }
  return seats
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
  return (at) => seatOf(room, cart.rules.rules[at]!, at)
}

const seatOf = (room: Room, rule: Rule, at: number): Seat => {
  const selector = room.cart.rules.index.selectorOf[at]!
  const selected = selector < 0 ? room.everything : room.reach(selector)
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
  const everything = cart.groups.map((_, group): Picked => ({ group, units: undefined }))
  const found: Array<Array<Picked> | undefined> = []
  for (const { indexed } of selectors) found.push(indexed ? [] : undefined)
  for (const [fact, byValue] of byFact) {
    for (const one of everything) {
      for (const value of valuesOf(cart, one.group, fact)) {
        const finds = byValue.get(value)
        if (finds === undefined) continue
        for (const selector of finds) {
          const reach = found[selector]!
          // Two values of one group may find the same selector.
          if (reach.at(-1) === one) continue
          const { exact, match } = selectors[selector]!
          if (exact || match(cart.groups[one.group]!)) reach.push(one)
        }
      }
    }
  }
  const reach = (selector: number): ReadonlyArray<Picked> =>
    (found[selector] ??= matching(cart, everything, selectors[selector]!.match))
  return { cart, everything, locked: cart.groups.some(({ entry }) => entry.locks !== undefined), reach }
}

const matching = (cart: Cart, everything: ReadonlyArray<Picked>, match: Match): Array<Picked> =>
  everything.filter(({ group }) => match(cart.groups[group]!))

const noValues: ReadonlyArray<string> = []

const valuesOf = (cart: Cart, group: number, fact: string): ReadonlyArray<string> => {
  const { sku, merchant, facts } = cart.groups[group]!
  if (fact === "sku") return [sku]
  if (fact === "merchant") return [merchant]
  return (Object.hasOwn(facts, fact) ? facts[fact] : undefined) ?? noValues
}

/** What all goods cost at their selected prices. */
const priceOf = ({ groups }: Cart): number => {
  let sum = 0
  for (let index = 0; index < groups.length; index++) sum += groups[index]!.price * groups[index]!.size
  return sum
}
