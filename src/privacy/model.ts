import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaParser from "effect/SchemaParser"

/** A personal value that a rule may see. */
export interface Clear<out A> {
  readonly _tag: "Clear"
  readonly value: A
}

/** A personal value that nobody asked to see: a rule passes it on as it is. `box` is opaque. */
export interface Sealed {
  readonly _tag: "Sealed"
  readonly box: string
}

/** A personal value whose person's key is destroyed: nobody will ever read it again. */
export interface Erased {
  readonly _tag: "Erased"
}

/** A value about a person. What is kept is always sealed; a command sees the fields that it declares to open. */
export type Personal<A> = Clear<A> | Sealed | Erased

/** A sealed value as it is kept. */
export interface SealedJson {
  readonly $sealed: string
}

/** An erased value as it is kept and as it is read. */
export interface ErasedJson {
  readonly $erased: true
}

/** The annotation that marks a personal field: the name of the document's top-level field with its person's id. */
export const personalOf = "pannier/personal"

/** How a walk over Schemas recognises the Type side of a personal value; its one type parameter is the value's. */
export const personalId = "pannier/privacy/Personal"

/** What a log, an error or an inspector is shown in place of a clear value. */
export const redacted = "<redacted>"

// A prototype costs nothing a value; a spread of it is a plain object again, and shows what it holds.
class Veiled<A> implements Clear<A> {
  readonly _tag = "Clear"
  readonly value: A

  constructor(value: A) {
    this.value = value
  }

  toString(): string {
    return redacted
  }

  toJSON(): string {
    return redacted
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return redacted
  }
}

/** A personal value, such as an address that was just typed in. Printed, logged or made JSON, it shows `<redacted>` (L57). */
export const clear = <A>(value: A): Clear<A> => new Veiled(value)

/** The personal value that is gone. */
export const erased: Erased = Object.freeze({ _tag: "Erased" })

const isPersonal = (input: unknown): input is Personal<unknown> => {
  if (typeof input !== "object" || input === null || !("_tag" in input)) return false
  if (input._tag === "Clear") return "value" in input
  return input._tag === "Erased" || (input._tag === "Sealed" && "box" in input && typeof input.box === "string")
}

const SealedWire = Schema.Struct({ $sealed: Schema.String })
const ErasedWire = Schema.Struct({ $erased: Schema.Literal(true) })

const isSealed = Schema.is(SealedWire)
const isErased = Schema.is(ErasedWire)

/**
 * Marks a field of a document as about a person: `address: personal(Address, { of: "customer" })`. `of` names the
 * top-level field of the same document that holds the person's id. The field's value is a {@link Personal}.
 *
 * Kept, it is `{ "$sealed": "..." }` or `{ "$erased": true }`; opened, it is what `schema` encodes to. Inputs and replies
 * are not personal in this sense: they carry the plain value, and a rule wraps it with {@link clear}.
 */
export const personal = <A, E>(
  schema: Schema.Codec<A, E>,
  { of }: { readonly of: string }
): Schema.Codec<Personal<A>, E | SealedJson | ErasedJson> =>
  Schema.Union([SealedWire, ErasedWire, schema]).pipe(
    Schema.decodeTo(valueOf(schema, of), {
      decode: SchemaGetter.transform((kept: A | SealedJson | ErasedJson): Personal<A> => {
        if (isSealed(kept)) return { _tag: "Sealed", box: kept.$sealed }
        return isErased(kept) ? erased : clear(kept)
      }),
      encode: SchemaGetter.transform((value: Personal<A>): A | SealedJson | ErasedJson => {
        if (value._tag === "Clear") return value.value
        return value._tag === "Sealed" ? { $sealed: value.box } : { $erased: true }
      })
    })
  )

const valueOf = <A, E>(schema: Schema.Codec<A, E>, of: string): Schema.Codec<Personal<A>, Personal<A>> =>
  Schema.declareConstructor<Personal<A>, Personal<A>>()(
    [Schema.toType(schema)],
    ([value]) => {
      const check = SchemaParser.decodeUnknownEffect(value)
      return (input, ast, options) => {
        if (!isPersonal(input)) return Effect.fail(new SchemaIssue.InvalidType(ast, input, options))
        if (input._tag !== "Clear") return Effect.succeed(input)
        return Effect.mapEager(check(input.value, options), clear)
      }
    },
    {
      expected: "a personal value",
      representation: { id: personalId, payload: null },
      [personalOf]: of
    }
  )
