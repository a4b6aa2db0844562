import { readFileSync } from "node:fs"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaRepresentation from "effect/SchemaRepresentation"
import { expect, test } from "vitest"
import { define, jsonSchema } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"

interface Block {
  readonly page: string
  readonly kind: string
  readonly json: unknown
}

const blocksOf = (page: string): ReadonlyArray<Block> => {
  const guide = readFileSync(new URL(`../../docs/guide/${page}.md`, import.meta.url), "utf8")
  return Array.from(guide.matchAll(/^```json (\w+)\n(.*?)^```$/gms), ([, kind = "", text = ""]) => ({
    page,
    kind,
    json: JSON.parse(text) as unknown
  }))
}

const pages = { promotions: 7, prices: 3, tax: 5 }

test.each(Object.entries(pages))("every example of %s is run", (page, least) => {
  const blocks = blocksOf(page)
  expect(blocks.filter(({ kind }) => kind === "quote").length).toBeGreaterThanOrEqual(least)
  expect(blocks.every(({ kind }) => ["quote", "answer", "promotions"].includes(kind))).toBe(true)
})

test("every promotion of the guide is one by the JSON Schema for editors", () => {
  const imported = SchemaRepresentation.fromJsonSchemaDocument(jsonSchema(), { patterns: "apply" })
  const read = Schema.decodeUnknownResult(imported as Schema.Codec<unknown>, { onExcessProperty: "error" })
  const promotions = Object.keys(pages)
    .flatMap(blocksOf)
    .flatMap(({ kind, json }) =>
      kind === "promotions"
        ? (json as ReadonlyArray<object>)
        : kind === "quote"
          ? (json as { promotions: ReadonlyArray<object> }).promotions
          : []
    )
  expect(promotions.length).toBeGreaterThan(15)
  for (const promotion of promotions) expect(Result.isSuccess(read(promotion)), JSON.stringify(promotion)).toBe(true)
})

for (const blocks of Object.keys(pages).map(blocksOf)) {
  for (const [index, { page, kind, json }] of blocks.entries()) {
    if (kind === "quote") {
      test(`example ${index + 1} of ${page} gives its answer`, () => {
        const answer = blocks[index + 1]
        expect(answer?.kind).toBe("answer")
        expect(Quote.answer(json)).toMatchObject(answer?.json as object)
      })
    }
    if (kind === "promotions") {
      test(`the promotions of example ${index + 1} of ${page} can be defined`, () => {
        for (const promotion of json as ReadonlyArray<unknown>)
          expect(Result.isSuccess(define(promotion, "CNY"))).toBe(true)
      })
    }
  }
}
