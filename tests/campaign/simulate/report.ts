import {
  faultKinds,
  kinds,
  presaleEnds,
  type Presales,
  staffEnds,
  type Staffed,
  virtualEnds,
  type Virtuals
} from "../../../src/testing/simulator/index.ts"
import { type Campaign, subjects } from "./acted.ts"
import type { Ran } from "./worker.ts"

/** What many runs did, in all. */
export class Tally {
  runs = 0
  checkouts = 0
  commits = 0
  virtual = 0
  readonly fired: Record<string, number> = {}
  readonly acted: Record<string, number> = {}
  /** What presales came to. */
  readonly presales: Record<string, number> = {}
  /** What the staff did about intents that were given up. */
  readonly staffed: Record<string, number> = {}
  /** What became of virtual goods. */
  readonly virtuals: Record<string, number> = {}
  /** What happened in rolling deployments; empty where there was none. */
  readonly rolled: Record<string, number> = {}
  readonly found: Array<Ran> = []

  add(ran: Ran): void {
    this.runs++
    this.checkouts += ran.checkouts
    this.commits += ran.commits
    this.virtual += ran.virtual
    for (const [kind, count] of Object.entries(ran.fired)) this.fired[kind] = (this.fired[kind] ?? 0) + count
    for (const [law, count] of Object.entries(ran.acted)) this.acted[law] = (this.acted[law] ?? 0) + count
    for (const end of ends) this.presales[end] = (this.presales[end] ?? 0) + (ran.presales?.[end] ?? 0)
    for (const end of seenTo) this.staffed[end] = (this.staffed[end] ?? 0) + (ran.staffed?.[end] ?? 0)
    for (const end of given) this.virtuals[end] = (this.virtuals[end] ?? 0) + (ran.virtuals?.[end] ?? 0)
    for (const [what, count] of Object.entries(ran.rolled ?? {})) this.rolled[what] = (this.rolled[what] ?? 0) + count
    if (ran.violations.length > 0) this.found.push(ran)
  }

  get violations(): number {
    return this.found.reduce((sum, { violations }) => sum + violations.length, 0)
  }

  /** What the runs saw too little of to have shown anything; nothing where there are few. */
  tooLittle(): ReadonlyArray<string> {
    const still = Object.keys(this.rolled)
      .filter((what) => this.runs >= 5 && this.rolled[what] === 0)
      .map((what) => `${rolledWords[what] ?? what}: none`)
    if (this.runs < 20) return still
    return [
      ...still,
      ...(this.checkouts < 5 * this.runs ? [`${this.checkouts} checkouts in ${this.runs} runs`] : []),
      ...kinds.filter((kind) => (this.fired[kind] ?? 0) === 0).map((kind) => `${kind} never struck`),
      ...ends.filter((end) => (this.presales[end] ?? 0) === 0).map((end) => `${presaleEnds[end]}: none`),
      ...seenTo.filter((end) => (this.staffed[end] ?? 0) === 0).map((end) => `${staffEnds[end]}: none`),
      ...given.filter((end) => (this.virtuals[end] ?? 0) === 0).map((end) => `${virtualEnds[end]}: none`),
      ...laws.filter((law) => (this.acted[law] ?? 0) === 0).map((law) => `${law} acted on nothing`)
    ]
  }

  /** What of it is kept for the guide, of shops with so many buyers each. */
  campaign(buyers: number, minutes: number): Campaign {
    const sorted = (counts: Readonly<Record<string, number>>) =>
      Object.fromEntries(Object.entries(counts).toSorted(([left], [right]) => (left < right ? -1 : 1)))
    const { runs, checkouts, commits, violations } = this
    const virtualHours = Math.round(this.virtual / 3_600_000)
    return {
      runs,
      buyers,
      minutes: Math.round(minutes),
      checkouts,
      commits,
      virtualHours,
      violations,
      fired: sorted(this.fired),
      acted: sorted(this.acted),
      presales: this.presales,
      staffed: this.staffed,
      virtuals: this.virtuals
    }
  }

  lines(minutes: number): ReadonlyArray<string> {
    const hours = Math.round(this.virtual / 3_600_000)
    return [
      `runs: ${this.runs}, checkouts: ${this.checkouts}, commits: ${this.commits}`,
      `virtual hours: ${hours}, wall minutes: ${minutes.toFixed(1)}`,
      "faults fired:",
      ...kinds.map((kind) => `  ${kind.padEnd(4)}${String(this.fired[kind] ?? 0).padStart(9)}  ${faultKinds[kind]}`),
      "presales:",
      ...ends.map((end) => `  ${String(this.presales[end] ?? 0).padStart(13)}  ${presaleEnds[end]}`),
      "staff:",
      ...seenTo.map((end) => `  ${String(this.staffed[end] ?? 0).padStart(13)}  ${staffEnds[end]}`),
      "virtual goods:",
      ...given.map((end) => `  ${String(this.virtuals[end] ?? 0).padStart(13)}  ${virtualEnds[end]}`),
      "laws that acted:",
      ...Object.entries(this.acted)
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([law, count]) => `  ${law.padEnd(4)}${String(count).padStart(9)}  ${subjects[law] ?? ""}`.trimEnd()),
      ...Object.entries(this.rolled).map(
        ([what, count]) => `  F16 ${String(count).padStart(9)}  ${rolledWords[what] ?? what}`
      )
    ]
  }
}

const rolledWords: Readonly<Record<string, string>> = {
  writtenByFormer: "documents that the former release wrote",
  writtenByNext: "documents that the next release wrote",
  readAcross: "readings of what the other release wrote",
  ahead: "answers `VersionAhead`",
  replaced: "nodes that were replaced",
  rolledBack: "nodes that went back",
  raisedEarly: "versions raised while a node still ran the former release",
  rewritten: "documents that a batch wrote again"
}

/** What presales come to in every larger campaign. */
const ends = Object.keys(presaleEnds) as ReadonlyArray<keyof Presales>

/** What staff do in every larger campaign. */
const seenTo = Object.keys(staffEnds) as ReadonlyArray<keyof Staffed>

/** What becomes of virtual goods in every larger campaign. */
const given = Object.keys(virtualEnds) as ReadonlyArray<keyof Virtuals>

/** The laws that every larger campaign must have acted on. */
const laws: ReadonlyArray<string> = Object.keys(subjects)
