import type { InvalidInput } from "../../command/errors.ts"
import type { InvalidRules } from "../../promotion/errors.ts"
import type { Policy, QuoteInput } from "../input.ts"
import { impossiblePick } from "./limit.ts"

/**
 * What the input has and this engine does not carry yet: refused, never accepted and ignored. The guide lists it under "Not
 * there yet". Of promotions: `promotion/rules/ahead.ts`.
 */
export const aheadOf = (input: QuoteInput): InvalidRules | InvalidInput | undefined => {
  const { policy = {}, lines, points, tenders } = input
  const promotions =
    "_tag" in input.promotions ? input.promotions.rules.map((rule) => rule.promotion) : input.promotions
  const impossible = impossiblePick(policy.limits ?? [], promotions)
  if (impossible !== undefined) return impossible
  const chosen = policyAhead(policy)
  if (chosen !== undefined) return { _tag: "InvalidRules", path: `/policy/${chosen}`, why: notYet }
  const line = lines.findIndex(({ addOnOf }) => addOnOf !== undefined)
  const path = line >= 0 ? `/lines/${line}/addOnOf` : points ? "/points" : tenders ? "/tenders" : undefined
  return path === undefined ? undefined : { _tag: "InvalidInput", path, reason: notYet }
}

const notYet = "not supported by this engine yet"

/** The choice of a policy that the engine does not carry yet. */
const policyAhead = ({
  objective,
  limits = [],
  giftShort,
  addOnLapsed,
  pointWorth,
  points
}: Policy): string | undefined => {
  if (objective === "afterBenefits") return "objective"
  const pick = limits.findIndex((limit) => limit.pick === "best")
  if (pick >= 0) return `limits/${pick}/pick`
  if (giftShort !== undefined) return "giftShort"
  if (addOnLapsed !== undefined) return "addOnLapsed"
  if (pointWorth !== undefined) return "pointWorth"
  return points === undefined ? undefined : "points"
}
