/** What the button of an article does. */
import type { Commands, Face } from "pannier/shop"
import { paths } from "../../look/index.ts"
import { say } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { dropCart, keepCart } from "../session.ts"
import { toBuyer, type Visit } from "../visit.ts"
import { usual } from "./choice.ts"
import { productAt } from "./product.ts"

type Cart = Awaited<ReturnType<Face<Commands>["cart"]["open"]>>

/**
 * Puts pieces into the cart, opening one if there is none. A form is good for once: a double click adds one piece. Who goes back to add
 * another has the page anew, with a form of its own; where a browser has kept the former one all the same, the cart says that
 * nothing was added, and how to have more.
 */
export const addLine: Route = async (visit) => {
  const { as, c, house, language } = visit
  const { sku = "", quantity: typed = "1", key = "" } = await visit.form()
  const quantity = typed.trim()
  const refuse = (problem: string): Promise<Response> | Response => {
    const found = house.goods.ofSku(sku)
    return found === undefined
      ? visit.go(paths(language).cart, { mood: "attention", text: say(language, "cart.gone") })
      : productAt(visit, found.good.id, sku, problem, Number(quantity) || 1)
  }
  // As it is written, and as the cart takes it: `1e3` is no number of pieces.
  if (!/^\d{1,4}$/.test(quantity) || Number(quantity) === 0) {
    return refuse(say(language, "form.badQuantity", { most: 9999 }))
  }
  const before = (await openOf(visit)) ?? (await begin(visit, key))
  await keepCart(c, before.id)
  // Another choice on the same page is another wish, and so is the same one for another cart.
  const wish = key === "" ? undefined : [key, before.id, sku, quantity].join("-")
  const add = (under: string | undefined) =>
    as.cart.addLine({ cart: before.id, sku, quantity: Number(quantity) }, under === undefined ? {} : { key: under })
  try {
    const repeated = isOlder(await add(wish), before)
    const isThere = before.lines.some((line) => line.sku === sku)
    // What was taken out of the cart meanwhile is wanted again.
    if (repeated && !isThere) await add(`${wish}-${before.changedAt}`)
    const notice = { mood: "attention", text: say(language, "cart.addedBefore") } as const
    return visit.go(paths(language).cart, repeated && isThere ? notice : undefined)
  } catch (cause) {
    return refuse(toBuyer(cause, visit))
  }
}

/** Whether an answer is that of a form which was sent before: it is repeated word for word, and the cart has changed since. */
const isOlder = (answer: Cart, before: Cart): boolean =>
  answer.changedAt < before.changedAt || (answer.changedAt === before.changedAt && before.lines.length > 0)

/** Opens a cart that is delivered and paid as usual, until its buyer says otherwise. The same form sent twice opens one. */
const begin = async ({ as }: Visit, key: string): Promise<Cart> => {
  const opened = await as.cart.open.result({ currency: "CNY" }, { key: `${key}-open` })
  const found = opened._tag === "Success" ? await as.cart.get({ cart: opened.success.id }) : undefined
  // It may be the one of an order by now.
  const cart = found?.cart.state === "open" ? found.cart : await as.cart.open({ currency: "CNY" })
  return cart.delivery === undefined ? as.cart.choose({ cart: cart.id, ...usual }) : cart
}

const openOf = async ({ as, c, cart }: Visit): Promise<Cart | undefined> => {
  if (cart === undefined) return undefined
  const found = await as.cart.get.result({ cart })
  if (found._tag === "Success" && found.success.cart.state === "open") return found.success.cart
  dropCart(c)
  return undefined
}

/** The visitor's cart, if it is still open. */
export const openCart = async (visit: Visit): Promise<string | undefined> => (await openOf(visit))?.id
