import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { canonical, isObject, type Json, type JsonObject } from "../../kernel/json.ts"
import { broken, every, law, vacuous, type Verdict, verdict } from "../../kernel/law.ts"
import { evolve, parseDocument } from "../rules.ts"
import { atOnce, write } from "./commits.ts"
import { ask, Place, text } from "./queries.ts"
import { allDocuments, allEntries, type FreshAdapter, on, outcome, plain, play } from "./subject.ts"
import { accounts, beginning, emptyCommit, Trace } from "./trace.ts"

/** The laws of documents and claims. */
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
    title:
      "text is kept exactly; text with NUL or a lone surrogate is refused, and so is an instant of no whole milliseconds",
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
          const half = emptyCommit("half")
          const undated = yield* atOnce([
            storage.commit({ ...half, at: half.at + 0.5 }),
            ...[1.5, 2 ** 53, Number.POSITIVE_INFINITY, Number.NaN].map((due) =>
              storage.commit({ ...half, intents: [{ id: "i", lane: "l", kind: "k", payload: "{}", due }] })
            )
          ])
          if (undated.some((one) => outcome(one) !== "StorageError")) return broken(plain(undated.map(outcome)))
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

const parseChange = (json: string) => {
  const { set, unset } = parseDocument(json)
  const isText = (field: Json): field is string => typeof field === "string"
  return { set: isObject(set) ? set : {}, unset: Array.isArray(unset) ? unset.filter(isText) : [] }
}

const canonicalOrNone = (document: JsonObject | undefined): string =>
  document === undefined ? "absent" : canonical(document)
