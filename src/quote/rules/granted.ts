import type { GiftRule, LaterRule, RewardRule } from "../../promotion/rules/compile.ts"
import type { NextStep } from "../quote.ts"
import type { Picked, Reason } from "./state.ts"

/** One reward and the units it is given on. */
export interface Granted {
  readonly reward: RewardRule
  readonly picked: ReadonlyArray<Picked>
  readonly times: number
  /** It leaves no unit less than this, minor units. */
  readonly leaves?: number
}

/** Gifts, and what comes later, so many times. */
export interface Beside {
  readonly gifts: ReadonlyArray<GiftRule>
  readonly later: ReadonlyArray<LaterRule>
  readonly times: number
}

/** What an offer comes to before anything is taken. */
export interface Offered {
  readonly granted: ReadonlyArray<Granted>
  readonly beside?: Beside
  /** What of each unit is due now, for a deposit. */
  readonly pay?: number
  readonly step?: number
  readonly times?: number
  readonly next?: NextStep<bigint>
  /** Whether what is granted are sets: one that would not gain is left alone, and its units are not used. */
  readonly sets?: true
  /** Units that triggered and units that are rewarded, for other offers that use units whole. */
  readonly uses?: ReadonlyArray<number>
}

/** What an offer comes to, or why to nothing. */
export type Answer = Offered | { readonly refused: Reason }
