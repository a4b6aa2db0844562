import { createHash } from "node:crypto"
import { nodeCipher } from "../../packages/vault-file/src/index.ts"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { describe, expect, test } from "vitest"
import {
  type Actor,
  ask,
  collection,
  command,
  type Engine,
  event,
  execute,
  put,
  query,
  read,
  sealLog
} from "pannier/command"
import { memory, memoryVault } from "pannier/memory"
import { clear, type KeyVault, personal } from "pannier/privacy"
import { canonicalEntry, type Storage, verifyChain } from "pannier/storage"

// #region document
const Contact = Schema.Struct({ name: Schema.String, phone: Schema.String })

class Parcel extends Schema.Opaque<Parcel>()(
  Schema.Struct({
    id: Schema.String,
    customer: Schema.String,
    to: personal(Contact, { of: "customer" }),
    note: Schema.optionalKey(personal(Schema.String, { of: "customer" })),
    scans: Schema.Int
  })
) {}

const parcels = collection<Parcel>("parcels", { schema: Parcel, id: ({ id }) => id })
// #endregion document
const Sent = event("Sent", Schema.Struct({}))
const Scanned = event("Scanned", Schema.Struct({ scans: Schema.Int }))
const Readdressed = event("Readdressed", Schema.Struct({}))

const id = Schema.Struct({ id: Schema.String })

// #region clear
const send = command("parcel.send", {
  summary: "sends a parcel",
  input: Schema.Struct({ id: Schema.String, customer: Schema.String, to: Contact, note: Schema.String }),
  reply: Parcel,
  refusals: [],
  permission: "parcel.send",
  *load() {},
  decide: (_, { to, note, ...rest }) => {
    const parcel = { ...rest, to: clear(to), note: clear(note), scans: 0 }
    return Result.succeed({ reply: parcel, changes: [put(parcels, parcel, Sent.of({}))] })
  }
})
// #endregion clear

// It opens nothing: what it passes on is sealed throughout.
const scan = command("parcel.scan", {
  summary: "scans a parcel",
  input: id,
  reply: Parcel,
  refusals: [],
  permission: "parcel.scan",
  load: ({ id }) => read.one(parcels, id)[Symbol.iterator](),
  decide: ({ id, customer, to, note, scans: before }) => {
    const parcel = { id, customer, to, ...(note === undefined ? {} : { note }), scans: before + 1 }
    return Result.succeed({ reply: parcel, changes: [put(parcels, parcel, Scanned.of({ scans: parcel.scans }))] })
  }
})

// #region opens
const readdress = command("parcel.readdress", {
  summary: "sends a parcel to another number",
  input: Schema.Struct({ id: Schema.String, phone: Schema.String }),
  reply: Parcel,
  refusals: [],
  permission: "parcel.readdress",
  opens: [parcels],
  load: ({ id }) => read.one(parcels, id)[Symbol.iterator](),
  decide: ({ id, customer, to, note, scans }, { phone }) => {
    const changed = to._tag === "Clear" ? clear({ name: to.value.name, phone }) : to
    const parcel = { id, customer, to: changed, ...(note === undefined ? {} : { note }), scans }
    return Result.succeed({ reply: parcel, changes: [put(parcels, parcel, Readdressed.of({}))] })
  }
})
// #endregion opens

const look = query("parcel.get", {
  summary: "one parcel",
  input: id,
  reply: Parcel,
  permission: "parcel.get",
  opens: [parcels],
  load: ({ id }) => read.one(parcels, id)[Symbol.iterator](),
  answer: (parcel) => parcel
})

const actor: Actor = { id: "desk", kind: "system" }
const ann = { id: "p1", customer: "ann", to: { name: "Zhang Xiaomei", phone: "13800138000" }, note: "Ring-twice 叩门" }
const bob = { id: "p2", customer: "bob", to: { name: "Bob Miller", phone: "2125550123" }, note: "Behind-the-shed" }

const canaries = ["Zhang Xiaomei", "13800138000", "Ring-twice 叩门", "13911112222"]

/** Every form of the canaries that a byte search should look for. */
const forms = (text: string): ReadonlyArray<string> => {
  const bytes = Buffer.from(text)
  return [
    text,
    text.toLowerCase(),
    bytes.toString("hex"),
    bytes.toString("base64").replace(/=+$/, "").slice(0, -1),
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text, "utf16le").toString("latin1"),
    createHash("sha256").update(text).digest("hex")
  ]
}

/** All that a storage keeps, as one text. */
const kept = (storage: Storage) =>
  Effect.gen(function* () {
    const documents = ["p1", "p2"].map((one) => ({ collection: "parcels", id: one }))
    const found = yield* storage.read({ documents, accounts: [], queries: [], at: 0 })
    const entries = yield* storage.events(0, 1000)
    const receipts = yield* Effect.forEach(entries, ({ key }) => storage.receipt(key))
    return JSON.stringify({ found, entries, receipts, waiting: yield* storage.waiting(1000) })
  })

const expectNone = (text: string) => {
  for (const canary of canaries) for (const form of forms(canary)) expect(text).not.toContain(form)
}

interface Desk {
  readonly engine: Engine
  readonly storage: Storage
  readonly vault: KeyVault
}

const desk = <A>(story: (desk: Desk) => Effect.Effect<A, unknown, Scope.Scope>): Promise<A> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const storage = yield* memory().open([parcels])
        const vault = memoryVault(nodeCipher)
        const authority = {
          *permit() {
            return "granted" as const
          }
        }
        const engine: Engine = { storage, vault, authority, reactions: new Map(), vetoes: new Map() }
        yield* execute(engine, send, ann, { actor, key: "send-ann" })
        yield* execute(engine, send, bob, { actor, key: "send-bob" })
        return yield* story({ engine, storage, vault })
      })
    )
  )

