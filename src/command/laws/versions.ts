import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { JsonObject } from "../../kernel/json.ts"
import { broken, every, held, law, vacuous, type Verdict, verdict } from "../../kernel/law.ts"
import { type FreshAdapter, onAdapter, plain } from "../../storage/laws/subject.ts"
import { ask } from "../ask.ts"
import { now } from "../clock.ts"
import { execute } from "../execute.ts"
import { downcast, schemaVersionOf, upcast } from "../revision.ts"
import { learnWritable, raiseCommand, writables } from "../writable.ts"
import { nodeOn, staff } from "./node.ts"
import { Parcel, releases, statedBy } from "./parcel.ts"

const Small = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))

/** A node of one of three releases states one of a few parcels, or it is said that a version may be written. */
const Step = Schema.Struct({
  raise: Small(7),
  node: Small(2),
  id: Small(2),
  grams: Small(2),
  stage: Parcel.fields.stage
})

const newest = releases[2]

/** The laws of documents whose Schema changes while nodes of several releases run on one log. */
export const versionLaws = (fresh: FreshAdapter) => [
  law({
    id: "F16",
    title:
      "nodes of three versions on one log: each reads what it can, nobody writes ahead, and what is refused changes nothing",
    input: Schema.Array(Step).check(Schema.isMinLength(1), Schema.isMaxLength(24)),
    holds: (steps) =>
      onAdapter(fresh, (adapter, hand) =>
        Effect.gen(function* () {
          const storage = yield* adapter.open([newest.parcels, writables])
          const nodes = releases.map(() => nodeOn(storage))
          const raise = raiseCommand([newest.parcels])
          const kept = new Map<string, { readonly parcel: Parcel; readonly version: number }>()
          let raised = 1
          const verdicts: Array<Verdict> = []
          for (const [number, step] of steps.entries()) {
            hand.now = yield* now
            if (step.raise === 1 || step.raise === 2) {
              const version = step.raise + 1
              yield* execute(nodes[2]!, raise, { collection: "parcel", version }, { actor: staff })
              raised = Math.max(raised, version)
              // A node that has not heard of it goes on writing what everybody reads; so each is told here.
              for (const [index, { storage: its }] of nodes.entries())
                yield* learnWritable(its, [releases[index]!.parcels])
              continue
            }
            const parcel: Parcel = { id: `p${step.id}`, to: `to ${number}`, grams: step.grams, stage: step.stage }
            const reads = step.node + 1
            const stated = statedBy(reads, parcel)
            if (stated === undefined) continue
            const before = (yield* storage.events(0, 1_000)).length
            const place = releases[step.node]!.place
            const answer = yield* Effect.result(execute(nodes[step.node]!, place, stated, { actor: staff }))
            const writes = Math.min(reads, raised)
            const found = kept.get(parcel.id)
            const lets = (found === undefined || found.version <= reads) && statedBy(writes, parcel) !== undefined
            const told = Result.isSuccess(answer) ? "Committed" : answer.failure._tag
            verdicts.push(verdict(told === (lets ? "Committed" : "VersionAhead"), () => `step ${number}: ${told}`))
            const after = (yield* storage.events(0, 1_000)).length
            verdicts.push(verdict(after - before === (lets ? 1 : 0), () => `step ${number}: ${after - before} entries`))
            if (lets) kept.set(parcel.id, { parcel, version: writes })
          }
          for (const [id, { parcel, version }] of kept) {
            for (const [index, { get }] of releases.entries()) {
              const answer = yield* Effect.result(ask(nodes[index]!, get, { id }, { actor: staff }))
              const seen = Result.isSuccess(answer) ? plain(answer.success) : answer.failure._tag
              const expected = version <= index + 1 ? plain(statedBy(index + 1, parcel)) : "VersionAhead"
              verdicts.push(verdict(seen === expected, () => `release ${index + 1} sees ${seen}, not ${expected}`))
            }
          }
          return every(verdicts)
        }).pipe(Effect.catch((refused) => Effect.succeed(broken(`unexpected ${plain(refused)}`))))
      )
  }),
  law({
    id: "F16",
    title: "what is written back for an older version is read again as it was, and every older document is read",
    input: Parcel,
    holds: (parcel) => {
      const { revisions } = newest.parcels
      return every(
        [1, 2].map((version): Verdict => {
          const lowered = downcast(revisions, newest.parcels.encode(parcel), version)?.json
          const expected = statedBy(version, parcel)
          if (plain(lowered) !== plain(expected)) return broken(`version ${version} writes ${plain(lowered)}`)
          if (lowered === undefined) return vacuous(`version ${version} cannot say it`)
          const older: JsonObject = version === 1 ? lowered : { $version: version, ...lowered }
          if (schemaVersionOf(older) !== version) return broken(`version ${version} is not told`)
          const again = newest.parcels.decode(upcast(revisions, older))
          return plain(again) === plain(parcel) ? held : broken(`${plain(older)} is read as ${plain(again)}`)
        })
      )
    }
  })
]
