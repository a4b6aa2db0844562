import type { InvalidRules } from "../../promotion/errors.ts"
import type { Rule } from "../../promotion/rules/compile.ts"
import type { Limit, Rules } from "../input.ts"

/** Whether a limit counts a promotion. */
export const concerns = ({ classes, promotions }: Limit, { id, class: own }: Rule): boolean =>
  classes === "*" || (classes?.includes(own) ?? false) || (promotions?.includes(id) ?? false)

/**
 * A limit that picks the best is decided at the turn of its first member, so its members are of one level; one for each line
 * lets each line choose for itself, so they are of scope `line`.
 */
export const impossiblePick = (limits: ReadonlyArray<Limit>, { rules }: Rules): InvalidRules | undefined => {
  for (const [index, limit] of limits.entries()) {
    if (limit.pick !== "best") continue
    const members = rules.filter((rule) => concerns(limit, rule))
    if (new Set(members.map(({ level }) => level)).size > 1)
      return invalid(index, "pick best takes members of one level")
    if (limit.per === "line" && members.some(({ scope }) => scope !== "line")) {
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
