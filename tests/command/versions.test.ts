import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import * as Schema from "effect/Schema"
import * as Result from "effect/Result"
import {
  ask,
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
  VersionAhead,
  versionField,
  within,
  writables
} from "../../src/command/index.ts"
import { Id } from "../../src/kernel/id.ts"
import { message } from "../../src/kernel/refusal.ts"
import { versionLaws } from "../../src/command/laws.ts"
import { memory, memoryVault } from "../../src/memory/index.ts"
import { clear, personal } from "../../src/privacy/index.ts"
import { evolve, parseDocument } from "../../src/storage/index.ts"
import { check, title } from "../../src/testing/index.ts"
import { boss } from "./toy.ts"

describe("documents of several versions", () => {
  for (const law of versionLaws((clock) => memory({ clock }))) {
    test(title(law), () => check(law, { runs: 60 }))
  }
})

const Letter = Schema.Struct({
  id: Id,
  text: Schema.optionalKey(personal(Schema.String, { of: "id" })),
  stamps: Schema.Int
})
const letters = (revisions: ReadonlyArray<Revision>) =>
  collection<typeof Letter.Type>("letter", { schema: Letter, id: ({ id }) => id, revisions })

const LetterWritten = event("LetterWritten", Schema.Struct({}))
const stamped: Revision = { up: ({ price, ...rest }) => ({ ...rest, stamps: typeof price === "number" ? price : 1 }) }

const shop = (revisions: ReadonlyArray<Revision>) => {
  const of = letters(revisions)
  const write = command("letter.write", {
    summary: "writes a letter",
    input: Schema.Struct({ id: Id, text: Schema.optionalKey(Schema.String), stamps: Schema.Int }),
    reply: Letter,
    refusals: [],
    permission: "letter.write",
    opens: [of],
    *load({ id }: { readonly id: string }, read: Read) {
      return yield* read.maybe(of, id)
    },
    decide: (found, { id, text, stamps }) => {
      const letter: typeof Letter.Type = {
        ...found,
        id,
        stamps,
        ...(text === undefined ? {} : { text: clear(text) })
      }
      return Result.succeed({ reply: letter, changes: [put(of, letter, LetterWritten.of({}))] })
    }
  })
  const get = query("letter.get", {
    summary: "one letter",
    input: Schema.Struct({ id: Id }),
    reply: Letter,
    permission: "letter.get",
    opens: [of],
    *load({ id }: { readonly id: string }, read: Read) {
      return yield* read.one(of, id)
    },
    answer: (letter) => letter
  })
  return { of, write, get }
}

const opened = Effect.fnUntraced(function* () {
  const storage = yield* memory().open([letters([]), writables])
  return {
    storage,
    vault: memoryVault(),
    authority: {
      *permit() {
        return "granted" as const
      }
    },
    reactions: new Map(),
    vetoes: new Map()
  }
})

const run = <A, E>(effect: Effect.Effect<A, E, import("effect/Scope").Scope>) =>
  Effect.runPromise(Effect.scoped(effect))
const storedOf = (storage: Effect.Success<ReturnType<typeof opened>>["storage"], id: string) =>
  Effect.map(
    storage.read({ documents: [{ collection: "letter", id }], accounts: [], queries: [], at: 0 }),
    ({ documents: [one] }) => parseDocument(one?.json ?? "{}")
  )

