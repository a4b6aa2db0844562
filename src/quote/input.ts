import type { Rounding } from "../money/rules/round.ts"
import type { Measure, PriceEntry, PriceSelection } from "../pricing/model.ts"
import type { Promotion } from "../promotion/model.ts"
import type { Rule } from "../promotion/rules/compile.ts"
import type { Facts } from "../promotion/rules/match.ts"
import type { Customs, CustomsPolicy, TaxRelief } from "./tax.ts"

/** One rate of tax as decimal text: `"0.13"`. */
export interface TaxRate {
  readonly id: string
  readonly rate: string
}

/** How a price is taxed. `included`: the shopper sees the price with tax. */
export interface Tax {
  readonly included: boolean
  readonly rates: ReadonlyArray<TaxRate>
  /** Why none of the rates is due. What contains their tax is lower by it. */
  readonly relief?: TaxRelief
  /** Of goods that pass the border of China: then `rates` are none, and `included` says whether the price has the import tax. */
  readonly customs?: Customs
}

/** No promotion brings a unit below it: minor units, or a percentage of the selected price rounded up; the higher of the two. */
export interface Floor {
  readonly amount?: bigint
  readonly percent?: string
}

/** So many pieces of one sku. */
export interface Line {
  readonly id: string
  readonly sku: string
  readonly merchant: string
  /** A whole number from 1 to {@link mostUnits}. */
  readonly quantity: number
  /** How much each piece measures, for goods priced by measure. */
  readonly measure?: Measure
  /** What selectors ask of the unit: brand, category with ancestors, tags, attributes. */
  readonly facts?: Facts
  readonly floor?: Floor
  readonly tax?: Tax
}

/** What shipping costs before promotions, minor units. */
export interface Charge {
  readonly id: string
  readonly amount: bigint
  readonly merchant?: string
  readonly method?: string
  readonly facts?: Facts
  readonly tax?: Tax
}

/** A stated amount, perhaps negative, that no promotion touches. */
export interface Fee {
  readonly id: string
  readonly amount: bigint
  readonly merchant?: string
  readonly tax?: Tax
}

/** Who buys and how: facts such as `customerGroup`, `channel`, `country`, `paymentMethod`, and the customer if known. */
export interface Context {
  readonly customer?: string
  readonly facts: Facts
}

/** At most `max` applied promotions of these classes (`*`: all) or ids, in the cart, for each merchant, or on each group. */
export interface Limit {
  readonly id: string
  readonly classes?: ReadonlyArray<string> | "*"
  readonly promotions?: ReadonlyArray<string>
  readonly max: number
  readonly per: "cart" | "merchant" | "line"
}

/** How a discount or a tax is rounded. */
export type PolicyRounding = Exclude<Rounding, "ceiling" | "floor">

/** Where traders differ. What is not stated has the default of `docs/guide/promotions.md`. */
export interface Policy {
  readonly combination?: "best" | "priority"
  readonly priceSelection?: PriceSelection
  readonly rounding?: {
    readonly discount?: PolicyRounding
    readonly tax?: PolicyRounding
    /** Of the price of a measured piece. */
    readonly price?: PolicyRounding
  }
  readonly tax?: {
    readonly rounding?: "line" | "unit" | "order"
    readonly compound?: boolean
    /** `weighted`: a charge is taxed by weight of the goods that it carries. */
    readonly shipping?: "own" | "weighted"
  }
  /** What a price with the taxes of another zone keeps for a buyer elsewhere. */
  readonly zonePrice?: "keepGross" | "keepNet"
  readonly limits?: ReadonlyArray<Limit>
  /** How many nodes the search for the best combination may visit. */
  readonly search?: { readonly nodes?: number }
  readonly onSearchBudget?: "bestFound" | "refuse"
  readonly unknownCustomer?: "provisional" | "refuse"
}

/** What is free on an account: minor units of money (bigint), or a count of uses or units (number). */
export type Free = bigint | number

/** Promotions made ready once, in rank order, for quotes in one currency. */
export interface Rules {
  readonly _tag: "Rules"
  readonly currency: string
  readonly rules: ReadonlyArray<Rule>
  /** Every code that opens something, in normal form, with the places of its rules. */
  readonly codes: ReadonlyMap<string, ReadonlyArray<number>>
  /** Whether every two may stand together, so that no pair need be looked at. */
  readonly open: boolean
}

/** Everything a quote depends on. Amounts are minor units of `currency`, instants milliseconds since 1970. */
export interface QuoteInput {
  readonly currency: string
  readonly at: number
  readonly lines: ReadonlyArray<Line>
  readonly prices: ReadonlyArray<PriceEntry>
  /** Promotions, or a rule set made of them once by `compile`. */
  readonly promotions: ReadonlyArray<Promotion> | Rules
  readonly charges?: ReadonlyArray<Charge>
  readonly fees?: ReadonlyArray<Fee>
  readonly context?: Context
  /** Codes as the buyer typed them. */
  readonly codes?: ReadonlyArray<string>
  /** A snapshot of the accounts that budgets and prices name. An account that is missing has nothing free. */
  readonly accounts?: Readonly<Record<string, Free>>
  readonly policy?: Policy
  /** A relief of this buyer, for all that is taxed and has none of its own, such as a company of another member state. */
  readonly relief?: TaxRelief
  /** The limits of imports; needed where a line has `customs`. The currency is CNY then. */
  readonly customs?: CustomsPolicy
}

/** The most lines, charges or fees of a quote. */
export const mostLines = 10_000

/** The most units of a line, and of all lines together. */
export const mostUnits = 100_000

/** The most price entries, and promotions, of a quote. */
export const mostEntries = 100_000

/** The most codes that may be entered. */
export const mostCodes = 100
