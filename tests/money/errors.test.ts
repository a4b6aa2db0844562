import { isDeepStrictEqual } from "node:util"
import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import { law, verdict } from "../../src/kernel/law.ts"
import { edge, message, type Refusal } from "../../src/kernel/refusal.ts"
import * as errors from "../../src/money/errors.ts"
import { check } from "../../src/testing/index.ts"

const refusals = Object.entries(errors) as ReadonlyArray<readonly [string, Refusal]>

describe("the refusals of money", () => {
  test("there are all of them", () => {
    expect(refusals.map(([name]) => name).toSorted()).toEqual([
      "AmountMalformed",
      "AmountOutOfRange",
      "CurrencyMismatch",
      "CurrencyPrecision",
      "CurrencyUnknown",
      "DecimalMalformed",
      "DuplicateId",
      "NegativeWeight",
      "NothingToAllocate"
    ])
  })

  test.each(refusals)("%s has words in both languages, a status, and a wire form", async (name, schema) => {
    expect([400, 409]).toContain(edge(schema)?.status)
    const json = Schema.toCodecJson(schema)
    await check(
      law({
        id: name,
        title: "has words and a wire form",
        input: schema,
        holds: (fact) => {
          const { zh, en } = message(schema, fact)
          const encoded = Schema.encodeSync(json)(fact)
          const back = Schema.decodeUnknownSync(json)(JSON.parse(JSON.stringify(encoded)))
          const spoken = /\p{Script=Han}/u.test(zh) && /[a-z]/.test(en) && !zh.endsWith("。") && !en.endsWith(".")
          return verdict(spoken && isDeepStrictEqual(back, fact), () => `${zh} / ${en}`)
        }
      }),
      { seed: 1, runs: 20 }
    )
  })
})
