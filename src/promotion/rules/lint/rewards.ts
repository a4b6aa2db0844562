import type { Offer, Reward } from "../../model.ts"

/** Every reward of an offer and where it stands. */
export const rewardsIn = (offer: Offer): ReadonlyArray<{ readonly path: string; readonly reward: Reward }> => {
  switch (offer.kind) {
    case "grant":
    case "every":
      return offer.rewards.map((reward, index) => ({ path: `/offer/rewards/${index}`, reward }))
    case "tiers":
      return offer.steps.flatMap(({ rewards }, step) =>
        rewards.map((reward, index) => ({ path: `/offer/steps/${step}/rewards/${index}`, reward }))
      )
    case "nth":
      return offer.steps.flatMap((reward, step) => (reward === null ? [] : [{ path: `/offer/steps/${step}`, reward }]))
    case "buyGet":
      return [{ path: "/offer/get/reward", reward: offer.get.reward }]
    case "bundle":
      return [{ path: "/offer/reward", reward: offer.reward }]
    default:
      return []
  }
}
