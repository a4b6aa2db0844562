import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { inputOfTerms, quoteTerms } from "../../cart/commands/terms.ts"
import {
  type Actor,
  command,
  type Consequence,
  type EventType,
  IllegalTransition,
  type Loading,
  put,
  type Read,
  readSection
} from "../../command/index.ts"
import { shipped } from "../../inventory/rules/accounts.ts"
import { restockReturned, scrapReturned, takeBackStock } from "../../inventory/rules/transfers.ts"
import { Id, ref, Text } from "../../kernel/id.ts"
import { next } from "../../kernel/machine.ts"
import { places } from "../../inventory/model.ts"
import type { Transfer } from "../../ledger/model.ts"
import type { Money } from "../../money/model.ts"
import { clear } from "../../privacy/index.ts"
import { reverseBenefits, withBenefits } from "./benefits.ts"
import { leftOfAll, refundFrom, withPaid } from "./deposit.ts"
import { returnableUntil } from "./window.ts"
import { LineUnknown, NotTakenBack, PlaceMissing, ReturnExceedsShipped, ReturnWindowOver } from "../errors.ts"
import { returnMachine } from "../machine.ts"
import { isSent } from "../rules/goods.ts"
import { isFault, refundOf } from "../rules/refund.ts"
import { tenderedBack, withSpent } from "./spend.ts"
import { comingBack, withClaims, wholeBack } from "./whole.ts"
import {
  type Order,
  type OrderPolicy,
  orderPolicy,
  OrderRefunded,
  orders,
  Return,
  ReturnApproved,
  ReturnDeclined,
  ReturnReceived,
  ReturnRequested,
  returns,
  ReturnWithdrawn
} from "../model.ts"

const Pieces = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))

class RequestReturn extends Schema.Opaque<RequestReturn>()(
  Schema.Struct({
    order: ref("order"),
    lines: Schema.Array(Schema.Struct({ line: Id, quantity: Pieces })).check(Schema.isBetweenLength(1, 200)),
    reason: Schema.Literals(["no longer wanted", "damaged", "wrong item", "not as described", "other"]),
    remark: Schema.optionalKey(Text(500))
  })
) {}

const about = (of: Return) => ({ return: of.id, order: of.order })

/** What of an order is with the buyer, by line: shipped and not come back. */
function* withBuyer(order: Order, read: Read): Loading<ReadonlyMap<string, number>> {
  const balances = yield* read.balances(order.lines.map(({ id: line, sku }) => shipped({ order: order.id, line, sku })))
  return new Map(order.lines.map(({ id }, index) => [id, Number(balances[index]?.posted ?? 0n)]))
}

type Unreturnable = LineUnknown | ReturnExceedsShipped

const summed = (
  lines: RequestReturn["lines"],
  out: ReadonlyMap<string, number>
): Result.Result<Return["lines"], Unreturnable> => {
  const sums = new Map<string, number>()
  for (const { line, quantity } of lines) sums.set(line, (sums.get(line) ?? 0) + quantity)
  for (const [line, wanted] of sums) {
    const available = out.get(line)
    if (available === undefined) return Result.fail({ _tag: "LineUnknown", line })
    if (wanted > available) return Result.fail({ _tag: "ReturnExceedsShipped", line, wanted, available })
  }
  return Result.succeed([...sums].map(([line, quantity]) => ({ line, quantity })))
}

const inTime = (order: Order, policy: OrderPolicy, now: number): Result.Result<void, ReturnWindowOver> => {
  if (order.receivedAt === undefined) return Result.succeed(undefined)
  const until = returnableUntil(order.receivedAt, policy)
  return now < until ? Result.succeed(undefined) : Result.fail({ _tag: "ReturnWindowOver", order: order.id, until })
}

/** Whether goods are taken back at all: virtual ones for a fault alone, unless staff decide otherwise for the buyer. */
const takenBack = (
  order: Order,
  wanted: Return["lines"],
  reason: Return["reason"],
  actor: Actor,
  policy: OrderPolicy,
  now: number
): Result.Result<void, NotTakenBack | ReturnWindowOver> => {
  if (actor.id === order.customer && !isFault(reason)) {
    const kept = wanted.find(({ line }) => isVirtual(order, line))
    if (kept !== undefined) return Result.fail({ _tag: "NotTakenBack", line: kept.line })
  }
  return inTime(order, policy, now)
}

