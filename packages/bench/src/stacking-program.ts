import { groups, type Offer, offersALine, type Problem, room } from "./stacking-problem.ts"

/** Amounts are in yuan, for a solver counts in doubles. */
const yuan = (minor: number): string => String(minor / 100)

const sum = (terms: ReadonlyArray<string>): string => terms.join(" + ")

const lp = (goal: string, rows: ReadonlyArray<string>, binary: ReadonlyArray<string>): string =>
  `Maximize\n taken: ${goal}\nSubject To\n${rows.map((row, index) => ` r${index}: ${row}`).join("\n")}\nBinaries\n ${binary.join(" ")}\nEnd`

/** One offer of a group at most: `y` is whether an offer is used. */
const exclusive = ({ offers }: Problem): ReadonlyArray<string> =>
  Array.from({ length: groups }, (_, group) => offers.flatMap((offer, at) => (offer.group === group ? [`y${at}`] : [])))
    .filter(({ length }) => length > 0)
    .map((members) => `${sum(members)} <= 1`)

/**
 * The problem by what each offer takes of each line: `x` is whether it may, `a` how much. The solver may split a cap over lines
 * as it likes; the whole is the same, see the problem.
 */
export const byAmounts = (problem: Problem): string => {
  const { prices, offers } = problem
  const rows = [...exclusive(problem)]
  const amounts: Array<string> = []
  const binary = offers.map((_, at) => `y${at}`)
  for (const [line, price] of prices.entries()) {
    const here = [...offers.keys()].filter((at) => offers[at]!.takes[line]! > 0)
    if (here.length === 0) continue
    for (const at of here) {
      rows.push(
        `a${at}_${line} - ${yuan(offers[at]!.takes[line]!)} x${at}_${line} <= 0`,
        `x${at}_${line} - y${at} <= 0`
      )
      amounts.push(`a${at}_${line}`)
      binary.push(`x${at}_${line}`)
    }
    rows.push(`${sum(here.map((at) => `x${at}_${line}`))} <= ${offersALine}`)
    rows.push(`${sum(here.map((at) => `a${at}_${line}`))} <= ${yuan(room(price))}`)
  }
  for (const [at, { cap, takes }] of offers.entries()) {
    const places = [...takes.keys()].filter((line) => takes[line]! > 0)
    if (cap !== undefined && places.length > 0) {
      rows.push(`${sum(places.map((line) => `a${at}_${line}`))} <= ${yuan(cap)}`)
    }
  }
  return lp(sum(amounts), rows, binary)
}

/** The problem by what each line gets: `z` is whether a line has these one or two offers, `o` what is taken beyond a cap. */
export const byChoices = (problem: Problem): string => {
  const { prices, offers } = problem
  const rows = [...exclusive(problem)]
  const goal: Array<string> = []
  const binary = offers.map((_, at) => `y${at}`)
  const beyond = offers.map((): Array<string> => [])
  for (const [line, price] of prices.entries()) {
    const using = offers.map((): Array<string> => [])
    const all: Array<string> = []
    for (const members of choicesOf(offers, line)) {
      const name = `z${line}_${members.join("_")}`
      let left = room(price)
      let taken = 0
      for (const at of members) {
        const take = Math.min(offers[at]!.takes[line]!, left)
        left -= take
        taken += take
        using[at]!.push(name)
        if (offers[at]!.cap !== undefined && take > 0) beyond[at]!.push(`${yuan(take)} ${name}`)
      }
      goal.push(`${yuan(taken)} ${name}`)
      all.push(name)
    }
    if (all.length === 0) continue
    binary.push(...all)
    rows.push(`${sum(all)} <= 1`)
    for (const [at, names] of using.entries()) if (names.length > 0) rows.push(`${sum(names)} - y${at} <= 0`)
  }
  const capped = [...offers.keys()].filter((at) => beyond[at]!.length > 0)
  for (const at of capped) rows.push(`${sum(beyond[at]!)} - o${at} <= ${yuan(offers[at]!.cap!)}`)
  return lp(`${sum(goal)}${capped.map((at) => ` - o${at}`).join("")}`, rows, binary)
}

// Capped offers come after the others in rank.
const choicesOf = (offers: ReadonlyArray<Offer>, line: number): ReadonlyArray<ReadonlyArray<number>> => {
  const here = [...offers.keys()].filter((at) => offers[at]!.takes[line]! > 0)
  const inRank = here.toSorted((a, b) => Number(offers[a]!.cap !== undefined) - Number(offers[b]!.cap !== undefined))
  const pairs = inRank.flatMap((one, index) =>
    inRank.slice(index + 1).flatMap((other) => (offers[one]!.group === offers[other]!.group ? [] : [[one, other]]))
  )
  return [...inRank.map((at) => [at]), ...pairs]
}
