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
  console.log(`best differed from priority: ${tally.differs}`)
  console.log(
    `best proven exact: ${tally.exact}, cut short: ${tally.best - tally.exact}, every plan tried: ${tally.tried}`
  )
}

/** Of so many cases, each kind of offer is applied in one at least, each reason seen in one. */
const minimums = {
  applied: { grant: 20, tiers: 50, every: 100, nth: 60, buyGet: 60, multi: 150, bundle: 150, shipping: 60 },
  refused: {
    CodeMissing: 0,
    ConditionUnmet: 20,
    ThresholdUnmet: 50,
    NothingSelected: 10,
    Locked: 200,
    SetIncomplete: 20,
    NothingLeft: 100,
    UsesExhausted: 100,
    BudgetSpent: 100,
    Stopped: 200,
    NotCombinable: 20,
    LimitReached: 200
  }
} as const

/** What was seen less often than declared; `best` is on every so many cases. */
export const missed = (tally: Tally, best: number): ReadonlyArray<string> => {
  const of = (seen: Readonly<Record<string, number>>, wanted: Readonly<Record<string, number>>) =>
    Object.entries(wanted).flatMap(([name, oneIn]) => {
      const least = oneIn === 0 ? 0 : Math.floor(tally.cases / oneIn)
      return (seen[name] ?? 0) < least ? [`${name} ${seen[name] ?? 0} of ${least}`] : []
    })
  const asked = best === 0 ? 0 : tally.cases / best
  const least = (name: string, count: number, oneIn: number) =>
    count < Math.floor(asked / oneIn) ? [`${name} ${count} of ${Math.floor(asked / oneIn)}`] : []
  return [
    ...of(tally.applied, minimums.applied),
    ...of(tally.refused, minimums.refused),
    ...least("best differed", tally.differs, 40),
    ...least("proven exact", tally.exact, 2),
    ...least("every plan tried", tally.tried, 20)
  ]
}
