import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { put } from "../command.ts"
import { event } from "../event.ts"
import type { AnyCollection } from "../question.ts"
import type { BatchKind } from "./model.ts"

/** A document was written again by a newer program; nothing of what it says has changed. */
export const DocumentRewritten = event("DocumentRewritten", Schema.Struct({}))

/**
 * Writes every document of a collection again: those of older versions in the one that may be written, and where columns are
 * building, all of them with their columns.
 */
export const rewriting = (from: AnyCollection): BatchKind => ({
  kind: `rewrite.${from.name}`,
  from,
  builds: true,
  keeps: (schema) => schema >= from.highest,
  decide: (document) => Result.succeed({ changes: [put(from, document, DocumentRewritten.of({}))] })
})
