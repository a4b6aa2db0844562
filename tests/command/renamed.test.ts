import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { expect, test } from "vitest"
import {
  ask,
  batchCommands,
  batches,
  batchErrand,
  type Collection,
  collection,
  command,
  event,
  execute,
  learnWritable,
  put,
  query,
  type Read,
  raiseCommand,
  type Revision,
  rewriting,
  text,
  work,
  writables
} from "../../src/command/index.ts"
import { nodeOn } from "../../src/command/laws/node.ts"
import { memory } from "../../src/memory/index.ts"
import { boss } from "./toy.ts"

const Id = Schema.Struct({ id: Schema.String })
const Written = event("JobWritten", Schema.Struct({}))

// A release that renames the state `shut` to `closed` keeps the column that the former one looks in, in its words.
const Before = Schema.Struct({ id: Schema.String, state: Schema.Literals(["open", "shut"]) })
const before = collection<typeof Before.Type>("job", {
  schema: Before,
  id: ({ id }) => id,
  columns: { state: text(({ state }) => state) },
  indexes: { state: ["state"] }
})

const After = Schema.Struct({ id: Schema.String, state: Schema.Literals(["open", "closed"]) })
const renamed: Revision = {
  up: ({ state, ...rest }) => ({ ...rest, state: state === "shut" ? "closed" : "open" }),
  down: ({ state, ...rest }) => ({ ...rest, state: state === "closed" ? "shut" : "open" })
}
const after = collection<typeof After.Type>("job", {
  schema: After,
  id: ({ id }) => id,
  columns: { state: text(({ state }) => (state === "closed" ? "shut" : "open")), stage: text(({ state }) => state) },
  indexes: { state: ["state"], stage: ["stage"] },
  revisions: [renamed]
})

/** What a release writes, and what it finds. */
const releaseOf = <A extends { readonly id: string }>(of: Collection<A>, document: (id: string) => A) => ({
  close: command("job.close", {
    summary: "writes a job that is over",
    input: Id,
    reply: of.schema,
    refusals: [],
    permission: "job.close",
    *load({ id }: typeof Id.Type, read: Read) {
      return yield* read.maybe(of, id)
    },
    decide: (_, { id }) => {
      const made = document(id)
      return Result.succeed({ reply: made, changes: [put(of, made, Written.of({}))] })
    }
  }),
  find: (index: string, word: string) =>
    query("job.find", {
      summary: "ids of jobs",
      input: Schema.Struct({}),
      reply: Schema.Array(Schema.String),
      permission: "job.find",
      *load(_: object, read: Read) {
        const { items } = yield* read.page(of, { index, equals: [word], limit: 50 })
        return items.map(({ id }) => id)
      },
      answer: (ids) => ids
    })
})

test("a renamed state is found by both releases while both run, and by its new name when all is rewritten", () =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const adapter = memory()
        const operations = [writables, batches]
        const [old, young] = [
          releaseOf(before, (id) => ({ id, state: "shut" as const })),
          releaseOf(after, (id) => ({ id, state: "closed" as const }))
        ]
        const former = nodeOn(yield* adapter.open([before, ...operations]))
        yield* execute(former, old.close, { id: "a" }, { actor: boss })
        const latter = nodeOn(yield* adapter.open([after, ...operations]))
        yield* learnWritable(latter.storage, [after])
        yield* execute(latter, young.close, { id: "b" }, { actor: boss })
        yield* execute(former, old.close, { id: "c" }, { actor: boss })

        const both = ["a", "b", "c"]
        expect(yield* ask(former, old.find("state", "shut"), {}, { actor: boss })).toEqual(both)
        expect(yield* ask(latter, young.find("state", "shut"), {}, { actor: boss })).toEqual(both)
        // Its new name is not asked for before all have it: it would find less than there is.
        const early = yield* Effect.flip(ask(latter, young.find("stage", "closed"), {}, { actor: boss }))
        expect(early).toMatchObject({ _tag: "StorageError", reason: "IndexBuilding" })

        yield* execute(latter, raiseCommand([after]), { collection: "job", version: 2 }, { actor: boss })
        yield* learnWritable(latter.storage, [after])
        const commands = batchCommands([rewriting(after)])
        yield* execute(latter, commands.startBatch, { kind: "rewrite.job" }, { actor: boss })
        const errands = new Map([["batch.step", batchErrand(commands)]])
        for (let round = 0; round < 20; round++) yield* work(latter, errands, { limit: 10 })
        expect(yield* ask(latter, young.find("stage", "closed"), {}, { actor: boss })).toEqual(both)
        expect(yield* ask(latter, young.find("stage", "shut"), {}, { actor: boss })).toEqual([])
      })
    )
  ))
