import type { Json, JsonObject } from "../kernel/json.ts"
import type { Fields } from "./codec/fields.ts"

/**
 * How a document of the version before is read as one of this version, and, while older nodes still run, written back.
 * Personal fields keep their names and stay sealed: a revision leaves them where they are.
 */
export interface Revision {
  /** Total: there is no document of the version before that it does not take. */
  readonly up: (before: JsonObject) => JsonObject
  /**
   * The same document as the version before would write it; `undefined` where that version cannot say it. With it a
   * collection goes on writing the version before until somebody raises it. Absent: this version is written at once, so no
   * older node may run any more.
   */
  readonly down?: (after: JsonObject) => JsonObject | undefined
}

/** The field of a kept document that names the version of its Schema. A document of the first version has none. */
export const versionField = "$version"

/** The version of the Schema that a kept document was written by. */
export const schemaVersionOf = (stored: JsonObject): number => {
  const version = stored[versionField]
  return typeof version === "number" ? version : 1
}

/** The newest version, which is also the highest that can be read. */
export const newestOf = (revisions: ReadonlyArray<Revision>): number => revisions.length + 1

/** The version that is written until somebody raises it: the oldest to which every revision behind it leads back. */
export const lowestOf = (revisions: ReadonlyArray<Revision>): number =>
  revisions.findLastIndex(({ down }) => down === undefined) + 2

/** A kept document as the newest version states it. Its own version is one of those that can be read. */
export const upcast = (revisions: ReadonlyArray<Revision>, stored: JsonObject): JsonObject => {
  const version = schemaVersionOf(stored)
  let json = stored
  for (const { up } of revisions.slice(version - 1)) json = up(json)
  return json
}

/** A document of the newest version as an older one would write it; `undefined` where that one cannot say it. */
export const downcast = (
  revisions: ReadonlyArray<Revision>,
  json: JsonObject,
  version: number
): JsonObject | undefined => {
  let lowered: JsonObject | undefined = json
  for (const { down } of revisions.slice(version - 1).toReversed()) {
    if (lowered === undefined) return undefined
    lowered = down?.(lowered)
  }
  return lowered
}

/** JSON text of a document with its version in front. */
export const markedText = (text: string, version: number): string =>
  version === 1 ? text : `{"${versionField}":${version}${text === "{}" ? "}" : `,${text.slice(1)}`}`

/** The same field by field. */
export const markedFields = ({ names, texts }: Fields, version: number): Fields =>
  version === 1 ? { names, texts } : { names: [versionField, ...names], texts: [String(version), ...texts] }

/** The same as an object of JSON. */
export const marked = (json: JsonObject, version: number): JsonObject =>
  version === 1 ? json : { [versionField]: version satisfies Json, ...json }
