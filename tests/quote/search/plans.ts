import * as Result from "effect/Result"
import type { QuoteInput } from "../../../src/quote/index.ts"
import { type Cart, cartOf } from "../../../src/quote/rules/cart.ts"
import { allOf, type Seat, seatsOf } from "../../../src/quote/rules/seat.ts"
import { combining, limiting } from "../../../src/quote/rules/stack.ts"
import { apply, enter, fork, type Move, start, type State } from "../../../src/quote/rules/state.ts"
import { better, type Rated, rated } from "../../../src/quote/rules/search/rank.ts"
import { turn } from "../../../src/quote/rules/turn.ts"

/** A cart under `best` and the promotions that it may meet. */
export interface Sample {
  readonly cart: Cart
  readonly seats: ReadonlyArray<Seat>
}

/** Prepares an input; one that is refused fails the test. */
export const sampleOf = (input: QuoteInput, nodes = 20_000): Sample => {
  const cart = Result.getOrThrow(
    cartOf({ ...input, policy: { ...input.policy, combination: "best", search: { nodes } } })
  )
  return { cart, seats: allOf(seatsOf(cart)) }
}

/** How many plans there are. */
export const plansIn = ({ seats }: Sample): number =>
  seats.reduce((count, { rule, open }) => count * (rule.scope === "line" ? 2 ** open.length : 2), 1)

/** The best of all permitted plans, by trying each. */
export const bestOfAll = ({ cart, seats }: Sample): Rated => {
  let best: Rated | undefined
  const visit = (index: number, state: State, moves: ReadonlyArray<Move>): void => {
    const seat = seats[index]
    if (seat === undefined) {
      const found = rated(cart, { state, moves })
      if (best === undefined || better(found, best)) best = found
      return
    }
    visit(index + 1, fork(state), moves)
    for (const given of subsets(seat)) {
      const now = fork(state)
      enter(now, seat.rule.level)
      const move = turn(cart, now, seat, given)
      if (move._tag === "Refused" || !permitted(cart, moves, move)) continue
      apply(cart, now, move)
      visit(index + 1, now, [...moves, move])
    }
  }
  visit(0, start(cart), [])
  return best!
}

const permitted = (cart: Cart, moves: ReadonlyArray<Move>, move: Move): boolean =>
  [combining(cart, moves, move), limiting(cart, moves, move)].every(
    (may) => may._tag === "Permitted" && !move.groups.some((group) => may.closed.has(group))
  )

/** What may be closed to a promotion: nothing, or under scope `line` any groups but all. */
const subsets = ({ rule, open }: Seat): ReadonlyArray<ReadonlySet<number> | undefined> => {
  if (rule.scope !== "line") return [undefined]
  return Array.from(
    { length: 2 ** open.length - 1 },
    (_, closed) => new Set(open.filter((_one, place) => (closed >> place) & 1).map(({ group }) => group))
  )
}
