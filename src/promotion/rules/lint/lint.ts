import * as Result from "effect/Result"
import type { Promotion } from "../../model.ts"
import { compilePromotion, type Rule } from "../compile.ts"
import { compareRank } from "../rank.ts"
import { contradictions, duplicates, ended, unknownFunding, unlimitedCode } from "./alone.ts"
import { thinBudgets } from "./budget.ts"
import { type Finding, finding, type Severity } from "./finding.ts"
import { belowCost } from "./loss.ts"
import { emptyRewards, neverOpen } from "./nothing.ts"
import type { StackLimit } from "./stack/beside.ts"
import type { CostedGood } from "./stack/good.ts"
import { caps, tiers } from "./tiers.ts"
import { lateThresholds, shadowed } from "./together.ts"
import { windows } from "./windows.ts"

/** What a rule set is looked at with. What is not given is not looked at. */
export interface LintGround {
  /** The currency of promotions that state none. */
  readonly currency: string
  /** The moment at which a window is over, and from which on promotions stack, milliseconds. */
  readonly at?: number
  /** How promotions are chosen; `best` by default. */
  readonly combination?: "best" | "priority"
  /** How many may be applied together: the limits of the policy. */
  readonly limits?: ReadonlyArray<StackLimit>
  /** Who may fund an offer, beside `merchant` and `platform`. */
  readonly parties?: ReadonlyArray<string>
  /** What the accounts of budgets have: minor units of money, or a count. */
  readonly accounts?: Readonly<Record<string, bigint | number>>
  /** Goods with their costs, for promotions that stack below them. */
  readonly goods?: ReadonlyArray<CostedGood>
}

/**
 * What is wrong with a rule set, or will surprise somebody, without a cart to try it on: the gravest first, then in order of
 * rank. Promotions that cannot be defined are found `Invalid` and looked at no further.
 *
 * Law: a step that is found `TierUnreachable` and a promotion whose condition is found never to hold, whose `select` is found
 * to select nothing or whose hours are found never to come, is never applied, whatever the cart. Goods that are found to stack
 * below their cost are sold below it by some quote under these promotions.
 */
export const lint = (promotions: ReadonlyArray<Promotion>, ground: LintGround): ReadonlyArray<Finding> => {
  const found: Array<Finding> = []
  const rules: Array<Rule> = []
  const seen = new Set<string>()
  for (const promotion of promotions) {
    const made = compilePromotion(promotion, ground.currency)
    if (Result.isFailure(made)) found.push(invalid(made.failure))
    else if (seen.has(made.success.id)) found.push(twice(made.success.id))
    else {
      seen.add(made.success.id)
      rules.push(made.success)
    }
  }
  rules.sort(compareRank)
  for (const rule of rules) {
    found.push(
      ...neverOpen(rule),
      ...contradictions(rule),
      ...emptyRewards(rule),
      ...tiers(rule),
      ...caps(rule),
      ...unlimitedCode(rule),
      ...ended(rule, ground.at),
      ...unknownFunding(rule, ground.parties),
      ...thinBudgets(rule, ground.accounts)
    )
  }
  found.push(
    ...duplicates(rules),
    ...shadowed(rules, ground),
    ...windows(rules, ground),
    ...lateThresholds(rules, ground),
    ...belowCost(rules, ground.goods ?? [], ground.currency, ground)
  )
  return gravestFirst(found)
}

const grave: ReadonlyArray<Severity> = ["error", "warning", "notice"]

const gravestFirst = (found: ReadonlyArray<Finding>): ReadonlyArray<Finding> =>
  grave.flatMap((severity) => found.filter((one) => one.severity === severity))

const invalid = ({
  promotion,
  path,
  why
}: {
  readonly promotion: string
  readonly path: string
  readonly why: string
}) =>
  finding("Invalid", [promotion], path, {
    zh: `促销 \`${promotion}\` 的 \`${path}\` 无效：${why}`,
    en: `\`${path}\` of \`${promotion}\` is invalid: ${why}`
  })

const twice = (id: string): Finding =>
  finding("DuplicateId", [id], "/id", {
    zh: `编号 \`${id}\` 出现了两次`,
    en: `the id \`${id}\` stands twice`
  })
