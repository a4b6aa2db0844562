import { compareText } from "../../../src/kernel/text.ts"
import { divide } from "../../../src/money/index.ts"
import type { QuoteInput } from "../../../src/quote/index.ts"
import type { Later } from "./attempt.ts"
import { fraction, max, min, money, percentOf, positive, split, sum } from "./number.ts"
import type { Run } from "./run.ts"
import { grandOf, grossOf, taxed } from "./tax.ts"
import { groupsOf, type Unit, valueOf } from "./world.ts"

/** What comes after the total: points, tenders, what is due when, and what is given later. */

/** What so many points are worth in minor units, as a fraction. */
const worthOf = ({ policy }: QuoteInput): readonly [bigint, bigint] => {
  const [n, d] = fraction(policy?.pointWorth ?? "0.01")
  return [n * 100n, d]
}

/** Points spent, and what they pay of each unit: groups first, by what is to pay for them. */
export const pointsOf = (input: QuoteInput, { world: { units }, world }: Run) => {
  const { points } = input
  const parts = new Map<Unit, bigint>()
  if (points === undefined) return { parts, spent: 0n, amount: 0n }
  const found = taxed(input, world)
  const [wn, wd] = worthOf(input)
  const [sn, sd] = fraction(input.policy?.points?.share ?? "1")
  const goods = units.filter(({ locks }) => !locks.includes("points") && !locks.includes("all"))
  const gross = (of: ReadonlyArray<Unit>) => sum(of.map((unit) => grossOf(found, unit)))
  const asked = min(BigInt(points.spend), BigInt(input.accounts?.[points.account] ?? 0))
  const amount = min(min((asked * wn) / wd, (gross(goods) * sn) / sd), positive(grandOf(input, world)))
  const groups = groupsOf(goods)
  const shares = split(amount, groups.map(gross))
  for (const [index, group] of groups.entries()) {
    const inside = split(
      shares[index]!,
      group.map((unit) => grossOf(found, unit))
    )
    for (const [place, unit] of group.entries()) parts.set(unit, inside[place]!)
  }
  return { parts, spent: amount === 0n ? 0n : divide(amount * wd, wn, "ceiling"), amount }
}

/** Gifts and later benefits of a run, in order of promotion id. */
export const benefitsOf = (input: QuoteInput, outcome: Run) => {
  const { parts } = pointsOf(input, outcome)
  const found = taxed(input, outcome.world)
  const paid = (units: ReadonlyArray<Unit>) => sum(units.map((unit) => grossOf(found, unit) - (parts.get(unit) ?? 0n)))
  const byId = outcome.applied.toSorted((a, b) => compareText(a.promotion.id, b.promotion.id))
  const gifts = byId.flatMap(({ promotion: { id, version = 1, merchant }, effect }) =>
    effect.gifts.map(({ sku, quantity, short }) => ({
      promotion: id,
      version,
      sku,
      ...(merchant === undefined ? {} : { merchant }),
      quantity,
      value: valueOf(input, sku) * quantity,
      ...(short === 0n ? {} : { short })
    }))
  )
  const after = byId.flatMap(({ promotion: { id, version = 1 }, effect }) =>
    effect.later.map((later) => ({
      promotion: id,
      version,
      ...given(input, later, paid(later.on)),
      ...earnersOf(input, outcome.world.units, later.on)
    }))
  )
  return {
    gifts,
    after: after.filter((one) => one.kind === "coupon" || (one.kind === "points" ? one.points : one.amount) > 0n)
  }
}

/** The lines with goods equal to some that earned it, where they are not all. */
const earnersOf = (
  input: QuoteInput,
  units: ReadonlyArray<Unit>,
  on: ReadonlyArray<Unit>
): { readonly lines?: ReadonlyArray<string> } => {
  const groups = new Set(on.map(({ group }) => group))
  const earning = new Set(units.filter(({ group }) => groups.has(group)).map(({ line }) => line))
  const lines = input.lines.map(({ id }) => id).filter((id) => earning.has(id))
  return lines.length === input.lines.length ? {} : { lines: lines.toSorted(compareText) }
}

