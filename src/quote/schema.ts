import * as Schema from "effect/Schema"
import { InvalidInput } from "../command/errors.ts"
import type { Wording } from "../kernel/language.ts"
import { message } from "../kernel/refusal.ts"
import { AmountOutOfRange, CurrencyMismatch, CurrencyUnknown, DuplicateId } from "../money/errors.ts"
import { PriceMissing } from "../pricing/errors.ts"
import { InvalidPromotion, InvalidRules } from "../promotion/errors.ts"
import { Promotion } from "../promotion/model.ts"
import { CustomsLimitExceeded, InvalidQuantity, NegativeTotal, SearchBudgetExceeded, TooLarge } from "./errors.ts"
import { QuoteDocument, QuoteJson } from "./model.ts"

const refusals = {
  InvalidInput,
  CurrencyUnknown,
  TooLarge,
  CustomsLimitExceeded,
  InvalidQuantity,
  DuplicateId,
  InvalidPromotion,
  InvalidRules,
  CurrencyMismatch,
  PriceMissing,
  AmountOutOfRange,
  NegativeTotal,
  SearchBudgetExceeded
}

/** Every refusal of a whole document: what stands under `error` of an answer. */
export const DocumentRefused = Schema.Union(Object.values(refusals)).annotate({ identifier: "DocumentRefused" })
export type DocumentRefused = typeof DocumentRefused.Type

/** The sentence of a refusal in each language. */
export const refusalMessage = (refusal: DocumentRefused): Wording => message(refusals[refusal._tag], refusal)

/** What a document is answered with. */
export const QuoteAnswer = Schema.Union([
  QuoteJson.annotate({ identifier: "Quote" }),
  Schema.Struct({ error: Schema.toEncoded(DocumentRefused) })
]).annotate({ identifier: "QuoteAnswer" })

const documents = {
  input: { title: "the input of a quote", schema: QuoteDocument },
  output: { title: "the answer to the input of a quote", schema: QuoteAnswer },
  promotion: { title: "a promotion", schema: Schema.toEncoded(Promotion) }
} as const

/** What a JSON Schema is there for: what a quote is asked, what it is answered with, and one promotion. */
export type DocumentKind = keyof typeof documents

/** Every {@link DocumentKind}. */
export const documentKinds: ReadonlyArray<DocumentKind> = ["input", "output", "promotion"]

/**
 * The JSON Schema of a document, for editors and for other languages. Closed: a key that is not in it is refused. It tells
 * the shape; what the values mean together, such as the decimals of a currency, is for `read` and `define` to test.
 *
 * Source: JSON Schema, draft 2020-12.
 */
export const jsonSchema = (kind: DocumentKind): object => {
  const { title, schema } = documents[kind]
  const { schema: root, definitions } = Schema.toJsonSchemaDocument(schema, { onExcessProperty: "error" })
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title, ...root, $defs: definitions }
}
