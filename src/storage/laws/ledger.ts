import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, held, law, vacuous, type Verdict, verdict } from "../../kernel/law.ts"
import type { Account, Balance, Line } from "../../ledger/model.ts"
import type { Entry } from "../model.ts"
import type { Storage } from "../ports.ts"
import { atOnce } from "./commits.ts"
import { allAccounts, allEntries, allPages, type FreshAdapter, on, onAdapter, outcome, plain, play } from "./subject.ts"
import { accounts, beginning, collections, emptyCommit, short, Trace } from "./trace.ts"

const { supply, shelf, sold } = accounts

const Pieces = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 40 }))

const stock = (storage: Storage, pieces: number) =>
  storage.commit({
    ...emptyCommit("stock"),
    transfers: [{ kind: "post", id: "stock", from: supply, to: shelf, amount: BigInt(pieces) }]
  })

const onShelf = (storage: Storage, at: number) =>
  Effect.map(storage.read({ documents: [], accounts: [shelf.id], queries: [], at }), (found) => found.accounts[0])

/** The laws of the books, as they are kept. */
export const ledgerLaws = (fresh: FreshAdapter) => [
  law({
    id: "L04",
    title: "after every commit each unit sums to zero, and the journal alone gives every balance",
    input: Trace,
    holds: (trace) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          const trials: Array<string> = []
          yield* play(storage, hand, trace, () =>
            Effect.map(storage.trial, (units) => {
              const off = units.filter(({ posted, debit }) => posted !== 0n || debit < 0n)
              if (off.length > 0) trials.push(plain(off))
            })
          )
          if (trials.length > 0) return broken(`trial balance ${trials[0]}`)
          const entries = yield* allEntries(storage)
          if (entries.every(({ lines }) => lines.length === 0)) return vacuous("nothing was moved")
          // Dead holds are counted until a commit has let them go, so balances are read as of the beginning of time.
          return agree(replayed(entries).at(-1) ?? new Map(), yield* allAccounts(storage, 0))
        })
      )
  }),
  law({
    id: "L05",
    title: "in every prefix of the log every account stands within its bounds",
    input: Trace,
    holds: (trace) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          yield* play(storage, hand, trace)
          return withinBounds(replayed(yield* allEntries(storage)))
        })
      )
  }),
  law({
    id: "L05",
    title: "commits that race never take an account past its bounds in any prefix",
    input: Schema.Struct({
      pieces: Pieces,
      wants: Schema.Array(Pieces).check(Schema.isMinLength(2), Schema.isMaxLength(64))
    }),
    holds: ({ pieces, wants }) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          yield* stock(storage, pieces)
          yield* atOnce(
            wants.map((want, number) =>
              storage.commit({
                ...emptyCommit(`key-${number}`),
                transfers: [{ kind: "post", id: `t-${number}`, from: shelf, to: sold, amount: BigInt(want) }]
              })
            )
          )
          return withinBounds(replayed(yield* allEntries(storage)))
        })
      )
  }),
  law({
    id: "L26",
    title: "of k racers for n units exactly min(k, n) win, and every other is told that nothing is left",
    input: Schema.Struct({
      units: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 70 })),
      racers: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 64 })),
      kind: Schema.Literals(["post", "hold"])
    }),
    holds: ({ units, racers, kind }) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          if (units > 0) yield* stock(storage, units)
          const want = (number: number) => ({ id: `t-${number}`, from: shelf, to: sold, amount: 1n })
          const until = beginning + 60_000
          const answers = yield* atOnce(
            Array.from({ length: racers }, (_, number) =>
              storage.commit({
                ...emptyCommit(`key-${number}`),
                transfers: [kind === "post" ? { kind, ...want(number) } : { kind, ...want(number), until }]
              })
            )
          )
          const won = answers.filter(Result.isSuccess).length
          const told = answers
            .filter(Result.isFailure)
            .every(({ failure }) => failure._tag === "BoundExceeded" && failure.available === 0n)
          return verdict(won === Math.min(units, racers) && told, () => `${won} of ${racers} won: ${plain(answers)}`)
        })
      )
  }),
  law({
    id: "L25",
    title:
      "a hold lives until its instant and not at it: then it cannot be settled, and its units are free exactly once",
    input: Schema.Struct({
      pieces: Pieces,
      held: Pieces,
      minutes: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 60 }))
    }),
    holds: ({ pieces, held, minutes }) =>
      onAdapter(fresh, (adapter, hand) =>
        Effect.gen(function* () {
          if (held > pieces) return vacuous("more is wanted than there is")
          const until = beginning + minutes * 60_000
          const storage = yield* adapter.open(collections)
          yield* stock(storage, pieces)
          const hold = { kind: "hold", from: shelf, to: sold } as const
          yield* storage.commit({
            ...emptyCommit("hold"),
            transfers: [
              { ...hold, id: "dying", amount: BigInt(held), until },
              ...(pieces > held ? [{ ...hold, id: "living", amount: 1n, until: until + 1 }] : [])
            ]
          })
          const living = pieces > held ? 1n : 0n
          const before = yield* onShelf(storage, until - 1)
          const after = yield* onShelf(storage, until)
          if (before?.outgoing !== BigInt(held) + living) return broken(`held before: ${plain(before)}`)
          if (after?.outgoing !== living) return broken(`held at its end: ${plain(after)}`)
          hand.now = until
          // Seen from another opening too, as after a crash.
          const reopened = yield* adapter.open(collections)
          const late = yield* Effect.result(
            reopened.commit({ ...emptyCommit("late", until), transfers: [{ kind: "settle", hold: "dying" }] })
          )
          if (outcome(late) !== "HoldResolved") return broken(`settled at its end: ${outcome(late)}`)
          const free = BigInt(pieces) - living
          const take = (id: string, amount: bigint) =>
            Effect.result(
              reopened.commit({
                ...emptyCommit(id, until),
                transfers: [{ kind: "post", id, from: shelf, to: sold, amount }]
              })
            )
          const tooMuch = yield* take("too much", free + 1n)
          const all = yield* take("all", free)
          const again = yield* Effect.result(
            reopened.commit({ ...emptyCommit("again", until), transfers: [{ kind: "release", hold: "dying" }] })
          )
          const rest = yield* onShelf(reopened, until)
          const right =
            outcome(tooMuch) === "BoundExceeded" &&
            outcome(all) === "Committed" &&
            outcome(again) === "Committed" &&
            rest?.posted === living &&
            rest.outgoing === living
          return verdict(right, () => `${outcome(tooMuch)}, ${outcome(all)}, ${outcome(again)}, ${plain(rest)}`)
        })
      )
  }),
  law({
    id: "L25",
    title: "at the last millisecond a hold can still be settled, and what it did not need is free at once",
    input: Schema.Struct({ held: Pieces, settled: Pieces }),
    holds: ({ held, settled }) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          if (settled > held) return vacuous("more is settled than held")
          const until = beginning + 60_000
          yield* stock(storage, held)
          yield* storage.commit({
            ...emptyCommit("hold"),
            transfers: [{ kind: "hold", id: "h", from: shelf, to: sold, amount: BigInt(held), until }]
          })
          hand.now = until - 1
          yield* storage.commit({
            ...emptyCommit("settle", until - 1),
            transfers: [{ kind: "settle", hold: "h", amount: BigInt(settled) }]
          })
          const rest = yield* onShelf(storage, until - 1)
          return verdict(rest?.posted === BigInt(held - settled) && rest.outgoing === 0n, () => plain(rest))
        })
      )
  }),
  law({
    id: "L06",
    title: "of many that settle or release one hold at once, one ends it",
    input: Schema.Array(Schema.Boolean).check(Schema.isMinLength(2), Schema.isMaxLength(64)),
    holds: (settles) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          yield* stock(storage, 1)
          yield* storage.commit({
            ...emptyCommit("hold"),
            transfers: [{ kind: "hold", id: "h", from: shelf, to: sold, amount: 1n, until: beginning + 60_000 }]
          })
          const answers = yield* atOnce(
            settles.map((settle, number) =>
              storage.commit({
                ...emptyCommit(`key-${number}`),
                transfers: [{ kind: settle ? "settle" : "release", hold: "h" }]
              })
            )
          )
          const ends = (yield* storage.journal(sold.id, 0, 100)).filter(
            ({ kind }) => kind === "settle" || kind === "release"
          )
          const settled = answers.filter(
            (answer, number) => settles[number] === true && Result.isSuccess(answer)
          ).length
          const typed = answers.every((answer) => ["Committed", "HoldResolved"].includes(outcome(answer)))
          const right = ends.length === 1 && typed && settled === (ends[0]?.kind === "settle" ? 1 : 0)
          return verdict(right, () => `${plain(ends)} after ${plain(answers.map(outcome))}`)
        })
      )
  }),
  law({
    id: "S06",
    title: "the journal of an account, page by page, is its lines of the log, and no commit is parted",
    input: Schema.Struct({ trace: Trace, limit: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 4 })) }),
    holds: ({ trace, limit }) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          yield* play(storage, hand, trace)
          const entries = yield* allEntries(storage)
          const balances = yield* allAccounts(storage, hand.now)
          for (const { account } of balances) {
            const expected = entries.flatMap(({ position, lines }) =>
              lines
                .filter(({ from, to }) => from === account.id || to === account.id)
                .map((line) => ({ ...line, position }))
            )
            const paged: Array<Line & { readonly position: number }> = []
            for (;;) {
              const page = yield* storage.journal(account.id, paged.at(-1)?.position ?? 0, limit)
              if (page.length === 0) break
              paged.push(...page)
            }
            if (plain(paged) !== plain(expected))
              return broken(`${account.id}: ${plain(paged)}, not ${plain(expected)}`)
          }
          return balances.length === 0 ? vacuous("no account was opened") : held
        })
      )
  }),
  law({
    id: "S07",
    title: "accounts are listed by id, by owner and by unit, each page behind the one before",
    input: Schema.Struct({ trace: Trace, limit: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 3 })) }),
    holds: ({ trace, limit }) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          yield* play(storage, hand, trace)
          const named = [...Object.values(accounts), short].toSorted((left, right) => (left.id < right.id ? -1 : 1))
          const all = yield* allAccounts(storage, hand.now)
          for (const filter of [
            {},
            { owner: "shop" },
            { unit: "CNY" },
            { owner: "shop", unit: "piece" },
            { owner: "nobody" }
          ]) {
            const paged = yield* allPages((after) =>
              storage.accounts({ ...filter, limit, at: hand.now, ...(after === undefined ? {} : { after }) })
            )
            const expected = named.filter(
              (account) =>
                all.some((balance) => balance.account.id === account.id) &&
                Object.entries(filter).every(([field, value]) =>
                  Object.entries(account).some(([key, own]) => key === field && own === value)
                )
            )
            if (plain(paged.map(({ account }) => account)) !== plain(expected))
              return broken(`${plain(filter)}: ${plain(paged)}`)
          }
          return all.length === 0 ? vacuous("no account was opened") : held
        })
      )
  })
]

