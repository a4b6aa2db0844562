import { compareText } from "../../kernel/text.ts"
import * as Result from "effect/Result"
import type { InvalidInput } from "../../command/errors.ts"
import { isCurrency } from "../../money/currency.ts"
import type { CurrencyUnknown, DuplicateId } from "../../money/errors.ts"
import { fractionFrom, percentIn } from "../../promotion/rules/number.ts"
import type { InvalidRules } from "../../promotion/errors.ts"
import type { InvalidQuantity, TooLarge } from "../errors.ts"
import type { Floor, Limit, Line, Policy, QuoteInput, Tax } from "../input.ts"
import { mostLines, mostUnits } from "../input.ts"
import type { TaxReader } from "./tax.ts"

const none: ReadonlyArray<never> = []

/** A list in order of id. Lists often come so. */
export const inOrder = <A extends { readonly id: string }>(list: ReadonlyArray<A>): ReadonlyArray<A> => {
  for (let index = 1; index < list.length; index++) {
    if (compareText(list[index - 1]!.id, list[index]!.id) > 0) return list.toSorted((a, b) => compareText(a.id, b.id))
  }
  return list
}

/** Whether some tax is more than rates: a relief, or one that depends on what passes the border. */
export const isSpecial = (list: ReadonlyArray<{ readonly tax?: Tax }>): boolean => {
  for (let index = 0; index < list.length; index++) {
    const { tax } = list[index]!
    if (tax !== undefined && (tax.relief !== undefined || tax.customs !== undefined)) return true
  }
  return false
}

/** More than a quote can hold. */
export const tooLarge = (what: TooLarge["what"], limit: number): TooLarge => ({ _tag: "TooLarge", what, limit })

const invalid = (path: string, reason: string): InvalidInput => ({ _tag: "InvalidInput", path, reason })

/** What of the shape of an input, beside its lists, is none. */
export const shape = ({
  currency,
  at,
  lines,
  charges = none
}: Pick<QuoteInput, "currency" | "at" | "lines" | "charges">): InvalidInput | CurrencyUnknown | undefined => {
  if (!Number.isInteger(at) || at < 0 || at > 8_640_000_000_000_000) return invalid("/at", "expected an instant")
  if (!isCurrency(currency)) return { _tag: "CurrencyUnknown", currency: String(currency).slice(0, 21) }
  const floor = lines.findIndex((line) => line.floor !== undefined && !isFloor(line.floor))
  if (floor >= 0) return invalid(`/lines/${floor}/floor`, "expected an amount or a percentage from 0 to 100")
  const charge = charges.findIndex(({ amount }) => amount < 0n)
  return charge < 0 ? undefined : invalid(`/charges/${charge}/amount`, "a charge is not negative")
}

const isFloor = ({ amount = 0n, percent = "0" }: Floor): boolean =>
  amount >= 0n && Result.isSuccess(percentIn("percent", percent))

/** What a list may not have: too many entries, rates that are none, the sign that names units. */
export const wrongList = (
  what: "lines" | "charges" | "fees",
  list: ReadonlyArray<{ readonly id: string; readonly tax?: Tax }>,
  taxOf: TaxReader
): InvalidInput | TooLarge | undefined => {
  if (list.length > mostLines) return tooLarge(what, mostLines)
  for (let index = 0; index < list.length; index++) {
    const { id, tax } = list[index]!
    if (tax !== undefined && taxOf(tax) === undefined)
      return invalid(`/${what}/${index}/tax`, "expected rates such as 0.13")
    if (id.includes("#")) return invalid(`/${what}/${index}/id`, "`#` names units")
  }
  return undefined
}

/** What points and tenders may not be. */
export const wrongMeans = ({
  points,
  tenders = none
}: Pick<QuoteInput, "points" | "tenders">): InvalidInput | DuplicateId | undefined => {
  if (points !== undefined && !(Number.isSafeInteger(points.spend) && points.spend >= 0))
    return invalid("/points/spend", "expected a whole number of points")
  const below = tenders.findIndex(({ amount = 0n }) => amount < 0n)
  return below < 0 ? twice(inOrder(tenders)) : invalid(`/tenders/${below}/amount`, "an amount is not negative")
}

/** An id that stands twice in a list in order of id. */
export const twice = (list: ReadonlyArray<{ readonly id: string }>): DuplicateId | undefined => {
  for (let index = 1; index < list.length; index++) {
    const { id } = list[index]!
    if (id === list[index - 1]!.id) return { _tag: "DuplicateId", id }
  }
  return undefined
}

/** The first quantity that is none, or more units than a quote can hold. */
export const quantities = (lines: ReadonlyArray<Line>): InvalidQuantity | TooLarge | undefined => {
  let units = 0
  for (const { id, quantity } of lines) {
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > mostUnits) {
      return {
        _tag: "InvalidQuantity",
        line: id,
        quantity: Object.is(quantity, -0) ? "-0" : String(quantity).slice(0, 40)
      }
    }
    units += quantity
  }
  return units > mostUnits ? { _tag: "TooLarge", what: "units", limit: mostUnits } : undefined
}

/** What of a policy cannot be followed. */
export const wrongPolicy = ({ limits, pointWorth, points }: Policy): InvalidRules | undefined => {
  const worth = pointWorth === undefined ? undefined : fractionFrom(pointWorth)
  if (pointWorth !== undefined && (worth === undefined || worth.numerator < 0n)) {
    return { _tag: "InvalidRules", path: "/policy/pointWorth", why: "expected an amount such as 0.01" }
  }
  const share = points?.share === undefined ? undefined : fractionFrom(points.share)
  if (
    points?.share !== undefined &&
    (share === undefined || share.numerator < 0n || share.numerator > share.denominator)
  ) {
    return { _tag: "InvalidRules", path: "/policy/points/share", why: "a share lies from 0 to 1" }
  }
  return limits === undefined ? undefined : wrongLimit(limits)
}

const wrongLimit = (limits: ReadonlyArray<Limit>): InvalidRules | undefined => {
  const seen = new Set<string>()
  for (const [index, { id, classes, promotions, max }] of limits.entries()) {
    const why = seen.has(id)
      ? `\`${id}\` stands twice`
      : (classes === undefined) === (promotions === undefined)
        ? "states one of classes and promotions"
        : !Number.isInteger(max) || max < 0
          ? "max is a whole number"
          : undefined
    if (why !== undefined) return { _tag: "InvalidRules", path: `/policy/limits/${index}`, why }
    seen.add(id)
  }
  return undefined
}
