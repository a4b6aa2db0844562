import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { StorageError } from "./errors.ts"
import type { CollectionShape } from "./model.ts"

/** A value of a row: text, a whole number, or nothing. */
export type Cell = string | bigint | null

export type CopiedRow = ReadonlyArray<Cell>

/** Rows of one kind, the same for every storage. */
export interface Section {
  readonly name: string
  readonly columns: ReadonlyArray<readonly [name: string, type: "text" | "integer"]>
  /** How many of the first columns order the rows and tell them apart. */
  readonly keys: number
}

/** The sections that only grow, in order of position: they are copied by positions, and gone on with where a copy stopped. */
export const logSections = {
  log: section("log", 1, ["position", "at"], ["position", "key", "at", "actor", "reason"]),
  event: section(
    "event",
    2,
    ["position", "ordinal", "sequence"],
    ["position", "ordinal", "collection", "id", "sequence", "type", "data", "change"]
  ),
  transfer: section(
    "transfer",
    2,
    ["position", "line", "amount"],
    ["position", "line", "transfer", "kind", "from_account", "to_account", "unit", "amount"]
  )
} as const

/** The sections that change, in the order in which they are copied. The intents come last: to lend one is no commit. */
export const stateSections = (collections: ReadonlyArray<CollectionShape>): ReadonlyArray<Section> => [
  section("link", 1, ["position"], ["position", "hash"]),
  section("building", 2, [], ["collection", "column"]),
  section("receipt", 1, ["position"], ["key", "position", "fingerprint", "reply"]),
  section("claim", 2, [], ["scope", "value", "holder"]),
  section(
    "account",
    1,
    ["floor", "ceiling", "posted", "outgoing", "incoming"],
    ["id", "owner", "unit", "floor", "ceiling", "posted", "outgoing", "incoming"]
  ),
  section("hold", 1, ["amount", "until"], ["id", "from_account", "to_account", "unit", "amount", "until", "state"]),
  ...collections.map(
    ({ name, columns }): Section => ({
      name: `doc_${name}`,
      keys: 1,
      columns: [["id", "text"], ["version", "integer"], ["document", "text"], ...Object.entries(columns)]
    })
  ),
  section(
    "intent",
    2,
    ["position", "ordinal", "due", "tries"],
    ["position", "ordinal", "id", "lane", "kind", "payload", "due", "tries", "state"]
  )
]

function section(name: string, keys: number, integers: ReadonlyArray<string>, columns: ReadonlyArray<string>): Section {
  return { name, keys, columns: columns.map((column) => [column, integers.includes(column) ? "integer" : "text"]) }
}

/** The rows of the log behind a position, up to and with another. */
export interface LogRows {
  readonly log: ReadonlyArray<CopiedRow>
  readonly event: ReadonlyArray<CopiedRow>
  readonly transfer: ReadonlyArray<CopiedRow>
}

/** A store to be copied, as it was at one moment. */
export interface Origin {
  /** The last position of its log. */
  readonly head: number
  /** Every collection that it has, without indexes. */
  readonly collections: ReadonlyArray<CollectionShape>
  readonly log: (after: number, until: number) => Effect.Effect<LogRows, StorageError>
  /** At most `limit` rows behind the keys of another. */
  readonly rows: (
    section: Section,
    after: CopiedRow | undefined,
    limit: number
  ) => Effect.Effect<ReadonlyArray<CopiedRow>, StorageError>
}

/**
 * A store that a copy is made in. Until it is finished no shop can be opened in it, and a later copy goes on in it. Of two copies at
 * once one goes on, and every step of the other fails with `Unavailable` from then on.
 */
export interface Landing {
  /** The last position that it has, and what the copy before noted last. */
  readonly reached: { readonly position: number; readonly note: string | undefined }
  readonly log: Origin["log"]
  readonly enterLog: (rows: LogRows) => Effect.Effect<void, StorageError>
  /** Adds rows and keeps the note, all or nothing. */
  readonly enter: (section: Section, rows: ReadonlyArray<CopiedRow>, note: string) => Effect.Effect<void, StorageError>
  /** Empties the sections of the state and keeps the note. */
  readonly clear: (sections: ReadonlyArray<Section>, note: string) => Effect.Effect<void, StorageError>
  /** Makes it a store that a shop can be opened in. */
  readonly finish: Effect.Effect<void, StorageError>
}