const isVirtual = ({ lines }: Order, id: string): boolean => lines.some((line) => line.id === id && !isSent(line))

/** The buyer wants to send goods back. */
export const request = command("return.request", {
  summary: "asks to send goods back",
  input: RequestReturn,
  reply: Return,
  refusals: [LineUnknown, ReturnExceedsShipped, NotTakenBack, ReturnWindowOver],
  permission: "return.request",
  *load({ order: id }, read: Read) {
    const order = yield* read.one(orders, id)
    const [out, asked] = [yield* withBuyer(order, read), yield* comingBack(id, read)]
    // What is asked for already is not asked for again; it can be withdrawn.
    const free = new Map([...out].map(([line, count]) => [line, Math.max(0, count - (asked.get(line) ?? 0))]))
    return { order, free, policy: yield* readSection(orderPolicy) }
  },
  owner: ({ order }) => order.customer,
  decide: ({ order, free, policy }, { lines, reason, remark }, { id, now, actor }) =>
    Result.flatMap(summed(lines, free), (wanted) =>
      Result.map(takenBack(order, wanted, reason, actor, policy.value, now), () => {
        const made: Return = {
          id: id("return"),
          order: order.id,
          customer: order.customer,
          state: returnMachine.initial,
          lines: wanted,
          reason,
          requestedAt: now,
          ...(remark === undefined ? {} : { remark: clear(remark) })
        }
        return { reply: made, changes: [put(returns, made, ReturnRequested.of(about(made)))] }
      })
    )
})

const step = (
  name: "approve" | "decline" | "withdraw",
  summary: string,
  told: EventType<{ readonly return: string; readonly order: string }>
) =>
  command(`return.${name}`, {
    summary,
    input: Schema.Struct({ return: ref("return") }),
    reply: Return,
    refusals: [IllegalTransition],
    permission: `return.${name}`,
    *load({ return: id }, read: Read) {
      return yield* read.one(returns, id)
    },
    ...(name === "withdraw" ? { owner: (found: Return) => found.customer } : {}),
    decide: (found) =>
      Result.map(next(returnMachine, found.state, name), (state) => {
        const after: Return = { ...found, state }
        return { reply: after, changes: [put(returns, after, told.of(about(after)))] }
      })
  })

/** The shop agrees to a return. */
export const approve = step("approve", "agrees to a return", ReturnApproved)
/** The shop does not agree to a return. */
export const decline = step("decline", "declines a return", ReturnDeclined)
/** The buyer keeps the goods after all. */
export const withdraw = step("withdraw", "withdraws a return", ReturnWithdrawn)

class ReceiveReturn extends Schema.Opaque<ReceiveReturn>()(
  Schema.Struct({
    return: ref("return"),
    /** Where they were taken in; it may be left out for virtual goods, which go to where they were taken from. */
    place: Schema.optionalKey(ref("place")),
    /** How many of each line could not go back on the shelf; the others did. A line named twice counts with both. */
    scrapped: Schema.Array(Schema.Struct({ line: Id, quantity: Pieces })).check(Schema.isMaxLength(200))
  })
) {}

/**
 * The goods are back and looked at: they go on the shelf or out of the books, and the money for them goes back. Virtual goods are
 * not sent back: it is said that they count as back, and whether they may be sold again.
 */
