import { isStorable } from "pannier/kernel"
import { refuse } from "pannier/storage"
import type { Driver, Query } from "./driver.ts"
import { DriverFailure, guarded, persist } from "./failure.ts"
import { longestName, quoted } from "./statements.ts"

/** Which schema of the database and which tenant in it. */
export interface Place {
  readonly schema: string
  readonly tenant: string
}

/** A place by its names, with those that are usual. Refuses what is no name, and what PostgreSQL would cut off: it would be another's. */
export const placeOf = ({ schema = "pannier", tenant = "main" }: Partial<Place>): Place => {
  if (schema === "" || tenant === "" || !isStorable(schema + tenant)) {
    refuse("Unsupported", "a schema or tenant without a name")
  }
  if (Buffer.byteLength(schema) > longestName) {
    refuse("Unsupported", `schema \`${schema}\` cannot be a name: it has more than ${longestName} bytes`)
  }
  return { schema, tenant }
}

/** A driver at one place: where tables are, whose rows they are, and how the database is told so. */
export class Session {
  readonly place: Place
  readonly #driver: Driver
  readonly #rowSecurity: boolean
  /** What every statement goes to where this session has a transaction of its own. */
  #held: Query | undefined

  constructor(driver: Driver, place: Place, rowSecurity: boolean) {
    this.#driver = driver
    this.place = place
    this.#rowSecurity = rowSecurity
  }

  /** A table's name in full. */
  readonly table = (name: string): string => `${quoted(this.place.schema)}.${quoted(name)}`

  /** One statement, which is its own snapshot, tried once. */
  readonly ask: Query = (sql, parameters) =>
    this.#held !== undefined
      ? this.#held(sql, parameters)
      : this.#rowSecurity
        ? this.transaction((query) => query(sql, parameters))
        : guarded(this.#driver.query)(sql, parameters)

  /** One statement that may run in no transaction, tried once. */
  readonly alone: Query = (sql, parameters) => guarded(this.#driver.query)(sql, parameters)

  /** The same as `ask`, begun again while the server cannot be reached. What fails in a transaction that is held has ended it. */
  readonly read: Query = (sql, parameters) =>
    this.#held === undefined ? persist(() => this.ask(sql, parameters)) : this.#held(sql, parameters)

  /**
   * The same place inside a transaction that somebody else has open and ends.
   *
   * @param query runs on its connection
   */
  within(query: Query): Session {
    const session = new Session(this.#driver, this.place, false)
    const heard = guarded(query)
    // Told with each statement: what the host takes back to a savepoint, or does for another tenant, untells it.
    session.#held = this.#rowSecurity
      ? (sql, parameters) =>
          inTurn(query, async () => {
            await heard(beTenant, [this.place.tenant])
            return heard(sql, parameters)
          })
      : heard
    return session
  }

  /** From now on every read is answered from one snapshot, held by a transaction of its own until the answer is called. */
  readonly hold = (): Promise<() => Promise<void>> =>
    new Promise((resolve, reject) => {
      const running = this.#driver.transaction(async (bare) => {
        const query = guarded(bare)
        // The isolation is asked before anything else is.
        await query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", [])
        await query(beTenant, [this.place.tenant])
        // Readers of a snapshot share one connection, which carries one statement at a time.
        this.#held = (sql, parameters) => inTurn(bare, () => query(sql, parameters))
        await new Promise<void>((end) => {
          resolve(async () => {
            end()
            await running
          })
        })
      })
      running.catch((cause: unknown) => reject(cause instanceof DriverFailure ? cause : new DriverFailure(cause)))
    })

  /** One transaction, tried once. Where rows are guarded, the database is told first whose they are. */
  readonly transaction = async <A>(body: (query: Query) => Promise<A>): Promise<A> => {
    const thrown: Array<unknown> = []
    try {
      return await this.#driver.transaction(async (bare) => {
        const query = guarded(bare)
        try {
          if (this.#rowSecurity) await query(beTenant, [this.place.tenant])
          return await body(query)
        } catch (cause) {
          thrown.push(cause)
          throw cause
        }
      })
    } catch (cause) {
      // What the body rejects with comes out as it was, whatever the client made of it on the way.
      throw thrown.length > 0 ? thrown[0] : new DriverFailure(cause)
    }
  }
}

/** The last statement on each connection that several speak on. */
const lastOn = new WeakMap<Query, Promise<unknown>>()

const inTurn = <A>(connection: Query, work: () => Promise<A>): Promise<A> => {
  const mine = (lastOn.get(connection) ?? Promise.resolve()).then(work, work)
  lastOn.set(connection, mine)
  return mine
}

/** Holds until the transaction ends, so that a pooled connection never keeps it. */
const beTenant = "SELECT set_config('pannier.tenant', $1, true)"
