import * as Result from "effect/Result"
import type { Page } from "../../storage/model.ts"
import { join } from "../assemble.ts"
import type { Consequence, Moment } from "../command.ts"
import type { Row } from "../question.ts"
import { type Batch, type BatchKind, mostFailures } from "./model.ts"

/** What became of a row: `written`, `kept`, or the tag of why not. */
export interface RowOutcome {
  readonly id: string
  readonly outcome: string
}

/** One step: what its rows come to, and what is changed for them. */
export interface Stepped {
  readonly outcomes: ReadonlyArray<RowOutcome>
  readonly consequence: Consequence
}

/** Sees to the rows of one page. A row that is gone by now, or may be left as it is, is kept. */
export const seeTo = (
  kind: BatchKind,
  page: Page<Row>,
  documents: ReadonlyMap<string, unknown>,
  skip: boolean,
  moment: Moment
): Stepped => {
  let consequence: Consequence = {}
  const outcomes = page.items.map(({ id }): RowOutcome => {
    if (skip) return { id, outcome: "Skipped" }
    const document = documents.get(id)
    if (document === undefined) return { id, outcome: "kept" }
    const decided = kind.decide(document, id, moment)
    if (Result.isFailure(decided)) return { id, outcome: decided.failure._tag }
    consequence = join(consequence, decided.success)
    return { id, outcome: "written" }
  })
  return { outcomes, consequence }
}

/** The batch behind a step. */
export const advance = (batch: Batch, outcomes: ReadonlyArray<RowOutcome>, next: string | undefined): Batch => {
  const count = (outcome: string) => outcomes.filter((one) => one.outcome === outcome).length
  const failures = outcomes.filter(({ outcome }) => outcome !== "written" && outcome !== "kept")
  const { cursor: _, ...rest } = batch
  const last = outcomes.at(-1)?.id ?? batch.last
  return {
    ...rest,
    steps: batch.steps + 1,
    ...(next === undefined ? {} : { cursor: next }),
    ...(last === undefined ? {} : { last }),
    rows: {
      written: batch.rows.written + count("written"),
      kept: batch.rows.kept + count("kept"),
      failed: batch.rows.failed + failures.length
    },
    failures: [...batch.failures, ...failures.map(({ id, outcome }) => ({ id, cause: outcome }))].slice(0, mostFailures)
  }
}
