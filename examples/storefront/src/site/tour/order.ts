/** An order placed by a visitor of the tour. */
import { randomUUID } from "node:crypto"
import type { Actor } from "pannier/command"
import type { Commands, Face } from "pannier/shop"
import type { House } from "../house.ts"

/** A buyer whom nobody was before. */
export const stranger = (): Actor => ({ id: `guest-${randomUUID()}`, kind: "guest" })

export const address = {
  name: "安小满",
  phone: "+86 138 0000 4321",
  country: "CN",
  region: "CN-ZJ",
  city: "杭州",
  street: "龙井路 8 号"
}

export type Order = Awaited<ReturnType<Face<Commands>["order"]["place"]>>

/** Fills a cart with these pieces and has it quoted. */
export const quoted = async (house: House, actor: Actor, pieces: Readonly<Record<string, number>>) => {
  const as = house.shop.as(actor)
  const { id: cart } = await as.cart.open({ currency: "CNY" })
  for (const [sku, quantity] of Object.entries(pieces)) await as.cart.addLine({ cart, sku, quantity })
  await as.cart.choose({ cart, delivery: { option: "standard", region: address.region }, paymentMethod: "sandbox" })
  const { id: quote } = await as.cart.quote({ cart })
  return { cart, quote, address, gateway: "sandbox" }
}

/** Places an order, and starts its payment. */
export const placed = async (house: House, actor: Actor, pieces: Readonly<Record<string, number>>): Promise<Order> => {
  const order = await house.shop.as(actor).order.place(await quoted(house, actor, pieces))
  await house.nudge()
  return order
}
