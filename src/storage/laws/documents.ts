import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { canonical, isObject, type Json, type JsonObject } from "../../kernel/json.ts"
import { broken, every, held, law, vacuous, type Verdict, verdict } from "../../kernel/law.ts"
import type { IndexQuery, Key, Stored } from "../model.ts"
import type { Storage } from "../ports.ts"
import { compareKeys, evolve, parseDocument } from "../rules.ts"
import { atOnce, write } from "./commits.ts"
import { allDocuments, allEntries, allPages, type FreshAdapter, on, outcome, plain, play } from "./subject.ts"
import { accounts, beginning, emptyCommit, Trace } from "./trace.ts"

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

const Place = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: texts.length - 1 }))
const Rank = Schema.NullOr(Schema.Int.check(Schema.isBetween({ minimum: -2, maximum: 2 })))

const Good = Schema.Struct({ id: Place, name: Schema.NullOr(Place), shelf: Schema.NullOr(Place), rank: Rank })

/** The laws of documents: events, indexes and claims. */
export const documentLaws = (fresh: FreshAdapter) => [
  law({
    id: "L34",
    title: "the events of a stream, folded, are the stored document, removals included",
    input: Trace,
    holds: (trace) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          yield* play(storage, hand, trace)
          const folded = new Map<string, JsonObject | undefined>()
          for (const { id, change } of (yield* allEntries(storage)).flatMap(({ events }) => events)) {
            folded.set(id, evolve(folded.get(id), parseChange(change)))
          }
          if (folded.size === 0) return vacuous("no document was written")
          const ids = [...folded.keys()]
          const documents = ids.map((id) => ({ collection: "goods", id }))
          const found = yield* storage.read({ documents, accounts: [], queries: [], at: hand.now })
          return every(
            ids.map((id, index) => {
              const stored = found.documents[index]
              const expected = canonicalOrNone(folded.get(id))
              const actual = stored === undefined ? "absent" : canonicalOrNone(parseDocument(stored.json))
              return verdict(expected === actual, () => `${id} is ${actual}, its events say ${expected}`)
            })
          )
        })
      )
  }),
  law({
    id: "S01",
    title: "what one read answers stood at one moment",
    input: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 24 })),
    holds: (commits) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          const verdicts: Array<Verdict> = []
          const look = Effect.map(
            storage.read({
              documents: [
                { collection: "goods", id: "left" },
                { collection: "notes", id: "right" }
              ],
              accounts: [accounts.sold.id],
              queries: [{ collection: "goods", index: "all", limit: 10 }],
              at: beginning
            }),
            ({ documents: [left, right], accounts: [sold], queries: [page] }) => {
              const seen = [
                left?.version ?? 0,
                right?.version ?? 0,
                Number(sold?.posted ?? 0n),
                page?.items[0]?.version ?? 0
              ]
              verdicts.push(verdict(new Set(seen).size === 1, () => `one read saw ${seen.join(", ")}`))
            }
          )
          const step = (version: number) =>
            storage.commit({
              ...emptyCommit(`key-${version}`),
              writes: [write("left", version), { ...write("right", version), collection: "notes" }],
              transfers: [{ kind: "post", id: `t-${version}`, from: accounts.supply, to: accounts.sold, amount: 1n }]
            })
          const versions = Array.from({ length: commits }, (_, version) => version)
          const writing = Effect.forEach(versions, (version) => Effect.andThen(Effect.yieldNow, step(version)))
          const reading = Effect.forEach(Array.from({ length: commits }), () => Effect.andThen(Effect.yieldNow, look))
          yield* Effect.all([writing, reading, reading], { concurrency: "unbounded" })
          yield* look
          return every(verdicts)
        })
      )
  }),
  law({
    id: "S02",
    title: "a query answers its range in the order of its index, by UTF-8 bytes, page by page, in both directions",
    input: Schema.Struct({
      goods: Schema.Array(Good).check(Schema.isMinLength(1), Schema.isMaxLength(24)),
      limit: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 5 })),
      low: Place,
      high: Place,
      rank: Rank
    }),
    holds: ({ goods, limit, low, high, rank }) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          const kept = new Map<string, { readonly [column: string]: Key }>()
          for (const good of goods) {
            const id = `id ${text(good.id) ?? ""}`
            const columns = { name: text(good.name), shelf: text(good.shelf), rank: good.rank }
            const known = kept.has(id)
            yield* storage.commit({
              ...emptyCommit(`key-${kept.size}-${plain(good)}-${known}`),
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
    title: "a cursor serves its own query alone; a query names an index and columns that exist",
    input: [0],
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
            ["IndexUnknown", { index: "colour" }],
            ["IndexUnknown", { index: "constructor" }],
            ["IndexUnknown", { index: "all", where: { colour: "red" } }],
            ["IndexUnknown", { index: "all", where: { constructor: "red" } }]
          ]
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
  }),
  law({
    id: "S03",
    title: "of many holders who claim one value at once one has it, and nobody else can claim or yield it",
    input: Schema.Struct({
      holders: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 64 })),
      scope: Place,
      value: Place
    }),
    holds: ({ holders, scope, value }) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          const name = { scope: text(scope) ?? "", value: text(value) ?? "" }
          const say = (key: string, kind: "claim" | "yield", holder: string, where = name) =>
            Effect.result(storage.commit({ ...emptyCommit(key), claims: [{ kind, ...where, holder }] }))
          const answers = yield* atOnce(
            Array.from({ length: holders }, (_, number) =>
              storage.commit({
                ...emptyCommit(`key-${number}`),
                claims: [{ kind: "claim", ...name, holder: `holder ${number}` }]
              })
            )
          )
          const winner = answers.findIndex(Result.isSuccess)
          const won = answers.filter(Result.isSuccess).length
          const told = answers.every((answer) => ["Committed", "Taken"].includes(outcome(answer)))
          if (won !== 1 || !told) return broken(`${won} of ${holders} have it: ${plain(answers.map(outcome))}`)
          const story = [
            yield* say("other yields", "yield", "nobody"),
            yield* say("again", "claim", `holder ${winner}`),
            yield* say("elsewhere", "claim", "somebody", { ...name, scope: `${name.scope}!` }),
            yield* say("yields", "yield", `holder ${winner}`),
            yield* say("yields again", "yield", `holder ${winner}`),
            yield* say("next", "claim", "next"),
            yield* say("late", "claim", `holder ${winner}`)
          ].map(outcome)
          const expected = ["Taken", "Committed", "Committed", "Committed", "Committed", "Committed", "Taken"]
          return verdict(plain(story) === plain(expected), () => plain(story))
        })
      )
  }),
  law({
    id: "S04",
    title: "text is kept exactly, and text with NUL or a lone surrogate is refused",
    input: Schema.Struct({ place: Place, free: Schema.String.check(Schema.isMaxLength(40)) }),
    holds: ({ place, free }) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          const odd = `${text(place)}${free}"\\\n\u2028%_*?`
          const json = JSON.stringify({ id: odd })
          const commit = {
            ...emptyCommit(`key ${odd}`),
            actor: odd,
            writes: [{ ...write(odd, 0, json), columns: { name: odd } }]
          }
          const answer = yield* Effect.result(storage.commit(commit))
          const storable = odd.isWellFormed() && !odd.includes("\0")
          if (storable) {
            const documents = yield* allDocuments(storage, "goods")
            const entries = yield* allEntries(storage)
            const { items } = yield* ask(storage, { index: "name", equals: [odd], limit: 1 })
            const kept = documents[0]?.id === odd && documents[0].json === json && entries[0]?.actor === odd
            if (!kept || items[0]?.id !== odd) return broken(`${plain(odd)} became ${plain(documents)}`)
          } else if (outcome(answer) !== "StorageError") return broken(`${plain(odd)}: ${outcome(answer)}`)
          for (const bad of ["\0", "a\0b", "\ud800", "\udc00a"]) {
            const base = emptyCommit("bad")
            const { supply, sold } = accounts
            const refused = yield* atOnce([
              storage.commit({ ...base, key: bad }),
              storage.commit({ ...base, reply: `"${bad}"` }),
              storage.commit({ ...base, writes: [write(bad, 0, "{}")] }),
              storage.commit({ ...base, claims: [{ kind: "claim", scope: "s", value: bad, holder: "h" }] }),
              storage.commit({
                ...base,
                transfers: [{ kind: "post", id: "t", from: { ...supply, id: bad }, to: sold, amount: 1n }]
              }),
              storage.commit({ ...base, intents: [{ id: "i", lane: bad, kind: "k", payload: "{}", due: 0 }] })
            ])
            const reasons = refused.map((one) =>
              Result.isFailure(one) && one.failure._tag === "StorageError" ? one.failure.reason : outcome(one)
            )
            if (reasons.some((reason) => reason !== "Unsupported"))
              return broken(`${plain(bad)}: ${reasons.join(", ")}`)
          }
          return verdict((yield* allEntries(storage)).length === (storable ? 1 : 0), () => "refused text left a trace")
        })
      )
  })
]

const text = (place: number | null): string | null => (place === null ? null : (texts[place] ?? null))

const parseChange = (json: string) => {
  const { set, unset } = parseDocument(json)
  const isText = (field: Json): field is string => typeof field === "string"
  return { set: isObject(set) ? set : {}, unset: Array.isArray(unset) ? unset.filter(isText) : [] }
}

const canonicalOrNone = (document: JsonObject | undefined): string =>
  document === undefined ? "absent" : canonical(document)

const versionOf = (storage: Storage, id: string) =>
  Effect.map(
    storage.read({ documents: [{ collection: "goods", id }], accounts: [], queries: [], at: 0 }),
    ({ documents }) => documents[0]?.version
  )

const ask = (storage: Storage, query: Omit<IndexQuery, "collection">) =>
  Effect.map(
    storage.read({ documents: [], accounts: [], queries: [{ ...query, collection: "goods" }], at: 0 }),
    ({ queries }): { readonly items: ReadonlyArray<Stored>; readonly next?: string } => queries[0] ?? { items: [] }
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
