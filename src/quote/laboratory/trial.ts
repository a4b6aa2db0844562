import * as Result from "effect/Result"
import { compareText } from "../../kernel/text.ts"
import { Till } from "./account.ts"
import type { RecordedCart } from "./cart.ts"
import { mixedFrom } from "./chance.ts"
import { mergeCounts } from "./maps.ts"
import { quoteCart, type Quoted, type Setup } from "./setup.ts"
import { mergeTallies, nothingTried, type Tally, tallyOf } from "./tally.ts"

/** A rule set to be tried, alone or beside another on the same carts. */
export interface Lab {
  readonly first: Setup
  readonly second?: Setup
}

/** What one cart pays under both rule sets, minor units. */
export interface Pair {
  readonly cart: string
  readonly from: bigint
  readonly to: bigint
}

/** How the second rule set differs from the first, cart by cart; of carts that both can price. */
export interface Differences {
  readonly carts: number
  /** What the second set asks more in all, below zero less. */
  readonly sum: bigint
  /** Every difference and in how many carts. */
  readonly amounts: ReadonlyMap<bigint, number>
  /** Some carts to be drawn, the same whatever the order. */
  readonly drawn: ReadonlyArray<Pair>
  /** Those that pay most less, and most more. */
  readonly cheaper: ReadonlyArray<Pair>
  readonly dearer: ReadonlyArray<Pair>
}

/** What was found so far. Plain data: it can be put aside, carried on, and joined with that of other carts. */
export interface Trial {
  readonly first: Tally
  readonly second: Tally
  readonly differences: Differences
}

/** Nothing tried yet. */
export const emptyTrial: Trial = {
  first: nothingTried,
  second: nothingTried,
  differences: { carts: 0, sum: 0n, amounts: new Map(), drawn: [], cheaper: [], dearer: [] }
}

const mostDrawn = 300
const mostNamed = 10

/**
 * Tries a lab on carts in their order, after those of `before`, which are in the answer too: a pure function, exact to the
 * minor unit. Where accounts run down, a cart finds what those before it left, each rule set on its own.
 *
 * Law: `runTrial(lab, [...a, ...b])` and `runTrial(lab, b, runTrial(lab, a))` are the same, for any split. Where accounts do
 * not run down it is also `mergeTrials(runTrial(lab, a), runTrial(lab, b))`, in any order. No two carts have one id.
 */
export const runTrial = (lab: Lab, carts: ReadonlyArray<RecordedCart>, before: Trial = emptyTrial): Trial => {
  const first = trying(lab.first, before.first)
  const second = lab.second === undefined ? undefined : trying(lab.second, before.second)
  return mergeTrials(before, joined(carts.map((cart) => trialOf(cart, first(cart), second?.(cart)))))
}

interface Tried {
  readonly quoted: Quoted
  readonly tally: Tally
}

const trying = (setup: Setup, { drawn }: Tally) => {
  const till = new Till(setup, drawn)
  return (cart: RecordedCart): Tried => {
    const quoted = quoteCart(setup, cart, till.free(cart.input))
    const taken = Result.isSuccess(quoted) ? till.take(cart.input, quoted.success) : nothingTried.drawn
    return { quoted, tally: tallyOf(setup, cart, quoted, taken) }
  }
}

// Halves are joined with halves, so that what has grown large is copied few times.
const joined = (trials: ReadonlyArray<Trial>): Trial => {
  if (trials.length <= 1) return trials[0] ?? emptyTrial
  const half = trials.length >> 1
  return mergeTrials(joined(trials.slice(0, half)), joined(trials.slice(half)))
}

const trialOf = (cart: RecordedCart, one: Tried, other: Tried | undefined): Trial => {
  const tallies = { first: one.tally, second: other?.tally ?? nothingTried }
  if (other === undefined || Result.isFailure(one.quoted) || Result.isFailure(other.quoted)) {
    return { ...emptyTrial, ...tallies }
  }
  const pair = { cart: cart.id, from: one.quoted.success.grand, to: other.quoted.success.grand }
  const sum = pair.to - pair.from
  return {
    ...tallies,
    differences: {
      carts: 1,
      sum,
      amounts: new Map([[sum, 1]]),
      drawn: [pair],
      cheaper: sum < 0n ? [pair] : [],
      dearer: sum > 0n ? [pair] : []
    }
  }
}

/** What was found of some carts and of others, together. Law: associative and commutative. */
export const mergeTrials = (a: Trial, b: Trial): Trial => ({
  first: mergeTallies(a.first, b.first),
  second: mergeTallies(a.second, b.second),
  differences: {
    carts: a.differences.carts + b.differences.carts,
    sum: a.differences.sum + b.differences.sum,
    amounts: mergeCounts(a.differences.amounts, b.differences.amounts),
    drawn: kept(a.differences.drawn, b.differences.drawn, byChance, mostDrawn),
    cheaper: kept(a.differences.cheaper, b.differences.cheaper, (x, y) => byDifference(x, y), mostNamed),
    dearer: kept(a.differences.dearer, b.differences.dearer, (x, y) => byDifference(y, x), mostNamed)
  }
})

type Order = (a: Pair, b: Pair) => number

const kept = (a: ReadonlyArray<Pair>, b: ReadonlyArray<Pair>, order: Order, most: number): ReadonlyArray<Pair> =>
  [...a, ...b].sort((x, y) => order(x, y) || compareText(x.cart, y.cart)).slice(0, most)

// A fixed shuffle of ids, so that those kept stand for all.
const byChance: Order = (a, b) => mixedFrom(a.cart) - mixedFrom(b.cart)

const byDifference: Order = (a, b) => {
  const [one, other] = [a.to - a.from, b.to - b.from]
  return one < other ? -1 : one > other ? 1 : 0
}
