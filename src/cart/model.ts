import * as Schema from "effect/Schema"
import { collection, event, integer, text } from "../command/index.ts"
import { Id, Instant, ref, Text } from "../kernel/id.ts"
import { CurrencyCode, MinorUnits } from "../money/model.ts"
import { Key } from "../pricing/model.ts"
import { normalCode } from "../promotion/rules/code.ts"
import { cartMachine } from "./machine.ts"

/** Most lines of a cart. */
export const mostLines = 200

/** Most pieces of a line. */
export const mostPieces = 9999

/** Most codes entered in a cart. */
export const mostCodes = 20

/** A number of pieces of one article: 1 to {@link mostPieces}. */
export const Quantity = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: mostPieces }))

const longestCode = 64

/** A code in the form in which codes are compared; former programs kept it as the buyer typed it. */
export const Code = Text(longestCode)

const fits = (code: string): boolean => code.length > 0 && code.length <= longestCode

/** A code as the buyer types it, in any spelling. */
export const EnteredCode = Code.check(
  Schema.makeFilter(
    (code: string) => fits(normalCode(code)) || "1 to 64 characters, space around it and spelling aside"
  )
)

/** So many pieces of one article. */
export class CartLine extends Schema.Opaque<CartLine>()(
  Schema.Struct({
    id: Id,
    sku: ref("variant"),
    quantity: Quantity,
    /** The promotion whose add-on it is: at a lower price as long as that applies. */
    addOnOf: Schema.optionalKey(Key)
  })
) {}

const Positive = MinorUnits.check(Schema.isGreaterThanBigInt(0n))

/** At most so many minor units of the cart's currency. */
const Most = Schema.BigIntFromString.pipe(Schema.decodeTo(Positive))

/** What a buyer wants to pay with beside the gateway, as far as it goes. What it comes to, the quote says. */
export class Spending extends Schema.Opaque<Spending>()(
  Schema.Struct({
    /** At most so many points. */
    points: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000_000 }))),
    /** Credit, such as cashback: all of it, or at most so much. */
    credit: Schema.optionalKey(Schema.Struct({ most: Schema.optionalKey(Most) })),
    /** Gift cards: all that is left of each, or at most so much. They pay in order of id. */
    cards: Schema.optionalKey(
      Schema.Array(Schema.Struct({ card: ref("giftCard"), most: Schema.optionalKey(Most) })).check(
        Schema.isMaxLength(10)
      )
    )
  })
) {}

/** What somebody wants to buy. It carries no price: a quote does. */
export class Cart extends Schema.Opaque<Cart>()(
  Schema.Struct({
    id: ref("cart"),
    /** Who fills it: the id of a customer or of a guest. */
    customer: Id,
    state: Schema.Literals(cartMachine.states),
    currency: CurrencyCode,
    lines: Schema.Array(CartLine),
    codes: Schema.Array(Code),
    /** Which delivery option was chosen, and to which region (ISO 3166-2, such as `CN-ZJ`). */
    delivery: Schema.optionalKey(Schema.Struct({ option: Id, region: Id })),
    /** How the buyer means to pay, such as `unionpay`: a method that one of the gateways offers. Some offers ask for it. */
    paymentMethod: Schema.optionalKey(Id),
    spending: Schema.optionalKey(Spending),
    openedAt: Instant,
    changedAt: Instant
  })
) {}

export const carts = collection<Cart>("cart", {
  schema: Cart,
  id: ({ id }) => id,
  columns: {
    customer: text(({ customer }) => customer),
    state: text(({ state }) => state),
    changedAt: integer(({ changedAt }) => changedAt)
  },
  indexes: { customer: ["customer", "state", "changedAt"] }
})

export const CartOpened = event("CartOpened", Schema.Struct({ cart: ref("cart") }))
export const CartChanged = event("CartChanged", Schema.Struct({ cart: ref("cart") }))
export const CartOrdered = event("CartOrdered", Schema.Struct({ cart: ref("cart"), order: ref("order") }))
