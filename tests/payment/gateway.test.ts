import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { memoryGateway, randomFaults, usualRates } from "../../src/memory/index.ts"
import { type FreshGateway, gatewayEquivalence, gatewayLaws } from "../../src/payment/laws.ts"
import type { PaymentGateway } from "../../src/payment/index.ts"
import { check, title } from "../../src/testing/index.ts"
import { beginning, hour, numbers, yuan } from "./small-shop.ts"

const fresh =
  (partialRefunds = true): FreshGateway =>
  (clock) => {
    const gateway = memoryGateway({ name: "bank", clock, partialRefunds })
    return { gateway, ...gateway }
  }

describe("the gateway in memory", () => {
  for (const law of [...gatewayLaws(fresh()), gatewayEquivalence(fresh(), fresh())]) {
    test(title(law), () => check(law, { runs: 100 }))
  }
})

describe("a gateway that refunds in full only", () => {
  for (const law of gatewayLaws(fresh(false))) test(title(law), () => check(law, { runs: 50 }))
})

const about = { payment: "pay_1", amount: yuan(100n) }
const start = { ...about, order: "order_1", expiresAt: beginning + hour }

const clock = () => beginning
const run = Effect.runPromise

describe("the worked examples", () => {
  test("L37 closed before it was ever started, a payment is a tombstone: started later, it is closed; paid, it is not charged", async () => {
    const bank = memoryGateway({ name: "bank", clock })
    expect(await run(bank.query(about))).toEqual({ ...about, state: "unknown" })
    expect(await run(bank.close(about))).toMatchObject({ ...about, state: "closed" })
    const late = await run(bank.start(start))
    expect(late.state).toBe("closed")
    expect(late).not.toHaveProperty("redirect")
    expect(await run(bank.pay("pay_1"))).toBe("closed")
    expect(await run(bank.book)).toMatchObject([{ charges: 0, captured: 0n }])
  })

  test("L38 the same id with another amount, and a currency that it does not take, are refused", async () => {
    const bank = memoryGateway({ name: "bank", clock, currencies: ["CNY"] })
    await run(bank.start(start))
    const refused = { _tag: "GatewayError", gateway: "bank", reason: "Refused", detail: "start" }
    expect(await run(Effect.flip(bank.start({ ...start, amount: yuan(101n) })))).toEqual(refused)
    const foreign = { ...start, payment: "pay_2", amount: { amount: 100n, currency: "JPY" } }
    expect(await run(Effect.flip(bank.start(foreign)))).toEqual(refused)
    expect((await run(bank.query({ payment: "pay_2", amount: foreign.amount }))).state).toBe("unknown")
  })

  test("L37 money that is slow to come never comes once the payment is closed", async () => {
    const hand = { now: beginning }
    const bank = memoryGateway({ name: "bank", clock: () => hand.now, faults: { charge: () => hour / 2 } })
    await run(bank.start(start))
    expect(await run(bank.pay("pay_1"))).toBe("pending")
    expect((await run(bank.close(about))).state).toBe("closed")
    hand.now += hour
    expect(await run(bank.book)).toMatchObject([{ state: "closed", charges: 0 }])
  })

  test("F9 whose key is forgotten is taken for a new one, as often as there is money; the book tells of the first", async () => {
    const hand = { now: beginning }
    const bank = memoryGateway({ name: "bank", clock: () => hand.now, faults: { keysLast: 24 * hour } })
    const refund = { ...about, refund: "ref_1", amount: yuan(60n) }
    await run(bank.start(start))
    await run(bank.pay("pay_1"))
    expect((await run(bank.queryRefund(refund))).state).toBe("unknown")
    const first = await run(bank.refund(refund))
    expect(first.state).toBe("succeeded")
    hand.now += 24 * hour - 1
    expect(await run(bank.refund(refund))).toEqual(first)
    expect(await run(bank.book)).toMatchObject([{ refunded: 60n }])
    hand.now += 1
    expect(await run(bank.queryRefund(refund))).toEqual(first)
    expect((await run(bank.refund(refund))).state).toBe("failed")
    expect(await run(bank.queryRefund(refund))).toEqual(first)
    expect(await run(bank.book)).toMatchObject([{ refunded: 60n, captured: 100n }])
    const small = { ...refund, refund: "ref_2", amount: yuan(20n) }
    await run(bank.refund(small))
    hand.now += 24 * hour
    await run(bank.refund(small))
    expect(await run(bank.book)).toMatchObject([{ refunded: 100n }])
    // Started anew it may be paid anew.
    const long = { ...start, expiresAt: hand.now + hour }
    await run(bank.start(long))
    await run(bank.pay("pay_1"))
    expect(await run(bank.book)).toMatchObject([{ charges: 2, captured: 200n }])
  })

  test("L38 a gateway that forgets by the shop's id what it sent back is found by the laws", async () => {
    const forgets: FreshGateway = (clock) => {
      const gateway = memoryGateway({ name: "bank", clock })
      const asks: PaymentGateway["queryRefund"] = (request) =>
        clock() < beginning + 48 * hour
          ? gateway.queryRefund(request)
          : Effect.succeed({ refund: request.refund, amount: request.amount, state: "unknown" })
      return { ...gateway, gateway: { ...gateway, queryRefund: asks } }
    }
    const broken: Array<string> = []
    for (const law of gatewayLaws(forgets)) {
      await check(law, { runs: 100 }).catch((cause: unknown) => void broken.push(`${law.id} ${String(cause)}`))
    }
    expect(broken).toHaveLength(1)
    expect(broken[0]).toMatch(/^L38 [\s\S]*became `unknown`/)
  })

  test("L41 faults by chance are the same for the same seed", () => {
    const draw = (seed: number) => {
      const faults = randomFaults(numbers(seed), beginning + hour, usualRates)
      return Array.from({ length: 50 }, (_, index) => [
        faults.request("start", "pay_1", beginning + index),
        faults.callback({ ...about, state: "captured" }, beginning + index),
        faults.refund("ref_1", beginning + index),
        faults.charge("pay_1", beginning + index)
      ])
    }
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
    const calm = randomFaults(numbers(7), beginning, usualRates)
    expect(calm.request("start", "pay_1", beginning)).toBe("carried")
    expect(calm.callback({ ...about, state: "captured" }, beginning)).toEqual([0])
  })
})
