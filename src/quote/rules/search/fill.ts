import type { Choices } from "./choices.ts"
import { consider, giveUp, type Hunt, regret } from "./hunt.ts"
import { type Kept, type Relaxed, scale, whole } from "./relaxation.ts"

/** A line with several choices that could still be part of a better plan, the least regretted first. */
interface Open {
  readonly line: number
  readonly choices: ReadonlyArray<{ readonly choice: number; readonly regret: number }>
  /** The most that a capped offer takes there. */
  readonly weight: number
}

/** Lines chosen so far, the last of them first, and where that leads. */
interface Stand {
  /** Regrets of the choices, in units of 1 / `scale`. */
  readonly regretted: number
  /** Those, and what caps are already sure to cost. */
  readonly lost: number
  readonly capped: Float64Array
  readonly choice: number
  readonly before: Stand | undefined
}

// So many stands made cost as much as one relaxation of all lines.
const standsANode = 8
const narrowest = 64
// About how many stands a line makes of one.
const usualChoices = 4

/**
 * Tries every plan whose regrets leave it better than the best known one, where no limit but caps is left. A plan falls short
 * of the bound by the regrets of its choices, by what is charged for the part of a cap that it leaves, and by what is not
 * charged for what it takes beyond a cap; the last two are known in part as soon as some lines are chosen. Line by line it
 * keeps the stands that could still win, without those that another one dominates; if there are too many, the least lost, and
 * then once more with twice as many, as long as there are nodes.
 */
export const fill = (hunt: Hunt, kept: Kept, top: Relaxed): void => {
  let most = whole(top)
  for (let width = narrowest; ; width *= 2) {
    const slack = top.bound - scale * (hunt.best + 1)
    if (slack < 0 || hunt.best >= hunt.enough) return
    const open = openLines(hunt.choices, kept, top, slack)
    const affordable = (hunt.nodes.left * standsANode) / (Math.max(1, open.length) * usualChoices)
    if (affordable < Math.min(width, narrowest)) return giveUp(hunt, most)
    const least = swept(hunt, top, open, Math.min(width, affordable))
    if (least === undefined) return
    most = Math.floor((top.bound - least) / scale)
    if (most <= hunt.best) return
    if (affordable < width) return giveUp(hunt, most)
  }
}

/** One sweep over the open lines. Answers the least loss of what it dropped, `undefined` if it dropped nothing. */
const swept = (hunt: Hunt, top: Relaxed, open: ReadonlyArray<Open>, width: number): number | undefined => {
  const { choices } = hunt
  const { part, partCap, partTakes, caps, offers } = choices
  const { multipliers, bound } = top
  const slack = () => bound - scale * (hunt.best + 1)
  const capped = top.capped.slice()
  for (const { line } of open) {
    const choice = top.plan[line]!
    for (let at = part[choice]!; at < part[choice + 1]!; at++) capped[partCap[at]!]! -= partTakes[at]!
  }
  const ahead = mostAhead(choices, open)
  let dropped: number | undefined
  let stands: ReadonlyArray<Stand> = [{ regretted: 0, lost: 0, capped, choice: -1, before: undefined }]
  for (const [index, { choices: options }] of open.entries()) {
    const further = ahead[index + 1]!
    const next: Array<Stand> = []
    for (const before of stands) {
      for (const { choice, regret: more } of options) {
        const regretted = before.regretted + more
        if (regretted > slack()) break
        const capped = before.capped.slice()
        for (let at = part[choice]!; at < part[choice + 1]!; at++) capped[partCap[at]!]! += partTakes[at]!
        let lost = regretted
        for (let cap = 0; cap < caps.length; cap++) {
          const over = capped[cap]! - caps[cap]!
          if (over > 0) lost += (scale - multipliers[cap]!) * over
          else if (-over > further[cap]!) lost += multipliers[cap]! * (-over - further[cap]!)
        }
        if (lost <= slack()) next.push({ regretted, lost, capped, choice, before })
      }
    }
    hunt.nodes.left -= Math.ceil(next.length / standsANode)
    next.sort((a, b) => a.lost - b.lost)
    const kept = undominated(next, multipliers)
    for (const { lost } of kept.slice(width)) if (dropped === undefined || lost < dropped) dropped = lost
    stands = kept.slice(0, hunt.nodes.left > 0 ? width : 1)
    if (hunt.nodes.left <= 0)
      for (const { lost } of kept.slice(1)) if (dropped === undefined || lost < dropped) dropped = lost
  }
  for (const stand of stands) {
    const plan = top.plan.slice()
    let at: Stand | undefined = stand
    for (let index = open.length - 1; index >= 0 && at !== undefined; index--, at = at.before) {
      plan[open[index]!.line] = at.choice
    }
    let used = 0
    for (const choice of plan) used |= offers[choice]!
    consider(hunt, plan, used)
  }
  return dropped
}

const rivals = 24

/**
 * Without stands than which another is as good whatever follows: one that has lost less by more than the other could catch up
 * where its caps are fuller, by what is not charged, or emptier, by what is. Only the least lost are tried as the other.
 */
const undominated = (stands: ReadonlyArray<Stand>, multipliers: Float64Array): Array<Stand> => {
  const kept: Array<Stand> = []
  for (const stand of stands) {
    let beaten = false
    for (let index = 0; index < kept.length && index < rivals && !beaten; index++) {
      const other = kept[index]!
      let apart = other.regretted
      for (let cap = 0; cap < multipliers.length && apart <= stand.regretted; cap++) {
        const more = other.capped[cap]! - stand.capped[cap]!
        apart += more > 0 ? (scale - multipliers[cap]!) * more : -multipliers[cap]! * more
      }
      beaten = apart <= stand.regretted
    }
    if (!beaten) kept.push(stand)
  }
  return kept
}

const openLines = (choices: Choices, kept: Kept, top: Relaxed, slack: number): ReadonlyArray<Open> => {
  const { lines, part, partTakes } = choices
  const open: Array<Open> = []
  for (let line = 0; line < lines; line++) {
    const likely: Array<{ readonly choice: number; readonly regret: number }> = []
    let weight = 0
    for (let place = kept.first[line]!; place < kept.first[line + 1]!; place++) {
      const choice = kept.choices[place]!
      const cost = regret(choices, top, line, choice)
      if (cost > slack) continue
      likely.push({ choice, regret: cost })
      for (let at = part[choice]!; at < part[choice + 1]!; at++) weight = Math.max(weight, partTakes[at]!)
    }
    if (likely.length < 2) continue
    likely.sort((a, b) => a.regret - b.regret || a.choice - b.choice)
    open.push({ line, choices: likely, weight })
  }
  // Heavy lines first, so that light ones fill what is left of a cap.
  return open.sort((a, b) => b.weight - a.weight || a.line - b.line)
}

// For each open line and all behind it, the most that each capped offer could take there.
const mostAhead = ({ caps, part, partCap, partTakes }: Choices, open: ReadonlyArray<Open>): Array<Float64Array> => {
  const ahead = [new Float64Array(caps.length)]
  for (const { choices } of open.toReversed()) {
    const most = new Float64Array(caps.length)
    for (const { choice } of choices) {
      for (let at = part[choice]!; at < part[choice + 1]!; at++) {
        most[partCap[at]!] = Math.max(most[partCap[at]!]!, partTakes[at]!)
      }
    }
    ahead.push(ahead.at(-1)!.map((sum, cap) => sum + most[cap]!))
  }
  return ahead.reverse()
}
