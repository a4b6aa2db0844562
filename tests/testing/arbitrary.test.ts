import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { Id, Instant, ref, Text, Wording } from "../../src/kernel/id.ts"
import { ExchangeRate, Money } from "../../src/money/index.ts"
import { arbitrary, type Drawable } from "../../src/testing/index.ts"

interface Category {
  readonly name: string
  readonly children: ReadonlyArray<Category>
  readonly parent?: Category
}
const Category: Schema.Codec<Category> = Schema.Struct({
  name: Text(8),
  children: Schema.Array(Schema.suspend((): Schema.Codec<Category> => Category)),
  parent: Schema.optionalKey(Schema.suspend((): Schema.Codec<Category> => Category))
})

class Line extends Schema.Opaque<Line>()(
  Schema.Struct({ id: Id, quantity: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 99 })), price: Money })
) {}

const Span = Schema.Struct({ from: Instant, until: Instant }).check(
  Schema.makeFilter(({ from, until }: { readonly from: number; readonly until: number }) => from <= until)
)

const schemas: ReadonlyArray<readonly [string, Schema.Codec<unknown, unknown>]> = [
  ["an id", Id],
  ["text of a person", Text(20)],
  ["a wording", Wording(5)],
  ["an instant", Instant],
  ["money", Money],
  ["an exchange rate", ExchangeRate],
  ["an opaque struct", Line],
  ["a list with bounds", Schema.Array(Line).check(Schema.isMinLength(2), Schema.isMaxLength(4))],
  ["a unique list", Schema.Array(Schema.Literals(["a", "b", "c"])).check(Schema.isUnique())],
  ["a tuple with a rest", Schema.TupleWithRest(Schema.Tuple([Schema.String, Schema.Int]), [Schema.Boolean])],
  ["a union of structs", Schema.Union([Line, Schema.TaggedStruct("Other", { note: Schema.NullOr(Schema.String) })])],
  ["a record", Schema.Record(Id, Schema.BigInt)],
  ["a struct with a check across its fields", Span],
  ["a schema that refers to itself", Category],
  ["a template", Schema.TemplateLiteral(["variant:", Schema.Int])],
  ["JSON", Schema.Json],
  ["an option", Schema.Option(Schema.Int)],
  ["a redacted text", Schema.Redacted(Schema.String)],
  ["bytes", Schema.Uint8Array],
  ["an open range", Schema.BigInt.check(Schema.isGreaterThanBigInt(0n), Schema.isLessThanBigInt(3n))],
  ["a range of integers without its ends", Schema.Int.check(Schema.isGreaterThan(0), Schema.isLessThan(3))],
  ["a fraction", Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))]
]

const drawn = <A>(schema: Drawable<A>, count = 500): ReadonlyArray<A> => fc.sample(arbitrary(schema), count)

describe("arbitrary", () => {
  test.each(schemas)("draws only what the schema accepts: %s", (_, schema) => {
    const accepts = Schema.is(schema)
    fc.assert(
      fc.property(arbitrary(schema), (value) => {
        expect(accepts(value)).toBe(true)
      })
    )
  })

  test("draws both ends of a range", () => {
    const found = drawn(Schema.Int.check(Schema.isBetween({ minimum: -5, maximum: 1_000_000 })))
    expect(found).toContain(-5)
    expect(found).toContain(1_000_000)
    expect(found.some((value) => value > 10 && value < 999_990)).toBe(true)
  })

  test("draws the largest amount of money, the smallest, and small ones", () => {
    const amounts = drawn(Money, 1000).map(({ amount }) => amount)
    expect(amounts).toContain(2n ** 63n - 1n)
    expect(amounts).toContain(-(2n ** 63n - 1n))
    expect(amounts.filter((amount) => amount > -1000n && amount < 1000n).length).toBeGreaterThan(100)
    expect(new Set(drawn(Money).map(({ currency }) => currency)).size).toBeGreaterThan(4)
  })

  test("draws text of full length and of characters beyond U+FFFF", () => {
    const texts = drawn(Text(20), 2000)
    expect(texts.some((text) => text.length === 20)).toBe(true)
    expect(texts.some((text) => Array.from(text).length < text.length)).toBe(true)
  })

  test("leaves optional keys out, and puts them in", () => {
    const found = drawn(Schema.Struct({ a: Schema.Int, b: Schema.optionalKey(Schema.Int) }))
    expect(found.some((value) => "b" in value)).toBe(true)
    expect(found.some((value) => !("b" in value))).toBe(true)
  })

  test("draws every member of a union and every literal", () => {
    const found = new Set(drawn(Schema.Literals(["halfUp", "halfEven", "down", "up"])))
    expect(found.size).toBe(4)
  })

  test("draws references from the ids that exist", () => {
    const Order = Schema.Struct({ cart: ref("cart"), customer: ref("customer"), note: Id })
    const existing = (collection: string) => (collection === "cart" ? ["cart-1", "cart-2"] : [])
    const found = fc.sample(arbitrary(Order, { existing }), 100)
    expect(new Set(found.map(({ cart }) => cart))).toEqual(new Set(["cart-1", "cart-2"]))
    expect(found.every(({ customer }) => Schema.is(Id)(customer))).toBe(true)
  })

  test("draws the Type of a transformation, not its wire form", () => {
    expect(drawn(Schema.NumberFromString).every((value) => typeof value === "number")).toBe(true)
  })

  test("says which schema it cannot draw from", () => {
    const Strange = Schema.declare((value: unknown): value is URLSearchParams => value instanceof URLSearchParams)
    expect(() => arbitrary(Strange)).toThrow("annotate its schema with `examples`")
    const one = new URLSearchParams("a=1")
    expect(drawn(Strange.annotate({ examples: [one] }), 3)).toEqual([one, one, one])
    expect(() => arbitrary(Schema.Never)).toThrow(TypeError)
  })
})
