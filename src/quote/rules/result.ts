import { compareText } from "../../kernel/text.ts"
import { mostSafe } from "../../money/rules/proportion.ts"
import type { Claim } from "../../promotion/rules/claim.ts"
import type { Quote } from "../model.ts"
import type { NetGross, NextOf, Proof } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { type Benefits, benefitsOf, lapsedOf } from "./benefit.ts"
import type { Outcome } from "./choose.ts"
import { customsClaims, customsOf } from "./customs/result.ts"
import { dueOf, paidOf } from "./due.ts"
import { asked } from "./asked.ts"
import { minor } from "./exact.ts"
import { adjustmentsOf, chargesOf, feesOf, linesOf, wholeLines, withPoints } from "./lines.ts"
import { type Explained, explained } from "./reasons.ts"
import { reliefsOf } from "./reliefs.ts"
import type { Move } from "./state.ts"
import { stepsOf } from "./steps.ts"
import { taxesOf } from "./totals.ts"

/**
 * The quote of an outcome. What costs more to tell than to decide is told when it is first asked for: the steps, and why
 * promotions are not applied. The answers are the same whenever that is.
 */
class Priced implements Quote {
  declare readonly currency: string
  declare readonly at: number
  declare readonly grand: bigint
  declare readonly subtotal: NetGross<bigint>
  declare readonly shipping: NetGross<bigint>
  declare readonly tax: bigint
  declare readonly discount: bigint
  declare readonly lines: Quote["lines"]
  declare readonly charges: Quote["charges"]
  declare readonly fees: Quote["fees"]
  declare readonly gifts: Quote["gifts"]
  declare readonly after: Quote["after"]
  declare readonly next?: NonNullable<Quote["next"]>
  declare readonly lapsed?: NonNullable<Quote["lapsed"]>
  declare readonly customs?: NonNullable<Quote["customs"]>
  declare readonly reliefs?: NonNullable<Quote["reliefs"]>
  declare readonly applied: ReadonlyArray<string>
  declare readonly claims: ReadonlyArray<Claim>
  declare readonly partial: Quote["partial"]
  declare readonly proof: Proof<bigint>
  declare readonly points?: NonNullable<Quote["points"]>
  declare readonly tenders?: NonNullable<Quote["tenders"]>
  declare readonly due?: bigint
  declare readonly deposit?: NonNullable<Quote["deposit"]>
  declare readonly steps: Quote["steps"]
  declare readonly refused: Quote["refused"]
  declare readonly codes: Quote["codes"]
  readonly #cart: Cart
  readonly #outcome: Outcome
  #steps: Quote["steps"] | undefined
  #explained: Explained | undefined