/** A place that a store can be copied from and to. */
export interface Portable {
  readonly origin: Effect.Effect<Origin, StorageError, Scope.Scope>
  /** Fails with `Unavailable` where there is a store already. */
  readonly landing: (collections: ReadonlyArray<CollectionShape>) => Effect.Effect<Landing, StorageError, Scope.Scope>
}

/** What a copy did. */
export interface Copied {
  readonly entries: number
  /** Where the copy before had stopped; 0 for a fresh one. */
  readonly resumed: number
}

/** How many entries go in one transaction, and how many rows. */
const [entriesTogether, rowsTogether] = [200, 500]

/**
 * Copies a store as it is at one moment, into a place where there is none: every row of the log byte by byte, the chain over it, receipts,
 * claims, the ledger, documents, intents. It may be broken off at any moment; called again it goes on. What was committed in
 * between is copied too. `Unsupported` where the copy that was begun is of another store; `Unavailable` where another copy to the place
 * is under way, of which one goes on.
 *
 * @param each told what is being copied, and how far it has come of how much
 */
export const copyStore = (
  from: Portable,
  to: Portable,
  each: (position: number, head: number) => void = () => {}
): Effect.Effect<Copied, StorageError> =>
  Effect.scoped(
    Effect.gen(function* () {
      const origin = yield* from.origin
      const { head } = origin
      const landing = yield* to.landing(origin.collections)
      const resumed = landing.reached.position
      yield* isSame(origin, landing)
      for (let after = resumed; after < head; after += entriesTogether) {
        const until = Math.min(head, after + entriesTogether)
        yield* landing.enterLog(yield* origin.log(after, until))
        each(until, head)
      }
      const sections = stateSections(origin.collections)
      let note = readNote(landing.reached.note)
      if (note?.head !== head) {
        note = { head, section: 0, after: undefined }
        yield* landing.clear(sections, JSON.stringify(note))
      }
      for (const [index, one] of sections.entries()) {
        if (index < note.section) continue
        let after = index === note.section ? keysFrom(one, note.after) : undefined
        for (;;) {
          const rows = yield* origin.rows(one, after, rowsTogether)
          const last = rows.at(-1)
          const done = last === undefined || rows.length < rowsTogether
          const next: Note = done
            ? { head, section: index + 1, after: undefined }
            : { head, section: index, after: last.slice(0, one.keys).map(String) }
          yield* landing.enter(one, rows, JSON.stringify(next))
          if (done) break
          after = last.slice(0, one.keys)
        }
      }
      yield* landing.finish
      return { entries: head, resumed }
    })
  )

/** Where the copying of the state stands. */
interface Note {
  readonly head: number
  readonly section: number
  readonly after: ReadonlyArray<string> | undefined
}

// It is this module's own writing, kept by the landing.
const readNote = (text: string | undefined): Note | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as Note)

const keysFrom = ({ columns }: Section, keys: ReadonlyArray<string> | undefined): CopiedRow | undefined =>
  keys?.map((key, index) => (columns[index]?.[1] === "integer" ? BigInt(key) : key))

/** The last entry that both have is the same one. */
const isSame = Effect.fnUntraced(function* (origin: Origin, landing: Landing): Effect.fn.Return<void, StorageError> {
  const { position } = landing.reached
  if (position === 0) return
  const [theirs, ours] = [yield* origin.log(position - 1, position), yield* landing.log(position - 1, position)]
  if (textOf(theirs) !== textOf(ours)) {
    const detail = "the copy that was begun there is of another store"
    return yield* Effect.fail({ _tag: "StorageError", reason: "Unsupported", detail } as const)
  }
})

const textOf = (rows: LogRows): string =>
  JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value))
