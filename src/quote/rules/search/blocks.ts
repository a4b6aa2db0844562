import type { Rule } from "../../../promotion/rules/compile.ts"
import type { Cart } from "../cart.ts"
import { chargesOf } from "../shipping.ts"

/**
 * The blocks of units of which it is known that a plan with more promotions leaves no more. At first every unit is one. What is
 * rounded for a group and spread over its units makes the group one: its sum is known, its units are not, for a spread may
 * jump from one to the other. What is spread over several groups makes them one. Places are groups, and behind them charges.
 */
export class Blocks {
  readonly #cart: Cart
  /** 0: units, untouched; 1: units; 2: the group; above: a block of several. */
  readonly #block: Int32Array
  readonly #members: Array<ReadonlyArray<number>> = []
  readonly #marks: Int32Array
  #sign = 0

  constructor(cart: Cart) {
    this.#cart = cart
    this.#block = new Int32Array(cart.groups.length + cart.charges.length)
    this.#marks = new Int32Array(this.#block.length)
  }

  /** The places of the charges that a rule sees. */
  chargesOf(rule: Rule): ReadonlyArray<number> {
    return chargesOf(this.#cart, rule).map((charge) => this.#cart.groups.length + charge)
  }

  /** Whether no promotion before has touched these places. */
  untouched(places: ReadonlyArray<number>): boolean {
    return places.every((place) => this.#block[place] === 0)
  }

  /** Whether each of these places is a block, or if units are wanted, each of their units. */
  single(places: ReadonlyArray<number>, units: boolean): boolean {
    return places.every((place) => {
      const block = this.#block[place]!
      return block <= 1 || (block === 2 && !(units && this.#sizeOf(place) > 1))
    })
  }

  /** Whether these places are made of whole blocks. */
  whole(places: ReadonlyArray<number>): boolean {
    const sign = ++this.#sign
    for (const place of places) this.#marks[place] = sign
    let known = 0
    for (const place of places) {
      const block = this.#block[place]!
      if (block < 3 || block === known) continue
      known = block
      for (const member of this.#members[block - 3]!) if (this.#marks[member] !== sign) return false
    }
    return true
  }

  /** Units of these places change, each by itself. */
  touch(places: ReadonlyArray<number>): void {
    for (const place of places) if (this.#block[place] === 0) this.#block[place] = 1
  }

  /** Each place becomes a block. */
  round(places: ReadonlyArray<number>): void {
    for (const place of places) this.#block[place] = 2
  }

  /** All places become one block. */
  merge(places: ReadonlyArray<number>): void {
    if (places.length < 2) return this.round(places)
    this.#members.push(places)
    for (const place of places) this.#block[place] = this.#members.length + 2
  }

  /** Whether no block is wider than a group; if units are wanted, than a unit. */
  withinGroups(units: boolean): boolean {
    return this.#block.every((block, place) => block < 2 || (block === 2 && !(units && this.#sizeOf(place) > 1)))
  }

  #sizeOf(place: number): number {
    return this.#cart.groups[place]?.size ?? 1
  }
}

/** The blocks before the first turn. */
export const blocksOf = (cart: Cart): Blocks => new Blocks(cart)
