import type { Wording } from "../kernel/language.ts"

/**
 * Why an amount bears no tax although it is sold. `zeroRated` and `exempt` differ in what the seller may deduct,
 * `reverseCharge` in who pays: the buyer. `outOfScope` is no taxable supply at all.
 */
export interface TaxRelief {
  readonly kind: "exempt" | "zeroRated" | "reverseCharge" | "outOfScope"
  /** What an invoice states, such as a code of the list VATEX of EN 16931 (`VATEX-EU-AE`). */
  readonly code: string
  /** What an invoice says. May be left out for the codes of `standardReliefs`. */
  readonly text?: Wording
}

/** A good that comes over the border of China for its buyer's own use; rates are fractions as decimal text. */
export type Customs = RetailImport | PostalImport

/**
 * Cross-border retail import (跨境电子商务零售进口): the general rates of the good, of which the regime takes a part.
 * `consumption` is the ad valorem rate of consumption tax.
 */
export interface RetailImport {
  readonly regime: "retail"
  readonly duty: string
  readonly consumption: string
  readonly vat: string
}

/** A personal postal article (个人邮递物品), with its rate of the tax on articles (行邮税): 0.13, 0.2 or 0.5 since 2019. */
export interface PostalImport {
  readonly regime: "postal"
  readonly rate: string
  /** Whether it comes from Hong Kong, Macao or Taiwan, whose parcels have a lower limit. */
  readonly near?: boolean
}

/**
 * The limits of imports, in minor units of CNY; the defaults are those in force since 2019. `account` names the account of
 * what the buyer may still import this year, see `customsAccount`.
 */
export interface CustomsPolicy {
  readonly account: string
  /** Most of one retail transaction. Default 5000.00. */
  readonly single?: bigint
  /** What of the general taxes a retail import within its limits bears. Default `"0.7"`. */
  readonly share?: string
  /** Most of one postal parcel. Default 1000.00. */
  readonly parcel?: bigint
  /** The same from Hong Kong, Macao and Taiwan. Default 800.00. */
  readonly nearParcel?: bigint
  /** The tax on a parcel up to which none is levied. Default 50.00. */
  readonly free?: bigint
}

/**
 * How goods of one merchant pass the border. `reduced`: within the limits, at a part of the general taxes; `full`: one
 * piece above the limit, at all of them; `due`: a parcel that pays; `free`: one whose tax is too small to be levied.
 */
export interface QuotedCustoms<Amount> {
  readonly merchant: string
  readonly regime: Customs["regime"]
  readonly treatment: "reduced" | "full" | "due" | "free"
  /** The dutiable value, of retail imports with freight; rounded up to a minor unit. */
  readonly value: Amount
  /** The limit that it is compared with. */
  readonly limit: Amount
  /** The tax on the goods, without that on freight. */
  readonly tax: Amount
  /** Of retail imports: what the buyer, if known, may still import this year before this order. */
  readonly left?: Amount
}

/** A relief, and the net amount that it is for: what an invoice needs to say. */
export interface QuotedRelief<Amount> extends TaxRelief {
  readonly text: Wording
  /** Ids of lines, charges and fees, in order. */
  readonly of: ReadonlyArray<string>
  readonly net: Amount
}

/** What of a tax is of one rate. */
export interface QuotedRate<Amount> {
  readonly id: string
  /** As it was stated, a fraction as decimal text. */
  readonly rate: string
  readonly amount: Amount
}

/** The tax of one line, charge or fee by rate, in order of id. */
export interface TaxedByRate<Amount> {
  readonly id: string
  readonly rates: ReadonlyArray<QuotedRate<Amount>>
}

/** The tax of a quote by rate: in all, and of each line, charge and fee that has any. */
export interface QuotedTaxes<Amount> {
  readonly total: ReadonlyArray<QuotedRate<Amount>>
  readonly lines: ReadonlyArray<TaxedByRate<Amount>>
  readonly charges: ReadonlyArray<TaxedByRate<Amount>>
  readonly fees: ReadonlyArray<TaxedByRate<Amount>>
}
