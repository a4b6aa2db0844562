import { cartAt } from "./cart.ts"
import { compared, type Engine } from "./compare.ts"

/** What a number of cases showed. */
export interface Tally {
  readonly cases: number
  readonly applied: Readonly<Record<string, number>>
  readonly refused: Readonly<Record<string, number>>
  readonly special: Readonly<Record<string, number>>
  readonly best: number
  readonly differs: number
  readonly exact: number
  readonly tried: number
  /** Of the cases that the evaluators do not agree on, the first few by number. */
  readonly found: ReadonlyArray<Found>
}

/** A case on which the evaluators do not agree. */
export interface Found {
  readonly number: number
  readonly disagreement: string
}

/** How many plans of a case are tried by brute force; 0: none; absent: `best` is not asked. */
export type Plans = (number: number) => number | undefined

/** `best` is asked on every so many cases. Of those the plans are tried where they are few; of every 20th also where they are many. */
export const plansOf =
  (every: number): Plans =>
  (number) => {
    if (every === 0 || number % every !== 0) return undefined
    const asked = number / every
    return asked % 20 === 0 ? 128 : asked % 4 === 0 ? 8 : 0
  }

/** Compares the cases `from` to below `until`. */
export const batch = (engine: Engine, seed: number, from: number, until: number, plans: Plans): Tally => {
  const applied: Record<string, number> = {}
  const refused: Record<string, number> = {}
  const special: Record<string, number> = {}
  const found: Array<Found> = []
  let [best, differs, exact, tried] = [0, 0, 0, 0]
  for (let number = from; number < until; number++) {
    const one = compared(engine, cartAt(seed, number), plans(number))
    for (const kind of one.applied) applied[kind] = (applied[kind] ?? 0) + 1
    for (const reason of one.refused) refused[reason] = (refused[reason] ?? 0) + 1
    for (const what of one.special) special[what] = (special[what] ?? 0) + 1
    if (one.disagreement !== undefined && found.length < 3) found.push({ number, disagreement: one.disagreement })
    if (one.best === undefined) continue
    best++
    if (one.best.differs) differs++
    if (one.best.exact) exact++
    if (one.best.tried) tried++
  }
  return { cases: until - from, applied, refused, special, best, differs, exact, tried, found }
}

/** Two tallies as one. */
export const together = (a: Tally, b: Tally): Tally => ({
  cases: a.cases + b.cases,
  applied: summed(a.applied, b.applied),
  refused: summed(a.refused, b.refused),
  special: summed(a.special, b.special),
  best: a.best + b.best,
  differs: a.differs + b.differs,
  exact: a.exact + b.exact,
  tried: a.tried + b.tried,
  found: [...a.found, ...b.found].sort((one, other) => one.number - other.number).slice(0, 3)
})

/** A tally of nothing. */
export const noCases: Tally = {
  cases: 0,
  applied: {},
  refused: {},
  special: {},
  best: 0,
  differs: 0,
  exact: 0,
  tried: 0,
  found: []
}

const summed = (a: Tally["applied"], b: Tally["applied"]): Tally["applied"] => {
  const sum: Record<string, number> = { ...a }
  for (const [key, count] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + count
  return sum
}
