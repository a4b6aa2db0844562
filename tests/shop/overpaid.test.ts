import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import type { MemoryGateway } from "../../src/memory/index.ts"
import type { Money } from "../../src/money/index.ts"
import type { PaymentGateway } from "../../src/payment/index.ts"
import {
  ann,
  ben,
  hearGateway,
  hour,
  inSmallShop,
  type Json,
  manager,
  order,
  orderAndPay,
  standing
} from "./small-shop.ts"

/** A provider that says of one payment that more was paid than was asked for, until it puts that right. */
const confused = () => {
  const about: { payment?: string } = {}
  const told = <A extends { readonly payment: string; readonly amount: Money }>(report: A): A =>
    report.payment === about.payment
      ? { ...report, amount: { ...report.amount, amount: report.amount.amount + 100n } }
      : report
  const dealing = (gateway: MemoryGateway): PaymentGateway => ({
    ...gateway,
    query: (asked) => Effect.map(gateway.query(asked), told),
    close: (asked) => Effect.map(gateway.close(asked), told)
  })
  return { about, dealing }
}

it("L36 what was paid beyond the price is taken for no payment: staff see it, others sell on, and it ends once it is put right", () => {
  const { about, dealing } = confused()
  return inSmallShop(
    { dealing },
    Effect.fnUntraced(function* (shop) {
      const placed = yield* order(shop, ann, { longjing: 1 })
      yield* shop.work
      about.payment = placed.payment
      yield* shop.gateway.pay(placed.payment)
      for (let round = 0; round < 30; round++) {
        shop.clock.now += hour
        yield* shop.work
      }
      const parked = yield* shop.as(manager)("operations.parked", {})
      expect(parked.map(({ kind, tries }: Json) => [kind, tries])).toEqual([
        ["payment.check", 10],
        ["payment.close", 10]
      ])
      expect(yield* standing(shop, `captured:${placed.payment}`)).toMatchObject({ posted: 0n })
      expect((yield* shop.as(ann)("order.get", { order: placed.id })).state).toBe("expiring")
      expect((yield* orderAndPay(shop, ben, { longjing: 1 })).state).toBe("paid")

      delete about.payment
      for (const { id } of parked) yield* shop.as(manager)("operations.retryIntent", { intent: id })
      yield* shop.work
      yield* hearGateway(shop)
      expect((yield* shop.as(ann)("order.get", { order: placed.id })).state).toBe("paid")
      expect(yield* standing(shop, `captured:${placed.payment}`)).toMatchObject({ posted: 12_160n })
      expect(yield* shop.as(manager)("operations.parked", {})).toEqual([])
    })
  )
})