  constructor(cart: Cart, outcome: Outcome, proof: Proof<bigint>) {
    const { state, moves } = outcome
    const taxes = taxesOf(cart, state)
    const whole = wholeLines(cart)
    const adjusted = adjustmentsOf(cart, whole, moves)
    const paid = goesOn(cart, moves) ? paidOf(cart, outcome, taxes) : undefined
    const benefits = paid === undefined ? nothing : benefitsOf(cart, outcome, paid)
    const priced = linesOf(cart, whole, outcome, taxes, adjusted)
    const lines = paid === undefined || paid.amount === 0 ? priced : withPoints(cart, priced, paid.points)
    const charges = chargesOf(cart, outcome, taxes, adjusted)
    const fees = feesOf(cart, taxes)
    const subtotal = summed(lines)
    const shipping = summed(charges)
    const fee = summed(fees)
    this.currency = cart.currency
    this.at = cart.at
    this.grand = subtotal.gross + shipping.gross + fee.gross
    this.subtotal = subtotal
    this.shipping = shipping
    this.tax = subtotal.gross - subtotal.net + (shipping.gross - shipping.net) + (fee.gross - fee.net)
    this.discount = BigInt(discountOf(moves))
    this.lines = lines
    this.charges = charges
    this.fees = fees
    this.gifts = benefits.gifts
    this.after = benefits.after
    if (cart.customs !== undefined) Object.assign(this, customsOf(cart, state, taxes))
    if (cart.relieved) Object.assign(this, reliefsOf(cart, lines, charges, fees))
    const next = nextOf(moves)
    if (next !== undefined) this.next = next
    if (cart.addOns) Object.assign(this, lapsedOf(cart, outcome))
    this.applied = moves.map(({ rule }) => rule.id)
    this.claims = claimsOf(cart, moves, customsClaims(cart, state))
    this.partial = gathered(moves, ({ partial }) => partial)
    Object.defineProperty(this, "refused", Priced.#told.refused)
    Object.defineProperty(this, "codes", Priced.#told.codes)
    Object.defineProperty(this, "steps", Priced.#told.steps)
    this.proof = proof
    if (paid !== undefined) Object.assign(this, dueOf(cart, outcome, paid, this.grand))
    this.#cart = cart
    this.#outcome = outcome
  }

  // Own properties, so that whoever spreads, compares or encodes a quote has all of it.
  static readonly #told = {
    steps: /* @__PURE__ */ asked(function (this: Priced) {
      return (this.#steps ??= stepsOf(this.#cart, this.#outcome.moves))
    }),
    refused: /* @__PURE__ */ asked(function (this: Priced) {
      return this.#why().refused
    }),
    codes: /* @__PURE__ */ asked(function (this: Priced) {
      return this.#why().codes
    })
  }

  /** What a quote of {@link of} was made from; nothing of a copy. */
  static inside(quote: Quote): Inside | undefined {
    return #cart in quote ? { cart: quote.#cart, outcome: quote.#outcome } : undefined
  }

  #why(): Explained {
    return (this.#explained ??= explained(this.#cart, this.#outcome))
  }
}

/** The cart that a quote is of, and what promotions did to it. */
interface Inside {
  readonly cart: Cart
  readonly outcome: Outcome
}

/** What a quote was made from, if it is not a copy. */
export const insideOf = (quote: Quote): Inside | undefined => Priced.inside(quote)

/** The quote of an outcome. */
export const quoteOf = (cart: Cart, outcome: Outcome, proof: Proof<bigint>): Quote => new Priced(cart, outcome, proof)

const summed = (of: ReadonlyArray<NetGross<bigint>>): NetGross<bigint> => {
  let net = 0
  let gross = 0
  for (let index = 0; index < of.length; index++) {
    net += Number(of[index]!.net)
    gross += Number(of[index]!.gross)
  }
  // Tax on top may lead beyond what doubles add exactly; then the sum is refused, and told in full.
  return Math.abs(net) + Math.abs(gross) < mostSafe ? { net: minor(net), gross: minor(gross) } : summedExactly(of)
}

const summedExactly = (of: ReadonlyArray<NetGross<bigint>>): NetGross<bigint> => ({
  net: of.reduce((sum, { net }) => sum + net, 0n),
  gross: of.reduce((sum, { gross }) => sum + gross, 0n)
})

const nothing: Benefits = { gifts: [], after: [] }

/** Whether anything comes after the total. */
const goesOn = ({ points, tenders }: Cart, moves: ReadonlyArray<Move>): boolean =>
  points !== undefined ||
  tenders !== undefined ||
  moves.some(({ presents, later, deposits }) => presents.length > 0 || later.length > 0 || deposits !== undefined)

/** The next steps of what takes nothing; all others are told with what they take. */
const nextOf = (moves: ReadonlyArray<Move>): Quote["next"] => {
  let found: Array<NextOf<bigint>> | undefined
  for (let index = 0; index < moves.length; index++) {
    const { total, rule, next } = moves[index]!
    if (total === 0 && next !== undefined) (found ??= []).push({ promotion: rule.id, ...next })
  }
  return found
}

const none: ReadonlyArray<never> = []

/** A list of what moves have each, and most often none of them has any. */
const gathered = <A>(moves: ReadonlyArray<Move>, of: (move: Move) => ReadonlyArray<A>): ReadonlyArray<A> => {
  for (let index = 0; index < moves.length; index++) if (of(moves[index]!).length > 0) return moves.flatMap(of)
  return none
}

const discountOf = (moves: ReadonlyArray<Move>): number => {
  let sum = 0
  for (let index = 0; index < moves.length; index++) sum += moves[index]!.total
  return sum
}

const claimsOf = (cart: Cart, moves: ReadonlyArray<Move>, imports: ReadonlyArray<Claim>): ReadonlyArray<Claim> => {
  const prices = cart.priceClaims.map(({ price, account, per, units }): Claim => {
    const provisional = per === "customer" && cart.customer === undefined
    return { account, unit: "units", per, amount: BigInt(units), by: price, ...(provisional ? { provisional } : {}) }
  })
  const claims = [...prices, ...imports, ...gathered(moves, (move) => move.claims)]
  return claims.length < 2
    ? claims
    : claims.sort((a, b) => compareText(a.account, b.account) || compareText(a.by, b.by))
}
