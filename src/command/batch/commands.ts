import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Id } from "../../kernel/id.ts"
import { next } from "../../kernel/machine.ts"
import type { Page } from "../../storage/model.ts"
import { command, put, query } from "../command.ts"
import { IllegalTransition } from "../errors.ts"
import type { DomainEvent } from "../event.ts"
import type { Loading, Row } from "../question.ts"
import type { Read } from "../read.ts"
import { type AnyErrand, answer, errand } from "../worker.ts"
import { BatchUnknown } from "./errors.ts"
import { batchMachine } from "./machine.ts"
import {
  Batch,
  BatchCancelled,
  batches,
  type BatchKind,
  BatchPaused,
  BatchResumed,
  BatchStarted,
  BatchStepped,
  columnsOf,
  StepDue
} from "./model.ts"
import { advance, seeTo } from "./rules.ts"

const Named = Schema.Struct({ batch: Id })
const Start = Schema.Struct({ kind: Schema.String })
const Step = Schema.Struct({
  batch: Id,
  step: Schema.Int,
  /** One row only, so that the one that fails is found. */
  alone: Schema.Boolean,
  /** Leaves the row out, and says so. */
  skip: Schema.Boolean
})

const laneOf = (batch: string): string => `batch/${batch}`

/** One batch of a kind at a time. */
const claimOf = (kind: "claim" | "yield", { kind: value, id: holder }: Batch) => ({
  kind,
  scope: "batch",
  value,
  holder
})

/** The rows of one step, and the batch that they belong to. */
export interface BatchRows {
  readonly batch: Batch
  readonly page: Page<Row>
  readonly documents: ReadonlyMap<string, unknown>
}

