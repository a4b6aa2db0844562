/** What is said of an order whose time to be paid is over, while the gateway has not yet said its last word. */
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { furnishPresale } from "./presale.ts"
import {
  ann,
  hearGateway,
  inSmallShop,
  type Json,
  manager,
  order,
  orderAndPay,
  type SmallShop,
  standing,
  system
} from "./small-shop.ts"

const yuan = (amount: string) => ({ amount, currency: "CNY" })

/** A pot of 199.00 whose deposit of 100.00 is paid, and whose tail nobody has paid in time. The gateway is still to be asked. */
const overdue = Effect.fnUntraced(function* (shop: SmallShop, terms: Json) {
  yield* shop.as(system)("settings.change", { section: "order.presale", value: terms })
  yield* furnishPresale(shop)
  const { id, deposit } = yield* orderAndPay(shop, ann, { pot: 1 })
  yield* shop.as(ann)("order.payTail", { order: id, gateway: "sandbox" })
  yield* shop.work
  shop.clock.now = deposit.until
  expect((yield* shop.as(system)("order.expire", { order: id })).state).toBe("expiring")
  return id as string
})

const ended = Effect.fnUntraced(function* (shop: SmallShop, id: string) {
  for (let round = 0; round < 2; round++) {
    yield* shop.work
    yield* hearGateway(shop)
  }
  const { state, cancellation, deposit } = yield* shop.as(ann)("order.get", { order: id })
  return { state, cancellation, kept: deposit?.kept, owed: deposit?.owed }
})

describe("an order whose time is over", () => {
  it("is not the shop's breach when staff cancel it: the deposit is not returned twice", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const id = yield* overdue(shop, {})
        expect((yield* shop.as(manager)("order.cancel", { order: id })).state).toBe("cancelling")
        // A fifth of 199.00 is earnest (Civil Code of the PRC, articles 586 and 587); the rest goes back.
        const end = { state: "cancelled", cancellation: "unpaid", kept: yuan("39.80"), owed: undefined }
        expect(yield* ended(shop, id)).toEqual(end)
        expect((yield* standing(shop, "owed:ann:CNY")).posted).toBe(0n)
      })
    ))

  it("is no withdrawal in time when the buyer cancels it, for better or worse", async () => {
    const terms = [
      { late: "keep", withdrawn: "return", kept: yuan("39.80") },
      { late: "return", withdrawn: "keep", kept: undefined }
    ]
    for (const { kept, ...stated } of terms) {
      await inSmallShop(
        {},
        Effect.fnUntraced(function* (shop) {
          const id = yield* overdue(shop, stated)
          yield* shop.as(ann)("order.cancel", { order: id })
          expect(yield* ended(shop, id)).toEqual({ state: "cancelled", cancellation: "unpaid", kept, owed: undefined })
        })
      )
    }
  })

  it("is paid all the same when its money comes, and says of no end then", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const { id, payment, expiresAt } = yield* order(shop, ann, { cup: 1 })
        yield* shop.work
        yield* shop.gateway.pay(payment)
        shop.clock.now = expiresAt
        const expiring = yield* shop.as(system)("order.expire", { order: id })
        expect(expiring).toMatchObject({ state: "expiring", cancellation: "unpaid" })
        expect(yield* ended(shop, id)).toMatchObject({ state: "paid", cancellation: undefined })
      })
    ))
})
