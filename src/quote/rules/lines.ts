import type { Adjustment, QuotedCharge, QuotedFee, QuotedLine, QuotedUnit } from "../quote.ts"
import type { Cart } from "./cart.ts"
import type { Outcome } from "./choose.ts"
import { apply, inUnits, type Move, start, type State } from "./state.ts"
import { asked } from "./asked.ts"
import { minor } from "./exact.ts"
import { zeros } from "./spread.ts"
import { type Taxes, unitTaxes } from "./totals.ts"

type Adjustments = Array<Adjustment<bigint>>

const netGross = (amount: bigint, tax: bigint, included: boolean): { readonly net: bigint; readonly gross: bigint } =>
  included ? { net: amount - tax, gross: amount } : { net: amount, gross: amount + tax }

/** The lines of a quote: what each costs, unit by unit, and what each promotion took from it. */
export const linesOf = (
  cart: Cart,
  whole: ReadonlyArray<number>,
  { state }: Outcome,
  taxes: Taxes,
  adjusted: Adjusted
): Array<QuotedLine<bigint>> => {
  const lines: Array<QuotedLine<bigint>> = []
  const places = whole.every((group) => group >= 0) ? [] : placesOf(cart)
  const priced = { cart, state, taxes }
  for (let line = 0; line < cart.lines.length; line++) {
    const { id } = cart.lines[line]!
    const group = whole[line]!
    const adjustments = adjusted.lines[line]!
    lines.push(
      group >= 0
        ? new WholeLine(priced, group, id, adjustments)
        : mixedLine(cart, state, taxes, places[line]!, id, adjustments)
    )
  }
  return lines
}

/** For each line the group that has its units and no others; -1 if there is none. */
export const wholeLines = (cart: Cart): ReadonlyArray<number> => {
  const groups: Array<number> = []
  for (let line = 0; line < cart.lines.length; line++) groups.push(-1)
  for (let group = 0; group < cart.groups.length; group++) {
    const { members, size } = cart.groups[group]!
    const [only] = members
    if (only !== undefined && members.length === 1 && cart.lines[only.line]!.quantity === size) {
      groups[only.line] = group
    }
  }
  return groups
}

/** A line whose units are made when they are first asked for: an own property all the same, so that copies have them. */
class WholeLine implements QuotedLine<bigint> {
  declare readonly id: string
  declare readonly price: string
  declare readonly list?: bigint
  declare readonly before: bigint
  declare readonly discount: bigint
  declare readonly amount: bigint
  declare readonly tax: bigint
  declare readonly net: bigint
  declare readonly gross: bigint
  declare readonly adjustments: Adjustments
  declare readonly units: ReadonlyArray<QuotedUnit<bigint>>
  readonly #priced: PricedUnits
  readonly #group: number
  #units: ReadonlyArray<QuotedUnit<bigint>> | undefined

  constructor(priced: PricedUnits, group: number, id: string, adjustments: Adjustments) {
    const { cart, state, taxes } = priced
    const { entry, price, list, size, tax: rule } = cart.groups[group]!
    const left = state.left[group]!
    const whole = price * size
    const taxed = taxes.groups[group]!
    this.id = id
    this.price = entry.id
    if (entry.list !== undefined) this.list = minor(list * size)
    this.before = size === 1 ? entry.amount : minor(whole)
    this.discount = minor(whole - left)
    this.amount = left === whole ? this.before : minor(left)
    this.tax = minor(taxed)
    this.net = rule.included ? minor(left - taxed) : this.amount
    this.gross = rule.included ? this.amount : minor(left + taxed)
    this.adjustments = adjustments
    if (size === 1) this.units = [{ price: entry.amount, amount: this.amount, tax: this.tax }]
    else Object.defineProperty(this, "units", WholeLine.#told)
    this.#priced = priced
    this.#group = group
  }

  // One accessor for all lines, so that they have one shape.
  static readonly #told = /* @__PURE__ */ asked(function (this: WholeLine) {
    return (this.#units ??= unitsOf(this.#priced, this.#group))
  })
}

