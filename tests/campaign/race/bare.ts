import { overPg, postgres } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import type { Server } from "@pannier/postgres-server"
import type { Account } from "../../../src/ledger/index.ts"
import type { Commit, Storage } from "../../../src/storage/index.ts"
import { poolOn } from "./nodes.ts"

/** What an account has at first and what one racer wants of it; two do not fit. */
interface Prize {
  readonly name: string
  readonly unit: string
  readonly stock: bigint
  readonly wanted: bigint
}

const prizes: ReadonlyArray<Prize> = [
  { name: "a use", unit: "uses:ONCE", stock: 1n, wanted: 1n },
  { name: "a piece", unit: "variant:last", stock: 1n, wanted: 1n },
  { name: "money", unit: "CNY", stock: 10_000n, wanted: 6_000n }
]

const account = (id: string, unit: string, floor?: bigint): Account => ({
  id,
  owner: "race",
  unit,
  ...(floor !== undefined && { floor })
})

const commitOf = (key: string, from: Account, to: Account, amount: bigint): Commit => ({
  key,
  fingerprint: key,
  at: Date.now(),
  actor: "racer",
  reason: "race",
  guards: [],
  writes: [],
  claims: [],
  transfers: [{ kind: "post", id: key, from, to, amount }],
  intents: [],
  done: [],
  reply: "{}"
})

const balance = (storage: Storage, id: string) =>
  Effect.map(
    storage.read({ documents: [], accounts: [id], queries: [], at: Date.now() }),
    ({ accounts }) => accounts[0]?.posted ?? 0n
  )

const race = Effect.fnUntraced(function* (
  stores: ReadonlyArray<Storage>,
  number: number,
  prize: Prize,
  planted: boolean,
  told: Record<string, number>,
  wrong: (what: string) => void
) {
  const [first] = stores
  if (first === undefined) return
  const left = account(`${prize.name}/${number}`, prize.unit, planted ? undefined : 0n)
  const used = account(`${prize.name}/used`, prize.unit)
  yield* first.commit(commitOf(`stock ${left.id}`, account(`${prize.name}/supply`, prize.unit), left, prize.stock))
  const take = (storage: Storage, racer: number) =>
    Effect.gen(function* () {
      if (planted && (yield* balance(storage, left.id)) < prize.wanted) return "looked"
      const answer = yield* Effect.result(storage.commit(commitOf(`${left.id}/${racer}`, left, used, prize.wanted)))
      return answer._tag === "Success" ? "won" : answer.failure._tag
    })
  const answers = yield* Effect.all(stores.map(take), { concurrency: "unbounded" })
  for (const answer of answers) told[answer] = (told[answer] ?? 0) + 1
  const won = answers.filter((answer) => answer === "won").length
  const rest = yield* balance(first, left.id)
  if (won !== 1) wrong(`${left.id}: ${won} won`)
  if (rest !== prize.stock - prize.wanted) wrong(`${left.id}: ${rest} is left`)
  const odd = answers.find((answer) => !["won", "BoundExceeded", "looked"].includes(answer))
  if (odd !== undefined) wrong(`${left.id}: somebody heard ${odd}`)
})

/**
 * The same contest without a shop above it: one transfer each, on stores that have one connection each, so that nobody looks
 * first and the bound alone decides.
 *
 * @returns how often what was heard
 */
export const raceBare = (
  server: Server,
  { rounds, racers, planted }: { readonly rounds: number; readonly racers: number; readonly planted: boolean },
  wrong: (what: string) => void
) =>
  Effect.scoped(
    Effect.gen(function* () {
      const told: Record<string, number> = {}
      const stores = yield* Effect.forEach(
        Array.from({ length: racers }, (_, racer) => racer),
        () =>
          Effect.flatMap(poolOn(server, 1), (pool) =>
            postgres(overPg(pool), { tenant: "bare", limits: { skew: 60_000 } }).open([])
          )
      )
      for (let number = 0; number < rounds; number++) {
        for (const prize of prizes) yield* race(stores, number, prize, planted, told, wrong)
        if ((number + 1) % 100 === 0) console.log(`${number + 1}/${rounds} rounds of bare transfers`)
      }
      return told
    })
  )
