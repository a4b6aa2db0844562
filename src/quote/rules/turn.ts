import type { Rule } from "../../promotion/rules/compile.ts"
import { afford, nextWithin } from "./afford.ts"
import type { Cart } from "./cart.ts"
import { total, upTo } from "./exact.ts"
import { holds } from "./measure.ts"
import { type Presents, presentsOf } from "./gift.ts"
import type { Beside, Granted } from "./granted.ts"
import { offered } from "./offer.ts"
import { lower, takeFromUnits } from "./reward.ts"
import type { Seat } from "./seat.ts"
import { type SetsTaken, takenBySets } from "./sets-taken.ts"
import { takeFromCharges } from "./shipping.ts"
import {
  between,
  fork,
  inUnits,
  type Move,
  type Picked,
  type Reason,
  type Reasoned,
  type State,
  take,
  type Taken,
  type Turn,
  unitsOf
} from "./state.ts"

/** Groups that a promotion of scope `line` may not touch. */
export type Closed = ReadonlySet<number>

/**
 * One turn: whether the promotion applies as things stand, and what it takes, which never depends on promotions that are
 * not applied. The state stays as it is. Reasons come in the order of `reasons`; what an unmet condition lacks is looked up
 * when someone asks.
 *
 * @param closed groups that it may not touch, under scope `line`; its threshold is measured over them all the same
 */
export const turn = (cart: Cart, state: State, seat: Seat, closed?: Closed): Turn => {
  const { rule, when } = seat
  if (when !== undefined && !holds(cart, state, rule, when)) return conditionUnmet
  const qualifying = qualifyingOf(cart, state, seat)
  const offer = offered(cart, state, rule, qualifying)
  if ("refused" in offer && offer.refused.reason === "ThresholdUnmet") return refused(offer.refused)
  if (seat.reach.length === 0 && (seat.needsUnits || rule.select !== undefined)) return nothingSelected
  if (seat.needsUnits && seat.open.length === 0) return locked
  if ("refused" in offer) return refused(offer.refused)
  const { granted, beside, pay } = offer
  const sets =
    offer.sets === undefined
      ? undefined
      : takenBySets(cart, state, rule, granted, (set) => given(cart, state, rule, set, closed))
  const presents =
    beside === undefined || qualifying.length === 0 ? undefined : besides(cart, state, rule, granted, beside)
  const whole = presents?.taken ?? sets?.taken ?? taken(cart, state, rule, granted, closed)
  const short = presents?.presents.some((one) => one.short > 0) ?? false
  if (short && cart.policy.giftShort === "refuse") return giftUnavailable
  const cut = rule.cap === undefined ? whole : lower(cart, state, whole, upTo(rule.cap))
  const wanted = sum(cut)
  const later = presents === undefined || beside === undefined ? noLater : laterOf(cart, beside, qualifying)
  const deposits = pay === undefined ? undefined : { pay, units: placesOf(cart, qualifying, closed) }
  const gives =
    later.length > 0 ||
    (presents?.presents.some(({ quantity }) => quantity > 0) ?? false) ||
    (deposits !== undefined && deposits.units.length > 0)
  if (wanted === 0 && !gives && !rule.claimsNothing) return short ? giftUnavailable : nothingLeft
  const funds = afford(cart, state, rule, wanted)
  if ("refused" in funds) return refused(funds.refused)
  const granting = funds.granted === wanted ? cut : lower(cart, state, cut, funds.granted)
  const final = rule.pool === undefined ? granting : inUnits(cart, state, granting)
  const { groups, totals, units, by, charges } = final
  return {
    _tag: "Applies",
    at: seat.at,
    rule,
    groups,
    totals,
    units,
    by,
    charges,
    total: funds.granted,
    step: offer.step,
    times: sets?.gained.length ?? offer.times,
    next:
      offer.next === undefined || rule.budgets.length === 0
        ? offer.next
        : nextWithin(cart, state, rule, offer.next, funds.granted, offer),
    uses: rule.pool === undefined ? none : usesOf(cart, offer.uses, sets, groups, units ?? none),
    claims: presents === undefined ? funds.claims : [...presents.claims, ...funds.claims],
    partial: funds.partial,
    closed: closed ?? allOpen,
    presents: presents?.presents ?? noPresents,
    later,
    deposits
  }
}

const allOpen: Closed = new Set()
const noPresents: Move["presents"] = []
const noLater: Move["later"] = []

