import type * as Effect from "effect/Effect"
import type { TaxProviderError } from "./errors.ts"
import type { TaxAnswer, TaxQuestion } from "./provider.ts"

/**
 * Who knows the taxes of places that a shop does not want to know itself, such as the sales taxes of the United States. It is
 * asked before a cart is priced, and its rates are passed in, so that the quote stays a pure function and the charge is the
 * quote. It remembers nothing: asking again has no effect.
 */
export interface TaxProvider {
  readonly name: string
  /** The taxes of each line and charge; a place it knows nothing of is an error, never an answer without tax. */
  readonly rates: (question: TaxQuestion) => Effect.Effect<TaxAnswer, TaxProviderError>
}
