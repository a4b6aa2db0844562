import type { Account, Balance, Line } from "pannier/ledger"
import type { AccountQuery, Page, Trial } from "pannier/storage"
import { isStorable } from "pannier/kernel"
import type { Row } from "./driver.ts"
import type { Session } from "./session.ts"
import { amountIn, arm, maybeAmount, numberIn, Parameters, textIn } from "./statements.ts"

/**
 * The columns of a balance, from `account a`. An account that keeps no balance is what was folded and the lines behind.
 *
 * @param at the mark of the instant at which holds count as live; `undefined` counts those that are dead as well
 */
export const balanceColumns = ({ table }: Session, at: string | undefined): ReadonlyArray<string> => {
  const sum = (from: string, column: string, condition: string) =>
    `coalesce((SELECT sum(amount) FROM ${table(from)} s WHERE s.tenant = a.tenant AND s.${column} = a.id AND ${condition}), 0)`
  const moved = (column: string) => sum("transfer", column, "s.position > a.folded_to AND s.kind IN ('post', 'settle')")
  const dead = (kept: string, column: string) =>
    at === undefined
      ? kept
      : `CASE WHEN ${kept} = 0 THEN 0 ELSE ${kept} - ${sum("hold", column, `s.state = 'held' AND s.until <= ${at}`)} END`
  const live = (column: string) =>
    sum("hold", column, at === undefined ? "s.state = 'held'" : `s.state = 'held' AND s.until > ${at}`)
  const held = (kept: string, column: string) =>
    `CASE WHEN a.posted IS NOT NULL THEN ${dead(kept, column)} ELSE ${live(column)} END`
  return [
    "a.id",
    "a.owner",
    "a.unit",
    "a.floor",
    "a.ceiling",
    `CASE WHEN a.posted IS NOT NULL THEN a.posted ELSE a.folded + ${moved("to_account")} - ${moved("from_account")} END`,
    held("a.outgoing", "from_account"),
    held("a.incoming", "to_account")
  ]
}

/** A balance as the columns of {@link balanceColumns} tell it, behind the kind of the row. */
export const balanceOf = (row: Row): Balance => ({
  account: accountOf(row),
  posted: amountIn(row, 6),
  outgoing: amountIn(row, 7),
  incoming: amountIn(row, 8)
})

export const accountOf = (row: Row): Account => {
  const floor = maybeAmount(row, 4)
  const ceiling = maybeAmount(row, 5)
  return {
    id: textIn(row, 1),
    owner: textIn(row, 2),
    unit: textIn(row, 3),
    ...(floor !== undefined && { floor }),
    ...(ceiling !== undefined && { ceiling })
  }
}

/** Accounts of an owner, a unit, or all, by id. */
export const accountsPage = async (
  session: Session,
  { owner, unit, after, at }: AccountQuery,
  limit: number
): Promise<Page<Balance>> => {
  const parameters = new Parameters()
  const conditions = [`a.tenant = ${parameters.text(session.place.tenant)}`]
  for (const [sql, value] of [
    ["a.owner =", owner],
    ["a.unit =", unit]
  ] as const) {
    if (value === undefined) continue
    if (!isStorable(value)) return { items: [] }
    conditions.push(`${sql} ${parameters.text(value)}`)
  }
  if (after !== undefined) {
    if (!isStorable(after)) return { items: [] }
    conditions.push(`a.id > ${parameters.text(after)}`)
  }
  const columns = balanceColumns(session, parameters.integer(at))
  const rows = await session.read(
    arm(
      "account",
      columns,
      `FROM (SELECT * FROM ${session.table("account")} a WHERE ${conditions.join(" AND ")} ORDER BY a.id LIMIT ${parameters.integer(limit + 1)}) a ORDER BY a.id`
    ),
    parameters.values
  )
  const items = rows.slice(0, limit).map(balanceOf)
  const last = rows.length > limit ? items.at(-1) : undefined
  return last === undefined ? { items } : { items, next: last.account.id }
}

export const lineColumns = ["position", "line", "transfer", "kind", "from_account", "to_account", "unit", "amount"]

