import type { Rule } from "../../promotion/rules/compile.ts"
import type { Cart } from "./cart.ts"
import type { Seat } from "./seat.ts"
import { zeros } from "./spread.ts"
import { agree } from "./stack.ts"
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

// Each kind costs a list of groups.
const mostKinds = 64

/** `undefined` where pairs have to be asked. */
export const standingFor = (cart: Cart): Standing | undefined => {
  const { rules, index } = cart.rules
  const { kindOf, kinds, stops } = index
  if (stops || kinds.length > mostKinds) return undefined
  return new ByKind(cart, rules, kindOf, kinds)
}

class ByKind implements Standing {
  readonly #cart: Cart
  readonly #rules: ReadonlyArray<Rule>
  readonly #kindOf: Int32Array
  /** For each kind: which groups have one by line with which it does not combine. */
  readonly #closed: ReadonlyArray<Array<number>>
  /** For each kind: how many it does not combine with, by line and of the whole cart. */
  readonly #opposed: ReadonlyArray<{ line: number; cart: number }>
  /** For each kind: those with which it does not combine. */
  readonly #opponents: ReadonlyArray<ReadonlyArray<number>>

  constructor(cart: Cart, rules: ReadonlyArray<Rule>, kindOf: Int32Array, kinds: ReadonlyArray<number>) {
    this.#cart = cart
    this.#rules = rules
    this.#kindOf = kindOf
    this.#closed = kinds.map(() => zeros(cart.groups.length))
    this.#opposed = kinds.map(() => ({ line: 0, cart: 0 }))
    this.#opponents = kinds.map((one) => [...kinds.keys()].filter((kind) => !agree(rules[one]!, rules[kinds[kind]!]!)))
  }

  late(at: number, open: ReadonlyArray<Picked>): boolean {
    const kind = this.#kindOf[at]!
    const { line, cart } = this.#opposed[kind]!
    if (cart > 0) return true
    if (line === 0) return false
    if (this.#rules[at]!.scope === "cart") return true
    const closed = this.#closed[kind]!
    for (let place = 0; place < open.length; place++) if (closed[open[place]!.group] === 0) return false
    return open.length > 0
  }

  turn(state: State, seat: Seat): Turn {
    const free = turn(this.#cart, state, seat)
    if (free._tag === "Refused") return free
    const kind = this.#kindOf[seat.at]!
    const closed = this.#closed[kind]!
    if (this.#opposed[kind]!.line === 0 || free.groups.every((group) => closed[group] === 0)) return free
    return turn(this.#cart, state, seat, new Set(closed.flatMap((shut, group) => (shut === 0 ? [] : [group]))))
  }

  add({ at, rule, groups }: Move): void {
    for (const kind of this.#opponents[this.#kindOf[at]!]!) {
      this.#opposed[kind]![rule.scope] += 1
      if (rule.scope === "cart") continue
      const closed = this.#closed[kind]!
      for (let index = 0; index < groups.length; index++) closed[groups[index]!] = 1
    }
  }
}
