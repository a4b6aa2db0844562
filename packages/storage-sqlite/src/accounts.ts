import type { Balance, Line } from "pannier/ledger"
import type { AccountQuery, Page, Trial } from "pannier/storage"
import { type AccountRow, accountColumns, balanceOf, type LedgerTables } from "./book.ts"
import { ask, type Family, row, rows, type Statements } from "./statements.ts"

/** What is asked of the books: balances without dead holds, the journal, the trial balance. */
export class Accounts {
  readonly #statements: Statements
  readonly #ledger: LedgerTables
  readonly #deadOutgoing: Family
  readonly #deadIncoming: Family

  constructor(statements: Statements, ledger: LedgerTables) {
    this.#statements = statements
    this.#ledger = ledger
    const dead = (column: string) => (ids: string) =>
      `SELECT ${column}, sum(amount) FROM hold WHERE state = 'held' AND ${column} IN (${ids}) AND until <= ? GROUP BY 1`
    this.#deadOutgoing = statements.listed(dead("from_account"), true)
    this.#deadIncoming = statements.listed(dead("to_account"), true)
  }

  /** Balances in the order of the ids, without the holds that are dead at `at`. */
  at(ids: ReadonlyArray<string>, at: number): ReadonlyArray<Balance | undefined> {
    if (ids.length === 0) return []
    const found = new Map<string, Balance>()
    this.#ledger.balances(ids, (balance) => found.set(balance.account.id, balance))
    this.#withoutDead(found, at)
    return ids.map((id) => found.get(id))
  }

  page({ owner, unit, after, at }: AccountQuery, limit: number): Page<Balance> {
    const asked = [
      ["owner = ?", owner],
      ["unit = ?", unit],
      ["id > ?", after]
    ].filter((condition): condition is [string, string] => condition[1] !== undefined)
    const where = asked.length === 0 ? "" : ` WHERE ${asked.map(([sql]) => sql).join(" AND ")}`
    const sql = `SELECT ${accountColumns} FROM account${where} ORDER BY id LIMIT ?`
    const listed = rows<AccountRow>(this.#statements.amounts(sql), [...asked.map(([, value]) => value), limit + 1])
    const found = new Map(listed.slice(0, limit).map((one) => [one[0], balanceOf(one)]))
    this.#withoutDead(found, at)
    const items = [...found.values()]
    const last = listed.length > limit ? items.at(-1) : undefined
    return last === undefined ? { items } : { items, next: last.account.id }
  }

  #withoutDead(found: Map<string, Balance>, at: number): void {
    const balances = [...found.values()]
    const from = balances.filter(({ outgoing }) => outgoing > 0n).map(({ account }) => account.id)
    const to = balances.filter(({ incoming }) => incoming > 0n).map(({ account }) => account.id)
    ask<[string, bigint]>(
      this.#deadOutgoing,
      from,
      ([id, dead]) => {
        const balance = found.get(id)
        if (balance !== undefined) found.set(id, { ...balance, outgoing: balance.outgoing - dead })
      },
      at
    )
    ask<[string, bigint]>(
      this.#deadIncoming,
      to,
      ([id, dead]) => {
        const balance = found.get(id)
        if (balance !== undefined) found.set(id, { ...balance, incoming: balance.incoming - dead })
      },
      at
    )
  }

  /** At least `limit` lines behind a position if there are so many, whole commits only. */
  journal(account: string, after: number, limit: number): ReadonlyArray<Line & { readonly position: number }> {
    const last = row<[number]>(this.#statements.of(lastOfPage), account, after, account, after, limit - 1)?.[0]
    const until = last ?? Number.MAX_SAFE_INTEGER
    const lines = rows<LineRow>(this.#statements.amounts(linesOfAccount), [
      account,
      after,
      until,
      account,
      after,
      until
    ])
    return lines.map((line) => ({ ...lineOf(line), position: Number(line[0]) }))
  }

  trial(): ReadonlyArray<Trial> {
    return rows<[string, bigint, bigint, bigint, bigint, bigint]>(this.#statements.amounts(trial), []).map(
      ([unit, accounts, high, low, debitHigh, debitLow]) => ({
        unit,
        accounts: Number(accounts),
        posted: (high << 32n) + low,
        debit: (debitHigh << 32n) + debitLow
      })
    )
  }
}

/** A row of `transfer` from its position on. */
export type LineRow = [
  position: bigint,
  transfer: string,
  kind: Line["kind"],
  from: string,
  to: string,
  unit: string,
  amount: bigint
]

export const lineColumns = "position, transfer, kind, from_account, to_account, unit, amount"

export const lineOf = ([, transfer, kind, from, to, unit, amount]: LineRow): Line => ({
  transfer,
  kind,
  from,
  to,
  unit,
  amount
})

// A transfer never has one account on both sides, so no line comes twice.
const lastOfPage = `SELECT position FROM (
  SELECT position, line FROM transfer WHERE from_account = ? AND position > ?
  UNION ALL
  SELECT position, line FROM transfer WHERE to_account = ? AND position > ?
) ORDER BY position LIMIT 1 OFFSET ?`

const linesOfAccount = `SELECT ${lineColumns} FROM (
  SELECT * FROM transfer WHERE from_account = ? AND position > ? AND position <= ?
  UNION ALL
  SELECT * FROM transfer WHERE to_account = ? AND position > ? AND position <= ?
) ORDER BY position, line`

// In two halves, because the sum of the positive balances of a unit may pass 2^63.
const trial = `SELECT unit, count(*), sum(posted >> 32), sum(posted & 4294967295),
  sum(max(posted, 0) >> 32), sum(max(posted, 0) & 4294967295)
FROM account GROUP BY unit ORDER BY unit`
