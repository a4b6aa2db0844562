import type { ColumnName } from "pannier/storage"
import type { Query } from "./driver.ts"
import type { Session } from "./session.ts"
import { Parameters, textIn } from "./statements.ts"

/** The table of columns that not every document of a tenant has its value for. */
const tableOf = (session: Session): string => session.table("building")

/** The columns that a tenant's collections are building. */
export class Building {
  readonly #session: Session
  #columns: ReadonlyArray<ColumnName> = []

  constructor(session: Session) {
    this.#session = session
  }

  /** What is known of them by now, inside another transaction. */
  within(session: Session): Building {
    const building = new Building(session)
    building.#columns = this.#columns
    return building
  }

  get any(): boolean {
    return this.#columns.length > 0
  }

  /** Asks the database. Another node may have built them, or begun. */
  async look(): Promise<ReadonlyArray<ColumnName>> {
    this.#columns = await markedIn(this.#session, this.#session.read)
    return this.#columns
  }

  of(collection: string): ReadonlySet<string> {
    return new Set(this.#columns.filter((one) => one.collection === collection).map(({ column }) => column))
  }
}

/** What is marked for the tenant. */
export const markedIn = async (session: Session, query: Query): Promise<ReadonlyArray<ColumnName>> => {
  const rows = await query(
    `SELECT collection::text, "column"::text FROM ${tableOf(session)} WHERE tenant = $1::text ORDER BY 1, 2`,
    [session.place.tenant]
  )
  return rows.map((row) => ({ collection: textIn(row, 0), column: textIn(row, 1) }))
}

/** Every document has its value for these: to be run in the transaction of the commit that says so. */
export const built = async (session: Session, query: Query, columns: ReadonlyArray<ColumnName>): Promise<void> => {
  const parameters = new Parameters()
  const collections = parameters.texts(columns.map(({ collection }) => collection))
  const names = parameters.texts(columns.map(({ column }) => column))
  await query(
    `DELETE FROM ${tableOf(session)} WHERE tenant = ${parameters.text(session.place.tenant)} AND (collection, "column") IN (SELECT * FROM unnest(${collections}, ${names}))`,
    parameters.values
  )
}
