import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { check, moreIsNotCheaper, offerLaw, offerLaws } from "../../src/testing/index.ts"
import { held } from "../../src/kernel/index.ts"
import type { Promotion } from "../../src/promotion/index.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
// The Node of the repository runs TypeScript as it is; the oldest that the core promises does not.
const node = `${root}/node_modules/node/bin/node`

/** What an example of the guide prints under node:test: the ids of the laws that held and of those that were broken. */
const told = (example: string) => {
  const { stdout } = spawnSync(
    node,
    ["--conditions=@pannier/source", "--test-reporter=tap", `tests/testing/proving/${example}.ts`],
    // A runner within a runner would report to the outer one.
    { cwd: root, encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined } }
  )
  const ids = (how: string) => Array.from(stdout.matchAll(new RegExp(`^${how} \\d+ - (\\w+)`, "gm")), ([, id]) => id)
  return { ok: ids("ok"), broken: ids("not ok"), stdout }
}

describe("the guide's examples of what a host proves", () => {
  test("an offer: the right one keeps every law and its poster's promise, the wrong one is found, and shown small", () => {
    const { ok, broken, stdout } = told("own-offer")
    expect(ok).toEqual(["L07", "L08", "L09", "L10", "L11", "L14", "L15", "L12", "L21", "L16", "POSTER"])
    expect(broken).toEqual(["POSTER"])
    expect(stdout).toMatch(/3200 off (?:[4-9]|\d\d) teas/)
  }, 60_000)

  test("a reaction: one that hears of money instead of paid orders is found by the simulator, the other is not", () => {
    const { ok, broken, stdout } = told("own-reaction")
    expect([ok, broken]).toEqual([["STAMPS"], ["STAMPS"]])
    expect(stdout).toMatch(/\d+ stamps, \d+ orders/)
  }, 240_000)

  test("L45 L46 L47 an authoriser: the first role that speaks is no lawful rule", () => {
    const { ok, broken } = told("own-authoriser")
    expect(ok).toEqual(["L44", "L46"])
    expect(broken).toEqual(["L45", "L46", "L47"])
  }, 60_000)

  test("are as short as the guide says", () => {
    for (const example of ["own-offer", "own-reaction", "own-authoriser"]) {
      const text = readFileSync(new URL(`./proving/${example}.ts`, import.meta.url), "utf8")
      const lines = text
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith("import ") && !line.startsWith("//"))
      expect(lines.length, example).toBeLessThanOrEqual(42)
    }
  })
})

const assortment = (promotions: ReadonlyArray<Promotion>, codes: ReadonlyArray<string> = []) => ({
  currency: "CNY",
  at: Date.UTC(2026, 10, 11),
  goods: ["tea", "cup"].map((sku) => ({ sku, merchant: "m", facts: { kind: [sku] } })),
  prices: [
    { id: "tea", sku: "tea", currency: "CNY", amount: 6_400n },
    { id: "cup", sku: "cup", currency: "CNY", amount: 3_990n }
  ],
  promotions,
  codes
})

const from = (atLeast: string, amount: string, more: Partial<Promotion> = {}): Promotion => ({
  id: "from",
  level: "merchant",
  when: { measure: "amount", atLeast },
  offer: { kind: "grant", rewards: [{ kind: "amount", amount }] },
  ...more
})

const never = { id: "X", title: "no cart has this", holds: () => held }

describe("laws of a host's own offers", () => {
  test("an offer that none of its goods can meet is vacuous, and that fails", async () => {
    const laws = offerLaws(assortment([from("99999.00", "1.00")]))
    const idle = laws.filter(({ id }) => id === "L14" || id === "L15")
    expect(idle.length).toBe(2)
    for (const law of idle) await expect(check(law, { seed: 1 })).rejects.toThrow("no promotion applied")
  })

  test("L13 an offer from 200.00 on makes a cart of 191.80 cheaper by one piece more; a percentage does not", async () => {
    const cliff = check(moreIsNotCheaper(assortment([from("200.00", "80.00")])), { seed: 1 })
    await expect(cliff).rejects.toThrow(/as it is, \d+ with one more of/)
    const percent = { offer: { kind: "grant", rewards: [{ kind: "percent", percent: "10" }] } } as const
    expect((await check(moreIsNotCheaper(assortment([from("0.01", "1.00", percent)])), { seed: 1 })).held).toBe(100)
  })

  test("carts are drawn with the codes and without, and a sku on several lines", async () => {
    const seen = { with: 0, without: 0, twice: 0 }
    const watching = offerLaw(assortment([from("1.00", "1.00", { codes: ["SAVE"] })], ["SAVE"]), {
      ...never,
      holds: ({ applied }, { lines, codes = [] }) => {
        if (codes.length > 0) seen.with++
        else seen.without++
        if (new Set(lines.map(({ sku }) => sku)).size < lines.length) seen.twice++
        expect(applied.length > 0).toBe(codes.length > 0)
        return held
      }
    })
    await check(watching, { seed: 1 })
    expect(Math.min(seen.with, seen.without, seen.twice)).toBeGreaterThan(10)
  })

  test("a cart may have no more lines and pieces than is said", async () => {
    const small = offerLaw(
      { ...assortment([]), most: { lines: 2, pieces: 3 } },
      {
        ...never,
        holds: (_, { lines }) => {
          expect(lines.length).toBeLessThanOrEqual(2)
          for (const { quantity } of lines) expect(quantity).toBeLessThanOrEqual(3)
          return held
        }
      }
    )
    expect((await check(small, { seed: 1 })).held).toBe(100)
  })

  test("goods are needed, each sku once", () => {
    const tea = { sku: "tea", merchant: "m" }
    for (const goods of [[], [tea, tea]]) {
      expect(() => offerLaws({ ...assortment([]), goods })).toThrow("goods of one sku each")
    }
  })
})
