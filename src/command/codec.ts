import * as Schema from "effect/Schema"
import type { Json } from "../kernel/json.ts"

type AnySchema = Schema.Codec<unknown, unknown>
type Convert = (value: unknown) => unknown

// A parser is made once for each Schema: making one costs more than using it.
const remembered = (make: (schema: AnySchema) => Convert) => {
  const made = new WeakMap<object, Convert>()
  return (schema: AnySchema): Convert => {
    let convert = made.get(schema)
    if (convert === undefined) {
      convert = make(schema)
      made.set(schema, convert)
    }
    return convert
  }
}

const encoder = remembered((schema) => Schema.encodeUnknownSync(schema))
const decoder = remembered((schema) => Schema.decodeUnknownSync(schema))

/** A value as JSON. What does not fit its Schema is a defect of the rule that made it. */
export const encode = (schema: AnySchema, value: unknown): Json => encoder(schema)(value) as Json

/** JSON that was encoded by {@link encode} as a value. */
export const decode = <A>(schema: Schema.Codec<A, unknown>, json: unknown): A => decoder(schema)(json) as A
