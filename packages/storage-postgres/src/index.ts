export {
  dropUndeclaredIndexes,
  postgres,
  type PostgresAdapter,
  type PostgresOptions,
  type PostgresStorage
} from "./adapter.ts"
export type { Alongside } from "./alongside.ts"
export type { Driver, Query, Row, Value } from "./driver.ts"
export { overPg, type PgClient, type PgOptions, type PgPool } from "./pg.ts"
export { type PortableOptions, postgresPortable } from "./portable.ts"
export { overSqlClient } from "./sql-client.ts"
