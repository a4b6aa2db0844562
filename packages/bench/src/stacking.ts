import * as Result from "effect/Result"
import * as Quote from "pannier/quote"
import { median, type Report, type Row, type Suite } from "./measure.ts"
import { type Highs, peer, versionOf } from "./peers.ts"
import { inputOf, type Problem, problemOf } from "./stacking-problem.ts"
import { byAmounts, byChoices } from "./stacking-program.ts"

const small = { lines: 10, offers: 10 }
const large = { lines: 50, offers: 20 }

/** The nodes with which every large problem is solved, and some that are too few. */
const plenty = 1_000_000
const few = 600
/** How long the solver may take over one large problem, in seconds. */
const patience = 5

/** The best combination of offers: what one pass by rank loses of it, what a search in 50 ms finds, and how long a solver takes. */
export const suite: Suite = async ({ samples }) => {
  const highs = await peer("highs")
  const solver = await highs.default()
  const versus = againstSolver(solver, Math.min(9, samples))
  const anytime = withinBudget(solver, Math.min(16, samples + 1), Math.min(3, samples - 4))
  return { rows: [...versus.rows, ...anytime.rows], notes: [about, ...versus.notes, ...anytime.notes] }
}

const about = `the problem: offers by line in five exclusive groups of one a cart, half of them capped, at most two offers a line, no line below 60 percent of its price; ours is a whole quote, and every answer of ${"`highs`"} that it proves is the same to the minor unit`

/** What a quote takes of a problem. */
interface Answer {
  readonly taken: number
  readonly exact: boolean
  /** How much more another plan could take at most. */
  readonly gap: number
  readonly milliseconds: number
}

const answered = (problem: Problem, policy: Quote.Policy, repeats: number): Answer => {
  const input = inputOf(problem)
  const promotions = Result.getOrThrow(Quote.compile(input.promotions, input.currency))
  const times: Array<number> = []
  let quote: Quote.Quote | undefined
  for (let run = 0; run < repeats; run++) {
    const start = process.cpuUsage()
    quote = Result.getOrThrow(Quote.of({ ...input, promotions, policy: { ...input.policy, ...policy } }))
    const { user, system } = process.cpuUsage(start)
    times.push((user + system) / 1000)
  }
  const { discount, proof } = quote!
  return {
    taken: Number(discount),
    exact: proof.exact,
    gap: proof.exact ? 0 : Number(proof.gap),
    milliseconds: median(times)
  }
}

/** The faster of the two ways to put the problem to the solver. */
const solved = (solver: Highs, problem: Problem, seconds: number) => {
  const answers = [byAmounts, byChoices].map((program) => {
    const text = program(problem)
    const start = process.cpuUsage()
    const { Status, ObjectiveValue } = solver.solve(text, {
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: 0.005,
      time_limit: seconds
    })
    const { user, system } = process.cpuUsage(start)
    const taken = Math.round(ObjectiveValue * 100)
    return { taken, proven: Status === "Optimal", milliseconds: (user + system) / 1000 }
  })
  const proven = answers.filter((answer) => answer.proven)
  const [first] = (proven.length > 0 ? proven : answers).toSorted((a, b) => a.milliseconds - b.milliseconds)
  return { ...first!, taken: Math.max(...answers.map(({ taken }) => taken)) }
}

const againstSolver = (solver: Highs, seeds: number): Report => {
  const ours: Array<number> = []
  const theirs: Array<number> = []
  for (let seed = 1; seed <= seeds; seed++) {
    const problem = problemOf(seed, small.lines, small.offers)
    const own = answered(problem, {}, 7)
    const other = solved(solver, problem, 60)
    if (!own.exact || !other.proven || own.taken !== other.taken) {
      throw new Error(`seed ${seed}: ours takes ${own.taken}, the solver ${other.taken}`)
    }
    ours.push(own.milliseconds)
    theirs.push(other.milliseconds)
  }
  const ratio = median(ours.map((own, index) => theirs[index]! / own))
  const name = `${small.lines} lines, ${small.offers} offers, exact`
  return {
    rows: [
      { name, unit: "ms", ours: median(ours), peer: median(theirs), ratio, goal: 5, met: ratio >= 5 },
      below(`${name}, p90 under 20 ms`, "ms", at(ours, 0.9), 20)
    ],
    notes: [
      `${versionOf("highs")} (WebAssembly), each problem put in two ways and the faster counted: p50 ${shown(median(theirs))} ms, p90 ${shown(at(theirs, 0.9))} ms on ${small.lines} x ${small.offers}`
    ]
  }
}

