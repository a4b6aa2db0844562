import * as Schema from "effect/Schema"
import { edge, type Json, type JsonObject, message, type Refusal } from "pannier/kernel"

// What stands in an answer is one caller's, and JSON whatever a browser may think of it.
const always = { "cache-control": "no-store", "x-content-type-options": "nosniff" }

/** An answer of JSON: what JSON.stringify makes of the body. */
export const answer = (status: number, body: Json | object, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...always, ...headers }
  })

/** The status of what has no Schema here: a veto of the host that did not bring one. */
const unspoken = 409

/** The status that the answer to a fact of this Schema has. */
export const statusOf = (schema: Refusal | undefined): number =>
  (schema === undefined ? undefined : edge(schema)?.status) ?? unspoken

/**
 * A fact as the caller is told it: its fields, and what it says in both languages. `detail` of a port's failure is for the
 * host alone; a fact without a Schema is told by its tag.
 */
export const told = (schema: Refusal | undefined, fact: { readonly _tag: string }): JsonObject => {
  if (schema === undefined) return { _tag: fact._tag, message: { zh: fact._tag, en: fact._tag } }
  const fields = Schema.encodeUnknownSync(schema)(fact) as JsonObject
  const withheld = statusOf(schema) >= 500 && "detail" in fields ? { detail: "" } : {}
  return { ...fields, ...withheld, message: { ...message(schema, fact) } }
}
