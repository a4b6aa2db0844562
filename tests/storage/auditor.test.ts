import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Account, Line, Transfer } from "../../src/ledger/index.ts"
import { memory } from "../../src/memory/index.ts"
import {
  audit,
  Auditor,
  auditOn,
  balanceOn,
  chained,
  chainStart,
  type Commit,
  type Entry,
  type FaultKind,
  type Link,
  type Storage,
  verifyChain,
  verifyOn
} from "../../src/storage/index.ts"

const things = { name: "thing", columns: {}, indexes: {} }
const account = (id: string, bounds: Pick<Account, "floor" | "ceiling"> = {}, unit = "piece"): Account => ({
  id,
  owner: "shop",
  unit,
  ...bounds
})
const supply = account("supply")
const shelf = account("shelf", { floor: 0n, ceiling: 60n })
const sold = account("sold", { floor: 0n })
const till = [account("gateway", {}, "CNY"), account("captured", { floor: 0n }, "CNY")] as const

type Step =
  | { readonly what: "write" | "remove"; readonly document: number }
  | { readonly what: "post" | "hold" | "settle" | "release"; readonly which: number; readonly amount: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constantFrom("write", "remove"), document: fc.nat(3) }),
  fc.record({
    what: fc.constantFrom("post", "hold", "settle", "release"),
    which: fc.nat(5),
    amount: fc.integer({ min: 1, max: 9 })
  })
)
const story = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 25 })

const blank = { fingerprint: "", actor: "staff", reason: "test", guards: [], claims: [], intents: [], done: [] }

/** Commits a story as far as storage takes it: what is beyond a bound or settled twice is refused, and not in the log. */
const tell = Effect.fnUntraced(function* (storage: Storage, steps: ReadonlyArray<ReadonlyArray<Step>>) {
  const versions = new Map<string, number>()
  for (const [at, together] of steps.entries()) {
    const writes = new Map<string, Commit["writes"][number]>()
    const transfers: Array<Transfer> = []
    for (const [place, one] of together.entries()) {
      if ("document" in one) {
        const [id, text] = [`t${one.document}`, JSON.stringify({ id: `t${one.document}`, at })]
        const removed = one.what === "remove"
        const change = removed ? `{"set":{},"unset":["id","at"]}` : `{"set":${text},"unset":[]}`
        if (removed && !versions.has(id)) continue
        const event = { type: "Written", data: "null" }
        const json = removed ? null : text
        writes.set(id, { collection: "thing", id, expected: versions.get(id) ?? 0, json, columns: {}, event, change })
        continue
      }
      const amount = BigInt(one.amount)
      const id = `${one.what} ${at} ${place}`
      if (one.what === "post") {
        transfers.push({ kind: "post", id, from: supply, to: shelf, amount })
        transfers.push({ kind: "post", id: `${id} paid`, from: till[0], to: till[1], amount })
      }
      if (one.what === "hold")
        transfers.push({ kind: "hold", id: `hold ${one.which}`, from: shelf, to: sold, amount, until: 1e6 })
      if (one.what === "settle" || one.what === "release") transfers.push({ kind: one.what, hold: `hold ${one.which}` })
    }
    const commit = { ...blank, key: `commit ${at}`, at, writes: [...writes.values()], transfers, reply: "null" }
    const done = yield* Effect.result(storage.commit(commit))
    if (Result.isFailure(done)) continue
    for (const { id, json, expected } of commit.writes) {
      if (json === null) versions.delete(id)
      else versions.set(id, expected + 1)
    }
  }
})

/** The same store with another log. */
const withLog = (storage: Storage, log: ReadonlyArray<Entry>): Storage => ({
  ...storage,
  events: (after, limit) => Effect.succeed(log.filter(({ position }) => position > after).slice(0, limit))
})

interface Told {
  readonly storage: Storage
  readonly log: ReadonlyArray<Entry>
}

const played = (steps: ReadonlyArray<ReadonlyArray<Step>>, look: (told: Told) => Effect.Effect<void, unknown>) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const storage = yield* memory({ clock: () => 0, limits: { skew: Number.POSITIVE_INFINITY } }).open([things])
        yield* tell(storage, steps)
        yield* look({ storage, log: yield* storage.events(0, 1_000) })
      })
    )
  )

/** Reads a whole log in pages of the given sizes, over and over. */
const inPages = Effect.fnUntraced(function* (storage: Storage, sizes: ReadonlyArray<number>) {
  const auditor = new Auditor()
  for (let page = 0; (yield* auditOn(storage, auditor, sizes[page % sizes.length] ?? 1)) > 0; page++);
  return auditor
})

