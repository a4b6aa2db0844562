import type { InvalidRules } from "../../promotion/errors.ts"
import type { Promotion } from "../../promotion/model.ts"
import type { Limit } from "../input.ts"

/** Whether a limit counts a promotion. */
export const counted = ({ classes, promotions }: Limit, { id, level, stack }: Promotion): boolean =>
  classes === "*" || (classes?.includes(stack?.class ?? level) ?? false) || (promotions?.includes(id) ?? false)

/**
 * A limit that picks the best is decided at the turn of its first member, so its members are of one level; one for each line
 * lets each line choose for itself, so they are of scope `line`.
 */
export const impossiblePick = (
  limits: ReadonlyArray<Limit>,
  promotions: ReadonlyArray<Promotion>
): InvalidRules | undefined => {
  for (const [index, limit] of limits.entries()) {
    if (limit.pick !== "best") continue
    const members = promotions.filter((promotion) => counted(limit, promotion))
    const levels = new Set(members.map(({ level }) => level))
    if (levels.size > 1) return invalid(index, "pick best takes members of one level")
    if (limit.per === "line" && members.some(({ stack }) => stack?.scope !== "line")) {
      return invalid(index, "pick best for each line takes members of scope line")
    }
  }
  return undefined
}

const invalid = (index: number, why: string): InvalidRules => ({
  _tag: "InvalidRules",
  path: `/policy/limits/${index}/pick`,
  why
})