/** Where the units of lines are told from. */
interface PricedUnits {
  readonly cart: Cart
  readonly state: State
  readonly taxes: Taxes
}

const unitsOf = ({ cart, state, taxes }: PricedUnits, group: number): ReadonlyArray<QuotedUnit<bigint>> => {
  const taxed = unitTaxes(cart, state, taxes, group)
  const { first, entry } = cart.groups[group]!
  return taxed.map((tax, unit) => ({
    price: entry.amount,
    amount: minor(state.running[first + unit]!),
    tax: minor(tax)
  }))
}

/** Where a unit stands: its group and its place in the group's unit order. */
interface Place {
  readonly group: number
  readonly unit: number
}

/** For each line, where its units stand, in their order on the line. */
const placesOf = (cart: Cart): ReadonlyArray<ReadonlyArray<Place>> => {
  const places = cart.lines.map((): Array<Place> => [])
  for (const [group, { members }] of cart.groups.entries()) {
    let unit = 0
    for (const { line, first, count } of members) {
      for (let index = 0; index < count; index++) places[line]![first + index] = { group, unit: unit++ }
    }
  }
  return places
}

const mixedLine = (
  cart: Cart,
  state: State,
  taxes: Taxes,
  places: ReadonlyArray<Place>,
  id: string,
  adjustments: Adjustments
): QuotedLine<bigint> => {
  const units: Array<QuotedUnit<bigint>> = []
  const prices = new Set(places.map((place) => cart.groups[place.group]!.entry.id))
  const several = prices.size > 1
  let before = 0
  let list = 0
  let listed = false
  let left = 0
  let taxed = 0
  const byGroup = new Map<number, ReadonlyArray<number>>()
  for (const place of places) {
    const { entry, first, price, list: shown } = cart.groups[place.group]!
    const states = entry.list !== undefined
    const unitsTaxed = byGroup.get(place.group) ?? unitTaxes(cart, state, taxes, place.group)
    byGroup.set(place.group, unitsTaxed)
    const amount = state.running[first + place.unit]!
    const unitTax = unitsTaxed[place.unit]!
    units.push({
      price: entry.amount,
      amount: BigInt(amount),
      tax: BigInt(unitTax),
      ...(several && { entry: entry.id }),
      ...(several && states && { list: BigInt(shown) })
    })
    before += price
    list += shown
    listed ||= states
    left += amount
    taxed += unitTax
  }
  const [price = ""] = prices
  const amount = BigInt(left)
  const tax = BigInt(taxed)
  return {
    id,
    price,
    ...(several && { prices: [...prices] }),
    ...(listed && { list: BigInt(list) }),
    before: BigInt(before),
    discount: BigInt(before - left),
    amount,
    tax,
    ...netGross(amount, tax, cart.groups[places[0]!.group]!.tax.included),
    adjustments,
    units
  }
}

/** The lines with what points pay of each unit. */
export const withPoints = (
  cart: Cart,
  lines: ReadonlyArray<QuotedLine<bigint>>,
  points: ReadonlyArray<number>
): Array<QuotedLine<bigint>> => {
  const places = placesOf(cart)
  return lines.map((line, index) => {
    let sum = 0n
    const units = line.units.map((unit, place) => {
      const { group, unit: at } = places[index]![place]!
      const paid = BigInt(points[cart.groups[group]!.first + at]!)
      sum += paid
      return paid === 0n ? unit : { ...unit, points: paid }
    })
    return sum === 0n ? line : { ...line, points: sum, units }
  })
}

/** The charges of a quote. */
export const chargesOf = (
  cart: Cart,
  { state }: Outcome,
  taxes: Taxes,
  adjusted: Adjusted
): Array<QuotedCharge<bigint>> =>
  cart.charges.map(({ id, price, tax: rule }, index) => {
    const amount = BigInt(state.charges[index]!)
    const tax = BigInt(taxes.charges[index]!)
    return {
      id,
      before: BigInt(price),
      amount,
      tax,
      ...netGross(amount, tax, rule.included),
      adjustments: adjusted.charges[index]!
    }
  })

