import type { Limit } from "../input.ts"
import type { Cart } from "./cart.ts"
import { concerns } from "./limit.ts"
import { allOf, type Seat, type Seats } from "./seat.ts"
import { enter, type Move, type Reason, type State } from "./state.ts"
import { turn } from "./turn.ts"

/** Who has a place under the limits that pick the best, as far as they are decided. */
export interface Picks {
  /** Decides the limits whose first member's turn has come. */
  readonly decide: (state: State, at: number) => void
  /** Why a promotion may not touch these groups; `undefined` if it has its places. */
  readonly lost: (seat: Seat, groups: ReadonlyArray<number>) => Reason | undefined
}

/** Where no limit picks the best. */
export const noPicks: Picks = { decide: () => undefined, lost: () => undefined }

interface Decision {
  readonly limit: Limit
  /** The rank of its first member, whether or not that has a chance. */
  readonly from: number
  /** By place (the cart, a merchant, a group): the ranks of the winners. */
  winners: ReadonlyMap<string, ReadonlyArray<number>> | undefined
}

/**
 * Limits that pick the best are decided at the turn of their first member: each member is tried alone on the same state, and
 * those that take most have the places, ties by rank; per line, each group chooses for itself.
 */
export const picksOf = (cart: Cart, seats: Seats): Picks => {
  const decisions: Array<Decision> = []
  for (const limit of cart.policy.limits) {
    if (limit.pick !== "best") continue
    const from = cart.rules.rules.findIndex((rule) => concerns(limit, rule))
    if (from >= 0) decisions.push({ limit, from, winners: undefined })
  }
  if (decisions.length === 0) return noPicks
  return {
    decide: (state, at) => {
      for (const decision of decisions) {
        if (decision.winners !== undefined || decision.from > at) continue
        enter(state, cart.rules.rules[decision.from]!.level)
        decision.winners = winnersOf(cart, state, decision.limit, allOf(seats))
      }
    },
    lost: ({ at, rule }, groups) => {
      for (const { limit, winners } of decisions) {
        if (winners === undefined || !concerns(limit, rule)) continue
        const places = limit.per === "line" ? groups.map(String) : [placeOf(limit, rule.merchant)]
        if (places.some((place) => winners.get(place)?.includes(at) !== true)) {
          return { reason: "LimitReached", limit: limit.id }
        }
      }
      return undefined
    }
  }
}

const placeOf = (limit: Limit, merchant: string | undefined): string => (limit.per === "cart" ? "" : (merchant ?? ""))

interface Candidate {
  readonly at: number
  readonly amount: number
}

const winnersOf = (
  cart: Cart,
  state: State,
  limit: Limit,
  seats: ReadonlyArray<Seat>
): ReadonlyMap<string, ReadonlyArray<number>> => {
  const candidates = new Map<string, Array<Candidate>>()
  const add = (place: string, one: Candidate): void => {
    const known = candidates.get(place)
    if (known === undefined) candidates.set(place, [one])
    else known.push(one)
  }
  for (const seat of seats) {
    if (!concerns(limit, seat.rule)) continue
    const alone = turn(cart, state, seat)
    if (alone._tag === "Refused") continue
    if (limit.per === "line") addGroups(alone, add)
    else add(placeOf(limit, seat.rule.merchant), { at: seat.at, amount: alone.total })
  }
  const winners = new Map<string, ReadonlyArray<number>>()
  for (const [place, all] of candidates) {
    // The sort is stable, and they stand in rank order.
    const best = all.length <= limit.max ? all : all.toSorted((a, b) => b.amount - a.amount).slice(0, limit.max)
    winners.set(
      place,
      best.map(({ at }) => at)
    )
  }
  return winners
}

const addGroups = (move: Move, add: (place: string, one: Candidate) => void): void => {
  for (let index = 0; index < move.groups.length; index++) {
    add(String(move.groups[index]), { at: move.at, amount: move.totals[index]! })
  }
}
