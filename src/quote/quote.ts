import type { ChargeLeaf, FactLeaf, Measure, MeasureLeaf, Reward, Schedule, Selector } from "../promotion/model.ts"
import type { QuotedCustoms, QuotedRelief, QuotedTaxes } from "./tax.ts"

/** Net of tax, and with it. */
export interface NetGross<Amount> {
  readonly net: Amount
  readonly gross: Amount
}

/** What one promotion took from a line or a charge in all. */
export interface Adjustment<Amount> {
  readonly promotion: string
  readonly version: number
  readonly amount: Amount
}

/** One unit: its selected price, what is left of it, and the tax in or on top of that. */
export interface QuotedUnit<Amount> {
  readonly price: Amount
  readonly amount: Amount
  readonly tax: Amount
  /** What points paid of it, where points are spent. */
  readonly points?: Amount
  /** Its price entry, where the units of its line have several; else the line names it. */
  readonly entry?: string
  /** Its list price, where the units of its line have several entries and this one states one. */
  readonly list?: Amount
}

/** One line. `before` is the sum of selected prices; `amount = before - discount`; `net + tax = gross`. */
export interface QuotedLine<Amount> extends NetGross<Amount> {
  readonly id: string
  /** The price entry of the units, or of the first of them where they have several. */
  readonly price: string
  /** All price entries, where the units have several. */
  readonly prices?: ReadonlyArray<string>
  /** The sum of list prices, where an entry states one. */
  readonly list?: Amount
  readonly before: Amount
  readonly discount: Amount
  readonly amount: Amount
  readonly tax: Amount
  /** What points paid of it, where points are spent. */
  readonly points?: Amount
  /** By promotion id. */
  readonly adjustments: ReadonlyArray<Adjustment<Amount>>
  /** In order; unit `n` of line `l` is called `l#n`, counted from 1. */
  readonly units: ReadonlyArray<QuotedUnit<Amount>>
}

/** One shipping charge. */
export interface QuotedCharge<Amount> extends NetGross<Amount> {
  readonly id: string
  readonly before: Amount
  readonly amount: Amount
  readonly tax: Amount
  readonly adjustments: ReadonlyArray<Adjustment<Amount>>
}

/** One fee. */
export interface QuotedFee<Amount> extends NetGross<Amount> {
  readonly id: string
  readonly amount: Amount
  readonly tax: Amount
}

/** What a quote will hold at checkout; see `Claim` of the promotion domain. */
export interface QuotedClaim<Amount> {
  readonly account: string
  readonly unit: "uses" | "money" | "units"
  readonly per: "all" | "customer"
  readonly amount: Amount
  readonly by: string
  readonly provisional?: true
}

/** A promotion that was cut to what its budget has free. */
export interface PartialGrant<Amount> {
  readonly promotion: string
  readonly account: string
  readonly wanted: Amount
  readonly granted: Amount
}

/** Goods given along, at their list value. Counts are whole numbers. */
export interface QuotedGift<Amount> {
  readonly promotion: string
  readonly version: number
  readonly sku: string
  /** The promotion's, if it has one. */
  readonly merchant?: string
  readonly quantity: Amount
  /** The list value of all of them. */
  readonly value: Amount
  /** How many the stock could not give. */
  readonly short?: Amount
}

/** What is given when the return window has ended. Counts are whole numbers. */
export type QuotedLater<Amount> = {
  readonly promotion: string
  readonly version: number
  /** The lines whose goods earned it; absent where all did. */
  readonly lines?: ReadonlyArray<string>
} & (
  | { readonly kind: "cashback"; readonly amount: Amount }
  | { readonly kind: "points"; readonly points: Amount }
  | { readonly kind: "coupon"; readonly template: string; readonly quantity: Amount }
)

/** An add-on at its normal price, because its promotion does not apply; the buyer may have to confirm it. */
export interface Lapsed {
  readonly line: string
  readonly promotion: string
  readonly confirm: boolean
}

