import type { Driver, Query, Row, Value } from "./driver.ts"
import { isAnswer } from "./failure.ts"

/** A statement as `pg` takes it. */
interface PgStatement {
  readonly text: string
  readonly values: Array<Value>
  readonly rowMode: "array"
  readonly name?: string
}

interface PgAnswer {
  readonly rows: ReadonlyArray<unknown>
}

/** What is used of a connection of `pg`. */
export interface PgClient {
  query(statement: PgStatement): Promise<PgAnswer>
  query(sql: string): Promise<unknown>
  release(destroy?: boolean): void
  on(event: "error", listener: (cause: Error) => void): unknown
  off(event: "error", listener: (cause: Error) => void): unknown
}

/** What is used of a `Pool` of `pg`: `new Pool({ connectionString, ssl, max })`. */
export interface PgPool {
  connect(lent: (cause: Error | undefined, client: PgClient | undefined) => void): void
}

/** Settings of {@link overPg}. */
export interface PgOptions {
  /**
   * Whether statements are prepared once a connection. Turn it off behind a pooler that hands out another connection for
   * every transaction and does not know of prepared statements. The default is `true`.
   */
  readonly prepare?: boolean
}

/** Most statements that are prepared: their texts depend on what is asked, never on the values. */
const mostPrepared = 300

/** Names by text, for each pool: shops of several tenants that share its connections share the statements on them. */
const prepared = new WeakMap<PgPool, Map<string, string>>()

const nameOf = (pool: PgPool, sql: string): string | undefined => {
  const names = prepared.get(pool) ?? new Map<string, string>()
  prepared.set(pool, names)
  const known = names.get(sql)
  if (known !== undefined || names.size >= mostPrepared) return known
  const name = `pannier_${names.size}`
  names.set(sql, name)
  return name
}

/**
 * Drives `pg`. The pool is the host's: its size, TLS (`ssl`), time-outs and end. Two connections are enough for commits; each
 * reader at the same time takes one more.
 */
export const overPg = (pool: PgPool, { prepare = true }: PgOptions = {}): Driver => {
  const on =
    (client: PgClient): Query =>
    async (text, values) => {
      // Statements without values are those that lay out tables: they come once.
      const name = prepare && values.length > 0 ? nameOf(pool, text) : undefined
      const statement: PgStatement = { text, values: [...values], rowMode: "array" }
      const { rows } = await client.query(name === undefined ? statement : { ...statement, name })
      // Every column that is asked for is text.
      return rows as ReadonlyArray<Row>
    }
  return {
    query: (sql, parameters) => borrow(pool, (lent) => lent.heard(on(lent.client)(sql, parameters))),
    transaction: (body) =>
      borrow(pool, async (lent) => {
        const { client } = lent
        await lent.heard(client.query("BEGIN ISOLATION LEVEL READ COMMITTED"))
        const query = on(client)
        let over = false
        try {
          const answer = await body(async (sql, parameters) => {
            // Nobody waited for it, and the connection is about to be somebody else's.
            if (over) throw new Error(`after its transaction: \`${sql}\``)
            return lent.heard(query(sql, parameters))
          }).finally(() => (over = true))
          await lent.heard(client.query("COMMIT"))
          return answer
        } catch (cause) {
          // A connection that cannot even roll back is closed, and the server takes everything back itself.
          if (!lent.spoiled) await client.query("ROLLBACK").catch(lent.spoil)
          throw cause
        }
      })
  }
}

/** A connection of the pool while it is used. One that is spoiled is closed, and lent to nobody any more. */
class Lent {
  readonly client: PgClient
  spoiled = false

  constructor(client: PgClient) {
    this.client = client
  }

  readonly spoil = (): void => {
    this.spoiled = true
  }

  /** What the server does not answer, as when the pool's `query_timeout` is over, may still be on its way when the next one asks. */
  async heard<A>(answer: Promise<A>): Promise<A> {
    try {
      return await answer
    } catch (cause) {
      if (!isAnswer(cause)) this.spoil()
      throw cause
    }
  }
}

const borrow = async <A>(pool: PgPool, use: (lent: Lent) => Promise<A>): Promise<A> => {
  const lent = await new Promise<Lent>((resolve, reject) =>
    pool.connect((cause, client) => {
      if (client === undefined) return reject(cause)
      const found = new Lent(client)
      // The statement on its way rejects as well; without a listener the process would end. Nor may it wait for a Promise:
      // the last word of a server that dies may come with the first one of the connection.
      client.on("error", found.spoil)
      resolve(found)
    })
  )
  try {
    return await use(lent)
  } finally {
    lent.client.off("error", lent.spoil)
    lent.client.release(lent.spoiled)
  }
}
