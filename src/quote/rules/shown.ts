import * as Result from "effect/Result"
import type { InvalidInput } from "../../command/errors.ts"
import { fractionFrom } from "../../kernel/ratio.ts"
import { isMeasure, priceOfMeasure } from "../../pricing/rules/measure.ts"
import type { PriceEntry } from "../../pricing/model.ts"
import type { Line, PolicyRounding, QuoteInput } from "../input.ts"
import { withoutRelieved } from "./relief.ts"
import { type TaxRule, taxOf, taxRule } from "./tax.ts"

/** What turns the price of an entry into that of a unit. */
export interface PriceTerms {
  readonly compound: boolean
  readonly priceRounding: PolicyRounding
  readonly taxRounding: PolicyRounding
  readonly zonePrice: "keepGross" | "keepNet"
  /** Where the buyer's taxes are due, if it is known. */
  readonly zone: string | undefined
}

/**
 * The price of a unit of a line by an entry, of which `amount` is the price or the list price: of a measured piece its part of
 * it, rounded once; of an entry with the taxes of another zone what the policy keeps; and without a tax that is relieved.
 */
export const shownPrice = (
  amount: bigint,
  { per, zone }: PriceEntry,
  { measure, tax }: Pick<Line, "measure" | "tax">,
  terms: PriceTerms
): bigint => {
  const { compound, priceRounding, taxRounding } = terms
  const measured =
    per === undefined || measure === undefined ? undefined : priceOfMeasure(amount, per, measure, priceRounding)
  // Selection lets an entry price only what is measured as it is.
  const whole = measured !== undefined && Result.isSuccess(measured) ? measured.success : amount
  if (zone === undefined) return withoutRelieved(whole, tax, compound, taxRounding)
  const elsewhere = terms.zone !== undefined && terms.zone !== zone.id
  if (elsewhere && terms.zonePrice === "keepNet") {
    const net = whole - taxOf(whole, taxRule({ included: true, rates: zone.rates }, compound), taxRounding)
    const due = taxRule(tax, compound)
    return due.included ? net + taxOf(net, onTop(due), taxRounding) : net
  }
  // The entry's amount is what the shopper sees, so a line that is taxed on top begins with what is left of it.
  const own = tax === undefined ? tax : { ...tax, included: true }
  return tax?.included === false && tax.relief === undefined
    ? whole - taxOf(whole, taxRule(own, compound), taxRounding)
    : withoutRelieved(whole, own, compound, taxRounding)
}

/** The first measure or zone of an input that is none. */
export const wrongMeasure = ({ lines, prices }: Pick<QuoteInput, "lines" | "prices">): InvalidInput | undefined => {
  const line = lines.findIndex(({ measure }) => measure !== undefined && !isMeasure(measure))
  if (line >= 0)
    return { _tag: "InvalidInput", path: `/lines/${line}/measure`, reason: "expected a measure above zero" }
  const price = prices.findIndex(({ per }) => per !== undefined && !isMeasure(per))
  if (price >= 0) return { _tag: "InvalidInput", path: `/prices/${price}/per`, reason: "expected a measure above zero" }
  const zone = prices.findIndex((entry) =>
    entry.zone?.rates.some(({ rate }) => (fractionFrom(rate)?.numerator ?? -1n) < 0n)
  )
  if (zone < 0) return undefined
  return { _tag: "InvalidInput", path: `/prices/${zone}/zone`, reason: "expected rates such as 0.13" }
}

const onTop = (rule: TaxRule): TaxRule => ({ ...rule, included: false })
