import { compareText } from "../../kernel/text.ts"
import type { Claim } from "../../promotion/rules/claim.ts"
import { levels, type Rule } from "../../promotion/rules/compile.ts"
import type { Quote } from "../model.ts"
import {
  type Adjustment,
  type Funded,
  type Proof,
  type QuotedCharge,
  type QuotedFee,
  type QuotedLine,
  type QuotedUnit,
  type Step,
  unitName
} from "../quote.ts"
import type { Cart } from "./cart.ts"
import type { Outcome } from "./choose.ts"
import type { Explained } from "./reasons.ts"
import { chargeBase } from "./reward.ts"
import { customsClaims, customsOf } from "./customs/result.ts"
import { reliefsOf } from "./reliefs.ts"
import { share } from "./spread.ts"
import { baseOf, type Move, start, type State, after, enter } from "./state.ts"
import { type Taxes, taxesOf } from "./totals.ts"
import { taxRule } from "./tax.ts"

/** Where a unit stands: its group and its place in the group's unit order. */
interface Place {
  readonly group: number
  readonly unit: number
}

/** The quote of an outcome. */
export const quoteOf = (cart: Cart, outcome: Outcome, proof: Proof<bigint>, explained: Explained): Quote => {
  const { state, moves } = outcome
  const taxes = taxesOf(cart, state)
  const steps = stepsOf(cart, moves)
  const adjusted = adjustments(steps)
  const lines = linesOf(cart, state, taxes, adjusted)
  const charges = chargesOf(cart, state, taxes, adjusted)
  const fees = cart.fees.map(({ id, amount, tax }, index): QuotedFee<bigint> => {
    const found = taxes.fees[index]!
    return { id, amount, tax: found, ...netGross(amount, found, taxRule(tax, cart.policy.compound).included) }
  })
  const subtotal = summed(lines)
  const shipping = summed(charges)
  const feeSum = summed(fees)
  return {
    currency: cart.currency,
    at: cart.at,
    grand: subtotal.gross + shipping.gross + feeSum.gross,
    subtotal,
    shipping,
    tax: subtotal.gross - subtotal.net + (shipping.gross - shipping.net) + (feeSum.gross - feeSum.net),
    discount: moves.reduce((sum, { total }) => sum + total, 0n),
    lines,
    charges,
    fees,
    ...customsOf(cart, state, taxes),
    ...reliefsOf(cart, lines, charges, fees),
    gifts: [],
    after: [],
    applied: moves.map(({ rule }) => rule.id),
    claims: claimsOf(cart, moves, customsClaims(cart, state)),
    partial: moves.flatMap(({ partial }) => partial),
    refused: explained.refused,
    codes: explained.codes,
    steps,
    proof
  }
}

const netGross = (amount: bigint, tax: bigint, included: boolean): { readonly net: bigint; readonly gross: bigint } =>
  included ? { net: amount - tax, gross: amount } : { net: amount, gross: amount + tax }

