import * as Result from "effect/Result"
import { compareText } from "../../src/kernel/text.ts"
import { allocate, amountFrom, divide } from "../../src/money/index.ts"
import {
  type Base,
  type Condition,
  compareRank,
  type Promotion,
  type Reward,
  type Selector
} from "../../src/promotion/index.ts"
import type { Limit, QuoteInput, Tax } from "../../src/quote/index.ts"

/**
 * What a quote is, written to be read: units as objects, every promotion looked at again at every turn, `best` by trying every
 * plan. It shares no code with the engine but `allocate`, `divide`, the order of texts and of ranks, and holds for inputs
 * whose promotions are lawful, whose prices have no dimensions, and which have no codes but `SAVE`.
 */
export interface Specified {
  readonly grand: bigint
  readonly tax: bigint
  readonly discount: bigint
  /** By line id. */
  readonly lines: ReadonlyArray<{ readonly amount: bigint; readonly tax: bigint }>
  readonly charges: ReadonlyArray<bigint>
  readonly applied: ReadonlyArray<string>
  readonly claims: ReadonlyArray<string>
  /** Of `priority` alone: `id reason`. */
  readonly refused: ReadonlyArray<string>
}

interface Unit {
  readonly name: string
  readonly line: string
  readonly sku: string
  readonly merchant: string
  readonly group: string
  readonly price: bigint
  readonly list: bigint
  readonly floor: bigint
  readonly locks: ReadonlyArray<string>
  readonly facts: Readonly<Record<string, ReadonlyArray<string>>>
  readonly tax: Tax | undefined
  running: bigint
  level: bigint
  readonly used: Set<string>
}

interface Charge {
  readonly id: string
  readonly merchant: string | undefined
  readonly price: bigint
  readonly tax: Tax | undefined
  running: bigint
  level: bigint
}

interface World {
  readonly units: ReadonlyArray<Unit>
  readonly charges: ReadonlyArray<Charge>
  readonly claimed: Map<string, bigint>
}

interface Applied {
  readonly promotion: Promotion
  readonly groups: ReadonlySet<string>
  readonly total: bigint
}

type Takes = Map<Unit | Charge, bigint>

const money = (text: string): bigint => Result.getOrThrow(amountFrom(text, "CNY"))
const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((whole, one) => whole + one, 0n)
const min = (...amounts: ReadonlyArray<bigint>): bigint => amounts.reduce((least, one) => (one < least ? one : least))
const positive = (amount: bigint): bigint => (amount > 0n ? amount : 0n)

const fraction = (text: string): readonly [bigint, bigint] => {
  const [whole = "0", decimals = ""] = text.split(".")
  return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)]
}

const world = (input: QuoteInput): World => {
  const lines = input.lines.map((line) => {
    const facts = Object.entries(line.facts ?? {}).map(([name, values]) => [name, [...values].sort()])
    const rates = line.tax?.rates.map(({ id, rate }) => [id, rate]).sort()
    const floor = [String(line.floor?.amount ?? ""), line.floor?.percent ?? ""]
    return {
      line,
      content: JSON.stringify([
        facts.toSorted(([a], [b]) => compareText(String(a), String(b))),
        ...floor,
        line.tax?.included ?? "",
        rates ?? ""
      ])
    }
  })
  lines.sort((a, b) => compareText(a.content, b.content) || compareText(a.line.id, b.line.id))
  const units = lines.flatMap(({ line, content }) => {
    const ofPool = lines.filter(({ line: other }) => other.sku === line.sku && other.merchant === line.merchant)
    const before = ofPool
      .slice(
        0,
        ofPool.findIndex((one) => one.line === line)
      )
      .reduce((count, one) => count + one.line.quantity, 0)
    const pool = ofPool.reduce((count, one) => count + one.line.quantity, 0)
    return Array.from({ length: line.quantity }, (_, index): Unit => {
      const reached = input.prices
        .filter((entry) => entry.sku === line.sku)
        .filter(
          ({ minQuantity = 1, tiers }) =>
            minQuantity <= pool && (tiers !== "graduated" || before + index + 1 >= minQuantity)
        )
      reached.sort((a, b) => (b.minQuantity ?? 1) - (a.minQuantity ?? 1) || (a.amount < b.amount ? -1 : 1))
      const entry = reached[0]!
      const [n, d] = fraction(line.floor?.percent ?? "0")
      const part = divide(entry.amount * n, d * 100n, "ceiling")
      const stated = line.floor?.amount ?? 0n
      return {
        name: `${line.id}#${String(index).padStart(6, "0")}`,
        line: line.id,
        sku: line.sku,
        merchant: line.merchant,
        group: `${line.sku}\u0000${line.merchant}\u0001${entry.id}\n${content}`,
        price: entry.amount,
        list: entry.list ?? entry.amount,
        floor: part > stated ? part : stated,
        locks: entry.locks ?? [],
        facts: line.facts ?? {},
        tax: line.tax,
        running: entry.amount,
        level: entry.amount,
        used: new Set()
      }
    })
  })
  units.sort((a, b) => compareText(a.group, b.group) || compareText(a.name, b.name))
  const charges = (input.charges ?? []).map(({ id, merchant, amount, tax }) => ({
    id,
    merchant,
    price: amount,
    tax,
    running: amount,
    level: amount
  }))
  return { units, charges: charges.sort((a, b) => compareText(a.id, b.id)), claimed: new Map() }
}

