import { mostSafe } from "../../money/rules/proportion.ts"
import * as Result from "effect/Result"
import type { CustomsLimitExceeded, NegativeTotal, SearchBudgetExceeded } from "../errors.ts"
import type { BookedInput, QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import { byBest } from "./search/best.ts"
import { type Cart, cartOf, type InputRefusal } from "./cart.ts"
import { byPriority as onePass, type Outcome } from "./choose.ts"
import { beyondCustoms } from "./customs/result.ts"
import { quoteOf } from "./result.ts"
import { allOf, seatsOf } from "./seat.ts"

/** Why one pass over the promotions makes no quote. */
export type PriorityRefusal = InputRefusal | NegativeTotal | CustomsLimitExceeded

/** Why there is no quote. No offer that does not apply is among them: that is in the quote. */
export type QuoteRefusal = PriorityRefusal | SearchBudgetExceeded

/** An input whose policy asks for one pass in rank order. */
export type PriorityInput = (QuoteInput | BookedInput) & { readonly policy: { readonly combination: "priority" } }

/**
 * Prices a cart: a pure function of its input, the same bytes everywhere. Prices are selected, promotions act in rank order
 * under the policy, tax comes last; every minor unit taken names its promotion, and every promotion not applied its reason.
 *
 * Law: L07 to L11, L14, L15.
 */
export const of = (input: QuoteInput | BookedInput): Result.Result<Quote, QuoteRefusal> => {
  const cart = cartOf(input)
  if (Result.isFailure(cart)) return Result.fail(cart.failure)
  const seats = seatsOf(cart.success)
  if (cart.success.policy.combination === "priority") return quoted(cart.success, onePass(cart.success, seats))
  const { outcome, proof } = byBest(cart.success, allOf(seats))
  return !proof.exact && cart.success.policy.onSearchBudget === "refuse"
    ? Result.fail({ _tag: "SearchBudgetExceeded", nodes: proof.nodes })
    : quoted(cart.success, outcome, proof)
}

/**
 * {@link of} for a policy with `combination: "priority"`: the same quote of it, without the search for the best combination in
 * the program, which is a fifth of what a browser downloads.
 *
 * @returns the quote, or, after all that is wrong with the input itself, `InvalidInput` for a policy that asks for the best,
 * which is the default
 */
export const byPriority = (input: PriorityInput): Result.Result<Quote, PriorityRefusal> => {
  const cart = cartOf(input)
  if (Result.isFailure(cart)) return Result.fail(cart.failure)
  return cart.success.policy.combination === "priority"
    ? quoted(cart.success, onePass(cart.success, seatsOf(cart.success)))
    : Result.fail({ _tag: "InvalidInput", path: "/policy/combination", reason: "expected priority" })
}

const quoted = (
  cart: Cart,
  outcome: Outcome,
  proof: Quote["proof"] = { exact: true }
): Result.Result<Quote, PriorityRefusal> => {
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
