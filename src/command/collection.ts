import type * as Schema from "effect/Schema"
import { type Json, type JsonObject, isObject } from "../kernel/json.ts"
import { type PersonalField, personalFields } from "../privacy/index.ts"
import type { CollectionShape, Key } from "../storage/model.ts"
import { decodeStored, encode, encodeFields, encodeText } from "./codec/codec.ts"
import type { Fields } from "./codec/fields.ts"
import { highestOf, lowestOf, newestOf, type Revision, upcast } from "./revision.ts"

/** A column beside the document, and the document's value for it. */
export interface Column<in A> {
  readonly type: "text" | "integer"
  of(document: A): Key | undefined
}

/** A column of text, compared by UTF-8 bytes. */
export const text = <A>(of: (document: A) => string | undefined): Column<A> => ({ type: "text", of })

/** A column of integers: instants, counts. */
export const integer = <A>(of: (document: A) => number | undefined): Column<A> => ({ type: "integer", of })

/** A kind of document: its Schema, its id, and the columns and indexes it can be found by. */
export interface Collection<in out A> extends CollectionShape {
  readonly schema: Schema.Codec<A, unknown>
  readonly id: (document: A) => string
  readonly personal: ReadonlyArray<PersonalField>
  /** What led from each version of the Schema to the next; none: it is the first. */
  readonly revisions: ReadonlyArray<Revision>
  /** The version of the Schema, 1, 2, 3, ...: the highest that can be read. */
  readonly version: number
  /** The version that documents are written in until `operations.raise` says that every node reads a newer one. */
  readonly lowest: number
  /** The highest version that can be raised: {@link Collection.version}, or below it where the newest are written early. */
  readonly highest: number
  /** The document as the JSON that is kept; its personal fields are still clear. */
  readonly encode: (document: A) => JsonObject
  /** The same as JSON text: what is kept of a document without personal fields. */
  readonly text: (document: A) => string
  /** The same field by field. */
  readonly fields: (document: A) => Fields
  /** A kept document of any version up to this one. */
  readonly decode: (json: JsonObject) => A
  readonly columnsOf: (document: A) => { readonly [column: string]: Key }
}

/**
 * Defines a collection. The name is that of its table; `id` reads the document's id off it. A Schema that changes gets a
 * revision, and documents of older versions are read through it.
 */
export const collection = <A>(
  name: string,
  definition: {
    readonly schema: Schema.Codec<A, unknown>
    readonly id: (document: A) => string
    readonly columns?: { readonly [column: string]: Column<A> }
    readonly indexes?: { readonly [index: string]: ReadonlyArray<string> }
    readonly revisions?: ReadonlyArray<Revision>
  }
): Collection<A> => {
  const columns = Object.entries(definition.columns ?? {})
  const { schema, revisions = [] } = definition
  return {
    name,
    schema,
    id: definition.id,
    columns: Object.fromEntries(columns.map(([column, { type }]) => [column, type])),
    indexes: definition.indexes ?? {},
    personal: personalFields(schema),
    revisions,
    version: newestOf(revisions),
    lowest: lowestOf(revisions),
    highest: highestOf(revisions),
    encode: (document) => asObject(name, encode(schema, document)),
    text: (document) => {
      const json = encodeText(schema, document)
      return json.startsWith("{") ? json : noObject(name)
    },
    fields: (document) => encodeFields(schema, document),
    decode:
      revisions.length === 0
        ? (json) => decodeStored(schema, json)
        : (json) => decodeStored(schema, upcast(revisions, json)),
    columnsOf: (document) => {
      const values: Record<string, Key> = {}
      for (const [named, column] of columns) values[named] = column.of(document) ?? null
      return values
    }
  }
}

const asObject = (name: string, encoded: unknown): JsonObject => {
  const json = encoded as Json
  return isObject(json) ? json : noObject(name)
}

const noObject = (name: string): never => {
  throw new Error(`documents of ${name} must encode to a JSON object`)
}
