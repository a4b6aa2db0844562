import { createHash } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import { execute } from "pannier/command"
import { memory } from "pannier/memory"
import type { Commit, Storage } from "pannier/storage"
import { median, type Report, type Row, type Suite } from "./measure.ts"
import { bare } from "./storage-bare.ts"
import { checkout, keyOf, opening, seeding } from "./storage-checkout.ts"
import { engineOf, inputOf, place, roadCollections } from "./storage-road.ts"

type Synchronous = "full" | "off"
type Bare = ReturnType<typeof bare>

/** One side's way to carry some checkouts, which are numbered on. */
interface Contest {
  readonly name: string
  readonly synchronous: Synchronous
  /** Checkouts of one sample. */
  readonly each: number
  readonly samples: number
  readonly ours: (storage: Storage, numbers: ReadonlyArray<number>) => Effect.Effect<void, unknown>
  readonly peer: (peer: Bare, numbers: ReadonlyArray<number>) => void
}

/** Microseconds a checkout. */
interface Taken {
  readonly wall: number
  readonly cpu: number
}

interface Sample {
  readonly ours: Taken
  readonly peer: Taken
}

/** The hash of the peer's source, so that its figures can be told from those of another version. */
const peerHash = (): string =>
  createHash("sha256")
    .update(readFileSync(new URL("./storage-bare.ts", import.meta.url)))
    .digest("hex")
    .slice(0, 16)

const past = (at: number, count: number): ReadonlyArray<Commit> => [
  ...seeding(at),
  ...Array.from({ length: count }, (_, number) => opening(number, at))
]

const replay = (storage: Storage, commits: ReadonlyArray<Commit>) =>
  Effect.forEach(commits, (commit) => storage.commit(commit), { concurrency: 256, discard: true })

/**
 * Samples of ours and the peer by turns, each on a file of its own with the same past. The first tenth warms up. Both files
 * must hold as many rows of each kind in the end.
 */
const compare = async (directory: string, contest: Contest): Promise<ReadonlyArray<Sample>> => {
  const { each, samples, synchronous } = contest
  const warm = Math.ceil(samples / 10)
  const files = { ours: join(directory, "ours.db"), peer: join(directory, "peer.db") }
  const at = Date.now()
  const clean = () => {
    for (const file of Object.values(files))
      for (const tail of ["", "-wal", "-shm"]) rmSync(`${file}${tail}`, { force: true })
  }
  clean()
  for (const file of Object.values(files)) {
    const adapter = sqlite(file, { synchronous: "off", clock: () => at })
    const seeded = Effect.flatMap(adapter.open(roadCollections), (storage) =>
      replay(storage, past(at, each * (samples + warm)))
    )
    await Effect.runPromise(Effect.scoped(seeded))
  }
  const peer = bare(files.peer, synchronous)
  const taken: Array<Sample> = []
  await Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const storage = yield* sqlite(files.ours, { synchronous }).open(roadCollections)
        for (let sample = 0; sample < samples + warm; sample++) {
          const numbers = Array.from({ length: each }, (_, index) => sample * each + index)
          const ours = yield* Effect.promise(() => timed(each, () => Effect.runPromise(contest.ours(storage, numbers))))
          const theirs = yield* Effect.promise(() => timed(each, () => contest.peer(peer, numbers)))
          if (sample >= warm) taken.push({ ours, peer: theirs })
        }
      })
    )
  )
  const counted = { ours: bare(files.ours, "off"), peer }
  const counts = { ours: JSON.stringify(counted.ours.counts()), peer: JSON.stringify(counted.peer.counts()) }
  counted.ours.close()
  counted.peer.close()
  clean()
  if (counts.ours !== counts.peer) throw new Error(`${contest.name}: unequal work, ${counts.ours} and ${counts.peer}`)
  return taken
}

const timed = async (count: number, work: () => Promise<void> | void): Promise<Taken> => {
  const used = process.cpuUsage()
  const start = performance.now()
  await work()
  const wall = ((performance.now() - start) * 1_000) / count
  const { user, system } = process.cpuUsage(used)
  return { wall, cpu: (user + system) / count }
}

const perSecond = (microseconds: number): number => 1_000_000 / microseconds

/** Commits a second of wall-clock time; the ratio is the median of the ratios of neighbours. */
const rate = (contest: Contest, samples: ReadonlyArray<Sample>, goal: number): Row => {
  const ratio = median(samples.map(({ ours, peer }) => peer.wall / ours.wall))
  return {
    name: contest.name,
    unit: "commits/s",
    ours: perSecond(median(samples.map(({ ours }) => ours.wall))),
    peer: perSecond(median(samples.map(({ peer }) => peer.wall))),
    ratio,
    goal,
    met: ratio >= goal
  }
}

