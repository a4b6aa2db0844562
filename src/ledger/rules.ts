import * as Result from "effect/Result"
import type { BalanceOutOfRange, BoundExceeded, LedgerRefusal, TransferInvalid } from "./errors.ts"
import {
  type Account,
  type Balance,
  type Book,
  type Change,
  type Held,
  type Hold,
  type Line,
  largestAmount,
  type Post,
  type Release,
  type Settle,
  type Transfer
} from "./model.ts"

/**
 * Carries out transfers in order, all or none. The dead holds of every bounded account that a transfer names are let go
 * first, so availability never waits for a timer. (An account without bounds has no availability, and its dead holds
 * wait for the other side: otherwise one commit on a busy `sold` account would let go the whole shop's.)
 *
 * Law: the sum of `posted` over all accounts of a unit is unchanged (L04); after it `posted - outgoing >= floor` and
 * `posted + incoming <= ceiling` for every account (L05); each hold resolves at most once (L06).
 *
 * @param at the instant of the commit, milliseconds
 */
export const apply = (
  book: Book,
  transfers: ReadonlyArray<Transfer>,
  at: number
): Result.Result<Change, LedgerRefusal> => {
  const draft = new Draft(book, at)
  for (const transfer of transfers) {
    const refused = carryOut(draft, transfer)
    if (refused !== undefined) return Result.fail(refused)
  }
  return Result.succeed(draft.change())
}

/** A balance as it stands once the given holds, which are dead, no longer count. */
export const withoutDead = (balance: Balance, dead: Iterable<Held>): Balance => {
  let { outgoing, incoming } = balance
  for (const hold of dead) {
    if (hold.from === balance.account.id) outgoing -= hold.amount
    else incoming -= hold.amount
  }
  return { ...balance, outgoing, incoming }
}

const carryOut = (draft: Draft, transfer: Transfer): LedgerRefusal | undefined => {
  switch (transfer.kind) {
    case "post":
      return post(draft, transfer)
    case "hold":
      return hold(draft, transfer)
    case "settle":
      return settle(draft, transfer)
    case "release":
      return release(draft, transfer)
  }
}

const post = (draft: Draft, transfer: Post): LedgerRefusal | undefined => {
  const { id, from, to, amount, short } = transfer
  const refused = unfit(transfer) ?? unfitShort(transfer) ?? draft.begin(transfer)
  if (refused !== undefined) return refused
  if (short === undefined) return draft.post(id, from.id, to.id, amount)
  const covered = draft.coverable(from.id, amount)
  if (covered === amount) return draft.post(id, from.id, to.id, amount)
  const moved = covered === 0n ? undefined : draft.post(id, from.id, to.id, covered)
  return moved ?? draft.open(id, short) ?? draft.post(id, short.id, to.id, amount - covered)
}

const hold = (draft: Draft, transfer: Hold): LedgerRefusal | undefined => {
  const refused = unfit(transfer) ?? draft.begin(transfer)
  if (refused !== undefined) return refused
  const { id, from, to, amount, until } = transfer
  if (!Number.isSafeInteger(until) || until <= draft.at) return invalid(id, "hold already over")
  return draft.hold({ id, from: from.id, to: to.id, unit: from.unit, amount, until, state: "held" })
}

const settle = (draft: Draft, transfer: Settle): LedgerRefusal | undefined => {
  const found = draft.find(transfer.hold)
  if (found === undefined) return { _tag: "HoldUnknown", hold: transfer.hold }
  if (found.state !== "held") return { _tag: "HoldResolved", hold: found.id, state: found.state }
  const amount = transfer.amount ?? found.amount
  if (amount < 0n) return invalid(found.id, "amount not positive")
  if (amount > found.amount) return invalid(found.id, "more than held")
  draft.settle(found, amount)
  return undefined
}

const release = (draft: Draft, transfer: Release): LedgerRefusal | undefined => {
  const found = draft.find(transfer.hold)
  if (found === undefined) return { _tag: "HoldUnknown", hold: transfer.hold }
  if (found.state === "settled") return { _tag: "HoldResolved", hold: found.id, state: "settled" }
  if (found.state === "held") draft.letGo(found, "released")
  return undefined
}

