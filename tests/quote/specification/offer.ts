import { amountText } from "../../../src/money/index.ts"
import type { Promotion, Reward, UnitReward } from "../../../src/promotion/index.ts"
import { matches, measured, reaches } from "./condition.ts"
import { money } from "./number.ts"
import { inGroups, inOrder, type Unit } from "./world.ts"

/** One reward, and the units it is given on. */
export interface Given {
  readonly reward: Reward
  readonly on: ReadonlyArray<Unit>
  readonly times: bigint
  /** It leaves a unit no less than this. */
  readonly leaves?: bigint
}

/** What an offer comes to. An offer that cuts sets says which units triggered and which are rewarded. */
export interface Offered {
  readonly given: ReadonlyArray<Given>
  /** Each that is given is a set, whose units are used if it gains. */
  readonly sets?: true
  readonly triggers?: ReadonlyArray<Unit>
  readonly rewarded?: ReadonlyArray<Unit>
}

/** Every reward that an offer may give. */
export const rewardsIn = ({ offer }: Promotion): ReadonlyArray<Reward> => {
  switch (offer.kind) {
    case "grant":
    case "every":
      return offer.rewards
    case "tiers":
      return offer.steps.flatMap(({ rewards }) => rewards)
    case "nth":
      return offer.steps.filter((step) => step !== null)
    case "buyGet":
      return [offer.get.reward]
    case "bundle":
      return [offer.reward]
    case "multi":
    case "addOn":
      return [{ kind: "price", price: offer.price }]
    case "deposit":
      return [{ kind: "amount", amount: offer.counts }]
  }
}

/** How far an offer is in its own threshold: the step reached, how many times; 0 if it is not reached. */
export const reached = (
  { offer, testBase = "running" }: Promotion,
  free: ReadonlyArray<Unit>,
  counted: ReadonlyArray<Unit>
): number => {
  if (offer.kind !== "tiers" && offer.kind !== "every") return 1
  const { of, measure } = offer
  const over = of === undefined ? free : counted.filter((unit) => matches(of, unit))
  const found = measured(measure, over, testBase)
  if (offer.kind === "tiers") return offer.steps.filter(({ at }) => reaches(measure, at) <= found).length
  return Math.min(Number(found / reaches(measure, offer.each)), offer.max ?? Number.POSITIVE_INFINITY)
}

/** What an offer gives on the units that qualify; `step` as {@link reached} says. */
export const offered = (
  { id, offer }: Promotion,
  free: ReadonlyArray<Unit>,
  step: number,
  seen: (unit: Unit) => bigint
): Offered | "SetIncomplete" | "AddOnNotChosen" => {
  const all = (rewards: ReadonlyArray<Reward>, times: number): Offered => ({
    given: rewards.map((reward) => ({ reward, on: free, times: BigInt(times) }))
  })
  const inSets = (reward: UnitReward, sets: ReadonlyArray<ReadonlyArray<Unit>>): Offered | "SetIncomplete" =>
    sets.length === 0
      ? "SetIncomplete"
      : { given: sets.map((set) => ({ reward, on: inGroups(set), times: 1n })), sets: true }
  switch (offer.kind) {
    case "grant":
      return all(offer.rewards, 1)
    case "tiers":
      return all(offer.steps[step - 1]!.rewards, 1)
    case "every":
      return all(offer.rewards, step)
    case "nth":
      return nth(offer, inOrder(free, seen, offer.order ?? "dearest"))
    case "buyGet":
      return buyGet(offer, free, seen)
    case "multi": {
      const sets = setsOf(offer.quantity, inOrder(free, seen, offer.pick ?? "dearest")).slice(0, offer.max)
      return inSets({ kind: "price", price: offer.price, per: "total" }, sets)
    }
    case "bundle": {
      const kits = kitsOf(offer, inOrder(free, seen, offer.pick ?? "dearest")).slice(0, offer.max)
      return inSets({ ...offer.reward, per: offer.reward.per ?? "total" } as UnitReward, kits)
    }
    case "addOn": {
      const chosen = inOrder(free, seen, "dearest").filter(({ addOnOf }) => addOnOf === id)
      if (chosen.length === 0) return "AddOnNotChosen"
      const on = inGroups(chosen.slice(0, offer.max))
      return { given: [{ reward: { kind: "price", price: offer.price, per: "unit" }, on, times: 1n }] }
    }
    case "deposit": {
      const off = amountText(money(offer.counts) - money(offer.pay), "CNY")
      const reward = { kind: "amount", amount: off, per: "unit" } as const
      return { given: [{ reward, on: free, times: 1n, leaves: money(offer.pay) }] }
    }
  }
}

type OfferOf<Kind> = Promotion["offer"] & { readonly kind: Kind }

const setsOf = (size: number, units: ReadonlyArray<Unit>): ReadonlyArray<ReadonlyArray<Unit>> =>
  Array.from({ length: Math.floor(units.length / size) }, (_, set) => units.slice(set * size, (set + 1) * size))

