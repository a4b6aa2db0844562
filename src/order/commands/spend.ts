import * as Result from "effect/Result"
import { cardOf } from "../../cart/commands/spend.ts"
import { type Loading, type Read } from "../../command/index.ts"
import type { Balance } from "../../ledger/model.ts"
import type { CardShort } from "../../payment/errors.ts"
import { cardAccount } from "../../payment/rules.ts"
import type { BenefitShort } from "../../promotion/errors.ts"
import { spendOldest } from "../../promotion/rules/benefit.ts"
import type { Quote } from "../../quote/model.ts"
import type { Order, SpentPart } from "../model.ts"
import { giveBackSpent, spentIn, tenderedAccount } from "../rules/spent.ts"

/** What there is of all that a quote spends. */
export interface Purse {
  readonly points: ReadonlyArray<Balance>
  readonly credit: ReadonlyArray<Balance>
  readonly cards: ReadonlyMap<string, Balance>
}

type Spending = Pick<Quote, "currency" | "points" | "tenders">

const cardsOf = ({ tenders = [] }: Spending): ReadonlyArray<string> =>
  tenders.flatMap(({ account }) => cardOf(account) ?? [])

/** Reads what there is of all that a quote spends. */
export function* readPurse(quote: Spending, customer: string, read: Read): Loading<Purse> {
  const owner = `customer:${customer}`
  const { currency, points, tenders = [] } = quote
  const cards = cardsOf(quote)
  const balances = yield* read.balances(cards.map((card) => cardAccount(card, currency)))
  return {
    points: points === undefined ? [] : yield* read.owned({ owner, unit: "points" }),
    credit: tenders.length === cards.length ? [] : yield* read.owned({ owner, unit: currency }),
    cards: new Map(cards.map((card, index) => [card, balances[index] as Balance]))
  }
}

/**
 * From which accounts comes what a quote spends: points and credit from lots, those that expire first in front.
 *
 * @returns the parts, or the first that is short since the quote was made: `BenefitShort` or `CardShort`
 */
export const spentParts = (
  { currency, points, tenders = [] }: Spending,
  customer: string,
  purse: Purse,
  now: number
): Result.Result<ReadonlyArray<SpentPart>, BenefitShort | CardShort> => {
  const parts: Array<SpentPart> = []
  const wanted = [
    ...(points === undefined ? [] : [{ unit: "points", lots: purse.points, amount: points.spent }]),
    ...tenders.flatMap(({ account, amount }) =>
      cardOf(account) === undefined ? [{ unit: currency, lots: purse.credit, amount }] : []
    )
  ]
  for (const { unit, lots, amount } of wanted) {
    const found = spendOldest(lots, customer, unit, amount, now)
    if (Result.isFailure(found)) return Result.fail(found.failure)
    for (const { expires, amount: part } of found.success) parts.push({ kind: "lot", unit, expires, amount: part })
  }
  for (const { account, amount } of tenders) {
    const card = cardOf(account)
    if (card === undefined || amount === 0n) continue
    const balance = purse.cards.get(card)
    const available = balance === undefined ? 0n : balance.posted - balance.outgoing
    if (available < amount) {
      return Result.fail({
        _tag: "CardShort",
        card,
        wanted: { amount, currency },
        available: { amount: available, currency }
      })
    }
    parts.push({ kind: "card", card, amount })
  }
  return Result.succeed(parts)
}

/** What points, credit and gift cards have paid for an order and has not gone back. */
export interface Tendered {
  readonly money: Balance
  readonly points: Balance
}

/** Reads what of it is there to go back. */
export function* withSpent({ id, total }: Order, read: Read): Loading<Tendered> {
  const [money, points] = yield* read.balances([tenderedAccount(id, total.currency), tenderedAccount(id, "points")])
  return { money: money as Balance, points: points as Balance }
}

/** What the gateway cannot give back was paid with credit and gift cards, and goes back there; points to points. */
export const tenderedBack = (
  order: Order,
  left: Tendered | undefined,
  wanted: { readonly money: bigint; readonly points: bigint },
  by: string
) => {
  if (left === undefined) return { money: 0n, points: 0n, transfers: [] }
  const money = lesser(wanted.money, left.money.posted)
  const points = lesser(wanted.points, left.points.posted)
  const goneBack = (unit: string, { posted }: Balance) => spentIn(order, unit) - posted
  const { currency } = order.total
  return {
    money,
    points,
    transfers: [
      ...giveBackSpent(order, currency, { before: goneBack(currency, left.money), now: money }, by),
      ...giveBackSpent(order, "points", { before: goneBack("points", left.points), now: points }, by)
    ]
  }
}

const lesser = (left: bigint, right: bigint): bigint => (left < right ? left : right)
