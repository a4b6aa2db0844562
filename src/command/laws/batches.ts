import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, every, law, type Verdict, verdict } from "../../kernel/law.ts"
import type { Storage } from "../../storage/ports.ts"
import { parseDocument } from "../../storage/rules.ts"
import { allDocuments, allEntries, type FreshAdapter, type Hand, onAdapter, plain } from "../../storage/laws/subject.ts"
import { ask } from "../ask.ts"
import { Clock } from "../clock.ts"
import { batchCommands, batches, batchErrand, type BatchKind, rewriting } from "../batch/index.ts"
import { execute } from "../execute.ts"
import { schemaVersionOf } from "../revision.ts"
import { work } from "../worker.ts"
import { learnWritable, raiseCommand, writables } from "../writable.ts"
import { nodeOn, staff } from "./node.ts"
import { releases } from "./parcel.ts"

const Small = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

const [oldest, , newest] = releases
const operations = [writables, batches]

/** A law's hand as the clock of a program; nobody waits for real, and no deadline comes. */
const clockOf = (hand: Hand): Clock => ({
  currentTimeMillisUnsafe: () => hand.now,
  currentTimeMillis: Effect.sync(() => hand.now),
  currentTimeNanosUnsafe: () => BigInt(hand.now) * 1_000_000n,
  currentTimeNanos: Effect.sync(() => BigInt(hand.now) * 1_000_000n),
  monotonicTimeNanosUnsafe: () => BigInt(hand.now) * 1_000_000n,
  monotonicTimeNanos: Effect.sync(() => BigInt(hand.now) * 1_000_000n),
  sleep: (duration) => (Duration.toMillis(duration) < 1_000 ? Effect.yieldNow : Effect.never)
})

/** How a step dies: not at all, before its commit, or behind it. */
type Death = 0 | 1 | 2

/** A storage under which steps of a batch die as they are told. */
const dying = (storage: Storage, deaths: () => Death): Storage => ({
  ...storage,
  commit: (commit) => {
    const death = commit.reason === "operations.stepBatch" ? deaths() : 0
    if (death === 1) return Effect.die(new Error("died before the commit"))
    const committed = storage.commit(commit)
    return death === 2 ? Effect.andThen(committed, Effect.die(new Error("died behind the commit"))) : committed
  }
})

/** More rounds than any batch of these laws takes. */
const plenty = 2_000