const matches = (selector: Selector, { sku, facts }: Pick<Unit, "sku" | "facts">): boolean => {
  if ("all" in selector) return selector.all.every((one) => matches(one, { sku, facts }))
  if ("any" in selector) return selector.any.some((one) => matches(one, { sku, facts }))
  if ("not" in selector) return !matches(selector.not, { sku, facts })
  const values = selector.fact === "sku" ? [sku] : (facts[selector.fact] ?? [])
  return values.some((value) => selector.values.includes(value))
}

const groupsOf = (units: ReadonlyArray<Unit>): ReadonlyArray<ReadonlyArray<Unit>> => [
  ...Map.groupBy(units, ({ group }) => group).values()
]

const baseOf = (unit: Unit, base: Base): bigint => unit[base]

const split = (total: bigint, weights: ReadonlyArray<bigint>): ReadonlyArray<bigint> =>
  Result.getOrThrow(
    allocate(
      total,
      weights.map((weight, index) => ({ id: String(index).padStart(6, "0"), weight }))
    )
  )

const spilled = (
  total: bigint,
  weights: ReadonlyArray<bigint>,
  rooms: ReadonlyArray<bigint>
): ReadonlyArray<bigint> => {
  const parts = weights.map(() => 0n)
  const open = new Set(weights.keys().filter((index) => weights[index]! > 0n && rooms[index]! > 0n))
  let rest = min(total, sum([...open].map((index) => rooms[index]!)))
  for (;;) {
    const whole = sum([...open].map((index) => weights[index]!))
    const full = [...open].filter((index) => rest * weights[index]! >= rooms[index]! * whole)
    if (rest === 0n || open.size === 0) return parts
    if (full.length === 0) {
      const last = split(
        rest,
        [...open].map((index) => weights[index]!)
      )
      for (const [place, index] of [...open].entries()) parts[index] = last[place]!
      return parts
    }
    for (const index of full) {
      parts[index] = rooms[index]!
      open.delete(index)
    }
    rest -= sum(full.map((index) => rooms[index]!))
  }
}

