/** How a cart travels and how it is paid. Every cart has a choice from the first piece on, so that no price is shown without its freight. */
import type { Commands, Face } from "pannier/shop"
import { say } from "../../text/index.ts"
import type { Visit } from "../visit.ts"
import type { Errors, Typed } from "./address.ts"
import { codeOf } from "./regions.ts"

type Cart = Awaited<ReturnType<Face<Commands>["cart"]["open"]>>

/** One way to have goods delivered, with what it costs before promotions. */
type Way = Awaited<ReturnType<Face<Commands>["delivery"]["choices"]>>["choices"][number]

/** What holds until the buyer says otherwise. */
export const usual = { delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" }

interface Chosen {
  readonly option: string
  readonly region: string
  readonly travels: boolean
  /** Empty where nothing travels. */
  readonly ways: ReadonlyArray<Way>
  readonly errors: Errors
}

/**
 * Chooses what was typed, as far as the shop offers it; what it does not offer is told beside the field, and an offered way
 * taken in its place. A cart whose choice still stands is left alone, so looking at a page changes nothing.
 */
export const choose = async ({ as, house, language }: Visit, cart: Cart, typed: Typed): Promise<Chosen> => {
  const pieces = cart.lines.flatMap(({ sku, quantity }) => {
    const found = house.goods.ofSku(sku)
    return found === undefined || found.good.kind === "virtual" ? [] : [quantity * found.variant.weightGrams]
  })
  const now = cart.delivery ?? usual.delivery
  const region = codeOf(typed["province"] ?? "") ?? now.region
  const weightGrams = pieces.reduce((sum, weight) => sum + weight, 0)
  const { choices: ways } =
    pieces.length === 0 ? { choices: [] } : await as.delivery.choices({ region, weightGrams, currency: cart.currency })
  const wanted = typed["delivery"] ?? now.option
  const offered = pieces.length === 0 || ways.some(({ option }) => option.id === wanted)
  const option = pieces.length === 0 ? now.option : offered ? wanted : (ways[0]?.option.id ?? usual.delivery.option)
  const stands =
    cart.delivery?.option === option && cart.delivery.region === region && cart.paymentMethod === usual.paymentMethod
  if (cart.state === "open" && !stands) {
    // Ordered meanwhile, by a second press of the button, it needs no choice any more.
    await as.cart.choose.result({ cart: cart.id, delivery: { option, region }, paymentMethod: usual.paymentMethod })
  }
  const payment = typed["payment"] ?? usual.paymentMethod
  return {
    option,
    region,
    travels: pieces.length > 0,
    ways,
    errors: {
      ...(offered ? {} : { delivery: say(language, "checkout.noDelivery") }),
      ...(payment === usual.paymentMethod ? {} : { payment: say(language, "checkout.noPayment") })
    }
  }
}
