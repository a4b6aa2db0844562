import { readFileSync } from "node:fs"

/** How a planted fault was found. */
export interface Found {
  /** The laws that told of it, one for each time it was found. */
  readonly laws: ReadonlyArray<string>
  /** How many runs it took each time, the next time counted from there on. */
  readonly runs: ReadonlyArray<number>
}

/** What a hunt for all plants recorded. */
export interface Record {
  /** Buyers in each run. */
  readonly checkouts: number
  readonly plants: Readonly<{ [name: string]: Found }>
  /** Runs that found nothing, for each fault that is harmless. */
  readonly harmless: Readonly<{ [name: string]: number }>
  /** The faults of rolling deployments. */
  readonly releases: Readonly<{ [name: string]: Found }>
}

/** Where the last recorded hunt stands. */
export const recordFile = new URL("./found.json", import.meta.url)

/** The last recorded hunt. */
export const recorded = (): Record => JSON.parse(readFileSync(recordFile, "utf8")) as Record

/** The middle one; of two in the middle the greater. */
export const median = (numbers: ReadonlyArray<number>): number =>
  numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? 0

// A sentence that names a law tells more than a defect, and the second book-keeper more than the audit.
const lawOf = (violations: ReadonlyArray<string>): string =>
  (violations.find((wrong) => /^L\d\d /.test(wrong)) ?? violations[0] ?? "").split(" ")[0] ?? ""

/** How a fault was found by runs in order, of which some found something. */
export const foundBy = (
  ran: ReadonlyArray<{ readonly seed: number; readonly violations: ReadonlyArray<string> }>,
  from: number
): Found => {
  const wrong = ran.filter(({ violations }) => violations.length > 0).toSorted((left, right) => left.seed - right.seed)
  return {
    laws: wrong.map(({ violations }) => lawOf(violations)),
    runs: wrong.map(({ seed }, index) => seed - (wrong[index - 1]?.seed ?? from - 1))
  }
}
