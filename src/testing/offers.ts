import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, type Law, law, vacuous, type Verdict, verdict } from "../kernel/law.ts"
import type { Line, QuoteInput } from "../quote/input.ts"
import { cartLaws, type Drawn, on, type Pricing } from "../quote/laws/index.ts"
import { int } from "../quote/laws/drawn.ts"
import type { Quote } from "../quote/model.ts"
import { of } from "../quote/rules/quote.ts"

/** What a host sells and under which offers: the input of a quote but its lines, which are drawn from the goods. */
export interface Assortment extends Omit<QuoteInput, "lines"> {
  /** Lines without an id and a number of pieces, one for each sku. */
  readonly goods: ReadonlyArray<Omit<Line, "id" | "quantity">>
  /** At most so many lines in a cart, and pieces in a line. The default is 4 and 9. */
  readonly most?: { readonly lines?: number; readonly pieces?: number }
}

/** A cart as it is drawn: pieces by sku, a sku on several lines now and then, with the codes that open offers or without. */
export interface DrawnCart {
  readonly lines: ReadonlyArray<{ readonly sku: string; readonly quantity: number }>
  readonly codes: boolean
}

const drawnFrom = ({ goods, most = {}, ...input }: Assortment): Drawn<DrawnCart> => {
  const known = new Map(goods.map((good) => [good.sku, good]))
  const skus = [...known.keys()]
  if (skus.length === 0 || skus.length < goods.length) throw new TypeError("carts are drawn from goods of one sku each")
  const codes = (input.codes ?? []).length === 0 ? Schema.Literals([false]) : Schema.Boolean
  const lines = Schema.Array(Schema.Struct({ sku: Schema.Literals(skus), quantity: int(1, most.pieces ?? 9) }))
  return {
    input: Schema.Struct({ lines: lines.check(Schema.isMinLength(1), Schema.isMaxLength(most.lines ?? 4)), codes }),
    inputOf: (cart) => ({
      ...input,
      codes: cart.codes ? (input.codes ?? []) : [],
      lines: cart.lines.flatMap(({ sku, quantity }, index) => {
        const good = known.get(sku)
        return good === undefined ? [] : [{ ...good, id: `l${index + 1}`, quantity }]
      })
    })
  }
}

/**
 * The laws of any quote, over random carts of a host's goods under its own offers: what is taken is there to be taken, and taken once;
 * the steps are the price; no order of a list and no splitting of a line shows; one more offer never makes it dearer under `best`.
 * An offer that applies to none of the carts leaves L14 and L15 vacuous, which fails as well.
 *
 * @param price the engine, or whatever prices carts in its place
 */
export const offerLaws = (assortment: Assortment, price: Pricing = of): ReadonlyArray<Law<DrawnCart>> =>
  cartLaws(drawnFrom(assortment), price)

/** What a host itself promises of its offers: asked of the quote of each random cart. */
export interface OfferPromise {
  readonly id: string
  readonly title: string
  readonly holds: (quote: Quote, input: QuoteInput) => Verdict
}

/** A promise of the host's own as a law over random carts of its goods. */
export const offerLaw = (
  assortment: Assortment,
  { id, title, holds }: OfferPromise,
  price: Pricing = of
): Law<DrawnCart> => {
  const drawn = drawnFrom(assortment)
  return law({ id, title, input: drawn.input, holds: on(price, drawn, holds) })
}

/**
 * L13 without its conditions: whether one piece more of anything ever makes a cart cheaper. Many an offer with a threshold does so on
 * purpose; who promises that none of theirs does asks this as well.
 */
export const moreIsNotCheaper = (assortment: Assortment, price: Pricing = of): Law<DrawnCart> => {
  const drawn = drawnFrom(assortment)
  return law({
    id: "L13",
    title: "one piece more never makes the cart cheaper",
    input: drawn.input,
    holds: (cart) => {
      const [first, ...others] = cart.lines
      if (first === undefined) return vacuous("an empty cart")
      const less = price(drawn.inputOf(cart))
      const more = price(drawn.inputOf({ ...cart, lines: [{ ...first, quantity: first.quantity + 1 }, ...others] }))
      if (Result.isFailure(less) || Result.isFailure(more)) return broken("refused")
      return verdict(
        less.success.grand <= more.success.grand,
        () => `${less.success.grand} as it is, ${more.success.grand} with one more of \`${first.sku}\``
      )
    }
  })
}