const nth = (offer: OfferOf<"nth">, units: ReadonlyArray<Unit>): Offered | "SetIncomplete" => {
  const size = offer.steps.length
  const rows = offer.per === "variant" ? [...Map.groupBy(units, ({ sku }) => sku).values()] : [units]
  const counted = rows.map((row) => (offer.wholeSets === true ? row.slice(0, row.length - (row.length % size)) : row))
  const stepAt = (index: number) =>
    index < size || offer.then === "cycle" ? index % size : offer.then === "last" ? size - 1 : undefined
  const placed = counted.flatMap((row) =>
    row.flatMap((unit, index) => {
      const step = stepAt(index)
      return step === undefined ? [] : [{ unit, reward: offer.steps[step]!, step }]
    })
  )
  const triggers = placed.filter(({ reward }) => reward === null)
  const rewarded = placed.filter(({ reward }) => reward !== null).slice(0, offer.max)
  if (rewarded.length === 0) return "SetIncomplete"
  const given = offer.steps.flatMap((reward, step) => {
    const on = inGroups(rewarded.filter((one) => one.step === step).map(({ unit }) => unit))
    return reward === null || on.length === 0 ? [] : [{ reward, on, times: 1n }]
  })
  return { given, triggers: triggers.map(({ unit }) => unit), rewarded: rewarded.map(({ unit }) => unit) }
}

const buyGet = (
  { buy, get, pick = "cheapest", max }: OfferOf<"buyGet">,
  free: ReadonlyArray<Unit>,
  seen: (unit: Unit) => bigint
): Offered | "SetIncomplete" => {
  const [x, y] = [buy.quantity, get.quantity]
  const buys = (unit: Unit) => buy.select === undefined || matches(buy.select, unit)
  const gets = (unit: Unit) => get.select === undefined || matches(get.select, unit)
  const both = free.filter((unit) => buys(unit) || gets(unit))
  const times = Math.min(
    Math.floor(both.filter(buys).length / x),
    Math.floor(both.filter(gets).length / y),
    Math.floor(both.length / (x + y)),
    max ?? Number.POSITIVE_INFINITY
  )
  if (times === 0) return "SetIncomplete"
  const sets = setsOf(x + y, inOrder(both, seen, "dearest")).slice(0, times)
  let [rewarded, triggers] = [sets.flatMap((set) => set.slice(x)), sets.flatMap((set) => set.slice(0, x))]
  if (pick !== "eachSet") {
    rewarded = []
    for (const unit of inOrder(both.filter(gets), seen, pick)) {
      const left = both.filter((other) => buys(other) && other !== unit && !rewarded.includes(other))
      if (rewarded.length < times * y && left.length >= times * x) rewarded.push(unit)
    }
    // Those that could only buy come first, so that none is wasted that could be rewarded.
    const rest = inOrder(both, seen, pick === "cheapest" ? "dearest" : "cheapest").filter(
      (unit) => buys(unit) && !rewarded.includes(unit)
    )
    triggers = [...rest.filter((unit) => !gets(unit)), ...rest.filter(gets)].slice(0, times * x)
  }
  return { given: [{ reward: get.reward, on: inGroups(rewarded), times: 1n }], triggers, rewarded }
}

const kitsOf = ({ parts, max }: OfferOf<"bundle">, units: ReadonlyArray<Unit>): ReadonlyArray<ReadonlyArray<Unit>> => {
  const kits: Array<ReadonlyArray<Unit>> = []
  for (;;) {
    const [kit] =
      filled(
        parts,
        units.filter((unit) => !kits.flat().includes(unit)),
        1
      ) ?? []
    if (kit === undefined) break
    kits.push(kit)
  }
  // More can be filled where the part that fewest units match has them first, for all kits.
  const found = (part: (typeof parts)[number]) => units.filter((unit) => matches(part.select, unit)).length
  const scarcestFirst = parts.toSorted((a, b) => found(a) - found(b))
  const counts = units.map((_, index) => units.length - index).filter((count) => count <= (max ?? count))
  const more =
    counts.flatMap((count) => [filled(scarcestFirst, units, count) ?? []]).find(({ length }) => length > 0) ?? []
  return more.length > Math.min(kits.length, max ?? kits.length) ? more : kits
}

const filled = (
  parts: OfferOf<"bundle">["parts"],
  units: ReadonlyArray<Unit>,
  count: number
): ReadonlyArray<ReadonlyArray<Unit>> | undefined => {
  const kits: Array<ReadonlyArray<Unit>> = Array.from({ length: count }, () => [])
  for (const { select, quantity } of parts) {
    const open = units.filter((unit) => !kits.flat().includes(unit) && matches(select, unit))
    if (open.length < count * quantity) return undefined
    for (const kit of kits.keys()) kits[kit] = [...kits[kit]!, ...open.slice(kit * quantity, (kit + 1) * quantity)]
  }
  return kits
}
