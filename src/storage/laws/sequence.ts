import * as Effect from "effect/Effect"
import { broken, law, verdict } from "../../kernel/law.ts"
import type { Claim, Commit, Intent } from "../model.ts"
import { write } from "./commits.ts"
import { allDocuments, type FreshAdapter, on, outcome, plain } from "./subject.ts"
import { accounts, beginning, emptyCommit } from "./trace.ts"

const claim = (kind: Claim["kind"], scope: string, value: string, holder: string): Claim => ({
  kind,
  scope,
  value,
  holder
})

const intent: Intent = { id: "i", lane: "l", kind: "send", payload: "{}", due: beginning }

const { supply, shelf, sold } = accounts

const hold = { kind: "hold", id: "h", from: shelf, to: sold, amount: 1n, until: beginning + 1 } as const

export interface Case {
  readonly says: string
  readonly commit: Partial<Commit>
  readonly expected: string
}

const cases: ReadonlyArray<Case> = [
  {
    says: "a document is written, written again and removed",
    commit: { writes: [write("one", 0), write("one", 1), write("one", 2, null)] },
    expected: "Committed"
  },
  {
    says: "a document is written twice as if it were new",
    commit: { writes: [write("one", 0), write("one", 0)] },
    expected: "AlreadyExists"
  },
  {
    says: "two collections have a document of one id",
    commit: { writes: [write("one", 0), { ...write("one", 0), collection: "notes" }] },
    expected: "Committed"
  },
  {
    says: "a guard is asked before the write of its document",
    commit: { guards: [{ collection: "goods", id: "one", version: 0 }], writes: [write("one", 0)] },
    expected: "Committed"
  },
  {
    says: "a value is claimed by two",
    commit: { claims: [claim("claim", "s", "v", "ann"), claim("claim", "s", "v", "bob")] },
    expected: "Taken"
  },
  {
    says: "a value is claimed, yielded and claimed by another",
    commit: {
      claims: [claim("claim", "s", "v", "ann"), claim("yield", "s", "v", "ann"), claim("claim", "s", "v", "bob")]
    },
    expected: "Committed"
  },
  {
    says: "two pairs of scope and value read alike when joined",
    commit: { claims: [claim("claim", "ab", "c", "ann"), claim("claim", "a", "bc", "bob")] },
    expected: "Committed"
  },
  {
    says: "what comes in is held and settled",
    commit: {
      transfers: [
        { kind: "post", id: "t", from: supply, to: shelf, amount: 1n },
        hold,
        { kind: "settle", hold: "h" },
        { kind: "hold", id: "g", from: supply, to: shelf, amount: 1n, until: beginning + 1 },
        { kind: "release", hold: "g" }
      ]
    },
    expected: "Committed"
  },
  {
    says: "what is held comes in too late",
    commit: { transfers: [hold, { kind: "post", id: "t", from: supply, to: shelf, amount: 1n }] },
    expected: "BoundExceeded"
  },
  { says: "two intents have one id", commit: { intents: [intent, intent] }, expected: "AlreadyExists" },
  {
    says: "an intent that still waits comes again",
    commit: { intents: [{ ...intent, id: "waiting" }] },
    expected: "AlreadyExists"
  },
  {
    says: "an intent is answered and comes again",
    commit: { intents: [{ ...intent, id: "waiting", kind: "again" }], done: ["waiting"] },
    expected: "Committed"
  }
]

/** The law of what stands in one commit. */
export const sequenceLaws = (fresh: FreshAdapter) => [
  law({
    id: "S11",
    title: "within one commit each guard, write, claim, transfer and intent finds what those before it left",
    input: cases,
    holds: ({ says, commit, expected }) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          yield* storage.commit({ ...emptyCommit("before"), intents: [{ ...intent, id: "waiting" }] })
          const answer = outcome(yield* Effect.result(storage.commit({ ...emptyCommit("one"), ...commit })))
          if (answer !== expected) return broken(`${says}: ${answer}, not ${expected}`)
          if (expected !== "Committed")
            return verdict((yield* storage.events(1, 1)).length === 0, () => `${says}: left a trace`)
          const [entry] = yield* storage.events(1, 1)
          const writes = commit.writes ?? []
          const kept = [...(yield* allDocuments(storage, "goods")), ...(yield* allDocuments(storage, "notes"))]
          const lasting = new Map(writes.map(({ collection, id, json }) => [`${collection}/${id}`, json]))
          const expectedDocuments = [...lasting.values()].filter((json) => json !== null).length
          const waits = yield* storage.waiting(9)
          const whole =
            entry?.events.length === writes.length &&
            entry.lines.length === (commit.transfers ?? []).length &&
            kept.length === expectedDocuments &&
            waits.length === 1 &&
            waits[0]?.kind === (commit.intents?.[0]?.kind ?? intent.kind)
          return verdict(whole, () => `${says}: ${plain({ entry, kept, waits })}`)
        })
      )
  })
]
