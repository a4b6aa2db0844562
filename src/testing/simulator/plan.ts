import { Dice, seedOf } from "./dice.ts"
import { drawScarcity, type Scarcity } from "./furniture.ts"
import { drawPresale, type Presale } from "./presale.ts"
import { drawRates, type Rates } from "./rates.ts"

/** What somebody sets out to do. */
export type ActKind =
  | "buy"
  | "ship"
  | "deliver"
  | "receive"
  | "return"
  | "cancel"
  | "refund"
  | "void"
  | "restock"
  | "terms"
  | "unpark"
  | "table"
  | "poison"

/** One thing that somebody sets out to do in a simulation: everything else about it is drawn from its own seed. */
export interface Act {
  readonly kind: ActKind
  /** Milliseconds after the doors opened. */
  readonly after: number
  readonly seed: number
  /** A buyer who orders when the bell rings, as everybody does who came along. */
  readonly bell?: true
}

/** A whole run before it begins. The same plan gives the same run, and a smaller plan a smaller one. */
export interface Plan {
  readonly seed: number
  readonly rates: Rates
  readonly scarcity: Scarcity
  readonly presale: Presale
  readonly nodes: number
  /** After how many steps of the program, on average, another goes first wherever it is; 0: only where it waits. */
  readonly preempts: number
  /** Whether requests and intents fail as often as it comes, so that some are given up and staff have to see to them. */
  readonly parks: boolean
  readonly acts: ReadonlyArray<Act>
}

const weights: { readonly [Kind in Exclude<ActKind, "buy" | "poison">]: number } = {
  ship: 30,
  deliver: 5,
  receive: 8,
  return: 14,
  cancel: 8,
  refund: 10,
  void: 5,
  restock: 3,
  terms: 1,
  unpark: 6,
  table: 2
}

const others = Object.entries(weights).flatMap(([kind, weight]) =>
  Array.from({ length: weight }, () => kind as ActKind)
)

const minute = 60_000

// Every run but those that nothing interrupts is slower by so much as it is interrupted: few are at every other step.
const interruptions = [0, 0, 0, 2_000, 2_000, 300, 300, 40, 40, 5] as const

/**
 * Draws a run: how scarce things are, what goes wrong how often, and who sets out to do what and when.
 *
 * @param checkouts how many buyers come
 */
export const drawPlan = (seed: number, checkouts: number): Plan => {
  const dice = new Dice(seedOf(seed, 1))
  const scarcity = drawScarcity(dice)
  const rates = drawRates(seedOf(seed, 2))
  // Now all at once, now over an afternoon.
  const span = dice.pick([1, 10 * minute, 60 * minute, 6 * 60 * minute])
  const acts: Array<Act> = []
  const add = (kind: ActKind, after: number, more: Pick<Act, "bell"> = {}): void =>
    void acts.push({ kind, after: Math.floor(after), seed: dice.seed(), ...more })
  // Buyers come in crowds, as to a sale: who comes alone meets nobody.
  const crowd = dice.pick([1, 5, 10, 40])
  let came = 0
  let waits: Pick<Act, "bell"> = {}
  for (let index = 0; index < checkouts; index++) {
    if (index % crowd === 0) {
      came = dice.fraction() * span
      waits = crowd > 1 && dice.happens(0.5) ? { bell: true } : {}
    }
    add("buy", came, waits)
  }
  const staff = Math.ceil(checkouts * 0.8)
  for (let index = 0; index < staff; index++) add(dice.pick(others), dice.fraction() * (span + 90 * minute))
  if (dice.happens(rates.F14)) add("poison", dice.fraction() * span)
  const presale = drawPresale(new Dice(seedOf(seed, 5)))
  return {
    seed,
    rates,
    scarcity,
    presale,
    nodes: 2 + dice.below(2),
    preempts: new Dice(seedOf(seed, 6)).pick(interruptions),
    parks: new Dice(seedOf(seed, 8)).happens(0.3),
    acts: acts.toSorted((a, b) => a.after - b.after)
  }
}