/** What one reward takes, each unit seeing what `before` has taken already. */
const take = (
  input: QuoteInput,
  promotion: Promotion,
  reward: Reward,
  units: ReadonlyArray<Unit>,
  charges: ReadonlyArray<Charge>,
  times: bigint,
  before: Takes
): Takes => {
  const mode = input.policy?.rounding?.discount ?? "halfUp"
  const base = promotion.base ?? "running"
  const left = (of: Unit | Charge) => of.running - (before.get(of) ?? 0n)
  const seen = (of: Unit | Charge) =>
    base === "running" ? left(of) : base === "list" && "list" in of ? of.list : base === "level" ? of.level : of.price
  const rounded = (amount: bigint, percent: string) => {
    const [n, d] = fraction(percent)
    return divide(amount * n, d * 100n, mode)
  }
  const takes: Takes = new Map()
  if (reward.kind === "shipping") {
    const own = charges.filter(({ merchant }) => promotion.merchant === undefined || merchant === promotion.merchant)
    const parts = spilled(rounded(sum(own.map(seen)), reward.percent ?? "0"), own.map(seen), own.map(left))
    for (const [index, charge] of own.entries()) takes.set(charge, parts[index]!)
    return takes
  }
  let chosen = units.filter((unit) => reward.select === undefined || matches(reward.select, unit))
  if (reward.units !== undefined) {
    const { max, pick, per } = reward.units
    const order = inOrder(chosen, seen, pick)
    const rows = per === "variant" ? [...Map.groupBy(order, ({ sku }) => sku).values()] : [order]
    const kept = new Set(rows.flatMap((row) => row.slice(0, max)))
    chosen = chosen.filter((unit) => kept.has(unit))
  }
  const room = (unit: Unit) => positive(left(unit) - unit.floor)
  const within = (group: ReadonlyArray<Unit>, amount: bigint, even: boolean) => {
    if (group.length === 1) return void takes.set(group[0]!, amount)
    const parts = spilled(
      amount,
      group.map((unit) => (even ? 1n : seen(unit))),
      group.map(room)
    )
    for (const [index, unit] of group.entries()) takes.set(unit, parts[index]!)
  }
  const across = (amount: bigint, weightOf: (group: ReadonlyArray<Unit>) => bigint, even: boolean) => {
    const groups = groupsOf(chosen)
    const parts = spilled(
      amount,
      groups.map(weightOf),
      groups.map((group) => sum(group.map(room)))
    )
    for (const [index, group] of groups.entries()) within(group, parts[index]!, even)
  }
  const value = (group: ReadonlyArray<Unit>) => sum(group.map(seen))
  const item = promotion.level === "item"
  const per =
    reward.per ??
    (reward.kind === "price" ? "unit" : reward.kind === "amount" && item ? "unit" : item ? "line" : "total")
  if (per === "unit") {
    for (const unit of chosen) {
      const wanted =
        reward.kind === "percent"
          ? rounded(seen(unit), reward.percent)
          : reward.kind === "amount"
            ? money(reward.amount) * times
            : positive(left(unit) - money(reward.price))
      takes.set(unit, min(wanted, room(unit)))
    }
  } else if (per === "line") {
    for (const group of groupsOf(chosen)) {
      const wanted =
        reward.kind === "percent"
          ? rounded(value(group), reward.percent)
          : reward.kind === "amount"
            ? money(reward.amount) * times
            : 0n
      within(group, min(wanted, sum(group.map(room))), false)
    }
  } else if (reward.kind === "amount" && (reward.by ?? "value") !== "value") {
    across(money(reward.amount) * times, (group) => (reward.by === "even" ? 1n : BigInt(group.length)), true)
  } else {
    const wanted =
      reward.kind === "percent"
        ? rounded(value(chosen), reward.percent)
        : reward.kind === "amount"
          ? money(reward.amount) * times
          : positive(sum(chosen.map(left)) - money(reward.price))
    across(wanted, value, false)
  }
  return reward.max === undefined ? takes : lowered(takes, money(reward.max))
}

const inOrder = (
  units: ReadonlyArray<Unit>,
  seen: (unit: Unit) => bigint,
  order: "cheapest" | "dearest"
): Array<Unit> =>
  units.toSorted((a, b) => {
    const difference = order === "cheapest" ? seen(a) - seen(b) : seen(b) - seen(a)
    return difference < 0n ? -1 : difference > 0n ? 1 : compareText(a.group, b.group) || compareText(a.name, b.name)
  })

const lowered = (takes: Takes, limit: bigint): Takes => {
  if (sum(takes.values()) <= limit) return takes
  const places = [...Map.groupBy(takes.keys(), (of) => ("group" in of ? `1${of.group}` : `2${of.id}`)).entries()].sort(
    ([a], [b]) => compareText(a, b)
  )
  const parts = split(
    limit,
    places.map(([, of]) => sum(of.map((one) => takes.get(one)!)))
  )
  const less: Takes = new Map()
  for (const [index, [, of]] of places.entries()) {
    const amounts = of.map((one) => takes.get(one)!)
    const shares = parts[index] === 0n ? amounts.map(() => 0n) : split(parts[index]!, amounts)
    for (const [place, one] of of.entries()) less.set(one, shares[place]!)
  }
  return less
}

const holds = (condition: Condition, units: ReadonlyArray<Unit>, testBase: Base): boolean => {
  if (!("measure" in condition)) throw new Error("not specified")
  return sum(units.map((unit) => baseOf(unit, condition.base ?? testBase))) >= money(String(condition.atLeast))
}

