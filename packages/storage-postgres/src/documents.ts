import { isStorable } from "pannier/kernel"
import {
  type CollectionShape,
  type DocumentId,
  type Found,
  type Limits,
  refuse,
  type Stored,
  type Wants
} from "pannier/storage"
import { balanceColumns, balanceOf } from "./accounts.ts"
import type { Building } from "./building.ts"
import { tableOf } from "./names.ts"
import type { Row } from "./driver.ts"
import { askPage } from "./query.ts"
import type { Session } from "./session.ts"
import { arm, numberIn, Parameters, sortedIds, textIn } from "./statements.ts"

/** Ids by collection, the collections in order: rows are always locked so. */
export const byCollection = (
  documents: Iterable<DocumentId>
): ReadonlyArray<readonly [string, ReadonlyArray<string>]> => {
  const found = new Map<string, Set<string>>()
  for (const { collection, id } of documents) {
    const known = found.get(collection)
    if (known === undefined) found.set(collection, new Set([id]))
    else known.add(id)
  }
  return [...found]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([collection, ids]) => [collection, sortedIds(ids)] as const)
}

/** See `Storage.read`: one statement, which is its own snapshot. */
export const read = async (
  session: Session,
  shapes: ReadonlyMap<string, CollectionShape>,
  { documents, accounts, queries, at }: Wants,
  limits: Limits,
  building: Building
): Promise<Found> => {
  const parameters = new Parameters()
  const shapeOf = (collection: string): CollectionShape =>
    shapes.get(collection) ?? refuse("Unsupported", `collection \`${collection}\``)
  const tenant = session.place.tenant
  const arms: Array<string> = []
  for (const [collection, ids] of byCollection(documents)) {
    shapeOf(collection)
    arms.push(
      arm(
        "document",
        [parameters.text(collection), "id", "version", "document"],
        `FROM ${tableOf(session, collection)} WHERE tenant = ${parameters.text(tenant)} AND id = ANY(${parameters.texts(ids)}) AND document IS NOT NULL`
      )
    )
  }
  if (accounts.length > 0) {
    const columns = balanceColumns(session, parameters.integer(at))
    arms.push(
      arm(
        "account",
        columns,
        `FROM ${session.table("account")} a WHERE a.tenant = ${parameters.text(tenant)} AND a.id = ANY(${parameters.texts(sortedIds(accounts))})`
      )
    )
  }
  const pages = queries.map((query, number) =>
    askPage(session, shapeOf(query.collection), query, limits, building, number, parameters)
  )
  for (const page of pages) arms.push(...page.arms)
  const rows = arms.length === 0 ? [] : await session.read(arms.join(" UNION ALL "), parameters.values)
  const stored = new Map<string, Stored>()
  const balances = new Map(rows.filter(isKind("account")).map((row) => [textIn(row, 1), balanceOf(row)]))
  for (const row of rows.filter(isKind("document"))) {
    const [id, version, json] = [textIn(row, 2), numberIn(row, 3), textIn(row, 4)]
    stored.set(nameOf({ collection: textIn(row, 1), id }), { id, version, json })
  }
  const answers = rows.filter(isKind("query"))
  return {
    documents: documents.map((document) => (isStorable(document.id) ? stored.get(nameOf(document)) : undefined)),
    accounts: accounts.map((id) => balances.get(id)),
    queries: pages.map(({ page }, number) => page(answers.filter((row) => row[1] === String(number))))
  }
}

const isKind =
  (kind: string) =>
  (row: Row): boolean =>
    row[0] === kind

/** One text for a collection and an id, whatever is in them. */
export const nameOf = ({ collection, id }: DocumentId): string => JSON.stringify([collection, id])
