import type { Rule } from "../../promotion/rules/compile.ts"
import type { Cart } from "./cart.ts"
import type { Seat } from "./seat.ts"
import { zeros } from "./spread.ts"
import type { Move, Picked, State, Turn } from "./state.ts"
import { turn } from "./turn.ts"

/**
 * What those already applied leave to the others, kept by kinds of stacking, so that no pair need be asked. It answers as
 * `combining` does where nothing stops what follows it, but for the reasons.
 */
export interface Standing {
  /** Whether a promotion comes too late: everything it could take from has one with which it does not combine. */
  readonly late: (at: number, open: ReadonlyArray<Picked>) => boolean
  /** One turn, kept to the groups that are open to it. */
  readonly turn: (state: State, seat: Seat) => Turn
  /** Tells of an offer that was applied. */
  readonly add: (move: Move) => void
}

/** `undefined` where pairs have to be asked. */
export const standingFor = (cart: Cart): Standing | undefined => {
  const { opponents, stops } = cart.rules.index
  return stops || opponents === undefined ? undefined : new ByKind(cart, opponents)
}

class ByKind implements Standing {
  readonly #cart: Cart
  readonly #rules: ReadonlyArray<Rule>
  readonly #kindOf: Int32Array
  readonly #opponents: ReadonlyArray<ReadonlyArray<number>>
  /** For each kind: which groups have one by line with which it does not combine; `undefined` where none has. */
  readonly #closed: Array<Array<number> | undefined>
  /** Whether each kind has one of the whole cart against it. */
  readonly #shut: Array<boolean>

  constructor(cart: Cart, opponents: ReadonlyArray<ReadonlyArray<number>>) {
    this.#cart = cart
    this.#rules = cart.rules.rules
    this.#kindOf = cart.rules.index.kindOf
    this.#opponents = opponents
    this.#closed = Array(opponents.length).fill(undefined)
    this.#shut = Array(opponents.length).fill(false)
  }

  late(at: number, open: ReadonlyArray<Picked>): boolean {
    const kind = this.#kindOf[at]!
    if (this.#shut[kind] === true) return true
    const closed = this.#closed[kind]
    if (closed === undefined) return false
    if (this.#rules[at]!.scope === "cart") return true
    for (let place = 0; place < open.length; place++) if (closed[open[place]!.group] === 0) return false
    return open.length > 0
  }

  turn(state: State, seat: Seat): Turn {
    const free = turn(this.#cart, state, seat)
    const closed = this.#closed[this.#kindOf[seat.at]!]
    if (free._tag === "Refused" || closed === undefined || free.groups.every((group) => closed[group] === 0))
      return free
    return turn(this.#cart, state, seat, new Set(closed.flatMap((shut, group) => (shut === 0 ? [] : [group]))))
  }

  add({ at, rule, groups }: Move): void {
    const opponents = this.#opponents[this.#kindOf[at]!]!
    for (let index = 0; index < opponents.length; index++) {
      const kind = opponents[index]!
      if (rule.scope === "cart") this.#shut[kind] = true
      else {
        const closed = (this.#closed[kind] ??= zeros(this.#cart.groups.length))
        for (let place = 0; place < groups.length; place++) closed[groups[place]!] = 1
      }
    }
  }
}
