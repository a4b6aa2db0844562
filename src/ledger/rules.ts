import * as Result from "effect/Result"
import type { LedgerRefusal, TransferInvalid } from "./errors.ts"
import {
  type Account,
  type Balance,
  type Book,
  type Change,
  type Held,
  type Hold,
  largestAmount,
  type Line,
  type Post,
  type Release,
  type Settle,
  type Transfer
} from "./model.ts"

/**
 * Carries out transfers in order, all or none. Dead holds of every account touched are let go first, so availability
 * never waits for a timer.
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
  const refused = draft.begin(transfer)
  if (refused !== undefined) return refused
  const { id, from, to, amount, short } = transfer
  const covered = short === undefined ? amount : draft.coverable(from.id, amount)
  if (covered > 0n) {
    const bound = draft.move(from.id, to.id, covered) ?? draft.checkFloor(from.id, covered) ?? draft.checkCeiling(to.id, covered)
    if (bound !== undefined) return bound
    draft.line({ transfer: id, kind: "post", from: from.id, to: to.id, unit: from.unit, amount: covered })
  }
  if (short !== undefined && covered < amount) {
    const opened = draft.open(transfer, short) ?? draft.move(short.id, to.id, amount - covered)
    if (opened !== undefined) return opened
    draft.line({ transfer: `${id}/short`, kind: "post", from: short.id, to: to.id, unit: from.unit, amount: amount - covered })
  }
  return undefined
}

const hold = (draft: Draft, transfer: Hold): LedgerRefusal | undefined => {
  const refused = draft.begin(transfer)
  if (refused !== undefined) return refused
  const { id, from, to, amount, until } = transfer
  if (until <= draft.at) return invalid(id, "hold already over")
  const reserved = draft.reserve(from.id, to.id, amount) ?? draft.checkFloor(from.id, amount) ?? draft.checkCeiling(to.id, amount)
  if (reserved !== undefined) return reserved
  draft.keep({ id, from: from.id, to: to.id, unit: from.unit, amount, until, state: "held" })
  draft.line({ transfer: id, kind: "hold", from: from.id, to: to.id, unit: from.unit, amount })
  return undefined
}

const settle = (draft: Draft, transfer: Settle): LedgerRefusal | undefined => {
  const found = draft.find(transfer.hold)
  if (found === undefined) return { _tag: "HoldUnknown", hold: transfer.hold }
  if (found.state !== "held") return { _tag: "HoldResolved", hold: found.id, state: draft.ending(found) }
  const amount = transfer.amount ?? found.amount
  if (amount < 0n) return invalid(found.id, "amount not positive")
  if (amount > found.amount) return invalid(found.id, "more than held")
  draft.free(found, "settled")
  if (amount > 0n) {
    const moved = draft.move(found.from, found.to, amount)
    if (moved !== undefined) return moved
  }
  draft.line({ transfer: found.id, kind: "settle", from: found.from, to: found.to, unit: found.unit, amount })
  return undefined
}

const release = (draft: Draft, transfer: Release): LedgerRefusal | undefined => {
  const found = draft.find(transfer.hold)
  if (found === undefined) return { _tag: "HoldUnknown", hold: transfer.hold }
  if (found.state === "settled") return { _tag: "HoldResolved", hold: found.id, state: "settled" }
  if (found.state === "held") draft.letGo(found)
  return undefined
}

const invalid = (transfer: string, why: TransferInvalid["why"]): TransferInvalid => ({
  _tag: "TransferInvalid",
  transfer,
  why
})

const sameAccount = (left: Account, right: Account): boolean =>
  left.owner === right.owner && left.unit === right.unit && left.floor === right.floor && left.ceiling === right.ceiling

/** The book as it becomes while transfers are carried out; nothing reaches the caller unless all of them stand. */
class Draft {
  readonly at: number
  readonly #book: Book
  readonly #balances = new Map<string, Balance>()
  readonly #holds = new Map<string, Held>()
  readonly #made = new Set<string>()
  readonly #expired = new Set<string>()
  readonly #lines: Array<Line> = []

  constructor(book: Book, at: number) {
    this.#book = book
    this.at = at
  }

