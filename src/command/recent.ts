import type { JsonObject } from "../kernel/json.ts"
import type { Stored } from "../storage/model.ts"
import type { Storage } from "../storage/ports.ts"
import { parseDocument } from "../storage/rules.ts"
import { once } from "./codec/codec.ts"
import type { VersionAhead } from "./errors.ts"
import type { AnyCollection } from "./question.ts"
import { schemaVersionOf } from "./revision.ts"

/** A document as it was read and decoded. */
export interface Decoded {
  readonly stored: JsonObject
  readonly document: unknown
}

interface Entry {
  readonly version: number
  /** Absent until the version is met again: most documents are read once. */
  readonly decoded: Decoded | undefined
  /** What it counts, in UTF-16 units. */
  readonly size: number
}

type Generation = Map<AnyCollection, Map<string, Entry>>

/** How much text of documents one generation stands for, in UTF-16 units; there are two. */
const most = 1_000_000

/** What an entry without a document counts. */
const least = 100

/**
 * Documents of a storage that are read again and again at one version, such as products, roles and settings. Every read asks
 * the storage for the version, in the snapshot of the command; what is saved is to parse and to decode it. A document's
 * versions never come twice, removed and made anew or not, so a version names one text.
 *
 * What is kept is given to many, so it is frozen. Personal fields are never among it: one who is erased is gone from here too.
 */
export class Recent {
  #young: Generation = new Map()
  #old: Generation = new Map()
  #size = 0

  /** A document without personal fields, as its Schema decodes it. One of a newer version is not decoded. */
  decoded(from: AnyCollection, { id, version, json }: Stored): Decoded | VersionAhead {
    const known = this.#known(from, id, version)
    if (known?.decoded !== undefined) return known.decoded
    const stored = parseDocument(json)
    const ahead = aheadOf(from, id, stored)
    if (ahead !== undefined) return ahead
    const decoded: Decoded = { stored, document: from.decode(stored) }
    if (known === undefined) this.#keep(from, id, { version, decoded: undefined, size: least })
    else {
      freeze(decoded.document)
      this.#keep(from, id, { version, decoded, size: json.length })
    }
    return decoded
  }

  #known(from: AnyCollection, id: string, version: number): Entry | undefined {
    const young = this.#young.get(from)?.get(id)
    const known = young ?? this.#old.get(from)?.get(id)
    if (known?.version !== version) return undefined
    if (young === undefined) this.#keep(from, id, known)
    return known
  }

  #keep(from: AnyCollection, id: string, entry: Entry): void {
    if (this.#size > most) {
      this.#old = this.#young
      this.#young = new Map()
      this.#size = 0
    }
    this.#size += entry.size
    const kept = this.#young.get(from)
    if (kept === undefined) this.#young.set(from, new Map([[id, entry]]))
    else kept.set(id, entry)
  }
}

/** A kept document that is of a newer version than its collection reads. */
export const aheadOf = (from: AnyCollection, id: string, stored: JsonObject): VersionAhead | undefined => {
  const version = schemaVersionOf(stored)
  return version <= from.version
    ? undefined
    : { _tag: "VersionAhead", collection: from.name, id, version, highest: from.version }
}

/** One memory for each storage. */
export const recentOf: (storage: Storage) => Recent = once(() => new Recent())

const freeze = (value: unknown): void => {
  if (!isPlain(value) || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const key of Object.keys(value)) freeze(value[key])
}

const isPlain = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" &&
  value !== null &&
  (Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value)))