type Sums = Omit<Balance, "account">

/** The balances after each entry, computed from the journal's lines alone. */
const replayed = (entries: ReadonlyArray<Entry>): ReadonlyArray<ReadonlyMap<string, Sums>> => {
  const prefixes: Array<ReadonlyMap<string, Sums>> = []
  const holds = new Map<string, bigint>()
  const now = new Map<string, Sums>()
  const add = (id: string, posted: bigint, outgoing: bigint, incoming: bigint) => {
    const sums = now.get(id) ?? { posted: 0n, outgoing: 0n, incoming: 0n }
    now.set(id, {
      posted: sums.posted + posted,
      outgoing: sums.outgoing + outgoing,
      incoming: sums.incoming + incoming
    })
  }
  for (const { lines } of entries) {
    for (const { transfer, kind, from, to, amount } of lines) {
      if (kind === "hold") holds.set(transfer, amount)
      const reserved = kind === "hold" ? amount : kind === "post" ? 0n : -(holds.get(transfer) ?? 0n)
      const moved = kind === "post" || kind === "settle" ? amount : 0n
      add(from, -moved, reserved, 0n)
      add(to, moved, 0n, reserved)
    }
    prefixes.push(new Map(now))
  }
  return prefixes
}

const agree = (journal: ReadonlyMap<string, Sums>, balances: ReadonlyArray<Balance>): Verdict => {
  for (const { account, posted, outgoing, incoming } of balances) {
    const expected = journal.get(account.id) ?? { posted: 0n, outgoing: 0n, incoming: 0n }
    if (plain({ posted, outgoing, incoming }) !== plain(expected)) {
      return broken(
        `${account.id} stands at ${plain({ posted, outgoing, incoming })}, its journal at ${plain(expected)}`
      )
    }
  }
  return verdict(balances.length >= journal.size, () => "an account of the journal is not listed")
}

const bounded: ReadonlyArray<Account> = [...Object.values(accounts), short]

const withinBounds = (prefixes: ReadonlyArray<ReadonlyMap<string, Sums>>): Verdict => {
  for (const [index, sums] of prefixes.entries()) {
    for (const { id, floor, ceiling } of bounded) {
      const { posted, outgoing, incoming } = sums.get(id) ?? { posted: 0n, outgoing: 0n, incoming: 0n }
      const low = floor !== undefined && posted - outgoing < floor
      const high = ceiling !== undefined && posted + incoming > ceiling
      if (low || high) return broken(`${id} at ${plain({ posted, outgoing, incoming })} after position ${index + 1}`)
    }
  }
  return prefixes.length === 0 ? vacuous("nothing was committed") : held
}
