import { cpus } from "node:os"

/** One line of the closing table. */
export interface Row {
  readonly name: string
  /** The unit of `ours` and `peer`, such as `ns` or `commits/s`. */
  readonly unit: string
  readonly ours: number
  readonly peer: number
  /** What is held against the goal. */
  readonly ratio: number
  /** Absent: the figure is reported, and nothing is promised. */
  readonly goal?: number
  readonly met?: boolean
}

/** What a suite answers: its figures, and what one must know to read them. */
export interface Report {
  readonly rows: ReadonlyArray<Row>
  readonly notes: ReadonlyArray<string>
}

/** How much time a figure may take. */
export interface Pace {
  readonly samples: number
  readonly sampleNanoseconds: number
  /** After so many nanoseconds by the clock no sample is begun, once there are three. */
  readonly budget: number
}

/** The pace of a figure that is kept, and of one that shows in a hurry whether all is well. */
export const paces: { readonly thorough: Pace; readonly quick: Pace } = {
  thorough: { samples: 15, sampleNanoseconds: 20_000_000, budget: 3_000_000_000 },
  quick: { samples: 5, sampleNanoseconds: 5_000_000, budget: 1_000_000_000 }
}

/** The shape of every suite's module: `export const suite: Suite`. */
export type Suite = (pace: Pace) => Promise<Report>

/** Two ways to do the same work, timed side by side. */
export interface Contest {
  readonly name: string
  readonly ours: () => unknown
  readonly peer: () => unknown
  /** How many pieces of work one call of each does; default 1. */
  readonly each?: number
  /** How many times as fast as the peer ours must be. */
  readonly goal?: number
}

const samples = 31
const sampleNanoseconds = 20_000_000

/**
 * Times both by turns (A B A B ...), so that whatever slows the machine slows both. The ratio is the median of the ratios of
 * neighbours; the times are medians, in nanoseconds a piece, of processor time: of all threads, the collector's included, so
 * that a busy neighbour does not count.
 */
export const contest = ({ name, ours, peer, each = 1, goal }: Contest): Row => {
  const calls = { ours: callsFor(ours), peer: callsFor(peer) }
  const pairs: Array<{ readonly ours: number; readonly peer: number }> = []
  for (let sample = 0; sample < samples; sample++) {
    pairs.push({ ours: time(ours, calls.ours) / each, peer: time(peer, calls.peer) / each })
  }
  const ratio = median(pairs.map((pair) => pair.peer / pair.ours))
  return {
    name,
    unit: "ns",
    ours: median(pairs.map((pair) => pair.ours)),
    peer: median(pairs.map((pair) => pair.peer)),
    ratio,
    ...(goal === undefined ? {} : { goal, met: ratio >= goal })
  }
}

// Warms up, and finds how many calls fill a sample.
const callsFor = (work: () => unknown): number => {
  let calls = 1
  for (;;) {
    const taken = time(work, calls) * calls
    if (taken >= sampleNanoseconds) return Math.max(1, Math.round((calls * sampleNanoseconds) / taken))
    calls *= 2
  }
}

let kept: unknown

// Nanoseconds a call. The last answer is kept, so that no call can be left out as useless.
const time = (work: () => unknown, calls: number): number => {
  const start = process.cpuUsage()
  for (let call = 0; call < calls; call++) kept = work()
  const { user, system } = process.cpuUsage(start)
  if (kept === undefined) throw new Error("the work answered nothing")
  return ((user + system) * 1000) / calls
}

/** What is timed: it may answer at once or later. */
export type Work = () => unknown

/** Times every work by turns (A B C A B C ...), in nanoseconds a call of processor time: one list of samples for each. */
export const byTurns = async (
  works: ReadonlyArray<Work>,
  { samples: most, sampleNanoseconds, budget }: Pace
): Promise<ReadonlyArray<ReadonlyArray<number>>> => {
  const taken = works.map((): Array<number> => [])
  const calls: Array<number> = []
  for (const work of works) calls.push(await warmed(work, sampleNanoseconds))
  const start = process.hrtime.bigint()
  for (let sample = 0; sample < most; sample++) {
    if (sample >= 3 && Number(process.hrtime.bigint() - start) > budget) break
    for (const [index, work] of works.entries()) taken[index]!.push(await timeAll(work, calls[index]!))
  }
  return taken
}

// Warms up for as long as several samples, and finds how many calls fill one.
const warmed = async (work: Work, sample: number): Promise<number> => {
  for (let calls = 1; ; calls *= 2) {
    const taken = (await timeAll(work, calls)) * calls
    if (taken >= 8 * sample) return Math.max(1, Math.round((calls * sample) / taken))
  }
}

const timeAll = async (work: Work, calls: number): Promise<number> => {
  const start = process.cpuUsage()
  for (let call = 0; call < calls; call++) {
    const answer = work()
    kept = answer instanceof Promise ? await answer : answer
  }
  const { user, system } = process.cpuUsage(start)
  if (kept === undefined) throw new Error("the work answered nothing")
  return ((user + system) * 1000) / calls
}

/** Two works of one job, ours and another. */
export interface Race {
  readonly name: string
  readonly ours: Work
  readonly peer: Work
  /** In `carts/s`: how many times as fast ours must be. In `ns`: how many times the other's cost ours may cost. */
  readonly goal?: number
}

/** Times two works that may be slow or answer later, by turns, and compares them as {@link Race} says for the unit. */
export const race = async (unit: "carts/s" | "ns", { name, ours, peer, goal }: Race, pace: Pace): Promise<Row> => {
  const [first = [], second = []] = await byTurns([ours, peer], pace)
  const faster = unit === "carts/s"
  const ratio = median(first.map((taken, index) => (faster ? second[index]! / taken : taken / second[index]!)))
  const shown = (taken: number) => (faster ? 1e9 / taken : taken)
  const row = { name, unit, ours: shown(median(first)), peer: shown(median(second)), ratio }
  return goal === undefined ? row : { ...row, goal, met: faster ? ratio >= goal : ratio <= goal }
}

/** The middle of a list of numbers. */
export const median = (numbers: ReadonlyArray<number>): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN

/** What the figures were measured on. */
export const machineLine = (): string => {
  const [first, ...others] = cpus()
  return `node ${process.version}, ${others.length + 1} x ${first?.model.trim() ?? "unknown processor"}`
}
