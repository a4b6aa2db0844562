import type { Tally } from "./batch.ts"

/** A bar on a terminal, a line for each tenth elsewhere. */
export const bar = (cases: number) => {
  const began = performance.now()
  let tenths = 0
  return (done: number): void => {
    const share = done / cases
    const line = `[${"#".repeat(Math.round(share * 30)).padEnd(30, ".")}] ${done}/${cases}, ${((performance.now() - began) / 1000).toFixed(0)} s`
    if (process.stdout.isTTY) process.stdout.write(`\r${line}`)
    else if (Math.floor(share * 10) > tenths) {
      tenths = Math.floor(share * 10)
      console.log(line)
    }
  }
}

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`)
    .join(", ")

/** Prints what was done beside what was found. */
export const report = (tally: Tally, seconds: number): void => {
  console.log(`\nseconds: ${seconds.toFixed(1)}, ${((1e6 * seconds) / tally.cases).toFixed(0)} us a case`)
  console.log(`cases: ${tally.cases}`)
  console.log(`offers applied: ${listed(tally.applied)}`)
  console.log(`offers refused: ${listed(tally.refused)}`)
  console.log(`prices and taxes: ${listed(tally.special)}`)
  console.log(`best differed from priority: ${tally.differs}`)
  console.log(
    `best proven exact: ${tally.exact}, cut short: ${tally.best - tally.exact}, every plan tried: ${tally.tried}`
  )
}

/** Every kind of offer is applied in one of so many cases, every reason is given, and every kind of tax acts, in one of so many. */
const minimums = {
  applied: [400, ["grant", "tiers", "every", "nth", "buyGet", "multi", "bundle", "shipping", "addOn", "deposit"]],
  refused: [
    1000,
    ["NotStarted", "Ended", "CodeMissing", "ConditionUnmet", "ThresholdUnmet", "NothingSelected", "Locked"],
    ["SetIncomplete", "AddOnNotChosen", "NothingLeft", "UsesExhausted", "CustomerLimitReached", "BudgetSpent"],
    ["Stopped", "NotCombinable", "LimitReached"]
  ],
  special: [
    200,
    ["by measure", "another zone, keepGross", "another zone, keepNet", "relieved", "freight by weight"],
    ["retail reduced", "postal due", "postal free", "beyond single", "beyond parcel", "beyond yearly"]
  ]
} as const

/** What was seen less often than declared; `best` is on every so many cases. */
export const missed = (tally: Tally, best: number): ReadonlyArray<string> => {
  const short = (name: string, count: number, least: number) => (count < least ? [`${name} ${count} of ${least}`] : [])
  const of = (seen: Readonly<Record<string, number>>, [oneIn, ...names]: Declared) =>
    names.flat().flatMap((name) => short(name, seen[name] ?? 0, Math.floor(tally.cases / oneIn)))
  const asked = best === 0 ? 0 : tally.cases / best
  return [
    ...of(tally.applied, minimums.applied),
    ...of(tally.refused, minimums.refused),
    ...of(tally.special, minimums.special),
    ...short("best differed", tally.differs, Math.floor(asked / 80)),
    ...short("proven exact", tally.exact, Math.floor(asked / 2)),
    ...short("every plan tried", tally.tried, Math.floor(asked / 20))
  ]
}

type Declared = readonly [oneIn: number, ...names: ReadonlyArray<ReadonlyArray<string>>]
