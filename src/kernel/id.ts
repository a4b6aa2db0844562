import * as Schema from "effect/Schema"
import { isStorable } from "./text.ts"

/** The annotation that says which collection an id refers to: generators draw ids that exist from it. */
export const refersTo = "pannier/refers"

/** 1 to 128 characters of printable ASCII without space, quotes and backslash: fit for a URL, a column and a header. */
export const idPattern = /^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}$/u

/** An id given by the host or made by the kernel. */
export const Id = Schema.String.check(Schema.isPattern(idPattern))

/** An {@link Id} of a document in the named collection. */
export const ref = (collection: string) => Id.annotate({ [refersTo]: collection })

/** Text a person wrote: well-formed Unicode without NUL, 1 to `longest` UTF-16 units. */
export const Text = (longest: number) =>
  Schema.String.check(
    Schema.isMinLength(1),
    Schema.isMaxLength(longest),
    Schema.makeFilter((text: string) => isStorable(text) || "text with NUL or a lone surrogate")
  )

/** A text in each language. */
export interface Wording {
  readonly zh: string
  readonly en: string
}

/** A text in Chinese and in English, each of 1 to `longest` UTF-16 units. */
export const Wording = (longest: number) => Schema.Struct({ zh: Text(longest), en: Text(longest) })

/** An instant: milliseconds since 1970-01-01T00:00:00Z, to the end of the year 9999, the last that RFC 3339 can write. */
export const Instant = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 253_402_300_799_999 }))
