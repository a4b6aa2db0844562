import * as Effect from "effect/Effect"
import { now } from "../command/clock.ts"
import type { Json } from "../kernel/json.ts"
import { allAccounts, plain } from "../storage/laws/subject.ts"
import type { StorageError } from "../storage/errors.ts"
import type { Entry } from "../storage/model.ts"
import type { Storage } from "../storage/ports.ts"
import { receiptsFor, usualLimits } from "../storage/rules.ts"

/** How many of the latest words of one name are kept. */
const kept = 8

/** What a trace has seen of a shop: which documents exist, and which words its replies used. */
export class Memory {
  position = 0
  readonly #ids = new Map<string, Array<string>>()
  readonly #words = new Map<string, Array<string>>()
  /** The words of single documents, by id. */
  readonly #kin = new Map<string, Map<string, Array<string>>>()

  /** Learns a commit. */
  take({ position, events }: Entry): void {
    this.position = position
    for (const { collection, id } of events) {
      const ids = (this.#ids.get(collection) ?? []).filter((one) => one !== id)
      this.#ids.set(collection, [...ids, id])
    }
  }

  /** The ids of a collection that were written last, the latest last. */
  ids(collection: string, most: number): ReadonlyArray<string> {
    return (this.#ids.get(collection) ?? []).slice(-most)
  }

  /** Learns the words of a reply by the fields they stand in; the id of an item of `lines` is a `line`. */
  hear(reply: unknown): void {
    const said: ReadonlyArray<readonly [string, string]> = [...words(reply, "")]
    for (const [name, word] of said) learn(this.#words, name, word)
    if (typeof reply !== "object" || reply === null || !("id" in reply) || typeof reply.id !== "string") return
    const own = new Map<string, Array<string>>()
    for (const [name, word] of said) learn(own, name, word)
    this.#kin.set(reply.id, own)
  }

  /** An input with some of its fields drawn from given words, or from words that were heard in fields of the same name. */
  fit(input: unknown, stated: Stated, seed: number): unknown {
    return this.#fit(input, stated, seed, this.#related(input))
  }

  // What belongs to one of the documents that an input names belongs to the others.
  #related(input: unknown): ReadonlyMap<string, Array<string>> {
    const related = new Map<string, Array<string>>()
    for (const [, id] of words(input, "")) {
      for (const [name, known] of this.#kin.get(id) ?? []) related.set(name, known)
    }
    return related
  }

  #fit(input: unknown, stated: Stated, seed: number, related: ReadonlyMap<string, Array<string>>): unknown {
    if (Array.isArray(input))
      return input.slice(0, 3).map((item, index) => this.#fit(item, stated, seed + index, related))
    if (typeof input !== "object" || input === null) return input
    return Object.fromEntries(
      Object.entries(input).map(([name, value]) => {
        if (typeof value === "object") return [name, this.#fit(value, stated, seed, related)]
        const from = this.#from(name, value, stated, related)
        return [name, from.length === 0 ? value : from[seed % from.length]]
      })
    )
  }

  #from(
    name: string,
    value: unknown,
    stated: Stated,
    related: ReadonlyMap<string, Array<string>>
  ): ReadonlyArray<unknown> {
    const given = stated[name]?.filter((word) => typeof word === typeof value) ?? []
    if (given.length > 0 || typeof value !== "string") return given
    // Ids that refer to a collection were drawn from those that exist; what stands alone is drawn from what was heard.
    return related.get(name) ?? (this.#exists(value) ? [] : (this.#words.get(name) ?? []))
  }

  #exists(word: string): boolean {
    return [...this.#ids.values()].some((ids) => ids.includes(word))
  }

  /**
   * All that a storage tells, by name: its log, its documents, its accounts with their journals, what waits, and the receipts
   * that it has to keep. When it lets go of older ones is its own affair.
   */
  static whole(storage: Storage): Effect.Effect<Readonly<Record<string, string>>, StorageError> {
    return Effect.gen(function* () {
      const entries: Array<Entry> = []
      for (;;) {
        const page = yield* storage.events(entries.length, 1000)
        if (page.length === 0) break
        entries.push(...page)
      }
      const names = new Map(
        entries.flatMap(({ events }) => events.map(({ collection, id }) => [`${collection}/${id}`, { collection, id }]))
      )
      const documents: Array<unknown> = []
      for (const name of names.values()) {
        const found = yield* storage.read({ documents: [name], accounts: [], queries: [], at: 0 })
        documents.push(found.documents.map((one) => (one === undefined ? null : { ...one, json: parsed(one.json) })))
      }
      const accounts = yield* allAccounts(storage, 0)
      const since = (yield* now) - receiptsFor + usualLimits.skew
      const recent = entries.filter(({ at }) => at >= since)
      const receipts = yield* Effect.forEach(recent, ({ key }) => storage.receipt(key))
      const waiting = yield* storage.waiting(1000)
      const all = { entries, documents, accounts, receipts, waiting, trial: yield* storage.trial }
      return Object.fromEntries(Object.entries(all).map(([name, part]) => [name, plain(part)]))
    })
  }
}

type Stated = Readonly<Record<string, ReadonlyArray<unknown>>>

function* words(value: unknown, within: string): Generator<readonly [string, string]> {
  if (Array.isArray(value)) for (const item of value) yield* words(item, within)
  else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === "string") yield [name === "id" && within !== "" ? within : name, inner]
      else yield* words(inner, name.replace(/s$/, ""))
    }
  }
}

const learn = (into: Map<string, Array<string>>, name: string, word: string): void => {
  const known = (into.get(name) ?? []).filter((one) => one !== word)
  into.set(name, [...known, word].slice(-kept))
}

const parsed = (json: string): Json => JSON.parse(json) as Json