/** The fees of a quote. */
export const feesOf = (cart: Cart, taxes: Taxes): Array<QuotedFee<bigint>> =>
  cart.fees.map(({ id, amount, tax: rule }, index) => {
    const tax = BigInt(taxes.fees[index]!)
    return { id, amount: BigInt(amount), tax, ...netGross(BigInt(amount), tax, rule.included) }
  })

/** What each promotion took from each line and each charge, by promotion id. */
export interface Adjusted {
  readonly lines: ReadonlyArray<Adjustments>
  readonly charges: ReadonlyArray<Adjustments>
}

/** Adds up what was taken, promotion by promotion in order of id, so that no list need be sorted. */
export const adjustmentsOf = (cart: Cart, whole: ReadonlyArray<number>, moves: ReadonlyArray<Move>): Adjusted => {
  const charges = cart.charges.map((): Adjustments => [])
  const straight = whole.every((group) => group >= 0)
  const inOrder = byId(cart, moves)
  const lines = straight ? ofWholeLines(cart, inOrder) : cart.lines.map((): Adjustments => [])
  for (const move of straight ? inOrder : withUnits(cart, moves, inOrder)) {
    if (!straight) addMembers(cart, lines, move)
    for (const { charge, amount } of move.charges) add(charges[charge]!, move.rule.id, move.rule.version, amount)
  }
  return { lines, charges }
}

const byId = ({ rules }: Cart, moves: ReadonlyArray<Move>): ReadonlyArray<Move> =>
  moves.length < 2 ? moves : moves.toSorted((a, b) => rules.byId[a.at]! - rules.byId[b.at]!)

/** Where each group is a line. Lists are made as long as they will be: there are thousands of adjustments in a large cart. */
const ofWholeLines = ({ groups, lines }: Cart, moves: ReadonlyArray<Move>): ReadonlyArray<Adjustments> => {
  const places = zeros(groups.length)
  for (let group = 0; group < places.length; group++) places[group] = groups[group]!.members[0]!.line
  const counts = zeros(lines.length)
  for (let index = 0; index < moves.length; index++) {
    const touched = moves[index]!.groups
    for (let at = 0; at < touched.length; at++) counts[places[touched[at]!]!]! += 1
  }
  const found: Array<Adjustments> = []
  for (let line = 0; line < counts.length; line++) found.push(Array(counts[line]))
  counts.fill(0)
  for (let index = 0; index < moves.length; index++) {
    const { groups: touched, totals, rule } = moves[index]!
    const { id: promotion, version } = rule
    for (let at = 0; at < touched.length; at++) {
      const line = places[touched[at]!]!
      found[line]![counts[line]!++] = { promotion, version, amount: minor(totals[at]!) }
    }
  }
  return found
}

/** Moves in an order, with what each took from each unit. */
const withUnits = (cart: Cart, moves: ReadonlyArray<Move>, inOrder: ReadonlyArray<Move>): ReadonlyArray<Move> => {
  const state = start(cart)
  const made = new Map<Move, Move>()
  for (const move of moves) {
    const whole = { ...move, ...inUnits(cart, state, move) }
    made.set(move, whole)
    apply(cart, state, whole)
  }
  return inOrder.map((move) => made.get(move)!)
}

const addMembers = (cart: Cart, lines: ReadonlyArray<Adjustments>, { rule, groups, units = noAmounts }: Move): void => {
  let unit = 0
  for (const group of groups) {
    for (const { line, count } of cart.groups[group]!.members) {
      let sum = 0
      for (let index = 0; index < count; index++) sum += units[unit++]!
      if (sum > 0) add(lines[line]!, rule.id, rule.version, sum)
    }
  }
}

const noAmounts: ReadonlyArray<number> = []

const add = (to: Adjustments, promotion: string, version: number, amount: number): void => {
  const last = to.at(-1)
  // A line may have units in several groups.
  if (last !== undefined && last.promotion === promotion) {
    to[to.length - 1] = { promotion, version, amount: last.amount + BigInt(amount) }
  } else to.push({ promotion, version, amount: BigInt(amount) })
}
