import * as Result from "effect/Result"
import type { InvalidInput } from "../../command/errors.ts"
import { fractionFrom } from "../../kernel/ratio.ts"
import type { PriceEntry } from "../../pricing/model.ts"
import { isMeasure, priceOfMeasure } from "../../pricing/rules/measure.ts"
import type { Line, PolicyRounding } from "../input.ts"
import { type TaxTerms, withoutRelieved } from "./relief.ts"
import { exactTax, rated } from "./tax.ts"

/** What turns the price of an entry into that of a unit. */
export interface PriceTerms extends TaxTerms {
  readonly priceRounding: PolicyRounding
  readonly zonePrice: "keepGross" | "keepNet"
  /** Where the buyer's taxes are due, if it is known. */
  readonly zone: string | undefined
}

/**
 * An entry with its prices for a unit of a line: of a measured piece their part of them, rounded once; of an entry with the
 * taxes of another zone what the policy keeps; and without a tax that is relieved.
 */
export const shownEntry = (entry: PriceEntry, line: Line, terms: PriceTerms): PriceEntry => {
  const { measure, tax } = line
  if (measure === undefined && entry.zone === undefined && tax?.relief === undefined) return entry
  const amount = shownPrice(entry.amount, entry, line, terms)
  return entry.list === undefined
    ? { ...entry, amount }
    : { ...entry, amount, list: shownPrice(entry.list, entry, line, terms) }
}

const shownPrice = (amount: bigint, { per, zone }: PriceEntry, { measure, tax }: Line, terms: PriceTerms): bigint => {
  const { priceRounding, taxRounding, taxOf } = terms
  const measured =
    per === undefined || measure === undefined ? undefined : priceOfMeasure(amount, per, measure, priceRounding)
  // Selection lets an entry price only what is measured as it is.
  const whole = measured !== undefined && Result.isSuccess(measured) ? measured.success : amount
  if (zone === undefined) return withoutRelieved(whole, tax, terms)
  const elsewhere = terms.zone !== undefined && terms.zone !== zone.id
  if (elsewhere && terms.zonePrice === "keepNet") {
    const theirs = taxOf({ included: true, rates: zone.rates })
    const net = theirs === undefined ? whole : whole - exactTax(whole, theirs, taxRounding)
    const due = tax?.included === true ? taxOf({ ...tax, included: false }) : undefined
    return due === undefined ? net : net + exactTax(net, due, taxRounding)
  }
  if (tax === undefined) return whole
  // The entry's amount is what the shopper sees, so a line that is taxed on top begins with what is left of it.
  const inside = { ...tax, included: true }
  if (tax.included || tax.relief !== undefined) return withoutRelieved(whole, inside, terms)
  return whole - exactTax(whole, taxOf(inside) ?? untaxed, taxRounding)
}

const untaxed = rated(true, { numerator: 0n, denominator: 1n })

const wrong = (path: string, reason: string): InvalidInput => ({ _tag: "InvalidInput", path, reason })

/** The first line whose measure is none. */
export const wrongMeasure = (lines: ReadonlyArray<Line>): InvalidInput | undefined => {
  for (let index = 0; index < lines.length; index++) {
    const { measure } = lines[index]!
    if (measure !== undefined && !isMeasure(measure)) {
      return wrong(`/lines/${index}/measure`, "expected a measure above zero")
    }
  }
  return undefined
}

/** What of an entry is no measure or no zone. */
export const wrongEntry = ({ per, zone }: PriceEntry, index: number): InvalidInput | undefined => {
  if (per !== undefined && !isMeasure(per)) return wrong(`/prices/${index}/per`, "expected a measure above zero")
  const rates = zone?.rates ?? []
  return rates.every(({ rate }) => (fractionFrom(rate)?.numerator ?? -1n) >= 0n)
    ? undefined
    : wrong(`/prices/${index}/zone`, "expected rates such as 0.13")
}