interface Plan {
  /** The groups that a promotion may touch; absent: it is not in the plan. */
  readonly groups: (promotion: Promotion) => ReadonlySet<string> | undefined
}

type Attempt =
  | { readonly reason: string }
  | {
      readonly takes: Takes
      readonly uses: ReadonlyArray<Unit>
      readonly claims: ReadonlyArray<readonly [string, bigint]>
    }

/** One turn, reasons in order of precedence. */
const attempt = (
  input: QuoteInput,
  { units, charges, claimed }: World,
  promotion: Promotion,
  groups: ReadonlySet<string>
): Attempt => {
  const { offer, merchant, select, level, pool } = promotion
  const testBase = promotion.testBase ?? "running"
  const seen = (unit: Unit) => baseOf(unit, promotion.base ?? "running")
  const own = units.filter((unit) => merchant === undefined || unit.merchant === merchant)
  const reach = own.filter((unit) => select === undefined || matches(select, unit))
  const open = reach.filter((unit) => !unit.locks.includes(level) && !unit.locks.includes("all"))
  const free = open.filter((unit) => pool === undefined || !unit.used.has(pool))
  if (promotion.codes !== undefined && !promotion.codes.includes("SAVE")) return { reason: "CodeMissing" }
  if (promotion.when !== undefined && !holds(promotion.when, own, testBase)) return { reason: "ConditionUnmet" }
  const found = sum(free.map((unit) => baseOf(unit, testBase)))
  if (offer.kind === "tiers" && found < money(String(offer.steps[0]!.at))) return { reason: "ThresholdUnmet" }
  if (offer.kind === "every" && found < money(String(offer.each))) return { reason: "ThresholdUnmet" }
  const ships = offer.kind === "grant" && offer.rewards.every(({ kind }) => kind === "shipping")
  if (reach.length === 0 && (!ships || select !== undefined)) return { reason: "NothingSelected" }
  if (open.length === 0 && !ships) return { reason: "Locked" }
  const given = gifts(promotion, free, seen, found)
  if (given === undefined) return { reason: "SetIncomplete" }
  let takes: Takes = new Map()
  for (const { reward, on, times } of given.gifts) {
    const more = take(
      input,
      promotion,
      reward,
      on.filter((unit) => groups.has(unit.group)),
      charges,
      times,
      takes
    )
    takes = new Map([...takes].concat([...more].map(([of, amount]) => [of, amount + (takes.get(of) ?? 0n)])))
  }
  if (promotion.cap !== undefined) takes = lowered(takes, money(promotion.cap))
  const wanted = sum(takes.values())
  if (wanted === 0n) return { reason: "NothingLeft" }
  let granted = wanted
  for (const { account, unit, partial } of promotion.budgets ?? []) {
    const rest = positive(BigInt(input.accounts?.[account] ?? 0) - (claimed.get(account) ?? 0n))
    if (unit === "uses" && rest < 1n) return { reason: "UsesExhausted" }
    if (unit === "money" && rest < wanted && (partial !== true || rest === 0n)) return { reason: "BudgetSpent" }
    if (unit === "money") granted = min(granted, rest)
  }
  takes = lowered(takes, granted)
  const touched = units.filter((unit) => (takes.get(unit) ?? 0n) > 0n)
  const claims = (promotion.budgets ?? []).map(
    ({ account, unit }) => [account, unit === "uses" ? 1n : granted] as const
  )
  return { takes, uses: given.uses ?? touched, claims }
}

interface Gift {
  readonly reward: Reward
  readonly on: ReadonlyArray<Unit>
  readonly times: bigint
}

