import { inspect } from "node:util"
import * as Cause from "effect/Cause"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Personal, clear, erased, personal } from "pannier/privacy"
import { arbitrary } from "pannier/testing"

const Address = Schema.Struct({ city: Schema.String, street: Schema.String.check(Schema.isMaxLength(20)) })
const Document = Schema.Struct({
  id: Schema.String,
  address: personal(Address, { of: "id" }),
  born: Schema.optionalKey(personal(Schema.DateFromString.annotate({ examples: [new Date(0)] }), { of: "id" }))
})

const decode = Schema.decodeUnknownSync(Document, { onExcessProperty: "error" })
const encode = Schema.encodeSync(Document)

const city = { city: "Suzhou", street: "Pingjiang Lu 12" }

describe("a personal field", () => {
  test("decode then encode is the identity, for clear, sealed and erased values", () => {
    const address = fc.oneof(
      fc.record({ city: fc.string(), street: fc.string({ maxLength: 20 }) }),
      fc.record({ $sealed: fc.string() }),
      fc.constant({ $erased: true as const })
    )
    fc.assert(
      fc.property(fc.string(), address, (id, kept) => {
        expect(encode(decode({ id, address: kept }))).toEqual({ id, address: kept })
      })
    )
  })

  test("is drawn clear, as a rule sees it", () => {
    fc.assert(
      fc.property(arbitrary(Document), (document) => {
        expect(document.address._tag).toBe("Clear")
        expect(decode(encode(document))).toEqual(document)
      })
    )
  })

  test("is Clear, Sealed or Erased to a rule", () => {
    expect(decode({ id: "ann", address: city }).address).toEqual({ _tag: "Clear", value: city })
    expect(decode({ id: "ann", address: { $sealed: "1.box" } }).address).toEqual({ _tag: "Sealed", box: "1.box" })
    expect(decode({ id: "ann", address: { $erased: true } }).address).toEqual({ _tag: "Erased" })
  })

  test("transforms the value inside", () => {
    const born = "2001-02-03T00:00:00.000Z"
    const read = decode({ id: "ann", address: city, born }).born
    expect(read).toEqual({ _tag: "Clear", value: new Date(born) })
    expect(encode({ id: "ann", address: clear(city), born: clear(new Date(born)) }).born).toBe(born)
  })

  test("takes a clear value written as a plain object", () => {
    const plain: Personal<typeof Address.Type> = { _tag: "Clear", value: city }
    expect(encode({ id: "ann", address: plain })).toEqual({ id: "ann", address: city })
  })

  test.each<readonly [string, unknown]>([
    ["neither kept nor clear", { id: "ann", address: 5 }],
    ["a box with more beside it", { id: "ann", address: { $sealed: "1.box", city: "Suzhou" } }],
    ["a value its Schema refuses", { id: "ann", address: { ...city, street: "x".repeat(21) } }],
    ["not erased", { id: "ann", address: { $erased: false } }]
  ])("refuses %s", (_, input) => {
    expect(() => decode(input)).toThrow()
  })

  test("refuses a clear value on the way out that its Schema refuses", () => {
    expect(() => encode({ id: "ann", address: clear({ ...city, street: "x".repeat(21) }) })).toThrow(/length/)
  })
})

describe("L57 personal values never leave by a message", () => {
  const canary = "Pingjiang-Lu-12-canary"
  const address: unknown = clear({ city: canary, street: canary })
  const order = { id: "ann", address }

  test.each<readonly [string, () => string]>([
    ["toString", () => String(address)],
    ["being joined to text", () => ["address", address].join(" ")],
    ["JSON", () => JSON.stringify(order)],
    ["inspect", () => inspect(order, { depth: 9 })],
    ["inspect with hidden properties", () => inspect([order], { depth: 9, showHidden: true })],
    ["a Cause that fails with it", () => Cause.pretty(Cause.fail(order.address))],
    ["a Cause that fails with what holds it", () => Cause.pretty(Cause.fail(order))],
    ["a Cause's own JSON", () => JSON.stringify(Cause.fail(order))],
    ["a decoded value", () => inspect(decode({ id: "ann", address: { city: canary, street: "s" } }), { depth: 9 })]
  ])("%s shows it redacted", (_, show) => {
    expect(show()).not.toContain(canary)
    expect(show()).toContain("<redacted>")
  })

  test("what a Schema says of a value it refuses does not quote it", () => {
    const say = (run: () => unknown): string => {
      try {
        run()
        return "accepted"
      } catch (cause) {
        return `${String(cause)} ${inspect(cause, { depth: 9 })} ${JSON.stringify(cause)}`
      }
    }
    const refused = [
      say(() => decode({ id: "ann", address: { city: 5, street: canary } })),
      say(() => decode({ id: "ann", address: { city: "c", street: canary } })),
      say(() => encode({ id: "ann", address: clear({ city: "c", street: canary }) }))
    ]
    for (const message of refused) {
      expect(message).toContain("Error")
      expect(message).not.toContain(canary)
    }
  })

  test("an erased value is one frozen object", () => {
    expect(decode({ id: "ann", address: { $erased: true } }).address).toEqual(erased)
    expect(Object.isFrozen(erased)).toBe(true)
  })
})
