import type { Rounding } from "../money/rules/round.ts"
import type { Measure, PriceEntry, PriceSelection } from "../pricing/model.ts"
import type { Promotion } from "../promotion/model.ts"
import type { Rule } from "../promotion/rules/compile.ts"
import type { Facts, Match, Test } from "../promotion/rules/match.ts"
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
  /** The promotion whose add-on the line is, at its normal price if that does not apply. */
  readonly addOnOf?: string
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

/** Points that the buyer asks to spend, as far as the account has them. */
export interface PointsAsked {
  readonly account: string
  readonly spend: number
}

/** A means of payment that has a balance, such as a gift card: it pays what is free on its account, at most `amount`. */
export interface Tender {
  readonly id: string
  readonly account: string
  /** Minor units. */
  readonly amount?: bigint
}

/**
 * At most `max` applied promotions of these classes (`*`: all) or ids, in the cart, for each merchant, or on each group. `pick` is
 * read by `priority` alone: the first by rank, or those that would take most.
 */
export interface Limit {
  readonly id: string
  readonly classes?: ReadonlyArray<string> | "*"
  readonly promotions?: ReadonlyArray<string>
  readonly max: number
  readonly per: "cart" | "merchant" | "line"
  readonly pick?: "first" | "best"
}

/** How a discount or a tax is rounded. */
export type PolicyRounding = Exclude<Rounding, "ceiling" | "floor">

/** Where traders differ. What is not stated has the default of `docs/guide/promotions.md`. */
export interface Policy {
  readonly combination?: "best" | "priority"
  /** What `best` makes least: the total, or the total less cashback and gifts. */
  readonly objective?: "payable" | "afterBenefits"
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
  /** A gift that is short: the other rewards stay, or the promotion does not apply. */
  readonly giftShort?: "skip" | "refuse"
  /** An add-on whose promotion does not apply: the buyer must confirm its normal price, or it simply stays. */
  readonly addOnLapsed?: "confirm" | "keep"
  /** What a point is worth, decimal text in the currency's major unit: `"0.01"`. */
  readonly pointWorth?: string
  /** At most this share of the goods may be paid with points: `"0.5"`. */
  readonly points?: { readonly share?: string }
}

/** What is free on an account: minor units of money (bigint), or a count of uses or units (number). */
export type Free = bigint | number

/** A selector that one or more rules share. */
export interface SharedSelector {
  readonly match: Match
  /** Whether being found by a value is enough, so that `match` need not be asked. */
  readonly exact: boolean
  /** Whether it is found by values at all; else every group is asked. */
  readonly indexed: boolean
}

/** Selectors that are found by the value of one fact. */
export interface Finder {
  readonly fact: string
  readonly found: ReadonlyMap<string, ReadonlyArray<number>>
}

/** Selectors that are found by the values of two facts: `found.get(first).get(second)`. */
export interface PairFinder {
  readonly first: string
  readonly second: string
  readonly found: ReadonlyMap<string, ReadonlyMap<string, ReadonlyArray<number>>>
}

/**
 * What tells at a glance which rules of a set a cart cannot meet, so that they cost next to nothing: selectors by the values
 * they ask for, conditions on the context, the least that all goods must cost. Arrays are by the place of a rule in rank order.
 */
export interface RuleIndex {
  readonly selectors: ReadonlyArray<SharedSelector>
  /** The selector of each rule; -1: it selects everything. */
  readonly selectorOf: Int32Array
  /** The selector of the units that buy or get; -1: all that the rule selects may. */
  readonly concernOf: Int32Array
  readonly finders: ReadonlyArray<Finder>
  readonly pairFinders: ReadonlyArray<PairFinder>
  /** Facts of the context that must all hold, each such list asked once for a cart. */
  readonly doors: ReadonlyArray<ReadonlyArray<Match>>
  /** The door of each rule; -1: none. */
  readonly doorOf: Int32Array
  /** What the condition of each rule asks beside its door. */
  readonly within: ReadonlyArray<Test | undefined>
  /** The kind of stacking of each rule: those of one kind admit and are admitted alike. */
  readonly kindOf: Int32Array
  /** For each kind those with which it does not combine; `undefined` where there are too many kinds to keep account of. */
  readonly opponents: ReadonlyArray<ReadonlyArray<number>> | undefined
  /** Whether each rule needs units; one that does not takes from shipping alone. */
  readonly needsUnits: ReadonlyArray<boolean>
  /** Below this sum of selected prices the rule's condition or first step cannot be met. */
  readonly least: Float64Array
  /** 1 for a rule that acts at any time and without a code. */
  readonly always: Uint8Array
  /** Whether some rule stops what follows it. */
  readonly stops: boolean
}

/** Promotions made ready once, in rank order, for quotes in one currency. */
export interface Rules {
  readonly _tag: "Rules"
  readonly currency: string
  readonly rules: ReadonlyArray<Rule>
  /** Every code that opens something, in normal form, with the places of its rules. */
  readonly codes: ReadonlyMap<string, ReadonlyArray<number>>
  /** Whether every two may stand together, so that no pair need be looked at. */
  readonly open: boolean
  /** Whether some rule looks back to how its level began. */
  readonly levels: boolean
  /** Whether some rule gives gifts or what comes later. */
  readonly benefits: boolean
  /** The place of each rule in order of id. */
  readonly byId: Int32Array
  readonly index: RuleIndex
}

/** Price entries made ready once by `priceBook`, for any number of quotes. */
export interface PriceBook {
  readonly _tag: "PriceBook"
  readonly entries: ReadonlyArray<PriceEntry>
  readonly bySku: ReadonlyMap<string, ReadonlyArray<PriceEntry>>
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
  readonly points?: PointsAsked
  /** Gift cards and store credit, which pay in order of id. */
  readonly tenders?: ReadonlyArray<Tender>
}

/** The same with price entries that were made ready. */
export interface BookedInput extends Omit<QuoteInput, "prices"> {
  readonly prices: PriceBook
}

/** The most lines, charges or fees of a quote. */
export const mostLines = 10_000

/** The most units of a line, and of all lines together. */
export const mostUnits = 100_000

/** The most price entries, and promotions, of a quote. */
export const mostEntries = 100_000

/** The most codes that may be entered. */
export const mostCodes = 100