const gifts = (
  promotion: Promotion,
  free: ReadonlyArray<Unit>,
  seen: (unit: Unit) => bigint,
  found: bigint
): { readonly gifts: ReadonlyArray<Gift>; readonly uses?: ReadonlyArray<Unit> } | undefined => {
  const { offer } = promotion
  const each = (rewards: ReadonlyArray<Reward>, times: bigint) => ({
    gifts: rewards.map((reward) => ({ reward, on: free, times }))
  })
  const down = inOrder(free, seen, "dearest")
  const sets = (size: number, all: ReadonlyArray<Unit>) =>
    Array.from({ length: Math.floor(all.length / size) }, (_, set) => all.slice(set * size, (set + 1) * size))
  switch (offer.kind) {
    case "grant":
      return each(offer.rewards, 1n)
    case "tiers":
      return each(offer.steps.findLast(({ at }) => money(String(at)) <= found)!.rewards, 1n)
    case "every":
      return each(offer.rewards, found / money(String(offer.each)))
    case "nth": {
      const rows = offer.per === "variant" ? [...Map.groupBy(down, ({ sku }) => sku).values()] : [down]
      const size = offer.steps.length
      const counted = rows.map((row) =>
        offer.wholeSets === true ? row.slice(0, row.length - (row.length % size)) : row
      )
      const stepAt = (index: number) =>
        index < size || offer.then === "cycle" ? index % size : offer.then === "last" ? size - 1 : undefined
      const placed = counted
        .flatMap((row) => row.map((unit, index) => ({ unit, step: stepAt(index) })))
        .filter(({ step }) => step !== undefined)
      const made = offer.steps.flatMap((reward, step) => {
        const on = placed.filter((one) => one.step === step).map(({ unit }) => unit)
        return reward === null || on.length === 0 ? [] : [{ reward, on: grouped(on), times: 1n }]
      })
      return made.length === 0 ? undefined : { gifts: made, uses: placed.map(({ unit }) => unit) }
    }
    case "buyGet": {
      const { quantity: x } = offer.buy
      const { quantity: y, reward } = offer.get
      const count = Math.min(Math.floor(free.length / (x + y)), offer.max ?? Number.POSITIVE_INFINITY)
      if (count === 0) return undefined
      let rewarded =
        offer.pick === "dearest" ? down.slice(0, count * y) : inOrder(free, seen, "cheapest").slice(0, count * y)
      let triggers = (offer.pick === "dearest" ? inOrder(free, seen, "cheapest") : down)
        .filter((unit) => !rewarded.includes(unit))
        .slice(0, count * x)
      if (offer.pick === "eachSet") {
        rewarded = sets(x + y, down)
          .slice(0, count)
          .flatMap((set) => set.slice(x))
        triggers = sets(x + y, down)
          .slice(0, count)
          .flatMap((set) => set.slice(0, x))
      }
      return { gifts: [{ reward, on: grouped(rewarded), times: 1n }], uses: [...triggers, ...rewarded] }
    }
    case "multi": {
      const made = sets(offer.quantity, down)
      if (made.length === 0) return undefined
      return {
        gifts: made.map((set) => ({
          reward: { kind: "price", price: offer.price, per: "total" },
          on: grouped(set),
          times: 1n
        })),
        uses: made.flat()
      }
    }
    case "bundle": {
      const kits: Array<ReadonlyArray<Unit>> = []
      for (;;) {
        const kit: Array<Unit> = []
        for (const { select, quantity } of offer.parts) {
          const more = down
            .filter((unit) => !kits.flat().includes(unit) && !kit.includes(unit) && matches(select, unit))
            .slice(0, quantity)
          if (more.length < quantity) {
            if (kits.length === 0) return undefined
            return {
              gifts: kits.map((one) => ({
                reward: { ...offer.reward, per: offer.reward.per ?? "total" } as Reward,
                on: grouped(one),
                times: 1n
              })),
              uses: kits.flat()
            }
          }
          kit.push(...more)
        }
        kits.push(kit)
      }
    }
  }
}

const grouped = (units: ReadonlyArray<Unit>): ReadonlyArray<Unit> =>
  units.toSorted((a, b) => compareText(a.group, b.group) || compareText(a.name, b.name))

const concerned = (limit: Limit, promotion: Promotion): boolean =>
  limit.classes === "*" ||
  (limit.classes ?? []).includes(promotion.stack?.class ?? promotion.level) ||
  (limit.promotions ?? []).includes(promotion.id)

const admits = (a: Promotion, b: Promotion): boolean => {
  const combines = a.stack?.combines ?? "all"
  return combines === "all" || (combines !== "none" && combines.includes(b.stack?.class ?? b.level))
}

