import { readFileSync } from "node:fs"

/** What a campaign of many runs recorded. */
export interface Campaign {
  /** How many seeds were played, from 1 on. */
  readonly runs: number
  /** How many buyers came to each shop. */
  readonly buyers: number
  /** How long it took on the machine that played it. */
  readonly minutes: number
  readonly checkouts: number
  readonly commits: number
  readonly virtualHours: number
  readonly violations: number
  /** How often each kind of fault struck. */
  readonly fired: Readonly<{ [kind: string]: number }>
  /** How many subjects each law had to act on. */
  readonly acted: Readonly<{ [law: string]: number }>
  /** How often presales came to each of their ends. */
  readonly presales: Readonly<{ [end: string]: number }>
  /** How often staff saw to intents that were given up. */
  readonly staffed: Readonly<{ [end: string]: number }>
  /** How often virtual goods came to each of their ends. */
  readonly virtuals: Readonly<{ [end: string]: number }>
}

/** Where the last recorded campaign stands. */
export const campaignFile = new URL("./acted.json", import.meta.url)

/** The last recorded campaign. */
export const campaign = (): Campaign => JSON.parse(readFileSync(campaignFile, "utf8")) as Campaign

const sums = (before: Counts, more: Counts): Counts => {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(more)])].toSorted()
  return Object.fromEntries(keys.map((key) => [key, (before[key] ?? 0) + (more[key] ?? 0)]))
}

type Counts = Readonly<{ [name: string]: number }>

/** A campaign that went on where the one before it ended, with as many buyers in each shop: both in one. */
export const joined = (before: Campaign, more: Campaign): Campaign => ({
  runs: before.runs + more.runs,
  buyers: more.buyers,
  minutes: before.minutes + more.minutes,
  checkouts: before.checkouts + more.checkouts,
  commits: before.commits + more.commits,
  virtualHours: before.virtualHours + more.virtualHours,
  violations: before.violations + more.violations,
  fired: sums(before.fired, more.fired),
  acted: sums(before.acted, more.acted),
  presales: sums(before.presales, more.presales),
  staffed: sums(before.staffed, more.staffed),
  virtuals: sums(before.virtuals, more.virtuals)
})

/** What the second book-keeper asks each law of. */
export const subjects: Readonly<{ [law: string]: string }> = {
  L03: "priced pieces",
  L04: "lines of the log",
  L05: "balances of accounts with a floor",
  L06: "ends of holds",
  L07: "orders",
  L15: "parts of orders",
  L16: "orders placed at a quote, and payments asked for",
  L21: "lines that came back",
  L23: "shelves",
  L24: "balances of shelves, and what is promised of them",
  L25: "orders that were paid, and tails asked for",
  L27: "uses of codes",
  L28: "gift cards",
  L33: "moves of orders",
  L35: "lines of orders",
  L36: "payments",
  L37: "charged payments, and deposits that ended",
  L38: "acknowledged calls",
  L39: "refused calls",
  L40: "documents at rest",
  L42: "events",
  L43: "parcels, and deliveries without one",
  L60: "entries of the log"
}
