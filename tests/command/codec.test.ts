import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as SchemaParser from "effect/SchemaParser"
import * as SchemaTransformation from "effect/SchemaTransformation"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { decode, decodeStored, encode } from "../../src/command/codec/codec.ts"
import { compile, type Strictness } from "../../src/command/codec/compile.ts"
import { unfit } from "../../src/command/codec/convert.ts"
import { changeText, type Fields, fieldsOf, objectText } from "../../src/command/codec/fields.ts"
import { compileText } from "../../src/command/codec/text.ts"
import { Id, Text } from "../../src/kernel/id.ts"
import { canonical, type Json } from "../../src/kernel/json.ts"
import { ExchangeRate, Money } from "../../src/money/index.ts"
import { defaultPolicy } from "../../src/permission/index.ts"
import { collections, tableOf } from "../../src/shop/table.ts"
import { difference, type FieldChange } from "../../src/storage/rules.ts"
import { arbitrary } from "../../src/testing/index.ts"

type AnySchema = Schema.Codec<unknown, unknown>

interface Tree {
  readonly name: string
  readonly children: ReadonlyArray<Tree>
}
const Tree: Schema.Codec<Tree> = Schema.Struct({
  name: Text(8),
  children: Schema.Array(Schema.suspend((): Schema.Codec<Tree> => Tree))
})

const MinorOfMoney = Schema.toType(Money).pipe(
  Schema.decodeTo(
    Schema.BigInt,
    SchemaTransformation.transform({
      decode: ({ amount }: Money) => amount,
      encode: (amount) => ({ amount, currency: "CNY" })
    })
  )
)

type Entry = { readonly name: string; readonly input: AnySchema; readonly reply: AnySchema }

const entries = Object.values(tableOf(defaultPolicy)).flatMap((domain) => Object.values<Entry>(domain))
const commands = entries.filter((entry) => "decide" in entry)

const schemas: ReadonlyArray<readonly [string, AnySchema]> = [
  ...collections.map(({ name, schema }) => [`document ${name}`, schema] as const),
  ...entries.map(({ name, input }) => [`input ${name}`, input] as const),
  ...commands
    .filter(({ reply }) => !collections.some(({ schema }) => schema === reply))
    .map(({ name, reply }) => [`reply ${name}`, reply] as const),
  ["money", Money],
  ["money of at most one yuan", Money.check(Schema.makeFilter(({ amount }) => amount <= 100n))],
  ["minor units of money's program side", MinorOfMoney],
  [
    "minor units of money's wire",
    Money.pipe(
      Schema.decodeTo(
        Schema.BigInt,
        SchemaTransformation.transform({
          decode: ({ amount }: Money) => amount,
          encode: (amount) => ({ amount, currency: "CNY" })
        })
      )
    )
  ],
  ["an exchange rate, whose ratio may have no decimal text", ExchangeRate],
  ["bigints as text", Schema.Array(Schema.BigIntFromString)],
  ["a tree", Tree],
  ["a record", Schema.Record(Schema.String, Money)],
  ["a record whose keys are checked", Schema.Record(Id, Schema.Int)],
  ["a tuple", Schema.Tuple([Schema.String, Money])],
  [
    "an exclusive union",
    Schema.Union([Schema.Struct({ a: Schema.Int }), Schema.Struct({ b: Schema.Int })], { mode: "oneOf" })
  ],
  [
    "optional values",
    Schema.Struct({ a: Schema.optional(Schema.Int), b: Schema.optionalKey(Schema.NullOr(Schema.Boolean)) })
  ],
  [
    "a struct with a check across its fields",
    Schema.Struct({ from: Schema.Int, until: Schema.Int }).check(
      Schema.makeFilter(({ from, until }: { readonly from: number; readonly until: number }) => from <= until)
    )
  ],
  ["a key that every object inherits", Schema.Struct({ toString: Schema.optionalKey(Schema.String) })],
  [
    "a key that is filled in",
    Schema.Struct({ a: Schema.String.pipe(Schema.withDecodingDefaultKey(Effect.succeed("b"))) })
  ],
  [
    "a transformation that throws",
    Schema.String.pipe(
      Schema.decodeTo(
        Schema.String,
        SchemaTransformation.transform({
          decode: (text) => {
            if (text === "") throw new Error("empty")
            return text
          },
          encode: (text) => text
        })
      )
    )
  ]
]

const strictnesses: ReadonlyArray<Strictness> = [{}, { disableChecks: true }, { onExcessProperty: "error" }]

const outcome = (work: () => unknown): unknown => {
  try {
    return work()
  } catch {
    return unfit
  }
}

/** A value with one thing in it replaced, taken away or added. */
const mangled = (value: unknown, pick: (count: number) => number, junk: unknown): unknown => {
  if (Array.isArray(value) && value.length > 0 && pick(4) > 0) {
    const at = pick(value.length)
    return value.map((one, index) => (index === at ? mangled(one, pick, junk) : one))
  }
  if (typeof value !== "object" || value === null || Array.isArray(value) || pick(6) === 0) return junk
  const keys = Object.keys(value)
  const key = keys[pick(keys.length)]
  if (key === undefined || pick(5) === 0) return { ...value, surplus: junk }
  const { [key]: inner, ...others } = value as Record<string, unknown>
  if (pick(5) === 0) return others
  // The key comes last: the order of keys must not show.
  return { ...others, [key]: pick(3) === 0 ? inner : mangled(inner, pick, junk) }
}

const picks = fc.infiniteStream(fc.nat(1_000)).map((numbers) => (count: number) => (numbers.next().value ?? 0) % count)
const junk = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, "", "x", 0, -0, 1.5, Number.NaN, 10n ** 30n, {}, [], "19.999", "ZZZ", true),
  fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true, maxDepth: 2 })
)

