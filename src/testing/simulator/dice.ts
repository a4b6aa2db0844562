import type { Chance } from "../../command/clock.ts"

/** Chance from a seed (mulberry32): the same seed gives the same numbers, in the same order. */
export class Dice implements Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  readonly fraction = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  readonly hexadecimal = (length: number): string => {
    let digits = ""
    while (digits.length < length) {
      digits += Math.floor(this.fraction() * 0x1_0000_0000)
        .toString(16)
        .padStart(8, "0")
    }
    return digits.slice(0, length)
  }

  /** A whole number in [0, count). */
  below(count: number): number {
    return Math.floor(this.fraction() * count)
  }

  /** Whether something of this rate happens. A rate of 0 draws nothing, so that a fault switched off shifts no other draw. */
  happens(rate: number): boolean {
    return rate > 0 && this.fraction() < rate
  }

  /** One of a list that is not empty. */
  pick<A>(from: ReadonlyArray<A>): A {
    const found = from[this.below(from.length)]
    if (found === undefined) throw new RangeError("nothing to pick from")
    return found
  }

  /** Most are short, and some last: up to `longest`. */
  delay(longest: number): number {
    return Math.floor(this.fraction() ** 3 * longest)
  }

  /** A seed for dice of their own. */
  seed(): number {
    return this.below(0x1_0000_0000)
  }
}

/** A seed made of a seed and a number, for dice that do not depend on how often others are thrown. */
export const seedOf = (seed: number, number: number): number =>
  (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(number + 1, 0xc2b2ae35)) >>> 0
