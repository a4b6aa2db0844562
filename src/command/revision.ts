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
  /**
   * Writes what `down` cannot say in this version at once, and all else in the version before for as long as there is `down`: for documents
   * that only a new feature makes. A node of the version before answers `VersionAhead` for those and goes on with the others, so there is
   * nothing to raise. Absent: what `down` cannot say is refused until the version was raised.
   */
  readonly early?: true
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

/** The highest version that can be raised. Above it documents are written early, and nothing is raised. */
export const highestOf = (revisions: ReadonlyArray<Revision>): number => provenBy(revisions, newestOf(revisions))

/** A kept document as the newest version states it. Its own version is one of those that can be read. */
export const upcast = (revisions: ReadonlyArray<Revision>, stored: JsonObject): JsonObject => {
  const version = schemaVersionOf(stored)
  let json = stored
  for (const { up } of revisions.slice(version - 1)) json = up(json)
  return json
}

/** A document as a version of its Schema writes it. */
export interface Lowered {
  readonly json: JsonObject
  readonly version: number
}

/**
 * A document of the newest version as an older one would write it, or as the oldest above that which can, where that is written early;
 * `undefined` where it cannot be written.
 */
export const downcast = (
  revisions: ReadonlyArray<Revision>,
  json: JsonObject,
  version: number
): Lowered | undefined => {
  let lowered: Lowered = { json, version: newestOf(revisions) }
  for (const { down, early } of revisions.slice(version - 1).toReversed()) {
    const before = down?.(lowered.json)
    if (before === undefined) return early === true ? lowered : undefined
    lowered = { json: before, version: lowered.version - 1 }
  }
  return lowered
}

/** The version that a document of this one proves to have been raised: to be written early proves nothing. */
export const provenBy = (revisions: ReadonlyArray<Revision>, version: number): number => {
  let proven = version
  while (revisions[proven - 2]?.early === true) proven--
  return proven
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