const invalid = (transfer: string, why: TransferInvalid["why"]): TransferInvalid => ({
  _tag: "TransferInvalid",
  transfer,
  why
})

/** What no book could carry out. */
const unfit = ({ id, from, to, amount }: Post | Hold): TransferInvalid | undefined => {
  if (amount <= 0n) return invalid(id, "amount not positive")
  if (amount > largestAmount) return invalid(id, "amount out of range")
  if (from.id === to.id) return invalid(id, "same account")
  if (from.unit !== to.unit) return invalid(id, "units differ")
  return boundsFit(from) && boundsFit(to) ? undefined : invalid(id, "bounds without zero")
}

const unfitShort = ({ id, from, to, short }: Post): TransferInvalid | undefined => {
  if (short === undefined) return undefined
  if (short.unit !== from.unit) return invalid(id, "units differ")
  const fit = short.floor === undefined && short.owner === from.owner && short.id !== from.id && short.id !== to.id
  return fit && boundsFit(short) ? undefined : invalid(id, "short account unfit")
}

// A new account stands at zero, so bounds that leave zero out would be broken from the start.
const boundsFit = ({ floor = 0n, ceiling = 0n }: Account): boolean =>
  floor <= 0n && floor >= -largestAmount && ceiling >= 0n && ceiling <= largestAmount

const isBounded = ({ floor, ceiling }: Account): boolean => floor !== undefined || ceiling !== undefined

const sameAccount = (left: Account, right: Account): boolean =>
  left.owner === right.owner && left.unit === right.unit && left.floor === right.floor && left.ceiling === right.ceiling

/** The book as it becomes while transfers are carried out; nothing reaches the caller unless all of them stand. */
class Draft {
  readonly at: number
  readonly #book: Book
  readonly #balances = new Map<string, Balance>()
  readonly #holds = new Map<string, Held>()
  readonly #made = new Set<string>()
  readonly #touched = new Set<string>()
  readonly #lines: Array<Line> = []

  constructor(book: Book, at: number) {
    this.#book = book
    this.at = at
  }

