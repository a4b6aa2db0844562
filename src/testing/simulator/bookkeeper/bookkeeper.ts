import type { Entry } from "../../../storage/model.ts"
import { benefits } from "./benefits.ts"
import { allGiven, deliveries } from "./deliveries.ts"
import { cards, codes, pieces, promised, shelves, waits, words } from "./goods.ts"
import { interventions, unread } from "./parked.ts"
import { type FinalLaw, gateways, money, paidBack, parcels, returned } from "./partners.ts"
import { lines, order, orders, type PrefixLaw, sums, uses } from "./prefixes.ts"
import { deposits, presales } from "./presales.ts"
import { type Books, type Presales, type Staffed, Told, type Virtuals } from "./told.ts"

/** What the second book-keeper found. */
export interface Bookkept {
  /** Sentences that begin with the number of the law. */
  readonly violations: ReadonlyArray<string>
  /** How many subjects each law had to act on. */
  readonly acted: Readonly<Record<string, number>>
  readonly presales: Presales
  readonly staffed: Staffed
  readonly virtuals: Virtuals
}

const prefixLaws: ReadonlyArray<PrefixLaw> = [
  lines,
  order,
  orders,
  uses,
  sums,
  promised,
  presales,
  deliveries,
  interventions
]
const finalLaws: ReadonlyArray<FinalLaw> = [allGiven, pieces, shelves, codes, cards, returned, benefits]
const restLaws: ReadonlyArray<FinalLaw> = [gateways, money, deposits, paidBack, parcels, waits]

/**
 * The second book-keeper: reads the log of a shop and the books of those it dealt with, and knows nothing of how the shop
 * works. The laws of every prefix are asked entry by entry, those of the whole at its end, and those of a shop at rest if
 * it has come to rest.
 */
export const keepBooks = (log: ReadonlyArray<Entry>, books: Books): Bookkept => {
  const told = new Told()
  const asked = prefixLaws.map((law) => law(told))
  const keys = new Set<string>()
  for (const entry of log) {
    keys.add(entry.key)
    const changes = entry.events.map(({ collection, id, type, change }) => {
      const key = `${collection}/${id}`
      const before = told.documents.get(key)
      return { collection, id, type, before, after: told.evolve(key, change) }
    })
    for (const ask of asked) ask({ entry, changes })
  }
  words(told, books, keys)
  if (books.quiet) unread(told, keys)
  if (books.quiet) for (const law of [...finalLaws, ...restLaws]) law(told, books)
  const { violations, acted, met, staffed, virtuals } = told
  return { violations, acted, presales: met, staffed, virtuals }
}
