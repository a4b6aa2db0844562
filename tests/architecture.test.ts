import { existsSync, readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { type Files, violations } from "./architecture/checks.ts"
import { floors } from "./architecture/floors.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const skipped = ["node_modules", "dist", "coverage", "api", "cache", ".git"]
const readable = /\.(ts|mts|js|mjs|cjs|json|md|yml|css|svg|html)$|^run$|^LICENSE$/

const walk = (folder: string): ReadonlyArray<string> =>
  readdirSync(`${root}${folder}`, { withFileTypes: true }).flatMap((item) => {
    const path = folder === "" ? item.name : `${folder}/${item.name}`
    if (item.isDirectory()) return skipped.includes(item.name) ? [] : walk(path)
    return readable.test(item.name) && item.name !== "package-lock.json" ? [path] : []
  })

const tree: Files = new Map(walk("").map((path) => [path, readFileSync(`${root}${path}`, "utf8")]))
const found = violations(tree)

describe("architecture", () => {
  test("the check has sources to act on", () => {
    const domains = floors.flat().filter((domain) => existsSync(`${root}src/${domain}`))
    const sources = [...tree.keys()].filter((path) => path.startsWith("src/"))
    expect(domains.length).toBeGreaterThanOrEqual(5)
    expect(sources.length).toBeGreaterThanOrEqual(20)
  })

  test.each([
    ["floors", "imports go down only, and neighbours never meet"],
    ["file order", "machine < model < errors < rules < ports < commands < laws"],
    ["cycles", "no file is loaded by what it loads"],
    ["sole importers", "a third party's module has one door"],
    ["barrel", "effect is imported by module"],
    ["platform", "the core asks nothing of its platform"],
    ["pure rules", "rules and machines load effect/Result at most"],
    ["clock and chance", "time and chance are arguments"],
    ["length", "a file can be read in one sitting"],
    ["evasions", "nothing is hidden from the type checker or from the caller"],
    ["names", "every name has a subject"],
    ["public faces", "packages and examples see what a host sees"],
    ["traces", "nothing speaks of the place where it was written"]
  ])("%s: %s", (rule) => {
    expect(found.filter((violation) => violation.rule === rule).map(({ at, why }) => `${at} ${why}`)).toEqual([])
  })
})
