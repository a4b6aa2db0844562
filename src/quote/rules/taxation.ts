import type { InvalidInput } from "../../command/errors.ts"
import { fractionFrom, type Ratio } from "../../kernel/ratio.ts"
import type { QuoteInput, Tax } from "../input.ts"
import type { TaxRelief } from "../tax.ts"
import { customsLimits } from "./customs/limits.ts"
import { customsRule } from "./customs/rate.ts"
import { reliefText } from "./relief.ts"

/** The first tax of an input that cannot be applied. */
export const wrongTax = (input: Omit<QuoteInput, "prices">): InvalidInput | undefined => {
  const { currency, lines, charges = [], fees = [], customs, relief } = input
  if (relief !== undefined && reliefText(relief) === undefined) return flaw("/relief/text", "needed for this code")
  const limits = customs === undefined ? undefined : customsLimits(customs)
  if (customs !== undefined && limits === undefined) return flaw("/customs", "expected limits from 0 on, a share to 1")
  for (const [what, list] of [["lines", lines] as const, ["charges", charges] as const, ["fees", fees] as const]) {
    for (const [index, { tax }] of list.entries()) {
      if (tax === undefined || (tax.relief === undefined && tax.customs === undefined)) continue
      const why = flawOf(tax)
      if (why !== undefined) return flaw(`/${what}/${index}/tax`, why)
      if (tax.customs === undefined) continue
      if (what !== "lines") return flaw(`/${what}/${index}/tax/customs`, "only goods pass the border")
      if (limits === undefined) return flaw("/customs", "needed where a line passes the border")
      if (currency !== "CNY") return flaw("/currency", "the limits of imports are in CNY")
    }
  }
  return undefined
}

const whole: Ratio = { numerator: 1n, denominator: 1n }

const flawOf = ({ rates, relief, customs }: Tax): string | undefined => {
  if (rates.some(({ rate }) => (fractionFrom(rate)?.numerator ?? -1n) < 0n)) return "expected rates such as 0.13"
  if (relief !== undefined && !hasText(relief)) return "a relief with a code of its own needs a text"
  if (customs === undefined) return undefined
  if (rates.length > 0 || relief !== undefined) return "what passes the border has no other rates and no relief"
  return customsRule(customs, whole) === undefined ? "expected customs rates such as 0.13" : undefined
}

const hasText = (relief: TaxRelief): boolean => reliefText(relief) !== undefined

const flaw = (path: string, reason: string): InvalidInput => ({ _tag: "InvalidInput", path, reason })
