import { fractionFrom, type Ratio, ratio } from "../../../kernel/ratio.ts"
import type { Customs } from "../../tax.ts"

/** How a good passes the border: what it bears on its dutiable value within the limits, and beyond them. */
export interface CustomsRule {
  readonly regime: Customs["regime"]
  readonly near: boolean
  /** Of a retail import its share of the general taxes, of a postal article its rate. */
  readonly reduced: Ratio
  /** The general taxes in full; of a postal article the same as `reduced`. */
  readonly full: Ratio
}

/**
 * The rates of a good on its dutiable value. With duty d, consumption tax c and value-added tax v the general taxes are
 * `d + (1 + d)(c + v) / (1 - c)`: consumption tax is part of the value that it is levied on, and value-added tax comes on both.
 * A retail import within the limits bears no duty and a share of the rest: `share * (c + v) / (1 - c)`.
 *
 * Source: 财关税〔2016〕18号, articles 1 and 3, and 财关税〔2018〕49号; Provisional Regulations on Consumption Tax, article 8.
 *
 * @returns undefined if a rate is no decimal from 0 on, or consumption tax is not below 1
 */
export const customsRule = (customs: Customs, share: Ratio): CustomsRule | undefined => {
  if (customs.regime === "postal") {
    const rate = rateFrom(customs.rate)
    return rate && { regime: "postal", near: customs.near ?? false, reduced: rate, full: rate }
  }
  const [duty, consumption, vat] = [rateFrom(customs.duty), rateFrom(customs.consumption), rateFrom(customs.vat)]
  if (duty === undefined || consumption === undefined || vat === undefined) return undefined
  if (consumption.numerator >= consumption.denominator) return undefined
  const general = times(plus(consumption, vat), inverse(minusFromOne(consumption)))
  return {
    regime: "retail",
    near: false,
    reduced: times(share, general),
    full: plus(duty, times(plus(one, duty), general))
  }
}

const one: Ratio = { numerator: 1n, denominator: 1n }

const rateFrom = (text: string): Ratio | undefined => {
  const found = fractionFrom(text)
  return found === undefined || found.numerator < 0n ? undefined : found
}

const plus = (a: Ratio, b: Ratio): Ratio =>
  ratio(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)

const times = (a: Ratio, b: Ratio): Ratio => ratio(a.numerator * b.numerator, a.denominator * b.denominator)

const inverse = ({ numerator, denominator }: Ratio): Ratio => ({ numerator: denominator, denominator: numerator })

const minusFromOne = ({ numerator, denominator }: Ratio): Ratio => ({ numerator: denominator - numerator, denominator })