/** What rewards and then gifts take, and what gifts come to. */
const besides = (
  cart: Cart,
  state: State,
  rule: Rule,
  granted: ReadonlyArray<Granted>,
  { gifts, times }: Beside
): Omit<Presents, "state"> & { readonly taken: Taken } => {
  const after = fork(state)
  for (const one of granted) take(cart, after, inUnits(cart, after, given(cart, after, rule, one, undefined)))
  const { presents, claims, state: end } = presentsOf(cart, after, rule, gifts, times)
  return { presents, claims, taken: between(cart, state, end) }
}

/** What comes later, and on which units. */
const laterOf = (cart: Cart, { later, times }: Beside, qualifying: ReadonlyArray<Picked>): Move["later"] =>
  later.map((rule) => {
    const select = rule.kind === "coupon" ? undefined : rule.select
    const on = select === undefined ? qualifying : qualifying.filter(({ group }) => select(cart.groups[group]!))
    return { rule, on, times }
  })

/** The places of picked units among all units, but of closed groups. */
const placesOf = (cart: Cart, picked: ReadonlyArray<Picked>, closed: Closed | undefined): ReadonlyArray<number> =>
  picked
    .filter(({ group }) => closed?.has(group) !== true)
    .flatMap((one) => unitsOf(cart, one).map((unit) => cart.groups[one.group]!.first + unit))

const none: ReadonlyArray<number> = []

const refused = (reason: Reason): Reasoned => ({ _tag: "Refused", reason })

const conditionUnmet = refused({ reason: "ConditionUnmet" })
const nothingSelected = refused({ reason: "NothingSelected" })
const locked = refused({ reason: "Locked" })
const nothingLeft = refused({ reason: "NothingLeft" })
const giftUnavailable = refused({ reason: "GiftUnavailable" })

/** The units that a rule may use: matching, of its merchant, not locked, not used in its pool. */
export const qualifyingOf = (
  cart: Cart,
  { used }: State,
  { concerned, rule: { pool } }: Seat
): ReadonlyArray<Picked> => {
  const spent = pool === undefined ? undefined : used.get(pool)
  return spent === undefined ? concerned : concerned.flatMap((one) => unspent(cart, spent, one))
}

const unspent = (cart: Cart, spent: ReadonlySet<number>, one: Picked): Picked | ReadonlyArray<Picked> => {
  const { first } = cart.groups[one.group]!
  const units = unitsOf(cart, one)
  const free = units.filter((unit) => !spent.has(first + unit))
  return free.length === units.length ? one : free.length === 0 ? [] : { group: one.group, units: free }
}

/** The units that are used up for a pool. */
const usesOf = (
  cart: Cart,
  uses: ReadonlyArray<number> | undefined,
  sets: SetsTaken | undefined,
  groups: ReadonlyArray<number>,
  units: ReadonlyArray<number>
): ReadonlyArray<number> => {
  if (sets !== undefined) return sets.gained.flatMap(({ picked }) => placesOf(cart, picked, undefined))
  return uses ?? touched(cart, groups, units)
}

/** For offers that reward what they measure, the touched units are the used ones. */
const touched = (cart: Cart, groups: ReadonlyArray<number>, units: ReadonlyArray<number>): ReadonlyArray<number> => {
  const places: Array<number> = []
  let from = 0
  for (const group of groups) {
    const { first, size } = cart.groups[group]!
    for (let unit = 0; unit < size; unit++) if (units[from + unit]! > 0) places.push(first + unit)
    from += size
  }
  return places
}

/** What the rewards take, each seeing what the former left. */
const taken = (
  cart: Cart,
  state: State,
  rule: Rule,
  granted: ReadonlyArray<Granted>,
  closed: Closed | undefined
): Taken => {
  const [only] = granted
  if (only !== undefined && granted.length === 1) return given(cart, state, rule, only, closed)
  const now = fork(state)
  for (const one of granted) take(cart, now, inUnits(cart, now, given(cart, now, rule, one, closed)))
  return between(cart, state, now)
}

const given = (
  cart: Cart,
  state: State,
  rule: Rule,
  { reward, picked, times, leaves }: Granted,
  closed: Closed | undefined
): Taken => {
  if (reward.kind === "shipping") {
    return {
      groups: none,
      totals: none,
      units: none,
      by: "running",
      charges: takeFromCharges(cart, state, rule, reward, times)
    }
  }
  const free = closed === undefined ? picked : picked.filter(({ group }) => !closed.has(group))
  return takeFromUnits(cart, state, rule, reward, free, times, leaves)
}

const sum = ({ totals, charges }: Taken): number => {
  let whole = total(totals)
  for (const { amount } of charges) whole += amount
  return whole
}