/** Ours and effect's parser of a Schema's AST, each as strict as the other; `unfit` where it refuses. */
const parsersOf = (ast: SchemaAST.AST) =>
  strictnesses.map((strictness) => {
    const ours = compile(ast, strictness)
    const effect = SchemaParser.decodeUnknownExit(Schema.make<AnySchema>(ast), strictness)
    return {
      ours: (value: unknown) => outcome(() => ours(value)),
      effects: (value: unknown) => {
        const exit = effect(value)
        return Exit.isSuccess(exit) ? exit.value : unfit
      }
    }
  })

const same = (parsers: ReturnType<typeof parsersOf>, value: unknown): void => {
  for (const { ours, effects } of parsers) {
    const answer = ours(value)
    const expected = effects(value)
    expect(answer).toStrictEqual(expected)
    if (answer !== unfit) expect(print(answer)).toBe(print(expected))
  }
}

// The order of keys too, since the text of a document is what is kept.
const print = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? `${one}n` : one))

describe("a compiled codec", () => {
  test.each(schemas)("answers what effect answers, of values and of their neighbours: %s", (_, schema) => {
    const encoding = parsersOf(SchemaAST.flip(schema.ast))
    const type = parsersOf(SchemaAST.toType(schema.ast))
    const decoding = parsersOf(schema.ast)
    fc.assert(
      fc.property(arbitrary(schema), picks, junk, (value, pick, other) => {
        same(encoding, value)
        same(type, value)
        same(encoding, mangled(value, pick, other))
        same(type, mangled(value, pick, other))
        const wire = encoding[0]?.effects(value)
        if (wire === unfit) return
        same(decoding, wire)
        same(decoding, mangled(wire, pick, other))
      }),
      { numRuns: 8 }
    )
  })

  test.each(schemas)("writes the text of what effect answers, whole, by fields and sorted: %s", (_, schema) => {
    const encode = SchemaParser.encodeUnknownExit(schema)
    const stated = compileText(schema.ast, "stated")
    const sorted = compileText(schema.ast, "sorted")
    const same = (value: unknown): void => {
      const exit = encode(value)
      const expected = (print: (json: Json) => string | undefined) =>
        outcome(() => (Exit.isSuccess(exit) ? (print(exit.value as Json) ?? "") : unfit))
      const texts = [stated.text, sorted.text].map((text) => outcome(() => text(value)))
      expect(texts).toEqual([expected(JSON.stringify), expected(canonical)])
      const fields = outcome(() => stated.fields?.(value) ?? unfit) as Fields | typeof unfit
      if (stated.fields !== undefined) expect(fields === unfit ? unfit : objectText(fields)).toBe(texts[0])
    }
    fc.assert(
      fc.property(arbitrary(schema), picks, junk, (value, pick, other) => {
        same(value)
        same(mangled(value, pick, other))
      }),
      { numRuns: 8 }
    )
  })

  test("L34 tells what changed as `difference` does, from one object of JSON to another", () => {
    const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json)
    const object = fc.dictionary(fc.oneof(fc.constantFrom("a", "b", "1", "__proto__"), fc.string()), json)
    fc.assert(
      fc.property(object, object, fc.boolean(), (before, other, kin) => {
        const after = kin ? { ...before, ...other } : other
        const change: FieldChange = JSON.parse(changeText(before, fieldsOf(after)))
        expect(change).toEqual(JSON.parse(JSON.stringify(difference(before, after))))
        expect(objectText(fieldsOf(after))).toBe(JSON.stringify(after))
      })
    )
  })

  test.each(schemas.slice(0, collections.length))("takes every %s itself, in both directions", (_, schema) => {
    const encoding = compile(SchemaAST.flip(schema.ast), {})
    const decoding = compile(schema.ast, { disableChecks: true })
    fc.assert(
      fc.property(arbitrary(schema), (value) => {
        const wire = encoding(value)
        expect(wire).not.toBe(unfit)
        expect(decoding(wire)).not.toBe(unfit)
        expect(compileText(schema.ast, "stated").fields?.(value)).not.toBe(unfit)
      }),
      { numRuns: 5 }
    )
  })

  test("gives nothing away that it was given: what comes out is new, all the way down", () => {
    const Line = Schema.Struct({ tags: Schema.Array(Schema.String), inner: Schema.Struct({ a: Schema.Int }) })
    const value = { tags: ["a"], inner: { a: 1 } }
    const wire = compile(SchemaAST.flip(Line.ast), {})(value) as typeof value
    expect(wire).toEqual(value)
    expect([wire === value, wire.tags === value.tags, wire.inner === value.inner]).toEqual([false, false, false])
  })

  test("keeps a key that no assignment keeps, as effect does", () => {
    const inStruct = Schema.Struct({ ["__proto__"]: Schema.Int, a: Schema.Int })
    const inRecord = Schema.Record(Schema.String, Schema.Int)
    const value: unknown = JSON.parse('{"__proto__":1,"a":2}')
    for (const schema of [inStruct, inRecord]) {
      expect(JSON.stringify(encode(schema, value))).toBe('{"__proto__":1,"a":2}')
    }
  })

  test("a value that does not fit is a defect that says where", () => {
    const Order = Schema.Struct({ total: Money })
    expect(() => encode(Order, { total: { amount: 1n, currency: "XYZ" } })).toThrow('at ["total"]["currency"]')
    expect(() => encode(Order, { total: { amount: 2n ** 63n, currency: "CNY" } })).toThrow('at ["total"]["amount"]')
    expect(() => decode(Order, { total: { amount: "1.999", currency: "CNY" } })).toThrow('at ["total"]')
    expect(() => decodeStored(Order, { total: "19.90" })).toThrow('at ["total"]')
  })
})
