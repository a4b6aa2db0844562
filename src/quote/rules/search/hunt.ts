import { type Choices, type Chosen, takenBy, within } from "./choices.ts"
import { charged, type Kept, type Relaxed, relaxed, scale, stepped, whole } from "./relaxation.ts"

/** Nodes that a search may still visit, shared by its parts. */
export interface Nodes {
  left: number
}

/** A search for the plan that takes most: what it has found, and what it has not looked into. */
export interface Hunt {
  readonly choices: Choices
  readonly nodes: Nodes
  /** The most a known plan takes, and that plan; at the start a plan from elsewhere. */
  best: number
  plan: Chosen | undefined
  /** The most that a plan in what was given up could take; below `best`, nothing was. */
  givenUp: number
  /** The search is over as soon as `best` comes to this. */
  readonly enough: number
  /** An offer that the plan must use; 0 for none. */
  readonly must: number
}

/** Takes the plan if it is within the limits and takes more than the best known one. */
export const consider = (hunt: Hunt, plan: Chosen, used: number): void => {
  if ((used & hunt.must) !== hunt.must || !within(hunt.choices, used)) return
  const taken = takenBy(hunt.choices, plan)
  if (taken <= hunt.best) return
  hunt.best = taken
  hunt.plan = plan.slice()
}

/** Leaves a part of the search alone whose plans take at most this. */
export const giveUp = (hunt: Hunt, most: number): void => {
  if (most > hunt.givenUp) hunt.givenUp = most
}

/** Whether nothing that takes at most this is worth a look. */
export const beaten = ({ best, enough }: Hunt, most: number): boolean => most <= best || best >= enough

/** A relaxation that counts as one node; its plan is considered. */
export const look = (hunt: Hunt, kept: Kept, multipliers: Float64Array): Relaxed => {
  hunt.nodes.left--
  const found = relaxed(hunt.choices, kept, multipliers)
  if (found.bound > 0) consider(hunt, found.plan, found.used)
  return found
}

/** The lowest of the bounds that so many steps of a subgradient lead to, or the first that settles the matter. */
export const descended = (hunt: Hunt, kept: Kept, start: Relaxed, steps: number): Relaxed => {
  let lowest = start
  let now = start
  let pace = 1
  let vain = 0
  for (let step = 0; step < steps && hunt.nodes.left > 0 && !beaten(hunt, whole(lowest)); step++) {
    const next = stepped(hunt.choices, now, hunt.best, pace)
    if (next === undefined) break
    now = look(hunt, kept, next)
    if (now.bound < lowest.bound) {
      lowest = now
      vain = 0
    } else if (++vain === 3) {
      now = lowest
      pace /= 2
      vain = 0
    }
  }
  return lowest
}

/** The bound made as low as one multiplier after the other can make it, each by halving. */
export const settled = (hunt: Hunt, kept: Kept, start: Relaxed): Relaxed => {
  const { caps } = hunt.choices
  let lowest = start
  for (let round = 0; round < 3; round++) {
    const before = lowest.bound
    for (let cap = 0; cap < caps.length; cap++) {
      if (beaten(hunt, whole(lowest)) || hunt.nodes.left <= 0) return lowest
      let low = 0
      let high = scale
      let at = lowest.multipliers[cap]!
      let room = caps[cap]! - lowest.capped[cap]!
      if (at === 0 && room >= 0) continue
      while (room !== 0) {
        if (room < 0) low = at
        else high = at
        const middle = (low + high + 1) >> 1
        if (high - low <= 1 || middle === at) break
        at = middle
        const multipliers = lowest.multipliers.slice()
        multipliers[cap] = at
        const found = look(hunt, kept, multipliers)
        room = caps[cap]! - found.capped[cap]!
        if (found.bound < lowest.bound) lowest = found
      }
    }
    if (lowest.bound === before) break
  }
  return lowest
}

const mostRounds = 5

/** Changes a plan line by line as long as a line has a choice with which the whole takes more. */
export const climb = (hunt: Hunt, kept: Kept, { plan: start, capped: begun }: Relaxed): void => {
  const { choices } = hunt
  const { lines, offers, takes, part, partCap, partTakes, caps } = choices
  const plan = start.slice()
  const capped = begun.slice()
  const add = (choice: number, sign: 1 | -1): void => {
    for (let at = part[choice]!; at < part[choice + 1]!; at++) capped[partCap[at]!]! += sign * partTakes[at]!
  }
  const gain = (choice: number): number => {
    let taken = takes[choice]!
    for (let at = part[choice]!; at < part[choice + 1]!; at++) {
      const room = Math.max(0, caps[partCap[at]!]! - capped[partCap[at]!]!)
      taken -= Math.max(0, partTakes[at]! - room)
    }
    return taken
  }
  let moved = true
  for (let round = 0; moved && round < mostRounds; round++) {
    moved = false
    hunt.nodes.left--
    for (let line = 0; line < lines; line++) {
      const before = plan[line]!
      add(before, -1)
      let chosen = before
      let most = gain(before)
      for (let place = kept.first[line]!; place < kept.first[line + 1]!; place++) {
        const choice = kept.choices[place]!
        const taken = gain(choice)
        if (taken <= most) continue
        most = taken
        chosen = choice
      }
      add(chosen, 1)
      plan[line] = chosen
      if (chosen !== before) moved = true
    }
  }
  let used = 0
  for (let line = 0; line < lines; line++) used |= offers[plan[line]!]!
  consider(hunt, plan, used)
}

/** What choosing this on its line costs against the choice of the relaxed plan, in units of 1 / `scale`. */
export const regret = (choices: Choices, { multipliers, plan }: Relaxed, line: number, choice: number): number =>
  charged(choices, multipliers, plan[line]!) - charged(choices, multipliers, choice)