const toldBy = ({ position, fault, faults, read, tallies, sequences }: Auditor) => ({
  position,
  fault,
  faults,
  read,
  tallies: [...tallies],
  sequences: [...sequences]
})

const line = (more: Partial<Line>): Line => ({
  transfer: "planted",
  kind: "post",
  from: "supply",
  to: "shelf",
  unit: "piece",
  amount: 1n,
  ...more
})
const add =
  (...lines: ReadonlyArray<Line>) =>
  (entry: Entry) => ({ ...entry, lines: [...entry.lines, ...lines] })

/** What somebody may have done to an entry, and the words, kind and subject of the fault that must be found there. */
const plants: Readonly<Record<string, readonly [(entry: Entry) => Entry, RegExp, FaultKind, string]>> = {
  "its instant is before all others": [(entry) => ({ ...entry, at: -1 }), /time goes back/, "TimeBack", "4"],
  "an account falls below its floor": [
    add(line({ from: "shelf", to: "supply", amount: 100n })),
    /below its floor/,
    "BelowFloor",
    "shelf"
  ],
  "an account rises above its ceiling": [add(line({ amount: 100n })), /above its ceiling/, "AboveCeiling", "shelf"],
  "another unit moves": [
    add(line({ unit: "CNY" })),
    /moves CNY .* account supply counts piece/,
    "OtherUnit",
    "planted"
  ],
  "an account is nobody's": [add(line({ to: "nowhere", amount: 0n })), /not in the store/, "AccountUnknown", "nowhere"],
  "a hold ends that never began": [
    add(line({ kind: "release" })),
    /release of planted .* not held/,
    "NotHeld",
    "planted"
  ],
  "a hold begins twice": [
    add(line({ kind: "hold" }), line({ kind: "hold", amount: 0n })),
    /is made twice/,
    "HeldTwice",
    "planted"
  ],
  "an event says no change": [
    (entry) => {
      const event = { collection: "thing", id: "new", sequence: 1, type: "Written", data: "null", change: "[]" }
      return { ...entry, events: [...entry.events, event] }
    },
    /says no change/,
    "NoChange",
    "thing/new"
  ],
  "an event is numbered beyond its stream": [
    (entry) => {
      const change = `{"set":{},"unset":[]}`
      const event = { collection: "thing", id: "new", sequence: 2, type: "Written", data: "null", change }
      return { ...entry, events: [...entry.events, event] }
    },
    /thing\/new has event 2 .* expected 1/,
    "SequenceMissing",
    "thing/new"
  ]
}

const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 6 })

describe("an auditor that reads on", () => {
  test("L04 L05 L06 L42 finds a sound log sound, and its tallies are the balances of the store", () =>
    fc.assert(
      fc.asyncProperty(story, sizes, (steps, cut) =>
        played(steps, ({ storage, log }) =>
          Effect.gen(function* () {
            const auditor = yield* inPages(storage, cut)
            expect([auditor.fault, auditor.faults, auditor.position]).toEqual([undefined, 0, log.length])
            const { items } = yield* storage.accounts({ limit: 100, at: 0 })
            for (const { account, posted, outgoing, incoming } of items) {
              expect(auditor.tallies.get(account.id)).toEqual({ posted, outgoing, incoming })
            }
            expect((yield* audit(storage)).violations).toEqual([])
          })
        )
      ),
      { numRuns: 60 }
    ))

  test("tells the same however the log is cut into pages, sound or not, and the whole audit finds the same fault first", () =>
    fc.assert(
      fc.asyncProperty(
        story,
        sizes,
        fc.nat(),
        fc.constantFrom("", "missing", ...Object.keys(plants)),
        (steps, cut, place, plant) =>
          played(steps, ({ storage, log }) =>
            Effect.gen(function* () {
              const at = place % Math.max(1, log.length)
              const [change] = plants[plant] ?? []
              const tampered = log.flatMap((entry, index) =>
                index !== at ? [entry] : plant === "missing" ? [] : [change?.(entry) ?? entry]
              )
              const other = withLog(storage, tampered)
              const whole = yield* inPages(other, [1_000])
              expect(toldBy(yield* inPages(other, cut))).toEqual(toldBy(whole))
              const { violations } = yield* audit(other)
              if (whole.fault !== undefined) expect(violations[0]).toBe(whole.fault.what)
            })
          )
      ),
      { numRuns: 150 }
    ))

  const some: ReadonlyArray<ReadonlyArray<Step>> = [
    [{ what: "post", which: 0, amount: 9 }],
    [{ what: "hold", which: 1, amount: 4 }],
    [{ what: "write", document: 1 }],
    [{ what: "settle", which: 1, amount: 1 }],
    [{ what: "write", document: 1 }]
  ]

  test.each(Object.entries(plants))("finds where %s", (_, [change, words, kind, about]) =>
    played(some, ({ storage, log }) =>
      Effect.gen(function* () {
        const auditor = yield* inPages(
          withLog(
            storage,
            log.map((entry) => (entry.position === 4 ? change(entry) : entry))
          ),
          [2]
        )
        expect(auditor.fault).toEqual({ kind, position: 4, about, what: expect.stringMatching(words) })
      })
    )
  )

  test("L42 finds where an entry is missing, by the one behind it", () =>
    played(some, ({ storage, log }) =>
      Effect.gen(function* () {
        const missing = withLog(
          storage,
          log.filter(({ position }) => position !== 3)
        )
        expect((yield* inPages(missing, [1])).fault).toEqual({
          kind: "PositionMissing",
          position: 4,
          about: "3",
          what: "position 4 stands where 3 should"
        })
      })
    ))

  test("goes on where it stopped when more is committed, and reads nothing twice", () =>
    played(some, ({ storage }) =>
      Effect.gen(function* () {
        const auditor = yield* inPages(storage, [2])
        expect(yield* auditOn(storage, auditor, 500)).toBe(0)
        const at = 9
        yield* storage.commit({
          ...blank,
          key: "later",
          at,
          writes: [],
          transfers: [{ kind: "post", id: "later", from: supply, to: shelf, amount: 2n }],
          reply: "null"
        })
        expect(yield* auditOn(storage, auditor, 500)).toBe(1)
        expect([auditor.position, auditor.fault]).toEqual([6, undefined])
        expect(auditor.tallies.get("shelf")).toEqual({ posted: 7n, outgoing: 0n, incoming: 0n })
      })
    ))
})

