import * as Effect from "effect/Effect"
import { broken, type Law, law, vacuous, verdict } from "../../kernel/law.ts"
import type { StorageError } from "../errors.ts"
import type { Storage } from "../ports.ts"
import { allAccounts, everything, type FreshAdapter, on, outcome, plain, play } from "./subject.ts"
import { emptyCommit, names, Trace } from "./trace.ts"

/**
 * The law that two adapters cannot be told apart: the same commits, takes and repeats give equal replies, refusals and
 * loans, and leave equal stores.
 */
export const equivalence = (left: FreshAdapter, right: FreshAdapter): Law<Trace> =>
  law({
    id: "L61",
    title: "two adapters give equal replies, refusals and state for the same trace",
    input: Trace,
    holds: (trace) =>
      on(left, (one, hand) =>
        Effect.gen(function* () {
          const expected = yield* play(one, hand, trace)
          const first = yield* closely(one, hand.now)
          const second = yield* Effect.promise(() =>
            on(right, (other, its) =>
              Effect.gen(function* () {
                const actual = yield* play(other, its, trace)
                const apart = expected.findIndex((played, turn) => plain(played) !== plain(actual[turn]))
                if (apart >= 0)
                  return broken(`turn ${apart + 1}: ${plain(expected[apart])} and ${plain(actual[apart])}`)
                const state = yield* closely(other, its.now)
                return verdict(first === state, () => `the same replies, but ${first} and ${state}`)
              })
            )
          )
          const acted = expected.some(({ answer }) => answer._tag === "Success")
          return second._tag === "Held" && !acted ? vacuous("nothing was committed") : second
        })
      )
  })

/** Everything, and what it does not show: balances when holds have died, and who has which claim. */
const closely = Effect.fnUntraced(function* (storage: Storage, at: number): Effect.fn.Return<string, StorageError> {
  const state = yield* everything(storage, at)
  const later = yield* allAccounts(storage, at + 30)
  const taken: Array<string> = []
  for (const { scope, value } of names) {
    const probe = {
      ...emptyCommit(`probe ${scope} ${value}`, at),
      claims: [{ kind: "claim", scope, value, holder: "probe" } as const]
    }
    taken.push(outcome(yield* Effect.result(storage.commit(probe))))
  }
  return plain({ state, later, taken })
})
