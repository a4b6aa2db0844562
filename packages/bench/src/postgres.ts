import { startServer } from "@pannier/postgres-server"
import { overPg, postgres } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import type { Commit, Storage } from "pannier/storage"
import pg from "pg"
import { median, type Report, type Row, type Suite } from "./measure.ts"
import { bare, unit } from "./postgres-bare.ts"
import { checkout, opening, seeding, shelf, sold } from "./storage-checkout.ts"
import { roadCollections } from "./storage-road.ts"

const callers = [1, 8, 64]

/** One unit of the hottest shelf. */
const hot = (number: number): Commit => {
  const id = `hot/${number}`
  return {
    key: id,
    fingerprint: "",
    at: Date.now(),
    actor: "buyer",
    reason: "hot",
    guards: [],
    writes: [],
    claims: [],
    intents: [],
    done: [],
    reply: "{}",
    transfers: [{ kind: "post", id, from: shelf("sku-0"), to: sold("sku-0"), amount: 1n }]
  }
}

interface Contest {
  readonly name: string
  readonly callers: number
  readonly each: number
  readonly goal?: number
  readonly ours: (storage: Storage, number: number) => Effect.Effect<unknown, unknown>
  readonly peer: (pool: pg.Pool, number: number) => Promise<void>
}

/** So many at a time, the next as soon as one is done. */
const crowd = async (count: number, numbers: ReadonlyArray<number>, one: (number: number) => Promise<unknown>) => {
  const began = performance.now()
  let next = 0
  const caller = async (): Promise<void> => {
    for (let index = next++; index < numbers.length; index = next++) await one(numbers[index] ?? 0)
  }
  await Promise.all(Array.from({ length: count }, caller))
  return (1_000 * numbers.length) / (performance.now() - began)
}

/** Both sides by turns on one server that waits for the disk, each with carts of its own. */
const compare = async (
  contest: Contest,
  storage: Storage,
  pool: pg.Pool,
  samples: number,
  from: number
): Promise<Row> => {
  const { callers: count, each } = contest
  const rates: Array<{ readonly ours: number; readonly peer: number }> = []
  let number = from
  const taken = () => Array.from({ length: each }, () => number++)
  for (let sample = 0; sample < samples + 1; sample++) {
    const ours = await crowd(count, taken(), (one) => Effect.runPromise(contest.ours(storage, one)))
    const peer = await crowd(count, taken(), (one) => contest.peer(pool, one))
    if (sample > 0) rates.push({ ours, peer })
  }
  const ratio = median(rates.map(({ ours, peer }) => ours / peer))
  return {
    name: contest.name,
    unit: "commits/s",
    ours: median(rates.map(({ ours }) => ours)),
    peer: median(rates.map(({ peer }) => peer)),
    ratio,
    ...(contest.goal !== undefined && { goal: contest.goal, met: ratio >= contest.goal })
  }
}

/** Checkouts of three lines and units of one hot shelf on PostgreSQL, against the same work written by hand with `pg`. */
export const suite: Suite = async (): Promise<Report> => {
  const samples = 5
  const server = await startServer(true)
  const few = new pg.Pool({ ...server.connection, max: 4 })
  const many = new pg.Pool({ ...server.connection, max: 64 })
  for (const pool of [few, many]) pool.on("error", () => {})
  try {
    const rows: Array<Row> = []
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const storage = yield* postgres(overPg(few)).open(roadCollections)
          const at = Date.now()
          const wanted = callers.map((count) => 2 * (samples + 1) * Math.max(30, 4 * count))
          const carts = wanted.reduce((sum, count) => sum + count, 0)
          const past = [...seeding(at), ...Array.from({ length: carts }, (_, number) => opening(number, at))]
          yield* Effect.forEach(past, (commit) => storage.commit(commit), { concurrency: 256, discard: true })
          let from = 0
          for (const [index, count] of callers.entries()) {
            const contest: Contest = {
              name: `checkout, ${count} ${count === 1 ? "caller" : "callers"}`,
              callers: count,
              each: Math.max(30, 4 * count),
              ...(count === 64 && { goal: 0.6 }),
              ours: (one, number) => one.commit(checkout(number, Date.now())),
              peer: (pool, number) => bare(pool, checkout(number, Date.now()))
            }
            const start = from
            rows.push(yield* Effect.promise(() => compare(contest, storage, many, samples, start)))
            from += wanted[index] ?? 0
          }
          const shelfOf: Contest = {
            name: "one hot shelf, 64 callers",
            callers: 64,
            each: 512,
            ours: (one, number) => one.commit(hot(number)),
            peer: (pool) => unit(pool, shelf("sku-0").id)
          }
          rows.push(yield* Effect.promise(() => compare(shelfOf, storage, many, samples, 0)))
        })
      )
    )
    return {
      rows,
      notes: [
        "postgres: the peer is the same checkout by hand with `pg`, one transaction each on up to 64 connections, packages/bench/src/postgres-bare.ts; both wait for the disk",
        "postgres: the hot shelf's peer is one conditional update, without entry, journal line or receipt"
      ]
    }
  } finally {
    await few.end()
    await many.end()
    await server.stop()
  }
}
