/** What the staff's pages of offers and the laboratory are drawn from. */
import type { Queue, TableView } from "./view-desk.ts"
import type { Amount, Field, State } from "./view.ts"

export type FindingView = { readonly severity: State; readonly path: string; readonly text: string }

export type DeskPromotionsView = {
  readonly queues: readonly Queue[]
  readonly rows: readonly {
    readonly id: string
    readonly name: string
    readonly state: State
    readonly level: string
    readonly rank: string
    readonly window: string
    readonly codes: string
    readonly left: string
    readonly orders: number
    readonly cost: Amount
  }[]
  /** How many orders the costs were added up over. */
  readonly orders: number
  readonly findings: readonly FindingView[]
}

export type DeskPromotionView = {
  /** Absent for one that is new. */
  readonly id?: string
  readonly title: string
  readonly version?: number
  /** The version that what is edited began with; it stays while a newer one is saved elsewhere. */
  readonly begunWith?: string
  readonly document: Field
  readonly findings: readonly FindingView[]
  readonly limits: readonly { readonly account: string; readonly left: string; readonly to?: string }[]
  readonly preview?: TableView
}

export type DeskLaboratoryView = {
  readonly first: Field
  readonly second: Field
  readonly source: "sample" | "recorded"
  readonly recorded: number
  readonly count: Field
  readonly seed: Field
  /** The most offers in both sets together. */
  readonly mostOffers: number
}

export type DeskTrialView = {
  readonly id: string
  readonly done: number
  readonly total: number
  /** Absent while it is at work. */
  readonly result?: {
    /** Narrow ones, side by side where there is room. */
    readonly figures: readonly TableView[]
    readonly tables: readonly TableView[]
    /** Drawings as SVG. */
    readonly plots: readonly string[]
    readonly findings: readonly { readonly caption: string; readonly found: readonly FindingView[] }[]
  }
}
