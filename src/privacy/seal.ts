import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Base64Url from "effect/encoding/Base64Url"
import { canonical, isObject, type Json, type JsonObject } from "../kernel/json.ts"
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

/** The version of the box: AES-256-GCM, 96-bit nonce, 128-bit tag, the person's one data key. */
const version = 1
const nonceLength = 12
const tagLength = 16
const keyLength = 32

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

type DataKey = Awaited<ReturnType<typeof globalThis.crypto.subtle.importKey>>

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
  const boxes = yield* Effect.promise(() =>
    Promise.all(
      values.map(async (occurrence, index): Promise<Json> => {
        const key = keys.get(occurrence.person)
        const nonce = new Uint8Array(nonces.subarray(index * nonceLength, (index + 1) * nonceLength))
        return key === undefined ? erased : encrypt(key, nonce, place, occurrence)
      })
    )
  )
  return replace(tree, values, boxes)
})

const encrypt = async (
  key: DataKey,
  nonce: Uint8Array<ArrayBuffer>,
  place: Place,
  occurrence: Occurrence
): Promise<Json> => {
  const text = new TextEncoder().encode(JSON.stringify(occurrence.value))
  const secret = await globalThis.crypto.subtle.encrypt(algorithm(nonce, place, occurrence), key, text)
  const bytes = new Uint8Array(nonceLength + secret.byteLength)
  bytes.set(nonce)
  bytes.set(new Uint8Array(secret), nonceLength)
  return { $sealed: `${version}.${Base64Url.encode(bytes)}` }
}

const openEach = Effect.fnUntraced(function* (
  vault: KeyVault,
  place: Place,
  tree: JsonObject,
  boxes: ReadonlyArray<Occurrence>
) {
  const keys = yield* keysOf(vault, boxes)
  const values = yield* Effect.forEach(
    boxes,
    (box) => {
      const key = keys.get(box.person)
      return key === undefined ? Effect.succeed(erased) : decrypt(key, place, box)
    },
    { concurrency: "unbounded" }
  )
  return replace(tree, boxes, values)
})

const decrypt = (key: DataKey, place: Place, box: Occurrence): Effect.Effect<Json, VaultError> => {
  const tampered: VaultError = { _tag: "VaultError", reason: "Tampered", detail: nameOf(place, box.field) }
  const bytes = bytesOf(boxOf(box.value) ?? "")
  if (bytes === undefined) return Effect.fail(tampered)
  const nonce = bytes.slice(0, nonceLength)
  return Effect.map(
    Effect.tryPromise({
      try: () => globalThis.crypto.subtle.decrypt(algorithm(nonce, place, box), key, bytes.subarray(nonceLength)),
      // The one failure of a decryption is a tag that does not fit: the box, its place or its person is another.
      catch: () => tampered
    }),
    (text): Json => JSON.parse(new TextDecoder().decode(text))
  )
}

const bytesOf = (box: string): Uint8Array<ArrayBuffer> | undefined => {
  const text = box.slice(`${version}.`.length)
  const decoded = Base64Url.decode(text)
  if (Result.isFailure(decoded) || decoded.success.length < nonceLength + tagLength) return undefined
  // One box has one text: bits that decoding would pass over count as changed.
  const whole = box.startsWith(`${version}.`) && Base64Url.encode(decoded.success) === text
  return whole ? new Uint8Array(decoded.success) : undefined
}

const algorithm = (nonce: Uint8Array<ArrayBuffer>, place: Place, { field, person }: Occurrence) => ({
  name: "AES-GCM",
  iv: nonce,
  tagLength: tagLength * 8,
  // A list as JSON, so that no two places share one text whatever their ids contain.
  additionalData: new TextEncoder().encode(JSON.stringify([person, place.collection, field.path, place.id, version]))
})

const keysOf = Effect.fnUntraced(function* (vault: KeyVault, occurrences: ReadonlyArray<Occurrence>) {
  const keys = new Map<string, DataKey | undefined>()
  for (const { person } of occurrences) {
    if (keys.has(person)) continue
    const bytes = yield* vault.key(person)
    if (bytes !== undefined && bytes.length !== keyLength) {
      return yield* Effect.fail<VaultError>({
        _tag: "VaultError",
        reason: "Corrupt",
        detail: `the key of \`${person}\``
      })
    }
    keys.set(person, bytes === undefined ? undefined : yield* Effect.promise(() => imported(bytes)))
  }
  return keys
})

// A vault gives the same bytes each time, so their import is remembered for as long as the vault remembers them.
const imports = new WeakMap<Uint8Array, Promise<DataKey>>()

const imported = (bytes: Uint8Array): Promise<DataKey> => {
  const known = imports.get(bytes)
  if (known !== undefined) return known
  const key = globalThis.crypto.subtle.importKey("raw", new Uint8Array(bytes), "AES-GCM", false, ["encrypt", "decrypt"])
  imports.set(bytes, key)
  return key
}

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
