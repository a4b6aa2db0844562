import type { CollectionShape } from "pannier/storage"
import { tableOf } from "./names.ts"
import type { Session } from "./session.ts"
import type { Standing, State } from "./state.ts"
import { type Parameters, type Part, quoted } from "./statements.ts"

/** Writes each document once, over the version that was found. */
export const documentParts = (
  session: Session,
  shapes: ReadonlyMap<string, CollectionShape>,
  state: State,
  tenant: string,
  parameters: Parameters
): ReadonlyArray<Part> => {
  const parts: Array<Part> = []
  for (const [collection, shape] of [...shapes].toSorted(([left], [right]) => (left < right ? -1 : 1))) {
    const written = [...state.documents.values()].filter(({ write }) => write?.collection === collection)
    const [fresh, found] = [written.filter((one) => one.found === 0), written.filter((one) => one.found > 0)]
    const table = tableOf(session, collection)
    const names = ["id", "version", "document", ...Object.keys(shape.columns)].map(quoted)
    if (fresh.length > 0) {
      parts.push({
        sql: `INSERT INTO ${table} (tenant, ${names.join(", ")}) SELECT ${tenant}, * FROM unnest(${documentColumns(shape, fresh, parameters).join(", ")})`,
        rows: fresh.length
      })
    }
    if (found.length > 0) {
      const columns = [...documentColumns(shape, found, parameters), parameters.integers(found.map((one) => one.found))]
      const set = names.slice(1).map((name) => `${name} = n.${name}`)
      parts.push({
        sql: `UPDATE ${table} d SET ${set.join(", ")} FROM unnest(${columns.join(", ")}) AS n (${names.join(", ")}, "found version") WHERE d.tenant = ${tenant} AND d.id = n.id AND d.version = n."found version"`,
        rows: found.length
      })
    }
  }
  return parts
}

const documentColumns = (
  shape: CollectionShape,
  standings: ReadonlyArray<Standing>,
  parameters: Parameters
): ReadonlyArray<string> => {
  const keys = (column: string) =>
    standings.map(({ write, removed }) => (removed ? null : (write?.columns[column] ?? null)))
  return [
    parameters.texts(standings.map(({ write }) => write?.id ?? null)),
    parameters.integers(standings.map(({ version }) => version)),
    parameters.texts(standings.map(({ write }) => write?.json ?? null)),
    ...Object.entries(shape.columns).map(([column, type]) =>
      type === "text"
        ? parameters.texts(keys(column).map((key) => (key === null ? null : String(key))))
        : parameters.integers(keys(column).map((key) => (key === null ? null : Number(key))))
    )
  ]
}
