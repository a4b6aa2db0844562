import * as Schema from "effect/Schema"
import { refusal } from "../../kernel/refusal.ts"

/** This node knows no batch of this kind; a node of another version may. */
export const BatchUnknown = refusal(
  "BatchUnknown",
  { kind: Schema.String },
  { status: 404, zh: ({ kind }) => `没有批处理 \`${kind}\``, en: ({ kind }) => `there is no batch \`${kind}\`` }
)
export type BatchUnknown = typeof BatchUnknown.Type
