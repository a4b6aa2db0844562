import { compareText } from "../../kernel/text.ts"
import { levels, type Rule } from "../../promotion/rules/compile.ts"
import { type Funded, type Step, unitName } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { upTo } from "./exact.ts"
import { chargeBase } from "./shipping.ts"
import { share } from "./spread.ts"
import { apply, baseOf, enter, inUnits, type Move, start, type State } from "./state.ts"

/**
 * Every amount taken, in order of effect: goods by rank, but what earlier levels took from shipping comes with the shipping
 * level; within one promotion by line, place and charge.
 */
export const stepsOf = (cart: Cart, moves: ReadonlyArray<Move>): ReadonlyArray<Step<bigint>> => {
  const shipping = levels.indexOf("shipping")
  const early: Array<Step<bigint>> = []
  const shipped: Array<Step<bigint>> = []
  const late: Array<Step<bigint>> = []
  const state = start(cart)
  for (const one of moves) {
    enter(state, one.rule.level)
    const move = { ...one, ...inUnits(cart, state, one) }
    const steps = [...unitSteps(cart, state, move), ...chargeSteps(cart, state, move)]
    const first = steps[0]
    if (first !== undefined && move.next !== undefined) steps[0] = { ...first, next: move.next }
    const before = move.rule.level <= shipping
    for (const one of steps) (before ? (one.target.includes("#") ? early : shipped) : late).push(one)
    apply(cart, state, move)
  }
  return [...early, ...shipped, ...late]
}

const unitSteps = (
  cart: Cart,
  state: State,
  move: Move & { readonly units: ReadonlyArray<number> }
): ReadonlyArray<Step<bigint>> => {
  const { rule, groups, totals, units } = move
  const found: Array<{ readonly line: number; readonly index: number; readonly step: Step<bigint> }> = []
  let from = 0
  for (const [place, group] of groups.entries()) {
    const { merchant, members, size } = cart.groups[group]!
    const amounts = units.slice(from, from + size)
    from += size
    const funding = fundingOf(rule, merchant, amounts, totals[place]!)
    let unit = 0
    for (const { line, first, count } of members) {
      for (let index = first; index < first + count; index++, unit++) {
        const amount = amounts[unit]!
        if (amount === 0) continue
        const base = baseOf(cart, state, rule.base, group, unit)
        const name = unitName(cart.lines[line]!.id, index)
        const running = baseOf(cart, state, "running", group, unit) - amount
        found.push({ line, index, step: step(move, name, amount, base, running, funding[unit]!) })
      }
    }
  }
  return found.sort((a, b) => a.line - b.line || a.index - b.index).map((one) => one.step)
}

const chargeSteps = (cart: Cart, state: State, move: Move): ReadonlyArray<Step<bigint>> =>
  move.charges.map(({ charge, amount }) => {
    // Freight that is of no merchant is the platform's, and so is what an offer takes off it.
    const { id, merchant = "platform" } = cart.charges[charge]!
    const [funding = []] = fundingOf(move.rule, merchant, [amount], amount)
    const base = chargeBase(cart, state, move.rule, charge)
    return step(move, id, amount, base, state.charges[charge]! - amount, funding)
  })

const step = (
  { rule, step: reached, times }: Move,
  target: string,
  amount: number,
  base: number,
  running: number,
  funding: ReadonlyArray<Funded<bigint>>
): Step<bigint> => ({
  promotion: rule.id,
  version: rule.version,
  ...(reached === undefined ? {} : { step: reached }),
  ...(times === undefined ? {} : { times }),
  target,
  amount: BigInt(amount),
  base: BigInt(base),
  running: BigInt(running),
  funding
})

/**
 * Who pays what of each unit. Parties split what is taken from a group, each party's part is spread over the units that are
 * not yet paid for: so units sum to what was taken from them, and parties to their share of the group, exactly.
 */
const fundingOf = (
  { funding }: Rule,
  merchant: string,
  amounts: ReadonlyArray<number>,
  total: number
): ReadonlyArray<ReadonlyArray<Funded<bigint>>> => {
  const weights = new Map<string, bigint>()
  for (const { party, weight } of funding) {
    const payer = party === "merchant" ? merchant : party
    weights.set(payer, (weights.get(payer) ?? 0n) + weight)
  }
  const parties = Array.from(weights, ([party, weight]) => ({ party, weight })).sort((a, b) =>
    compareText(a.party, b.party)
  )
  const parts = share(
    total,
    parties.map(({ weight }) => upTo(weight))
  )
  const funded = amounts.map((): Array<Funded<bigint>> => [])
  let open = amounts
  for (const [index, { party }] of parties.entries()) {
    const last = index === parties.length - 1
    const paid = last ? open : parts[index] === 0 ? open.map(() => 0) : share(parts[index]!, open)
    for (const [unit, amount] of paid.entries()) if (amount > 0) funded[unit]!.push({ party, amount: BigInt(amount) })
    if (!last) open = open.map((amount, unit) => amount - paid[unit]!)
  }
  return funded
}
