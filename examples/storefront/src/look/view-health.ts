/** What the pages of the shop's health and of its batches are drawn from. */
import type { Action, State } from "./view.ts"

export type DeskHealthView = {
  readonly checks: readonly {
    readonly law: string
    readonly title: string
    readonly state: State
    readonly looked: number
  }[]
  /** The check that goes over the log all the time. */
  readonly watch: {
    readonly state: State
    readonly position: number
    readonly share: number
    readonly facts: readonly { readonly name: string; readonly value: string }[]
    /** The first fault, in a sentence, and what is chained wrongly. */
    readonly faults: readonly string[]
  }
  /** What waits, by kind. */
  readonly queues: readonly {
    readonly kind: string
    readonly waiting: number
    readonly due: number
    /** How long the oldest that is due has waited, in words. */
    readonly lag?: string
    readonly late: boolean
    readonly parked: number
    /** Of the longest queue. */
    readonly share: number
  }[]
  /** Only so many intents were looked at: there are more. */
  readonly queuesTo?: number
  readonly lanes: readonly {
    readonly lane: string
    readonly waiting: number
    readonly oldest?: number
    readonly state: State
  }[]
  readonly parked: readonly {
    readonly intent: string
    readonly lane: string
    readonly tries: number
    readonly why: string
    /** What the intent is about. */
    readonly to?: string
    /** What this member of the staff may do about it. */
    readonly actions: readonly Action[]
  }[]
  /** Columns that are not filled yet. */
  readonly building: readonly { readonly collection: string; readonly column: string }[]
  /** Rounds of the worker; absent before the first. */
  readonly worker?: {
    readonly at: number
    readonly busy?: { readonly at: number; readonly answered: number; readonly failed: number; readonly why: string }
  }
  /** Refusals and failures since the program began, the most frequent first. */
  readonly refusals: readonly {
    readonly name: string
    readonly tag: string
    readonly count: number
    readonly share: number
    readonly bad: boolean
  }[]
  readonly errands: readonly {
    readonly kind: string
    readonly carried: number
    readonly failed: number
    readonly took: string
    readonly lag: string
  }[]
  readonly commits: number
  readonly actions: readonly Action[]
}

export type DeskBatchesView = {
  readonly batches: readonly {
    readonly id: string
    readonly kind: string
    readonly state: State
    readonly startedAt: number
    readonly by: string
    /** How far it has come: 0 to 1, and in words. */
    readonly progress: { readonly share: number; readonly label: string }
    readonly written: number
    readonly kept: number
    readonly failed: number
    readonly failures: readonly { readonly id: string; readonly cause: string }[]
    readonly actions: readonly Action[]
  }[]
  readonly collections: readonly {
    readonly name: string
    /** The highest version that this program reads, and the one that is written. */
    readonly reads: number
    readonly writes: number
    readonly building: readonly string[]
    readonly actions: readonly Action[]
  }[]
  /** Seconds after which the page looks again, while a batch runs. */
  readonly refresh?: number
}
