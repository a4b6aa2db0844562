import test from "node:test"
import { on } from "pannier/command"
import { vacuous, verdict } from "pannier/kernel"
import { OrderPaid, orders } from "pannier/order"
import { PaymentCaptured } from "pannier/payment"
import { shopLaw, testLaws } from "pannier/testing"

const stampFor = (id: string, customer: string) => ({
  transfers: [
    {
      kind: "post" as const,
      id: `stamp:${id}`,
      from: { id: "stamps", owner: "shop", unit: "stamps" },
      to: { id: `stamps:${customer}`, owner: `customer:${customer}`, unit: "stamps", floor: 0n },
      amount: 1n
    }
  ]
})

/** A stamp for a card of ten, when an order is paid. */
const right = on(OrderPaid, {
  *load({ data }, read) {
    return yield* read.one(orders, data.order)
  },
  decide: ({ id, customer }) => stampFor(id, customer)
})

/** The same when money arrives, which looks alike: it may also be late, paid twice, or a deposit. */
const wrong = on(PaymentCaptured, {
  *load({ data }, read) {
    return yield* read.one(orders, data.order)
  },
  decide: ({ customer }, { data }) => stampFor(data.payment, customer)
})

const oneEach = (reaction: typeof right | typeof wrong) =>
  shopLaw(
    { host: { reactions: [reaction] } },
    {
      id: "STAMPS",
      title: "there are as many stamps as orders that were paid",
      runs: 4,
      holds: (log) => {
        const paid = log.flatMap(({ events }) => events).filter(({ type }) => type === "OrderPaid").length
        const stamps = log.flatMap(({ lines }) => lines).filter(({ unit }) => unit === "stamps").length
        return paid === 0 ? vacuous("nobody paid") : verdict(stamps === paid, () => `${stamps} stamps, ${paid} orders`)
      }
    }
  )

testLaws(test, [oneEach(right), oneEach(wrong)])
