import { divide } from "../../../src/money/index.ts"
import type { QuoteInput, Tax } from "../../../src/quote/index.ts"
import { type Exact, minus, over, plus, times, zero } from "./number.ts"
import { importRates, partInside, rateOf } from "./rate.ts"
import { type Charge, type Unit, type World } from "./world.ts"

type Rates = ReadonlyMap<Unit | Charge, Exact>

/** The goods of one merchant that pass the border together. */
export interface Consignment {
  readonly units: ReadonlyArray<Unit>
  readonly merchant: string
  readonly regime: "retail" | "postal"
  readonly treatment: "reduced" | "full" | "due" | "free"
  readonly value: bigint
  readonly limit: bigint
  /** More than one piece above the limit. */
  readonly beyond: boolean
}

/** At which rate everything is taxed, which for imports depends on what passes the border with them, and for freight on goods. */
export const ratesIn = (input: QuoteInput, world: World): Rates => {
  const final = new Map<Unit | Charge, Exact>(
    [...world.units, ...world.charges].map((one) => [one, rateOf(input, one.tax)])
  )
  if (input.customs === undefined && input.policy?.tax?.shipping !== "weighted") return final
  for (const { units, treatment } of consignmentsOf(input, world)) {
    for (const unit of units) {
      if (treatment === "free") final.set(unit, zero)
      if (treatment === "full") final.set(unit, importRates(input, unit.tax!.customs!).beyond)
    }
  }
  return new Map([...final, ...freightRates(input, world, final)])
}

/** Whether an amount contains its tax; what states no tax contains it. */
export const contains = (tax: Tax | undefined): boolean => tax?.included ?? true

const netAt = ({ running, tax }: Unit | Charge, rate: Exact): Exact =>
  contains(tax) ? minus([running, 1n], times([running, 1n], partInside(rate))) : [running, 1n]

const taxAt = ({ running, tax }: Unit | Charge, rate: Exact): Exact =>
  times([running, 1n], contains(tax) ? partInside(rate) : rate)

const total = (amounts: Iterable<Exact>): Exact => [...amounts].reduce(plus, zero)

const carriedBy = ({ units }: World, { merchant }: Charge): ReadonlyArray<Unit> =>
  units.filter((unit) => merchant === undefined || unit.merchant === merchant)

/** What each of the goods bears whose fate a charge shares, where the policy says so or they pass the border; else none. */
export const carriedTax = (
  input: QuoteInput,
  world: World,
  rates: Rates,
  charge: Charge
): ReadonlyMap<Unit, Exact> | undefined => {
  const goods = carriedBy(world, charge)
  const weighted = input.policy?.tax?.shipping === "weighted" || goods.some(({ tax }) => tax?.customs !== undefined)
  if (charge.tax?.relief !== undefined || !weighted || netOf(goods, rates)[0] === 0n) return undefined
  return new Map(goods.map((unit) => [unit, taxAt(unit, rates.get(unit)!)]))
}

const netOf = (units: ReadonlyArray<Unit>, rates: Rates): Exact =>
  total(units.map((unit) => netAt(unit, rates.get(unit)!)))

const freightRates = (input: QuoteInput, world: World, rates: Rates): Rates =>
  new Map(
    world.charges.map((charge) => {
      const carried = carriedTax(input, world, rates, charge)
      if (carried === undefined) return [charge, rateOf(input, charge.tax)]
      return [charge, over(total(carried.values()), netOf([...carried.keys()], rates))]
    })
  )

/** A merchant's retail imports are one transaction, its postal articles one parcel, in the order of their groups. */
export const consignmentsOf = (input: QuoteInput, world: World): ReadonlyArray<Consignment> => {
  const abroad = world.units.filter(({ tax }) => tax?.customs !== undefined)
  if (abroad.length === 0) return []
  const { single = 500_000n, parcel = 100_000n, nearParcel = 80_000n, free = 5_000n } = input.customs ?? {}
  const rates = new Map<Unit | Charge, Exact>(world.units.map((unit) => [unit, rateOf(input, unit.tax)]))
  const freight = freightRates(input, world, rates)
  const together = Map.groupBy(abroad, ({ merchant, tax }) => `${merchant} ${tax!.customs!.regime}`)
  return [...together.values()].map((units): Consignment => {
    const { merchant, tax } = units[0]!
    const { regime } = tax!.customs!
    if (regime === "postal") {
      const near = units.some((unit) => nearOf(unit.tax!.customs!))
      const limit = near ? nearParcel : parcel
      const value = divide(...netOf(units, rates), "ceiling")
      const mode = input.policy?.rounding?.tax ?? "halfUp"
      const due = divide(...total(units.map((unit) => taxAt(unit, rates.get(unit)!))), mode)
      const beyond = value > limit && units.length > 1
      return { units, merchant, regime, treatment: due <= free ? "free" : "due", value, limit, beyond }
    }
    const carried = total(
      world.charges.map((charge) => {
        const all = netOf(carriedBy(world, charge), rates)
        const some = netOf(
          carriedBy(world, charge).filter((unit) => units.includes(unit)),
          rates
        )
        return all[0] === 0n ? zero : times(netAt(charge, freight.get(charge)!), over(some, all))
      })
    )
    const value = divide(...plus(netOf(units, rates), carried), "ceiling")
    const above = value > single
    const alone = units.length === 1
    return {
      units,
      merchant,
      regime,
      treatment: above && alone ? "full" : "reduced",
      value,
      limit: single,
      beyond: above && !alone
    }
  })
}

const nearOf = (customs: NonNullable<Tax["customs"]>): boolean => customs.regime === "postal" && customs.near === true

/** What all retail imports claim of what the buyer may import in a year. */
export const yearly = (input: QuoteInput, world: World): bigint =>
  consignmentsOf(input, world).reduce((sum, { regime, value }) => (regime === "retail" ? sum + value : sum), 0n)

/** Why the goods may not pass the border so. */
export const beyondLimits = (input: QuoteInput, world: World) => {
  const over = consignmentsOf(input, world).find(({ beyond }) => beyond)
  if (over !== undefined) {
    const { merchant, regime, value, limit: allowed } = over
    return { limit: regime === "retail" ? "single" : "parcel", merchant, value, allowed }
  }
  if (input.customs === undefined) return undefined
  const known = input.context?.customer !== undefined
  if (!known && input.policy?.unknownCustomer !== "refuse") return undefined
  const [value, allowed] = [yearly(input, world), known ? BigInt(input.accounts?.[input.customs.account] ?? 0) : 0n]
  return value > allowed ? { limit: "yearly", value, allowed } : undefined
}