const withinBudget = (solver: Highs, seeds: number, asked: number): Report => {
  const times: Array<number> = []
  const recovered: Array<number> = []
  const gaps: Array<number> = []
  const hurried: Array<number> = []
  const hurriedGaps: Array<number> = []
  const losses: Array<number> = []
  let exact = 0
  let settled = 0
  let proven = 0
  for (let seed = 1; seed <= seeds; seed++) {
    const problem = problemOf(seed, large.lines, large.offers)
    const greedy = answered(problem, { combination: "priority" }, 1)
    const found = answered(problem, {}, 5)
    const best = found.exact ? found : answered(problem, { search: { nodes: plenty } }, 1)
    if (found.taken < greedy.taken) throw new Error(`seed ${seed}: ${found.taken} is below one pass by rank`)
    if (best.taken > found.taken + found.gap) throw new Error(`seed ${seed}: ${best.taken} is beyond the proven bound`)
    if (seed <= asked) {
      const other = solved(solver, problem, patience)
      const wrong = other.proven ? other.taken !== best.taken : other.taken > best.taken
      if (best.exact && wrong) throw new Error(`seed ${seed}: ours takes ${best.taken}, the solver ${other.taken}`)
      if (other.proven) proven++
    }
    times.push(found.milliseconds)
    gaps.push((100 * found.gap) / found.taken)
    losses.push((100 * (best.taken - greedy.taken)) / best.taken)
    const hasty = answered(problem, { search: { nodes: few } }, 1)
    if (hasty.taken < greedy.taken) throw new Error(`seed ${seed}: in ${few} nodes below one pass by rank`)
    if (best.taken > hasty.taken + hasty.gap) throw new Error(`seed ${seed}: in ${few} nodes beyond the proven bound`)
    hurriedGaps.push((100 * hasty.gap) / hasty.taken)
    if (best.taken > greedy.taken) hurried.push((100 * (hasty.taken - greedy.taken)) / (best.taken - greedy.taken))
    if (best.taken > greedy.taken) recovered.push((100 * (found.taken - greedy.taken)) / (best.taken - greedy.taken))
    if (found.exact) exact++
    if (best.exact) settled++
  }
  const name = `${large.lines} lines, ${large.offers} offers`
  const share = (100 * exact) / seeds
  const inAll = (100 * settled) / seeds
  const most = median(recovered)
  return {
    rows: [
      {
        name: `${name}, of the loss by rank recovered, p50`,
        unit: "%",
        ours: most,
        peer: 100,
        ratio: most,
        goal: 90,
        met: most >= 90
      },
      below(`${name}, p50 under 50 ms`, "ms", median(times), 50),
      { name: `${name}, exact in the usual nodes`, unit: "%", ours: share, peer: 100, ratio: share },
      {
        name: `${name}, exact given the nodes`,
        unit: "%",
        ours: inAll,
        peer: 100,
        ratio: inAll,
        goal: 100,
        met: settled === seeds
      }
    ],
    notes: [
      `${name}, ${seeds} problems: p50 ${shown(median(times))} ms, p90 ${shown(at(times, 0.9))} ms; proven gap p50 ${shown(median(gaps))} %, most ${shown(Math.max(...gaps))} % of the discount; of the loss by rank at least ${shown(Math.min(...recovered))} % recovered`,
      `in ${few} nodes instead: of the loss by rank p50 ${shown(median(hurried))} % recovered, at least ${shown(Math.min(...hurried))} %; proven gap p50 ${shown(median(hurriedGaps))} %, most ${shown(Math.max(...hurriedGaps))} %`,
      `one pass by rank loses ${shown(median(losses))} % of the best discount (median), ${shown(Math.max(...losses))} % at most`,
      `${versionOf("highs")} proved ${proven} of ${asked} of these in ${patience} s`
    ]
  }
}

/** A figure that must stay below another. */
const below = (name: string, unit: string, ours: number, most: number): Row => ({
  name,
  unit,
  ours,
  peer: most,
  ratio: most / ours,
  goal: 1,
  met: ours <= most
})

const at = (numbers: ReadonlyArray<number>, part: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * part))]!

const shown = (figure: number): string => figure.toFixed(figure >= 10 ? 0 : 2)
