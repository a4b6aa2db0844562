import { faultKinds, kinds } from "../../../src/testing/simulator/index.ts"
import type { Ran } from "./worker.ts"

/** What many runs did, in all. */
export class Tally {
  runs = 0
  checkouts = 0
  commits = 0
  virtual = 0
  readonly fired: Record<string, number> = {}
  readonly acted: Record<string, number> = {}
  readonly found: Array<Ran> = []

  add(ran: Ran): void {
    this.runs++
    this.checkouts += ran.checkouts
    this.commits += ran.commits
    this.virtual += ran.virtual
    for (const [kind, count] of Object.entries(ran.fired)) this.fired[kind] = (this.fired[kind] ?? 0) + count
    for (const [law, count] of Object.entries(ran.acted)) this.acted[law] = (this.acted[law] ?? 0) + count
    if (ran.violations.length > 0) this.found.push(ran)
  }

  get violations(): number {
    return this.found.reduce((sum, { violations }) => sum + violations.length, 0)
  }

  /** What the runs saw too little of to have shown anything; nothing where there are few. */
  tooLittle(): ReadonlyArray<string> {
    if (this.runs < 20) return []
    return [
      ...(this.checkouts < 5 * this.runs ? [`${this.checkouts} checkouts in ${this.runs} runs`] : []),
      ...kinds.filter((kind) => (this.fired[kind] ?? 0) === 0).map((kind) => `${kind} never struck`),
      ...laws.filter((law) => (this.acted[law] ?? 0) === 0).map((law) => `${law} acted on nothing`)
    ]
  }

  lines(minutes: number): ReadonlyArray<string> {
    const hours = Math.round(this.virtual / 3_600_000)
    return [
      `runs: ${this.runs}, checkouts: ${this.checkouts}, commits: ${this.commits}`,
      `virtual hours: ${hours}, wall minutes: ${minutes.toFixed(1)}`,
      "faults fired:",
      ...kinds.map((kind) => `  ${kind.padEnd(4)}${String(this.fired[kind] ?? 0).padStart(9)}  ${faultKinds[kind]}`),
      "laws that acted:",
      ...Object.entries(this.acted)
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([law, count]) => `  ${law.padEnd(4)}${String(count).padStart(9)}`)
    ]
  }
}

/** The laws that every larger campaign must have acted on. */
export const laws: ReadonlyArray<string> =
  "L03 L04 L05 L06 L07 L15 L16 L21 L23 L24 L25 L27 L28 L33 L35 L36 L37 L38 L39 L40 L42 L43 L60".split(" ")
