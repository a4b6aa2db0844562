import * as Effect from "effect/Effect"
import { canonical, isObject, type Json, type JsonObject } from "../kernel/json.ts"
import { empty, fill, keyLength, nonceLength, version } from "./box.ts"
import type { VaultError } from "./errors.ts"
import type { PersonalField } from "./fields.ts"
import type { KeyVault } from "./ports.ts"

/** The document that a value belongs to. A box opens nowhere else. */
export interface Place {
  readonly collection: string
  readonly id: string
}

/** What a document was before: as it was kept, and as the rule was shown it. */
export interface Former {
  readonly stored: JsonObject
  readonly opened: JsonObject
}

/**
 * Puts each clear personal value of an encoded document into a box: AES-256-GCM under the person's key (NIST SP 800-38D),
 * bound to the person, the collection, the field, the document's id and the version of the key.
 *
 * A value that is what the rule was shown keeps its former box, so an untouched field makes no change. `former` is needed
 * wherever the document existed, opened or not. What is sealed for a person whose key is destroyed is erased at once. A
 * value in clear under a field that became personal later is sealed by the next write. `null` is no value, and stays.
 *
 * A defect: the document does not say whose the value is, or it carries a box of another document, field or person; open
 * the field to move it.
 */
export const seal = (
  vault: KeyVault,
  fields: ReadonlyArray<PersonalField>,
  place: Place,
  tree: JsonObject,
  former?: Former
): Effect.Effect<JsonObject, VaultError> =>
  fields.length === 0 ? Effect.succeed(tree) : Effect.suspend(() => sealFields(vault, fields, place, tree, former))

/**
 * Opens the personal fields of a stored document. A box whose person's key is destroyed is `{ "$erased": true }`.
 *
 * @returns the document with clear values; `Tampered` where a box was changed or belongs elsewhere
 */
export const open = (
  vault: KeyVault,
  fields: ReadonlyArray<PersonalField>,
  place: Place,
  tree: JsonObject
): Effect.Effect<JsonObject, VaultError> =>
  fields.length === 0 ? Effect.succeed(tree) : Effect.suspend(() => openFields(vault, fields, place, tree))

/**
 * Empties the boxes of an encoded document: what a reply shows of values that nobody opened. An empty box says that there
 * is a value; it is sealed and opened as it is.
 */
export const withhold = (fields: ReadonlyArray<PersonalField>, tree: JsonObject): JsonObject =>
  fields.reduce(
    (kept, { path }) => (boxOf(at(kept, path)) === undefined ? kept : put(kept, path, { $sealed: "" })),
    tree
  )

/** A personal value that occurs in a document, kept or clear. */
interface Occurrence {
  readonly field: PersonalField
  readonly person: string
  readonly value: Json
}

const sealFields = (
  vault: KeyVault,
  fields: ReadonlyArray<PersonalField>,
  place: Place,
  tree: JsonObject,
  former: Former | undefined
): Effect.Effect<JsonObject, VaultError> => {
  let kept = tree
  const fresh: Array<Occurrence> = []
  for (const field of fields) {
    const value = at(tree, field.path)
    if (value === undefined || value === null) continue
    const person = personOf(tree, field, place)
    const box = formerBox(field, person, value, former)
    if (box !== undefined) kept = put(kept, field.path, box)
    else if (boxOf(value) === "") continue
    else if (boxOf(value) !== undefined)
      throw new Error(`${nameOf(place, field)} carries a box that was not made for it`)
    else if (!isErased(value)) fresh.push({ field, person, value })
  }
  return fresh.length === 0 ? Effect.succeed(kept) : sealEach(vault, place, kept, fresh)
}

/** What stands at this field already, if it is this very value of this very person. */
const formerBox = (
  field: PersonalField,
  person: string,
  value: Json,
  former: Former | undefined
): JsonObject | undefined => {
  if (former === undefined || former.stored[field.of] !== person) return undefined
  const box = at(former.stored, field.path)
  return isKept(box) && same(value, at(former.opened, field.path)) ? box : undefined
}

const openFields = (
  vault: KeyVault,
  fields: ReadonlyArray<PersonalField>,
  place: Place,
  tree: JsonObject
): Effect.Effect<JsonObject, VaultError> => {
  const boxes = fields.flatMap((field): ReadonlyArray<Occurrence> => {
    const value = at(tree, field.path)
    return value === undefined || !boxOf(value) ? [] : [{ field, person: personOf(tree, field, place), value }]
  })
  return boxes.length === 0 ? Effect.succeed(tree) : openEach(vault, place, tree, boxes)
}

