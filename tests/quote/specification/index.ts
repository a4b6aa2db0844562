import { compareText } from "../../../src/kernel/text.ts"
import type { QuoteInput } from "../../../src/quote/index.ts"
import { benefitsOf, dueOf, pointsOf, worthIn } from "./after.ts"
import { beyondLimits, consignmentsOf, yearly } from "./border.ts"
import { byRate } from "./by-rate.ts"
import { sum } from "./number.ts"
import { relieved } from "./rate.ts"
import { groupsIn, type Plan, ranked, type Run, run } from "./run.ts"
import { forbidden } from "./stack.ts"
import { grandOf, type Taxed, taxed } from "./tax.ts"
import type { Unit, World } from "./world.ts"

/**
 * What a quote is, written to be read: units as objects, every promotion looked at again at every turn, `best` by trying every
 * plan. It shares no code with the engine but `allocate`, `divide`, the order of texts and of ranks, and holds for lawful
 * inputs in CNY whose prices have neither dimensions nor stock; of the units of measure it knows those that are drawn.
 */
export type Specified = ReturnType<typeof settled>

/** The outcome of `priority`. */
export const byRank = (given: QuoteInput): Specified => {
  const input = relieved(given)
  const all = new Set(groupsIn(input))
  const outcome = run(input, new Map(ranked(input).map(({ id }) => [id, all])), () => true, true)
  return settled(input, outcome, outcome.refused)
}

/** The outcome of `best`: the winner of every permitted plan; `undefined` if there are more than `most` plans. */
export const byBest = (given: QuoteInput, most: number): Specified | undefined => {
  const input = relieved(given)
  const plans = plansOf(input, most)
  if (plans === undefined) return undefined
  const may = plans
    .map((plan) => ({ plan, outcome: run(input, plan, () => false) }))
    .filter(({ outcome }) => forbidden(input.policy?.limits ?? [], outcome.applied) === undefined)
  const winner = may.reduce((best, one) => (better(input, one.outcome, best.outcome) ? one : best))
  return settled(input, winner.outcome, whyNot(input, winner.plan, winner.outcome))
}

/** Every plan: a promotion is absent or whole, or, of scope `line`, may touch some of the groups. */
const plansOf = (input: QuoteInput, most: number): ReadonlyArray<Plan> | undefined => {
  const groups = groupsIn(input)
  const subsets = Array.from(
    { length: 2 ** groups.length - 1 },
    (_, mask) => new Set(groups.filter((_, index) => ((mask + 1) >> index) & 1))
  )
  let plans: ReadonlyArray<Plan> = [new Map()]
  for (const { id, stack } of ranked(input)) {
    const choices = stack?.scope === "line" ? subsets : [new Set(groups)]
    if (plans.length * (choices.length + 1) > most) return undefined
    plans = plans.flatMap((plan) => [plan, ...choices.map((chosen) => new Map(plan).set(id, chosen))])
  }
  return plans
}

/**
 * The better of two outcomes: the least to pay; then the greatest worth of gifts and later benefits; then the fewest claims;
 * then rank: at the first promotion on which they differ, the one that applies it, or gives it the first group on which they differ.
 */
const better = (input: QuoteInput, one: Run, other: Run): boolean => {
  const figures = (outcome: Run): ReadonlyArray<bigint> => {
    const worth = worthIn(input, outcome)
    const less = input.policy?.objective === "afterBenefits" ? worth.goods + worth.cash : 0n
    const claims = outcome.applied.reduce((count, { effect }) => count + effect.claims.length, 0)
    return [grandOf(input, outcome.world) - less, -worth.all, BigInt(claims)]
  }
  const [left, right] = [figures(one), figures(other)]
  const at = left.findIndex((figure, index) => figure !== right[index])
  return at >= 0 ? left[at]! < right[at]! : aheadInRank(input, one, other)
}

const aheadInRank = (input: QuoteInput, one: Run, other: Run): boolean => {
  for (const { id, stack } of ranked(input)) {
    const [left, right] = [one, other].map(({ applied }) => applied.some(({ promotion }) => promotion.id === id))
    if (left !== right) return left === true
    if (stack?.scope !== "line" || left !== true) continue
    const [has, had] = [one.plan.get(id)!, other.plan.get(id)!]
    const group = groupsIn(input).find((name) => has.has(name) !== had.has(name))
    if (group !== undefined) return has.has(group)
  }
  return false
}

/** Why each other promotion is not applied: the chosen plan with it added at its turn, kept to what is permitted there. */
const whyNot = (input: QuoteInput, plan: Plan, chosen: Run): ReadonlyMap<string, string> => {
  const all = new Set(groupsIn(input))
  const out = ranked(input).filter(({ id }) => !chosen.applied.some(({ promotion }) => promotion.id === id))
  return new Map(
    out.map((promotion) => {
      const added = run(input, new Map(plan).set(promotion.id, all), (one) => one === promotion)
      const reason = added.refused.get(promotion.id) ?? forbidden(input.policy?.limits ?? [], added.applied)
      const saves = grandOf(input, chosen.world) - grandOf(input, added.world)
      return [promotion.id, reason ?? `Beaten ${saves}`]
    })
  )
}

