import type { Flaw } from "../../kernel/reading.ts"
import type { Offer, Promotion, Reward } from "../model.ts"

/** What the model has and no engine carries yet: refused where a promotion is compiled, never accepted and ignored. */
export const aheadOfEngine = (promotion: Promotion): Flaw | undefined => {
  const path = partAhead(promotion)
  return path === undefined ? undefined : { path, why: "not supported by this engine yet" }
}

/** Where a promotion has a part that the engine does not carry yet. */
const partAhead = ({ offer, schedule, budgets = [] }: Promotion): string | undefined => {
  if (schedule !== undefined) return "/schedule"
  if (offer.kind === "addOn" || offer.kind === "deposit") return "/offer/kind"
  if (rewardsIn(offer).some(isAhead)) return "/offer"
  return budgets.some(({ period }) => period !== undefined) ? "/budgets" : undefined
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
