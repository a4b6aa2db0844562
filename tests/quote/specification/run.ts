import { compareRank, type Promotion } from "../../../src/promotion/index.ts"
import type { Limit, QuoteInput } from "../../../src/quote/index.ts"
import { type Attempt, attempt, type Effect } from "./attempt.ts"
import { sum } from "./number.ts"
import { type Applied, asApplied, concerned, forbidden } from "./stack.ts"
import { type World, world } from "./world.ts"

/** The groups that each promotion may touch; one without groups is not in the plan. */
export type Plan = ReadonlyMap<string, ReadonlySet<string>>

/** Where a plan led. */
export interface Run {
  readonly plan: Plan
  readonly world: World
  readonly applied: ReadonlyArray<Applied>
  readonly refused: ReadonlyMap<string, string>
}

export const ranked = (input: QuoteInput): ReadonlyArray<Promotion> => {
  if ("_tag" in input.promotions) throw new Error("not specified")
  const levels = ["item", "merchant", "platform", "shipping", "payment"]
  const rank = ({ id, level, lane = 0, priority = 0 }: Promotion) => ({
    id,
    level: levels.indexOf(level),
    lane,
    priority
  })
  return input.promotions.toSorted((a, b) => compareRank(rank(a), rank(b)))
}

export const groupsIn = (input: QuoteInput): ReadonlyArray<string> => [
  ...new Set(world(input).units.map(({ group }) => group))
]

/**
 * Every turn in rank order. A promotion that `yields` is taken only as far as the set stays permitted. Limits `pick` the best under
 * `priority` alone.
 */
export const run = (input: QuoteInput, plan: Plan, yields: (promotion: Promotion) => boolean, pick = false): Run => {
  const now = world(input)
  const applied: Array<Applied> = []
  const refused = new Map<string, string>()
  const picks = new Map<Limit, Picks>()
  let level = ""
  for (const promotion of ranked(input)) {
    if (promotion.level !== level) for (const of of [...now.units, ...now.charges]) of.level = of.running
    level = promotion.level
    const groups = plan.get(promotion.id)
    if (groups === undefined) continue
    for (const limit of input.policy?.limits ?? []) {
      if (!pick || limit.pick !== "best" || picks.has(limit) || !concerned(limit, promotion)) continue
      picks.set(limit, picksOf(input, now, limit, plan))
    }
    let done = attempt(input, now, promotion, groups)
    if (yields(promotion)) done = confined(input, now, promotion, groups, applied, picks, done)
    if ("reason" in done) {
      refused.set(promotion.id, done.reason)
      continue
    }
    apply(now, promotion, done)
    applied.push(asApplied(promotion, done))
  }
  return { plan, world: now, applied, refused }
}

const apply = ({ claimed }: World, promotion: Promotion, { takes, uses, claims, deposits }: Effect): void => {
  for (const [of, amount] of takes) of.running -= amount
  for (const unit of uses) if (promotion.pool !== undefined) unit.used.add(promotion.pool)
  for (const [unit, pay] of deposits) {
    if (pay > (unit.deposit ?? 0n)) unit.deposit = pay
    if (promotion.offer.kind === "deposit" && promotion.offer.tail !== undefined)
      unit.tails = [...unit.tails, promotion.offer.tail]
  }
  for (const [account, amount] of claims) claimed.set(account, (claimed.get(account) ?? 0n) + amount)
}

/** An attempt kept to what is permitted beside those applied: first by stop and matrix, then by limits. */
const confined = (
  input: QuoteInput,
  now: World,
  promotion: Promotion,
  groups: ReadonlySet<string>,
  applied: ReadonlyArray<Applied>,
  picks: ReadonlyMap<Limit, Picks>,
  free: Attempt
): Attempt => {
  let done = free
  const open = new Set(groups)
  for (const limits of [[], input.policy?.limits ?? []]) {
    if ("reason" in done) return done
    const lost = (on: ReadonlySet<string>) =>
      limits.some((limit) => concerned(limit, promotion) && picks.get(limit)?.lost(promotion, on) === true)
    const why = (one: Pick<Applied, "promotion" | "groups" | "total">) =>
      forbidden(limits, [...applied, one]) ?? (lost(one.groups) ? "LimitReached" : undefined)
    const reason = why(asApplied(promotion, done))
    if (reason === undefined) continue
    if (promotion.stack?.scope !== "line") return { reason }
    for (const group of open)
      if (why({ promotion, groups: new Set([group]), total: 1n }) !== undefined) open.delete(group)
    const less = attempt(input, now, promotion, open)
    done = "reason" in less || why(asApplied(promotion, less)) !== undefined ? { reason } : less
  }
  return done
}

/** Who has a place under a limit that picks the best. */
interface Picks {
  /** Whether a promotion that touches these groups has lost its place. */
  readonly lost: (promotion: Promotion, groups: ReadonlySet<string>) => boolean
}

/** Each member is tried alone on the same state; those that take most have the places, ties by rank. */
const picksOf = (input: QuoteInput, now: World, limit: Limit, plan: Plan): Picks => {
  const members = ranked(input).filter(({ id }) => plan.has(id))
  const tried = members
    .filter((promotion) => concerned(limit, promotion))
    .map((promotion) => ({ promotion, effect: attempt(input, now, promotion, plan.get(promotion.id)!) }))
  const takenFrom = (effect: Attempt, place: string): bigint => {
    if ("reason" in effect) return 0n
    const takes = [...effect.takes].filter(([of]) => limit.per !== "line" || ("group" in of && of.group === place))
    return sum(takes.map(([, amount]) => amount))
  }
  const winners = (place: string): ReadonlyArray<Promotion> =>
    tried
      .filter(({ promotion }) => limit.per !== "merchant" || (promotion.merchant ?? "") === place)
      .filter(({ effect }) => limit.per !== "line" || takenFrom(effect, place) > 0n)
      .filter(({ effect }) => !("reason" in effect))
      .toSorted((a, b) => Number(takenFrom(b.effect, place) - takenFrom(a.effect, place)))
      .slice(0, limit.max)
      .map(({ promotion }) => promotion)
  return {
    lost: (promotion, groups) => {
      const places = limit.per === "line" ? [...groups] : [limit.per === "cart" ? "" : (promotion.merchant ?? "")]
      return places.some((place) => !winners(place).includes(promotion))
    }
  }
}
