import { type Choices, type Chosen, cappedBy, usedBy } from "./choices.ts"

/** What a part of the search holds fixed. */
export interface Held {
  /** Offers that no line may use. */
  readonly out: number
  /** On each line the offers that are decided, and which of them must touch it. */
  readonly decided: Int32Array
  readonly required: Int32Array
  /** An offer that some line must use; 0 for none. */
  readonly must: number
}

/** Multipliers are whole numbers up to this, so that every bound is exact: amounts are far below 2^53 / 4096. */
export const scale = 4096

/** Carts that hold more are not searched this way. */
export const mostMoney = 2 ** 40

/** The best plan when each unit that a capped offer takes is charged its multiplier and each cap is paid for in full. */
export interface Relaxed {
  readonly multipliers: Float64Array
  /** No plan that holds to what is held takes more than this, in units of 1 / `scale`. */
  readonly bound: number
  readonly plan: Chosen
  /** What each capped offer takes in it, uncapped. */
  readonly capped: Float64Array
  readonly used: number
}

/** What a bound means in whole minor units. */
export const whole = ({ bound }: Relaxed): number => Math.floor(bound / scale)

/** Nothing is held. */
export const free = ({ lines }: Choices): Held => ({
  out: 0,
  decided: new Int32Array(lines),
  required: new Int32Array(lines),
  must: 0
})

/** Whether a choice of a line holds to what is held. */
export const holds = ({ offers }: Choices, { out, decided, required }: Held, line: number, choice: number): boolean =>
  (offers[choice]! & out) === 0 && (offers[choice]! & decided[line]!) === required[line]!

/** The choices that hold to what a part of the search holds fixed. */
export interface Kept {
  readonly held: Held
  /** Those of line `l` are `choices[first[l]]` to `choices[first[l + 1] - 1]`. */
  readonly first: Int32Array
  readonly choices: Int32Array
}

/** The choices that hold to this; of those of a part around it, where one is given. */
export const keeping = (choices: Choices, held: Held, around?: Kept): Kept => {
  const { lines, offers } = choices
  const { out, decided, required } = held
  const from = around?.first ?? choices.first
  const first = new Int32Array(lines + 1)
  const live = new Int32Array(from[lines]!)
  let count = 0
  for (let line = 0; line < lines; line++) {
    const fixed = decided[line]!
    const needed = required[line]!
    for (let place = from[line]!; place < from[line + 1]!; place++) {
      const choice = around === undefined ? place : around.choices[place]!
      const of = offers[choice]!
      if ((of & out) === 0 && (of & fixed) === needed) live[count++] = choice
    }
    first[line + 1] = count
  }
  return { held, first, choices: live.slice(0, count) }
}

/** What a choice is worth when its capped parts are charged, in units of 1 / `scale`. */
export const charged = (
  { takes, part, partCap, partTakes }: Choices,
  multipliers: Float64Array,
  choice: number
): number => {
  let worth = scale * takes[choice]!
  for (let at = part[choice]!; at < part[choice + 1]!; at++) worth -= multipliers[partCap[at]!]! * partTakes[at]!
  return worth
}

/**
 * Relaxes the caps. For multipliers `m` from 0 to 1 every plan takes at most
 * `sum(caps * m) + sum over lines of max over choices of (takes - sum(m * capped part))`, for an offer capped at `c` that would
 * take `a` takes `min(c, a) <= m * c + (1 - m) * a`.
 */
export const relaxed = (choices: Choices, kept: Kept, multipliers: Float64Array): Relaxed => {
  const { lines, offers, caps } = choices
  const { first, choices: live } = kept
  const { must } = kept.held
  const plan = new Int32Array(lines)
  let bound = 0
  let used = 0
  let least = Number.POSITIVE_INFINITY
  let forced = 0
  let forcedLine = 0
  for (let line = 0; line < lines; line++) {
    let most = Number.NEGATIVE_INFINITY
    let using = Number.NEGATIVE_INFINITY
    let chosen = choices.first[line]!
    let user = chosen
    for (let place = first[line]!; place < first[line + 1]!; place++) {
      const choice = live[place]!
      const of = offers[choice]!
      const worth = charged(choices, multipliers, choice)
      if ((of & must) !== 0 && worth > using) {
        using = worth
        user = choice
      }
      if (worth <= most) continue
      most = worth
      chosen = choice
    }
    if (most - using < least) {
      least = most - using
      forced = user
      forcedLine = line
    }
    bound += most
    plan[line] = chosen
    used |= offers[chosen]!
  }
  if ((used & must) !== must) {
    bound -= least
    plan[forcedLine] = forced
    used = usedBy(choices, plan)
  }
  for (let cap = 0; cap < caps.length; cap++) bound += multipliers[cap]! * caps[cap]!
  return { multipliers, bound, plan, capped: cappedBy(choices, plan), used }
}

/**
 * The next multipliers on the way to the least bound: a step along the subgradient, caps less what is taken, as long as the
 * distance to the best known plan allows, rounded to whole numbers. `undefined` where no step leads on.
 */
export const stepped = ({ caps }: Choices, from: Relaxed, best: number, pace: number): Float64Array | undefined => {
  const { multipliers, capped, bound } = from
  const slope = new Float64Array(caps.length)
  let steepness = 0
  for (let cap = 0; cap < caps.length; cap++) {
    const room = caps[cap]! - capped[cap]!
    const stuck = (room > 0 && multipliers[cap] === 0) || (room < 0 && multipliers[cap] === scale)
    slope[cap] = stuck ? 0 : room
    steepness += stuck ? 0 : room * room
  }
  if (steepness === 0) return undefined
  const length = (pace * (bound - scale * best)) / steepness
  return multipliers.map((one, cap) => Math.max(0, Math.min(scale, Math.round(one - length * slope[cap]!))))
}
