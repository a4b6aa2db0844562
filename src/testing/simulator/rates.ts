import { Dice } from "./dice.ts"

/** What can go wrong in a simulation, by the numbers of the list of faults. */
export const faultKinds = {
  F1: "a node dies, or its connection breaks, before the commit reaches storage",
  F2: "a node dies, or its connection breaks, after the commit stands and before anybody hears of it",
  F3: "storage is busy, or two transactions lock each other out: the commit fails and changes nothing",
  F4: "reads without a snapshot of their own, and from a replica that is behind",
  F5: "the disk is full or cannot be reached",
  F6: "a request to the gateway is lost",
  F7: "the gateway's reply is lost after it has acted",
  F8: "the gateway acts long after everybody has given up, and takes its time with a charge",
  F9: "a gateway answers a request that was sent before with the reply to another, and forgets keys after 24 hours",
  F10: "callbacks are lost, doubled, late and out of order, and so are their acknowledgements",
  F11: "some refunds of many fail or wait",
  F12: "a node's clock is off or jumps, or the node stands still for a while",
  F13: "a node goes on after it was given up and replaced",
  F14: "a message in the queue that nobody can read",
  F15: "a carrier is down, slow, or its answer is lost",
  F17: "the vault of keys cannot be reached"
} as const

/** A kind of fault. */
export type FaultKind = keyof typeof faultKinds

/** How often each kind of fault happens where it could, from 0 to 1. */
export type Rates = { readonly [Kind in FaultKind]: number }

/** The kinds of faults, in order. */
export const kinds = Object.keys(faultKinds) as ReadonlyArray<FaultKind>

/** Nothing goes wrong. */
export const noFaults = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Rates

// A node that dies at every other commit gets nowhere, so these are drawn from a lower range.
const most: Rates = {
  F1: 0.06,
  F2: 0.06,
  F3: 0.25,
  F4: 0.3,
  F5: 0.2,
  F6: 0.5,
  F7: 0.5,
  F8: 0.3,
  F9: 0.5,
  F10: 0.5,
  F11: 0.5,
  F12: 0.02,
  F13: 0.03,
  F14: 0.5,
  F15: 0.5,
  F17: 0.1
}

/** Draws how often each kind of fault happens: for one run never, for another as often as it can be borne. */
export const drawRates = (seed: number): Rates => {
  const dice = new Dice(seed)
  const calm = dice.happens(0.1)
  return Object.fromEntries(
    kinds.map((kind) => {
      const level = dice.fraction()
      const share = dice.fraction()
      const rate = calm || level < 0.4 ? 0 : level < 0.6 ? 1 : share
      return [kind, rate * most[kind]]
    })
  ) as Rates
}

/** Faults as they are drawn during a run, and how often each kind struck. */
export class Faults {
  readonly fired: Record<string, number> = {}
  readonly dice: Dice
  /** None strikes any more: the run comes to rest. */
  over = false
  /** Until this instant nothing more goes wrong, so that what has been tried nearly too often is not given up. */
  spared = 0
  readonly #clock: () => number
  readonly #rates: Rates
  readonly #told: (kind: FaultKind, where: string) => void

  constructor(rates: Rates, seed: number, clock: () => number, told: (kind: FaultKind, where: string) => void) {
    this.#clock = clock
    this.#rates = rates
    this.dice = new Dice(seed)
    this.#told = told
  }

  /** Whether a kind of fault happens at all in this run. */
  has(kind: FaultKind): boolean {
    return this.#rates[kind] > 0
  }

  /** Whether a fault strikes here, now. */
  strikes(kind: FaultKind, where: string, share = 1): boolean {
    if (this.over || this.#clock() < this.spared || !this.dice.happens(this.#rates[kind] * share)) return false
    this.fired[kind] = (this.fired[kind] ?? 0) + 1
    this.#told(kind, where)
    return true
  }
}
