import * as fc from "fast-check"
import { describe, expect, it, test } from "vitest"
import { lost, returnedGoods, shelf, shipped, short, sold, supply } from "../../src/inventory/index.ts"
import { inventoryLaws } from "../../src/inventory/laws.ts"
import { check, title } from "../../src/testing/index.ts"

describe("inventory", () => {
  for (const law of inventoryLaws) test(title(law), () => check(law, { runs: 300 }))
})

describe("the chart of accounts", () => {
  const name = fc.stringMatching(/^[a/]{1,3}$/)

  it("gives two lists of names one account only if they are one list", () => {
    fc.assert(
      fc.property(name, name, name, name, (a, b, c, d) => {
        fc.pre(a !== c || b !== d)
        for (const account of [shelf, lost, short]) expect(account(a, b).id).not.toBe(account(c, d).id)
        for (const account of [sold, shipped, returnedGoods]) {
          const [one, other] = [account({ order: a, line: b, sku: "x" }), account({ order: c, line: d, sku: "x" })]
          expect(one.id).not.toBe(other.id)
        }
      })
    )
  })

  it("keeps what may be empty above zero, what is owed below it, and facts free", () => {
    const line = { order: "o1", line: "1", sku: "tea" }
    expect(shelf("near", "tea")).toEqual({
      id: "shelf/near/tea",
      owner: "place:near",
      unit: "variant:tea",
      floor: 0n
    })
    for (const account of [sold(line), shipped(line), returnedGoods(line)]) expect(account.floor).toBe(0n)
    expect(short("near", "tea")).toMatchObject({ owner: "place:near", ceiling: 0n })
    for (const account of [supply("tea"), lost("near", "tea"), short("near", "tea")])
      expect(account.floor).toBeUndefined()
    for (const account of [supply("tea"), lost("near", "tea")]) expect(account.ceiling).toBeUndefined()
  })
})
