import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import { system } from "../../src/command/index.ts"
import { definePromotion, PromotionEntry } from "../../src/promotion/index.ts"

const decode = Schema.decodeUnknownSync(PromotionEntry)
const entry = (id: string, more: object = {}): PromotionEntry =>
  decode({
    promotion: { id, level: "item", offer: { kind: "grant", rewards: [{ kind: "percent", percent: "10" }] }, ...more },
    currency: "CNY",
    limits: []
  })

/** Where a definition is wrong, if it is. */
const flawOf = (stated: PromotionEntry, former?: PromotionEntry): string | undefined => {
  const moment = { now: 0, actor: system, id: (kind: string) => `${kind}_1` }
  const decided = definePromotion.decide({ former, other: undefined }, stated, moment)
  return Result.isFailure(decided) ? decided.failure.path : undefined
}

const turned = { name: { zh: "闪购\u202e价", en: "Flash" } }

describe("what a promotion is called", () => {
  test.each(["..", ".", "\u202eflash", "\u2066x", "\u200b"])("`%s` is no id of a new one", (id) => {
    expect(flawOf(entry(id))).toBe("/id")
  })

  test.each(["save20", "7", "定金100抵200", "spring/2027:a.b_c-d@e+f"])("`%s` is an id", (id) => {
    expect(flawOf(entry(id))).toBeUndefined()
  })

  test("a name is read as it is written, in each language", () => {
    expect(flawOf(entry("flash", turned))).toBe("/name/zh")
    expect(flawOf(entry("flash", { name: { zh: "闪购", en: "\u200b" } }))).toBe("/name/en")
    expect(flawOf(entry("flash", { name: { zh: "闪购 · 9 折", en: "Flash: 10% off" } }))).toBeUndefined()
  })

  test("one that a former program let in can be paused as it is, and is given no other such name", () => {
    const former = entry("..", turned)
    expect(flawOf(entry("..", { ...turned, state: "paused" }), former)).toBeUndefined()
    expect(flawOf(entry("..", { name: { zh: "闪购", en: "Fl\u202eash" } }), former)).toBe("/name/en")
  })
})
