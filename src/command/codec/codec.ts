import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import type { Json } from "../../kernel/json.ts"
import { compile, type Strictness } from "./compile.ts"
import { type Convert, unfit } from "./convert.ts"

type AnySchema = Schema.Codec<unknown, unknown>

/** Makes something of a Schema when it is first needed, and keeps it: making one costs more than using it. */
export const once = <S extends object, A>(make: (schema: S) => A): ((schema: S) => A) => {
  const made = new WeakMap<S, A>()
  return (schema) => {
    const known = made.get(schema)
    if (known !== undefined) return known
    const first = make(schema)
    made.set(schema, first)
    return first
  }
}

/** The compiled conversion, and effect's where it does not take a value: effect throws, and says why. */
const orElse =
  (compiled: Convert, effect: (value: unknown) => unknown): ((value: unknown) => unknown) =>
  (value) => {
    const converted = compiled(value)
    return converted === unfit ? effect(value) : converted
  }

const encoder = once((schema: AnySchema) =>
  orElse(compile(SchemaAST.flip(schema.ast), {}), Schema.encodeUnknownSync(schema))
)

const decoderWith = (strictness: Strictness) =>
  once((schema: AnySchema) => orElse(compile(schema.ast, strictness), Schema.decodeUnknownSync(schema, strictness)))

const decoder = decoderWith({})
const storedDecoder = decoderWith({ disableChecks: true })

/** A value as JSON. What does not fit its Schema is a defect of the rule that made it. */
export const encode = (schema: AnySchema, value: unknown): Json => encoder(schema)(value) as Json

/** JSON that was encoded by {@link encode} as a value. */
export const decode = <A>(schema: Schema.Codec<A, unknown>, json: unknown): A => decoder(schema)(json) as A

/** JSON of a store as a value: it was checked when it was encoded, so its shape is read and its bounds are not asked again. */
export const decodeStored = <A>(schema: Schema.Codec<A, unknown>, json: unknown): A => storedDecoder(schema)(json) as A