/** Processor time above the peer's: the median of the differences of neighbours, in microseconds. */
const cost = (contest: Contest, samples: ReadonlyArray<Sample>, goal: number): Row => {
  const more = median(samples.map(({ ours, peer }) => ours.cpu - peer.cpu))
  return {
    name: contest.name,
    unit: "us",
    ours: median(samples.map(({ ours }) => ours.cpu)),
    peer: median(samples.map(({ peer }) => peer.cpu)),
    ratio: more,
    goal,
    met: more <= goal
  }
}

const callers = 64

const commits = (concurrency: number) => (storage: Storage, numbers: ReadonlyArray<number>) =>
  Effect.forEach(numbers, (number) => storage.commit(checkout(number, Date.now())), { concurrency, discard: true })

const executes = (concurrency: number) => (storage: Storage, numbers: ReadonlyArray<number>) => {
  const engine = engineOf(storage)
  return Effect.forEach(
    numbers,
    (number) =>
      execute(engine, place, inputOf(number), {
        actor: { id: `customer-${number % 5_000}`, kind: "customer" },
        key: keyOf(number)
      }),
    { concurrency, discard: true }
  )
}

/** The peer's checkouts, with or without the reads of a `load`, so many to a transaction. */
const statements =
  (group: number, loads: boolean) =>
  (peer: Bare, numbers: ReadonlyArray<number>): void => {
    const at = Date.now()
    for (let start = 0; start < numbers.length; start += group) {
      const made = numbers.slice(start, start + group).map((number) => checkout(number, at))
      if (loads) for (const commit of made) peer.load(commit)
      peer.commit(made)
    }
  }

/** Checkouts a second on plain maps: the road without a disk. */
const onMemory = (count: number): Promise<number> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const storage = yield* memory().open(roadCollections)
        yield* replay(storage, past(Date.now(), 2 * count))
        const run = (from: number) =>
          Effect.runPromise(
            executes(1)(
              storage,
              Array.from({ length: count }, (_, index) => from + index)
            )
          )
        yield* Effect.promise(() => run(0))
        const { wall } = yield* Effect.promise(() => timed(count, () => run(count)))
        return perSecond(wall)
      })
    )
  )

const contest = (name: string, synchronous: Synchronous, group: number, road: boolean): Contest => ({
  name,
  synchronous,
  each: group === 1 ? 20 : 4 * group,
  samples: group === 1 ? 50 : 20,
  ours: road ? executes(group) : commits(group),
  peer: statements(group, road)
})

/**
 * Checkouts that both sides carry, on files that are thrown away, before anything is timed: what is measured is a server that
 * has been open for a minute, not the first second of its engine.
 */
const warming = 10_000

/** Checkouts of three lines: through the adapter alone, and down the whole road, against the same SQL written by hand. */
export const suite: Suite = async (): Promise<Report> => {
  const directory = mkdtempSync(join(tmpdir(), "pannier-bench-"))
  const rates = async (made: Contest, goal: number) => rate(made, await compare(directory, made), goal)
  const costs = async (made: Contest, goal: number) => cost(made, await compare(directory, made), goal)
  try {
    await compare(directory, { ...contest("warming up", "off", 1, true), each: 200, samples: warming / 200 })
    const rows = [
      await rates(contest("commit, FULL, one caller", "full", 1, false), 0.9),
      await rates(contest(`commit, FULL, ${callers} callers`, "full", callers, false), 0.75),
      await costs(contest("commit, OFF, processor time above SQL", "off", 1, false), 40),
      await rates(contest("execute, FULL, one caller", "full", 1, true), 0.8),
      await rates(contest(`execute, FULL, ${callers} callers`, "full", callers, true), 0.75),
      await costs(contest("execute, OFF, processor time above SQL", "off", 1, true), 100)
    ]
    const memoryRate = await onMemory(500)
    return {
      rows,
      notes: [
        `storage: the peer is the same SQL by hand, packages/bench/src/storage-bare.ts, sha256 ${peerHash()}`,
        "storage: a checkout of three lines: 3 documents, 4 holds, 2 intents, 3 events, a receipt; both files end with equal numbers of rows",
        "storage: ids and keys of both are texts in order of time, as ULIDs and UUIDs of version 7 are, and equally long",
        `storage: both sides have carried ${warming} checkouts before the first is timed`,
        `storage: execute on memory, one caller: ${Math.round(memoryRate)} commits/s`
      ]
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