describe("a personal value on the road of a command", () => {
  test("is kept sealed in documents, log and receipts, and read by who opens it", () =>
    desk(({ engine, storage }) =>
      Effect.gen(function* () {
        yield* execute(engine, scan, { id: "p1" }, { actor })
        yield* execute(engine, readdress, { id: "p1", phone: "13911112222" }, { actor, key: "move" })
        const text = yield* kept(storage)
        expect(text).toContain("$sealed")
        expectNone(text)
        const parcel = yield* ask(engine, look, { id: "p1" }, { actor })
        expect(parcel.to).toEqual(clear({ name: "Zhang Xiaomei", phone: "13911112222" }))
      })
    ))

  test("that a command does not open passes through it, and its event tells of nothing but the change", () =>
    desk(({ engine, storage }) =>
      Effect.gen(function* () {
        const { reply } = yield* execute(engine, scan, { id: "p1" }, { actor })
        expect(reply).toMatchObject({ to: { _tag: "Sealed", box: "" }, scans: 1 })
        const [last] = (yield* storage.events(0, 100)).slice(-1)
        expect(last?.events.map(({ change }) => JSON.parse(change))).toEqual([{ set: { scans: 1 }, unset: [] }])
      })
    ))

  test("that is changed changes alone: its neighbour keeps its box", () =>
    desk(({ engine, storage }) =>
      Effect.gen(function* () {
        yield* execute(engine, readdress, { id: "p1", phone: "13911112222" }, { actor })
        const [last] = (yield* storage.events(0, 100)).slice(-1)
        const [change] = last?.events.map((one) => JSON.parse(one.change)) ?? []
        expect(Object.keys(change.set)).toEqual(["to"])
      })
    ))

  test("L38 a repeated key is answered with the first reply, clear where it was clear", () =>
    desk(({ engine }) =>
      Effect.gen(function* () {
        const again = yield* execute(engine, send, ann, { actor, key: "send-ann" })
        expect(again.repeated).toBe(true)
        expect(again.reply.to).toEqual(clear(ann.to))
        expect(again.reply.note).toEqual(clear(ann.note))
      })
    ))
})

describe("L56 erasing a person", () => {
  test("leaves nothing to read of them, in documents, log or replies, and everything of others", () =>
    desk(({ engine, storage, vault }) =>
      Effect.gen(function* () {
        yield* vault.destroy("ann")
        expectNone(yield* kept(storage))
        const parcel = yield* ask(engine, look, { id: "p1" }, { actor })
        expect(parcel).toEqual({
          id: "p1",
          customer: "ann",
          to: { _tag: "Erased" },
          note: { _tag: "Erased" },
          scans: 0
        })
        const again = yield* execute(engine, send, ann, { actor, key: "send-ann" })
        expect(again.reply.to).toEqual({ _tag: "Erased" })
        const other = yield* ask(engine, look, { id: "p2" }, { actor })
        expect(other.to).toEqual(clear(bob.to))
      })
    ))

  test("does not stop the life of their documents", () =>
    desk(({ engine, storage, vault }) =>
      Effect.gen(function* () {
        yield* vault.destroy("ann")
        yield* execute(engine, scan, { id: "p1" }, { actor })
        const { reply } = yield* execute(engine, readdress, { id: "p1", phone: "13911112222" }, { actor })
        expect(reply).toMatchObject({ to: { _tag: "Erased" }, scans: 1 })
        expectNone(yield* kept(storage))
      })
    ))

  test("L58 leaves the chain over the log as it was, to the byte, since the chain covers sealed text", () =>
    desk(({ engine, storage, vault }) =>
      Effect.gen(function* () {
        const { head } = yield* sealLog(storage, { limit: 1_000 })
        expect(head.position).toBeGreaterThan(0)
        const before = (yield* storage.events(0, 1_000)).map(canonicalEntry)
        yield* vault.destroy("ann")
        expect(yield* verifyChain(storage, { anchored: head })).toEqual({ head })
        expect((yield* storage.events(0, 1_000)).map(canonicalEntry)).toEqual(before)
        yield* execute(engine, scan, { id: "p1" }, { actor })
        const later = yield* sealLog(storage, { limit: 1_000 })
        expect(later.head.position).toBe(head.position + 1)
        expect(yield* verifyChain(storage, { anchored: head })).toEqual({ head: later.head })
      })
    ))

  test("holds for what comes in afterwards", () =>
    desk(({ engine, storage, vault }) =>
      Effect.gen(function* () {
        yield* vault.destroy("carol")
        yield* execute(engine, send, { ...ann, id: "p3", customer: "carol" }, { actor })
        const { documents } = yield* storage.read({
          documents: [{ collection: "parcels", id: "p3" }],
          accounts: [],
          queries: [],
          at: 0
        })
        expect(JSON.parse(documents[0]?.json ?? "")).toMatchObject({ to: { $erased: true }, note: { $erased: true } })
      })
    ))
})

test("a vault that cannot be reached refuses the command, and nothing is written", () =>
  desk(({ engine, storage }) =>
    Effect.gen(function* () {
      const failure = { _tag: "VaultError", reason: "Unavailable", detail: "EIO" } as const
      const down: Engine = { ...engine, vault: { ...engine.vault, key: () => Effect.fail(failure) } }
      const before = yield* kept(storage)
      const refused = yield* Effect.flip(execute(down, send, { ...ann, id: "p3", customer: "eve" }, { actor }))
      expect(refused).toEqual(failure)
      expect(yield* kept(storage)).toBe(before)
    })
  ))
