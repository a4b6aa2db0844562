import { type AnyCommand, type AnyQuery, failures } from "pannier/command"
import type { Refusal } from "pannier/kernel"
import { isCommand, type Kernel } from "pannier/shop"

/** What of a shop its face over HTTP is derived from. */
export type ShopParts = Pick<Kernel, "engine" | "table" | "refusals">

interface Place {
  readonly domain: string
  readonly name: string
  /** `/order/place`, without a prefix. */
  readonly path: `/${string}`
  /** What it may answer instead of its reply, each tag once. */
  readonly refusals: ReadonlyArray<Refusal>
}

/** One entry of a shop's table, and where it is to be had: a command is posted, a query is got. */
export type Route =
  | (Place & { readonly method: "POST"; readonly entry: AnyCommand })
  | (Place & { readonly method: "GET"; readonly entry: AnyQuery })

/** The routes of a shop, in the order of its table. */
export const routesOf = ({ engine, table, refusals }: ShopParts): ReadonlyArray<Route> =>
  Object.entries<Readonly<Record<string, AnyCommand | AnyQuery>>>({ ...table }).flatMap(([domain, entries]) =>
    Object.entries(entries).map(([name, entry]): Route => {
      const at = { domain, name, path: `/${domain}/${name}` } as const
      if (!isCommand(entry)) return { ...at, method: "GET", entry, refusals: answersOfQueries }
      const vetoed = engine.vetoes.has(entry.name) ? refusals : []
      return { ...at, method: "POST", entry, refusals: eachOnce([...entry.refusals, ...failures, ...vetoed]) }
    })
  )

/** The tag of the facts that a Schema describes. */
export const tagOf = (schema: Refusal): string => {
  const { identifier } = schema.ast.annotations ?? {}
  if (typeof identifier !== "string") throw new Error("a Schema of facts without a tag: make it with `refusal`")
  return identifier
}

/** Schemas by tag; of two with one tag the first. */
export const byTag = (schemas: ReadonlyArray<Refusal>): ReadonlyMap<string, Refusal> =>
  new Map(schemas.toReversed().map((schema) => [tagOf(schema), schema]))

const eachOnce = (schemas: ReadonlyArray<Refusal>): ReadonlyArray<Refusal> => {
  const known = byTag(schemas)
  return schemas.filter((schema, index) => known.get(tagOf(schema)) === schema && schemas.indexOf(schema) === index)
}

// A query commits nothing, so nothing of what storage says of commits can happen to it.
const answersOfQueries: ReadonlyArray<Refusal> = failures.filter((schema) =>
  ["InvalidInput", "Denied", "NotFound", "VersionAhead", "StorageError", "VaultError"].includes(tagOf(schema))
)
