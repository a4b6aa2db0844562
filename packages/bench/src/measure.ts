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

/** The shape of every suite's module: `export const suite: Suite`. */
export type Suite = () => Promise<Report>

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

/** The middle of a list of numbers. */
export const median = (numbers: ReadonlyArray<number>): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN

/** What the figures were measured on. */
export const machineLine = (): string => {
  const [first, ...others] = cpus()
  return `node ${process.version}, ${others.length + 1} x ${first?.model.trim() ?? "unknown processor"}`
}
