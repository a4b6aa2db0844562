import type { Claim } from "../../promotion/rules/claim.ts"
import type { LaterRule, Rule } from "../../promotion/rules/compile.ts"
import type { Base } from "../../promotion/model.ts"
import type { NextStep, PartialGrant, Refused } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { spill, upwards, zeros } from "./spread.ts"

/**
 * Where pricing stands between two turns, in flat arrays that a pass changes in place: by unit (see `Group.first`), by group
 * and by charge. Whoever wants to try something takes a {@link fork} first.
 */
export interface State {
  /** What is left of each unit. */
  readonly running: Array<number>
  /** The sum of each group's running. */
  readonly left: Array<number>
  /** What was carried out, in order. */
  readonly moves: Array<Move>
  /** How many moves the units of each group have been through; see `settle`. */
  readonly settled: Array<number>
  /** The same as the present level began. */
  readonly levelRunning: Array<number>
  readonly levelLeft: Array<number>
  readonly charges: Array<number>
  readonly levelCharges: Array<number>
  level: number
  /** Units that promotions of a pool have used, by pool. */
  readonly used: Map<string, Set<number>>
  /** What the plan has claimed of each account. */
  readonly claimed: Map<string, number>
}

/** What is taken: in total from each group, from each of its units in unit order, and from charges. */
export interface Taken {
  readonly groups: ReadonlyArray<number>
  readonly totals: ReadonlyArray<number>
  /**
   * The amounts of all units of the first group, then of the second, and so on. `undefined`: what a group gives is spread over all
   * of its units as `by` says, when somebody first asks what is left of one.
   */
  readonly units: ReadonlyArray<number> | undefined
  readonly by: Spread
  readonly charges: ReadonlyArray<ChargeTake>
}

/** What one group gives is spread over its units by what is left of each, or evenly, as where all have one price. */
export type Spread = "running" | "even"

/** What is taken from one charge. */
export interface ChargeTake {
  readonly charge: number
  readonly amount: number
}

/** Goods given along: how many pieces, and how many there were not. */
export interface Present {
  readonly sku: string
  readonly quantity: number
  readonly short: number
}

/** All that one promotion does at its turn. What is taken from a group or a charge is above zero. */
export interface Move extends Taken {
  readonly _tag: "Applies"
  /** The place of the rule in rank order. */
  readonly at: number
  readonly rule: Rule
  readonly total: number
  readonly step: number | undefined
  readonly times: number | undefined
  readonly next: NextStep<bigint> | undefined
  /** Units that it uses in its pool. */
  readonly uses: ReadonlyArray<number>
  readonly claims: ReadonlyArray<Claim>
  readonly partial: ReadonlyArray<PartialGrant<bigint>>
  /** Groups that the plan gives to others, of scope `line`. */
  readonly closed: ReadonlySet<number>
  readonly presents: ReadonlyArray<Present>
  /** What is given when the return window has ended, on these units. */
  readonly later: ReadonlyArray<{
    readonly rule: LaterRule
    readonly on: ReadonlyArray<Picked>
    readonly times: number
  }>
  /** The units it puts on deposit, by their place among all units, and what of each is due now. */
  readonly deposits: { readonly pay: number; readonly units: ReadonlyArray<number> } | undefined
}

/** What a turn comes to. */
export type Turn = Move | Reasoned

/** A turn that takes nothing, and why. */
export interface Reasoned {
  readonly _tag: "Refused"
  readonly reason: Reason
}

/** A reason without the promotion it is about. */
export type Reason = Omit<Refused<bigint>, "promotion">

/** The state before the first turn: selected prices, nothing claimed but what prices claim. */
export const start = (cart: Cart): State => {
  const left = amounts(cart.groups.length)
  // Where every group is one unit, what is left of it is what is left of the unit.
  const running = cart.single ? left : amounts(cart.units)
  for (let index = 0; index < left.length; index++) {
    const { first, size, price } = cart.groups[index]!
    if (!cart.single) for (let unit = first; unit < first + size; unit++) running[unit] = price
    left[index] = price * size
  }
  const charges = amounts(cart.charges.length)
  for (let index = 0; index < charges.length; index++) charges[index] = cart.charges[index]!.price
  const claimed = new Map<string, number>()
  for (const { account, units } of cart.priceClaims) claimed.set(account, (claimed.get(account) ?? 0) + units)
  const settled = cart.single ? nothingSettled : zeros(left.length)
  const now = { running, left, charges, used: new Map(), claimed, level: 0, moves: [], settled }
  return cart.rules.levels
    ? { ...now, ...begun(now) }
    : { ...now, levelRunning: running, levelLeft: left, levelCharges: charges }
}

