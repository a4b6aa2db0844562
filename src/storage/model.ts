import type { Balance, Line, Transfer } from "../ledger/model.ts"

/** A key of an index: texts compare by UTF-8 bytes, numbers are integers, `null` sorts first. */
export type Key = string | number | null

/** What an adapter must know of a collection to lay out its table. */
export interface CollectionShape {
  readonly name: string
  /** Columns kept beside the document, in the order of the table. */
  readonly columns: { readonly [column: string]: "text" | "integer" }
  /** Indexes by name, each a list of columns. The id is always the last key. */
  readonly indexes: { readonly [index: string]: ReadonlyArray<string> }
}

/** Names a column of a collection. */
export interface ColumnName {
  readonly collection: string
  readonly column: string
}

/** Names one document. */
export interface DocumentId {
  readonly collection: string
  readonly id: string
}

/** A document as it is kept: JSON text, and the version that the last write gave it (1, 2, 3, ...). */
export interface Stored {
  readonly id: string
  readonly version: number
  readonly json: string
}

/** Documents of a collection in the order of an index. */
export interface IndexQuery {
  readonly collection: string
  /** The name of an index, or `id`: every collection has the order of its ids. */
  readonly index: string
  /** Values of the first columns of the index, all of which must be equal. */
  readonly equals?: ReadonlyArray<Key>
  /** Half-open range `[from, until)` of the next column, or of the id behind the last one. Keys of the column's own type. */
  readonly from?: Key
  readonly until?: Key
  /** A predicate over columns that the index does not cover. */
  readonly where?: { readonly [column: string]: Key }
  readonly descending?: boolean
  /** At most so many, 1 to `limits.page`; brought into that range. */
  readonly limit: number
  /** Continue behind this cursor, as a former page gave it. */
  readonly after?: string
}

/** One page. `next` is absent on the last one. */
export interface Page<A> {
  readonly items: ReadonlyArray<A>
  readonly next?: string
}

/** What one `read` asks for. Everything is answered from one snapshot. */
export interface Wants {
  readonly documents: ReadonlyArray<DocumentId>
  /** Ids of accounts. */
  readonly accounts: ReadonlyArray<string>
  readonly queries: ReadonlyArray<IndexQuery>
  /** The instant at which holds count as live. */
  readonly at: number
}

/** The answers, each list in the order of its question; `undefined` for what is absent. */
export interface Found {
  readonly documents: ReadonlyArray<Stored | undefined>
  readonly accounts: ReadonlyArray<Balance | undefined>
  readonly queries: ReadonlyArray<Page<Stored>>
}

/** A document that a decision rests on, at the version that was read; 0 = it was absent. */
export interface Guard extends DocumentId {
  readonly version: number
}

/** What happened to one document: the event that its stream is given, numbered by the version it leads to. */
export interface StreamEvent {
  readonly type: string
  /** JSON text of what the event tells beside the change. */
  readonly data: string
}

/** A document written or removed. Each write makes exactly one event, so version and sequence are one number. */
export interface Write extends DocumentId {
  /** The version it replaces; 0 = it must not exist. */
  readonly expected: number
  /** JSON text of the document, or `null` to remove it. */
  readonly json: string | null
  /** Columns left out are `null`. */
  readonly columns: { readonly [column: string]: Key }
  readonly event: StreamEvent
  /** JSON text of `{ set, unset }`: the fields of the document that this event changed. */
  readonly change: string
}

/** A value that at most one holder may have in a scope: an e-mail address, a slug, one review a line. */
export interface Claim {
  readonly kind: "claim" | "yield"
  readonly scope: string
  readonly value: string
  /** Who has it. The same holder may claim again; only the holder can yield. */
  readonly holder: string
}

/** Something the outside world must do, written in the same commit as the reason for it. */
export interface Intent {
  readonly id: string
  /** Intents of one lane are carried in commit order, one in flight. */
  readonly lane: string
  readonly kind: string
  /** JSON text. */
  readonly payload: string
  /** Not before this instant. */
  readonly due: number
}

/** Everything one decision changes. It is made durable together or not at all. */
export interface Commit {
  /** The idempotency key in full: operation, actor and the caller's key. */
  readonly key: string
  /** Tells two inputs under one key apart. */
  readonly fingerprint: string
  readonly at: number
  readonly actor: string
  /** The command, and why it acted. */
  readonly reason: string
  readonly guards: ReadonlyArray<Guard>
  readonly writes: ReadonlyArray<Write>
  readonly claims: ReadonlyArray<Claim>
  readonly transfers: ReadonlyArray<Transfer>
  readonly intents: ReadonlyArray<Intent>
  /** Ids of intents that this commit answers: they leave the log. */
  readonly done: ReadonlyArray<string>
  /** Ids of parked intents that are to be tried again from now on, where they stand in their lanes. */
  readonly revived?: ReadonlyArray<string>
  /** Columns that every document has its value for by now. */
  readonly built?: ReadonlyArray<ColumnName>
  /** JSON text of the reply. */
  readonly reply: string
}

/** The commit stands. `repeated`: it stood already, and this is its first reply. */
export interface Committed {
  readonly position: number
  readonly reply: string
  readonly repeated: boolean
}

/** What is remembered of a commit under its key, for at least 7 days. */
export interface Receipt {
  readonly key: string
  readonly fingerprint: string
  readonly position: number
  readonly reply: string
}

/** An intent on loan: it comes back at its next try unless a commit answers it. */
export interface Lent extends Intent {
  /** How often it has been lent, this time included. */
  readonly tries: number
  /** The instant from which it could have been lent, milliseconds; `due` is when it comes back. */
  readonly since: number
}

/** An intent as the log keeps it. */
export interface Waiting extends Intent {
  /** How often it has been lent. */
  readonly tries: number
  readonly state: "waiting" | "parked"
}

/** One event of the log. */
export interface LoggedEvent extends DocumentId {
  /** 1, 2, 3, ... without a gap in each stream. */
  readonly sequence: number
  readonly type: string
  readonly data: string
  readonly change: string
}

/** One commit in the log. Positions are dense, 1, 2, 3, ..., and are commit order. */
export interface Entry {
  readonly position: number
  readonly key: string
  /** The commit's instant, or the entry's before where that is later: in the log, time never goes back. */
  readonly at: number
  readonly actor: string
  readonly reason: string
  readonly events: ReadonlyArray<LoggedEvent>
  readonly lines: ReadonlyArray<Line>
}

/** A link of the chain: what the log is, up to and with the entry at this position. */
export interface Link {
  readonly position: number
  /** SHA-256 over the hash before and the entry, 64 hexadecimal digits in lower case. */
  readonly hash: string
}

/** The sum over all accounts of a unit: `posted` is zero after every commit. */
export interface Trial {
  readonly unit: string
  readonly accounts: number
  /** The sum of all balances: zero. */
  readonly posted: bigint
  /** The sum of the balances above zero: how much there is to count. */
  readonly debit: bigint
}

/** Which accounts to list. */
export interface AccountQuery {
  readonly owner?: string
  readonly unit?: string
  readonly after?: string
  readonly limit: number
  readonly at: number
}

/** What an adapter can take. */
export interface Limits {
  /** Longest page of a query. */
  readonly page: number
  /** Longest text of a commit (a document, a change, an event, a payload, a reply), in UTF-16 units. */
  readonly document: number
  /** Most guards, writes, claims, transfers, intents and done intents of one commit, each. */
  readonly items: number
  /** How far a commit's instant may be from the adapter's own clock, or behind the last entry, in milliseconds. */
  readonly skew: number
}