/** Points spent, a whole number, and what they pay of the goods. */
export interface QuotedPoints<Amount> {
  readonly account: string
  readonly spent: Amount
  readonly amount: Amount
}

/** What a gift card or store credit pays of what is due. */
export interface QuotedTender<Amount> {
  readonly id: string
  readonly account: string
  readonly amount: Amount
}

/** What of `due` is paid now and what at the tail, where goods are on deposit. */
export interface QuotedDeposit<Amount, At> {
  readonly now: Amount
  readonly tail: Amount
  /** How many pieces are not on deposit, so that `now` pays all of them; absent where all are. */
  readonly beside?: number
  /** The first instant at which the tail can be paid, and the first at which it is too late; where a promotion says. */
  readonly from?: At
  readonly until?: At
}

/** What a leaf of a condition lacks. A measure says how far it is: money as an amount, the others as a count. */
export type Missing<Amount> = FactLeaf | ChargeLeaf | Schedule | (MeasureLeaf & { readonly distance: Amount | number })

/** So much of some goods is needed, of a condition or of an offer itself: in all, and beyond what the cart has. */
export interface Lack<Amount> {
  readonly measure: Measure
  /** Absent: any goods that the promotion sees. */
  readonly select?: Selector
  readonly at: Amount | number
  /** 0 for an offer whose own threshold is reached. */
  readonly distance: Amount | number
}

/** Every reason for which a promotion is not applied, in order of precedence. */
export const reasons = [
  "NotActive",
  "CurrencyMismatch",
  "NotStarted",
  "Ended",
  "OutsideSchedule",
  "CodeMissing",
  "ConditionUnmet",
  "ThresholdUnmet",
  "NothingSelected",
  "Locked",
  "SetIncomplete",
  "AddOnNotChosen",
  "NothingLeft",
  "GiftUnavailable",
  "UsesExhausted",
  "CustomerLimitReached",
  "BudgetSpent",
  "Stopped",
  "NotCombinable",
  "LimitReached",
  "Beaten"
] as const
export type ReasonTag = (typeof reasons)[number]

/** Why a promotion of the rule set is not applied, and what is missing. */
export interface Refused<Amount> {
  readonly promotion: string
  readonly reason: ReasonTag
  /** `ConditionUnmet`. */
  readonly missing?: ReadonlyArray<Missing<Amount>>
  /** `ThresholdUnmet`. */
  readonly measure?: Measure
  /** `ThresholdUnmet`, `BudgetSpent`: money as an amount, the others as a count; `SetIncomplete`: units. */
  readonly distance?: Amount | number
  /** `Stopped`: the promotion that closed the door. `Beaten`: those that would have taken less. */
  readonly by?: ReadonlyArray<string>
  /** `NotCombinable`. */
  readonly with?: ReadonlyArray<string>
  /** `LimitReached`. */
  readonly limit?: string
  /** `Beaten`: what the buyer would have saved; below zero, lost. */
  readonly saves?: Amount
  /**
   * `ConditionUnmet`, `ThresholdUnmet`, `SetIncomplete`: all that more goods would have to fill, the offer's own need first.
   * Absent where more goods do not help.
   */
  readonly lacks?: ReadonlyArray<Lack<Amount>>
  /** With `lacks`: why it would not apply even then. */
  readonly blocked?: ReasonTag
  /** With `lacks`: the most that its budgets have left to take. */
  readonly most?: Amount
  /** With `lacks`: what applied promotions take beside which it may not stand, and which it would replace. */
  readonly instead?: Amount
}

/** The next step up of an offer in tiers or by every so much: what it needs in all, how far it is, what it gives. */
export interface NextStep<Amount> {
  readonly at: Amount | number
  readonly distance: Amount | number
  readonly gains: ReadonlyArray<Reward>
  /** The most that budgets let the promotion take there in all, where one is granted in part. */
  readonly most?: Amount
}

/** The next step up of a promotion that is applied and takes nothing, such as one that gives gifts. */
export interface NextOf<Amount> extends NextStep<Amount> {
  readonly promotion: string
}

