import type { Flaw } from "../../kernel/reading.ts"
import type { GiftReward, Offer, Promotion, Reward } from "../model.ts"
import { accountFits } from "./period.ts"

const rewardsOf = (offer: Offer): ReadonlyArray<Reward> => {
  switch (offer.kind) {
    case "grant":
    case "every":
      return offer.rewards
    case "tiers":
      return offer.steps.flatMap(({ rewards }) => rewards)
    default:
      return []
  }
}

/** What a promotion may give along, step by step. */
export const giftsOf = ({ offer }: Pick<Promotion, "offer">): ReadonlyArray<GiftReward> =>
  rewardsOf(offer).flatMap((reward) => (reward.kind === "gift" ? [reward] : []))

/** The accounts that its gifts are counted on, each once. */
export const giftAccounts = (promotion: Pick<Promotion, "offer">): ReadonlyArray<string> => [
  ...new Set(giftsOf(promotion).flatMap(({ stock }) => (stock === undefined ? [] : [stock.account])))
]

/** Whether the accounts of gifts have names that no period's, customer's, code's or budget's account has. */
export const giftAccountsFit = (promotion: Pick<Promotion, "offer" | "budgets">): Flaw | undefined => {
  const accounts = giftAccounts(promotion)
  if (!accounts.every(accountFits)) {
    return { path: "/offer", why: "`@` and `/` in the account of a gift name periods and customers" }
  }
  return (promotion.budgets ?? []).some(({ account }) => accounts.includes(account))
    ? { path: "/offer", why: "the account of a gift counts pieces, a budget something else" }
    : undefined
}

/** The promotion with each of its gifts changed. */
export const withGifts = (promotion: Promotion, change: (gift: GiftReward) => GiftReward): Promotion => {
  const changed = (rewards: ReadonlyArray<Reward>) =>
    rewards.map((reward) => (reward.kind === "gift" ? change(reward) : reward))
  const { offer } = promotion
  switch (offer.kind) {
    case "grant":
    case "every":
      return { ...promotion, offer: { ...offer, rewards: changed(offer.rewards) } }
    case "tiers":
      return {
        ...promotion,
        offer: { ...offer, steps: offer.steps.map((step) => ({ ...step, rewards: changed(step.rewards) })) }
      }
    default:
      return promotion
  }
}
