/** What a guest has put into the cart comes along when the guest signs in. */
import type { Actor } from "pannier/command"
import type { Commands, Face } from "pannier/shop"
import type { Notice } from "../../look/index.ts"
import { say } from "../../text/index.ts"
import { keepCart } from "../session.ts"
import type { Visit } from "../visit.ts"
import { usual } from "./choice.ts"

type Cart = Awaited<ReturnType<Face<Commands>["cart"]["open"]>>

/** The cart of a guest who is about to sign in, if there is anything in it. What somebody else signed in for stays theirs. */
export const filledBy = async ({ actor, as, cart }: Visit): Promise<Cart | undefined> => {
  if (actor.kind !== "guest" || cart === undefined) return undefined
  const found = await as.cart.get.result({ cart })
  if (found._tag === "Failure") return undefined
  const { state, lines } = found.success.cart
  return state === "open" && lines.length > 0 ? found.success.cart : undefined
}

/** Fills a cart of somebody who has just signed in like the one of before, and says what of it has not come along. */
export const takeOver = async (
  { c, house, language }: Visit,
  actor: Actor,
  filled: Cart | undefined
): Promise<Notice | undefined> => {
  if (filled === undefined) return undefined
  const left: Notice = { mood: "attention", text: say(language, "signIn.cartLeft") }
  const as = house.shop.as(actor)
  const opened = await as.cart.open.result({ currency: filled.currency })
  if (opened._tag === "Failure") return left
  const cart = opened.success.id
  await keepCart(c, cart)
  const { delivery = usual.delivery, paymentMethod = usual.paymentMethod } = filled
  await as.cart.choose.result({ cart, delivery, paymentMethod })
  const added = []
  // One after the other, so that they stand in the order in which they were put in.
  for (const { sku, quantity, addOnOf } of filled.lines) {
    const input = { cart, sku, quantity, ...(addOnOf === undefined ? {} : { addOnOf }) }
    added.push(await as.cart.addLine.result(input))
  }
  for (const code of filled.codes) added.push(await as.cart.enterCode.result({ cart, code }))
  if (added.some(({ _tag }) => _tag === "Failure")) return left
  return { mood: "good", text: say(language, "signIn.cartCame") }
}