describe("a collection with revisions", () => {
  test("writes its version into the document, and never into a reply; the log still folds to the document (L34)", () =>
    run(
      Effect.gen(function* () {
        const engine = yield* opened()
        const { write, get } = shop([stamped])
        const first = yield* execute(engine, write, { id: "a", stamps: 2, text: "dear" }, { actor: boss, key: "k" })
        const again = yield* execute(engine, write, { id: "a", stamps: 2, text: "dear" }, { actor: boss, key: "k" })
        yield* execute(engine, write, { id: "a", stamps: 3 }, { actor: boss })
        for (const { wire } of [first, again]) expect(wire).not.toHaveProperty(versionField)
        const stored = yield* storedOf(engine.storage, "a")
        expect(stored).toMatchObject({ [versionField]: 2, stamps: 3 })
        expect(JSON.stringify(stored)).not.toContain("dear")
        expect((yield* ask(engine, get, { id: "a" }, { actor: boss })).text).toEqual(clear("dear"))
        const changes = (yield* engine.storage.events(0, 10)).flatMap(({ events }) => events)
        const folded = changes.reduce<ReturnType<typeof evolve>>(
          (before, { change }) => evolve(before, JSON.parse(change)),
          undefined
        )
        expect(folded).toEqual(stored)
      })
    ))

  test("reads a document of the first version, which has no mark, through its revision", () =>
    run(
      Effect.gen(function* () {
        const engine = yield* opened()
        const old = { id: "b", price: 4 }
        yield* engine.storage.commit({
          key: "old",
          fingerprint: "old",
          at: Date.now(),
          actor: "boss",
          reason: "before",
          guards: [],
          claims: [],
          transfers: [],
          intents: [],
          done: [],
          reply: "null",
          writes: [
            {
              collection: "letter",
              id: "b",
              expected: 0,
              json: JSON.stringify(old),
              columns: {},
              event: { type: "LetterWritten", data: "{}" },
              change: JSON.stringify({ set: old, unset: [] })
            }
          ]
        })
        const { get, write } = shop([stamped])
        expect(yield* ask(engine, get, { id: "b" }, { actor: boss })).toEqual({ id: "b", stamps: 4 })
        yield* execute(engine, write, { id: "b", stamps: 5 }, { actor: boss })
        expect(yield* storedOf(engine.storage, "b")).toEqual({ [versionField]: 2, id: "b", stamps: 5 })
        const older = yield* Effect.flip(ask(engine, shop([]).get, { id: "b" }, { actor: boss }))
        expect(older).toEqual({ _tag: "VersionAhead", collection: "letter", id: "b", version: 2, highest: 1 })
      })
    ))

  test("that is written early writes so what the version before cannot say, and all else in that version", () =>
    run(
      Effect.gen(function* () {
        const engine = yield* opened()
        // The version before has no letter without a stamp.
        const unstamped: Revision = {
          up: (one) => one,
          down: (one) => (one["stamps"] === 0 ? undefined : one),
          early: true
        }
        const [next, former] = [shop([unstamped]), shop([])]
        const written = (of: typeof next, id: string, stamps: number) =>
          Effect.gen(function* () {
            const { wire } = yield* execute(engine, of.write, { id, stamps, text: "dear" }, { actor: boss })
            expect(wire).toEqual({ id, stamps, text: "dear" })
            return (yield* storedOf(engine.storage, id))[versionField] ?? 1
          })
        expect(yield* written(next, "a", 1)).toBe(1)
        expect(yield* written(next, "b", 0)).toBe(2)
        // Who meets it does not take it for raised.
        expect((yield* ask(engine, next.get, { id: "b" }, { actor: boss })).stamps).toBe(0)
        expect(yield* written(next, "c", 1)).toBe(1)
        expect((yield* ask(engine, former.get, { id: "a" }, { actor: boss })).stamps).toBe(1)
        expect(yield* written(former, "c", 3)).toBe(1)
        const ahead = { _tag: "VersionAhead", collection: "letter", id: "b", version: 2, highest: 1 }
        expect(yield* Effect.flip(ask(engine, former.get, { id: "b" }, { actor: boss }))).toEqual(ahead)
        const before = (yield* engine.storage.events(0, 100)).length
        const refused = execute(engine, former.write, { id: "b", stamps: 1 }, { actor: boss })
        expect(yield* Effect.flip(refused)).toEqual(ahead)
        expect((yield* engine.storage.events(0, 100)).length).toBe(before)
        // With a stamp it is one that everybody reads again.
        expect(yield* written(next, "b", 1)).toBe(1)
        const raise = execute(engine, raiseCommand([next.of]), { collection: "letter", version: 2 }, { actor: boss })
        expect(yield* Effect.flip(raise)).toMatchObject({ _tag: "InvalidInput", path: "/version" })
      })
    ))

  test("VersionAhead is 503, and says in both languages which versions", () => {
    const fact = { _tag: "VersionAhead", collection: "order", id: "o1", version: 3, highest: 2 } as const
    expect(message(VersionAhead, fact)).toEqual({
      zh: "`order/o1` 的结构版本为 3，此节点目前最高支持 2",
      en: "`order/o1` has schema version 3, and this node goes up to 2 for now"
    })
  })

  test("operations.raise takes a version that this node reads, of a collection that it knows, and never sinks", () =>
    run(
      Effect.gen(function* () {
        const engine = yield* opened()
        const of = letters([{ up: (one) => one, down: (one) => one }])
        const raise = raiseCommand([of])
        const say = (name: string, version: number) =>
          Effect.result(execute(engine, raise, { collection: name, version }, { actor: boss }))
        expect(Result.isFailure(yield* say("nowhere", 1))).toBe(true)
        for (const version of [0, 3]) expect(Result.isFailure(yield* say("letter", version))).toBe(true)
        expect((yield* engine.storage.events(0, 10)).length).toBe(0)
        for (const version of [2, 1, 2]) {
          const answer = yield* say("letter", version)
          expect(Result.isSuccess(answer) && answer.success.reply).toEqual({ id: "letter", version: 2 })
        }
        yield* learnWritable(engine.storage, [of])
        const events = (yield* engine.storage.events(0, 10)).flatMap((entry) => entry.events)
        expect(events.map(({ type }) => type)).toEqual(["VersionRaised"])
      })
    ))

  test("what may be written is known inside a transaction of a host as well", () =>
    run(
      Effect.gen(function* () {
        const engine = yield* opened()
        const both: Revision = { ...stamped, down: ({ stamps = 1, ...rest }) => ({ ...rest, price: stamps }) }
        const { of, write } = shop([both])
        // A view of the store as it is, which is all that this test needs of a transaction.
        const { storage } = engine
        const joining = { ...engine, storage: { ...storage, within: () => ({ ...storage }) } }
        const versionWritten = (id: string) =>
          Effect.gen(function* () {
            yield* execute(within(joining, undefined), write, { id, stamps: 2 }, { actor: boss })
            return (yield* storedOf(storage, id))[versionField] ?? 1
          })
        expect(yield* versionWritten("a")).toBe(1)
        yield* execute(joining, raiseCommand([of]), { collection: "letter", version: 2 }, { actor: boss })
        yield* learnWritable(joining.storage, [of])
        expect(yield* versionWritten("b")).toBe(2)
      })
    ))
})
