import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { deepestJson, readJson } from "../../src/command/json.ts"

const refused = (text: string, at?: string) => {
  const read = readJson(text, at)
  return Result.isFailure(read) ? [read.failure.path, read.failure.reason] : undefined
}

describe("JSON from outside", () => {
  test("what was written is read back, however it is spaced", () => {
    const values = fc.jsonValue({ maxDepth: 6, stringUnit: "grapheme" })
    fc.assert(
      fc.property(values, fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent)
        expect(readJson(text)).toEqual(Result.succeed(JSON.parse(text)))
      })
    )
  })

  test("what JSON.parse refuses is refused, and never thrown", () => {
    const pieces = fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", "\\u00", "\\ud83d", "a", "1", "null", " ")
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 30 }).map((some) => some.join("")),
        (text) => {
          const read = readJson(text)
          const parsed = Result.try(() => JSON.parse(text) as unknown)
          if (Result.isFailure(parsed)) expect(Result.isFailure(read)).toBe(true)
          else if (Result.isSuccess(read)) expect(read.success).toEqual(parsed.success)
        }
      ),
      { numRuns: 2000 }
    )
  })

  test("a key that occurs twice is found wherever it stands and however it is spelt", () => {
    const key = fc.string({ unit: "grapheme", maxLength: 6 })
    const spell = (text: string) =>
      `"${[...text]
        .flatMap((sign) => sign.split(""))
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .join("")}"`
    fc.assert(
      fc.property(key, fc.array(fc.constantFrom("a", 0), { maxLength: 5 }), (name, steps) => {
        const text = steps.reduceRight<string>(
          (inner, step) => (step === 0 ? `[${inner}]` : `{"a":${inner}}`),
          `{${JSON.stringify(name)}:1,${spell(name)}:2}`
        )
        const pointer = [...steps, name.replaceAll("~", "~0").replaceAll("/", "~1")].map((step) => `/${step}`).join("")
        expect(refused(text)).toEqual([pointer, "a key that occurs twice"])
      })
    )
  })

  test.each([
    ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}', undefined],
    ['{"a":"x","b":"a","c":"a"}', undefined],
    ['["a","a"]', undefined],
    ['{"list":[0,{"a":1,"a":2}]}', ["/list/1/a", "a key that occurs twice"]],
    ['{"a/b":{"~":1,"~":1}}', ["/a~1b/~0", "a key that occurs twice"]],
    ['"\\ud83c\\udf75"', undefined],
    ['["\\ud83c"]', ["/0", "a lone surrogate"]],
    ['{"a":{"\\udf75":1}}', ["/a", "a lone surrogate"]],
    ['"\\\\ud800"', undefined],
    ["01", ["", "expected JSON"]],
    ["NaN", ["", "expected JSON"]]
  ])("%s", (text, expected) => {
    expect(refused(text)).toEqual(expected)
  })

  test(`${deepestJson} levels are read, one more is not`, () => {
    const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`
    expect(refused(nested(deepestJson))).toBeUndefined()
    expect(refused(nested(deepestJson + 1))).toEqual(["", `deeper than ${deepestJson} levels`])
    expect(refused(`"${"[".repeat(1000)}"`)).toBeUndefined()
  })

  test("the place is told from where the text itself stands", () => {
    expect(refused('{"a":1,"a":1}', "/skus")).toEqual(["/skus/a", "a key that occurs twice"])
    expect(refused("one", "/limit")).toEqual(["/limit", "expected JSON"])
  })
})
