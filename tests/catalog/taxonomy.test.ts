import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseTaxonomy, taxonomyCategories, treeOf } from "../../src/catalog/index.ts"

const text = `# Google_Product_Taxonomy_Version: 2021-09-21
1 - Animals & Pet Supplies
3237 - Animals & Pet Supplies > Live Animals
2 - Animals & Pet Supplies > Pet Supplies
3 - Animals & Pet Supplies > Pet Supplies > Bird Supplies
`

describe("a taxonomy file", () => {
  it("is read line by line, each category under its parent", () => {
    expect(parseTaxonomy(text)).toEqual(
      Result.succeed([
        { id: "1", name: "Animals & Pet Supplies", line: 2 },
        { id: "3237", parent: "1", name: "Live Animals", line: 3 },
        { id: "2", parent: "1", name: "Pet Supplies", line: 4 },
        { id: "3", parent: "2", name: "Bird Supplies", line: 5 }
      ])
    )
  })

  it("says the same whatever the order of its lines, line ends and marks of byte order", () => {
    const [head = "", ...lines] = text.trim().split("\n")
    const known = Result.getOrThrow(taxonomyCategories({ en: text })).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    fc.assert(
      fc.property(
        fc.shuffledSubarray(lines, { minLength: lines.length }),
        fc.constantFrom("\n", "\r\n"),
        (some, end) => {
          const read = Result.getOrThrow(taxonomyCategories({ en: `\uFEFF${[head, ...some].join(end)}` }))
          expect(read.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(known)
          expect(Result.isSuccess(treeOf(read))).toBe(true)
        }
      )
    )
  })

  it("takes Chinese names from a second file, and keeps the English one where there is none", () => {
    const chinese = "1 - 动物和宠物用品\n2 - 动物和宠物用品 > 宠物用品"
    expect(taxonomyCategories({ en: text, zh: chinese }, "google-")).toEqual(
      Result.succeed([
        { id: "google-1", name: { zh: "动物和宠物用品", en: "Animals & Pet Supplies" } },
        { id: "google-3237", parent: "google-1", name: { zh: "Live Animals", en: "Live Animals" } },
        { id: "google-2", parent: "google-1", name: { zh: "宠物用品", en: "Pet Supplies" } },
        { id: "google-3", parent: "google-2", name: { zh: "Bird Supplies", en: "Bird Supplies" } }
      ])
    )
  })

  it.each([
    ["1 - A\nB > C", 2, "no id and path"],
    ["-1 - A", 1, "no id and path"],
    ["1 - A\n2 - A > ", 2, "empty name"],
    ["1 - A >> B", 1, "empty name"],
    ["1 - A\n\n1 - B", 3, "id twice"],
    ["1 - A\n2 - A", 2, "path twice"],
    ["1 - A\n2 - B > C", 2, "parent missing"]
  ] as const)("%j is wrong in line %i: %s", (file, line, why) => {
    expect(parseTaxonomy(file)).toEqual(Result.fail({ _tag: "TaxonomyMalformed", line, why }))
  })

  it("in another language has no categories of its own", () => {
    expect(taxonomyCategories({ en: "1 - A", zh: "1 - 甲\n2 - 乙" })).toEqual(
      Result.fail({ _tag: "TaxonomyMalformed", line: 2, why: "unknown id" })
    )
  })
})
