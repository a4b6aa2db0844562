import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { staleDocuments } from "../scripts/generated.ts"

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "")

/** The pages that people write; `docs/api` is made by a tool. */
const pages: ReadonlyArray<{ readonly path: string; readonly text: string }> = [
  "README.md",
  "README.zh.md",
  "CONTRIBUTING.md",
  ...readdirSync(`${root}/docs`, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !file.startsWith("api/") && !file.startsWith(".vitepress/"))
    .map((file) => `docs/${file}`)
].map((path) => ({ path, text: readFileSync(`${root}/${path}`, "utf8") }))

const pageOf = (path: string): string => pages.find((page) => page.path === path)?.text ?? ""

// The Node of the repository, which runs TypeScript as it is; the oldest that runs the core does not.
const installed = `${root}/node_modules/node/bin/node`
const node = existsSync(installed) ? installed : process.execPath

const run = (...options: ReadonlyArray<string>): string =>
  execFileSync(node, ["--conditions=@pannier/source", ...options], { cwd: root, encoding: "utf8" })

/** Text without the code that stands in fences. */
const prose = (text: string): string => text.replaceAll(/^```.*?^```$/gms, "")

describe("the README", () => {
  const readme = pageOf("README.md")

  test("prints what it says it prints", { timeout: 120_000 }, () => {
    const [, code = "", printed = ""] = /^```ts\n(import.*?)^```$.*?^```text\n(.*?)^```$/ms.exec(readme) ?? []
    expect(code.trim().split("\n").length).toBeLessThanOrEqual(16)
    expect(run("--input-type=module-typescript", "--eval", code)).toBe(printed)
  })

  test.each(["README.md", "README.zh.md"])("%s shows a shop in lines of the snippet that runs", (path) => {
    const block = /^```ts\n(\/\/ .*?)^```$/ms.exec(pageOf(path))?.[1] ?? ""
    const lines = readFileSync(`${root}/docs/snippets/shop.ts`, "utf8").split("\n")
    const shown = block.split("\n").filter((line) => line !== "" && !line.startsWith("//"))
    expect(shown.length).toBeGreaterThan(5)
    for (const line of shown) expect(lines).toContain(line)
  })

  test("names no command that is not there", () => {
    const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, "utf8"))
    for (const { path, text } of pages) {
      for (const [, name = ""] of text.matchAll(/npm run ([a-z:]+)/g)) expect(scripts, path).toHaveProperty(name)
    }
  })

  test("shows every domain in the picture of the house", () => {
    const picture = readme.slice(readme.indexOf("## The house"), readme.indexOf("## The promise"))
    for (const { name } of readdirSync(`${root}/src`, { withFileTypes: true }).filter((one) => one.isDirectory())) {
      expect(picture).toContain(` ${name}`)
    }
  })
})

describe("the guides", () => {
  const printed = pages.flatMap(({ path, text }) =>
    Array.from(text.matchAll(/^```text (\w[\w-]*)\n(.*?)^```$/gms), ([, snippet = "", output = ""]) => ({
      path,
      snippet,
      output
    }))
  )
  const snippets = readdirSync(`${root}/docs/snippets`).map((file) => file.replace(/\.ts$/, ""))

  test.each(printed)("$path shows what $snippet prints", { timeout: 120_000 }, ({ snippet, output }) => {
    expect(run(`docs/snippets/${snippet}.ts`)).toBe(output)
  })

  test("every snippet is shown, and its output is, or it is a module of one that is", () => {
    const shown = pages.map(({ text }) => text).join("\n")
    for (const snippet of snippets) {
      expect(shown).toContain(`snippets/${snippet}.ts`)
      const isModule = snippets.some((other) =>
        readFileSync(`${root}/docs/snippets/${other}.ts`, "utf8").includes(`from "./${snippet}.ts"`)
      )
      if (!isModule) expect(printed.map((one) => one.snippet)).toContain(snippet)
    }
  })

  test("include code that is there", () => {
    for (const { path, text } of pages) {
      for (const [, file = "", region] of text.matchAll(/^<<< ([^\s#{]+)(?:#([\w-]+))?/gm)) {
        const source = join(root, dirname(path), file)
        expect(existsSync(source), `${path}: ${file}`).toBe(true)
        if (region !== undefined) expect(readFileSync(source, "utf8"), path).toContain(`#region ${region}\n`)
      }
    }
  })

  test("lead nowhere that is not there", () => {
    for (const { path, text } of pages) {
      for (const [, target = ""] of prose(text).matchAll(/\]\((\.[^)#\s]*)(?:#[^)]*)?\)/g)) {
        if (target.includes("/api/")) continue
        expect(existsSync(join(root, dirname(path), target)), `${path}: ${target}`).toBe(true)
      }
    }
  })

  test.each(["guide", "decisions", "machines"])("of %s are all in their list", (folder) => {
    const list = pageOf(`docs/${folder}/index.md`)
    for (const { path } of pages.filter(({ path }) => path.startsWith(`docs/${folder}/`))) {
      const file = path.slice(path.lastIndexOf("/") + 1)
      if (file !== "index.md") expect(list).toContain(`(./${file})`)
    }
  })

  test("say of machines, laws and refusals what the code says", async () => {
    const stale = (await staleDocuments(root)).map(({ path }) => path)
    const repair = "repair with `node --conditions=@pannier/source scripts/generated.ts --write`"
    expect(stale, repair).toEqual([])
  })
})

describe("the decisions", () => {
  test("are one page each: a title, a date, and the three parts", () => {
    const decisions = pages.filter(({ path }) => /^docs\/decisions\/(?!index)/.test(path))
    expect(decisions.length).toBeGreaterThan(0)
    for (const { path, text } of decisions) {
      expect(text, path).toMatch(/^# .+\n\n\d{4}-\d{2}-\d{2}\n\n## Context\n[^]+\n## Decision\n[^]+\n## Consequences\n/)
      expect(text.split("\n").length, path).toBeLessThan(80)
    }
  })
})
