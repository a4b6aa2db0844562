import type { SQLInputValue, SQLOutputValue } from "node:sqlite"
import { type HostRefused, hostRefused } from "pannier/storage"
import { primaryCode, isSqliteFailure, resultCode } from "./failure.ts"
import type { Statements } from "./statements.ts"

/** Runs the host's own statements inside the transaction of a commit. */
export interface SqlRunner {
  /** The rows of a query. */
  readonly all: (
    sql: string,
    ...parameters: ReadonlyArray<SQLInputValue>
  ) => ReadonlyArray<Record<string, SQLOutputValue>>
  /** How many rows a statement changed. */
  readonly run: (sql: string, ...parameters: ReadonlyArray<SQLInputValue>) => number
}

/** The host's part of a commit. It is synchronous, and what it throws takes the whole commit back: so does a Promise. */
export type Alongside = (sql: SqlRunner) => unknown

/** Does `write` and then the host's part, both or neither; the transaction around them goes on either way. */
export const runAlongside = (
  statements: Statements,
  write: () => void,
  alongside: Alongside
): HostRefused | undefined => {
  const { database } = statements
  statements.of("SAVEPOINT alongside").run()
  write()
  const turn = { over: false }
  try {
    const answer = alongside(runner(statements, turn))
    if (isPromiseLike(answer)) {
      // Whatever becomes of it, it is too late.
      answer.then(undefined, () => {})
      throw new Error("the host's part of a commit is synchronous here: the file is locked while it runs")
    }
  } catch (cause) {
    // Where SQLite has taken the whole transaction back, the savepoint is gone with it, and the group starts again.
    if (!database.isTransaction || isFull(cause)) throw cause
    statements.of("ROLLBACK TO alongside").run()
    statements.of("RELEASE alongside").run()
    return hostRefused(cause)
  } finally {
    turn.over = true
  }
  statements.of("RELEASE alongside").run()
  return undefined
}

const isFull = (cause: unknown): boolean => isSqliteFailure(cause) && primaryCode(cause) === resultCode.full

const isPromiseLike = (answer: unknown): answer is PromiseLike<unknown> =>
  typeof answer === "object" && answer !== null && "then" in answer && typeof answer.then === "function"

/** @param turn what it speaks in; when that is over, the connection is in the transaction of somebody else, or in none */
const runner = ({ database }: Statements, turn: { readonly over: boolean }): SqlRunner => {
  const prepared = (sql: string) => {
    if (turn.over) throw new Error(`after the commit: \`${sql}\``)
    return database.prepare(admitted(sql))
  }
  return {
    all: (sql, ...parameters) => prepared(sql).all(...parameters),
    run: (sql, ...parameters) => Number(prepared(sql).run(...parameters).changes)
  }
}

/** Statements that would end the transaction, or change the connection that all commits share. */
const notAlongside =
  /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|;)*(?:begin|commit|end|rollback|savepoint|release|pragma|attach|detach|vacuum)\b/i

const admitted = (sql: string): string => {
  if (notAlongside.test(sql)) throw new Error(`not alongside a commit: \`${sql}\``)
  return sql
}
