import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Id, Instant } from "../../kernel/id.ts"
import type { ColumnName } from "../../storage/model.ts"
import { collection, integer, text } from "../collection.ts"
import type { Consequence, Moment } from "../command.ts"
import { event, intent } from "../event.ts"
import type { AnyCollection } from "../question.ts"
import { batchMachine } from "./machine.ts"

/** How many failures a batch keeps by name; the log has all of them. */
export const mostFailures = 100

/** A change wider than one commit: how far it has come, and what became of its rows. */
export class Batch extends Schema.Opaque<Batch>()(
  Schema.Struct({
    id: Id,
    kind: Schema.String,
    state: Schema.Literals(batchMachine.states),
    startedBy: Id,
    startedAt: Instant,
    endedAt: Schema.optionalKey(Instant),
    /** Steps that were committed. */
    steps: Schema.Int,
    /** Where the next step goes on; absent before the first and after the last. */
    cursor: Schema.optionalKey(Schema.String),
    /** The last row that was seen to. */
    last: Schema.optionalKey(Schema.String),
    rows: Schema.Struct({ written: Schema.Int, kept: Schema.Int, failed: Schema.Int }),
    /** The first rows that failed, and why: the tag of the refusal, never its contents. */
    failures: Schema.Array(Schema.Struct({ id: Schema.String, cause: Schema.String })),
    /** Columns of the collection that are built when it is done. */
    columns: Schema.Array(Schema.String)
  })
) {}

/** The collection of batches, the youngest found first by its beginning. */
export const batches = collection<Batch>("batch", {
  schema: Batch,
  id: ({ id }) => id,
  columns: { state: text(({ state }) => state), startedAt: integer(({ startedAt }) => startedAt) },
  indexes: { started: ["startedAt"], state: ["state", "startedAt"] }
})

const Outcomes = Schema.Array(Schema.Struct({ id: Schema.String, outcome: Schema.String }))

export const BatchStarted = event("BatchStarted", Schema.Struct({ kind: Schema.String }))
/** One step: what became of each row, `written`, `kept`, or the tag of why not. */
export const BatchStepped = event("BatchStepped", Schema.Struct({ step: Schema.Int, rows: Outcomes }))
export const BatchPaused = event("BatchPaused", Schema.Struct({}))
export const BatchResumed = event("BatchResumed", Schema.Struct({}))
export const BatchCancelled = event("BatchCancelled", Schema.Struct({}))

/** The next step of a batch is to be taken. */
export const StepDue = intent("batch.step", Schema.Struct({ batch: Id, step: Schema.Int }))

/** What a batch does to each document of a collection, in the order of an index. */
export interface BatchKind {
  readonly kind: string
  readonly from: AnyCollection
  /** Absent: by id. A row that moves in the index while the batch runs may be met twice or not at all. */
  readonly index?: string
  /** Rows of one step, 1 to 200. Absent: 50. */
  readonly size?: number
  /** Whether a row of this version of the Schema may be left as it is. Absent: none. */
  readonly keeps?: (schema: number) => boolean
  /** The columns that are built once every document was seen to. */
  readonly builds?: boolean
  /** What becomes of one document. A refusal is this row's outcome, and the others go on. */
  decide(document: unknown, id: string, moment: Moment): Result.Result<Consequence, { readonly _tag: string }>
}

/** The columns of a batch, as storage names them. */
export const columnsOf = ({ from }: BatchKind, { columns }: Batch): ReadonlyArray<ColumnName> =>
  columns.map((column) => ({ collection: from.name, column }))
