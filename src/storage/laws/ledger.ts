import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, law, vacuous, verdict } from "../../kernel/law.ts"
import type { Transfer } from "../../ledger/model.ts"
import type { Storage } from "../ports.ts"
import { atOnce } from "./commits.ts"
import { replayed, withinBounds } from "./journal.ts"
import { allEntries, everything, type FreshAdapter, on, onAdapter, outcome, plain } from "./subject.ts"
import { accounts, beginning, collections, emptyCommit, short } from "./trace.ts"

const { supply, shelf, sold } = accounts

const Pieces = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 40 }))

const stock = (storage: Storage, pieces: number) =>
  storage.commit({
    ...emptyCommit("stock"),
    transfers: [{ kind: "post", id: "stock", from: supply, to: shelf, amount: BigInt(pieces) }]
  })

const onShelf = (storage: Storage, at: number) =>
  Effect.map(storage.read({ documents: [], accounts: [shelf.id], queries: [], at }), (found) => found.accounts[0])

/** The laws of bounds and holds under races and time. */
export const ledgerLaws = (fresh: FreshAdapter) => [
  law({
    id: "L24",
    title: "commits that race never sell what is not on the shelf, in any prefix of the log",
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
    title:
      "of k racers for n units, on two openings, exactly min(k, n) win, and every other hears that nothing is left",
    input: Schema.Struct({
      units: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 70 })),
      racers: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 64 })),
      kind: Schema.Literals(["post", "hold"])
    }),
    holds: ({ units, racers, kind }) =>
      onAdapter(fresh, (adapter) =>
        Effect.gen(function* () {
          const storage = yield* adapter.open(collections)
          const other = yield* adapter.open(collections)
          if (units > 0) yield* stock(storage, units)
          const want = (number: number) => ({ id: `t-${number}`, from: shelf, to: sold, amount: 1n })
          const until = beginning + 60_000
          const answers = yield* atOnce(
            Array.from({ length: racers }, (_, number) =>
              (number % 2 === 0 ? storage : other).commit({
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
    id: "L38",
    title: "a transfer's id serves once, whatever key it comes back under: a late replay moves nothing",
    input: ["post", "hold", "ended hold", "fact"],
    holds: (kind) =>
      onAdapter(fresh, (adapter) =>
        Effect.gen(function* () {
          const storage = yield* adapter.open(collections)
          yield* stock(storage, 5)
          const move = { id: "once", from: shelf, to: sold, amount: 1n }
          const transfer: Transfer =
            kind === "post"
              ? { kind, ...move }
              : kind === "fact"
                ? { kind: "post", ...move, from: { ...shelf, id: "empty shelf" }, short }
                : { kind: "hold", ...move, until: beginning + 60_000 }
          yield* storage.commit({ ...emptyCommit("first"), transfers: [transfer] })
          if (kind === "ended hold") {
            yield* storage.commit({ ...emptyCommit("end"), transfers: [{ kind: "release", hold: "once" }] })
          }
          const before = yield* everything(storage, beginning)
          const reopened = yield* adapter.open(collections)
          const again = yield* Effect.result(reopened.commit({ ...emptyCommit("again"), transfers: [transfer] }))
          const same = before === (yield* everything(storage, beginning))
          return verdict(outcome(again) === "AlreadyDone" && same, () => `${kind} again: ${outcome(again)}`)
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
  })
]
