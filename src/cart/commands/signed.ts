import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Ask, query, read, type Read } from "../../command/index.ts"
import { Instant, ref } from "../../kernel/id.ts"
import { allows } from "../../kernel/machine.ts"
import type { QuoteKey } from "../../quote/bound.ts"
import type { TooLarge } from "../../quote/errors.ts"
import { Quote } from "../../quote/model.ts"
import { longestToken, quoteKeyIds, sign } from "../../quote/rules/token.ts"
import { CartClosed } from "../errors.ts"
import { cartMachine } from "../machine.ts"
import { carts } from "../model.ts"
import { circumstances } from "./price.ts"
import { boundOf, price, priceRefusals } from "./quote.ts"

/** The name in the vault of the key with this id. */
const keyName = (id: string): string => `quote/${id}`

/**
 * Asks for the keys that quotes are signed with at an instant, the one in use first. They change every 90 days, and the one
 * before is known for as long again, so no server need be told of a change.
 */
export const readQuoteKeys = (now: number): Ask<ReadonlyArray<Uint8Array | undefined>> =>
  read.keys(quoteKeyIds(now).map(keyName))

/** The keys that were asked for and are there. */
export const quoteKeysOf = (now: number, found: ReadonlyArray<Uint8Array | undefined>): ReadonlyArray<QuoteKey> =>
  quoteKeyIds(now).flatMap((id, index) => {
    const key = found[index]
    return key === undefined ? [] : [{ id, key }]
  })

/** A price that the shop holds to, as a text that it will know again; or why there is none. */
export const Signed = Schema.Union([
  Schema.TaggedStruct("Signed", {
    cart: ref("cart"),
    quote: Quote,
    /** What `order.place` takes in place of the id of a quote. */
    token: Schema.String,
    /** From this instant on it no longer holds. */
    expiresAt: Instant
  }),
  Schema.TaggedStruct("NotPriced", { cart: ref("cart"), why: Schema.Union([CartClosed, ...priceRefusals]) })
])

/**
 * Prices a cart and signs the price for `quoteValidity`. Nothing is kept: whoever has the shop's keys will know the
 * token again, and charge it as it was quoted.
 */
export const signed = query("cart.signed", {
  summary: "prices a cart and holds to the price for 15 minutes by a signature, keeping nothing",
  input: Schema.Struct({ cart: ref("cart") }),
  reply: Signed,
  permission: "cart.quote",
  *load({ cart: id }, reads: Read, { now }) {
    const cart = yield* reads.one(carts, id)
    const all = yield* circumstances(cart, reads, now)
    return { cart, all, keys: quoteKeysOf(now, yield* readQuoteKeys(now)) }
  },
  owner: ({ cart }) => cart.customer,
  answer: ({ cart, all, keys }, _, { now }) => {
    const notPriced = (why: (typeof priceRefusals)[number]["Type"] | CartClosed) => ({
      _tag: "NotPriced" as const,
      cart: cart.id,
      why
    })
    if (!allows(cartMachine, cart.state, "order")) return notPriced({ _tag: "CartClosed", cart: cart.id })
    return Result.match(price(cart, all, now), {
      onFailure: notPriced,
      onSuccess: (quote) => {
        const [key] = keys
        // The key was destroyed, which nothing in the shop does.
        if (key === undefined) throw new Error("the shop has no key to sign quotes with")
        const bound = boundOf(cart, all, quote, now)
        const token = sign(bound, key)
        if (token.length > longestToken) {
          return notPriced({ _tag: "TooLarge", what: "token", limit: longestToken } satisfies TooLarge)
        }
        return { _tag: "Signed" as const, cart: cart.id, quote, token, expiresAt: bound.expiresAt }
      }
    })
  }
})
