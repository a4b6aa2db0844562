import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, every, law, vacuous, verdict } from "../../kernel/law.ts"
import { chained, chainStart, verifyChain } from "../chain.ts"
import type { StorageError } from "../errors.ts"
import type { Entry, Link } from "../model.ts"
import type { Storage } from "../ports.ts"
import { allEntries, type FreshAdapter, on, onAdapter, plain, play } from "./subject.ts"
import { collections, Trace } from "./trace.ts"

const small = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 40 }))

/** The laws of the chain over the log. */
export const chainLaws = (fresh: FreshAdapter) => [
  law({
    id: "S12",
    title: "links are given back in order, the first of a position stays, and a new opening finds them",
    input: Schema.Struct({ trace: Trace, batch: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 5 })) }),
    holds: ({ trace, batch }) =>
      onAdapter(fresh, (adapter, hand) =>
        Effect.gen(function* () {
          const expected = yield* Effect.scoped(
            Effect.gen(function* () {
              const storage = yield* adapter.open(collections)
              yield* play(storage, hand, trace)
              const links = yield* linkAll(storage, batch)
              // Another sealer that comes late, with what is not so.
              yield* storage.link(links.map(({ position }) => ({ position, hash: "0".repeat(64) })))
              return links
            })
          )
          if (expected.length === 0) return vacuous("nothing was committed")
          const storage = yield* adapter.open(collections)
          const paged: Array<Link> = []
          for (;;) {
            const page = yield* storage.links(paged.length, batch)
            if (page.length > batch) return broken(`a page of ${page.length} for ${batch}`)
            if (page.length === 0) break
            paged.push(...page)
          }
          return every([
            verdict(plain(paged) === plain(expected), () => `${plain(paged)}, not ${plain(expected)}`),
            verdict(plain(yield* storage.linked) === plain(expected.at(-1)), () => "the last link is another")
          ])
        })
      )
  }),
  law({
    id: "L58",
    title:
      "an edit, a deletion, an insertion or a swap in the log is found at its first entry, a cut tail by its anchor",
    input: Schema.Struct({
      trace: Trace,
      tamper: Schema.Literals(["edit", "delete", "insert", "swap", "cut"]),
      one: small,
      two: small
    }),
    holds: ({ trace, tamper, one, two }) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          yield* play(storage, hand, trace)
          const links = yield* linkAll(storage, 1 + (two % 7))
          const entries = yield* allEntries(storage)
          const [head] = links.slice(-1)
          if (head === undefined) return vacuous("nothing was committed")
          const sound = yield* Effect.result(verifyChain(storage, { anchored: head }))
          if (Result.isFailure(sound)) return broken(`untouched, and ${plain(sound.failure)}`)
          const place = one % entries.length
          const changed = tampers[tamper](entries, place, two)
          if (changed === undefined) return vacuous("one entry cannot be swapped")
          const kept = tamper === "cut" ? links.slice(0, place) : links
          const found = yield* Effect.result(verifyChain(over(changed, kept), { anchored: head }))
          return verdict(
            Result.isFailure(found) && found.failure._tag === "ChainBroken" && found.failure.position === place + 1,
            () => `${tamper} at ${place + 1}: ${plain(found)}`
          )
        })
      )
  })
]

/** Chains the whole log, so many entries at once. */
const linkAll = Effect.fnUntraced(function* (
  storage: Storage,
  batch: number
): Effect.fn.Return<ReadonlyArray<Link>, StorageError> {
  const all: Array<Link> = []
  for (;;) {
    const links = chained(all.at(-1) ?? chainStart, yield* storage.events(all.length, batch))
    if (Result.isFailure(links) || links.success.length === 0) return all
    yield* storage.link(links.success)
    all.push(...links.success)
  }
})

const over = (entries: ReadonlyArray<Entry>, links: ReadonlyArray<Link>): Pick<Storage, "events" | "links"> => ({
  events: (after, limit) => Effect.succeed(entries.filter(({ position }) => position > after).slice(0, limit)),
  links: (after, limit) => Effect.succeed(links.slice(after, after + limit))
})

const renumbered = (entries: ReadonlyArray<Entry>): ReadonlyArray<Entry> =>
  entries.map((entry, index) => ({ ...entry, position: index + 1 }))

/** Each changes the log at a place, so that the entry there is the first bad one. */
const tampers = {
  edit: (entries, place, two) =>
    entries.map((entry, index) => (index === place ? (edits[two % edits.length] ?? edits[0])(entry) : entry)),
  // One time the gap stays, one time it is closed.
  delete: (entries, place, two) => {
    const rest = entries.filter((_, index) => index !== place)
    return two % 2 === 0 ? rest : renumbered(rest)
  },
  insert: (entries, place) => {
    const forged = entries.slice(place, place + 1).map((entry) => ({ ...entry, key: `${entry.key} forged` }))
    return renumbered([...entries.slice(0, place), ...forged, ...entries.slice(place)])
  },
  swap: (entries, place, two) => {
    const other = place + 1 + (two % Math.max(1, entries.length - place - 1))
    const [left, right] = [entries[place], entries[other]]
    if (left === undefined || right === undefined) return undefined
    return renumbered(entries.map((entry, index) => (index === place ? right : index === other ? left : entry)))
  },
  cut: (entries, place) => entries.slice(0, place)
} as const satisfies Record<
  string,
  (entries: ReadonlyArray<Entry>, place: number, two: number) => ReadonlyArray<Entry> | undefined
>

const edits = [
  (entry: Entry): Entry => ({ ...entry, actor: `${entry.actor}.` }),
  (entry: Entry): Entry => ({ ...entry, at: entry.at + 1 }),
  (entry: Entry): Entry => ({ ...entry, reason: "" }),
  (entry: Entry): Entry => ({ ...entry, key: `${entry.key} ` }),
  (entry: Entry): Entry =>
    entry.events.length === 0
      ? { ...entry, events: [{ collection: "goods", id: "x", sequence: 1, type: "x", data: "{}", change: "{}" }] }
      : { ...entry, events: entry.events.map((event) => ({ ...event, data: `${event.data} ` })) },
  (entry: Entry): Entry =>
    entry.lines.length === 0
      ? { ...entry, actor: "" }
      : { ...entry, lines: entry.lines.map((line) => ({ ...line, amount: line.amount + 1n })) }
] as const
