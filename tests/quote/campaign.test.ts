import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import * as Result from "effect/Result"
import { describe, expect, test } from "vitest"
import { read } from "../../src/quote/index.ts"
import { cartAt, drawnAt, smaller } from "../campaign/pricing/cart.ts"
import { documentOf } from "../campaign/pricing/document.ts"
import { planted } from "../campaign/pricing/engine.ts"
import { plants } from "../campaign/pricing/plants.ts"

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "")
// The Node of the repository, which runs TypeScript as it is; the oldest that runs the core does not.
const installed = `${root}/node_modules/node/bin/node`
const node = existsSync(installed) ? installed : process.execPath

const campaign = (
  ...options: ReadonlyArray<string>
): Promise<{ readonly status: number | null; readonly told: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(node, ["--conditions=@pannier/source", "tests/campaign/main.ts", "pricing", ...options], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"]
    })
    let told = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => (told += text))
    child.on("error", reject)
    child.on("close", (status) => resolve({ status, told }))
  })

describe("the campaign of carts", () => {
  test("the engine and its specification agree on every figure of 100000 carts", { timeout: 900_000 }, async () => {
    const { status, told } = await campaign("--cases", "100000", "--best", "50", "--seed", "1")
    expect(told).toContain("cases: 100000")
    expect({ status, told: told.slice(told.lastIndexOf("disagreements")) }, told).toEqual({
      status: 0,
      told: "disagreements: 0\n"
    })
  })

  test("a planted fault turns it red, with a small case as a document", { timeout: 300_000 }, async () => {
    const { status, told } = await campaign(
      "--cases",
      "2000",
      "--best",
      "0",
      "--seed",
      "1",
      "--plant",
      "pool-not-spent"
    )
    expect(status, told).toBe(1)
    expect(told).toMatch(/^found after \d+ cases?$/m)
    expect(told).toMatch(/^disagreements: [1-9]/m)
    const document: unknown = JSON.parse(told.slice(told.indexOf("\n{"), told.lastIndexOf("}\n") + 1))
    expect(Result.isSuccess(read(document))).toBe(true)
  })

  test("each plant still fits the engine, and changes it", () => {
    expect(Object.keys(plants).length).toBeGreaterThanOrEqual(20)
    for (const [name, plant] of Object.entries(plants)) expect(planted(plant, name).size, name).toBeGreaterThan(0)
  })

  test("the guide has each of them in its table", () => {
    const guide = readFileSync(`${root}/docs/guide/proof.md`, "utf8")
    const table = guide.slice(guide.indexOf("<!-- plants -->"), guide.indexOf("<!-- end -->"))
    const told = Array.from(table.matchAll(/^\| `([^`]+)` \| (.+) \| \d+ cases? \|$/gm), ([, name, is]) => [name, is])
    expect(told).toEqual(Object.entries(plants).map(([name, { is }]) => [name, is]))
  })

  test("a plant that no longer fits is an error, never a sound engine", () => {
    const gone = { is: "gone", changes: [{ file: "src/quote/rules/tax.ts", from: "no such text", to: "" }] }
    expect(() => planted(gone, "gone")).toThrow(/no longer fits src\/quote\/rules\/tax\.ts/)
    const twice = { is: "twice", changes: [{ file: "src/quote/rules/tax.ts", from: "return", to: "" }] }
    expect(() => planted(twice, "twice")).toThrow(/no longer fits/)
  })

  test("a cart written as a document is read as the same cart", () => {
    for (let number = 0; number < 300; number++) {
      const cart = cartAt(7, number)
      expect(Result.getOrThrow(read(JSON.parse(JSON.stringify(documentOf(cart)))))).toEqual(defined(cart))
    }
  })

  test("every step of making a case smaller ends", () => {
    let now = drawnAt(7, 1)
    let steps = 0
    for (let [less] = smaller(now); less !== undefined; [less] = smaller(now)) {
      now = less
      expect(++steps).toBeLessThan(1000)
    }
    expect(now.of.promotions).toEqual([])
    expect(now.of.lines.length).toBe(1)
  })
})

/** Without what is stated to be undefined. */
const defined = <A>(value: A): A => {
  if (Array.isArray(value)) return value.map(defined) as A
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, defined(one)]]))
  ) as A
}
