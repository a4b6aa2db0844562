import { loadavg, totalmem } from "node:os"
import { type Server, startServer } from "@pannier/postgres-server"
import { overPg, postgres } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import type { Commit, Storage } from "pannier/storage"
import pg from "pg"
import { syncTime } from "./disk.ts"
import { median, type Report, type Row, type Suite } from "./measure.ts"
import { bare, unit, unitStatement } from "./postgres-bare.ts"
import { pgbench } from "./postgres-pgbench.ts"
import { checkoutScript, singleScript } from "./postgres-script.ts"
import { checkout, opening, seeding, shelf, sold } from "./storage-checkout.ts"
import { roadCollections } from "./storage-road.ts"

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
  readonly goal?: number | undefined
  readonly ours: (storage: Storage, number: number) => Effect.Effect<unknown, unknown>
  /** Transactions a second of the peer, with as many numbers of its own. */
  readonly peer: (numbers: ReadonlyArray<number>) => Promise<number>
}

/** A peer and how its rows are called. */
interface Peer {
  readonly name: string
  readonly checkout: (callers: number, numbers: ReadonlyArray<number>) => Promise<number>
  readonly unit: (callers: number, numbers: ReadonlyArray<number>) => Promise<number>
  /** What ours must reach of it at 64 callers. */
  readonly goal?: number
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
  taken: (count: number) => ReadonlyArray<number>
): Promise<Row> => {
  const { callers: count, each } = contest
  const rates: Array<{ readonly ours: number; readonly peer: number }> = []
  for (let sample = 0; sample < samples + 1; sample++) {
    const ours = await crowd(count, taken(each), (one) => Effect.runPromise(contest.ours(storage, one)))
    const peer = await contest.peer(taken(each))
    // The first warms up.
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

const samples = 5
const callers = [1, 8, 64]
const perCaller = new Map([
  [1, 40],
  [8, 12],
  [64, 8]
])
const called = (count: number): string => `${count} ${count === 1 ? "caller" : "callers"}`
const eachOf = (count: number): number => count * (perCaller.get(count) ?? 8)

const peersOf = (server: Server, pool: pg.Pool): ReadonlyArray<Peer> => {
  const byHand: Peer = {
    name: "by hand",
    checkout: (count, numbers) => crowd(count, numbers, (one) => bare(pool, checkout(one, Date.now()))),
    unit: (count, numbers) => crowd(count, numbers, () => unit(pool, shelf("sku-0").id))
  }
  const generator = pgbench(server)
  if (generator === undefined) return [byHand]
  const script = checkoutScript()
  const units = singleScript(unitStatement(shelf("sku-0").id))
  const loadOf = (clients: number, numbers: ReadonlyArray<number>) => {
    const each = numbers.length / clients
    return { clients, each, variables: { from: numbers[0] ?? 0, each, i: -1 } }
  }
  const fromC: Peer = {
    name: generator.version.replace(/ .*?([0-9.]+).*$/, " $1"),
    checkout: (count, numbers) => generator.run(script, loadOf(count, numbers)),
    unit: (count, numbers) => generator.run(units, loadOf(count, numbers)),
    goal: 0.6
  }
  return [byHand, fromC]
}

/**
 * Checkouts of three lines and units of one hot shelf on PostgreSQL, against the same statements by hand: with `pg`, and by
 * pgbench, where the machine has it.
 */
export const suite: Suite = async (): Promise<Report> => {
  const server = await startServer(true)
  const few = new pg.Pool({ ...server.connection, max: 4 })
  const many = new pg.Pool({ ...server.connection, max: 64 })
  for (const pool of [few, many]) pool.on("error", () => {})
  const peers = peersOf(server, many)
  const sync = syncTime()
  try {
    const { rows: said } = await few.query<{ version: string }>("SELECT current_setting('server_version') AS version")
    const rows: Array<Row> = []
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const storage = yield* postgres(overPg(few)).open(roadCollections)
          const rounds = 2 * (samples + 1) * peers.length
          const carts = callers.reduce((sum, count) => sum + rounds * eachOf(count), 0)
          yield* Effect.forEach(seeding(Date.now()), (commit) => storage.commit(commit), {
            concurrency: 256,
            discard: true
          })
          // Each at its own instant: a commit that is minutes late is refused.
          yield* Effect.forEach(
            Array.from({ length: carts }, (_, number) => number),
            (number) => Effect.suspend(() => storage.commit(opening(number, Date.now()))),
            { concurrency: 256, discard: true }
          )
          let next = 0
          const taken = (count: number) => Array.from({ length: count }, () => next++)
          for (const count of callers) {
            for (const { name, checkout: peer, goal } of peers) {
              const contest: Contest = {
                name: `checkout, ${called(count)} / ${name}`,
                callers: count,
                each: eachOf(count),
                goal: count === 64 ? goal : undefined,
                ours: (one, number) => one.commit(checkout(number, Date.now())),
                peer: (numbers) => peer(count, numbers)
              }
              rows.push(yield* Effect.promise(() => compare(contest, storage, taken)))
            }
          }
          for (const count of callers) {
            for (const { name, unit: peer } of peers) {
              const contest: Contest = {
                name: `one hot shelf, ${called(count)} / ${name}`,
                callers: count,
                each: eachOf(count),
                ours: (one, number) => one.commit(hot(number)),
                peer: (numbers) => peer(count, numbers)
              }
              rows.push(yield* Effect.promise(() => compare(contest, storage, taken)))
            }
          }
        })
      )
    )
    return {
      rows,
      notes: [
        `postgres: version ${said[0]?.version}, fsync and synchronous_commit on, on ${(totalmem() / 2 ** 30).toFixed(0)} GiB; the disk takes ${sync.toFixed(0)} us to sync a page; load average ${loadavg()[0]?.toFixed(1)} at the end`,
        "postgres: the peers send the same checkout by hand, packages/bench/src/postgres-bare.ts, one transaction each on a connection for each caller: once with `pg`, once as a script of pgbench with prepared statements; all wait for the disk",
        "postgres: the hot shelf's peer is one conditional update, without entry, journal line or receipt",
        ...(peers.length > 1
          ? []
          : ["postgres: pgbench is not on this machine (Debian: postgresql-15), so its rows and the goal are left out"])
      ]
    }
  } finally {
    await few.end()
    await many.end()
    await server.stop()
  }
}
