import { readFileSync } from "node:fs"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaRepresentation from "effect/SchemaRepresentation"
import { expect, test } from "vitest"
import { define, jsonSchema } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { succeeds } from "./sample.ts"

const guide = readFileSync(new URL("../../docs/guide/promotions.md", import.meta.url), "utf8")

const blocks = Array.from(guide.matchAll(/^```json (\w+)\n(.*?)^```$/gms), ([, kind = "", text = ""]) => ({
  kind,
  json: JSON.parse(text) as unknown
}))

test("every example of the guide is run", () => {
  expect(blocks.filter(({ kind }) => kind === "quote").length).toBeGreaterThanOrEqual(5)
  expect(blocks.every(({ kind }) => ["quote", "answer", "promotions"].includes(kind))).toBe(true)
})

test("every promotion of the guide is one by the JSON Schema for editors", () => {
  const imported = SchemaRepresentation.fromJsonSchemaDocument(jsonSchema(), { patterns: "apply" })
  const read = Schema.decodeUnknownResult(imported as Schema.Codec<unknown>, { onExcessProperty: "error" })
  const promotions = blocks.flatMap(({ kind, json }) =>
    kind === "promotions"
      ? (json as ReadonlyArray<object>)
      : kind === "quote"
        ? (json as { promotions: ReadonlyArray<object> }).promotions
        : []
  )
  expect(promotions.length).toBeGreaterThan(15)
  for (const promotion of promotions) expect(Result.isSuccess(read(promotion)), JSON.stringify(promotion)).toBe(true)
})

for (const [index, { kind, json }] of blocks.entries()) {
  if (kind === "quote") {
    test(`example ${index + 1} of the guide gives its answer`, () => {
      const answer = blocks[index + 1]
      expect(answer?.kind).toBe("answer")
      expect(Quote.write(succeeds(Quote.of(succeeds(Quote.read(json)))))).toMatchObject(answer?.json as object)
    })
  }
  if (kind === "promotions") {
    test(`the promotions of example ${index + 1} of the guide can be defined`, () => {
      for (const promotion of json as ReadonlyArray<unknown>)
        expect(Result.isSuccess(define(promotion, "CNY"))).toBe(true)
    })
  }
}
