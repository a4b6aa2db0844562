import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import { Name } from "../../src/kernel/index.ts"
import { Proses } from "../../src/kernel/name.ts"

const isName = Schema.is(Name(120))

/** Names as they are written, by what somebody might take them for. */
const lawful: Readonly<Record<string, ReadonlyArray<string>>> = {
  "many scripts": ["龙井", "Mūris", "한국", "Việt Nam", "e\u0301", "שָׁלוֹם", "ไม่มีน้ำ", "མཁྱེན"],
  "joiners of a script": ["क्\u200dष", "ශ්\u200dරී", "می\u200cخواهم", "ক্\u200cষ"],
  "joiners of an emoji": ["👩\u200d🔬 tea", "👩🏽\u200d🚀", "🏳\ufe0f\u200d🌈", "❤\ufe0f\u200d🔥"],
  "other emoji": ["1\ufe0f\u20e3 first", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"],
  "two directions": ["\u2067שלום\u2069 tea", "tea \u202bאב\u202c", "a\u200eb", "\u2067\u202bא\u202c\u2069"],
  "what a spreadsheet would run": ['=HYPERLINK("http://example.com")', "+1", "@tea", "-8"],
  "what may break a line": ["soft\u00adhyphen", "a\u00a0b"]
}

const unlawful: Readonly<Record<string, ReadonlyArray<string>>> = {
  "an override": ["a\u202eb", "a\u202db\u202c"],
  "left open": ["a\u2066b", "a\u2067b", "a\u2068b", "a\u202ab", "a\u202bb"],
  "closed and not opened": ["a\u2069b", "a\u202cb", "a\u202b\u2067b\u202c\u2069"],
  "nothing to see": [" ", "\u3000\u00a0", "\u200b", "\u3164", "\u2800", "\u200e", "\u0301", "\u00ad"],
  "a stray joiner": ["te\u200da", "te\u200ca", "茶\u200d茶", "👩\u200d", "👩\u200d\u200d🔬", "क\u200d\u200dष"],
  "too many marks": [`a${"\u0301".repeat(5)}`, `क${"\u0941\u200d".repeat(5)}`, `a${"\u0300".repeat(90)}`],
  "a control character": ["a\tb", "a\r\nb", "a\u0085b", "a\u007f", "a\u001b[2J", "a\u2028b", "a\u0000"]
}

describe("a name that people read", () => {
  test.each(Object.entries(lawful))("H089 may have %s", (_, names) => {
    expect(names.filter((name) => !isName(name))).toEqual([])
  })

  test.each(Object.entries(unlawful))("H089 may not have or be %s", (_, names) => {
    expect(names.filter(isName)).toEqual([])
  })

  test("H089 a description may have lines, and nothing else that a name may not", () => {
    const isProse = Schema.is(Proses(10_000))
    expect(isProse({ zh: "第一行\n第二行", en: "one\r\n\ttwo" })).toBe(true)
    for (const en of ["a\u202eb", "a\u001b[2J", "\n", "a\u2067b"]) expect(isProse({ zh: "茶", en })).toBe(false)
  })

  test("H088 H089 the longest text is looked through within 5 ms", () => {
    const isProse = Schema.is(Proses(10_000))
    for (const part of ["\u0301\u200d", "\u2067", "\u200d", "\u0301\u0301\u0301\u0301a", "\u2067\u2069", "👩\u200d"]) {
      const en = `a${part.repeat(10_000 / part.length - 1)}`
      const times = Array.from({ length: 5 }, () => {
        const start = performance.now()
        isProse({ zh: "茶", en })
        return performance.now() - start
      })
      expect(Math.min(...times)).toBeLessThan(5)
    }
  })
})
