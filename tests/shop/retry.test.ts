import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { audit } from "../../src/storage/audit.ts"
import { shopQuestions } from "../../src/shop/questions.ts"
import {
  ann,
  beginning,
  cashier,
  clerk,
  hearGateway,
  hour,
  inSmallShop,
  type Json,
  manager,
  minute,
  order as place,
  orderAndPay,
  type SmallShop,
  standing,
  state,
  system,
  trial
} from "./small-shop.ts"

/** A gateway that can send nothing back in the first hour. */
const down = { faults: { refund: (_: string, at: number) => ({ after: 0, fails: at < beginning + hour }) } }

const failedIn = (shop: SmallShop, order: Json): Effect.Effect<ReadonlyArray<Json>, Json> =>
  Effect.map(shop.as(cashier)("payment.refunds", { state: "failed" }), ({ items }) =>
    items.filter((one: Json) => one.order === order.id)
  )

const left = (shop: SmallShop, payment: string) =>
  Effect.map(standing(shop, `captured:${payment}`), ({ posted, outgoing }) => posted - outgoing)

/** The staff see the failed refund, the gateway is well again, and it is sent once more. */
const mended = Effect.fnUntraced(function* (shop: SmallShop, order: Json, reason: string, amount: string) {
  const [task, ...others] = yield* failedIn(shop, order)
  expect(others).toEqual([])
  expect(task).toMatchObject({ reason, state: "failed", amount: { amount, currency: "CNY" } })
  shop.clock.now += 2 * hour
  const both = [1, 2].map(() => Effect.result(shop.as(cashier)("payment.retryRefund", { refund: task.id })))
  const answers = yield* Effect.all(both, { concurrency: 2 })
  expect(answers.filter(Result.isSuccess)).toHaveLength(1)
  yield* shop.work
  expect(yield* failedIn(shop, order)).toEqual([])
  expect(yield* trial(shop)).toEqual([])
  return task
})

/** The one cup of an order was shipped, comes back, and its money is on its way. */
const sentBack = Effect.fnUntraced(function* (shop: SmallShop, order: Json) {
  const lines = [{ line: order.lines[0].id, quantity: 1 }]
  yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines })
  const { id } = yield* shop.as(ann)("return.request", { order: order.id, lines, reason: "other" })
  yield* shop.as(clerk)("return.approve", { return: id })
  yield* shop.as(clerk)("return.receive", { return: id, place: "hangzhou", scrapped: [] })
  yield* shop.work
  return id as string
})