/** What one party pays of a step. */
export interface Funded<Amount> {
  readonly party: string
  readonly amount: Amount
}

/** What one promotion took from one unit or charge. */
export interface Step<Amount> {
  readonly promotion: string
  readonly version: number
  /** The step reached, counted from 1, of an offer in tiers. */
  readonly step?: number
  /** How many times the offer was given. */
  readonly times?: number
  /** A unit, `line#n`, or the id of a charge. */
  readonly target: string
  readonly amount: Amount
  /** What the promotion saw of the target. */
  readonly base: Amount
  /** What is left after it. */
  readonly running: Amount
  readonly funding: ReadonlyArray<Funded<Amount>>
  /** On the first step of a promotion whose offer has a next one; of those without a step it stands in the quote. */
  readonly next?: NextStep<Amount>
}

/** What became of a code: applied, unknown, or the reason of its promotion. */
export interface CodeState {
  /** In normal form. */
  readonly code: string
  readonly state: "Applied" | "Unknown" | ReasonTag
  readonly promotion?: string
}

/** Whether the combination is proven the best. If not, no permitted one costs less than `bound`. */
export type Proof<Amount> =
  | { readonly exact: true }
  | {
      readonly exact: false
      readonly payable: Amount
      readonly bound: Amount
      readonly gap: Amount
      readonly nodes: number
    }

/**
 * A price, and where every unit of it comes from. Lists are in order of id, but `steps` are in order of effect and
 * `refused` nearest first. `grand` = selected prices - discounts + shipping - its discounts + fees + tax on top (L07).
 */
export interface QuoteOf<Amount, At> {
  readonly currency: string
  readonly at: At
  readonly grand: Amount
  readonly subtotal: NetGross<Amount>
  readonly shipping: NetGross<Amount>
  readonly tax: Amount
  /** All that promotions took, shipping included. */
  readonly discount: Amount
  readonly lines: ReadonlyArray<QuotedLine<Amount>>
  readonly charges: ReadonlyArray<QuotedCharge<Amount>>
  readonly fees: ReadonlyArray<QuotedFee<Amount>>
  /** How goods pass the border, by merchant; absent where none do. */
  readonly customs?: ReadonlyArray<QuotedCustoms<Amount>>
  /** Why what bears no tax bears none, by code; absent where no relief is stated. */
  readonly reliefs?: ReadonlyArray<QuotedRelief<Amount>>
  /** The tax by rate, where it was asked for; see `taxes` and `itemized`. */
  readonly taxes?: QuotedTaxes<Amount>
  readonly gifts: ReadonlyArray<QuotedGift<Amount>>
  readonly after: ReadonlyArray<QuotedLater<Amount>>
  /** The next steps of promotions that are applied and take nothing, in order of rank, if there are any. */
  readonly next?: ReadonlyArray<NextOf<Amount>>
  /** Add-ons whose promotion does not apply, if there are any. */
  readonly lapsed?: ReadonlyArray<Lapsed>
  /** In order of rank. */
  readonly applied: ReadonlyArray<string>
  readonly claims: ReadonlyArray<QuotedClaim<Amount>>
  readonly partial: ReadonlyArray<PartialGrant<Amount>>
  readonly refused: ReadonlyArray<Refused<Amount>>
  readonly codes: ReadonlyArray<CodeState>
  readonly steps: ReadonlyArray<Step<Amount>>
  readonly proof: Proof<Amount>
  /** Where points were asked to be spent. */
  readonly points?: QuotedPoints<Amount>
  /** Where there are any. */
  readonly tenders?: ReadonlyArray<QuotedTender<Amount>>
  /** `grand` less points and tenders, where there are any. */
  readonly due?: Amount
  /** Where goods are on deposit; `now + tail = due`. */
  readonly deposit?: QuotedDeposit<Amount, At>
}

/** The name of a unit: line and number, counted from 1. `#` is in no id of the kernel, so the name is read back surely. */
export const unitName = (line: string, index: number): string => `${line}#${index + 1}`
