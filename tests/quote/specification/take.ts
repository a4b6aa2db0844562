import { compareText } from "../../../src/kernel/text.ts"
import { divide } from "../../../src/money/index.ts"
import type { AmountReward, Promotion, ShippingReward, UnitReward } from "../../../src/promotion/index.ts"
import type { QuoteInput } from "../../../src/quote/index.ts"
import { matches } from "./condition.ts"
import { max, min, money, percentOf, positive, spilled, split, sum } from "./number.ts"
import { rateOf } from "./rate.ts"
import { type Charge, groupsOf, inOrder, type Unit } from "./world.ts"

/** What is taken from each unit and charge. */
export type Takes = ReadonlyMap<Unit | Charge, bigint>

/** What one reward acts on, and what the former rewards of the promotion have taken already. */
export interface Acting {
  readonly input: QuoteInput
  readonly promotion: Promotion
  readonly times: bigint
  readonly before: Takes
  /** A unit is left no less than this, whatever its floor. */
  readonly leaves?: bigint
}

const leftOf = ({ before }: Acting, of: Unit | Charge): bigint => of.running - (before.get(of) ?? 0n)

/** What the promotion's base sees. */
export const seenOf = (acting: Acting, of: Unit | Charge): bigint => {
  const { base = "running" } = acting.promotion
  if (base === "running") return leftOf(acting, of)
  return base === "level" ? of.level : base === "list" && "list" in of ? of.list : of.price
}

export const added = (before: Takes, more: Takes): Takes =>
  new Map([...before].concat([...more].map(([of, amount]) => [of, amount + (before.get(of) ?? 0n)])))

export const fromCharges = (acting: Acting, reward: ShippingReward, charges: ReadonlyArray<Charge>): Takes => {
  const chosen = charges.filter((charge) => reward.select === undefined || matches(reward.select, charge))
  const seen = chosen.map((charge) => seenOf(acting, charge))
  const left = chosen.map((charge) => leftOf(acting, charge))
  const wanted = (base: bigint, rest: bigint) => {
    if (reward.percent !== undefined) return percentOf(acting.input, base, reward.percent)
    return reward.amount === undefined ? positive(rest - money(reward.price!)) : money(reward.amount) * acting.times
  }
  const parts =
    reward.per === "charge"
      ? chosen.map((_, index) => min(wanted(seen[index]!, left[index]!), left[index]!))
      : spilled(wanted(sum(seen), sum(left)), seen, left)
  return new Map(chosen.map((charge, index) => [charge, parts[index]!]))
}

export const fromUnits = (acting: Acting, reward: UnitReward, units: ReadonlyArray<Unit>): Takes => {
  const chosen = picked(acting, reward, units)
  const item = acting.promotion.level === "item"
  const usual = { percent: item ? "line" : "total", amount: item ? "unit" : "total", price: "unit" } as const
  const per = reward.per ?? usual[reward.kind]
  const takes =
    per === "unit"
      ? byUnit(acting, reward, chosen)
      : per === "line"
        ? byLine(acting, reward, chosen)
        : byTotal(acting, reward, chosen)
  return reward.max === undefined ? takes : lowered(takes, money(reward.max))
}

const picked = (acting: Acting, { select, units }: UnitReward, of: ReadonlyArray<Unit>): ReadonlyArray<Unit> => {
  const chosen = of.filter((unit) => select === undefined || matches(select, unit))
  if (units === undefined) return chosen
  const order = inOrder(chosen, (unit) => seenOf(acting, unit), units.pick)
  const rows = units.per === "variant" ? [...Map.groupBy(order, ({ sku }) => sku).values()] : [order]
  const kept = new Set(rows.flatMap((row) => row.slice(0, units.max)))
  return chosen.filter((unit) => kept.has(unit))
}

/** What a unit can still give. */
const roomOf = (acting: Acting, unit: Unit): bigint =>
  positive(leftOf(acting, unit) - max(unit.floor, acting.leaves ?? 0n))

const roomIn = (acting: Acting, group: ReadonlyArray<Unit>): bigint => sum(group.map((unit) => roomOf(acting, unit)))

/** By what a price is multiplied to state it in the basis of the reward. */
const basisOf = ({ input }: Acting, { basis = "asPriced" }: AmountReward, { tax }: Unit): readonly [bigint, bigint] => {
  const [n, d] = rateOf(input, tax)
  const included = tax?.included ?? true
  if (basis === "net" && included) return [d, d + n]
  return basis === "gross" && !included ? [d + n, d] : [1n, 1n]
}

