import { type Choices, type Chosen, takenBy, usedBy, within } from "./choices.ts"
import type { Nodes } from "./hunt.ts"
import { type Held, holds } from "./relaxation.ts"
import { type Found, selected } from "./selection.ts"

/**
 * Of all plans that take as much as this one the first by rank: at the first offer, and there the first line, on which two
 * differ, the one that uses it wins. Offers are bits in rank order. Each place that the plan leaves is asked in turn whether
 * a plan with it takes as much; what was asked before stays decided. Stops where the nodes do.
 *
 * @param found what the search that found the plan knows
 */
export const firstOf = (choices: Choices, nodes: Nodes, plan: Chosen, { reach, multipliers }: Found): Chosen => {
  const { lines, offers } = choices
  const taken = takenBy(choices, plan)
  const held: Held & { out: number } = {
    out: outOf(reach, taken) & ~usedBy(choices, plan),
    decided: new Int32Array(lines),
    required: new Int32Array(lines),
    must: 0
  }
  let first = plan
  for (let offer = 0; offer < reach.length; offer++) {
    const bit = 1 << offer
    if ((held.out & bit) !== 0) continue
    if ((usedBy(choices, first) & bit) === 0) {
      const found = selected(choices, nodes, {
        held: { ...held, must: bit },
        above: taken - 1,
        enough: taken,
        multipliers
      })
      if (found.plan !== undefined) first = found.plan
      else if (found.most < taken) held.out |= bit
      if ((held.out & bit) !== 0) continue
    }
    for (let line = 0; line < lines && nodes.left > 0; line++) {
      held.decided[line]! |= bit
      held.required[line]! |= bit
      if ((offers[first[line]!]! & bit) !== 0) continue
      const better =
        exchanged(choices, held, first, line, taken) ?? search(choices, nodes, held, line, taken, multipliers)
      if (better === undefined) held.required[line]! &= ~bit
      else first = better
    }
    if (nodes.left <= 0) break
    if ((usedBy(choices, first) & bit) === 0) held.out |= bit
  }
  return first
}

const outOf = (reach: Float64Array, taken: number): number => {
  let out = 0
  for (let offer = 0; offer < reach.length; offer++) if (reach[offer]! < taken) out |= 1 << offer
  return out
}

/** The plan with another choice on one line alone, if it takes as much. */
const exchanged = (choices: Choices, held: Held, plan: Chosen, line: number, taken: number): Chosen | undefined => {
  const { first } = choices
  for (let choice = first[line]!; choice < first[line + 1]!; choice++) {
    if (!holds(choices, held, line, choice)) continue
    const other = plan.slice()
    other[line] = choice
    if (within(choices, usedBy(choices, other)) && takenBy(choices, other) === taken) return other
  }
  return undefined
}

const search = (
  choices: Choices,
  nodes: Nodes,
  held: Held,
  line: number,
  taken: number,
  multipliers: Float64Array
): Chosen | undefined => {
  const { first } = choices
  let possible = false
  for (let choice = first[line]!; choice < first[line + 1]!; choice++) possible ||= holds(choices, held, line, choice)
  if (!possible) return undefined
  return selected(choices, nodes, { held, above: taken - 1, enough: taken, multipliers }).plan
}