// Places for amounts. They hold doubles from the start, so that the list is not copied when the first share comes to it.
const amounts = (count: number): Array<number> => Array<number>(count).fill(0.5)

const nothingSettled: Array<number> = []

const begun = ({ running, left, charges }: Pick<State, "running" | "left" | "charges">) => {
  const levelLeft = left.slice()
  return { levelRunning: running === left ? levelLeft : running.slice(), levelLeft, levelCharges: charges.slice() }
}

/** A state that can be changed without changing this one. */
export const fork = (state: State): State => {
  const left = state.left.slice()
  const now = {
    running: state.running === state.left ? left : state.running.slice(),
    left,
    charges: state.charges.slice(),
    level: state.level,
    moves: state.moves.slice(),
    settled: state.settled.length === 0 ? state.settled : state.settled.slice(),
    used: state.used.size === 0 ? new Map() : new Map([...state.used].map(([pool, units]) => [pool, new Set(units)])),
    claimed: new Map(state.claimed)
  }
  if (state.levelLeft === state.left) {
    return { ...now, levelRunning: now.running, levelLeft: left, levelCharges: now.charges }
  }
  const { levelRunning, levelLeft, levelCharges } = begun({
    running: state.levelRunning,
    left: state.levelLeft,
    charges: state.levelCharges
  })
  return { ...now, levelRunning, levelLeft, levelCharges }
}

/** Brings a state to the level of a rule: what is left now is what the `level` base sees. */
export const enter = (state: State, level: number): void => {
  if (level === state.level) return
  state.level = level
  if (state.levelLeft === state.left) return
  copy(state.running, state.levelRunning)
  copy(state.left, state.levelLeft)
  copy(state.charges, state.levelCharges)
}

const copy = (from: ReadonlyArray<number>, to: Array<number>): void => {
  for (let index = 0; index < from.length; index++) to[index] = from[index]!
}

/** Carries a move out. */
export const apply = (cart: Cart, state: State, move: Move): void => {
  take(cart, state, move)
  state.moves.push(move)
  // Its own amounts are on the units already.
  if (move.units !== undefined && state.running !== state.left) {
    for (const group of move.groups) state.settled[group] = state.moves.length
  }
  for (const { account, amount } of move.claims) {
    state.claimed.set(account, (state.claimed.get(account) ?? 0) + Number(amount))
  }
  if (move.uses.length === 0) return
  const pool = move.rule.pool ?? ""
  const used = state.used.get(pool) ?? new Set()
  for (const unit of move.uses) used.add(unit)
  state.used.set(pool, used)
}

/** Takes amounts from groups, units and charges. */
export const take = (cart: Cart, state: State, taken: Taken): void => {
  const { left, charges, running } = state
  const { groups: touched, totals, units } = taken
  if (units !== undefined && running !== left) {
    let from = 0
    for (let index = 0; index < touched.length; index++) {
      settle(cart, state, touched[index]!)
      const { first, size } = cart.groups[touched[index]!]!
      for (let unit = 0; unit < size; unit++) running[first + unit]! -= units[from + unit]!
      from += size
    }
  }
  for (let index = 0; index < touched.length; index++) left[touched[index]!]! -= totals[index]!
  for (let index = 0; index < taken.charges.length; index++) {
    const { charge, amount } = taken.charges[index]!
    charges[charge]! -= amount
  }
}

