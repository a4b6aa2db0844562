import { mostSafe } from "../../money/rules/proportion.ts"
import * as Result from "effect/Result"
import type { CustomsLimitExceeded, NegativeTotal, SearchBudgetExceeded } from "../errors.ts"
import type { BookedInput, QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import { byBest } from "./search/best.ts"
import { type Cart, cartOf, type InputRefusal } from "./cart.ts"
import { byPriority, type Outcome } from "./choose.ts"
import { beyondCustoms } from "./customs/result.ts"
import { quoteOf } from "./result.ts"
import { allOf, type Seats, seatsOf } from "./seat.ts"

/** Why there is no quote. No offer that does not apply is among them: that is in the quote. */
export type QuoteRefusal = InputRefusal | NegativeTotal | SearchBudgetExceeded | CustomsLimitExceeded

/**
 * Prices a cart: a pure function of its input, the same bytes everywhere. Prices are selected, promotions act in rank order
 * under the policy, tax comes last; every minor unit taken names its promotion, and every promotion not applied its reason.
 *
 * Law: L07 to L11, L14, L15.
 */
export const of = (input: QuoteInput | BookedInput): Result.Result<Quote, QuoteRefusal> => {
  const cart = cartOf(input)
  return Result.isFailure(cart) ? Result.fail(cart.failure) : quoted(cart.success)
}

const quoted = (cart: Cart): Result.Result<Quote, QuoteRefusal> => {
  const { outcome, proof } = chosen(cart, seatsOf(cart))
  if (!proof.exact && cart.policy.onSearchBudget === "refuse") {
    return Result.fail({ _tag: "SearchBudgetExceeded", nodes: proof.nodes })
  }
  const quote = quoteOf(cart, outcome, proof)
  if (quote.grand < 0n) return Result.fail({ _tag: "NegativeTotal", total: quote.grand, currency: cart.currency })
  const beyond = cart.customs === undefined ? undefined : beyondCustoms(cart, outcome.state)
  if (beyond !== undefined) return Result.fail(beyond)
  // Tax on top is the one thing that can lead beyond what the input was tested for.
  for (const amount of [quote.subtotal.gross, quote.shipping.gross, quote.grand, quote.tax]) {
    if (Number(amount) > mostSafe) return Result.fail({ _tag: "AmountOutOfRange", amount, currency: cart.currency })
  }
  return Result.succeed(quote)
}

const chosen = (cart: Cart, seats: Seats): { readonly outcome: Outcome; readonly proof: Quote["proof"] } =>
  cart.policy.combination === "best"
    ? byBest(cart, allOf(seats))
    : { outcome: byPriority(cart, seats), proof: { exact: true } }
