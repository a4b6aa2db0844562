/**
 * 64 connections race for the last unit on a shelf, the last use of a code, and what is on a gift card: each by `order.place`,
 * through shops on pools of their own that sell from one tenant. Exactly one wins each, every other hears what a buyer is to
 * hear who comes too late; once the winner has paid or gone nothing is held, and the books agree. The same with bare transfers
 * comes first, where no rule looks before the bound decides.
 *
 *     npm run race -- --rounds 1000
 *
 * `--nodes` shops have 64 connections between them. `--seed` draws who comes in where, who sends twice, and who pays; who wins is
 * the server's to say. `--plant check-then-act` takes the bounds away, so that nothing but the look at the balance is left:
 * that has to be found.
 */
import { parseArgs } from "node:util"
import { type Server, startServer } from "@pannier/postgres-server"
import { overPg, postgres } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import { collections } from "../../../src/shop/index.ts"
import { shopQuestions } from "../../../src/shop/questions.ts"
import { audit } from "../../../src/storage/audit.ts"
import { chanceFrom } from "../crash/chance.ts"
import { raceBare } from "./bare.ts"
import { Contest, type Counts, type Field } from "./contest.ts"
import { groundOn, openNode, poolOn } from "./nodes.ts"
import { contests, furnishFor } from "./prizes.ts"

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "100" },
    nodes: { type: "string", default: "16" },
    seed: { type: "string", default: String(process.pid) },
    plant: { type: "string", default: "" }
  }
})
const [rounds, shops, seed] = [values.rounds, values.nodes, values.seed].map(Number) as [number, number, number]
const planted = values.plant === "check-then-act"
if (!planted && values.plant !== "") throw new Error(`no plant \`${values.plant}\``)
const racers = 64
if (!(rounds >= 1) || !(shops >= 1 && racers % shops === 0)) throw new Error("rounds, and nodes that divide 64")

const violations: Array<string> = []
const wrong = (what: string): void => void violations.push(what)
const counts: Counts = { won: 0, late: {}, twice: 0, cancelled: 0, paid: 0 }
const began = performance.now()
const seconds = () => ((performance.now() - began) / 1000).toFixed(0)

/** What holds live still, asked in the tables themselves. */
const heldBy = (on: Server) =>
  Effect.scoped(
    Effect.flatMap(poolOn(on, 1), (pool) =>
      Effect.promise(async () => {
        const sql = "SELECT id FROM pannier.hold WHERE tenant = 'shop' AND state = 'held' ORDER BY id"
        return (await pool.query<{ id: string }>(sql)).rows.map(({ id }) => id)
      })
    )
  )

const integrityOf = (on: Server) =>
  Effect.scoped(
    Effect.flatMap(poolOn(on, 2), (pool) =>
      Effect.flatMap(
        postgres(overPg(pool), { tenant: "shop", snapshot: true }).open(collections),
        ({ integrity }) => integrity
      )
    )
  )

const server = await startServer()
const ground = groundOn(server, planted)
console.log(`races on PostgreSQL: ${rounds} rounds, ${racers} connections of ${shops} nodes, seed ${seed}`)
const bare = await Effect.runPromise(raceBare(server, { rounds, racers, planted }, wrong))
console.log(`bare transfers: ${told(bare)} after ${seconds()} s, ${violations.length} violations`)

const looked = await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const nodes = yield* Effect.forEach(
        Array.from({ length: shops }, (_, node) => node),
        () => openNode(ground, racers / shops)
      )
      const [first] = nodes
      if (first === undefined) throw new Error("no node")
      yield* furnishFor(first)
      const field: Field = { nodes, racers, chance: chanceFrom(seed), counts, wrong }
      const run = contests.map((prizes) => prizes.map((prize) => new Contest(prize, field)))
      let shown = performance.now()
      for (let round = 0; round < rounds; round++) {
        for (const turns of run) yield* turns[round % turns.length]?.race(round) ?? Effect.void
        if (round > 1 && performance.now() - shown < 20_000) continue
        shown = performance.now()
        console.log(`${round + 1}/${rounds}, ${seconds()} s, ${violations.length} violations`)
      }
      const { violations: found, ...sums } = yield* audit(first.kernel.engine.storage, shopQuestions)
      for (const one of found) wrong(`the audit of the log: ${one}`)
      for (const hold of yield* heldBy(server)) wrong(`the hold ${hold} is left over`)
      for (const one of yield* integrityOf(server)) wrong(`the tables: ${one}`)
      return sums
    })
  )
)
await server.stop()

function told(of: Readonly<Record<string, number>>): string {
  return Object.entries(of)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ")
}

for (const one of violations.slice(0, 20)) console.error(`  ${one}`)
if (violations.length > 0) console.error(`seed ${seed}`)
const late = Object.values(counts.late).reduce((sum, count) => sum + count, 0)
const races = contests.length * rounds
console.log(`seconds: ${seconds()}`)
console.log(`won: ${counts.won} of ${races}, of whom ${counts.paid} paid and ${counts.cancelled} went`)
console.log(`too late: ${late} (at least ${races * (racers - 1)}): ${told(counts.late)}`)
console.log(`sent twice at once and answered alike: ${counts.twice}`)
console.log(`past the look, and stopped by a bound: ${ground.bounded} (at least ${races})`)
console.log(
  `audited: ${looked.entries} entries, ${looked.lines} lines, ${looked.accounts} accounts; no hold is left over`
)
const short = late < races * (racers - 1) || ground.bounded < races
if (short) console.log("below its declared minimum")
console.log(`violations: ${violations.length}`)
process.exitCode = violations.length > 0 || short ? 1 : 0