/** Brings the units of a group up to date with the moves that were carried out. Whoever looks at one asks for it first. */
export const settle = (cart: Cart, { running, left, moves, settled }: State, group: number): void => {
  if (running === left || settled[group] === moves.length) return
  const { first, size } = cart.groups[group]!
  if (size === 1) running[first] = left[group]!
  for (let index = settled[group]!; size > 1 && index < moves.length; index++) {
    const { groups, totals, by } = moves[index]!
    const place = placeIn(groups, group)
    if (place < 0) continue
    const parts = partsOf(running, first, size, totals[place]!, by)
    for (let unit = 0; unit < size; unit++) running[first + unit]! -= parts[unit]!
  }
  settled[group] = moves.length
}

// Groups of a move ascend, and most often are all there are.
const placeIn = (groups: ReadonlyArray<number>, group: number): number => {
  if (groups[group] === group) return group
  let low = 0
  let high = groups.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = groups[middle]!
    if (found === group) return middle
    if (found < group) low = middle + 1
    else high = middle - 1
  }
  return -1
}

const partsOf = (
  running: ReadonlyArray<number>,
  first: number,
  size: number,
  amount: number,
  by: Spread
): ReadonlyArray<number> => {
  const capacities = running.slice(first, first + size)
  return spill(amount, by === "running" ? capacities : ones(size), capacities)
}

const ones = (count: number): ReadonlyArray<number> => Array<number>(count).fill(1)

/** What was taken with the amount of each unit; `state` stands before it. */
export const inUnits = (cart: Cart, state: State, taken: Taken): Taken & { readonly units: ReadonlyArray<number> } => {
  if (taken.units !== undefined) return { ...taken, units: taken.units }
  const units: Array<number> = []
  for (let index = 0; index < taken.groups.length; index++) {
    const group = taken.groups[index]!
    settle(cart, state, group)
    const { first, size } = cart.groups[group]!
    const parts = partsOf(state.running, first, size, taken.totals[index]!, taken.by)
    for (const part of parts) units.push(part)
  }
  return { ...taken, units }
}

/** What was taken from a state to come to a later one, whose units are up to date. */
export const between = (cart: Cart, before: State, later: State): Taken => {
  const groups: Array<number> = []
  const totals: Array<number> = []
  const units: Array<number> = []
  for (let group = 0; group < before.left.length; group++) {
    const difference = before.left[group]! - later.left[group]!
    if (difference === 0) continue
    settle(cart, before, group)
    groups.push(group)
    totals.push(difference)
    const { first, size } = cart.groups[group]!
    for (let unit = first; unit < first + size; unit++) units.push(before.running[unit]! - later.running[unit]!)
  }
  const charges = [...before.charges.keys()]
    .map((charge) => ({ charge, amount: before.charges[charge]! - later.charges[charge]! }))
    .filter(({ amount }) => amount > 0)
  return { groups, totals, units, by: "running", charges }
}

/** Some units of a group, counted from 0 in it, in order; `undefined` stands for all of them. */
export interface Picked {
  readonly group: number
  readonly units: ReadonlyArray<number> | undefined
}

/** What a base sees of one unit. */
export const baseOf = (cart: Cart, state: State, base: Base, group: number, unit: number): number => {
  if (base === "running") {
    settle(cart, state, group)
    return state.running[cart.groups[group]!.first + unit]!
  }
  if (base === "level") return state.levelRunning[cart.groups[group]!.first + unit]!
  return base === "price" ? cart.groups[group]!.price : cart.groups[group]!.list
}

/** What a base sees of picked units in all. */
export const baseSum = (cart: Cart, state: State, base: Base, { group, units }: Picked): number => {
  if (units !== undefined) {
    let sum = 0
    for (const unit of units) sum += baseOf(cart, state, base, group, unit)
    return sum
  }
  if (base === "running") return state.left[group]!
  if (base === "level") return state.levelLeft[group]!
  const { price, list, size } = cart.groups[group]!
  return (base === "price" ? price : list) * size
}

/** How many units are picked. */
export const countOf = (cart: Cart, { group, units }: Picked): number => units?.length ?? cart.groups[group]!.size

/** The picked units one by one. */
export const unitsOf = (cart: Cart, { group, units }: Picked): ReadonlyArray<number> =>
  units ?? upwards(cart.groups[group]!.size)