/** The laws of batches. */
export const batchLaws = (fresh: FreshAdapter) => [
  law({
    id: "B01",
    title:
      "a batch that dies at any point goes on where it stopped, each row once, while the shop sells; then its index finds all",
    input: Schema.Struct({
      rows: Small(1, 24),
      size: Small(1, 7),
      deaths: Schema.Array(Schema.Literals([0, 1, 2])).check(Schema.isMaxLength(30)),
      sales: Schema.Array(Small(0, 30)).check(Schema.isMaxLength(12))
    }),
    holds: ({ rows, size, deaths, sales }) =>
      onAdapter(fresh, (adapter, hand) =>
        Effect.gen(function* () {
          const idOf = (number: number) => `p${String(number).padStart(2, "0")}`
          const before = Array.from({ length: rows }, (_, number) => idOf(2 * number))
          yield* Effect.scoped(
            Effect.gen(function* () {
              const node = nodeOn(yield* adapter.open([oldest.parcels, ...operations]))
              for (const id of before) {
                yield* execute(node, oldest.place, { id, to: id.repeat(2), stage: "packed" }, { actor: staff })
              }
            })
          )
          const storage = yield* adapter.open([newest.parcels, ...operations])
          let left = [...deaths]
          let running = 0
          const node = nodeOn(
            dying(storage, () => {
              const [death = 0, ...rest] = left
              left = rest
              // A row that is never got through is left out in the end: see the other laws.
              running = death === 0 ? 0 : running + 1
              return running > 4 ? 0 : death
            })
          )
          yield* execute(node, raiseCommand([newest.parcels]), { collection: "parcel", version: 3 }, { actor: staff })
          yield* learnWritable(node.storage, [newest.parcels])
          const kind: BatchKind = { ...rewriting(newest.parcels), size }
          const commands = batchCommands([kind])
          const errands = new Map([["batch.step", batchErrand(commands)]])
          const { reply: started } = yield* execute(node, commands.startBatch, { kind: kind.kind }, { actor: staff })
          const verdicts: Array<Verdict> = []
          const index = () =>
            Effect.result(
              storage.read({
                documents: [],
                accounts: [],
                queries: [{ collection: "parcel", index: "letters", limit: 100 }],
                at: 0
              })
            )
          let state = started.state
          for (let round = 0; round < plenty && state === "running"; round++) {
            const found = yield* index()
            const told = Result.isFailure(found) ? found.failure.reason : "a page"
            verdicts.push(verdict(told === "IndexBuilding", () => `before it is done: ${told}`))
            const sale = sales[round]
            if (sale !== undefined) {
              const parcel = { id: idOf(sale), to: "sold", stage: "sent", grams: sale }
              yield* execute(node, newest.place, parcel, { actor: staff })
            }
            yield* work(node, errands, { limit: 1 })
            hand.now += 3_600_000
            state = (yield* ask(node, commands.batch, { batch: started.id }, { actor: staff })).state
          }
          const done = yield* ask(node, commands.batch, { batch: started.id }, { actor: staff })
          if (done.state !== "done") return broken(`it is ${plain(done)}`)
          const kept = yield* allDocuments(storage, "parcel", "id")
          const byLetters = yield* allDocuments(storage, "parcel", "letters")
          const versions = kept.map(({ json }) => schemaVersionOf(parseDocument(json)))
          verdicts.push(
            verdict(
              versions.every((one) => one === 3),
              () => `versions ${plain(versions)}`
            )
          )
          verdicts.push(verdict(byLetters.length === kept.length, () => `${byLetters.length} of ${kept.length} found`))
          const steps = (yield* allEntries(storage))
            .flatMap(({ events }) => events)
            .filter(({ type }) => type === "BatchStepped")
            .map(({ data }): { step: number; rows: ReadonlyArray<{ id: string; outcome: string }> } => JSON.parse(data))
          const numbers = steps.map(({ step }) => step)
          verdicts.push(
            verdict(
              numbers.every((step, place) => step === place),
              () => `steps ${plain(numbers)}`
            )
          )
          const seen = steps.flatMap((step) => step.rows)
          const ids = seen.map(({ id }) => id)
          verdicts.push(verdict(new Set(ids).size === ids.length, () => `rows seen twice: ${plain(ids)}`))
          verdicts.push(
            verdict(
              before.every((id) => ids.includes(id)),
              () => `rows not seen: ${plain(ids)}`
            )
          )
          const { written, failed } = done.rows
          verdicts.push(verdict(written === seen.length && failed === 0, () => `rows ${plain(done.rows)}`))
          return every(verdicts)
        }).pipe(
          Effect.provideService(Clock, clockOf(hand)),
          Effect.catch((refused) => Effect.succeed(broken(`unexpected ${plain(refused)}`)))
        )
      )
  }),
  law({
    id: "B02",
    title: "each row has an outcome of its own: one that is refused holds up none, and a rerun does the rest",
    input: Schema.Struct({ rows: Small(1, 16), size: Small(1, 5), heavy: Schema.Array(Small(0, 15)) }),
    holds: ({ rows, size, heavy }) =>
      onAdapter(fresh, (adapter, hand) =>
        Effect.gen(function* () {
          const storage = yield* adapter.open([newest.parcels, ...operations])
          const node = nodeOn(storage)
          const refused = new Set(heavy.filter((number) => number < rows))
          for (let number = 0; number < rows; number++) {
            const parcel = { id: `p${String(number).padStart(2, "0")}`, to: "a", stage: "packed", grams: 0 }
            yield* execute(node, newest.place, parcel, { actor: staff })
          }
          let strict = true
          const rewrite = rewriting(newest.parcels)
          const kind: BatchKind = {
            ...rewrite,
            kind: "weigh",
            size,
            keeps: () => false,
            decide: (document, id, moment) =>
              strict && refused.has(Number(id.slice(1)))
                ? Result.fail({ _tag: "TooHeavy" })
                : rewrite.decide(document, id, moment)
          }
          const commands = batchCommands([kind])
          const errands = new Map([["batch.step", batchErrand(commands)]])
          const run = Effect.fnUntraced(function* () {
            const { reply } = yield* execute(node, commands.startBatch, { kind: "weigh" }, { actor: staff })
            const again = yield* Effect.result(execute(node, commands.startBatch, { kind: "weigh" }, { actor: staff }))
            yield* work(node, errands, { limit: 100 })
            const taken = Result.isFailure(again) ? again.failure._tag : "Committed"
            return { taken, batch: yield* ask(node, commands.batch, { batch: reply.id }, { actor: staff }) }
          })
          const first = yield* run()
          strict = false
          hand.now += 1
          const second = yield* run()
          const failures = first.batch.failures.map(({ id, cause }) => `${id} ${cause}`)
          const expected = [...refused]
            .toSorted((left, right) => left - right)
            .map((number) => `p${String(number).padStart(2, "0")} TooHeavy`)
          return every([
            verdict(first.taken === "Taken", () => `two at once: ${first.taken}`),
            verdict(plain(failures) === plain(expected), () => `failures ${plain(failures)}`),
            verdict(first.batch.rows.written === rows - refused.size, () => plain(first.batch.rows)),
            verdict(first.batch.state === "done" && second.batch.state === "done", () => plain(second.batch)),
            verdict(second.batch.rows.failed === 0, () => plain(second.batch.rows))
          ])
        }).pipe(
          Effect.provideService(Clock, clockOf(hand)),
          Effect.catch((failure) => Effect.succeed(broken(`unexpected ${plain(failure)}`)))
        )
      )
  })
]
