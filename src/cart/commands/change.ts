import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { variants } from "../../catalog/model.ts"
import { command, put, type Read } from "../../command/index.ts"
import { Id, ref } from "../../kernel/id.ts"
import { allows } from "../../kernel/machine.ts"
import { CurrencyCode } from "../../money/model.ts"
import { Key } from "../../pricing/model.ts"
import { normalCode } from "../../promotion/rules/code.ts"
import { CartClosed, CartFull, LineUnknown, NotForSale } from "../errors.ts"
import { cartMachine } from "../machine.ts"
import {
  Cart,
  CartChanged,
  CartOpened,
  carts,
  EnteredCode,
  mostCodes,
  mostLines,
  mostPieces,
  Quantity
} from "../model.ts"
import { type CartLimits, withAdded, without, withQuantity } from "../rules.ts"

const limits: CartLimits = { lines: mostLines, pieces: mostPieces }

/** Opens an empty cart for whoever asks. */
export const open = command("cart.open", {
  summary: "opens an empty cart",
  input: Schema.Struct({ currency: CurrencyCode }),
  reply: Cart,
  refusals: [],
  permission: "cart.open",
  *load() {},
  decide: (_, { currency }, { actor, id, now }) => {
    const cart: Cart = {
      id: id("cart"),
      customer: actor.id,
      state: cartMachine.initial,
      currency,
      lines: [],
      codes: [],
      openedAt: now,
      changedAt: now
    }
    return Result.succeed({ reply: cart, changes: [put(carts, cart, CartOpened.of({ cart: cart.id }))] })
  }
})

const owned = {
  permission: "cart.change",
  owner: <Loaded extends { readonly cart: Cart }>({ cart }: Loaded): string => cart.customer
}

/** The decision of every change: the cart must be open, and the rule must agree. */
const changed = <Refused>(
  cart: Cart,
  now: number,
  change: (cart: Cart) => Result.Result<Partial<Cart>, Refused>
): Result.Result<
  { readonly reply: Cart; readonly changes: ReadonlyArray<ReturnType<typeof put>> },
  CartClosed | Refused
> => {
  if (!allows(cartMachine, cart.state, "order")) return Result.fail({ _tag: "CartClosed", cart: cart.id })
  return Result.map(change(cart), (fields) => {
    const reply: Cart = { ...cart, ...fields, changedAt: now }
    return { reply, changes: [put(carts, reply, CartChanged.of({ cart: cart.id }))] }
  })
}

const lined = (lines: Cart["lines"]): Partial<Cart> => ({ lines })

/** Puts pieces of an article into the cart. */
export const addLine = command("cart.addLine", {
  summary: "puts pieces of an article into the cart",
  input: Schema.Struct({
    cart: ref("cart"),
    sku: ref("variant"),
    quantity: Quantity,
    /** The promotion whose add-on it is to be. Whether that applies, the quote says. */
    addOnOf: Schema.optionalKey(Key)
  }),
  reply: Cart,
  refusals: [CartClosed, NotForSale, CartFull],
  *load({ cart, sku }, read: Read) {
    // An unknown article is not for sale either: were it `NotFound`, it would tell whether the cart is somebody's (L50).
    return yield* read.all({ cart: read.one(carts, cart), variant: read.maybe(variants, sku) })
  },
  permission: "cart.change",
  owner: ({ cart }) => cart.customer,
  decide: ({ cart, variant }, { sku, quantity, addOnOf }, { id, now }) =>
    changed(cart, now, ({ lines }): Result.Result<Partial<Cart>, NotForSale | CartFull> => {
      if (variant?.state !== "active") return Result.fail({ _tag: "NotForSale", sku })
      const added = { id: id("line"), sku, quantity, ...(addOnOf === undefined ? {} : { addOnOf }) }
      return Result.map(withAdded(lines, added, limits), lined)
    })
})

/** States how many pieces a line has. */
export const setQuantity = command("cart.setQuantity", {
  summary: "states how many pieces a line has",
  input: Schema.Struct({ cart: ref("cart"), line: Id, quantity: Quantity }),
  reply: Cart,
  refusals: [CartClosed, LineUnknown],
  *load({ cart }, read: Read) {
    return { cart: yield* read.one(carts, cart) }
  },
  ...owned,
  decide: ({ cart }, { line, quantity }, { now }) =>
    changed(cart, now, ({ lines }) => Result.map(withQuantity(lines, line, quantity), lined))
})

/** Takes a line out of the cart. */
export const removeLine = command("cart.removeLine", {
  summary: "takes a line out of the cart",
  input: Schema.Struct({ cart: ref("cart"), line: Id }),
  reply: Cart,
  refusals: [CartClosed, LineUnknown],
  *load({ cart }, read: Read) {
    return { cart: yield* read.one(carts, cart) }
  },
  ...owned,
  decide: ({ cart }, { line }, { now }) => changed(cart, now, ({ lines }) => Result.map(without(lines, line), lined))
})

const spells = (code: string): ((one: string) => boolean) => {
  const normal = normalCode(code)
  return (one) => normalCode(one) === normal
}

/** Enters a code. It is kept once, however it is spelt. Whether it opens an offer, the quote says. */
export const enterCode = command("cart.enterCode", {
  summary: "enters a code; the quote says whether it opens an offer",
  input: Schema.Struct({ cart: ref("cart"), code: EnteredCode }),
  reply: Cart,
  refusals: [CartClosed, CartFull],
  *load({ cart }, read: Read) {
    return { cart: yield* read.one(carts, cart) }
  },
  ...owned,
  decide: ({ cart }, { code }, { now }) =>
    changed(cart, now, ({ codes }): Result.Result<Partial<Cart>, CartFull> => {
      if (codes.some(spells(code))) return Result.succeed({})
      if (codes.length < mostCodes) return Result.succeed({ codes: [...codes, normalCode(code)] })
      return Result.fail({ _tag: "CartFull", of: "codes", limit: mostCodes })
    })
})

/** Takes a code out again, in every spelling; one that is not there is not missed. */
export const dropCode = command("cart.dropCode", {
  summary: "takes a code out of the cart",
  input: Schema.Struct({ cart: ref("cart"), code: EnteredCode }),
  reply: Cart,
  refusals: [CartClosed],
  *load({ cart }, read: Read) {
    return { cart: yield* read.one(carts, cart) }
  },
  ...owned,
  decide: ({ cart }, { code }, { now }) =>
    changed(cart, now, ({ codes }) => Result.succeed({ codes: codes.filter((one) => !spells(code)(one)) }))
})

/** Chooses how and whereto the goods are delivered, and how they are to be paid. */
export const choose = command("cart.choose", {
  summary: "chooses the delivery option, the region and the means of payment",
  input: Schema.Struct({
    cart: ref("cart"),
    delivery: Schema.optionalKey(Schema.Struct({ option: Id, region: Id })),
    paymentMethod: Schema.optionalKey(Id)
  }),
  reply: Cart,
  refusals: [CartClosed],
  *load({ cart }, read: Read) {
    return { cart: yield* read.one(carts, cart) }
  },
  ...owned,
  decide: ({ cart }, { delivery, paymentMethod }, { now }) =>
    changed(cart, now, () =>
      Result.succeed({
        ...(delivery === undefined ? {} : { delivery }),
        ...(paymentMethod === undefined ? {} : { paymentMethod })
      })
    )
})
