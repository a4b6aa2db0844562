/**
 * A place where something countable stands: money, stock, uses of a coupon, points. It has an owner, a unit with its scale
 * (`CNY` in minor units, `variant:tea-250g` in pieces) and bounds, either of which may be absent. It is opened by the first
 * transfer that names it; afterwards its unit and bounds never change.
 */
export interface Account {
  readonly id: string
  readonly owner: string
  readonly unit: string
  /** What the balance, less what is held, never goes below; at most 0, where an account begins. Absent: no floor. */
  readonly floor?: bigint
  /** What the balance, with what is held for it, never goes above; at least 0. Absent: no ceiling. */
  readonly ceiling?: bigint
}

/** Moves `amount` (positive, in the accounts' unit) at once. */
export interface Post {
  readonly kind: "post"
  readonly id: string
  readonly from: Account
  readonly to: Account
  readonly amount: bigint
  /**
   * For facts, which no floor refuses: what `from` cannot cover is taken from this account of the same owner, which has
   * no floor and is opened when it is needed. What is held stays held. Absent: the transfer is a decision, and refused at
   * the bound.
   */
  readonly short?: Account
}

/** Reserves `amount` on `from` for `to` until an instant (milliseconds, half-open: at `until` the hold is dead). */
export interface Hold {
  readonly kind: "hold"
  readonly id: string
  readonly from: Account
  readonly to: Account
  readonly amount: bigint
  readonly until: number
}

/** Posts all or part of a live hold; the rest is free at the same instant. */
export interface Settle {
  readonly kind: "settle"
  readonly hold: string
  /** 0 to the held amount. Absent: all of it. */
  readonly amount?: bigint
}

/** Lets a hold go. Harmless if it is released or expired already; refused only if it was settled. */
export interface Release {
  readonly kind: "release"
  readonly hold: string
}

/** The four verbs. Ids of posts and holds are made by the caller and live for ever: a second use moves nothing. */
export type Transfer = Post | Hold | Settle | Release

/** What stands on an account. `outgoing` and `incoming` are the sums of live holds from and for it. */
export interface Balance {
  readonly account: Account
  readonly posted: bigint
  readonly outgoing: bigint
  readonly incoming: bigint
}

/** A hold and how it stands. A dead hold becomes `expired` in the first commit that names it or a bounded account of it. */
export interface Held {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly unit: string
  readonly amount: bigint
  readonly until: number
  readonly state: "held" | "settled" | "released" | "expired"
}

/**
 * One line of the journal: an amount that moved (`post`; `settle`, which may be 0) or was reserved (`hold`) or was freed
 * without moving (`release`). Every post and hold leaves a line of its kind under its id; a fact that its account covers in part leaves two.
 */
export interface Line {
  /** The id of the post or of the hold. */
  readonly transfer: string
  readonly kind: "post" | "hold" | "settle" | "release"
  readonly from: string
  readonly to: string
  readonly unit: string
  readonly amount: bigint
}

/** What `apply` needs to know beforehand of the accounts and holds that the transfers name. */
export interface Book {
  readonly balance: (account: string) => Balance | undefined
  readonly hold: (id: string) => Held | undefined
  /** Holds in state `held`, from or for the account, whose `until` has come by `at`; the oldest first, ties by id. */
  readonly deadOn: (account: string, at: number) => Iterable<Held>
  /** Whether a post or hold with this id was ever made. */
  readonly made: (id: string) => boolean
}

/** What the transfers change: the changed balances and holds as they are afterwards, and the journal's new lines. */
export interface Change {
  readonly balances: ReadonlyArray<Balance>
  readonly holds: ReadonlyArray<Held>
  readonly lines: ReadonlyArray<Line>
}

/** The largest amount of a transfer and the largest magnitude of a balance: 2^63 - 1. */
export const largestAmount = 9_223_372_036_854_775_807n

/** What may still leave the account: the balance less what is held, above the floor. Absent where there is no floor. */
export const available = (balance: Balance): bigint | undefined =>
  balance.account.floor === undefined ? undefined : balance.posted - balance.outgoing - balance.account.floor
