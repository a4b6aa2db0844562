import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, held, law, verdict } from "../../kernel/law.ts"
import type { IndexQuery, Key, Page, Stored } from "../model.ts"
import type { Storage } from "../ports.ts"
import { compareKeys, encodeCursor } from "../rules.ts"
import { write } from "./commits.ts"
import { allPages, type FreshAdapter, on, once, plain } from "./subject.ts"
import { emptyCommit } from "./trace.ts"

/** Texts whose order by UTF-8 bytes differs from that of UTF-16, of a locale or of a case-blind collation. */
const texts = [
  "",
  "A",
  "a",
  "a b",
  "aa",
  "b",
  "z",
  "Ä",
  "ä",
  "é",
  "e\u0301",
  "ß",
  "茶",
  "\ue000",
  "\uffee",
  "\u{1f375}",
  "'; --"
]

/** One of the texts, by its place. */
export const Place = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: texts.length - 1 }))
export const text = (place: number | null): string | null => (place === null ? null : (texts[place] ?? null))

const Rank = Schema.NullOr(Schema.Int.check(Schema.isBetween({ minimum: -2, maximum: 2 })))

const Good = Schema.Struct({ id: Place, name: Schema.NullOr(Place), shelf: Schema.NullOr(Place), rank: Rank })

/** The laws of queries. */
export const queryLaws = (fresh: FreshAdapter) => [
  law({
    id: "S02",
    title: "a query answers its range in the order of its index, by UTF-8 bytes, page by page, in both directions",
    input: Schema.Struct({
      goods: Schema.Array(Good).check(Schema.isMinLength(1), Schema.isMaxLength(24)),
      limit: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 5 })),
      low: Place,
      high: Place,
      rank: Rank
    }),
    holds: ({ goods, limit, low, high, rank }) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          const kept = new Map<string, { readonly [column: string]: Key }>()
          // The place in the list is in the key: one good twice is two commits.
          for (const [place, good] of goods.entries()) {
            const id = `id ${text(good.id) ?? ""}`
            const columns = { name: text(good.name), shelf: text(good.shelf), rank: good.rank }
            const known = kept.has(id)
            yield* storage.commit({
              ...emptyCommit(`key-${place}`),
              writes: [{ ...write(id, known ? ((yield* versionOf(storage, id)) ?? 0) : 0), columns }]
            })
            kept.set(id, columns)
          }
          const queries: ReadonlyArray<Omit<IndexQuery, "collection" | "limit">> = [
            { index: "all" },
            { index: "name" },
            { index: "name", from: text(low) ?? "", until: text(high) ?? "" },
            { index: "name", from: null, until: text(high) ?? "", where: { rank } },
            { index: "shelf" },
            { index: "shelf", equals: [text(low)] },
            { index: "shelf", equals: [text(low)], from: rank },
            { index: "shelf", equals: [null], until: 1 },
            { index: "shelf", equals: [text(low), rank] },
            { index: "shelf", where: { name: text(high), rank: null } }
          ]
          for (const query of queries.flatMap((one) => [one, { ...one, descending: true }])) {
            const expected = naive(kept, query)
            const found = yield* allPages((after) =>
              ask(storage, { ...query, limit, ...(after === undefined ? {} : { after }) })
            )
            const ids = found.map(({ id }) => id)
            if (plain(ids) !== plain(expected))
              return broken(`${plain(query)} by ${limit}: ${plain(ids)}, not ${plain(expected)}`)
          }
          return held
        })
      )
  }),
  law({
    id: "S02",
    title: "a cursor serves its own query alone, also behind a removed document; a query names what exists",
    input: once,
    holds: () =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          const writes = ["a", "b", "c"].map((id) => write(id, 0))
          yield* storage.commit({ ...emptyCommit("goods"), writes })
          const { next } = yield* ask(storage, { index: "all", limit: 1 })
          if (next === undefined) return broken("the first page of three has no next")
          const cases: ReadonlyArray<readonly [string, Omit<IndexQuery, "collection" | "limit">]> = [
            ["BadCursor", { index: "name", after: next }],
            ["BadCursor", { index: "all", after: next, descending: true }],
            ["BadCursor", { index: "all", after: next, where: { rank: 1 } }],
            ["BadCursor", { index: "all", after: "" }],
            ["BadCursor", { index: "all", after: "%" }],
            ["BadCursor", { index: "all", after: "[]" }],
            // No adapter keeps such a text, so none has ended a page with it.
            [
              "BadCursor",
              { index: "all", after: encodeCursor({ collection: "goods", index: "all", limit: 1 }, ["a\0"]) }
            ],
            ["IndexUnknown", { index: "colour" }],
            ["IndexUnknown", { index: "constructor" }],
            ["IndexUnknown", { index: "all", where: { colour: "red" } }],
            ["IndexUnknown", { index: "all", where: { constructor: "red" } }]
          ]
          yield* storage.commit({ ...emptyCommit("removed"), writes: [write("a", 1, null), write("bb", 0)] })
          const rest = yield* allPages((after = next) => ask(storage, { index: "all", limit: 1, after }))
          if (plain(rest.map(({ id }) => id)) !== plain(["b", "bb", "c"]))
            return broken(`behind a removed document: ${plain(rest)}`)
          for (const [reason, query] of cases) {
            const answer = yield* Effect.result(ask(storage, { ...query, limit: 1 }))
            const actual = Result.isFailure(answer) ? answer.failure.reason : "a page"
            if (actual !== reason) return broken(`${plain(query)}: ${actual}, not ${reason}`)
          }
          const foreign = yield* Effect.result(
            storage.read({ documents: [{ collection: "nowhere", id: "a" }], accounts: [], queries: [], at: 0 })
          )
          return verdict(
            Result.isFailure(foreign) && foreign.failure.reason === "Unsupported",
            () => `a foreign collection: ${plain(foreign)}`
          )
        })
      )
  })
]