/** Whether a set may stand: a property of the set alone. In rank order. */
const forbidden = (limits: ReadonlyArray<Limit>, set: ReadonlyArray<Applied>): string | undefined => {
  const pairs = set.flatMap((one, index) => set.slice(index + 1).map((other) => [one, other] as const))
  const stopped = pairs.some(([{ promotion: a, total }, { promotion: b }]) => {
    const { stop } = a.stack ?? {}
    return total > 0n && (stop === "all" || (stop === "level" && a.level === b.level))
  })
  if (stopped) return "Stopped"
  const opposed = pairs.some(([{ promotion: a, groups }, { promotion: b, groups: others }]) => {
    if (admits(a, b) && admits(b, a)) return false
    const lines = a.stack?.scope === "line" && b.stack?.scope === "line"
    return !lines || [...groups].some((group) => others.has(group))
  })
  if (opposed) return "NotCombinable"
  for (const limit of limits) {
    const members = set.filter(({ promotion }) => concerned(limit, promotion))
    const places =
      limit.per === "line"
        ? members.flatMap(({ groups }) => [...groups])
        : members.map(({ promotion }) => (limit.per === "cart" ? "" : (promotion.merchant ?? "")))
    if ([...Map.groupBy(places, (place) => place).values()].some(({ length }) => length > limit.max))
      return "LimitReached"
  }
  return undefined
}

interface Run {
  readonly world: World
  readonly applied: ReadonlyArray<Applied>
  readonly refused: ReadonlyArray<string>
}

const ranked = (input: QuoteInput): ReadonlyArray<Promotion> => {
  if ("_tag" in input.promotions) throw new Error("not specified")
  const levels = ["item", "merchant", "platform", "shipping", "payment"]
  const rank = ({ id, level, lane = 0, priority = 0 }: Promotion) => ({
    id,
    level: levels.indexOf(level),
    lane,
    priority
  })
  return input.promotions.toSorted((a, b) => compareRank(rank(a), rank(b)))
}

/** Every turn in rank order; under `priority` a set that may not stand is refused as it arises. */
const run = (input: QuoteInput, plan: Plan, priority: boolean): Run => {
  const now = world(input)
  const applied: Array<Applied> = []
  const refused: Array<string> = []
  let level = ""
  for (const promotion of ranked(input)) {
    if (promotion.level !== level) for (const of of [...now.units, ...now.charges]) of.level = of.running
    level = promotion.level
    const groups = plan.groups(promotion)
    if (groups === undefined) continue
    let done = attempt(input, now, promotion, groups)
    if (priority) {
      const open = new Set(groups)
      for (const limits of [[], input.policy?.limits ?? []]) {
        if ("reason" in done) break
        const why = forbidden(limits, [...applied, asApplied(promotion, done.takes)])
        if (why === undefined) continue
        for (const group of open) {
          if (forbidden(limits, [...applied, { promotion, groups: new Set([group]), total: 1n }]) !== undefined)
            open.delete(group)
        }
        const less: Attempt = promotion.stack?.scope === "line" ? attempt(input, now, promotion, open) : { reason: why }
        done = "reason" in less ? { reason: why } : less
      }
    }
    if ("reason" in done) {
      refused.push(`${promotion.id} ${done.reason}`)
      continue
    }
    for (const [of, amount] of done.takes) of.running -= amount
    for (const unit of done.uses) if (promotion.pool !== undefined) unit.used.add(promotion.pool)
    for (const [account, amount] of done.claims) now.claimed.set(account, (now.claimed.get(account) ?? 0n) + amount)
    applied.push(asApplied(promotion, done.takes))
  }
  return { world: now, applied, refused }
}

const asApplied = (promotion: Promotion, takes: Takes): Applied => ({
  promotion,
  groups: new Set([...takes].flatMap(([of, amount]) => (amount > 0n && "group" in of ? [of.group] : []))),
  total: sum(takes.values())
})

