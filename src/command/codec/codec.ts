import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { canonical, isObject, type Json } from "../../kernel/json.ts"
import { compile, type Strictness } from "./compile.ts"
import { type Convert, unfit } from "./convert.ts"
import { type Fields, fieldsOf } from "./fields.ts"
import { compileText } from "./text.ts"

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

const writer = once((schema: AnySchema) => compileText(schema.ast, "stated"))
const canonicalWriter = once((schema: AnySchema) => compileText(schema.ast, "sorted"))

/** `JSON.stringify` of what {@link encode} answers; `"null"` where that is `undefined`. */
export const encodeText = (schema: AnySchema, value: unknown): string => {
  const text = writer(schema).text(value)
  return (text === unfit ? JSON.stringify(encode(schema, value)) : text) || "null"
}

/** The RFC 8785 text of what {@link encode} answers. */
export const canonicalText = (schema: AnySchema, value: unknown): string => {
  const text = canonicalWriter(schema).text(value)
  return (text === unfit ? canonical(encode(schema, value)) : text) || "null"
}

/** A document as the texts of its fields. One that is no object is a defect of its Schema. */
export const encodeFields = (schema: AnySchema, document: unknown): Fields => {
  const fields = writer(schema).fields?.(document)
  if (fields !== undefined && fields !== unfit) return fields
  const json = encode(schema, document)
  if (!isObject(json)) throw new Error("a document must encode to a JSON object")
  return fieldsOf(json)
}

/** JSON that was encoded by {@link encode} as a value. */
export const decode = <A>(schema: Schema.Codec<A, unknown>, json: unknown): A => decoder(schema)(json) as A

/** JSON of a store as a value: it was checked when it was encoded, so its shape is read and its bounds are not asked again. */
export const decodeStored = <A>(schema: Schema.Codec<A, unknown>, json: unknown): A => storedDecoder(schema)(json) as A
