import { overPg, type PgPool, postgres, type PostgresOptions, type PostgresStorage } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Account } from "pannier/ledger"
import type { CollectionShape, Commit, Write } from "pannier/storage"
import pg from "pg"
import type { Server } from "@pannier/postgres-server"

/** A shop of one collection and one shelf, as small as a test of storage needs. */
export const at = 1_800_000_000_000

export const clock = (): number => at

export const collections: ReadonlyArray<CollectionShape> = [
  { name: "order", columns: { state: "text" }, indexes: { by_state: ["state"] } }
]

export const supply: Account = { id: "supply", owner: "shop", unit: "variant:tea" }
export const shelf: Account = { id: "shelf", owner: "shop", unit: "variant:tea", floor: 0n }
export const sold: Account = { id: "sold", owner: "shop", unit: "variant:tea" }

export const commit = (key: string, parts: Partial<Commit> = {}): Commit => ({
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
  ...parts
})

export const order = (id: string, expected = 0): Write => ({
  collection: "order",
  id,
  expected,
  json: JSON.stringify({ id, state: "placed" }),
  columns: { state: "placed" },
  event: { type: "OrderPlaced", data: "{}" },
  change: JSON.stringify({ set: { id, state: "placed" }, unset: [] })
})

export const stock = (amount: bigint): Commit =>
  commit("stock", { transfers: [{ kind: "post", id: "stock", from: supply, to: shelf, amount }] })

/** Takes one piece off the shelf for an order. */
export const sell = (id: string): Commit =>
  commit(id, { writes: [order(id)], transfers: [{ kind: "post", id, from: shelf, to: sold, amount: 1n }] })

/** A pool whose connections may be cut off: what happens to an idle one is nobody's failure. */
export const poolOf = (server: Server, max = 4): pg.Pool => {
  const pool = new pg.Pool({ ...server.connection, max })
  pool.on("error", () => {})
  return pool
}

/** Opens a store of a tenant for as long as `body` takes. */
export const onStore = <A, E>(
  pool: PgPool,
  options: PostgresOptions,
  body: (storage: PostgresStorage) => Effect.Effect<A, E, Scope.Scope>
): Promise<A> =>
  Effect.runPromise(
    Effect.scoped(Effect.flatMap(postgres(overPg(pool), { clock, ...options }).open(collections), body))
  )

/** Many at once, as callers that know nothing of one another. */
export const atOnce = <A, E>(effects: Iterable<Effect.Effect<A, E>>) =>
  Effect.all([...effects].map(Effect.result), { concurrency: "unbounded" })
