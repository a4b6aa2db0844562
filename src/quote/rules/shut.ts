import type { Cart } from "./cart.ts"
import type { Seat } from "./seat.ts"
import { agree } from "./stack.ts"
import type { Move } from "./state.ts"

/** Offers by line that come too late: every group they could take from has one with which they do not combine. */
export interface Shut {
  /** Whether this one comes too late, whatever else stands against it. */
  readonly has: (seat: Seat) => boolean
  /** Tells of an offer that was applied. */
  readonly add: (move: Move) => void
}

/** Where every two may stand together, or there are too many kinds of stacking to keep account of. */
const neverShut: Shut = { has: () => false, add: () => undefined }

// Each kind costs a list of groups.
const mostKinds = 64

/**
 * Keeps account of the groups that are closed to each kind of stacking, so that of a thousand offers which exclude each other
 * line by line, those that come too late need no turn. They would be refused at theirs in any case.
 */
export const shutFor = (cart: Cart): Shut => {
  const { open, index, rules } = cart.rules
  const { kindOf, kinds } = index
  if (open || kinds.length > mostKinds) return neverShut
  const closed = kinds.map(() => new Uint8Array(cart.groups.length))
  const opposed = kinds.map((one) => closed.filter((_, kind) => !agree(rules[one]!, rules[kinds[kind]!]!)))
  return {
    has: ({ at, rule, open: own }) => {
      if (rule.scope !== "line") return false
      const shut = closed[kindOf[at]!]!
      for (let place = 0; place < own.length; place++) if (shut[own[place]!.group] === 0) return false
      return own.length > 0
    },
    add: ({ at, rule, groups }) => {
      if (rule.scope !== "line") return
      for (const shut of opposed[kindOf[at]!]!) for (const group of groups) shut[group] = 1
    }
  }
}
