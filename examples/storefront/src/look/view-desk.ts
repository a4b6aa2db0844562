/** What the staff's pages and the tour are drawn from. */
import type { Action, Amount, Mood, OrderView, State, SummaryLine, TimelineEntry, WaterfallStep } from "./view.ts"

/** A cell: text, a figure, a moment, an amount or a state, perhaps with the way to where it came from. */
export type Cell =
  | { readonly text: string; readonly to?: string; readonly quiet?: boolean; readonly code?: boolean }
  | { readonly figure: string; readonly to?: string; readonly mood?: Mood }
  | { readonly amount: Amount; readonly to?: string; readonly signed?: boolean }
  | { readonly at: number; readonly overdue?: boolean }
  | { readonly state: State }
  | { readonly action: Action }
  | { readonly actions: readonly Action[] }
  /** A bar, 0 to 1, beside a figure that says the same. */
  | { readonly share: number; readonly mood: Mood }
  | { readonly meter: { readonly share: number; readonly label: string } }

export type TableView = {
  readonly caption: string
  readonly columns: readonly { readonly name: string; readonly figures?: boolean; readonly hidden?: boolean }[]
  readonly rows: readonly (readonly Cell[])[]
  readonly totals?: readonly Cell[]
  readonly empty: string
}

export type Queue = {
  readonly id: string
  readonly label: string
  readonly count: number
  /** There are more than were counted. */
  readonly more?: boolean
  readonly overdue: number
  readonly chosen: boolean
}

export type DeskOrdersView = {
  readonly queues: readonly Queue[]
  readonly rows: readonly {
    readonly number: string
    readonly placedAt: number
    readonly buyer: string
    readonly goods: string
    readonly total: Amount
    readonly state: State
    readonly waitsFor: string
    readonly due?: number
    readonly overdue: boolean
  }[]
  readonly query?: string
  /** What its rows have in common, where they are no queue. */
  readonly caption?: string
  /** The address of the page that follows. */
  readonly next?: string
}

/** One line of a ledger: what moved between which accounts, by which transfer. */
export type LedgerRow = {
  readonly transfer: string
  /** Of the commit that made it; it leads there. */
  readonly position?: number
  readonly at: number
  readonly unit: string
  readonly from: string
  readonly to: string
  /** In words; absent, the ids themselves are shown. */
  readonly unitName?: string
  readonly fromName?: string
  readonly toName?: string
  /** In the unit's own scale, as text. */
  readonly amount: string
  readonly why: string
  readonly held?: boolean
  /** The reader may not see the accounts behind it, so it leads nowhere. */
  readonly shut?: boolean
}

export type EventRow = {
  readonly position: number
  readonly at: number
  readonly type: string
  readonly who: string
  readonly detail?: string
}

export type DeskOrderView = Omit<OrderView, "actions"> & {
  readonly buyer: string
  readonly email: string
  readonly waitsFor?: string
  readonly due?: number
  readonly money: readonly LedgerRow[]
  readonly goods: readonly LedgerRow[]
  readonly events: readonly EventRow[]
  readonly intents: readonly {
    readonly type: string
    readonly lane: string
    readonly state: State
    readonly tries: number
    readonly next?: number
  }[]
  /** What went back because goods have become cheaper. */
  readonly protections?: readonly {
    readonly at: number
    readonly goods: string
    readonly amount: Amount
    readonly points: number
    /** Absent where all of it went back to points, credit or cards. */
    readonly refund?: string
    readonly state?: State
  }[]
  /** Where the log is read on. */
  readonly laterEvents?: string
  readonly actions: readonly Action[]
}

export type DeskReturnsView = {
  readonly queues: readonly Queue[]
  readonly rows: readonly {
    readonly number: string
    readonly order: string
    readonly askedAt: number
    readonly buyer: string
    readonly goods: string
    readonly reason: string
    readonly state: State
    /** Absent until the goods are back: what is paid back is known then. */
    readonly refund?: Amount
  }[]
  readonly next?: string
}

export type DeskReturnView = {
  readonly number: string
  readonly order: string
  readonly state: State
  readonly reason: string
  readonly note?: string
  readonly timeline: readonly TimelineEntry[]
  readonly refund: readonly WaterfallStep[]
  /** Lines to inspect: pieces received are told apart as good or damaged. */
  readonly lines: readonly (SummaryLine & { readonly id: string; readonly wanted: number; readonly error?: string })[]
  readonly inspecting: boolean
  readonly actions: readonly Action[]
}

