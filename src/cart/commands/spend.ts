import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { command, type Loading, put, type Read } from "../../command/index.ts"
import { ref } from "../../kernel/id.ts"
import { allows } from "../../kernel/machine.ts"
import { CurrencyMismatch } from "../../money/errors.ts"
import { CardUnknown } from "../../payment/errors.ts"
import { type GiftCard, giftCards } from "../../payment/model.ts"
import { cardAccount } from "../../payment/rules.ts"
import { spendable } from "../../promotion/rules/benefit.ts"
import type { QuoteInput } from "../../quote/input.ts"
import { CartClosed } from "../errors.ts"
import { cartMachine } from "../machine.ts"
import { Cart, CartChanged, carts, Spending } from "../model.ts"

// No account that a shop states has a slash in its name, so these are nobody's.
const pointsName = "purse/points"
const creditName = "purse/credit"
const cardPrefix = "purse/card/"

/** Which gift card a tender of a quote is; `undefined`: it is the customer's credit. */
export const cardOf = (account: string): string | undefined =>
  account.startsWith(cardPrefix) ? account.slice(cardPrefix.length) : undefined

/** States anew what the buyer wants to pay with beside the gateway; what is left out is not spent. */
export const spend = command("cart.spend", {
  summary: "states which points, credit and gift cards are to be spent, as far as they go",
  input: Schema.Struct({ cart: ref("cart"), ...Spending.fields }),
  reply: Cart,
  refusals: [CartClosed, CardUnknown, CurrencyMismatch],
  permission: "cart.change",
  *load({ cart, cards = [] }, read: Read) {
    return yield* read.all({
      cart: read.one(carts, cart),
      known: read.some(
        giftCards,
        cards.map(({ card }) => card)
      )
    })
  },
  owner: ({ cart }) => cart.customer,
  decide: ({ cart, known }, { points, credit, cards: asked }, { now }) => {
    if (!allows(cartMachine, cart.state, "order")) return Result.fail<CartClosed>({ _tag: "CartClosed", cart: cart.id })
    for (const { card } of asked ?? []) {
      const found = known.get(card)
      // Somebody else's is told in the same words (L50).
      if (found?.customer !== cart.customer) return Result.fail<CardUnknown>({ _tag: "CardUnknown", card })
      const { currency } = found.amount
      if (currency !== cart.currency) {
        return Result.fail<CurrencyMismatch>({ _tag: "CurrencyMismatch", expected: cart.currency, found: currency })
      }
    }
    const cards = distinct(asked ?? [])
    const spending: Spending = {
      ...(points === undefined ? {} : { points }),
      ...(credit === undefined ? {} : { credit }),
      ...(cards.length === 0 ? {} : { cards })
    }
    const none = Object.keys(spending).length === 0
    const { spending: _former, ...rest } = cart
    const reply: Cart = { ...rest, ...(none ? {} : { spending }), changedAt: now }
    return Result.succeed({ reply, changes: [put(carts, reply, CartChanged.of({ cart: cart.id }))] })
  }
})

// Of a card that is named twice the last word counts.
const distinct = (cards: NonNullable<Spending["cards"]>): NonNullable<Spending["cards"]> => [
  ...new Map(cards.map((one) => [one.card, one])).values()
]

/** What is free of all that a cart asks to spend, under the names that {@link spendingOf} gives to the quote. */
export function* purseOf(cart: Cart, read: Read, now: number): Loading<NonNullable<QuoteInput["accounts"]>> {
  const { customer, currency, spending } = cart
  if (spending === undefined) return {}
  const cards = (spending.cards ?? []).map(({ card }) => card)
  const owner = `customer:${customer}`
  const free: Record<string, number | bigint> = {}
  if (spending.points !== undefined) {
    free[pointsName] = Number(spendable(yield* read.owned({ owner, unit: "points" }), customer, "points", now))
  }
  if (spending.credit !== undefined) {
    free[creditName] = spendable(yield* read.owned({ owner, unit: currency }), customer, currency, now)
  }
  const known = yield* read.some(giftCards, cards)
  const own = [...known.values()].filter((card: GiftCard) => card.customer === customer)
  const balances = yield* read.balances(own.map(({ id }) => cardAccount(id, currency)))
  for (const [index, { id }] of own.entries()) {
    const balance = balances[index]
    free[`${cardPrefix}${id}`] = balance === undefined ? 0n : balance.posted - balance.outgoing
  }
  return free
}

/** What a cart asks the quote to spend. By their ids all cards pay before the credit. */
export const spendingOf = ({ spending }: Cart): Pick<QuoteInput, "points" | "tenders"> => {
  if (spending === undefined) return {}
  const { points, credit, cards = [] } = spending
  const most = (amount: bigint | undefined) => (amount === undefined ? {} : { amount })
  const tenders = [
    ...cards.map((one) => ({ id: `card ${one.card}`, account: `${cardPrefix}${one.card}`, ...most(one.most) })),
    ...(credit === undefined ? [] : [{ id: "credit", account: creditName, ...most(credit.most) }])
  ]
  return {
    ...(points === undefined ? {} : { points: { account: pointsName, spend: points } }),
    ...(tenders.length === 0 ? {} : { tenders })
  }
}
