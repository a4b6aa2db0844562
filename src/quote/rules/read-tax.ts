import * as Result from "effect/Result"
import { closed, flaw, kinds, list, oneOf, type Reader, text, truth } from "../../kernel/reading.ts"
import type { TaxZone } from "../../pricing/model.ts"
import { type Measure, unitCodes } from "../../pricing/unit.ts"
import { decimal, key } from "../../promotion/rules/read.ts"
import type { Tax } from "../input.ts"
import type { CustomsPolicy, TaxRelief } from "../tax.ts"

const rate = closed({ id: key, rate: decimal })

/** Reads a relief from tax. */
export const relief: Reader<TaxRelief> = closed(
  { kind: oneOf("exempt", "zeroRated", "reverseCharge", "outOfScope"), code: key },
  { text: closed({ zh: text(400), en: text(400) }) }
)

/** Reads how a price is taxed. */
export const tax: Reader<Tax> = closed(
  { included: truth, rates: list(rate, 20) },
  {
    relief,
    customs: kinds("regime", {
      retail: closed({ regime: oneOf("retail"), duty: decimal, consumption: decimal, vat: decimal }),
      postal: closed({ regime: oneOf("postal"), rate: decimal }, { near: truth })
    })
  }
)

/** Reads the limits of imports. */
export const customsPolicy = (amount: Reader<bigint>): Reader<CustomsPolicy> =>
  closed({ account: key }, { single: amount, share: decimal, parcel: amount, nearParcel: amount, free: amount })

const unit = oneOf(...unitCodes)

/** Reads a measure such as `{ "amount": "0.735", "unit": "kg" }`. */
export const measure: Reader<Measure> = closed({
  amount: (value: unknown) => {
    const read = decimal(value)
    return Result.isFailure(read) || (/[1-9]/.test(read.success) && !read.success.startsWith("-"))
      ? read
      : flaw("expected a measure above zero")
  },
  unit
})

/** Reads the zone whose taxes a price contains. */
export const zone: Reader<TaxZone> = closed({ id: key, rates: list(rate, 10) })
