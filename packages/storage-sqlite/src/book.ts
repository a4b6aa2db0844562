import { compareText } from "pannier/kernel"
import type { Account, Balance, Book, Change, Held, Transfer } from "pannier/ledger"
import { ask, type Family, type Statements, type Value, write } from "./statements.ts"

/** A row of `account`. */
export type AccountRow = [
  id: string,
  owner: string,
  unit: string,
  floor: bigint | null,
  ceiling: bigint | null,
  posted: bigint,
  outgoing: bigint,
  incoming: bigint
]
type HoldRow = [id: string, from: string, to: string, unit: string, amount: bigint, until: bigint, state: Held["state"]]

export const accountColumns = "id, owner, unit, floor, ceiling, posted, outgoing, incoming"
const holdColumns = "id, from_account, to_account, unit, amount, until, state"

/** A balance as a row of `account` tells it, dead holds included. */
export const balanceOf = (row: AccountRow): Balance => {
  const [id, owner, unit, floor, ceiling, posted, outgoing, incoming] = row
  const account: Account = {
    id,
    owner,
    unit,
    ...(floor !== null && { floor }),
    ...(ceiling !== null && { ceiling })
  }
  return { account, posted, outgoing, incoming }
}

const heldOf = ([id, from, to, unit, amount, until, state]: HoldRow): Held => ({
  id,
  from,
  to,
  unit,
  amount,
  until: Number(until),
  state
})

/** The ledger's tables: reads what transfers touch into a book, and writes back what they changed. */
export class LedgerTables {
  readonly #accounts: Family
  readonly #holds: Family
  readonly #deadFrom: Family
  readonly #deadTo: Family
  readonly #holdsMade: Family
  readonly #postsMade: Family
  readonly #writeAccounts: Family
  readonly #writeHolds: Family
  readonly #writeLines: Family

