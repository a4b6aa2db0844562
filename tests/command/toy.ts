import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  type Actor,
  answer,
  ask,
  type AnyErrand,
  type AnyReaction,
  type AnyVeto,
  type Authority,
  collection,
  command,
  type Engine,
  errand,
  event,
  intent,
  on,
  put,
  query,
  type Read,
  read,
  text
} from "../../src/command/index.ts"
import { Id, Instant, Text } from "../../src/kernel/id.ts"
import { refusal } from "../../src/kernel/refusal.ts"
import type { Account } from "../../src/ledger/model.ts"
import { memoryVault } from "../../src/memory/index.ts"
import { clear, personal } from "../../src/privacy/index.ts"
import type { Adapter, Storage } from "../../src/storage/ports.ts"

/** A domain small enough to be held in the head: jars with an owner, a secret, and sweets that are counted. */
export class Jar extends Schema.Opaque<Jar>()(
  Schema.Struct({
    id: Id,
    owner: Id,
    label: Text(40),
    filled: Schema.Int,
    secret: Schema.optionalKey(personal(Text(40), { of: "owner" })),
    openedAt: Instant
  })
) {}

export const jars = collection<Jar>("jar", {
  schema: Jar,
  id: ({ id }) => id,
  columns: { owner: text(({ owner }) => owner), label: text(({ label }) => label) },
  indexes: { owner: ["owner", "label"] }
})

/** What a reaction keeps of each jar. */
export class Shelf extends Schema.Opaque<Shelf>()(Schema.Struct({ id: Id, seen: Schema.Int })) {}

export const shelves = collection<Shelf>("shelf", { schema: Shelf, id: ({ id }) => id })

export const JarOpened = event("JarOpened", Schema.Struct({ owner: Id }))
export const JarFilled = event("JarFilled", Schema.Struct({ by: Schema.Int }))
export const ShelfSaw = event("ShelfSaw", Schema.Struct({ jar: Id }))
export const Ring = intent("jar.ring", Schema.Struct({ jar: Id }))

export const SweetsShort = refusal(
  "SweetsShort",
  { wanted: Schema.Int, available: Schema.Int },
  { status: 409, zh: ({ wanted }) => `糖不够 ${wanted} 颗`, en: ({ wanted }) => `not ${wanted} sweets left` }
)
export type SweetsShort = typeof SweetsShort.Type

export const JarSealed = refusal(
  "JarSealed",
  { jar: Schema.String },
  { status: 403, zh: () => "封了", en: () => "sealed" }
)
export type JarSealed = typeof JarSealed.Type

export const sack: Account = { id: "sack", owner: "shop", unit: "sweets", floor: 0n }
export const maker: Account = { id: "maker", owner: "maker", unit: "sweets" }
export const inJar = (jar: string): Account => ({ id: `jar:${jar}`, owner: `jar:${jar}`, unit: "sweets", floor: 0n })

const Amount = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 }))

export const openJar = command("jar.open", {
  summary: "opens a jar",
  input: Schema.Struct({ label: Text(40), secret: Schema.optionalKey(Text(40)) }),
  reply: Jar,
  refusals: [],
  permission: "jar.open",
  *load() {},
  decide: (_, { label, secret }, { actor, id, now }) => {
    const jar: Jar = {
      id: id("jar"),
      owner: actor.id,
      label,
      filled: 0,
      openedAt: now,
      ...(secret === undefined ? {} : { secret: clear(secret) })
    }
    return Result.succeed({
      reply: jar,
      changes: [put(jars, jar, JarOpened.of({ owner: actor.id }))],
      intents: [Ring.of({ jar: jar.id }, { lane: jar.id })]
    })
  }
})

export const fill = command("jar.fill", {
  summary: "fills a jar from the sack",
  input: Schema.Struct({ jar: Id, amount: Amount }),
  reply: Jar,
  refusals: [SweetsShort],
  permission: "jar.fill",
  *load({ jar }, read: Read) {
    const found = yield* read.one(jars, jar)
    const [sweets] = yield* read.balances([sack])
    return { jar: found, available: Number((sweets?.posted ?? 0n) - (sweets?.outgoing ?? 0n)) }
  },
  owner: ({ jar }) => jar.owner,
  decide: ({ jar, available }, { amount }, { id }) => {
    if (amount > available) return Result.fail<SweetsShort>({ _tag: "SweetsShort", wanted: amount, available })
    const filled: Jar = { ...jar, filled: jar.filled + amount }
    return Result.succeed({
      reply: filled,
      changes: [put(jars, filled, JarFilled.of({ by: amount }))],
      transfers: [{ kind: "post", id: id("fill"), from: sack, to: inJar(jar.id), amount: BigInt(amount) }]
    })
  }
})

