import type { Claim } from "../../promotion/rules/claim.ts"
import type { Rule } from "../../promotion/rules/compile.ts"
import type { Base } from "../../promotion/model.ts"
import type { NextStep, PartialGrant, Refused } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { filled } from "./spread.ts"

/** What is left of each unit of a group, in unit order, never changed in place. */
export type Units = ReadonlyArray<bigint>

/** Where pricing stands between two turns. A move makes a new state and shares with the old one what it did not touch. */
export interface State {
  readonly running: ReadonlyArray<Units>
  /** The sum of each group's running. */
  readonly left: ReadonlyArray<bigint>
  /** The same as the present level began. */
  readonly levelRunning: ReadonlyArray<Units>
  readonly levelLeft: ReadonlyArray<bigint>
  readonly level: number
  readonly charges: ReadonlyArray<bigint>
  readonly levelCharges: ReadonlyArray<bigint>
  /** Units that a promotion of a pool has used, see {@link useOf}. */
  readonly used: ReadonlySet<string>
  /** What the plan has claimed of each account. */
  readonly claimed: ReadonlyMap<string, bigint>
}

/** What is taken from one group: an amount for each of its units. */
export interface Take {
  readonly group: number
  readonly amounts: Units
  readonly total: bigint
}

/** What is taken from one charge. */
export interface ChargeTake {
  readonly charge: number
  readonly amount: bigint
}

/** Units of one group that a promotion used in its pool. */
export interface Use {
  readonly group: number
  readonly units: ReadonlyArray<number>
}

/** All that one promotion does at its turn. */
export interface Move extends Taken {
  /** The place of the rule in rank order. */
  readonly at: number
  readonly rule: Rule
  readonly total: bigint
  readonly step: number | undefined
  readonly times: number | undefined
  readonly next: NextStep<bigint> | undefined
  readonly uses: ReadonlyArray<Use>
  readonly claims: ReadonlyArray<Claim>
  readonly partial: ReadonlyArray<PartialGrant<bigint>>
}

/** What a turn comes to. */
export type Turn =
  | { readonly _tag: "Applies"; readonly move: Move }
  | { readonly _tag: "Refused"; readonly reason: Reason }

/** A reason without the promotion it is about. */
export type Reason = Omit<Refused<bigint>, "promotion">

/** The state before the first turn: selected prices, nothing claimed but what prices claim. */
export const start = (cart: Cart): State => {
  const running = cart.groups.map(({ price, size }) => filled(size, price))
  const left = cart.groups.map(({ price, size }) => price * BigInt(size))
  const charges = cart.charges.map(({ price }) => price)
  const claimed = new Map<string, bigint>()
  for (const { account, units } of cart.priceClaims) claimed.set(account, (claimed.get(account) ?? 0n) + BigInt(units))
  return {
    running,
    left,
    levelRunning: running,
    levelLeft: left,
    level: 0,
    charges,
    levelCharges: charges,
    used: new Set(),
    claimed
  }
}

/** The state as the level of a rule begins: what is left now is what the `level` base sees. */
export const enter = (state: State, level: number): State =>
  level === state.level
    ? state
    : { ...state, level, levelRunning: state.running, levelLeft: state.left, levelCharges: state.charges }

/** The state after a move. */
export const after = (state: State, move: Move): State => {
  const { rule, uses, claims } = move
  const next = without(state, move)
  if (uses.length === 0 && claims.length === 0) return next
  const claimed = new Map(state.claimed)
  for (const { account, amount } of claims) claimed.set(account, (claimed.get(account) ?? 0n) + amount)
  const used = new Set(state.used)
  for (const { group, units } of uses) for (const unit of units) used.add(useOf(rule.pool ?? "", group, unit))
  return { ...next, claimed, used }
}

/** What is taken from units and from charges. */
export interface Taken {
  readonly takes: ReadonlyArray<Take>
  readonly charges: ReadonlyArray<ChargeTake>
}

/** The state with this taken from it. */
export const without = (state: State, { takes, charges: taken }: Taken): State => {
  const running = state.running.slice()
  const left = state.left.slice()
  for (const { group, amounts, total } of takes) {
    running[group] = running[group]!.map((amount, unit) => amount - amounts[unit]!)
    left[group]! -= total
  }
  const charges = state.charges.slice()
  for (const { charge, amount } of taken) charges[charge]! -= amount
  return { ...state, running, left, charges }
}

/** What was taken from a state to come to a later one. */
export const between = (before: State, later: State): Taken => ({
  takes: [...before.running.keys()]
    .filter((group) => before.running[group] !== later.running[group])
    .map((group) => ({
      group,
      amounts: before.running[group]!.map((amount, unit) => amount - later.running[group]![unit]!),
      total: before.left[group]! - later.left[group]!
    })),
  charges: before.charges.map((amount, charge) => ({ charge, amount: amount - later.charges[charge]! }))
})

/** The mark of a unit that is used in a pool. */
export const useOf = (pool: string, group: number, unit: number): string => `${group} ${unit} ${pool}`

/** Some units of a group, in order; `undefined` stands for all of them. */
export interface Picked {
  readonly group: number
  readonly units: ReadonlyArray<number> | undefined
}

/** What a base sees of one unit. */
export const baseOf = (cart: Cart, state: State, base: Base, group: number, unit: number): bigint => {
  switch (base) {
    case "running":
      return state.running[group]![unit]!
    case "level":
      return state.levelRunning[group]![unit]!
    case "price":
      return cart.groups[group]!.price
    case "list":
      return cart.groups[group]!.list
  }
}

/** What a base sees of picked units in all. */
export const baseSum = (cart: Cart, state: State, base: Base, { group, units }: Picked): bigint => {
  if (units !== undefined) {
    let sum = 0n
    for (const unit of units) sum += baseOf(cart, state, base, group, unit)
    return sum
  }
  const { price, list, size } = cart.groups[group]!
  switch (base) {
    case "running":
      return state.left[group]!
    case "level":
      return state.levelLeft[group]!
    case "price":
      return price * BigInt(size)
    case "list":
      return list * BigInt(size)
  }
}

/** How many units are picked. */
export const countOf = (cart: Cart, { group, units }: Picked): number => units?.length ?? cart.groups[group]!.size

/** The picked units one by one. */
export const unitsOf = (cart: Cart, { group, units }: Picked): ReadonlyArray<number> =>
  units ?? Array.from({ length: cart.groups[group]!.size }, (_, unit) => unit)
