import type { Proof } from "../../quote.ts"
import type { Cart } from "../cart.ts"
import { byPriority, type Outcome } from "../choose.ts"
import { type Seat, seated } from "../seat.ts"
import { apply, enter, type Move, start } from "../state.ts"
import { feesOf } from "../totals.ts"
import { branched } from "./branch.ts"
import type { Nodes } from "./hunt.ts"
import { partsOf } from "./parts.ts"
import { planned, type Planned } from "./planned.ts"
import { better, rated } from "./rank.ts"
import { tableOf } from "./table.ts"
import { undisputed } from "./undisputed.ts"

/** The best plan found and whether it is proven so. */
export interface Best {
  readonly outcome: Outcome
  readonly proof: Proof<bigint>
}

/**
 * `best`: of all plans whose set is permitted the least payable; then the greatest worth of gifts and later benefits; then
 * fewest claims; then, at the first promotion in rank on which two plans differ, the one that applies it. One pass where nothing is in dispute. Else promotions are split into parts
 * that have nothing to do with each other; a part of offers by line is searched over what each line can have, any other over
 * its promotions in rank order. Searches count nodes, not time, so every machine finds the same; each begins with the plan of
 * `priority`, so none is worse.
 */
export const byBest = (cart: Cart, seats: ReadonlyArray<Seat>): Best => {
  const ranked = byPriority(cart, seated(seats))
  if (undisputed(cart, seats, ranked)) return { outcome: ranked, proof: { exact: true } }
  const parts = partsOf(cart, seats)
  const nodes: Nodes = { left: cart.policy.nodes }
  let gap = 0
  const moves: Array<Move> = []
  for (const [index, part] of parts.entries()) {
    const own: Nodes = { left: Math.ceil(nodes.left / (parts.length - index)) }
    nodes.left -= own.left
    const found = bestOf(cart, part, parts.length === 1 ? ranked : byPriority(cart, seated(part)), own)
    nodes.left += Math.max(0, own.left)
    gap += found.gap
    moves.push(...found.outcome.moves)
  }
  const outcome = together(cart, moves)
  if (gap === 0) return { outcome, proof: { exact: true } }
  const { figure } = rated(cart, outcome)
  const bound = Math.max(figure - gap, leastOf(cart))
  return {
    outcome,
    proof: {
      exact: false,
      payable: BigInt(figure),
      bound: BigInt(bound),
      gap: BigInt(figure - bound),
      nodes: cart.policy.nodes - nodes.left
    }
  }
}

/** What every plan leaves payable, whatever it takes: no promotion takes fees, or more of goods than they cost. */
const leastOf = (cart: Cart): number => (cart.policy.objective === "payable" ? feesOf(cart) : Number.NEGATIVE_INFINITY)

const bestOf = (cart: Cart, part: ReadonlyArray<Seat>, ranked: Outcome, nodes: Nodes): Planned => {
  if (undisputed(cart, part, ranked)) return { outcome: ranked, gap: 0 }
  const table = tableOf(cart, part, nodes)
  if (table === undefined) return branched(cart, part, ranked, nodes)
  const found = planned(cart, table, ranked, nodes)
  return better(rated(cart, ranked), rated(cart, found.outcome)) ? { ...found, outcome: ranked } : found
}

/** What parts do together: moves of different parts never change each other. */
const together = (cart: Cart, moves: Array<Move>): Outcome => {
  const state = start(cart)
  moves.sort((a, b) => a.at - b.at)
  for (const move of moves) {
    enter(state, move.rule.level)
    apply(cart, state, move)
  }
  return { state, moves }
}