/** A line of the journal behind the kind of the row, its position and its number. */
export const lineOf = (row: Row): Line => ({
  transfer: textIn(row, 3),
  kind: kindOf(textIn(row, 4)),
  from: textIn(row, 5),
  to: textIn(row, 6),
  unit: textIn(row, 7),
  amount: amountIn(row, 8)
})

const kinds: ReadonlyArray<Line["kind"]> = ["post", "hold", "settle", "release"]

const kindOf = (text: string): Line["kind"] => {
  const kind = kinds.find((one) => one === text)
  if (kind === undefined) throw new Error(`a line of kind \`${text}\``)
  return kind
}

/** At least `limit` lines behind a position if there are so many, whole commits only. */
export const journal = async (
  session: Session,
  account: string,
  after: number,
  limit: number
): Promise<ReadonlyArray<Line & { readonly position: number }>> => {
  if (!isStorable(account)) return []
  const parameters = new Parameters()
  const [tenant, id] = [parameters.text(session.place.tenant), parameters.text(account)]
  const [start, count] = [parameters.integer(after), parameters.integer(Math.max(0, limit - 1))]
  // A transfer never has one account on both sides, so no line comes twice.
  const lines = (rest: string) =>
    ["from_account", "to_account"]
      .map(
        (column) =>
          `SELECT * FROM ${session.table("transfer")} WHERE tenant = ${tenant} AND ${column} = ${id} AND position > ${start}${rest}`
      )
      .join(" UNION ALL ")
  const rows = await session.read(
    `WITH last AS (SELECT position FROM (${lines("")}) all_lines ORDER BY position, line LIMIT 1 OFFSET ${count})
     ${arm("line", lineColumns, `FROM (${lines(" AND position <= coalesce((SELECT position FROM last), 9223372036854775807)")}) page ORDER BY position, line`)}`,
    parameters.values
  )
  return rows.map((row) => ({ ...lineOf(row), position: numberIn(row, 1) }))
}

export const trial = async (session: Session): Promise<ReadonlyArray<Trial>> => {
  const parameters = new Parameters()
  const columns = balanceColumns(session, undefined)
  const rows = await session.read(
    `SELECT unit::text, count(*)::text, sum(posted)::text, sum(greatest(posted, 0))::text
     FROM (SELECT a.unit, (${columns[5]}) AS posted FROM ${session.table("account")} a WHERE a.tenant = ${parameters.text(session.place.tenant)}) balances
     GROUP BY unit ORDER BY unit`,
    parameters.values
  )
  return rows.map((row) => ({
    unit: textIn(row, 0),
    accounts: numberIn(row, 1),
    posted: amountIn(row, 2),
    debit: amountIn(row, 3)
  }))
}

/** The largest amount that one fold leaves unread, in commits. */
export const foldEvery = 2_000

/**
 * Folds the lines of the accounts that keep no balance, so that no balance is ever added up from the beginning. What is
 * folded never changes any more, so it takes no turn in the log: of two nodes that fold, the later one goes on behind the
 * earlier.
 */
export const fold = async (session: Session, from: number, to: number): Promise<void> => {
  const parameters = new Parameters()
  const tenant = parameters.text(session.place.tenant)
  const [start, end] = [parameters.integer(from), parameters.integer(to)]
  const { table } = session
  const moved = (column: string) =>
    `coalesce((SELECT sum(t.amount) FROM ${table("transfer")} t WHERE t.tenant = a.tenant AND t.${column} = a.id AND t.position > a.folded_to AND t.position <= ${end} AND t.kind IN ('post', 'settle')), 0)`
  const touched = (column: string) =>
    `SELECT ${column} FROM ${table("transfer")} WHERE tenant = ${tenant} AND position > ${start} AND position <= ${end}`
  await session.read(
    `UPDATE ${table("account")} a SET folded = a.folded + ${moved("to_account")} - ${moved("from_account")}, folded_to = ${end}
     WHERE a.tenant = ${tenant} AND a.posted IS NULL AND a.folded_to < ${end} AND a.id IN (${touched("from_account")} UNION ${touched("to_account")})`,
    parameters.values
  )
}
