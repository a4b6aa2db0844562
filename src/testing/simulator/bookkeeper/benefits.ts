import type { JsonObject } from "../../../kernel/json.ts"
import { list, number, object, text, units } from "../../../shop/questions/reading.ts"
import type { FinalLaw } from "./partners.ts"
import { isPaid, quoteOf } from "./told.ts"

/** L28: of what an order gives later there waits what is earned by the goods that have not come back, until it is given out. */
export const benefits: FinalLaw = (told) => {
  for (const order of told.all("order")) {
    const quote = quoteOf(order)
    for (const [index, later] of list(quote["after"]).entries()) {
      const account = `pending:benefit:${text(order["id"])}/${index}`
      const waits = told.sums.get(account)?.posted ?? 0n
      const expected = isPaid(order) && order["benefits"] === undefined ? stillEarned(order, later) : 0n
      if (waits !== expected) told.broken("L28", `${account} has ${waits}, and there should be ${expected}`)
    }
  }
}

const stillEarned = (order: JsonObject, later: JsonObject): bigint => {
  const quote = quoteOf(order)
  const currency = text(quote["currency"])
  const earning = list(quote["lines"]).filter(({ id }) => {
    const lines = later["lines"]
    return !Array.isArray(lines) || lines.includes(id ?? "")
  })
  const cost = earning.some(({ gross }) => units(gross, currency) > 0n)
  let [all, back] = [0n, 0n]
  for (const { id, gross, units: unit } of earning) {
    const pieces = BigInt(list(unit).length)
    const worth = cost ? units(gross, currency) : pieces
    const line = list(order["lines"]).find((one) => one["id"] === id)
    all += worth
    back += nearest(worth * BigInt(number(object(line?.["refunded"])["quantity"])), pieces)
  }
  if (later["kind"] === "coupon") {
    const quantity = BigInt(text(later["quantity"]))
    return quantity - (quantity * back) / all
  }
  const given = later["kind"] === "points" ? BigInt(text(later["points"])) : units(later["amount"], currency)
  return given - nearest(given * back, all)
}

/** Half away from zero; neither is below it. */
const nearest = (part: bigint, whole: bigint): bigint => (2n * part + whole) / (2n * whole)
