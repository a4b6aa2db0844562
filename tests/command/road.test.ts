import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { ask, before, execute } from "../../src/command/index.ts"
import { evolve, parseDocument } from "../../src/storage/index.ts"
import { memory } from "../../src/memory/index.ts"
import {
  ann,
  ben,
  boss,
  dump,
  fill,
  getJar,
  Jar,
  JarFilled,
  listJars,
  jars,
  JarSealed,
  openJar,
  openToy,
  sack,
  supply,
  type ToyParts
} from "./toy.ts"

const inShop = <A, E>(
  use: (engine: Effect.Success<ReturnType<typeof openToy>>) => Effect.Effect<A, E>,
  parts?: ToyParts
): Promise<A> => Effect.runPromise(Effect.scoped(Effect.flatMap(openToy(memory(), parts), use)) as Effect.Effect<A>)

const refused = <A, E>(effect: Effect.Effect<A, E>) => Effect.flip(effect)

const tagOf = <A>(effect: Effect.Effect<A, { readonly _tag: string }>) =>
  Effect.map(refused(effect), ({ _tag }) => _tag)

describe("the road of a command", () => {
  it("L38 the same key and input have one effect and one reply, also at once", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        const calls = Array.from({ length: 16 }, () =>
          execute(engine, openJar, { label: "plums", secret: "under the stairs" }, { actor: ann, key: "k1" })
        )
        const outcomes = yield* Effect.all(calls, { concurrency: "unbounded" })
        const replies = new Set(outcomes.map(({ reply }) => JSON.stringify(Schema.encodeSync(openJar.reply)(reply))))
        expect(replies.size).toBe(1)
        expect((yield* engine.storage.events(0, 100)).length).toBe(1)
      })
    ))

  it("L38 F16 what another release was the first to answer is repeated word for word, whatever its Schema asks for", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        const later = {
          ...openJar,
          reply: Schema.Struct({ ...Jar.fields, shelf: Schema.String })
        } as never as typeof openJar
        for (const input of [{ label: "plums" }, { label: "plums", secret: "under the stairs" }]) {
          const asked = { actor: ann, key: `k${Object.keys(input).length}` }
          const first = yield* execute(engine, openJar, input, asked)
          const again = yield* execute(engine, later, input, asked)
          expect(again.repeated).toBe(true)
          expect(again.wire).toEqual(first.wire)
          // As a value of the later Schema it cannot be had.
          expect(() => again.reply).toThrow(/shelf/)
        }
        expect((yield* engine.storage.events(0, 100)).length).toBe(2)
      })
    ))

  it("L38 the same key with another input is refused, and the key of somebody else is another key", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        yield* execute(engine, openJar, { label: "plums" }, { actor: ann, key: "k1" })
        const reuse = yield* refused(execute(engine, openJar, { label: "pears" }, { actor: ann, key: "k1" }))
        expect(reuse).toEqual({ _tag: "IdempotencyKeyReuse", key: "k1" })
        yield* execute(engine, openJar, { label: "pears" }, { actor: ben, key: "k1" })
        expect((yield* engine.storage.events(0, 100)).length).toBe(2)
      })
    ))

  it("L38 a refusal does not burn its key", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        const { reply: jar } = yield* execute(engine, openJar, { label: "plums" }, { actor: ann })
        const short = yield* refused(execute(engine, fill, { jar: jar.id, amount: 5 }, { actor: ann, key: "k" }))
        expect(short).toEqual({ _tag: "SweetsShort", wanted: 5, available: 0 })
        yield* execute(engine, supply, { amount: 5 }, { actor: boss })
        const { reply } = yield* execute(engine, fill, { jar: jar.id, amount: 5 }, { actor: ann, key: "k" })
        expect(reply.filled).toBe(5)
      })
    ))

  it("L39 a refusal leaves no trace, whichever step of the road gives it", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        const { reply: jar } = yield* execute(engine, openJar, { label: "plums" }, { actor: ann })
        const former = yield* dump(engine.storage)
        const attempts = [
          tagOf(execute(engine, fill, { jar: jar.id, amount: 0 }, { actor: ann })),
          tagOf(execute(engine, fill, { jar: jar.id, amount: 1, price: 1 }, { actor: ann })),
          tagOf(execute(engine, supply, { amount: 1 }, { actor: ann })),
          tagOf(execute(engine, fill, { jar: "jar_none", amount: 1 }, { actor: ann })),
          tagOf(execute(engine, fill, { jar: jar.id, amount: 1 }, { actor: ben })),
          tagOf(execute(engine, fill, { jar: jar.id, amount: 1 }, { actor: ann }))
        ]
        const tags = yield* Effect.all(attempts)
        expect(tags).toEqual(["InvalidInput", "InvalidInput", "Denied", "NotFound", "NotFound", "SweetsShort"])
        expect(yield* dump(engine.storage)).toEqual(former)
      })
    ))

  it("L39 a veto refuses the whole decision", () => {
    const veto = before(fill, {
      *load() {},
      decide: (_, { jar }) => Result.fail<JarSealed>({ _tag: "JarSealed", jar })
    })
    return inShop(
      Effect.fnUntraced(function* (engine) {
        yield* execute(engine, supply, { amount: 5 }, { actor: boss })
        const { reply: jar } = yield* execute(engine, openJar, { label: "plums" }, { actor: ann })
        const former = yield* dump(engine.storage)
        const sealed = yield* refused(execute(engine, fill, { jar: jar.id, amount: 1 }, { actor: ann }))
        expect(sealed).toEqual({ _tag: "JarSealed", jar: jar.id })
        expect(yield* dump(engine.storage)).toEqual(former)
      }),
      { vetoes: [veto] }
    )
  })

  it("L42 sixteen fillings of one jar at once lose none, and the stream's numbers are dense", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        yield* execute(engine, supply, { amount: 100 }, { actor: boss })
        const { reply: jar } = yield* execute(engine, openJar, { label: "plums" }, { actor: ann })
        const fillings = Array.from({ length: 7 }, () =>
          execute(engine, fill, { jar: jar.id, amount: 2 }, { actor: ann })
        )
        yield* Effect.all(fillings, { concurrency: "unbounded" })
        const { filled } = yield* ask(engine, getJar, { jar: jar.id }, { actor: ann })
        expect(filled).toBe(14)
        const stream = (yield* engine.storage.events(0, 100))
          .flatMap(({ events }) => events)
          .filter(({ id, collection }) => id === jar.id && collection === "jar")
        expect(stream.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
      })
    ))

  it("L05 L26 of racers for the last sweets exactly as many win as there are, and the rest hear the rule's own words", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        yield* execute(engine, supply, { amount: 5 }, { actor: boss })
        const opened = yield* Effect.forEach(Array.from({ length: 12 }), (_, index) =>
          execute(engine, openJar, { label: `jar ${index}` }, { actor: ann })
        )
        const racers = opened.map(({ reply }) =>
          Effect.result(execute(engine, fill, { jar: reply.id, amount: 1 }, { actor: ann }))
        )
        const results = yield* Effect.all(racers, { concurrency: "unbounded" })
        expect(results.filter(Result.isSuccess).length).toBe(5)
        const lost = results.filter(Result.isFailure).map(({ failure }) => failure)
        expect(lost.length).toBe(7)
        for (const refusal of lost) expect(refusal).toEqual({ _tag: "SweetsShort", wanted: 1, available: 0 })
        const accounts = yield* engine.storage.accounts({ limit: 100, at: 0 })
        expect(accounts.items.find(({ account }) => account.id === sack.id)?.posted).toBe(0n)
      })
    ))

  it("L34 the events of a stream, folded, are the stored document", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        yield* execute(engine, supply, { amount: 9 }, { actor: boss })
        const { reply: jar } = yield* execute(engine, openJar, { label: "plums", secret: "attic" }, { actor: ann })
        yield* execute(engine, fill, { jar: jar.id, amount: 4 }, { actor: ann })
        yield* execute(engine, fill, { jar: jar.id, amount: 5 }, { actor: ann })
        const events = (yield* engine.storage.events(0, 100)).flatMap((entry) => entry.events)
        const folded = events
          .filter(({ id, collection }) => id === jar.id && collection === jars.name)
          .reduce((state: ReturnType<typeof evolve>, { change }) => evolve(state, JSON.parse(change)), undefined)
        const found = yield* engine.storage.read({
          documents: [{ collection: jars.name, id: jar.id }],
          accounts: [],
          queries: [],
          at: 0
        })
        expect(folded).toEqual(parseDocument(found.documents[0]?.json ?? "{}"))
      })
    ))

  it("L50 the reply to a foreign id is the reply to an absent id, but for the id", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        const { reply: jar } = yield* execute(engine, openJar, { label: "plums" }, { actor: ann })
        const commands = [
          (id: string) => refused(execute(engine, fill, { jar: id, amount: 1 }, { actor: ben })),
          (id: string) => refused(ask(engine, getJar, { jar: id }, { actor: ben }))
        ]
        for (const asked of commands) {
          const absent = JSON.stringify(yield* asked("jar_absent"))
          const foreign = JSON.stringify(yield* asked(jar.id))
          expect(foreign.replaceAll(jar.id, "ID")).toBe(absent.replaceAll("jar_absent", "ID"))
        }
      })
    ))

  it("a reaction acts in the same commit, and its document is guarded", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        yield* execute(engine, supply, { amount: 9 }, { actor: boss })
        const { reply: jar } = yield* execute(engine, openJar, { label: "plums" }, { actor: ann })
        yield* execute(engine, fill, { jar: jar.id, amount: 4 }, { actor: ann })
        const last = (yield* engine.storage.events(0, 100)).at(-1)
        expect(last?.events.map(({ type }) => type)).toEqual(["JarFilled", "ShelfSaw"])
      })
    ))

  it("two writes of one document in one commit are a defect", () => {
    const twice = {
      ...fill,
      decide: (...args: Parameters<typeof fill.decide>) =>
        Result.map(fill.decide(...args), (decision) => ({
          ...decision,
          changes: [...(decision.changes ?? []), ...(decision.changes ?? [])]
        }))
    }
    return inShop(
      Effect.fnUntraced(function* (engine) {
        yield* execute(engine, supply, { amount: 9 }, { actor: boss })
        const { reply: jar } = yield* execute(engine, openJar, { label: "plums" }, { actor: ann })
        const exit = yield* Effect.exit(execute(engine, twice, { jar: jar.id, amount: 1 }, { actor: ann }))
        expect(String(exit)).toContain("written twice")
      })
    )
  })

  it("H046 an idempotency key must be 1 to 255 printable characters", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        for (const key of ["", "a\nb", "k".repeat(256), "ключ", "a b"]) {
          const found = yield* refused(execute(engine, openJar, { label: "plums" }, { actor: ann, key }))
          expect(found._tag).toBe("InvalidInput")
        }
        expect(yield* engine.storage.events(0, 10)).toEqual([])
      })
    ))

  it("H100 a refused input is not repeated in the reason", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        const secret = "13800001234".repeat(20)
        const found = yield* refused(execute(engine, openJar, { label: "plums", secret }, { actor: ann }))
        expect(JSON.stringify(found)).not.toContain("1380000")
        expect(found).toMatchObject({ _tag: "InvalidInput", path: "/secret" })
      })
    ))

  it("personal values are sealed in documents, events and receipts, and shown to their owner", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        const first = yield* execute(
          engine,
          openJar,
          { label: "plums", secret: "under the stairs" },
          { actor: ann, key: "k" }
        )
        expect(first.reply.secret).toMatchObject({ _tag: "Clear", value: "under the stairs" })
        const again = yield* execute(
          engine,
          openJar,
          { label: "plums", secret: "under the stairs" },
          { actor: ann, key: "k" }
        )
        expect(again.reply.secret).toMatchObject({ _tag: "Clear", value: "under the stairs" })
        const receipt = yield* engine.storage.receipt("jar.open/ann/k")
        const seen = JSON.stringify([yield* engine.storage.events(0, 10), receipt])
        expect(seen).toContain("$sealed")
        expect(seen).not.toContain("stairs")
        const { secret } = yield* ask(engine, getJar, { jar: first.reply.id }, { actor: ann })
        expect(secret).toMatchObject({ _tag: "Clear", value: "under the stairs" })
      })
    ))

  it("a query that opens nothing shows no box either", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        yield* execute(engine, openJar, { label: "plums", secret: "under the stairs" }, { actor: ann })
        const [jar] = yield* ask(engine, listJars, { owner: "ann" }, { actor: ann })
        expect(jar?.secret).toEqual({ _tag: "Sealed", box: "" })
      })
    ))

  it("a change beside a sealed value leaves its box as it was", () =>
    inShop(
      Effect.fnUntraced(function* (engine) {
        yield* execute(engine, supply, { amount: 9 }, { actor: boss })
        const { reply: jar } = yield* execute(engine, openJar, { label: "plums", secret: "attic" }, { actor: ann })
        yield* execute(engine, fill, { jar: jar.id, amount: 4 }, { actor: ann })
        const filled = (yield* engine.storage.events(0, 10))
          .flatMap(({ events }) => events)
          .find(({ type }) => type === JarFilled.type)
        expect(JSON.parse(filled?.change ?? "")).toEqual({ set: { filled: 4 }, unset: [] })
      })
    ))
})