export type DeskRefundsView = {
  readonly queues: readonly Queue[]
  readonly rows: readonly {
    readonly number: string
    readonly order: string
    readonly amount: Amount
    readonly method: string
    readonly state: State
    readonly at: number
    readonly why: string
    /** Present where it failed: sends the money once more. */
    readonly retry?: Action
  }[]
  /** Numbers of refunds that can be noted as paid in another way. */
  readonly settling: readonly string[]
  readonly next?: string
}

export type DeskStockView = {
  readonly places: readonly { readonly id: string; readonly name: string }[]
  readonly rows: readonly {
    readonly sku: string
    readonly name: string
    /** By place, in the order of `places`; absent where the goods do not lie. */
    readonly cells: readonly (
      | { readonly onHand: number; readonly held: number; readonly account?: string }
      | undefined
    )[]
    readonly free: number
    readonly sold: number
    /** The unit it is counted in: its accounts tell where the pieces went. */
    readonly unit: string
  }[]
  readonly query?: string
  readonly page: number
  readonly pages: number
}

/** One article: where it stands, and the forms for goods in and for a count. */
export type DeskArticleView = {
  readonly sku: string
  readonly name: string
  readonly unit: string
  readonly places: readonly {
    readonly id: string
    readonly name: string
    readonly onHand: number
    readonly held: number
    readonly free: number
    readonly owed: number
    /** Absent where the article never stood. */
    readonly account?: string
  }[]
  /** What was typed into a form that was not taken, and what is wrong with it. */
  readonly wrong?: {
    readonly form: "receive" | "count"
    readonly place: string
    readonly value: string
    readonly error: string
  }
}

export type BookUnit = {
  readonly unit: string
  readonly name: string
  readonly sum: string
  readonly balanced: boolean
  readonly accounts: readonly {
    readonly id: string
    readonly owner: string
    readonly kind: string
    readonly balance: string
    readonly held: string
    readonly floor?: string
    readonly ceiling?: string
  }[]
  readonly more: number
  /** Where the accounts that are not listed are. */
  readonly to?: string
}

export type DeskBooksView = {
  readonly at: number
  /** How many units and accounts there are in all, and how many of the units do not sum to zero. */
  readonly total: { readonly units: number; readonly accounts: number; readonly off: number }
  readonly units: readonly BookUnit[]
  /** The one unit shown. */
  readonly unit?: string
  readonly before?: string
  readonly next?: string
}

/** One commit of the log: who did what, and everything that moved with it. */
export type DeskTransferView = {
  readonly id: string
  readonly position: number
  readonly at: number
  readonly who: string
  readonly why: string
  /** The transfer's own life: made, and settled or let go. */
  readonly life: readonly LedgerRow[]
  readonly together: readonly LedgerRow[]
  readonly events: readonly EventRow[]
}

export type DeskAccountView = {
  readonly id: string
  readonly owner: string
  readonly unit: string
  readonly balance: string
  readonly held: string
  readonly floor?: string
  readonly ceiling?: string
  readonly rows: readonly LedgerRow[]
  readonly next?: string
}

export type DeskPaymentsView = {
  readonly queues: readonly Queue[]
  readonly rows: readonly {
    readonly payment: string
    readonly order: string
    readonly at: number
    readonly method: string
    readonly amount: Amount
    readonly captured: Amount
    /** The account the captured money lies on. */
    readonly account?: string
    readonly refunded: Amount
    readonly state: State
    readonly gatewaySays?: State
  }[]
  readonly actions: readonly Action[]
  readonly next?: string
  readonly reconciled?: { readonly at: number; readonly matched: number; readonly differing: number }
}

/** Campaigns whose codes are made of a key and a number. */
export type DeskCodesView = {
  readonly rows: readonly {
    readonly promotion: string
    readonly name: string
    /** The first of its codes. */
    readonly sample: string
    readonly count: number
    readonly used: number
    /** In orders that are not paid yet. */
    readonly held: number
    /** One guess in so many finds a code. */
    readonly odds: number
    /** Where uses come from; absent while none was used. */
    readonly account?: string
  }[]
  /** How many can be made at once. */
  readonly most: number
}

/** What a stop of the tour has shown. */
export type TourResult = {
  readonly mood: Mood
  readonly summary: string
  readonly facts: readonly { readonly name: string; readonly value: string; readonly to?: string }[]
  readonly ledger: readonly LedgerRow[]
}

export type TourStopId = "last-piece" | "pay-twice" | "late-answer" | "partial-refund" | "killed"

export type TourView = {
  readonly stops: readonly { readonly id: TourStopId; readonly result?: TourResult; readonly running?: boolean }[]
}
