import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Account } from "pannier/ledger"
import type { CollectionShape, Commit, Write } from "pannier/storage"

/** The instant of every commit of these tests, in milliseconds. */
export const at = 1_800_000_000_000

export const clock = () => at

export const collections: ReadonlyArray<CollectionShape> = [
  { name: "order", columns: { state: "text" }, indexes: { state: ["state"] } }
]

export const commit = (key: string, rest: Partial<Commit> = {}): Commit => ({
  key,
  fingerprint: key,
  at,
  actor: "staff",
  reason: "test",
  guards: [],
  writes: [],
  claims: [],
  transfers: [],
  intents: [],
  done: [],
  reply: JSON.stringify({ key }),
  ...rest
})

export const order = (id: string, expected = 0): Write => ({
  collection: "order",
  id,
  expected,
  json: JSON.stringify({ id }),
  columns: { state: "placed" },
  event: { type: "OrderPlaced", data: "{}" },
  change: JSON.stringify({ set: { id }, unset: [] })
})

export const supply: Account = { id: "supply", owner: "tea", unit: "variant:tea" }
export const shelf: Account = { id: "shelf", owner: "tea", unit: "variant:tea", floor: 0n }
export const sold: Account = { id: "sold", owner: "tea", unit: "variant:tea" }

/** Puts so many units on the shelf. */
export const stock = (amount: bigint, key = "stock"): Commit =>
  commit(key, { transfers: [{ kind: "post", id: key, from: supply, to: shelf, amount }] })

/** Sells one unit under an order of this name. */
export const sell = (id: string): Commit =>
  commit(id, { writes: [order(id)], transfers: [{ kind: "post", id, from: shelf, to: sold, amount: 1n }] })

/** Runs a test's program; a failure that it did not expect is told in words. */
export const run = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>): Promise<A> =>
  Effect.runPromise(Effect.scoped(Effect.mapError(effect, (failure) => new Error(`unexpected: ${words(failure)}`))))

const words = (failure: unknown): string =>
  JSON.stringify(failure, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))

export const answers = <A, E>(effects: ReadonlyArray<Effect.Effect<A, E>>) =>
  Effect.all(effects.map(Effect.result), { concurrency: "unbounded" })
