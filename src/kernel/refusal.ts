import * as Schema from "effect/Schema"
import type { Wording } from "./language.ts"

/** What the edge needs to know of a refusal: the HTTP status and the sentence in each language. */
export interface Edge<Fact> {
  readonly status: number
  readonly zh: (fact: Fact) => string
  readonly en: (fact: Fact) => string
}

/** The annotation under which a refusal's {@link Edge} travels with its Schema. */
export const edgeOf = "pannier/edge"

/**
 * The Schema of a refusal: a plain tagged fact such as `{ _tag: "StockShort", sku, wanted, available }`, with what the
 * edge says of it. Rules return the plain fact and never meet this.
 *
 * Messages: lower case, no full stop, the user's input in backticks.
 */
export const refusal = <const Tag extends string, const Fields extends Schema.Struct.Fields>(
  tag: Tag,
  fields: Fields,
  edge: Edge<Schema.TaggedStruct<Tag, Fields>["Type"]>
): Schema.TaggedStruct<Tag, Fields> => {
  const described = Schema.TaggedStruct(tag, fields).annotate({ identifier: tag, [edgeOf]: edge })
  return described as Schema.TaggedStruct<Tag, Fields>
}

/** A fact whose Schema is known only at run time: what a face needs to speak of any refusal. */
export type Refusal = Schema.Codec<{ readonly _tag: string }, unknown>

/** What the edge says of a refusal of this Schema. */
export const edge = (schema: Refusal): Edge<unknown> | undefined => {
  const found = schema.ast.annotations?.[edgeOf]
  return found as Edge<unknown> | undefined
}

/** The message of a fact in both languages, or its bare tag where its Schema says nothing. */
export const message = (schema: Refusal, fact: { readonly _tag: string }): Wording => {
  const words = edge(schema)
  return words === undefined ? { zh: fact._tag, en: fact._tag } : { zh: words.zh(fact), en: words.en(fact) }
}
