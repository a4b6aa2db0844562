import type { InvalidInput } from "../../command/errors.ts"
import type { InvalidPromotion, InvalidRules } from "../../promotion/errors.ts"
import type { Offer, Promotion, Reward } from "../../promotion/model.ts"
import type { Policy, QuoteInput } from "../input.ts"
import { impossiblePick } from "./limit.ts"

/**
 * What the model has and this engine does not carry yet: refused, never accepted and ignored. The guide lists it under "Not
 * there yet".
 */
export const aheadOf = (input: Omit<QuoteInput, "prices">): InvalidPromotion | InvalidRules | InvalidInput | undefined => {
  const { policy = {}, lines, points, tenders } = input
  const promotions =
    "_tag" in input.promotions ? input.promotions.rules.map((rule) => rule.promotion) : input.promotions
  for (const promotion of promotions) {
    const path = partAhead(promotion)
    if (path !== undefined) return { _tag: "InvalidPromotion", promotion: promotion.id, path, why: notYet }
  }
  const impossible = impossiblePick(policy.limits ?? [], promotions)
  if (impossible !== undefined) return impossible
  const chosen = policyAhead(policy)
  if (chosen !== undefined) return { _tag: "InvalidRules", path: `/policy/${chosen}`, why: notYet }
  const line = lines.findIndex(({ addOnOf }) => addOnOf !== undefined)
  const path = line >= 0 ? `/lines/${line}/addOnOf` : points ? "/points" : tenders ? "/tenders" : undefined
  return path === undefined ? undefined : { _tag: "InvalidInput", path, reason: notYet }
}

const notYet = "not supported by this engine yet"

/** Where a promotion has a part that the engine does not carry yet. */
export const partAhead = ({ offer, schedule }: Promotion): string | undefined => {
  if (schedule !== undefined) return "/schedule"
  if (offer.kind === "addOn" || offer.kind === "deposit") return "/offer/kind"
  return rewardsIn(offer).some(isAhead) ? "/offer" : undefined
}

const isAhead = (reward: Reward): boolean => {
  switch (reward.kind) {
    case "amount":
      return (reward.basis ?? "asPriced") !== "asPriced"
    case "gift":
    case "cashback":
    case "points":
    case "coupon":
      return true
    default:
      return false
  }
}

const rewardsIn = (offer: Offer): ReadonlyArray<Reward> => {
  switch (offer.kind) {
    case "grant":
    case "every":
      return offer.rewards
    case "tiers":
      return offer.steps.flatMap(({ rewards }) => rewards)
    case "nth":
      return offer.steps.filter((step) => step !== null)
    case "buyGet":
      return [offer.get.reward]
    case "bundle":
      return [offer.reward]
    default:
      return []
  }
}

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