const taxed = (input: QuoteInput, { units, charges }: World) => {
  const mode = input.policy?.rounding?.tax ?? "halfUp"
  const ratio = (tax: Tax | undefined): readonly [bigint, bigint] => {
    let [n, d] = [0n, 1n]
    for (const { rate } of tax?.rates ?? []) {
      const [rn, rd] = fraction(rate)
      ;[n, d] = [n * rd + rn * d + (input.policy?.tax?.compound === true ? n * rn : 0n), d * rd]
    }
    return tax?.included === false ? [n, d] : [n, d + n]
  }
  const exact = (amount: bigint, tax: Tax | undefined) => divide(amount * ratio(tax)[0], ratio(tax)[1], mode)
  const taxes = new Map<Unit | Charge, bigint>()
  const places: ReadonlyArray<ReadonlyArray<Unit | Charge>> = [...groupsOf(units), ...charges.map((charge) => [charge])]
  const left = (place: ReadonlyArray<Unit | Charge>) => sum(place.map(({ running }) => running))
  const spread = (place: ReadonlyArray<Unit | Charge>, total: bigint) => {
    const parts =
      left(place) === 0n
        ? place.map(() => 0n)
        : split(
            total,
            place.map(({ running }) => running)
          )
    for (const [index, of] of place.entries()) taxes.set(of, parts[index]!)
  }
  const rounding = input.policy?.tax?.rounding ?? "line"
  if (rounding === "unit") for (const of of places.flat()) taxes.set(of, exact(of.running, of.tax))
  if (rounding === "line") for (const place of places) spread(place, exact(left(place), place[0]!.tax))
  if (rounding === "order") {
    for (const included of [true, false]) {
      const own = places.filter(([first]) => (first!.tax?.included ?? true) === included)
      const whole = own.reduce((product, [first]) => product * ratio(first!.tax)[1], 1n)
      const parts = own.map((place) => (left(place) * ratio(place[0]!.tax)[0] * whole) / ratio(place[0]!.tax)[1])
      const total = divide(sum(parts), whole, mode)
      const shares = sum(parts) === 0n ? parts : split(total, parts)
      for (const [index, place] of own.entries()) spread(place, shares[index]!)
    }
  }
  const fees = (input.fees ?? []).map(({ amount, tax }) => ({
    amount,
    tax: exact(amount, tax),
    included: tax?.included ?? true
  }))
  return { taxes, fees }
}

const settled = (input: QuoteInput, { world: end, applied, refused }: Run): Specified => {
  const { taxes, fees } = taxed(input, end)
  const all = [...end.units, ...end.charges]
  const onTop = all.filter(({ tax }) => tax?.included === false).map((of) => taxes.get(of)!)
  const lines = input.lines.map(({ id }) => id).toSorted(compareText)
  const of = (line: string) => end.units.filter((unit) => unit.line === line)
  return {
    grand:
      sum(all.map(({ running }) => running)) +
      sum(onTop) +
      sum(fees.map(({ amount, tax, included }) => amount + (included ? 0n : tax))),
    tax: sum(taxes.values()) + sum(fees.map(({ tax }) => tax)),
    discount: sum(all.map(({ price, running }) => price - running)),
    lines: lines.map((line) => ({
      amount: sum(of(line).map(({ running }) => running)),
      tax: sum(of(line).map((unit) => taxes.get(unit)!))
    })),
    charges: end.charges.map(({ running }) => running),
    applied: applied.map(({ promotion }) => promotion.id),
    claims: [...end.claimed].map(([account, amount]) => `${account} ${amount}`).sort(),
    refused
  }
}

/** The outcome of `priority`. */
export const byRank = (input: QuoteInput): Specified => {
  const everything = new Set(world(input).units.map(({ group }) => group))
  return settled(input, run(input, { groups: () => everything }, true))
}

/** The least payable of every permitted plan; `undefined` if there are more than `most` plans. */
export const leastPayable = (input: QuoteInput, most: number): bigint | undefined => {
  const everything = [...new Set(world(input).units.map(({ group }) => group))]
  const choices = ranked(input).map((promotion): ReadonlyArray<ReadonlySet<string> | undefined> => {
    if (promotion.stack?.scope !== "line") return [undefined, new Set(everything)]
    return Array.from(
      { length: 2 ** everything.length },
      (_, mask) => new Set(everything.filter((_, index) => (mask >> index) & 1))
    )
  })
  if (choices.reduce((product, { length }) => product * length, 1) > most) return undefined
  let plans: ReadonlyArray<ReadonlyMap<string, ReadonlySet<string>>> = [new Map()]
  for (const [index, promotion] of ranked(input).entries()) {
    plans = plans.flatMap((plan) =>
      choices[index]!.map((groups) => (groups === undefined ? plan : new Map(plan).set(promotion.id, groups)))
    )
  }
  let least: bigint | undefined
  for (const plan of plans) {
    const outcome = run(input, { groups: ({ id }) => plan.get(id) }, false)
    if (forbidden(input.policy?.limits ?? [], outcome.applied) !== undefined) continue
    const { grand } = settled(input, outcome)
    if (least === undefined || grand < least) least = grand
  }
  return least
}
