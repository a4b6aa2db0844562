import * as Result from "effect/Result"
import { within } from "../../kernel/reading.ts"
import type { InvalidPromotion, InvalidRules } from "../../promotion/errors.ts"
import type { Promotion } from "../../promotion/model.ts"
import { compilePromotion, givesBeside, type Rule } from "../../promotion/rules/compile.ts"
import type { Test } from "../../promotion/rules/match.ts"
import { compareText } from "../../kernel/text.ts"
import { compareRank } from "../../promotion/rules/rank.ts"
import type { Rules } from "../input.ts"
import { indexOf } from "./gather.ts"

/**
 * Tests promotions and makes them ready. `currency` is that of the quotes, and of a promotion that states none.
 *
 * @returns the rule set, or, in this order: `InvalidPromotion`, `InvalidRules` (an id stands twice)
 */
export const compile = (
  promotions: ReadonlyArray<Promotion>,
  currency: string
): Result.Result<Rules, InvalidPromotion | InvalidRules> => {
  const rules: Array<Rule> = []
  for (const promotion of promotions) {
    const rule = compilePromotion(promotion, currency)
    if (Result.isFailure(rule)) return Result.fail(rule.failure)
    rules.push(rule.success)
  }
  const seen = new Set<string>()
  for (const [index, { id }] of rules.entries()) {
    if (seen.has(id))
      return Result.fail(invalid(within("promotions", within(index, { path: "/id", why: `\`${id}\` stands twice` }))))
    seen.add(id)
  }
  rules.sort(compareRank)
  const codes = new Map<string, Array<number>>()
  for (const [index, rule] of rules.entries()) {
    for (const code of rule.codes ?? []) {
      const known = codes.get(code)
      if (known === undefined) codes.set(code, [index])
      else known.push(index)
    }
  }
  return Result.succeed({
    _tag: "Rules",
    currency,
    rules,
    codes,
    open: rules.every(({ combines, stop }) => combines === "all" && stop === undefined),
    levels: rules.some(looksBack),
    benefits: rules.some(({ offer }) => givesBeside(offer)),
    byId: placesById(rules),
    index: indexOf(rules, currency)
  })
}

const looksBack = ({ base, testBase, when }: Rule): boolean =>
  base === "level" || testBase === "level" || (when !== undefined && measuresLevel(when))

const measuresLevel = (test: Test): boolean => {
  if (test.kind === "all" || test.kind === "any") return test.of.some(measuresLevel)
  return test.kind === "not" ? measuresLevel(test.of) : test.kind === "measure" && test.base === "level"
}

const placesById = (rules: ReadonlyArray<Rule>): Int32Array => {
  const places = new Int32Array(rules.length)
  const order = [...rules.keys()].sort((a, b) => compareText(rules[a]!.id, rules[b]!.id))
  for (const [place, at] of order.entries()) places[at] = place
  return places
}

const invalid = ({ path, why }: { readonly path: string; readonly why: string }): InvalidRules => ({
  _tag: "InvalidRules",
  path,
  why
})
