import { readFileSync } from "node:fs"

/** What a campaign of many runs recorded. */
export interface Campaign {
  readonly runs: number
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
  readonly staffed?: Readonly<{ [end: string]: number }>
  /** How often virtual goods came to each of their ends. Absent: recorded before they were sold. */
  readonly virtuals?: Readonly<{ [end: string]: number }>
}

/** Where the last recorded campaign stands. */
export const campaignFile = new URL("./acted.json", import.meta.url)

/** The last recorded campaign. */
export const campaign = (): Campaign => JSON.parse(readFileSync(campaignFile, "utf8")) as Campaign

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