/** An amount in the basis of the reward as the unit is priced, rounded as discounts are. */
const asPriced = (acting: Acting, reward: AmountReward, unit: Unit, amount: bigint): bigint => {
  const [n, d] = basisOf(acting, reward, unit)
  return divide(amount * d, n, acting.input.policy?.rounding?.discount ?? "halfUp")
}

const byUnit = (acting: Acting, reward: UnitReward, units: ReadonlyArray<Unit>): Takes => {
  const wanted = (unit: Unit): bigint => {
    switch (reward.kind) {
      case "percent":
        return percentOf(acting.input, seenOf(acting, unit), reward.percent)
      case "amount":
        return asPriced(acting, reward, unit, money(reward.amount) * acting.times)
      case "price":
        return positive(leftOf(acting, unit) - money(reward.price))
    }
  }
  return new Map(units.map((unit) => [unit, min(wanted(unit), roomOf(acting, unit))]))
}

/** One amount off the units of a group, by value or evenly. */
const inside = (acting: Acting, group: ReadonlyArray<Unit>, amount: bigint, even: boolean): Takes => {
  const [only, ...others] = group
  if (others.length === 0) return new Map([[only!, amount]])
  const parts = spilled(
    amount,
    group.map((unit) => (even ? 1n : seenOf(acting, unit))),
    group.map((unit) => roomOf(acting, unit))
  )
  return new Map(group.map((unit, index) => [unit, parts[index]!]))
}

const byLine = (acting: Acting, reward: UnitReward, units: ReadonlyArray<Unit>): Takes => {
  const takes = groupsOf(units).map((group) => {
    const wanted =
      reward.kind === "percent"
        ? percentOf(acting.input, sum(group.map((unit) => seenOf(acting, unit))), reward.percent)
        : reward.kind === "amount"
          ? asPriced(acting, reward, group[0]!, money(reward.amount) * acting.times)
          : 0n
    return inside(acting, group, min(wanted, roomIn(acting, group)), false)
  })
  return new Map(takes.flatMap((take) => [...take]))
}

const byTotal = (acting: Acting, reward: UnitReward, units: ReadonlyArray<Unit>): Takes => {
  const groups = groupsOf(units)
  const stated: AmountReward = reward.kind === "amount" ? reward : { kind: "amount", amount: "0" }
  const { by = "value" } = stated
  const value = (group: ReadonlyArray<Unit>) => sum(group.map((unit) => seenOf(acting, unit)))
  const wanted =
    reward.kind === "percent"
      ? percentOf(acting.input, value(units), reward.percent)
      : reward.kind === "amount"
        ? money(reward.amount) * acting.times
        : positive(sum(units.map((unit) => leftOf(acting, unit))) - money(reward.price))
  const bases = groups.map(([unit]) => basisOf(acting, stated, unit!))
  const whole = bases.reduce((product, [, d]) => product * d, 1n)
  const weights = groups.map((group, index) => {
    const [n, d] = bases[index]!
    return by === "even" ? 1n : by === "quantity" ? BigInt(group.length) : (value(group) * n * whole) / d
  })
  const rooms = groups.map((group, index) => (roomIn(acting, group) * bases[index]![0]) / bases[index]![1])
  const parts = spilled(wanted, weights, rooms)
  const takes = groups.map((group, index) => {
    const part = asPriced(acting, stated, group[0]!, parts[index]!)
    return inside(acting, group, min(part, roomIn(acting, group)), by !== "value")
  })
  return new Map(takes.flatMap((take) => [...take]))
}

const nameOf = (of: Unit | Charge): string => ("name" in of ? of.name : of.id)

/** Lowered to a limit by its own size: groups and charges first, then units. */
export const lowered = (takes: Takes, limit: bigint): Takes => {
  if (sum(takes.values()) <= limit) return takes
  const places = [...Map.groupBy(takes.keys(), (of) => ("group" in of ? `1${of.group}` : `2${of.id}`)).entries()]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, of]) => of.toSorted((a, b) => compareText(nameOf(a), nameOf(b))))
  const amounts = places.map((place) => place.map((of) => takes.get(of)!))
  const parts = split(limit, amounts.map(sum))
  return new Map(
    places.flatMap((place, index) => {
      const shares = split(parts[index]!, amounts[index]!)
      return place.map((of, unit) => [of, shares[unit]!] as const)
    })
  )
}