describe("balances beside a log that goes on", () => {
  const steps: ReadonlyArray<ReadonlyArray<Step>> = [[{ what: "post", which: 0, amount: 9 }]]

  /** The same store, in which somebody wrote another balance. */
  const rich = (storage: Storage): Storage => ({
    ...storage,
    accounts: (query) =>
      Effect.map(storage.accounts(query), (page) => ({
        ...page,
        items: page.items.map((one) => (one.account.id === "supply" ? { ...one, posted: one.posted + 1n } : one))
      }))
  })

  test("L04 are compared page by page, and one that is not the sum of its lines is found", () =>
    played(steps, ({ storage }) =>
      Effect.gen(function* () {
        for (const [store, faults] of [
          [storage, 0],
          [rich(storage), 1]
        ] as const) {
          const auditor = yield* inPages(store, [2])
          const seen: Array<string> = []
          for (let after: string | undefined; ; ) {
            const page = yield* balanceOn(store, auditor, 1, after)
            seen.push(...(page?.items ?? []).map(({ account }) => account.id))
            after = page?.next
            if (after === undefined) break
          }
          expect(seen).toEqual(["captured", "gateway", "shelf", "supply"])
          expect(auditor.faults).toBe(faults)
          const what = "account supply has -8, its lines sum to -9"
          expect(auditor.fault).toEqual(
            faults === 0 ? undefined : { kind: "OtherBalance", position: 1, about: "supply", what }
          )
        }
      })
    ))

  test("are not compared while the log is ahead", () =>
    played(steps, ({ storage }) =>
      Effect.gen(function* () {
        const auditor = new Auditor()
        expect(yield* balanceOn(rich(storage), auditor, 100)).toBeUndefined()
        expect(auditor.faults).toBe(0)
      })
    ))
})

describe("a chain that is verified on", () => {
  test("L58 from link to link is the whole, and the first break is the same however it is cut", () =>
    fc.assert(
      fc.asyncProperty(story, sizes, fc.nat(), fc.boolean(), (steps, cut, place, break_) =>
        played(steps, ({ storage, log }) =>
          Effect.gen(function* () {
            yield* storage.link(Result.getOrThrow(chained(chainStart, log)))
            const at = place % Math.max(1, log.length)
            const other = withLog(
              storage,
              log.map((entry, index) => (break_ && index === at ? { ...entry, actor: "somebody else" } : entry))
            )
            const whole = yield* Effect.result(verifyChain(other))
            const parts = yield* Effect.result(
              Effect.gen(function* () {
                let head: Link = chainStart
                for (let page = 0; ; page++) {
                  const next: Link = yield* verifyOn(other, head, cut[page % cut.length] ?? 1)
                  if (next.position === head.position) return { head }
                  head = next
                }
              })
            )
            expect(parts).toEqual(whole)
            expect(Result.isFailure(whole)).toBe(break_ && log.length > 0)
          })
        )
      ),
      { numRuns: 60 }
    ))
})
