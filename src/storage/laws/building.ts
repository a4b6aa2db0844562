import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { every, law, type Verdict, verdict } from "../../kernel/law.ts"
import type { CollectionShape, IndexQuery, Intent } from "../model.ts"
import type { Storage } from "../ports.ts"
import { lastTry, nextTry } from "../rules.ts"
import { type FreshAdapter, on, onAdapter, outcome, plain } from "./subject.ts"
import { beginning, emptyCommit } from "./trace.ts"

const before: CollectionShape = { name: "wares", columns: { name: "text" }, indexes: { name: ["name"] } }
const after: CollectionShape = {
  name: "wares",
  columns: { name: "text", colour: "text", weight: "integer" },
  indexes: { name: ["name"], colour: ["colour"], heavy: ["name", "weight"] }
}

const wares = (storage: Storage, query: Omit<IndexQuery, "collection" | "limit">) =>
  Effect.map(
    Effect.result(
      storage.read({ documents: [], accounts: [], queries: [{ ...query, collection: "wares", limit: 100 }], at: 0 })
    ),
    (answer) =>
      Result.isFailure(answer) ? answer.failure.reason : answer.success.queries[0]?.items.map(({ id }) => id)
  )

const written = (id: string, expected: number, columns: { readonly [column: string]: string | number }) => ({
  collection: "wares",
  id,
  expected,
  json: `{"id":"${id}"}`,
  columns,
  event: { type: "Written", data: "{}" },
  change: "{}"
})

/** The laws of columns that are declared late, and of intents that are tried again. */
export const buildingLaws = (fresh: FreshAdapter) => [
  law({
    id: "S13",
    title: "an index over a column that came later is building until it is built, while everything else goes on",
    input: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 12 })),
    holds: (count) =>
      onAdapter(fresh, (adapter) =>
        Effect.gen(function* () {
          const ids = Array.from({ length: count }, (_, number) => `w${String(number).padStart(2, "0")}`)
          yield* Effect.scoped(
            Effect.gen(function* () {
              const storage = yield* adapter.open([before])
              const writes = ids.map((id) => written(id, 0, { name: id }))
              yield* storage.commit({ ...emptyCommit("first"), writes })
            })
          )
          const verdicts: Array<Verdict> = []
          const is = (what: string, actual: unknown, expected: unknown) =>
            verdicts.push(verdict(plain(actual) === plain(expected), () => `${what}: ${plain(actual)}`))
          const storage = yield* adapter.open([after])
          const both = [
            { collection: "wares", column: "colour" },
            { collection: "wares", column: "weight" }
          ]
          is("building", (yield* storage.building).toSorted(byColumn), both)
          is("colour at first", yield* wares(storage, { index: "colour" }), "IndexBuilding")
          is("where", yield* wares(storage, { index: "name", where: { weight: 1 } }), "IndexBuilding")
          is("unknown", yield* wares(storage, { index: "taste" }), "IndexUnknown")
          is("name", yield* wares(storage, { index: "name" }), ids)
          is("by id", yield* wares(storage, { index: "id", descending: true }), ids.toReversed())
          for (const [number, id] of ids.entries()) {
            const columns = { name: id, colour: number % 2 === 0 ? "red" : "blue", weight: number }
            yield* storage.commit({ ...emptyCommit(`again ${id}`), writes: [written(id, 1, columns)] })
          }
          is("colour before the word", yield* wares(storage, { index: "colour" }), "IndexBuilding")
          yield* storage.commit({ ...emptyCommit("built"), built: both.slice(0, 1) })
          const red = ids.filter((_, number) => number % 2 === 0)
          is("colour", yield* wares(storage, { index: "colour", equals: ["red"] }), red)
          is("heavy", yield* wares(storage, { index: "heavy" }), "IndexBuilding")
          yield* storage.commit({ ...emptyCommit("all built"), built: both })
          is("heavy when built", yield* wares(storage, { index: "heavy" }), ids)
          is("building at last", yield* storage.building, [])
          const foreign = yield* Effect.result(
            storage.commit({ ...emptyCommit("foreign"), built: [{ collection: "wares", column: "taste" }] })
          )
          is("a foreign column", outcome(foreign), "StorageError")
          return every(verdicts)
        })
      )
  }),
  law({
    id: "S14",
    title: "a parked intent holds up its lane alone, and revived it is lent again in its old place with all its tries",
    input: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 4 })),
    holds: (behind) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          const intent = (id: string, lane: string): Intent => ({ id, lane, kind: "k", payload: "{}", due: beginning })
          const queue = Array.from({ length: behind }, (_, number) => intent(`later ${number}`, "stuck"))
          const intents = [intent("poison", "stuck"), ...queue, intent("free", "other")]
          yield* storage.commit({ ...emptyCommit("join"), intents })
          const verdicts: Array<Verdict> = []
          const is = (what: string, actual: unknown, expected: unknown) =>
            verdicts.push(verdict(plain(actual) === plain(expected), () => `${what}: ${plain(actual)}`))
          let at = beginning
          for (let tries = 1; tries <= lastTry; tries++) {
            hand.now = at
            const lent = yield* storage.take(at, 100)
            is(
              `try ${tries}`,
              lent.filter(({ lane }) => lane === "stuck").map((one) => one.tries),
              [tries]
            )
            if (tries === 1) {
              yield* storage.commit({ ...emptyCommit("done", at), done: ["free"], revived: ["poison"] })
              is("not parked yet", (yield* storage.waiting(100, "parked")).length, 0)
            }
            at = nextTry(at, tries)
          }
          hand.now = at
          is(
            "parked",
            (yield* storage.waiting(100, "parked")).map(({ id }) => id),
            ["poison"]
          )
          is(
            "waiting",
            (yield* storage.waiting(100, "waiting")).map(({ id }) => id),
            queue.map(({ id }) => id)
          )
          is("held up", (yield* storage.take(at, 100)).length, 0)
          yield* storage.commit({ ...emptyCommit("next", at), intents: [{ ...intent("new", "third"), due: at }] })
          is(
            "the rest",
            (yield* storage.take(at, 100)).map(({ id }) => id),
            ["new"]
          )
          yield* storage.commit({ ...emptyCommit("revive", at), revived: ["poison", "nobody"] })
          const again = yield* storage.take(at, 100)
          is(
            "revived",
            again.map(({ id, tries }) => ({ id, tries })),
            [{ id: "poison", tries: 1 }]
          )
          yield* storage.commit({ ...emptyCommit("answer", at), done: ["poison"], revived: ["poison"] })
          is(
            "goes on",
            (yield* storage.take(at, 100)).map(({ id }) => id),
            ["later 0"]
          )
          is("nobody parked", (yield* storage.waiting(100, "parked")).length, 0)
          return every(verdicts)
        })
      )
  })
]

const byColumn = (left: { readonly column: string }, right: { readonly column: string }): number =>
  left.column < right.column ? -1 : 1