/** The commands that start, step, pause, resume and cancel batches, and the queries that show them. */
export const batchCommands = (kinds: ReadonlyArray<BatchKind>) => {
  const kindOf = (name: string) => kinds.find(({ kind }) => kind === name)
  const unknown = (kind: string) => Result.fail<BatchUnknown>({ _tag: "BatchUnknown", kind })

  const startBatch = command("operations.startBatch", {
    summary: "starts a batch of a kind; one of each runs at a time",
    input: Start,
    reply: Batch,
    refusals: [BatchUnknown],
    permission: "operations.startBatch",
    *load({ kind }: typeof Start.Type, read: Read): Loading<ReadonlyArray<string>> {
      const of = kindOf(kind)
      return of?.builds === true ? yield* read.building(of.from) : []
    },
    decide: (columns, { kind }, { actor, id, now }) => {
      if (kindOf(kind) === undefined) return unknown(kind)
      const batch: Batch = {
        id: id("bat"),
        kind,
        state: batchMachine.initial,
        startedBy: actor.id,
        startedAt: now,
        steps: 0,
        rows: { written: 0, kept: 0, failed: 0 },
        failures: [],
        columns
      }
      return Result.succeed({
        reply: batch,
        changes: [put(batches, batch, BatchStarted.of({ kind }))],
        claims: [claimOf("claim", batch)],
        intents: [StepDue.of({ batch: batch.id, step: 0 }, { lane: laneOf(batch.id) })]
      })
    }
  })

  const stepBatch = command("operations.stepBatch", {
    summary: "takes the next step of a batch: its rows, its cursor and the step behind it in one commit",
    input: Step,
    reply: Batch,
    refusals: [BatchUnknown],
    permission: "batch.step",
    *load({ batch: id, step, alone, skip }: typeof Step.Type, read: Read): Loading<BatchRows> {
      const batch = yield* read.one(batches, id)
      const none: BatchRows = { batch, page: { items: [] }, documents: new Map() }
      const of = kindOf(batch.kind)
      if (of === undefined || batch.state !== "running" || batch.steps !== step) return none
      const { cursor: after, columns } = batch
      const limit = alone ? 1 : (of.size ?? 50)
      const where = { index: of.index ?? "id", limit }
      const page = yield* read.rows(of.from, after === undefined ? where : { ...where, after })
      const all = columns.length > 0 || of.keeps === undefined
      const wanted = page.items.filter(({ schema }) => all || of.keeps?.(schema) === false).map(({ id }) => id)
      return { batch, page, documents: skip ? new Map() : yield* read.some(of.from, wanted) }
    },
    decide: ({ batch, page, documents }, { step, skip }, moment) => {
      const of = kindOf(batch.kind)
      if (of === undefined) return unknown(batch.kind)
      // It was paused or cancelled meanwhile, or this step was taken.
      if (batch.state !== "running" || batch.steps !== step) return Result.succeed({ reply: batch })
      const { outcomes, consequence } = seeTo(of, page, documents, skip, moment)
      const stepped = advance(batch, outcomes, page.next)
      const told = BatchStepped.of({ step, rows: outcomes })
      const changes = consequence.changes ?? []
      if (page.next !== undefined) {
        const due = StepDue.of({ batch: batch.id, step: stepped.steps }, { lane: laneOf(batch.id) })
        return Result.succeed({
          ...consequence,
          reply: stepped,
          changes: [...changes, put(batches, stepped, told)],
          intents: [...(consequence.intents ?? []), due]
        })
      }
      const done: Batch = { ...stepped, state: "done", endedAt: moment.now }
      return Result.succeed({
        ...consequence,
        reply: done,
        changes: [...changes, put(batches, done, told)],
        claims: [...(consequence.claims ?? []), claimOf("yield", done)],
        // A row that failed has no value: its index would not find it.
        built: done.rows.failed === 0 ? columnsOf(of, done) : []
      })
    }
  })

  return {
    startBatch,
    stepBatch,
    pauseBatch: turning("pause", "stops a batch behind the step that is under way", BatchPaused.of({})),
    resumeBatch: turning("resume", "lets a paused batch go on where it stopped", BatchResumed.of({})),
    cancelBatch: turning("cancel", "ends a batch; what its steps have done stays", BatchCancelled.of({})),
    batch: query("operations.batch", {
      summary: "one batch: how far it has come, and what became of its rows",
      input: Named,
      reply: Batch,
      permission: "operations.batch",
      *load({ batch }: typeof Named.Type, read: Read) {
        return yield* read.one(batches, batch)
      },
      answer: (batch) => batch
    }),
    batches: query("operations.batches", {
      summary: "the latest batches, the youngest first",
      input: Schema.Struct({}),
      reply: Schema.Array(Batch),
      permission: "operations.batches",
      *load(_: object, read: Read) {
        return yield* read.page(batches, { index: "started", descending: true, limit: 50 })
      },
      answer: ({ items }) => items
    })
  }
}

const turning = (event: "pause" | "resume" | "cancel", summary: string, told: DomainEvent) =>
  command(`operations.${event}Batch`, {
    summary,
    input: Named,
    reply: Batch,
    refusals: [IllegalTransition],
    permission: `operations.${event}Batch`,
    *load({ batch }: typeof Named.Type, read: Read) {
      return yield* read.one(batches, batch)
    },
    decide: (batch, _, { now }) =>
      Result.map(next(batchMachine, batch.state, event), (state) => {
        const turned: Batch = { ...batch, state, ...(event === "cancel" ? { endedAt: now } : {}) }
        return {
          reply: turned,
          changes: [put(batches, turned, told)],
          claims: event === "cancel" ? [claimOf("yield", turned)] : [],
          intents:
            event === "resume" ? [StepDue.of({ batch: batch.id, step: batch.steps }, { lane: laneOf(batch.id) })] : []
        }
      })
  })

/** After so many tries a step takes one row alone, and after so many it leaves that row out. */
const aloneAfter = 2
const skipAfter = 8

/** Takes the steps of batches. A step that fails again and again is taken row by row, and a row that cannot be is left out. */
export const batchErrand = ({ stepBatch }: Pick<ReturnType<typeof batchCommands>, "stepBatch">): AnyErrand =>
  errand(StepDue, {
    *load() {},
    perform: (_, { batch, step }, { tries }) =>
      Effect.succeed(answer(stepBatch, { batch, step, alone: tries > aloneAfter, skip: tries > skipAfter }))
  })
