import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it, test } from "vitest"
import { cartMachine } from "../../src/cart/index.ts"
import type { EventOf } from "../../src/kernel/machine.ts"
import { next } from "../../src/kernel/machine.ts"
import { orderMachine, returnMachine } from "../../src/order/index.ts"
import { check, ends, tableIsRead, title } from "../../src/testing/index.ts"
import {
  ann,
  beginning,
  cashier,
  clerk,
  day,
  hour,
  inSmallShop,
  type Json,
  type SmallShop,
  system
} from "../shop/small-shop.ts"
import { one, sent, ways, waysBack } from "./ways.ts"

describe("the tables of carts, orders and returns", () => {
  const laws = [
    tableIsRead(cartMachine),
    tableIsRead(orderMachine),
    tableIsRead(returnMachine),
    ends(cartMachine, ["ordered"]),
    ends(orderMachine, ["received", "cancelled"]),
    ends(returnMachine, ["refunded", "declined", "withdrawn"])
  ]
  for (const law of laws) test(title(law), () => check(law as Parameters<typeof check>[0]))
})

/** What can be done to an order, and which event that is. Quiet: where the table has no entry it is no refusal. */
interface Deed {
  readonly name: string
  readonly event: EventOf<typeof orderMachine>
  readonly quiet?: true
  readonly stays?: true
  readonly act: (shop: SmallShop, of: Json) => Effect.Effect<unknown, Json>
}

const report =
  (state: string): Deed["act"] =>
  (shop, { payment, total, deposit }) =>
    shop.as(system)("payment.report", {
      payment: deposit?.payment ?? payment,
      state,
      amount: deposit === undefined ? total : deposit.payment === undefined ? deposit.amount : deposit.tail
    })

const deeds: ReadonlyArray<Deed> = [
  { name: "cancel", event: "cancel", act: (shop, { id }) => shop.as(ann)("order.cancel", { order: id }) },
  { name: "receive", event: "receive", act: (shop, { id }) => shop.as(ann)("order.receive", { order: id }) },
  { name: "ship a piece", event: "shipPart", act: (shop, of) => shop.as(clerk)("order.ship", sent(of, one(of))) },
  {
    // Paying once more is for orders that wait to be paid and are not on their way out.
    name: "pay",
    event: "retry",
    stays: true,
    act: (shop, { id }) => shop.as(ann)("order.pay", { order: id, gateway: "sandbox" })
  },
  {
    name: "pay the tail",
    event: "payTail",
    act: (shop, { id }) => shop.as(ann)("order.payTail", { order: id, gateway: "sandbox" })
  },
  {
    name: "expire",
    event: "expire",
    quiet: true,
    act: (shop, { id, expiresAt, deposit }) => {
      shop.clock.now = Math.max(shop.clock.now, deposit?.until ?? expiresAt)
      return shop.as(system)("order.expire", { order: id })
    }
  },
  {
    name: "receive in time",
    event: "receive",
    quiet: true,
    act: Effect.fnUntraced(function* (shop, { id }) {
      const { shipments } = yield* shop.as(ann)("order.full", { order: id })
      const events = [{ at: shop.clock.now, status: "delivered", code: "delivered", place: "hangzhou" }]
      for (const { id: shipment } of shipments) yield* shop.as(system)("shipment.track", { shipment, events })
      if (shipments.length > 0) shop.clock.now += 10 * day
      return yield* shop.as(system)("order.receiveInTime", { order: id })
    })
  },
  { name: "captured", event: "pay", quiet: true, act: report("captured") },
  { name: "closed", event: "closed", quiet: true, act: report("closed") },
  {
    name: "call a parcel off",
    event: "unshipAll",
    quiet: true,
    act: (shop, { id }) =>
      Effect.flatMap(shop.as(ann)("order.full", { order: id }), ({ shipments: [parcel] }) =>
        parcel === undefined ? Effect.void : Effect.ignore(shop.as(clerk)("shipment.void", { shipment: parcel.id }))
      )
  }
]

const position = (shop: SmallShop) =>
  Effect.map(shop.kernel.engine.storage.events(0, 100_000), (entries) => entries.length)

