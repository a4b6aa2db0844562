/**
 * 64 connections race for one use of a coupon, for the last unit on a shelf, and for a gift card that covers one of them:
 * exactly one wins each, every other hears that nothing is left, and the balance afterwards says so.
 *
 *     npm run race -- --rounds 1000
 *
 * `--plant check-then-act` lets every racer look at the balance first and then take from an account without a floor, which
 * has to be found.
 */
import { parseArgs } from "node:util"
import { startServer } from "@pannier/postgres-server"
import { overPg, postgres } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import pg from "pg"
import type { Account } from "../../src/ledger/index.ts"
import type { Commit, Storage } from "../../src/storage/index.ts"

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "100" }, plant: { type: "string", default: "" } }
})
const rounds = Number(values.rounds)
const planted = values.plant === "check-then-act"
if (!planted && values.plant !== "") throw new Error(`no plant \`${values.plant}\``)
const racers = 64

interface Prize {
  readonly name: string
  readonly unit: string
  readonly stock: bigint
  /** What one racer wants; two do not fit. */
  readonly wanted: bigint
}

const prizes: ReadonlyArray<Prize> = [
  { name: "coupon", unit: "uses:ONCE", stock: 1n, wanted: 1n },
  { name: "unit", unit: "variant:last", stock: 1n, wanted: 1n },
  { name: "gift card", unit: "CNY", stock: 10_000n, wanted: 6_000n }
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

const server = await startServer()
const pools = Array.from({ length: racers }, () => new pg.Pool({ ...server.connection, max: 1 }))
// A connection that the server ends while it is idle is nobody's failure.
for (const pool of pools) pool.on("error", () => {})
const violations: Array<string> = []
const told: Record<string, number> = { won: 0 }

const balance = (storage: Storage, id: string) =>
  Effect.map(
    storage.read({ documents: [], accounts: [id], queries: [], at: Date.now() }),
    ({ accounts }) => accounts[0]?.posted ?? 0n
  )

const round = Effect.fnUntraced(function* (stores: ReadonlyArray<Storage>, number: number, prize: Prize) {
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
  if (won !== 1) violations.push(`${left.id}: ${won} won`)
  if (rest !== prize.stock - prize.wanted) violations.push(`${left.id}: ${rest} is left`)
  const odd = answers.find((answer) => !["won", "BoundExceeded", "looked"].includes(answer))
  if (odd !== undefined) violations.push(`${left.id}: somebody heard ${odd}`)
})

const began = performance.now()
await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const stores = yield* Effect.forEach(pools, (pool) =>
        postgres(overPg(pool), { limits: { skew: 60_000 } }).open([])
      )
      for (let number = 0; number < rounds; number++) {
        for (const prize of prizes) yield* round(stores, number, prize)
        if ((number + 1) % 50 === 0) console.log(`${number + 1}/${rounds}, ${violations.length} violations`)
      }
    })
  )
)
for (const pool of pools) await pool.end()
await server.stop()
for (const one of violations.slice(0, 20)) console.error(`  ${one}`)
console.log(`seconds: ${((performance.now() - began) / 1000).toFixed(0)}`)
console.log(`${racers} connections, ${rounds} rounds of ${prizes.map(({ name }) => name).join(", ")}`)
console.log(
  Object.entries(told)
    .map(([name, count]) => `${name}: ${count}`)
    .join("  ")
)
console.log(`violations: ${violations.length}`)
process.exitCode = violations.length > 0 ? 1 : 0
