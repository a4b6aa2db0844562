import * as Result from "effect/Result"
import { broken, type Law, law, verdict } from "../../kernel/law.ts"
import type { BoundQuote } from "../bound.ts"
import type { QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import { open, sign } from "../rules/token.ts"
import { Case, inputOf } from "./case.ts"

const key = { id: "1", key: new Uint8Array(32).fill(7) }

/** L16, its other half: what a token says is what was signed, and nothing else opens. */
export const signedWhole = (price: (input: QuoteInput) => Result.Result<Quote, { readonly _tag: string }>): Law<Case> =>
  law({
    id: "L16",
    title: "a quote signed and opened again is the same quote, and with one letter changed it is none",
    input: Case,
    holds: (drawn) => {
      const input = inputOf(drawn)
      const quote = price(input)
      if (Result.isFailure(quote)) return broken(`refused: ${quote.failure._tag}`)
      const bound: BoundQuote<bigint, number> = {
        cart: "cart",
        customer: "customer",
        fingerprint: "fingerprint",
        settings: 1,
        rules: "rules",
        quote: quote.success,
        quotedAt: input.at,
        expiresAt: input.at + 1
      }
      const token = sign(bound, key)
      const opened = open(token, [key])
      if (Result.isFailure(opened)) return broken("what was signed does not open")
      const at = input.at % token.length
      const other = token[at] === "x" ? "y" : "x"
      const changed = open(token.slice(0, at) + other + token.slice(at + 1), [key])
      return verdict(
        sign(opened.success, key) === token && Result.isFailure(changed),
        () => `another quote, or one that was changed at ${at}`
      )
    }
  })