const sealEach = Effect.fnUntraced(function* (
  vault: KeyVault,
  place: Place,
  tree: JsonObject,
  values: ReadonlyArray<Occurrence>
) {
  const keys = yield* keysOf(vault, values)
  const nonces = yield* vault.random(nonceLength * values.length)
  const boxes = yield* Effect.forEach(
    values,
    (occurrence, index): Effect.Effect<Json> => {
      const key = keys.get(occurrence.person)
      if (key === undefined) return Effect.succeed(erased)
      const nonce = nonces.subarray(index * nonceLength, (index + 1) * nonceLength)
      const text = new TextEncoder().encode(JSON.stringify(occurrence.value))
      return Effect.map(fill(vault, key, nonce, bound(place, occurrence), text), ($sealed) => ({ $sealed }))
    },
    { concurrency: "unbounded" }
  )
  return replace(tree, values, boxes)
})

const openEach = Effect.fnUntraced(function* (
  vault: KeyVault,
  place: Place,
  tree: JsonObject,
  boxes: ReadonlyArray<Occurrence>
) {
  const keys = yield* keysOf(vault, boxes)
  const values = yield* Effect.forEach(
    boxes,
    (box): Effect.Effect<Json, VaultError> => {
      const key = keys.get(box.person)
      if (key === undefined) return Effect.succeed(erased)
      return Effect.flatMap(empty(vault, key, bound(place, box), boxOf(box.value) ?? ""), (text) =>
        text === undefined
          ? Effect.fail({ _tag: "VaultError", reason: "Tampered", detail: nameOf(place, box.field) })
          : Effect.succeed(JSON.parse(new TextDecoder().decode(text)))
      )
    },
    { concurrency: "unbounded" }
  )
  return replace(tree, boxes, values)
})

// A list as JSON, so that no two places share one text whatever their ids contain.
const bound = (place: Place, { field, person }: Occurrence): Uint8Array =>
  new TextEncoder().encode(JSON.stringify([person, place.collection, field.path, place.id, version]))

const keysOf = Effect.fnUntraced(function* (vault: KeyVault, occurrences: ReadonlyArray<Occurrence>) {
  const keys = new Map<string, Uint8Array | undefined>()
  for (const { person } of occurrences) {
    if (keys.has(person)) continue
    const key = yield* vault.key(person)
    if (key !== undefined && key.length !== keyLength) {
      const detail = `the key of \`${person}\``
      return yield* Effect.fail<VaultError>({ _tag: "VaultError", reason: "Corrupt", detail })
    }
    keys.set(person, key)
  }
  return keys
})

const erased: Json = { $erased: true }

const isOnly = (json: Json | undefined, key: string): json is JsonObject =>
  isObject(json) && Object.hasOwn(json, key) && Object.keys(json).length === 1

const boxOf = (json: Json | undefined): string | undefined => {
  const box = isOnly(json, "$sealed") ? json["$sealed"] : undefined
  return typeof box === "string" ? box : undefined
}

const isErased = (json: Json | undefined): boolean => isOnly(json, "$erased") && json["$erased"] === true

const isKept = (json: Json | undefined): json is JsonObject => boxOf(json) !== undefined || isErased(json)

const same = (value: Json, former: Json | undefined): boolean =>
  value === former || (former !== undefined && canonical(value) === canonical(former))

const personOf = (tree: JsonObject, field: PersonalField, place: Place): string => {
  const person = tree[field.of]
  if (typeof person === "string" && person !== "") return person
  throw new Error(`${nameOf(place, field)} is personal, but \`${field.of}\` names no person`)
}

const nameOf = ({ collection, id }: Place, { path }: PersonalField): string => `${collection}/${id} ${path.join(".")}`

const at = (tree: JsonObject, path: ReadonlyArray<string>): Json | undefined => {
  let value: Json | undefined = tree
  for (const key of path) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

const put = (tree: JsonObject, path: ReadonlyArray<string>, value: Json): JsonObject => {
  const [key, ...rest] = path
  if (key === undefined) return tree
  const inner = tree[key]
  return { ...tree, [key]: rest.length > 0 && isObject(inner) ? put(inner, rest, value) : value }
}

const replace = (tree: JsonObject, places: ReadonlyArray<Occurrence>, values: ReadonlyArray<Json>): JsonObject =>
  places.reduce((kept, { field }, index) => {
    const value = values[index]
    return value === undefined ? kept : put(kept, field.path, value)
  }, tree)
