import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import { query } from "../../src/command/index.ts"
import { defaultPolicy } from "../../src/permission/index.ts"
import { tableOf } from "../../src/shop/table.ts"
import { drawable, drawInput, kept } from "../../src/testing/simulator/random-call.ts"

const table = { ...tableOf(defaultPolicy) }
const names = (of: Parameters<typeof drawable>[0]): ReadonlyArray<string> => drawable(of).map(({ name }) => name)

describe("calls by chance", () => {
  test("are drawn from every domain of the table, and from one that is new without its being listed", () => {
    const all = Object.values(table).flatMap((domain) => Object.values(domain))
    expect(names(table)).toHaveLength(all.length)
    expect(new Set(names(table).map((name) => name.split(".")[0]))).toEqual(new Set(Object.keys(table)))
    const stars = query("astrology.ask", {
      summary: "what the stars say",
      input: Schema.Struct({ sign: Schema.Literals(["ram", "bull"]) }),
      reply: Schema.String,
      permission: "astrology.ask",
      *load() {},
      answer: () => "nothing"
    })
    expect(names({ ...table, astrology: { ask: stars } })).toContain("astrology.ask")
  })

  test("have an input for every entry, and what the staff are kept from is there and has its reason", () => {
    for (const entry of drawable(table)) {
      for (let seed = 1; seed <= 2; seed++) {
        const input = drawInput(entry, () => ["id_1"], seed)
        expect(() => Schema.decodeUnknownSync(entry.input)(input), entry.name).not.toThrow()
      }
    }
    for (const [name, why] of Object.entries(kept)) {
      expect(names(table)).toContain(name)
      expect(why.length).toBeGreaterThan(20)
    }
  })
})
