import * as Result from "effect/Result"
import { broken, every, law, type Law, vacuous, verdict } from "../../kernel/law.ts"
import type { Promotion } from "../../promotion/model.ts"
import type { QuoteInput } from "../input.ts"
import { Case, inputOf, type Pricing } from "./case.ts"
import { type Given, type PromotedCase, promotionOf, rewardOf } from "./drawn.ts"

/** A drawn promotion made one that takes a steady share: what decides whether it applies counts neither goods nor money. */
const steady = (of: PromotedCase, id: string): Promotion => {
  const { offered, level, also, budget } = of
  const given = "given" in offered ? offered.given : { kind: "percent" as const, percent: 20, per: "line" as const }
  const drawn: PromotedCase = {
    ...of,
    level: level === "shipping" ? "platform" : level,
    from: null,
    also: also === "member" ? "member" : "no",
    beside: "no",
    base: "running",
    testBase: "running",
    cap: null,
    budget: budget === "partial" ? "money" : budget
  }
  return { ...promotionOf(drawn, id), offer: { kind: "grant", rewards: [rewardOf(steadily(given))] } }
}

const steadily = (given: Given): Given => {
  if (given.kind === "price") return { ...given, per: "unit" }
  const per = given.per === "total" ? "line" : given.per
  return given.kind === "amount" ? { ...given, per, basis: "asPriced" } : { ...given, per }
}

/** The input of a case within the conditions of the law. */
const steadyInput = (of: Case): QuoteInput => {
  const lines = of.lines.map((line) => ({
    ...line,
    addOnOf: null,
    tax: line.tax === "onTop" ? ("included" as const) : line.tax
  }))
  const input = inputOf({ ...of, lines, tiered: "no", combination: "best", objective: "payable", pick: "first" })
  return { ...input, promotions: of.promotions.map((one, index) => steady(one, `p${index}`)) }
}

/**
 * L13, under its conditions: `best` and exact; prices that include their tax or bear none; offers that take a percent or an amount
 * for each unit or line, or state a price for each unit, from the running price, without thresholds, picks, caps or partial budgets.
 */
export const dearerIsNotCheaper = (price: Pricing): Law<Case> =>
  law({
    id: "L13",
    title: "one more line and a higher price never make the whole cheaper, where offers take a steady share",
    input: Case,
    holds: (drawn) => {
      const input = steadyInput(drawn)
      const [first] = input.lines
      const rise = BigInt(1 + (drawn.free % 200))
      const raised = input.prices.map((entry) =>
        entry.sku === first?.sku ? { ...entry, amount: entry.amount + rise } : entry
      )
      const whole = price(input)
      const dearer = price({ ...input, prices: raised })
      const fewer = input.lines.length === 1 ? whole : price({ ...input, lines: input.lines.slice(0, -1) })
      if (Result.isFailure(whole) || Result.isFailure(dearer) || Result.isFailure(fewer)) return broken("refused")
      if (whole.success.applied.length === 0) return vacuous("nothing applies")
      const [as, at, less] = [whole.success.grand, dearer.success.grand, fewer.success.grand]
      const exact = [whole, dearer, fewer].every(({ success }) => success.proof.exact)
      if (!exact) return vacuous("the search was cut short")
      return every([
        verdict(at >= as, () => `${at} at the higher price, ${as} at the lower`),
        verdict(less <= as, () => `${less} without the last line, ${as} with it`)
      ])
    }
  })

/** L17: of promotions of which one may apply the best does, or none. */
export const bestOfGroup = (price: Pricing): Law<Case> =>
  law({
    id: "L17",
    title: "where at most one of a group may apply, the total is the least with each member alone and with none",
    input: Case,
    holds: (drawn) => {
      const input = inputOf({ ...drawn, combination: "best", objective: "payable", limit: "no" })
      const { promotions } = input
      if ("_tag" in promotions || promotions.length < 2) return vacuous("no choice")
      const limits = [{ id: "one", promotions: promotions.map(({ id }) => id), max: 1, per: "cart" as const }]
      const chosen = price({ ...input, policy: { ...input.policy, limits } })
      const alone = [[], ...promotions.map((one) => [one])].map((some) => price({ ...input, promotions: some }))
      if (Result.isFailure(chosen)) return broken(`refused: ${chosen.failure._tag}`)
      const totals: Array<bigint> = []
      for (const one of alone) {
        if (Result.isFailure(one)) return broken(`refused: ${one.failure._tag}`)
        totals.push(one.success.grand)
      }
      if (!chosen.success.proof.exact) return vacuous("the search was cut short")
      if (totals.every((total) => total === totals[0])) return vacuous("nothing takes anything")
      const least = totals.reduce((low, total) => (total < low ? total : low))
      return verdict(chosen.success.grand === least, () => `${chosen.success.grand}, the best alone is ${least}`)
    }
  })