  change(): Change {
    return { balances: [...this.#balances.values()], holds: [...this.#holds.values()], lines: this.#lines }
  }

  line(line: Line): void {
    this.#lines.push(line)
  }

  /** What every post and hold is asked first; opens its accounts. */
  begin(transfer: Post | Hold): LedgerRefusal | undefined {
    const { id, from, to, amount } = transfer
    if (this.#made.has(id) || this.#book.made(id)) return { _tag: "AlreadyDone", transfer: id }
    if (amount <= 0n) return invalid(id, "amount not positive")
    if (amount > largestAmount) return invalid(id, "amount out of range")
    if (from.id === to.id) return invalid(id, "same account")
    if (from.unit !== to.unit) return invalid(id, "units differ")
    const refused = this.open(transfer, from) ?? this.open(transfer, to)
    if (refused === undefined) this.#made.add(id)
    return refused
  }

  /** Takes an account into the draft, empty if it is new, with its dead holds let go. */
  open(transfer: Post | Hold, account: Account): TransferInvalid | undefined {
    if (account.unit !== transfer.from.unit) return invalid(transfer.id, "units differ")
    const known = this.#touch(account.id)
    if (known === undefined) {
      this.#balances.set(account.id, { account, posted: 0n, outgoing: 0n, incoming: 0n })
      return undefined
    }
    return sameAccount(known.account, account) ? undefined : invalid(transfer.id, "account redefined")
  }

  #touch(id: string): Balance | undefined {
    const drafted = this.#balances.get(id)
    if (drafted !== undefined) return drafted
    const stored = this.#book.balance(id)
    if (stored === undefined) return undefined
    this.#balances.set(id, stored)
    for (const one of this.#book.holdsOn(id)) {
      const known = this.#holds.get(one.id) ?? one
      if (known.state === "held" && known.until <= this.at) {
        this.#expired.add(known.id)
        this.letGo(known)
      }
    }
    return this.#balances.get(id)
  }

  find(id: string): Held | undefined {
    const stored = this.#holds.get(id) ?? this.#book.hold(id)
    if (stored === undefined) return undefined
    this.#touch(stored.from)
    this.#touch(stored.to)
    return this.#holds.get(id) ?? stored
  }

  keep(held: Held): void {
    this.#holds.set(held.id, held)
  }

  ending(held: Held): "settled" | "released" | "expired" {
    if (held.state === "settled") return "settled"
    return this.#expired.has(held.id) || held.until <= this.at ? "expired" : "released"
  }

  free(held: Held, state: "settled" | "released"): void {
    this.#holds.set(held.id, { ...held, state })
    this.#touch(held.from)
    this.#touch(held.to)
    this.#reserve(held.from, held.to, -held.amount)
  }

  letGo(held: Held): void {
    this.free(held, "released")
    this.line({ transfer: held.id, kind: "release", from: held.from, to: held.to, unit: held.unit, amount: held.amount })
  }

  reserve(from: string, to: string, amount: bigint): TransferInvalid | undefined {
    this.#reserve(from, to, amount)
    return this.#inRange(from, to)
  }

  move(from: string, to: string, amount: bigint): TransferInvalid | undefined {
    const giving = this.#of(from)
    this.#balances.set(from, { ...giving, posted: giving.posted - amount })
    const taking = this.#of(to)
    this.#balances.set(to, { ...taking, posted: taking.posted + amount })
    return this.#inRange(from, to)
  }

  /** How much of a fact the account can still give, from nothing to all of it. */
  coverable(id: string, amount: bigint): bigint {
    const balance = this.#of(id)
    if (balance.account.floor === undefined) return amount
    const free = balance.posted - balance.outgoing - balance.account.floor
    return free <= 0n ? 0n : free < amount ? free : amount
  }

  checkFloor(id: string, wanted: bigint): LedgerRefusal | undefined {
    const { account, posted, outgoing } = this.#of(id)
    if (account.floor === undefined || posted - outgoing >= account.floor) return undefined
    return { _tag: "BoundExceeded", account: id, bound: "floor", wanted, available: posted - outgoing - account.floor + wanted }
  }

  checkCeiling(id: string, wanted: bigint): LedgerRefusal | undefined {
    const { account, posted, incoming } = this.#of(id)
    if (account.ceiling === undefined || posted + incoming <= account.ceiling) return undefined
    return { _tag: "BoundExceeded", account: id, bound: "ceiling", wanted, available: account.ceiling - posted - incoming + wanted }
  }

  #reserve(from: string, to: string, amount: bigint): void {
    const giving = this.#of(from)
    this.#balances.set(from, { ...giving, outgoing: giving.outgoing + amount })
    const taking = this.#of(to)
    this.#balances.set(to, { ...taking, incoming: taking.incoming + amount })
  }

  #inRange(from: string, to: string): TransferInvalid | undefined {
    const giving = this.#of(from)
    const taking = this.#of(to)
    const largest = [-giving.posted, giving.outgoing, taking.posted, taking.incoming].some((sum) => sum > largestAmount)
    return largest ? invalid(`${from} > ${to}`, "amount out of range") : undefined
  }

  #of(id: string): Balance {
    const balance = this.#balances.get(id)
    if (balance === undefined) throw new Error(`account \`${id}\` was not opened`)
    return balance
  }
}
