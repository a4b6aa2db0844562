import { type AnyCollection, schemaVersionOf } from "pannier/command"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { JsonObject } from "pannier/kernel"
import { collections } from "pannier/shop"
import type { IndexQuery, Page, Storage, Stored } from "pannier/storage"

/** Documents that are asked for at once. */
const together = 50

/**
 * Documents of the shop whose columns are not what they say, in sentences: by its index such a document is found as somebody else's, or by
 * nobody. What a document says of its columns the core knows of its own collections only; those of a host are its own to ask.
 */
export const columnFaults = async (storage: Storage): Promise<ReadonlyArray<string>> => {
  const building = await Effect.runPromise(storage.building)
  const wrong: Array<string> = []
  for (const from of collections) {
    const late = building.filter(({ collection }) => collection === from.name).map(({ column }) => column)
    const columns = Object.keys(from.columns).filter((column) => !late.includes(column))
    if (columns.length > 0) wrong.push(...(await faultsIn(storage, from, columns)))
  }
  return wrong
}

const faultsIn = async (
  storage: Storage,
  from: AnyCollection,
  columns: ReadonlyArray<string>
): Promise<ReadonlyArray<string>> => {
  const wrong: Array<string> = []
  let after: string | undefined
  do {
    const query = { collection: from.name, index: "id", limit: together, ...(after === undefined ? {} : { after }) }
    const [page] = await pagesOf(storage, [query])
    // A layout of a former release may have no table for it.
    if (page === undefined) return wrong
    const asked = page.items.flatMap(({ id, json }) => {
      const said = saidBy(from, json)
      if (said === undefined) return []
      const where = Object.fromEntries(columns.map((column) => [column, said[column] ?? null]))
      return [{ collection: from.name, index: "id", equals: [id], where, limit: 1 }]
    })
    const found = await pagesOf(storage, asked)
    asked.forEach(({ equals: [id] }, index) => {
      if (found[index]?.items.length === 1) return
      wrong.push(`the columns of ${from.name}/${id} are not what the document says`)
    })
    after = page.next
  } while (after !== undefined)
  return wrong
}

/** The columns of a document by what it says; `undefined` where it cannot be read, which the fold of its events tells, or is of a newer version. */
const saidBy = (from: AnyCollection, json: string): ReturnType<AnyCollection["columnsOf"]> | undefined => {
  try {
    const stored: JsonObject = JSON.parse(json)
    return schemaVersionOf(stored) > from.version ? undefined : from.columnsOf(from.decode(stored))
  } catch {
    return undefined
  }
}

const pagesOf = async (storage: Storage, queries: ReadonlyArray<IndexQuery>): Promise<ReadonlyArray<Page<Stored>>> => {
  if (queries.length === 0) return []
  const found = await Effect.runPromise(Effect.result(storage.read({ documents: [], accounts: [], queries, at: 0 })))
  if (Result.isSuccess(found)) return found.success.queries
  if (found.failure.reason !== "Unsupported") throw found.failure
  return []
}
