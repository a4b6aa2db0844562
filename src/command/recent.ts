import type { JsonObject } from "../kernel/json.ts"
import type { Storage } from "../storage/ports.ts"
import { once } from "./codec/codec.ts"
import type { AnyCollection } from "./read.ts"

/** A document as it was read and decoded. */
export interface Decoded {
  readonly stored: JsonObject
  readonly document: unknown
}

interface Entry {
  readonly from: AnyCollection
  readonly version: number
  /** Absent until the version is met again: most documents are read once. */
  readonly decoded: Decoded | undefined
  /** What it counts, in UTF-16 units. */
  readonly size: number
}

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
  #young = new Map<string, Entry>()
  #old = new Map<string, Entry>()
  #size = 0

  find(from: AnyCollection, id: string, version: number): Decoded | undefined {
    const known = this.#known(from, id, version)
    return known?.decoded
  }

  /** @param text how long the document's text is */
  keep(from: AnyCollection, id: string, version: number, decoded: Decoded, text: number): void {
    if (from.personal.length > 0) return
    const again = this.#known(from, id, version) !== undefined
    if (again) freeze(decoded.document)
    this.#set(keyOf(from, id), { from, version, decoded: again ? decoded : undefined, size: again ? text : least })
  }

  #known(from: AnyCollection, id: string, version: number): Entry | undefined {
    const key = keyOf(from, id)
    const young = this.#young.get(key)
    const known = young ?? this.#old.get(key)
    if (known?.version !== version || known.from !== from) return undefined
    if (young === undefined) this.#set(key, known)
    return known
  }

  #set(key: string, entry: Entry): void {
    if (this.#size > most) {
      this.#old = this.#young
      this.#young = new Map()
      this.#size = 0
    }
    this.#size += entry.size
    this.#young.set(key, entry)
  }
}

const keyOf = ({ name }: AnyCollection, id: string): string => `${name}/${id}`

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