/** One page of `goods`. */
export const ask = (storage: Storage, query: Omit<IndexQuery, "collection">) =>
  Effect.map(
    storage.read({ documents: [], accounts: [], queries: [{ ...query, collection: "goods" }], at: 0 }),
    ({ queries }): Page<Stored> => queries[0] ?? { items: [] }
  )

const versionOf = (storage: Storage, id: string) =>
  Effect.map(
    storage.read({ documents: [{ collection: "goods", id }], accounts: [], queries: [], at: 0 }),
    ({ documents }) => documents[0]?.version
  )

const columnsOf: { readonly [index: string]: ReadonlyArray<string> } = {
  all: [],
  name: ["name"],
  shelf: ["shelf", "rank"]
}

/** The ids that a query must answer, by filtering and sorting everything. */
const naive = (
  kept: ReadonlyMap<string, { readonly [column: string]: Key }>,
  { index, equals = [], from, until, where = {}, descending }: Omit<IndexQuery, "collection" | "limit">
): ReadonlyArray<string> => {
  const rows = [...kept].map(([id, columns]) => ({
    id,
    columns,
    keys: [...(columnsOf[index] ?? []).map((column) => columns[column] ?? null), id]
  }))
  const chosen = rows.filter(({ columns, keys }) => {
    const next = keys[equals.length] ?? null
    return (
      equals.every((key, place) => keys[place] === key) &&
      (from === undefined || compareKeys(next, from) >= 0) &&
      (until === undefined || compareKeys(next, until) < 0) &&
      Object.entries(where).every(([column, key]) => (columns[column] ?? null) === key)
    )
  })
  const sorted = chosen.toSorted((left, right) => {
    const place = left.keys.findIndex((key, at) => key !== right.keys[at])
    return compareKeys(left.keys[place] ?? null, right.keys[place] ?? null)
  })
  return (descending === true ? sorted.reverse() : sorted).map(({ id }) => id)
}
