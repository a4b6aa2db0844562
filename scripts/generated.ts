import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { lawTable } from "./laws.ts"
import { campaignTable, harmlessTable, plantTable, releaseTable } from "./simulated.ts"
import { documentKinds, jsonSchema } from "../src/quote/index.ts"
import { machinePages, type Page } from "./machines.ts"
import { commandTable, failureList, refusalTable } from "./refusals.ts"

/**
 * What the documents read off the code: a page for each machine, and the tables of laws and refusals, each between
 * `<!-- generated: name -->` and `<!-- end -->` of its guide; and the JSON Schemas of what is read and written as JSON.
 */
export const generatedPages = async (root: string): Promise<ReadonlyArray<Page>> => [
  ...(await machinePages(root)),
  spliced(root, "docs/guide/laws.md", { laws: lawTable(root) }),
  spliced(root, "docs/guide/errors.md", {
    refusals: await refusalTable(root),
    commands: commandTable(),
    failures: failureList()
  }),
  spliced(root, "docs/guide/simulator.md", {
    campaign: campaignTable(),
    plants: plantTable(),
    releases: releaseTable(),
    harmless: harmlessTable()
  }),
  ...documentKinds.map((kind) => ({ path: schemaFiles[kind], text: `${JSON.stringify(jsonSchema(kind), null, 2)}\n` }))
]

const schemaFiles = {
  input: "docs/reference/quote.input.schema.json",
  output: "docs/reference/quote.output.schema.json",
  promotion: "docs/reference/promotion.schema.json"
} as const

const spliced = (root: string, path: string, parts: Readonly<Record<string, string>>): Page => {
  let text = readFileSync(`${root}/${path}`, "utf8")
  for (const [name, part] of Object.entries(parts)) {
    const [before, after] = text.split(`<!-- generated: ${name} -->`)
    const end = after?.indexOf("<!-- end -->") ?? -1
    if (after === undefined || end < 0) throw new Error(`${path} has no place for \`${name}\``)
    text = `${before}<!-- generated: ${name} -->\n\n${part}\n\n${after.slice(end)}`
  }
  return { path, text }
}

const current = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}

/** The pages whose files say something else than the code. */
export const staleDocuments = async (root: string): Promise<ReadonlyArray<Page>> =>
  (await generatedPages(root)).filter(({ path, text }) => current(`${root}/${path}`) !== text)

if (import.meta.main) {
  const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "")
  const stale = await staleDocuments(root)
  for (const { path, text } of stale) {
    console.log(path)
    if (!process.argv.includes("--write")) continue
    mkdirSync(dirname(`${root}/${path}`), { recursive: true })
    writeFileSync(`${root}/${path}`, text)
  }
  process.exitCode = stale.length === 0 || process.argv.includes("--write") ? 0 : 1
}
