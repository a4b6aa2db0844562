import type { Budget } from "../../promotion/model.ts"
import type { Claim } from "../../promotion/rules/claim.ts"
import { type Rule, rewardsOf } from "../../promotion/rules/compile.ts"
import type { PartialGrant } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { missing, unitsSeen } from "./measure.ts"
import { type Gift, offered } from "./offer.ts"
import { lower, takeFromCharges, takeFromUnits } from "./reward.ts"
import {
  between,
  type Picked,
  type Reason,
  type State,
  type Take,
  type Taken,
  type Turn,
  type Use,
  without,
  unitsOf,
  useOf
} from "./state.ts"

/** What of a rule does not change while a cart is priced: why it is out before its turn, and the groups it selects. */
export interface Seat {
  readonly at: number
  readonly rule: Rule
  readonly out: Reason | undefined
  /** Groups of its merchant that it selects. */
  readonly reach: ReadonlyArray<number>
  /** Those of them that are not locked against its level. */
  readonly open: ReadonlyArray<number>
  /** Whether every reward takes from units. */
  readonly needsUnits: boolean
}

/** The seats of a rule set at a cart, in rank order. */
export const seatsOf = (cart: Cart): ReadonlyArray<Seat> => cart.rules.rules.map((rule, at) => seat(cart, rule, at))

const seat = (cart: Cart, rule: Rule, at: number): Seat => {
  const out = outOf(cart, rule)
  if (out !== undefined) return { at, rule, out, reach: [], open: [], needsUnits: true }
  const reach = unitsSeen(cart, rule, rule.select).map(({ group }) => group)
  const level = rule.promotion.level
  const open = reach.filter((group) => {
    const { locks } = cart.groups[group]!.entry
    return locks === undefined || !(locks.includes(level) || locks.includes("all"))
  })
  return { at, rule, out, reach, open, needsUnits: rewardsOf(rule.offer).some(({ kind }) => kind !== "shipping") }
}

/** Why a rule is out whatever the cart holds: its state, currency, validity and codes. */
const outOf = ({ currency, at, codes }: Cart, rule: Rule): Reason | undefined => {
  if (rule.state !== "active") return { reason: "NotActive" }
  if (rule.currency !== currency) return { reason: "CurrencyMismatch" }
  if (rule.from !== undefined && at < rule.from) return { reason: "NotStarted" }
  if (rule.until !== undefined && at >= rule.until) return { reason: "Ended" }
  if (rule.codes === undefined) return undefined
  for (const code of codes) if (rule.codes.has(code)) return undefined
  return { reason: "CodeMissing" }
}

/** Groups that a promotion of scope `line` may not touch. */
export interface Closed {
  readonly has: (group: number) => boolean
}

/**
 * One turn: whether the promotion applies as things stand, and what it takes, which never depends on promotions that are
 * not applied. Reasons come in the order of {@link reasons}.
 *
 * @param closed groups that it may not touch, under scope `line`; its threshold is measured over them all the same
 */
export const turn = (cart: Cart, state: State, seat: Seat, closed?: Closed): Turn => {
  const { rule, out } = seat
  if (out !== undefined) return refused(out)
  const lacks = rule.when === undefined ? undefined : missing(cart, state, rule, rule.when)
  if (lacks !== undefined) return refused({ reason: "ConditionUnmet", missing: lacks })
  const qualifying = qualifyingOf(cart, state, seat)
  const offer = offered(cart, state, rule, qualifying)
  if ("refused" in offer && offer.refused.reason === "ThresholdUnmet") return refused(offer.refused)
  if (seat.reach.length === 0 && (seat.needsUnits || rule.select !== undefined))
    return refused({ reason: "NothingSelected" })
  if (seat.needsUnits && seat.open.length === 0) return refused({ reason: "Locked" })
  if ("refused" in offer) return refused(offer.refused)
  const whole = taken(cart, state, seat, offer.gifts, closed)
  const cut = rule.cap === undefined ? whole : lower(whole, rule.cap)
  const wanted = sum(cut)
  if (wanted === 0n && !rule.claimsNothing) return refused({ reason: "NothingLeft" })
  const funds = afford(cart, state, rule, wanted)
  if ("refused" in funds) return refused(funds.refused)
  const final = funds.granted === wanted ? cut : lower(cut, funds.granted)
  const kept = final.takes.filter(({ total }) => total > 0n)
  return {
    _tag: "Applies",
    move: {
      at: seat.at,
      rule,
      takes: kept,
      charges: final.charges.filter(({ amount }) => amount > 0n),
      total: funds.granted,
      step: offer.step,
      times: offer.times,
      next: offer.next,
      uses: rule.pool === undefined ? [] : (offer.uses ?? touched(kept)),
      claims: funds.claims,
      partial: funds.partial
    }
  }
}

