import type { Promotion } from "../../../src/promotion/index.ts"
import type { Limit } from "../../../src/quote/index.ts"
import { sum } from "./number.ts"
import type { Effect } from "./attempt.ts"

/** A promotion with what it did: the groups it touched, and how much it took in all. */
export interface Applied {
  readonly promotion: Promotion
  readonly effect: Effect
  readonly groups: ReadonlySet<string>
  readonly total: bigint
}

export const asApplied = (promotion: Promotion, effect: Effect): Applied => ({
  promotion,
  effect,
  groups: new Set([...effect.takes].flatMap(([of, amount]) => (amount > 0n && "group" in of ? [of.group] : []))),
  total: sum(effect.takes.values())
})

/** Whether a limit counts a promotion. */
export const concerned = (limit: Limit, promotion: Promotion): boolean =>
  limit.classes === "*" ||
  (limit.classes ?? []).includes(promotion.stack?.class ?? promotion.level) ||
  (limit.promotions ?? []).includes(promotion.id)

const admits = (a: Promotion, b: Promotion): boolean => {
  const combines = a.stack?.combines ?? "all"
  return combines === "all" || (combines !== "none" && combines.includes(b.stack?.class ?? b.level))
}

type Touching = Pick<Applied, "promotion" | "groups" | "total">

/** Why a set, in rank order, may not stand: a property of the set alone. */
export const forbidden = (limits: ReadonlyArray<Limit>, set: ReadonlyArray<Touching>): string | undefined => {
  const pairs = set.flatMap((one, index) => set.slice(index + 1).map((other) => [one, other] as const))
  const stopped = pairs.some(([{ promotion: a, total }, { promotion: b }]) => {
    const { stop } = a.stack ?? {}
    return total > 0n && (stop === "all" || (stop === "level" && a.level === b.level))
  })
  if (stopped) return "Stopped"
  const opposed = pairs.some(([{ promotion: a, groups }, { promotion: b, groups: others }]) => {
    if (admits(a, b) && admits(b, a)) return false
    const lines = a.stack?.scope === "line" && b.stack?.scope === "line"
    return !lines || [...groups].some((group) => others.has(group))
  })
  if (opposed) return "NotCombinable"
  const exceeded = limits.some((limit) => {
    const places = set
      .filter(({ promotion }) => concerned(limit, promotion))
      .flatMap(({ promotion, groups }) => {
        if (limit.per === "line") return [...groups]
        return [limit.per === "cart" ? "" : (promotion.merchant ?? "")]
      })
    return [...Map.groupBy(places, (place) => place).values()].some(({ length }) => length > limit.max)
  })
  return exceeded ? "LimitReached" : undefined
}
