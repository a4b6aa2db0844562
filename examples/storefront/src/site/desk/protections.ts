/** The drops of prices that were given back for an order, with how the refund of each stands. */
import type { DeskOrderView } from "../../look/index.ts"
import type { Language } from "../../text/index.ts"
import type { Whole } from "../pages/whole.ts"
import { refundWords, stateOf } from "../words.ts"

export const protectionsOf = (
  { order: { lines, protections = [] }, refunds }: Whole,
  language: Language
): NonNullable<DeskOrderView["protections"]> =>
  protections.map(({ at, lines: dropped, amount, points = 0, refund: id }) => {
    const refund = refunds.find((one) => one.id === id)
    const names = dropped.flatMap(({ line }) => lines.find((one) => one.id === line)?.name[language] ?? [])
    return {
      at,
      goods: names.join(language === "zh" ? "、" : ", "),
      amount,
      points,
      ...(refund === undefined ? {} : { refund: refund.id, state: stateOf(refundWords, refund.state, language) })
    }
  })