const given = (input: QuoteInput, { reward, times }: Later, paid: bigint) => {
  switch (reward.kind) {
    case "cashback": {
      const back = reward.percent === undefined ? money(reward.amount!) * times : percentOf(input, paid, reward.percent)
      return { kind: reward.kind, amount: reward.max === undefined ? back : min(back, money(reward.max)) } as const
    }
    case "points": {
      const points = earned(input, reward, paid) * times
      return { kind: reward.kind, points: reward.max === undefined ? points : min(points, BigInt(reward.max)) } as const
    }
    case "coupon":
      return { kind: reward.kind, template: reward.template, quantity: BigInt(reward.quantity ?? 1) * times } as const
  }
}

const earned = (
  input: QuoteInput,
  { points = 0, per, percent }: Later["reward"] & { kind: "points" },
  paid: bigint
) => {
  if (percent === undefined) return per === undefined ? BigInt(points) : (paid / money(per)) * BigInt(points)
  const [n, d] = fraction(percent)
  const [wn, wd] = worthOf(input)
  return wn === 0n ? 0n : (paid * n * wd) / (d * 100n * wn)
}

/** What is due after points and tenders, and what of it at the tail. */
export const dueOf = (input: QuoteInput, outcome: Run) => {
  const points = pointsOf(input, outcome)
  const found = taxed(input, outcome.world)
  const { units } = outcome.world
  let due = grandOf(input, outcome.world) - points.amount
  const paidWith: Array<{ readonly id: string; readonly account: string; readonly amount: bigint }> = []
  const free = new Map<string, bigint>()
  for (const { id, account, amount } of (input.tenders ?? []).toSorted((a, b) => compareText(a.id, b.id))) {
    const rest = free.get(account) ?? BigInt(input.accounts?.[account] ?? 0)
    const pays = positive(min(rest, amount ?? rest, due))
    free.set(account, rest - pays)
    due -= pays
    paidWith.push({ id, account, amount: pays })
  }
  const onDeposit = units.filter(({ deposit }) => deposit !== undefined)
  const paid = (unit: Unit) => grossOf(found, unit) - (points.parts.get(unit) ?? 0n)
  const tail = sum(onDeposit.map((unit) => positive(paid(unit) - unit.deposit!)))
  // With nothing but goods on deposit, shipping and fees wait for the tail too.
  const waits =
    onDeposit.length === units.length ? grandOf(input, outcome.world) - points.amount - sum(units.map(paid)) : 0n
  const whole = grandOf(input, outcome.world) - points.amount
  const now = min(whole - max(min(tail + waits, whole), 0n), due)
  const beside = units.length - onDeposit.length
  return {
    ...(input.points === undefined
      ? {}
      : { points: { account: input.points.account, spent: points.spent, amount: points.amount } }),
    ...(input.tenders === undefined ? {} : { tenders: paidWith }),
    ...(input.points === undefined && input.tenders === undefined ? {} : { due }),
    ...(onDeposit.length === 0
      ? {}
      : {
          deposit: {
            now,
            tail: due - now,
            ...(beside === 0 ? {} : { beside }),
            ...windowOf(onDeposit)
          }
        })
  }
}

/** What gifts and later benefits are worth to the buyer, and how much of it is gifts and cashback. */
export const worthIn = (input: QuoteInput, outcome: Run) => {
  const { gifts, after } = benefitsOf(input, outcome)
  const [n, d] = worthOf(input)
  const goods = sum(gifts.map(({ quantity, value }) => max(value, quantity)))
  const cash = sum(after.map((one) => (one.kind === "cashback" ? one.amount : 0n)))
  const points = sum(after.map((one) => (one.kind === "points" ? (one.points * n) / d : 0n)))
  const coupons = sum(after.map((one) => (one.kind === "coupon" ? one.quantity : 0n)))
  return { all: goods + cash + points + coupons, goods: sum(gifts.map(({ value }) => value)), cash }
}

const windowOf = (units: ReadonlyArray<Unit>) => {
  const tails = units.flatMap(({ tails: stated }) => stated)
  if (tails.length === 0) return {}
  return { from: Math.max(...tails.map(({ from }) => from)), until: Math.max(...tails.map(({ until }) => until)) }
}