const refused = (reason: Reason): Turn => ({ _tag: "Refused", reason })

/** The units that a rule may use: matching, of its merchant, not locked, not used in its pool. */
const qualifyingOf = (cart: Cart, { used }: State, { open, rule: { pool } }: Seat): ReadonlyArray<Picked> => {
  const all = open.map((group): Picked => ({ group, units: undefined }))
  if (pool === undefined || used.size === 0) return all
  const free = all.map((one): Picked => {
    const units = unitsOf(cart, one).filter((unit) => !used.has(useOf(pool, one.group, unit)))
    return { group: one.group, units }
  })
  return free.filter(({ units }) => units?.length !== 0)
}

// For offers that reward what they measure, the touched units are the used ones.
const touched = (takes: ReadonlyArray<Take>): ReadonlyArray<Use> =>
  takes.map(({ group, amounts }) => ({ group, units: [...amounts.keys()].filter((unit) => amounts[unit]! > 0n) }))

/** What the gifts take, each seeing what the former left. */
const taken = (
  cart: Cart,
  state: State,
  { rule }: Seat,
  gifts: ReadonlyArray<Gift>,
  closed: Closed | undefined
): Taken => {
  let now = state
  for (const { reward, picked, times } of gifts) {
    const free = closed === undefined ? picked : picked.filter(({ group }) => !closed.has(group))
    const more: Taken =
      reward.kind === "shipping"
        ? { takes: [], charges: takeFromCharges(cart, now, rule, reward, times) }
        : { takes: takeFromUnits(cart, now, rule, reward, free, times), charges: [] }
    if (gifts.length === 1) return more
    now = without(now, more)
  }
  return between(state, now)
}

const sum = ({ takes, charges }: Taken): bigint => {
  let whole = 0n
  for (const { total } of takes) whole += total
  for (const { amount } of charges) whole += amount
  return whole
}

interface Afforded {
  readonly granted: bigint
  readonly claims: ReadonlyArray<Claim>
  readonly partial: ReadonlyArray<PartialGrant<bigint>>
}

/** Asks each budget: uses of all, uses of the customer, then money, which may be granted in part. */
const afford = (cart: Cart, state: State, rule: Rule, wanted: bigint): Afforded | { readonly refused: Reason } => {
  if (rule.budgets.length === 0) return { granted: wanted, claims: [], partial: [] }
  const freeOn = (budget: Budget): bigint | undefined => {
    if (budget.per === "customer" && cart.customer === undefined) {
      return cart.policy.unknownCustomer === "provisional" ? undefined : 0n
    }
    const free = cart.free(budget.account) - (state.claimed.get(budget.account) ?? 0n)
    return free > 0n ? free : 0n
  }
  for (const per of ["all", "customer"] as const) {
    const spent = rule.budgets.find((one) => one.unit === "uses" && one.per === per && (freeOn(one) ?? 1n) < 1n)
    if (spent !== undefined) return { refused: { reason: per === "all" ? "UsesExhausted" : "CustomerLimitReached" } }
  }
  let granted = wanted
  const money = rule.budgets.filter(({ unit }) => unit === "money")
  for (const budget of money) {
    const free = freeOn(budget)
    if (free === undefined || free >= wanted) continue
    if (budget.partial !== true || free === 0n) return { refused: { reason: "BudgetSpent", distance: wanted - free } }
    if (free < granted) granted = free
  }
  const partial = money
    .filter((budget) => (freeOn(budget) ?? wanted) < wanted)
    .map(({ account }) => ({ promotion: rule.id, account, wanted, granted }))
  const claims = rule.budgets.flatMap((budget): ReadonlyArray<Claim> => {
    const amount = budget.unit === "uses" ? 1n : granted
    if (amount === 0n) return []
    const provisional = budget.per === "customer" && cart.customer === undefined
    const { account, unit, per } = budget
    return [{ account, unit, per, amount, by: rule.id, ...(provisional ? { provisional } : {}) }]
  })
  return { granted, claims, partial }
}
