import type { SQLInputValue, SQLOutputValue } from "node:sqlite"
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

/** The host's part of a commit. It is synchronous, and what it throws takes the whole commit back. */
export type Alongside = (sql: SqlRunner) => void

/** The host's part threw: nothing of the commit stands. */
export interface HostRefused {
  readonly _tag: "HostRefused"
  readonly cause: unknown
}

/** Does `write` and then the host's part, both or neither; the transaction around them goes on either way. */
export const runAlongside = (
  statements: Statements,
  write: () => void,
  alongside: Alongside
): HostRefused | undefined => {
  const { database } = statements
  statements.of("SAVEPOINT alongside").run()
  write()
  try {
    alongside(runner(statements))
  } catch (cause) {
    // Where SQLite has taken the whole transaction back, the savepoint is gone with it, and the group starts again.
    if (!database.isTransaction || isFull(cause)) throw cause
    statements.of("ROLLBACK TO alongside").run()
    statements.of("RELEASE alongside").run()
    return { _tag: "HostRefused", cause }
  }
  statements.of("RELEASE alongside").run()
  return undefined
}

const isFull = (cause: unknown): boolean => isSqliteFailure(cause) && primaryCode(cause) === resultCode.full

const runner = ({ database }: Statements): SqlRunner => ({
  all: (sql, ...parameters) => database.prepare(admitted(sql)).all(...parameters),
  run: (sql, ...parameters) => Number(database.prepare(admitted(sql)).run(...parameters).changes)
})

/** Statements that would end the transaction, or change the connection that all commits share. */
const notAlongside =
  /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|;)*(?:begin|commit|end|rollback|savepoint|release|pragma|attach|detach|vacuum)\b/i

const admitted = (sql: string): string => {
  if (notAlongside.test(sql)) throw new Error(`not alongside a commit: \`${sql}\``)
  return sql
}