/** Where sweets come from: no permission but the system's. */
export const supply = command("sack.supply", {
  summary: "puts sweets into the sack",
  input: Schema.Struct({ amount: Amount }),
  reply: Schema.Struct({ amount: Schema.Int }),
  refusals: [],
  permission: "sack.supply",
  *load() {},
  decide: (_, { amount }, { id }) =>
    Result.succeed({
      reply: { amount },
      transfers: [{ kind: "post", id: id("supply"), from: maker, to: sack, amount: BigInt(amount) }]
    })
})

export const rung = command("jar.rung", {
  summary: "takes in that the bell was rung",
  input: Schema.Struct({ jar: Id }),
  reply: Jar,
  refusals: [],
  permission: "jar.rung",
  *load({ jar }, read: Read) {
    return yield* read.one(jars, jar)
  },
  decide: (jar) => {
    const after: Jar = { ...jar, label: `${jar.label}!`.slice(0, 40) }
    return Result.succeed({ reply: after, changes: [put(jars, after, JarFilled.of({ by: 0 }))] })
  }
})

export const getJar = query("jar.get", {
  summary: "one jar",
  input: Schema.Struct({ jar: Id }),
  reply: Jar,
  permission: "jar.get",
  opens: [jars],
  *load({ jar }, read: Read) {
    return yield* read.one(jars, jar)
  },
  owner: (jar) => jar.owner,
  answer: (jar) => jar
})

/** A query that sees no secret. */
export const listJars = query("jar.list", {
  summary: "the jars of an owner",
  input: Schema.Struct({ owner: Id }),
  reply: Schema.Array(Jar),
  permission: "jar.list",
  *load({ owner }, read: Read) {
    return yield* read.page(jars, { index: "owner", equals: [owner], limit: 100 })
  },
  owner: (_, { owner }) => owner,
  answer: ({ items }) => items
})

/** Counts, in the same commit, how often a jar was filled. */
export const shelfSees: AnyReaction = on(JarFilled, {
  *load({ id }, read) {
    return yield* read.maybe(shelves, id)
  },
  decide: (found, { id }) => ({
    changes: [put(shelves, { id, seen: (found?.seen ?? 0) + 1 }, ShelfSaw.of({ jar: id }))]
  })
})

export const ann: Actor = { id: "ann", kind: "customer" }
export const ben: Actor = { id: "ben", kind: "customer" }
export const boss: Actor = { id: "boss", kind: "system" }

const authority: Authority = {
  *permit(actor, permission) {
    if (actor.kind === "system") return "granted"
    if (permission.startsWith("sack.") || permission === "jar.rung") return "denied"
    return permission === "jar.open" ? "granted" : "owner"
  }
}

/** A bell outside: what it is asked for, it remembers by key. */
export const bell = (rings: Array<string>, fails: () => boolean = () => false): AnyErrand =>
  errand(Ring, {
    *load() {},
    perform: (_, { jar }, { id }) =>
      Effect.suspend(() => {
        if (fails()) return Effect.fail({ _tag: "BellBroken" as const })
        rings.push(id)
        return Effect.succeed(answer(rung, { jar }))
      })
  })

export interface ToyParts {
  readonly reactions?: ReadonlyArray<AnyReaction>
  readonly vetoes?: ReadonlyArray<AnyVeto>
  /** Stands between the road and the storage. */
  readonly around?: (storage: Storage) => Storage
}

/** An engine of the toy domain over a storage. */
export const openToy = (
  adapter: Adapter,
  { reactions = [shelfSees], vetoes = [], around = (one) => one }: ToyParts = {}
) =>
  Effect.map(
    adapter.open([jars, shelves]),
    (storage): Engine => ({
      storage: around(storage),
      vault: memoryVault(),
      authority,
      reactions: Map.groupBy(reactions, ({ on: { type } }) => type),
      vetoes: Map.groupBy(vetoes, ({ before }) => before)
    })
  )

/** Everything a storage shows, for comparing before and after. */
export const dump = Effect.fnUntraced(function* (storage: Storage) {
  const entries = yield* storage.events(0, 1000)
  const accounts = yield* storage.accounts({ limit: 100, at: 0 })
  const trial = yield* storage.trial
  const waiting = yield* storage.waiting(100)
  return { entries, accounts: accounts.items, trial, waiting }
})

export { ask, read }
