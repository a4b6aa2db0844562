import { createHash } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import type { Commit, Storage } from "pannier/storage"
import { bare } from "./storage-bare.ts"
import { checkout, collections, opening, seeding } from "./storage-checkout.ts"

/** One line of the table: `ours` and `peer` in `unit`, and what their comparison must reach. */
export interface Row {
  readonly name: string
  readonly unit: string
  readonly ours: number
  readonly peer: number
  /** What is compared with the goal: ours / peer, or ours - peer where the goal is a cost. */
  readonly ratio: number
  readonly goal: number
  readonly met: boolean
}

/** The hash of the peer's source, so that a figure can be told from another one's. */
export const peerHash = (): string =>
  createHash("sha256")
    .update(readFileSync(new URL("./storage-bare.ts", import.meta.url)))
    .digest("hex")
    .slice(0, 16)

const at = 1_750_000_000_000
const rounds = 9

/** Both sides of one comparison, each on a file of its own with the same past. */
const versus = async <A>(
  directory: string,
  synchronous: "full" | "off",
  total: number,
  run: (storage: Storage, peer: ReturnType<typeof bare>) => Promise<A>
): Promise<A> => {
  const files = [join(directory, `ours-${synchronous}.db`), join(directory, `peer-${synchronous}.db`)] as const
  const past = [...seeding(at), ...Array.from({ length: total }, (_, number) => opening(number, at))]
  const open = (file: string, durable: "full" | "off") => sqlite(file, { synchronous: durable, clock: () => at })
  for (const file of files) {
    const write = Effect.flatMap(open(file, "off").open(collections), (storage) =>
      Effect.forEach(past, (commit) => storage.commit(commit), { concurrency: 256, discard: true })
    )
    await Effect.runPromise(Effect.scoped(write))
  }
  const peer = bare(files[1], synchronous)
  try {
    return await Effect.runPromise(
      Effect.scoped(
        Effect.flatMap(open(files[0], synchronous).open(collections), (storage) =>
          Effect.promise(() => run(storage, peer))
        )
      )
    )
  } finally {
    peer.close()
    for (const file of files) for (const tail of ["", "-wal", "-shm"]) rmSync(`${file}${tail}`, { force: true })
  }
}

const median = (numbers: ReadonlyArray<number>): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

/** Wall-clock and processor microseconds of each commit. */
const timed = async (count: number, work: () => Promise<unknown> | void): Promise<{ wall: number; cpu: number }> => {
  const cpu = process.cpuUsage()
  const start = performance.now()
  await work()
  const wall = ((performance.now() - start) * 1_000) / count
  const used = process.cpuUsage(cpu)
  return { wall, cpu: (used.user + used.system) / count }
}

const alone = (storage: Storage, commits: ReadonlyArray<Commit>): Promise<void> =>
  Effect.runPromise(Effect.forEach(commits, (commit) => storage.commit(commit), { discard: true }))

/** So many callers, each of which commits again as soon as it is answered. */
const callers = (storage: Storage, commits: ReadonlyArray<Commit>, count: number): Promise<void> =>
  Effect.runPromise(Effect.forEach(commits, (commit) => storage.commit(commit), { concurrency: count, discard: true }))

const chunks = (commits: ReadonlyArray<Commit>, size: number): ReadonlyArray<ReadonlyArray<Commit>> =>
  Array.from({ length: Math.ceil(commits.length / size) }, (_, index) =>
    commits.slice(index * size, (index + 1) * size)
  )

interface Comparison {
  readonly synchronous: "full" | "off"
  readonly each: number
  readonly ours: (storage: Storage, commits: ReadonlyArray<Commit>) => Promise<unknown>
  readonly peer: (peer: ReturnType<typeof bare>, commits: ReadonlyArray<Commit>) => void
}

/** Rounds of ours and the peer by turns; medians of what a commit takes. The first round warms up and is not counted. */
const compare = (directory: string, { synchronous, each, ours, peer }: Comparison) =>
  versus(directory, synchronous, each * (rounds + 1), async (storage, other) => {
    const samples: Array<{ ours: { wall: number; cpu: number }; peer: { wall: number; cpu: number } }> = []
    for (let round = 0; round <= rounds; round++) {
      const commits = Array.from({ length: each }, (_, index) => checkout(round * each + index, at))
      const first = await timed(each, () => ours(storage, commits))
      const second = await timed(each, () => peer(other, commits))
      if (round > 0) samples.push({ ours: first, peer: second })
    }
    const pick = (side: "ours" | "peer", what: "wall" | "cpu") => median(samples.map((sample) => sample[side][what]))
    return {
      ratio: median(samples.map((sample) => sample.peer.wall / sample.ours.wall)),
      more: median(samples.map((sample) => sample.ours.cpu - sample.peer.cpu)),
      wall: { ours: pick("ours", "wall"), peer: pick("peer", "wall") },
      cpu: { ours: pick("ours", "cpu"), peer: pick("peer", "cpu") }
    }
  })

const perSecond = (microseconds: number): number => Math.round(1_000_000 / microseconds)

/** Commits of a three-line checkout through the adapter, against {@link bare}. */
export const storageSuite = async (directory = mkdtempSync(join(tmpdir(), "pannier-bench-"))): Promise<Array<Row>> => {
  const one = await compare(directory, {
    synchronous: "full",
    each: 300,
    ours: alone,
    peer: (peer, commits) => commits.forEach((commit) => peer.commit([commit]))
  })
  const many = await compare(directory, {
    synchronous: "full",
    each: 1_280,
    ours: (storage, commits) => callers(storage, commits, 64),
    peer: (peer, commits) => chunks(commits, 64).forEach((chunk) => peer.commit(chunk))
  })
  const off = await compare(directory, {
    synchronous: "off",
    each: 1_000,
    ours: alone,
    peer: (peer, commits) => commits.forEach((commit) => peer.commit([commit]))
  })
  rmSync(directory, { recursive: true, force: true })
  const rate = (name: string, { wall, ratio }: typeof one, goal: number): Row => ({
    name,
    unit: "commits/s",
    ours: perSecond(wall.ours),
    peer: perSecond(wall.peer),
    ratio,
    goal,
    met: ratio >= goal
  })
  return [
    rate("commit of a checkout, FULL, one caller", one, 0.9),
    rate("commit of a checkout, FULL, 64 callers", many, 0.75),
    {
      name: "commit of a checkout, OFF, processor time above SQL",
      unit: "us",
      ours: off.cpu.ours,
      peer: off.cpu.peer,
      ratio: off.more,
      goal: 40,
      met: off.more <= 40
    }
  ]
}