export const receiveReturn = command("return.receive", {
  summary: "takes goods back, puts the good ones on the shelf, and sends the money back",
  input: ReceiveReturn,
  reply: Return,
  refusals: [IllegalTransition, LineUnknown, ReturnExceedsShipped, PlaceMissing],
  permission: "return.receive",
  *load({ return: id, place }, read: Read) {
    const { found } = yield* read.all({
      found: read.one(returns, id),
      place: read.many(places, place === undefined ? [] : [place])
    })
    const order = yield* read.one(orders, found.order)
    const paid = yield* withPaid(order, read)
    const spent = order.spent === undefined ? undefined : yield* withSpent(order, read)
    const terms = order.terms === undefined ? undefined : yield* read.one(quoteTerms, order.terms)
    const claimed = yield* withClaims(order, read)
    const given = yield* withBenefits(order, read)
    return { found, order, paid, spent, terms, claimed, given, out: yield* withBuyer(order, read) }
  },
  decide: ({ found, order, paid, spent, terms, claimed, given, out }, { place, scrapped }, moment) =>
    Result.flatMap(next(returnMachine, found.state, "receive"), (state) =>
      Result.flatMap(summed(found.lines, out), () =>
        Result.map(inspect(found, order, scrapped, place), (inspection) => {
          const due = refundOf(order, found, out, terms === undefined ? undefined : inputOfTerms(terms))
          const { currency } = order.total
          const sent = least(due.money, leftOfAll(paid))
          const back = tenderedBack(order, spent, { money: due.money - sent, points: due.points }, found.id)
          const { refunds: sending, ...refunding } = refundFrom(paid, sent, "return", moment)
          const [refund, depositRefund] = sending
          const amount: Money = { amount: sent + back.money, currency }
          const after: Return = {
            ...found,
            // Nothing was paid for these pieces, or it went back before, so nothing is waited for.
            state: refund === undefined ? "refunded" : state,
            receivedAt: moment.now,
            inspection,
            amount,
            ...(due.freight === 0n ? {} : { freight: { amount: due.freight, currency } }),
            ...(back.money === 0n ? {} : { tendered: { amount: back.money, currency } }),
            ...(back.points === 0n ? {} : { points: Number(back.points) }),
            ...(refund === undefined ? {} : { refund: refund.id }),
            ...(depositRefund === undefined ? {} : { depositRefund: depositRefund.id })
          }
          const whole =
            after.state === "refunded" ? wholeBack(due.order, claimed, found.id, moment.now, order) : undefined
          return {
            reply: after,
            changes: [
              put(returns, after, ReturnReceived.of(about(after))),
              put(orders, whole?.order ?? due.order, OrderRefunded.of({ order: order.id, amount })),
              ...(refunding.changes ?? [])
            ],
            transfers: [
              ...goodsBack(order, found, inspection),
              ...back.transfers,
              ...reverseBenefits(order, found, given, moment.now),
              ...(whole?.transfers ?? []),
              ...(refunding.transfers ?? [])
            ],
            intents: refunding.intents ?? []
          }
        })
      )
    )
})

const least = (left: bigint, right: bigint): bigint => (left < right ? left : right)

type Inspection = NonNullable<Return["inspection"]>

const inspect = (
  found: Return,
  order: Order,
  scrapped: ReceiveReturn["scrapped"],
  place: string | undefined
): Result.Result<Inspection, LineUnknown | ReturnExceedsShipped | PlaceMissing> => {
  const broken = new Map<string, number>()
  for (const { line, quantity } of scrapped) broken.set(line, (broken.get(line) ?? 0) + quantity)
  for (const [line, quantity] of broken) {
    const back = found.lines.find((one) => one.line === line)
    if (back === undefined) return Result.fail({ _tag: "LineUnknown", line })
    if (quantity > back.quantity) {
      return Result.fail({ _tag: "ReturnExceedsShipped", line, wanted: quantity, available: back.quantity })
    }
  }
  const inspection: Array<Inspection[number]> = []
  for (const { line, quantity } of found.lines) {
    const from = order.lines.find(({ id }) => id === line)
    const into = from === undefined || isSent(from) ? place : (from.places[0]?.place ?? place)
    if (into === undefined) return Result.fail({ _tag: "PlaceMissing", line })
    const bad = broken.get(line) ?? 0
    inspection.push({ line, place: into, restocked: quantity - bad, scrapped: bad })
  }
  return Result.succeed(inspection)
}

const goodsBack = (order: Order, { id }: Return, inspection: Inspection): NonNullable<Consequence["transfers"]> =>
  inspection.flatMap(({ line, place, restocked, scrapped }): ReadonlyArray<Transfer> => {
    const sku = order.lines.find((one) => one.id === line)?.sku ?? ""
    const of = { order: order.id, line, sku }
    return [
      takeBackStock(id, of, restocked + scrapped),
      ...(restocked > 0 ? restockReturned(id, of, { place, quantity: restocked }) : []),
      ...(scrapped > 0 ? [scrapReturned(id, of, { place, quantity: scrapped })] : [])
    ]
  })