/** An outcome in the figures of a quote. */
const settled = (input: QuoteInput, outcome: Run, refused: ReadonlyMap<string, string>) => {
  const { world, applied } = outcome
  const tax = taxed(input, world)
  const { parts } = pointsOf(input, outcome)
  const all = [...world.units, ...world.charges]
  const onLine = (line: string) =>
    world.units.filter((unit) => unit.line === line).toSorted((a, b) => compareText(a.name, b.name))
  const adjustments = (of: ReadonlyArray<unknown>) =>
    applied
      .map(({ promotion: { id, version = 1 }, effect }) => {
        const amount = sum([...effect.takes].map(([one, taken]) => (of.includes(one) ? taken : 0n)))
        return { promotion: id, version, amount }
      })
      .filter(({ amount }) => amount > 0n)
      .toSorted((a, b) => compareText(a.promotion, b.promotion))
  const lapsed = input.lines
    .filter(({ addOnOf }) => addOnOf !== undefined && !applied.some(({ promotion }) => promotion.id === addOnOf))
    .map(({ id, addOnOf }) => {
      return { line: id, promotion: addOnOf!, confirm: input.policy?.addOnLapsed !== "keep" }
    })
    .toSorted((a, b) => compareText(a.line, b.line))
  return {
    grand: grandOf(input, world),
    tax: sum(tax.of.values()) + sum(tax.fees.map((fee) => fee.tax)),
    discount: sum(all.map(({ price, running }) => price - running)),
    lines: input.lines
      .map(({ id }) => id)
      .toSorted(compareText)
      .map((id) => ({
        id,
        units: onLine(id).map((unit) => ({
          price: unit.price,
          amount: unit.running,
          tax: tax.of.get(unit)!,
          ...((parts.get(unit) ?? 0n) === 0n ? {} : { points: parts.get(unit)! }),
          ...entryIn(onLine(id), unit)
        })),
        adjustments: adjustments(onLine(id))
      })),
    charges: world.charges.map((charge) => ({
      id: charge.id,
      amount: charge.running,
      tax: tax.of.get(charge)!,
      adjustments: adjustments([charge])
    })),
    applied: applied.map(({ promotion }) => promotion.id),
    claims: claimsOf(input, world),
    refused: [...refused].map(([id, reason]) => `${id} ${reason}`).sort(),
    ...benefitsOf(input, outcome),
    ...(lapsed.length === 0 ? {} : { lapsed }),
    ...dueOf(input, outcome),
    ...borderOf(input, world, tax),
    ...reliefsOf(input, world),
    taxes: byRate(input, world, tax)
  }
}

/** Which entry a unit has its price from, where those of its line have several. */
const entryIn = (line: ReadonlyArray<Unit>, { entry: { id, list: stated }, list }: Unit) =>
  line.every(({ entry }) => entry.id === id) ? {} : { entry: id, ...(stated === undefined ? {} : { list }) }

const claimsOf = (input: QuoteInput, world: World): ReadonlyArray<string> => {
  const imported = yearly(input, world)
  const claimed = [...world.claimed, ...(imported === 0n ? [] : [[input.customs!.account, imported] as const])]
  return claimed.map(([account, amount]) => `${account} ${amount}`).sort()
}

/** How goods pass the border, and why they may not. */
const borderOf = (input: QuoteInput, world: World, tax: Taxed) => {
  const left = input.context?.customer === undefined ? undefined : input.accounts?.[input.customs?.account ?? ""]
  const customs = consignmentsOf(input, world).map(({ units, merchant, regime, treatment, value, limit }) => ({
    merchant,
    regime,
    treatment,
    value,
    limit,
    tax: sum(units.map((unit) => tax.of.get(unit)!)),
    ...(regime === "postal" || left === undefined ? {} : { left: BigInt(left) })
  }))
  const beyond = beyondLimits(input, world)
  return { ...(customs.length === 0 ? {} : { customs }), ...(beyond === undefined ? {} : { beyond }) }
}

/** What is sold without its tax: the names of it, and what it comes to. */
const reliefsOf = (input: QuoteInput, { units, charges }: World) => {
  const lines = input.lines.filter(({ tax }) => tax?.relief !== undefined).map(({ id }) => id)
  const freight = charges.filter(({ tax }) => tax?.relief !== undefined)
  const fees = (input.fees ?? []).filter(({ tax }) => tax?.relief !== undefined)
  const of = [...lines.toSorted(compareText), ...freight.map(({ id }) => id), ...fees.map(({ id }) => id)]
  const goods = units.filter(({ tax }) => tax?.relief !== undefined)
  const net = sum([...goods, ...freight].map(({ running }) => running)) + sum(fees.map(({ amount }) => amount))
  return of.length === 0 ? {} : { relieved: { of, net } }
}