describe("a refund that fails is an open task, whatever it was for", () => {
  it("L37 of a cancelled order: 37.90 and its freight come back in the end", () =>
    inSmallShop(
      down,
      Effect.fnUntraced(function* (shop) {
        const order = yield* orderAndPay(shop, ann, { cup: 1 })
        yield* shop.as(ann)("order.cancel", { order: order.id })
        yield* shop.work
        expect(yield* left(shop, order.payment)).toBe(4_790n)
        yield* mended(shop, order, "cancellation", "47.90")
        expect(yield* left(shop, order.payment)).toBe(0n)
        const { refunds } = yield* shop.as(ann)("order.full", { order: order.id })
        expect(refunds.map((one: Json) => one.state).sort()).toEqual(["retried", "succeeded"])
      })
    ))

  it("L37 of a payment that came too late: the order is cancelled, and its money is not kept", () =>
    inSmallShop(
      down,
      Effect.fnUntraced(function* (shop) {
        const order = yield* place(shop, ann, { cup: 1 })
        yield* shop.work
        yield* shop.as(ann)("order.cancel", { order: order.id })
        yield* shop.gateway.pay(order.payment)
        yield* hearGateway(shop)
        yield* shop.work
        expect(yield* shop.as(ann)("order.get", { order: order.id })).toMatchObject({ state: "cancelled" })
        yield* mended(shop, order, "late payment", "47.90")
        expect(yield* left(shop, order.payment)).toBe(0n)
      })
    ))

  it("L37 sent once more by a server whose clock is two seconds behind that of the one which heard of it", () => {
    let sent = 0
    const once = { faults: { refund: () => ({ after: 0, fails: sent++ === 0 }) } }
    return inSmallShop(
      once,
      Effect.fnUntraced(function* (shop) {
        const order = yield* orderAndPay(shop, ann, { cup: 1 })
        yield* shop.as(ann)("order.cancel", { order: order.id })
        yield* shop.work
        const [former] = yield* failedIn(shop, order)
        shop.clock.now = former.resolvedAt - 2_000
        const again = yield* shop.as(cashier)("payment.retryRefund", { refund: former.id })
        expect(again.requestedAt).toBe(former.resolvedAt - 2_000)
        shop.clock.now += minute
        yield* shop.work
        expect(yield* left(shop, order.payment)).toBe(0n)
        // What the shop is asked at its end, as `pannier check` asks it, finds nothing amiss.
      })
    )
  })

  it("L37 of a second payment of an order that is paid already", () =>
    inSmallShop(
      down,
      Effect.fnUntraced(function* (shop) {
        const first = yield* place(shop, ann, { cup: 1 })
        yield* shop.work
        const second = yield* shop.as(ann)("order.pay", { order: first.id, gateway: "sandbox" })
        yield* shop.gateway.pay(first.payment)
        yield* shop.work
        yield* shop.gateway.pay(second.payment)
        yield* hearGateway(shop)
        yield* shop.work
        yield* mended(shop, first, "late payment", "47.90")
        expect(yield* left(shop, first.payment)).toBe(0n)
        expect(yield* left(shop, second.payment)).toBe(4_790n)
      })
    ))

  it("L37 of price protection: the drop of 28.50 stands, and its refund is the one that arrives", () =>
    inSmallShop(
      down,
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("settings.change", { section: "order.protection", value: { days: 7 } })
        const order = yield* orderAndPay(shop, ann, { cup: 3 })
        const entries = [{ id: "cup-base", sku: "cup", currency: "CNY", amount: "29.90" }]
        yield* shop.as(system)("pricing.state", { sku: "cup", entries })
        yield* shop.as(ann)("order.protect", { order: order.id })
        yield* shop.work
        const task = yield* mended(shop, order, "price protection", "28.50")
        const { protections } = yield* shop.as(ann)("order.get", { order: order.id })
        expect(protections).toHaveLength(1)
        expect(protections[0].refund).not.toBe(task.id)
        const again = yield* Effect.result(shop.as(ann)("order.protect", { order: order.id }))
        expect(again).toMatchObject({ failure: { _tag: "PriceNotLower" } })
      })
    ))

  it("L37 of a return: it waits for the refund that is sent in its place, and is over with it", () =>
    inSmallShop(
      down,
      Effect.fnUntraced(function* (shop) {
        const order = yield* orderAndPay(shop, ann, { cup: 1 })
        const id = yield* sentBack(shop, order)
        const task = yield* mended(shop, order, "return", "37.90")
        const back = yield* shop.as(ann)("return.get", { return: id })
        expect(back.state).toBe("refunded")
        expect(back.refund).not.toBe(task.id)
      })
    ))

  it("L37 that no gateway can send is settled in another way, and the return it belongs to is over", () =>
    inSmallShop(
      { faults: { refund: () => ({ after: 0, fails: true }) } },
      Effect.fnUntraced(function* (shop) {
        const order = yield* orderAndPay(shop, ann, { cup: 1 })
        const id = yield* sentBack(shop, order)
        const [task] = yield* failedIn(shop, order)
        const paid = { refund: task.id, reference: "ICBC 20270115-1" }
        yield* shop.as(manager)("payment.settleRefund", paid)
        expect((yield* shop.as(ann)("return.get", { return: id })).state).toBe("refunded")
        expect(yield* standing(shop, "settled:CNY")).toMatchObject({ posted: 3_790n })
        expect(yield* left(shop, order.payment)).toBe(1_000n)
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("refused, changes nothing: without the right, and of what has not failed", () =>
    inSmallShop(
      down,
      Effect.fnUntraced(function* (shop) {
        const order = yield* orderAndPay(shop, ann, { cup: 1 })
        yield* shop.as(ann)("order.cancel", { order: order.id })
        const {
          refunds: [{ id: refund }]
        } = yield* shop.as(ann)("order.full", { order: order.id })
        const before = yield* state(shop)
        const reference = "cash"
        for (const [actor, name, input, tag] of [
          [ann, "payment.retryRefund", { refund }, "Denied"],
          [clerk, "payment.retryRefund", { refund }, "Denied"],
          [cashier, "payment.settleRefund", { refund, reference }, "Denied"],
          [cashier, "payment.retryRefund", { refund: "ref_none" }, "NotFound"],
          [cashier, "payment.retryRefund", { refund }, "IllegalTransition"],
          [manager, "payment.settleRefund", { refund, reference }, "IllegalTransition"],
          [manager, "payment.settleRefund", { refund, reference: "" }, "InvalidInput"]
        ] as const) {
          const answer = yield* Effect.result(shop.as(actor)(name, input))
          expect(Result.isFailure(answer) && answer.failure._tag).toBe(tag)
        }
        expect(yield* state(shop)).toBe(before)
      })
    ))

  it("L37 money that is kept without a task is found by the audit", () =>
    inSmallShop(
      down,
      Effect.fnUntraced(function* (shop) {
        const order = yield* orderAndPay(shop, ann, { cup: 1 })
        yield* shop.as(ann)("order.cancel", { order: order.id })
        yield* shop.work
        const { storage } = shop.kernel.engine
        const blind = {
          ...storage,
          events: (after: number, limit: number) =>
            Effect.map(storage.events(after, limit), (entries) =>
              entries.map((entry) => ({ ...entry, events: entry.events.filter((one) => one.collection !== "refund") }))
            )
        }
        const { violations } = yield* audit(blind, shopQuestions)
        expect(violations.some((wrong) => wrong.includes("is kept without a task"))).toBe(true)
      })
    ))
})
