import {
  type CollectionShape,
  type DocumentId,
  type Found,
  type Limits,
  refuse,
  type Stored,
  type Wants
} from "pannier/storage"
import { Accounts } from "./accounts.ts"
import { LedgerTables } from "./book.ts"
import { Building } from "./building.ts"
import { Claims } from "./claims.ts"
import { Documents } from "./documents.ts"
import { Intents } from "./intents.ts"
import { Links } from "./links.ts"
import { Log } from "./log.ts"
import { page } from "./query.ts"
import type { Statements } from "./statements.ts"

/** Every table of an open file, with its statements. */
export class Tables {
  readonly statements: Statements
  readonly documents: ReadonlyMap<string, Documents>
  readonly building: Building
  readonly claims: Claims
  readonly ledger: LedgerTables
  readonly accounts: Accounts
  readonly intents: Intents
  readonly log: Log
  readonly links: Links

  constructor(statements: Statements, shapes: ReadonlyArray<CollectionShape>) {
    this.statements = statements
    this.documents = new Map(shapes.map((shape) => [shape.name, new Documents(statements, shape)]))
    this.building = new Building(statements)
    this.claims = new Claims(statements)
    this.ledger = new LedgerTables(statements)
    this.accounts = new Accounts(statements, this.ledger)
    this.intents = new Intents(statements)
    this.log = new Log(statements)
    this.links = new Links(statements)
  }

  /** Runs reads in one snapshot: without it another process could write between two of them. */
  snapshot<A>(read: () => A): A {
    const { database } = this.statements
    if (database.isTransaction) return read()
    this.statements.of("BEGIN").run()
    try {
      return read()
    } finally {
      this.statements.of("COMMIT").run()
    }
  }

  /** See `Storage.read`. */
  read(wants: Wants, limits: Limits): Found {
    const { documents, accounts, queries, at } = wants
    // A single document is a single statement, which is its own snapshot.
    const [only] = documents
    if (only !== undefined && documents.length === 1 && accounts.length + queries.length === 0) {
      return { documents: this.#documents(documents), accounts: [], queries: [] }
    }
    return this.snapshot(() => ({
      documents: this.#documents(documents),
      queries: queries.map((query) => {
        const { shape } = this.#of(query.collection)
        return page(this.statements, shape, query, limits, this.building.of(query.collection))
      }),
      accounts: this.accounts.at(accounts, at)
    }))
  }

  #documents(wanted: ReadonlyArray<DocumentId>): ReadonlyArray<Stored | undefined> {
    const byCollection = new Map<string, Map<string, Stored | undefined>>()
    for (const { collection, id } of wanted) {
      const known = byCollection.get(collection)
      if (known === undefined) byCollection.set(collection, new Map([[id, undefined]]))
      else known.set(id, undefined)
    }
    for (const [collection, found] of byCollection) {
      this.#of(collection).read([...found.keys()], (stored) => found.set(stored.id, stored))
    }
    return wanted.map(({ collection, id }) => byCollection.get(collection)?.get(id))
  }

  #of(collection: string): Documents {
    return this.documents.get(collection) ?? refuse("Unsupported", `collection \`${collection}\``)
  }
}
