import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { command, put, query, type Read } from "../../command/index.ts"
import { Id, ref } from "../../kernel/id.ts"
import { Money } from "../../money/model.ts"
import { AmountNotPositive } from "../errors.ts"
import { GiftCard, GiftCardIssued, giftCards } from "../model.ts"
import { cardAccount, cardSource } from "../rules.ts"

/** Issues a gift card to a customer, who alone can pay with it. */
export const issueGiftCard = command("payment.issueGiftCard", {
  summary: "issues a gift card to a customer",
  input: Schema.Struct({ customer: Id, amount: Money }),
  reply: GiftCard,
  refusals: [AmountNotPositive],
  permission: "payment.issueGiftCard",
  *load() {},
  decide: (_, { customer, amount }, { id, now }) => {
    if (amount.amount <= 0n) return Result.fail<AmountNotPositive>({ _tag: "AmountNotPositive", amount })
    const card: GiftCard = { id: id("card"), customer, amount, issuedAt: now }
    const { currency } = amount
    return Result.succeed({
      reply: card,
      changes: [put(giftCards, card, GiftCardIssued.of({ card: card.id, amount }))],
      transfers: [
        {
          kind: "post",
          id: `giftCard:${card.id}`,
          from: cardSource(currency),
          to: cardAccount(card.id, currency),
          amount: amount.amount
        }
      ]
    })
  }
})

/** A gift card with what is left of it: `balance` less what orders that are not paid yet hold. */
export const getGiftCard = query("payment.giftCard", {
  summary: "a gift card with what is left of it",
  input: Schema.Struct({ card: ref("giftCard") }),
  reply: Schema.Struct({ card: GiftCard, balance: Money, free: Money }),
  permission: "payment.giftCard",
  *load({ card: id }, read: Read) {
    const card = yield* read.one(giftCards, id)
    const [balance] = yield* read.balances([cardAccount(id, card.amount.currency)])
    return { card, posted: balance?.posted ?? 0n, outgoing: balance?.outgoing ?? 0n }
  },
  owner: ({ card }) => card.customer,
  answer: ({ card, posted, outgoing }) => {
    const { currency } = card.amount
    return { card, balance: { amount: posted, currency }, free: { amount: posted - outgoing, currency } }
  }
})
