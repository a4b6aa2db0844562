import * as Result from "effect/Result"
import { inRange } from "../../money/amount.ts"
import type { CustomsLimitExceeded, NegativeTotal, SearchBudgetExceeded } from "../errors.ts"
import type { QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import { byBest } from "./best.ts"
import { type Cart, cartOf, type InputRefusal } from "./cart.ts"
import { byPriority, type Outcome } from "./choose.ts"
import { beyondCustoms } from "./customs/result.ts"
import { explained } from "./reasons.ts"
import { quoteOf } from "./result.ts"
import { seatsOf, type Seat } from "./turn.ts"

/** Why there is no quote. No offer that does not apply is among them: that is in the quote. */
export type QuoteRefusal = InputRefusal | NegativeTotal | SearchBudgetExceeded | CustomsLimitExceeded

/**
 * Prices a cart: a pure function of its input, the same bytes everywhere. Prices are selected, promotions act in rank order
 * under the policy, tax comes last; every minor unit taken names its promotion, and every promotion not applied its reason.
 *
 * Law: L07 to L11, L14, L15.
 */
export const of = (input: QuoteInput): Result.Result<Quote, QuoteRefusal> => Result.flatMap(cartOf(input), quoted)

const quoted = (cart: Cart): Result.Result<Quote, QuoteRefusal> => {
  const seats = seatsOf(cart)
  const { outcome, proof } = chosen(cart, seats)
  if (!proof.exact && cart.policy.onSearchBudget === "refuse") {
    return Result.fail({ _tag: "SearchBudgetExceeded", nodes: proof.nodes })
  }
  const quote = quoteOf(cart, outcome, proof, explained(cart, seats, outcome))
  if (quote.grand < 0n) return Result.fail({ _tag: "NegativeTotal", total: quote.grand, currency: cart.currency })
  const beyond = beyondCustoms(cart, outcome.state)
  if (beyond !== undefined) return Result.fail(beyond)
  // Tax on top is the one thing that can lead beyond what the input was tested for.
  return inRange(quote.grand) && inRange(quote.tax)
    ? Result.succeed(quote)
    : Result.fail({ _tag: "AmountOutOfRange", amount: quote.grand, currency: cart.currency })
}

const chosen = (
  cart: Cart,
  seats: ReadonlyArray<Seat>
): { readonly outcome: Outcome; readonly proof: Quote["proof"] } =>
  cart.policy.combination === "best"
    ? byBest(cart, seats)
    : { outcome: byPriority(cart, seats), proof: { exact: true } }