  change(): Change {
    return { balances: [...this.#balances.values()], holds: [...this.#holds.values()], lines: this.#lines }
  }

  /** Takes the id, which serves once, and opens both accounts. */
  begin({ id, from, to }: Post | Hold): LedgerRefusal | undefined {
    if (this.#made.has(id) || this.#book.made(id)) return { _tag: "AlreadyDone", transfer: id }
    this.#made.add(id)
    return this.open(id, from) ?? this.open(id, to)
  }

  /** Takes an account into the draft, empty if it is new. */
  open(transfer: string, account: Account): TransferInvalid | undefined {
    const known = this.#touch(account.id)
    if (known !== undefined) {
      return sameAccount(known.account, account) ? undefined : invalid(transfer, "account redefined")
    }
    this.#balances.set(account.id, { account, posted: 0n, outgoing: 0n, incoming: 0n })
    return undefined
  }

  /** The hold as it stands now that the dead holds of its accounts are let go. */
  find(id: string): Held | undefined {
    const stored = this.#holds.get(id) ?? this.#book.hold(id)
    if (stored === undefined) return undefined
    this.#touch(stored.from)
    this.#touch(stored.to)
    const found = this.#holds.get(id) ?? stored
    if (found.state === "held" && found.until <= this.at) this.letGo(found, "expired")
    return this.#holds.get(id) ?? stored
  }

  post(id: string, from: string, to: string, amount: bigint): LedgerRefusal | undefined {
    const { unit } = this.#of(from).account
    this.#add(from, { posted: -amount })
    this.#add(to, { posted: amount })
    this.#lines.push({ transfer: id, kind: "post", from, to, unit, amount })
    return this.#outOfBounds(id, from, to, amount)
  }

  hold(held: Held): LedgerRefusal | undefined {
    this.#add(held.from, { outgoing: held.amount })
    this.#add(held.to, { incoming: held.amount })
    this.#keep(held, "hold", held.amount)
    return this.#outOfBounds(held.id, held.from, held.to, held.amount)
  }

  // No bound is asked: what a hold may move, it has reserved.
  settle(held: Held, amount: bigint): void {
    this.#add(held.from, { outgoing: -held.amount, posted: -amount })
    this.#add(held.to, { incoming: -held.amount, posted: amount })
    this.#keep({ ...held, state: "settled" }, "settle", amount)
  }

  letGo(held: Held, state: "released" | "expired"): void {
    this.#add(held.from, { outgoing: -held.amount })
    this.#add(held.to, { incoming: -held.amount })
    this.#keep({ ...held, state }, "release", held.amount)
  }

  /** How much of a fact the account can still give, from nothing to all of it. */
  coverable(id: string, amount: bigint): bigint {
    const { account, posted, outgoing } = this.#of(id)
    if (account.floor === undefined) return amount
    const free = posted - outgoing - account.floor
    return free < amount ? free : amount
  }

  #keep(held: Held, kind: Line["kind"], amount: bigint): void {
    this.#holds.set(held.id, held)
    this.#lines.push({ transfer: held.id, kind, from: held.from, to: held.to, unit: held.unit, amount })
  }

  /** The account's balance in the draft; the first time, its dead holds are let go. */
  #touch(id: string): Balance | undefined {
    const known = this.#balances.get(id) ?? this.#book.balance(id)
    if (known === undefined || this.#touched.has(id)) return known
    this.#touched.add(id)
    if (!isBounded(known.account)) return known
    for (const dead of this.#book.deadOn(id, this.at)) {
      if (!this.#holds.has(dead.id)) this.letGo(dead, "expired")
    }
    return this.#of(id)
  }

  #add(id: string, sums: { readonly [sum in "posted" | "outgoing" | "incoming"]?: bigint }): void {
    const { account, posted, outgoing, incoming } = this.#of(id)
    this.#balances.set(id, {
      account,
      posted: posted + (sums.posted ?? 0n),
      outgoing: outgoing + (sums.outgoing ?? 0n),
      incoming: incoming + (sums.incoming ?? 0n)
    })
  }

  #outOfBounds(transfer: string, from: string, to: string, wanted: bigint): LedgerRefusal | undefined {
    return (
      belowFloor(this.#of(from), wanted) ??
      aboveCeiling(this.#of(to), wanted) ??
      outOfRange(transfer, this.#of(from)) ??
      outOfRange(transfer, this.#of(to))
    )
  }

  #of(id: string): Balance {
    const balance = this.#balances.get(id) ?? this.#book.balance(id)
    if (balance === undefined) throw new Error(`account \`${id}\` was not opened`)
    return balance
  }
}

const belowFloor = ({ account, posted, outgoing }: Balance, wanted: bigint): BoundExceeded | undefined => {
  if (account.floor === undefined || posted - outgoing >= account.floor) return undefined
  const left = posted - outgoing + wanted - account.floor
  return { _tag: "BoundExceeded", account: account.id, bound: "floor", wanted, available: left }
}

const aboveCeiling = ({ account, posted, incoming }: Balance, wanted: bigint): BoundExceeded | undefined => {
  if (account.ceiling === undefined || posted + incoming <= account.ceiling) return undefined
  const room = account.ceiling - posted - incoming + wanted
  return { _tag: "BoundExceeded", account: account.id, bound: "ceiling", wanted, available: room }
}

// Holds count as if all of them were settled, so that settling one never leaves the range.
const outOfRange = (transfer: string, balance: Balance): BalanceOutOfRange | undefined => {
  const { account, posted, outgoing, incoming } = balance
  const fits =
    outgoing <= largestAmount &&
    incoming <= largestAmount &&
    posted - outgoing >= -largestAmount &&
    posted + incoming <= largestAmount
  return fits ? undefined : { _tag: "BalanceOutOfRange", transfer, unit: account.unit, largest: largestAmount }
}
