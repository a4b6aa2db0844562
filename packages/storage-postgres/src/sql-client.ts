import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Driver, Query, Row } from "./driver.ts"

/**
 * Drives effect's SQL client, such as that of `@effect/sql-pg`. What the host has in its fiber, a span or a transaction of
 * its own, is not taken along: a commit is a transaction by itself.
 */
export const overSqlClient = (client: SqlClient): Driver => {
  const run: Query = (sql, parameters) => Effect.runPromise(rowsOf(client, sql, parameters))
  return {
    query: run,
    transaction: (body) =>
      Effect.runPromise(
        client.withTransaction(
          Effect.gen(function* () {
            // Statements that run in this context run on the connection of the transaction.
            const context = yield* Effect.context<never>()
            const query: Query = (sql, parameters) => Effect.runPromiseWith(context)(rowsOf(client, sql, parameters))
            yield* Effect.promise(() => query("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", []))
            return yield* Effect.tryPromise({ try: () => body(query), catch: (cause) => cause })
          })
        )
      )
  }
}

const rowsOf = (client: SqlClient, sql: string, parameters: Parameters<Query>[1]) =>
  // Every column that is asked for is text.
  Effect.map(client.unsafe(sql, parameters).values, (rows) => rows as ReadonlyArray<Row>)
