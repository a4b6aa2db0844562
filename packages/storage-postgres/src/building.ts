import type { CollectionShape, ColumnName } from "pannier/storage"
import { type IndexName, lackingIndexes } from "./indexes.ts"
import { markedIn } from "./marks.ts"
import type { Session } from "./session.ts"

/** The columns that a tenant's collections are building, and the indexes that the database is building. */
export class Building {
  readonly #session: Session
  readonly #shapes: ReadonlyArray<CollectionShape>
  readonly #absent: ReadonlyArray<ColumnName>
  #columns: ReadonlyArray<ColumnName> = []
  #indexes: ReadonlyArray<IndexName> | undefined

  /**
   * @param shapes collections whose indexes have to be ready before they are asked
   * @param absent columns that the tables do not have, which nobody adds while this store is open
   */
  constructor(session: Session, shapes: ReadonlyArray<CollectionShape>, absent: ReadonlyArray<ColumnName> = []) {
    this.#session = session
    this.#shapes = shapes
    this.#absent = absent
  }

  /** What is known of them by now, inside another transaction. */
  within(session: Session): Building {
    const building = new Building(session, this.#shapes, this.#absent)
    building.#columns = this.#columns
    building.#indexes = this.#indexes
    return building
  }

  get any(): boolean {
    return this.#columns.length > 0 || this.lacksAny
  }

  /** Asks the database, and gives the columns. Another node may have built them, or begun. */
  async look(): Promise<ReadonlyArray<ColumnName>> {
    this.#columns = [...(await markedIn(this.#session, this.#session.read)), ...this.#absent]
    // An index that is ready stays so.
    if (this.lacksAny) {
      this.#indexes = await lackingIndexes(this.#session, this.#session.read, this.#shapes)
    }
    return this.#columns
  }

  of(collection: string): ReadonlySet<string> {
    return new Set(this.#columns.filter((one) => one.collection === collection).map(({ column }) => column))
  }

  get lacksAny(): boolean {
    return this.#indexes?.length !== 0
  }

  /** Whether an index is not ready. */
  lacks(collection: string, index: string): boolean {
    return this.#indexes?.some((one) => one.collection === collection && one.index === index) === true
  }
}
