import type { Rule } from "../../promotion/rules/compile.ts"
import { afford } from "./afford.ts"
import type { Cart } from "./cart.ts"
import { total, upTo } from "./exact.ts"
import { holds } from "./measure.ts"
import { type Gift, offered } from "./offer.ts"
import { lower, takeFromUnits } from "./reward.ts"
import type { Seat } from "./seat.ts"
import { takeFromCharges } from "./shipping.ts"
import {
  between,
  fork,
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
export interface Closed {
  readonly has: (group: number) => boolean
}

/**
 * One turn: whether the promotion applies as things stand, and what it takes, which never depends on promotions that are
 * not applied. The state stays as it is. Reasons come in the order of `reasons`; what an unmet condition lacks is looked up
 * when someone asks.
 *
 * @param closed groups that it may not touch, under scope `line`; its threshold is measured over them all the same
 */
export const turn = (cart: Cart, state: State, seat: Seat, closed?: Closed): Turn => {
  const { rule } = seat
  if (rule.when !== undefined && !holds(cart, state, rule, rule.when)) return conditionUnmet
  const offer = offered(cart, state, rule, qualifyingOf(cart, state, seat))
  if ("refused" in offer && offer.refused.reason === "ThresholdUnmet") return refused(offer.refused)
  if (seat.reach.length === 0 && (seat.needsUnits || rule.select !== undefined)) return nothingSelected
  if (seat.needsUnits && seat.open.length === 0) return locked
  if ("refused" in offer) return refused(offer.refused)
  const whole = taken(cart, state, rule, offer.gifts, closed)
  const cut = rule.cap === undefined ? whole : lower(cart, whole, upTo(rule.cap))
  const wanted = sum(cut)
  if (wanted === 0 && !rule.claimsNothing) return nothingLeft
  const funds = afford(cart, state, rule, wanted)
  if ("refused" in funds) return refused(funds.refused)
  const { groups, totals, units, charges } = funds.granted === wanted ? cut : lower(cart, cut, funds.granted)
  return {
    _tag: "Applies",
    at: seat.at,
    rule,
    groups,
    totals,
    units,
    charges,
    total: funds.granted,
    step: offer.step,
    times: offer.times,
    next: offer.next,
    uses: rule.pool === undefined ? none : (offer.uses ?? touched(cart, groups, units)),
    claims: funds.claims,
    partial: funds.partial
  }
}

const none: ReadonlyArray<number> = []

const refused = (reason: Reason): Reasoned => ({ _tag: "Refused", reason })

const conditionUnmet = refused({ reason: "ConditionUnmet" })
const nothingSelected = refused({ reason: "NothingSelected" })
const locked = refused({ reason: "Locked" })
const nothingLeft = refused({ reason: "NothingLeft" })

/** The units that a rule may use: matching, of its merchant, not locked, not used in its pool. */
const qualifyingOf = (cart: Cart, { used }: State, { open, rule: { pool } }: Seat): ReadonlyArray<Picked> => {
  const spent = pool === undefined ? undefined : used.get(pool)
  if (spent === undefined) return open
  const free = open.map((one): Picked => {
    const { first } = cart.groups[one.group]!
    return { group: one.group, units: unitsOf(cart, one).filter((unit) => !spent.has(first + unit)) }
  })
  return free.filter(({ units }) => units?.length !== 0)
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

/** What the gifts take, each seeing what the former left. */
const taken = (cart: Cart, state: State, rule: Rule, gifts: ReadonlyArray<Gift>, closed: Closed | undefined): Taken => {
  const [only] = gifts
  if (only !== undefined && gifts.length === 1) return given(cart, state, rule, only, closed)
  const now = fork(state)
  for (const gift of gifts) take(cart, now, given(cart, now, rule, gift, closed))
  return between(cart, state, now)
}

const given = (
  cart: Cart,
  state: State,
  rule: Rule,
  { reward, picked, times }: Gift,
  closed: Closed | undefined
): Taken => {
  if (reward.kind === "shipping") {
    return { groups: none, totals: none, units: none, charges: takeFromCharges(cart, state, rule, reward, times) }
  }
  const free = closed === undefined ? picked : picked.filter(({ group }) => !closed.has(group))
  return takeFromUnits(cart, state, rule, reward, free, times)
}

const sum = ({ totals, charges }: Taken): number => {
  let whole = total(totals)
  for (const { amount } of charges) whole += amount
  return whole
}
