import * as Result from "effect/Result"
import type { DeliveryUnavailable } from "../errors.ts"

/** An amount in minor units of a currency. */
interface Amount {
  readonly amount: bigint
  readonly currency: string
}

/** What a parcel costs; amounts are in minor units, weights in grams. */
export type FreightRate =
  | { readonly kind: "flat"; readonly amount: Amount }
  | {
      readonly kind: "weight"
      readonly first: { readonly grams: number; readonly amount: Amount }
      readonly next: { readonly grams: number; readonly amount: Amount }
    }
  | { readonly kind: "none" }

/** The taxes of a charge; a rate is a fraction as decimal text. */
export interface FreightTax {
  readonly included: boolean
  readonly rates: ReadonlyArray<{ readonly id: string; readonly rate: string }>
}

/** What the price of a way to deliver depends on. */
export interface FreightOption {
  readonly id: string
  readonly heaviestGrams: number
  readonly tax?: FreightTax
  readonly rates: ReadonlyArray<{
    readonly currency: string
    readonly elsewhere: FreightRate
    readonly regions: ReadonlyArray<{ readonly codes: ReadonlyArray<string>; readonly rate: FreightRate }>
  }>
}

/** A parcel to be priced. */
export interface Consignment {
  /** ISO 3166-2 or 3166-1 alpha-2. */
  readonly region: string
  readonly weightGrams: number
  readonly currency: string
}

/** What delivery costs before promotions, as a quote takes it: minor units of the consignment's currency. */
export interface FreightCharge {
  readonly id: string
  readonly amount: bigint
  /** The id of the delivery option. */
  readonly method: string
  readonly tax?: FreightTax
}

/**
 * The price of a weight in begun steps: `first.amount` up to `first.grams`, and `next.amount` for each further step of
 * `next.grams` or part of one. Source: the freight templates of the large Chinese marketplaces.
 *
 * Law: it never falls as the weight rises, and is constant within a step.
 */
export const weightPrice = (rate: FreightRate & { readonly kind: "weight" }, weightGrams: number): bigint => {
  if (weightGrams <= rate.first.grams) return rate.first.amount.amount
  const over = BigInt(weightGrams - rate.first.grams)
  const step = BigInt(rate.next.grams)
  return rate.first.amount.amount + ((over + step - 1n) / step) * rate.next.amount.amount
}

/** What an option costs for a consignment; `undefined` if it does not bring it. */
const priceOf = (option: FreightOption, { region, weightGrams, currency }: Consignment): bigint | undefined => {
  const table = option.rates.find((one) => one.currency === currency)
  if (table === undefined || weightGrams > option.heaviestGrams) return undefined
  const rowOf = (code: string) => table.regions.find(({ codes }) => codes.includes(code))?.rate
  const rate = rowOf(region) ?? rowOf(region.slice(0, 2)) ?? table.elsewhere
  switch (rate.kind) {
    case "none":
      return undefined
    case "flat":
      return rate.amount.amount
    case "weight":
      return weightPrice(rate, weightGrams)
  }
}

const chargeOf = ({ id, tax }: FreightOption, amount: bigint): FreightCharge => ({
  id: `delivery:${id}`,
  amount,
  method: id,
  ...(tax === undefined ? {} : { tax })
})

/**
 * What it costs to have a consignment delivered by an option. Free delivery is a promotion, not a rate.
 *
 * @returns one charge, or `DeliveryUnavailable`: no such option, none in this currency, too heavy, or not to this region
 */
export const freight = (
  { options }: { readonly options: ReadonlyArray<FreightOption> },
  consignment: Consignment & { readonly option: string }
): Result.Result<ReadonlyArray<FreightCharge>, DeliveryUnavailable> => {
  const option = options.find(({ id }) => id === consignment.option)
  const amount = option === undefined ? undefined : priceOf(option, consignment)
  if (option !== undefined && amount !== undefined) return Result.succeed([chargeOf(option, amount)])
  const { option: wanted, region } = consignment
  return Result.fail({ _tag: "DeliveryUnavailable", option: wanted, region })
}

/** The options that bring a consignment, in the shop's order, each with its charge. */
export const deliveryChoices = <Option extends FreightOption>(
  { options }: { readonly options: ReadonlyArray<Option> },
  consignment: Consignment
): ReadonlyArray<{ readonly option: Option; readonly charge: FreightCharge }> =>
  options.flatMap((option) => {
    const amount = priceOf(option, consignment)
    return amount === undefined ? [] : [{ option, charge: chargeOf(option, amount) }]
  })