describe("every command on an order in every state", () => {
  for (const state of orderMachine.states) {
    it(`L32 an order that is ${state} does what the table says and nothing else`, () =>
      inSmallShop(
        { stock: 200 },
        Effect.fnUntraced(function* (shop) {
          for (const { name, event, quiet, stays, act } of deeds) {
            const of = yield* ways[state](shop)
            expect(of.state).toBe(state)
            const before = yield* shop.as(ann)("order.get", { order: of.id })
            const start = yield* position(shop)
            const answer = yield* Effect.result(act(shop, of))
            const after = yield* shop.as(ann)("order.get", { order: of.id })
            const target = next(orderMachine, state, event)
            if (Result.isSuccess(target)) {
              const expected = stays === true ? state : target.success
              expect([name, answer._tag, after.state]).toEqual([name, "Success", expected])
              continue
            }
            expect([name, after]).toEqual([name, before])
            if (quiet === true) continue
            expect(Result.isFailure(answer) && answer.failure).toEqual(target.failure)
            expect(yield* position(shop)).toBe(start)
          }
        })
      ))
  }

  it("L32 what left in two parcels comes back in two steps", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const of = yield* ways.partlyShipped(shop)
        const rest = [{ line: of.lines[0].id, quantity: 2 }]
        expect((yield* shop.as(clerk)("order.ship", sent(of, rest))).state).toBe("shipped")
        const { shipments } = yield* shop.as(ann)("order.full", { order: of.id })
        const states: Array<string> = []
        for (const { id } of shipments) {
          yield* shop.as(clerk)("shipment.void", { shipment: id })
          states.push((yield* shop.as(ann)("order.get", { order: of.id })).state)
        }
        expect(states).toEqual(["partlyShipped", "paid"])
      })
    ))

  it("L43 a parcel of goods that the buyer has is not called off; one that its carrier declines all the same is owed", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const of = yield* ways.received(shop)
        const {
          shipments: [parcel]
        } = yield* shop.as(ann)("order.full", { order: of.id })
        const off = yield* Effect.result(shop.as(clerk)("shipment.void", { shipment: parcel.id }))
        expect(off).toMatchObject({ failure: { _tag: "IllegalTransition", machine: "order", state: "received" } })
        yield* shop.as(system)("shipment.reportBooking", { shipment: parcel.id })
        const { order, accounts } = yield* shop.as(ann)("order.full", { order: of.id })
        expect(order.state).toBe("received")
        expect(accounts.find(({ account }: Json) => account.startsWith("sold/")).posted).toBe("3")
      })
    ))
})

describe("a parcel of which goods have come back", () => {
  it("L43 is neither called off nor declined: it has left", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const of = yield* ways.shipped(shop)
        const {
          shipments: [parcel]
        } = yield* shop.as(ann)("order.full", { order: of.id })
        const back = yield* shop.as(ann)("return.request", { order: of.id, lines: one(of), reason: "damaged" })
        yield* shop.as(clerk)("return.approve", { return: back.id })
        yield* shop.as(clerk)("return.receive", { return: back.id, place: "hangzhou", scrapped: [] })
        const refused = { failure: { _tag: "IllegalTransition", machine: "order", state: "shipped" } }
        const off = shop.as(clerk)("shipment.void", { shipment: parcel.id })
        expect(yield* Effect.result(off)).toMatchObject(refused)
        const declined = shop.as(system)("shipment.reportBooking", { shipment: parcel.id })
        expect(yield* Effect.result(declined)).toMatchObject(refused)
      })
    ))
})

describe("every command on a return in every state", () => {
  const commands = [
    ["approve", (shop: SmallShop, id: string) => shop.as(clerk)("return.approve", { return: id })],
    ["decline", (shop: SmallShop, id: string) => shop.as(clerk)("return.decline", { return: id })],
    ["withdraw", (shop: SmallShop, id: string) => shop.as(ann)("return.withdraw", { return: id })],
    [
      "receive",
      (shop: SmallShop, id: string) => shop.as(clerk)("return.receive", { return: id, place: "hangzhou", scrapped: [] })
    ]
  ] as const

  for (const state of returnMachine.states) {
    it(`L32 a return that is ${state} does what the table says and nothing else`, () =>
      inSmallShop(
        { stock: 200 },
        Effect.fnUntraced(function* (shop) {
          for (const [event, act] of commands) {
            const of = yield* waysBack[state](shop)
            expect(of.state).toBe(state)
            const before = yield* position(shop)
            const answer = yield* Effect.result(act(shop, of.id))
            const target = next(returnMachine, state, event)
            if (Result.isSuccess(target)) {
              expect(Result.isSuccess(answer) && answer.success.state).toBe(target.success)
            } else {
              expect(Result.isFailure(answer) && answer.failure).toEqual(target.failure)
              expect(yield* position(shop)).toBe(before)
            }
          }
        })
      ))
  }

  it("L32 money that could not be sent is sent once more, and only then", () =>
    inSmallShop(
      { faults: { refund: (_, at) => ({ after: 0, fails: at < beginning + hour }) } },
      Effect.fnUntraced(function* (shop) {
        const { id } = yield* waysBack.received(shop)
        const again = Effect.suspend(() => Effect.result(shop.as(cashier)("return.retryRefund", { return: id })))
        const refund = (yield* shop.as(ann)("return.get", { return: id })).refund
        expect(yield* again).toMatchObject({ success: { state: "received", refund } })
        yield* shop.work
        shop.clock.now += 2 * hour
        const other = yield* again
        expect(other).toMatchObject({ success: { state: "received" } })
        expect(Result.isSuccess(other) && other.success.refund).not.toBe(refund)
        yield* shop.work
        expect((yield* shop.as(ann)("return.get", { return: id })).state).toBe("refunded")
        expect(yield* again).toMatchObject({ failure: { _tag: "IllegalTransition", machine: "return" } })
      })
    ))
})
