import * as Quote from "../../src/quote/index.ts"
import type { Specified } from "./specification/index.ts"

/** A quote in the figures of its specification. */
export const figures = (quote: Quote.Quote): Specified => ({
  grand: quote.grand,
  tax: quote.tax,
  discount: quote.discount,
  lines: quote.lines.map(({ id, units, adjustments }) => ({ id, units: [...units], adjustments: [...adjustments] })),
  charges: quote.charges.map(({ id, amount, tax, adjustments }) => ({
    id,
    amount,
    tax,
    adjustments: [...adjustments]
  })),
  applied: [...quote.applied],
  claims: [...Map.groupBy(quote.claims, ({ account }) => account)]
    .map(([account, claims]) => `${account} ${claims.reduce((sum, { amount }) => sum + amount, 0n)}`)
    .sort(),
  refused: quote.refused
    .map(({ promotion, reason, saves }) => `${promotion} ${reason}${saves === undefined ? "" : ` ${saves}`}`)
    .sort(),
  gifts: [...quote.gifts],
  after: [...quote.after],
  ...(quote.lapsed === undefined ? {} : { lapsed: [...quote.lapsed] }),
  ...(quote.points === undefined ? {} : { points: quote.points }),
  ...(quote.tenders === undefined ? {} : { tenders: [...quote.tenders] }),
  ...(quote.due === undefined ? {} : { due: quote.due }),
  ...(quote.deposit === undefined ? {} : { deposit: quote.deposit }),
  ...(quote.customs === undefined || quote.customs.length === 0 ? {} : { customs: [...quote.customs] }),
  ...(quote.reliefs === undefined ? {} : { relieved: relievedIn(quote.reliefs) }),
  taxes: Quote.taxes(quote)!
})

/** What is sold without its tax, for whatever reason. */
const relievedIn = (reliefs: NonNullable<Quote.Quote["reliefs"]>) => ({
  of: reliefs.flatMap(({ of }) => of),
  net: reliefs.reduce((sum, { net }) => sum + net, 0n)
})