  constructor({ listed, tabled }: Statements) {
    this.#accounts = listed((ids) => `SELECT ${accountColumns} FROM account WHERE id IN (${ids})`, true)
    this.#holds = listed((ids) => `SELECT ${holdColumns} FROM hold WHERE id IN (${ids})`, true)
    const dead = (column: string) => (ids: string) =>
      `SELECT ${holdColumns} FROM hold WHERE state = 'held' AND ${column} IN (${ids}) AND until <= ?`
    this.#deadFrom = listed(dead("from_account"), true)
    this.#deadTo = listed(dead("to_account"), true)
    this.#holdsMade = listed((ids) => `SELECT id FROM hold WHERE id IN (${ids})`)
    this.#postsMade = listed((ids) => `SELECT transfer FROM transfer WHERE kind = 'post' AND transfer IN (${ids})`)
    this.#writeAccounts = tabled(
      8,
      (rows) =>
        `INSERT INTO account (${accountColumns}) VALUES ${rows} ON CONFLICT (id) DO UPDATE SET ` +
        "posted = excluded.posted, outgoing = excluded.outgoing, incoming = excluded.incoming"
    )
    this.#writeHolds = tabled(
      7,
      (rows) => `INSERT INTO hold (${holdColumns}) VALUES ${rows} ON CONFLICT (id) DO UPDATE SET state = excluded.state`
    )
    this.#writeLines = tabled(
      8,
      (rows) =>
        `INSERT INTO transfer (position, line, transfer, kind, from_account, to_account, unit, amount) VALUES ${rows}`
    )
  }

  /** Balances by account, dead holds included. */
  balances(ids: ReadonlyArray<string>, each: (balance: Balance) => void): void {
    ask<AccountRow>(this.#accounts, ids, (row) => each(balanceOf(row)))
  }

  holds(ids: ReadonlyArray<string>, each: (held: Held) => void): void {
    ask<HoldRow>(this.#holds, ids, (row) => each(heldOf(row)))
  }

  /** Holds from the accounts whose instant has come and that no commit has let go yet. */
  deadFrom(accounts: ReadonlyArray<string>, at: number, each: (held: Held) => void): void {
    ask<HoldRow>(this.#deadFrom, accounts, (row) => each(heldOf(row)), at)
  }

  /** The same for the accounts that they were to go to. */
  deadTo(accounts: ReadonlyArray<string>, at: number, each: (held: Held) => void): void {
    ask<HoldRow>(this.#deadTo, accounts, (row) => each(heldOf(row)), at)
  }

  /** Those of the ids under which a post or a hold was made. */
  made(ids: ReadonlyArray<string>, each: (id: string) => void): void {
    ask<[string]>(this.#holdsMade, ids, ([id]) => each(id))
    ask<[string]>(this.#postsMade, ids, ([id]) => each(id))
  }

  /** Makes the change of the commit at a position. */
  write(change: Change, position: number): void {
    const accounts: Array<Value> = []
    for (const { account, posted, outgoing, incoming } of change.balances) {
      const { id, owner, unit, floor, ceiling } = account
      accounts.push(id, owner, unit, floor ?? null, ceiling ?? null, posted, outgoing, incoming)
    }
    write(this.#writeAccounts, 8, accounts)
    const holds: Array<Value> = []
    for (const { id, from, to, unit, amount, until, state } of change.holds) {
      holds.push(id, from, to, unit, amount, until, state)
    }
    write(this.#writeHolds, 7, holds)
    const lines: Array<Value> = []
    for (const { transfer, kind, from, to, unit, amount } of change.lines) {
      lines.push(position, lines.length / 8 + 1, transfer, kind, from, to, unit, amount)
    }
    write(this.#writeLines, 8, lines)
  }
}

/**
 * The book of one commit. What its transfers name is read in a few statements; what the ledger meets on its way, such as the
 * other account of a dead hold, is read when it is asked for. Of the live holds none but the named ones is read: a busy
 * shelf has thousands.
 */
export class LoadedBook implements Book {
  readonly #tables: LedgerTables
  readonly #at: number
  readonly #balances = new Map<string, Balance | undefined>()
  readonly #holds = new Map<string, Held | undefined>()
  readonly #dead = new Map<string, Array<Held>>()
  readonly #made = new Map<string, boolean>()

  constructor(tables: LedgerTables, transfers: ReadonlyArray<Transfer>, at: number) {
    this.#tables = tables
    this.#at = at
    const accounts = new Set<string>()
    for (const transfer of transfers) {
      if (transfer.kind === "settle" || transfer.kind === "release") this.#holds.set(transfer.hold, undefined)
      else {
        this.#made.set(transfer.id, false)
        accounts.add(transfer.from.id).add(transfer.to.id)
        if (transfer.kind === "post" && transfer.short !== undefined) accounts.add(transfer.short.id)
      }
    }
    tables.made([...this.#made.keys()], (id) => this.#made.set(id, true))
    tables.holds([...this.#holds.keys()], (held) => {
      this.#holds.set(held.id, held)
      accounts.add(held.from).add(held.to)
    })
    this.#load([...accounts])
  }

  readonly balance = (account: string): Balance | undefined => {
    if (!this.#balances.has(account)) this.#load([account])
    return this.#balances.get(account)
  }

  readonly hold = (id: string): Held | undefined => {
    if (!this.#holds.has(id)) {
      this.#holds.set(id, undefined)
      this.#tables.holds([id], (held) => this.#holds.set(id, held))
    }
    return this.#holds.get(id)
  }

  /** `at` is the instant that the book was read for. */
  readonly deadOn = (account: string, at: number): ReadonlyArray<Held> => {
    if (at !== this.#at) throw new Error(`the book was read for ${this.#at} and is asked for ${at}`)
    if (!this.#balances.has(account)) this.#load([account])
    return this.#dead.get(account)?.toSorted(oldestFirst) ?? []
  }

  readonly made = (id: string): boolean => {
    const known = this.#made.get(id)
    if (known !== undefined) return known
    let made = false
    this.#tables.made([id], () => (made = true))
    this.#made.set(id, made)
    return made
  }

  #load(accounts: ReadonlyArray<string>): void {
    const from: Array<string> = []
    const to: Array<string> = []
    for (const id of accounts) this.#balances.set(id, undefined)
    this.#tables.balances(accounts, (balance) => {
      const { account, outgoing, incoming } = balance
      this.#balances.set(account.id, balance)
      // Only a bounded account lets go of its dead holds, and only where something is held can anything be dead.
      if (account.floor === undefined && account.ceiling === undefined) return
      if (outgoing > 0n) from.push(account.id)
      if (incoming > 0n) to.push(account.id)
    })
    this.#tables.deadFrom(from, this.#at, (held) => this.#add(held.from, held))
    this.#tables.deadTo(to, this.#at, (held) => this.#add(held.to, held))
  }

  #add(account: string, held: Held): void {
    const known = this.#dead.get(account)
    if (known === undefined) this.#dead.set(account, [held])
    else known.push(held)
  }
}

const oldestFirst = (left: Held, right: Held): number => left.until - right.until || compareText(left.id, right.id)