const summed = (of: ReadonlyArray<{ readonly net: bigint; readonly gross: bigint }>) => {
  let net = 0n
  let gross = 0n
  for (const one of of) {
    net += one.net
    gross += one.gross
  }
  return { net, gross }
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

const linesOf = (cart: Cart, state: State, taxes: Taxes, adjusted: Adjusted): ReadonlyArray<QuotedLine<bigint>> => {
  const places = placesOf(cart)
  return cart.lines.map(({ id }, line) => quotedLine(cart, state, taxes, id, places[line]!, adjusted(`${id}#`)))
}

/** What each promotion took from a line (`id#`) or a charge (`id`), by promotion. */
type Adjusted = (place: string) => ReadonlyArray<Adjustment<bigint>>

const adjustments = (steps: ReadonlyArray<Step<bigint>>): Adjusted => {
  const places = new Map<string, Map<string, Adjustment<bigint>>>()
  for (const { target, promotion, version, amount } of steps) {
    const unit = target.lastIndexOf("#")
    const place = unit < 0 ? target : target.slice(0, unit + 1)
    const found = places.get(place) ?? new Map<string, Adjustment<bigint>>()
    found.set(promotion, { promotion, version, amount: amount + (found.get(promotion)?.amount ?? 0n) })
    places.set(place, found)
  }
  return (place) => [...(places.get(place)?.values() ?? [])].sort((a, b) => compareText(a.promotion, b.promotion))
}

const quotedLine = (
  cart: Cart,
  state: State,
  taxes: Taxes,
  id: string,
  places: ReadonlyArray<Place>,
  adjusted: ReadonlyArray<Adjustment<bigint>>
): QuotedLine<bigint> => {
  const units: Array<QuotedUnit<bigint>> = []
  const prices = new Set<string>()
  let before = 0n
  let list = 0n
  let listed = false
  let left = 0n
  let tax = 0n
  for (const place of places) {
    const group = cart.groups[place.group]!
    const amount = state.running[place.group]![place.unit]!
    const unitTax = taxes.units[place.group]![place.unit]!
    units.push({ price: group.price, amount, tax: unitTax })
    prices.add(group.entry.id)
    before += group.price
    list += group.list
    listed ||= group.entry.list !== undefined
    left += amount
    tax += unitTax
  }
  const [price = "", ...others] = prices
  const included = cart.groups[places[0]!.group]!.tax.included
  return {
    id,
    price,
    ...(others.length > 0 ? { prices: [price, ...others] } : {}),
    ...(listed ? { list } : {}),
    before,
    discount: before - left,
    amount: left,
    tax,
    ...netGross(left, tax, included),
    adjustments: adjusted,
    units
  }
}

const chargesOf = (cart: Cart, state: State, taxes: Taxes, adjusted: Adjusted): ReadonlyArray<QuotedCharge<bigint>> =>
  cart.charges.map(({ id, price, tax }, index) => {
    const amount = state.charges[index]!
    const found = taxes.charges[index]!
    return {
      id,
      before: price,
      amount,
      tax: found,
      ...netGross(amount, found, tax.included),
      adjustments: adjusted(id)
    }
  })

const claimsOf = (cart: Cart, moves: ReadonlyArray<Move>, imports: ReadonlyArray<Claim>): ReadonlyArray<Claim> => {
  const prices = cart.priceClaims.map(({ price, account, per, units }): Claim => {
    const provisional = per === "customer" && cart.customer === undefined
    return { account, unit: "units", per, amount: BigInt(units), by: price, ...(provisional ? { provisional } : {}) }
  })
  const claims = [...prices, ...imports, ...moves.flatMap((move) => move.claims)]
  return claims.sort((a, b) => compareText(a.account, b.account) || compareText(a.by, b.by))
}

/**
 * Every amount taken, in order of effect: goods by rank, but what earlier levels took from shipping comes with the shipping
 * level; within one promotion by line, place and charge.
 */
const stepsOf = (cart: Cart, moves: ReadonlyArray<Move>): ReadonlyArray<Step<bigint>> => {
  const shipping = levels.indexOf("shipping")
  const early: Array<Step<bigint>> = []
  const shipped: Array<Step<bigint>> = []
  const late: Array<Step<bigint>> = []
  let state = start(cart)
  for (const move of moves) {
    state = enter(state, move.rule.level)
    const next = after(state, move)
    const steps = [...unitSteps(cart, state, next, move), ...chargeSteps(cart, state, next, move)]
    const first = steps[0]
    if (first !== undefined && move.next !== undefined) steps[0] = { ...first, next: move.next }
    const before = move.rule.level <= shipping
    for (const one of steps) (before ? (one.target.includes("#") ? early : shipped) : late).push(one)
    state = next
  }
  return [...early, ...shipped, ...late]
}

const unitSteps = (cart: Cart, state: State, next: State, move: Move): ReadonlyArray<Step<bigint>> => {
  const { rule, takes } = move
  const found: Array<{ readonly line: number; readonly index: number; readonly step: Step<bigint> }> = []
  for (const { group, amounts, total } of takes) {
    const { merchant, members } = cart.groups[group]!
    const funding = fundingOf(rule, merchant, amounts, total)
    let unit = 0
    for (const { line, first, count } of members) {
      for (let index = first; index < first + count; index++, unit++) {
        const amount = amounts[unit]!
        if (amount === 0n) continue
        const base = baseOf(cart, state, rule.base, group, unit)
        const name = unitName(cart.lines[line]!.id, index)
        found.push({ line, index, step: step(move, name, amount, base, next.running[group]![unit]!, funding[unit]!) })
      }
    }
  }
  return found.sort((a, b) => a.line - b.line || a.index - b.index).map((one) => one.step)
}

const chargeSteps = (cart: Cart, state: State, next: State, move: Move): ReadonlyArray<Step<bigint>> =>
  move.charges.map(({ charge, amount }) => {
    const { id, merchant = "" } = cart.charges[charge]!
    const [funding = []] = fundingOf(move.rule, merchant, [amount], amount)
    return step(move, id, amount, chargeBase(cart, state, move.rule, charge), next.charges[charge]!, funding)
  })

const step = (
  { rule, step: reached, times }: Move,
  target: string,
  amount: bigint,
  base: bigint,
  running: bigint,
  funding: ReadonlyArray<Funded<bigint>>
): Step<bigint> => ({
  promotion: rule.id,
  version: rule.version,
  ...(reached === undefined ? {} : { step: reached }),
  ...(times === undefined ? {} : { times }),
  target,
  amount,
  base,
  running,
  funding
})

/**
 * Who pays what of each unit. Parties split what is taken from a group, each party's part is spread over the units that are
 * not yet paid for: so units sum to what was taken from them, and parties to their share of the group, exactly.
 */
const fundingOf = (
  { funding }: Rule,
  merchant: string,
  amounts: ReadonlyArray<bigint>,
  total: bigint
): ReadonlyArray<ReadonlyArray<Funded<bigint>>> => {
  const parties = funding
    .map(({ party, weight }) => ({ party: party === "merchant" ? merchant : party, weight }))
    .sort((a, b) => compareText(a.party, b.party))
  const parts = share(
    total,
    parties.map(({ weight }) => weight)
  )
  const funded = amounts.map((): Array<Funded<bigint>> => [])
  let open = amounts
  for (const [index, { party }] of parties.entries()) {
    const last = index === parties.length - 1
    const paid = last ? open : share(parts[index]!, open)
    for (const [unit, amount] of paid.entries()) if (amount > 0n) funded[unit]!.push({ party, amount })
    if (!last) open = open.map((amount, unit) => amount - paid[unit]!)
  }
  return funded
}
