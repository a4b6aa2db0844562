import { describe, expect, test } from "vitest"
import { mermaid } from "../../src/kernel/machine.ts"
import { edge, message } from "../../src/kernel/refusal.ts"
import * as errors from "../../src/payment/errors.ts"
import { heard, nextCheck, nextRefundCheck, paymentMachine } from "../../src/payment/index.ts"

describe("the rules of payments", () => {
  test("L36 a payment is asked about after 15, 30, 60, 120, 240, 480 s, and then every 10 minutes", () => {
    const pauses = [0, 1, 2, 3, 4, 5, 6, 7, 2_000].map((round) => nextCheck(0, round) / 1_000)
    expect(pauses).toEqual([15, 30, 60, 120, 240, 480, 600, 600, 600])
  })

  test("L36 a pending refund is asked about five times after a minute, then after 5, 10, 20 and every 30 minutes", () => {
    const pauses = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2_000].map((round) => nextRefundCheck(0, round) / 60_000)
    expect(pauses).toEqual([1, 1, 1, 1, 1, 5, 10, 20, 30, 30, 30])
  })

  test("L41 a report that is behind what is known means nothing", () => {
    expect(heard("captured", "pending")).toBeUndefined()
    expect(heard("captured", "closed")).toBeUndefined()
    expect(heard("closed", "captured")).toBeUndefined()
    expect(heard("closing", "captured")).toBe("capture")
    expect(heard("declined", "captured")).toBe("capture")
    expect(heard("created", "unknown")).toBeUndefined()
  })

  test("L33 the picture of the machine shows both ends", () => {
    expect(mermaid(paymentMachine)).toContain("closing --> captured: capture")
    expect(mermaid(paymentMachine)).toContain("closed --> [*]")
  })

  const yuan = { amount: 100n, currency: "CNY" }
  const facts = [
    { _tag: "AmountMismatch", payment: "pay_1", due: yuan, told: yuan },
    { _tag: "RefundExceedsCaptured", payment: "pay_1", wanted: yuan, available: yuan },
    { _tag: "AmountNotPositive", amount: yuan },
    { _tag: "CardUnknown", card: "gc_1" },
    { _tag: "CardShort", card: "gc_1", wanted: yuan, available: yuan },
    { _tag: "SignatureInvalid", gateway: "sandbox" },
    { _tag: "EventNotOurs", gateway: "sandbox" },
    { _tag: "EventUnknown", gateway: "sandbox", kind: "dispute" },
    { _tag: "PayloadTooLarge", size: 2, most: 1 },
    { _tag: "GatewayError", gateway: "sandbox", reason: "TimedOut", detail: "" }
  ]
  const schemas = Object.entries(errors)

  test("L50 every refusal is tried here", () => {
    expect(facts.map(({ _tag }) => _tag).toSorted()).toEqual(schemas.map(([name]) => name).toSorted())
  })

  test.each(facts)("L50 $_tag has a status and a message in both languages", (fact) => {
    const [, schema] = schemas.find(([name]) => name === fact._tag) ?? []
    if (schema === undefined) throw new Error(`no Schema of ${fact._tag}`)
    const { zh, en } = message(schema, fact)
    expect(edge(schema)?.status).toBeGreaterThanOrEqual(400)
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(en).toMatch(/^[^A-Z][^.]*$/)
  })
})
