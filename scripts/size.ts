import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"

/** What a browser downloads for one subpath, effect included: bundled from what is published, minified, gzipped. */
interface Budget {
  readonly name: string
  /** The module that a host would write. */
  readonly code: () => string | Promise<string>
  /** In kB of 1000 bytes; without it the size is reported, not bounded. */
  readonly limit?: number
  /** Parts of a path that must put no byte into the bundle. */
  readonly without?: ReadonlyArray<string>
}

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "")
const published = (subpath: string) => JSON.stringify(`./dist/${subpath}`)
const whole = (subpath: string) => () => `export * from ${published(subpath)}`
/** What a page needs to price a cart from JSON: every kind of offer and tax, with steps, and reasons for what did not apply. */
const names =
  (...of: ReadonlyArray<string>) =>
  () =>
    `export { ${of.join(", ")} } from ${published("quote/index.js")}`

/** All that a domain's index offers but the Schemas of its model, its errors and its documents, which stand at the edge and not in a price. */
const withoutSchemas = (domain: string) => async () => {
  const namesIn = async (file: string) =>
    existsSync(`${root}/dist/${domain}/${file}`) ? Object.keys(await import(`${root}/dist/${domain}/${file}`)) : []
  const edge = new Set([
    ...(await namesIn("model.js")),
    ...(await namesIn("errors.js")),
    ...(await namesIn("schema.js"))
  ])
  // The laboratory is a tool for those who plan offers, with Schemas of its own; a page that prices has no use for it.
  const pure = (await namesIn("index.js")).filter((name) => !edge.has(name) && name !== "Laboratory")
  return `export { ${pure.join(", ")} } from ${published(`${domain}/index.js`)}`
}

const schema = ["/effect/dist/Schema", "/effect/dist/schema/", "/effect/dist/internal/schema/"]

const pricing = [...schema, "dist/storage/", "dist/command/", "dist/quote/laboratory/", "dist/quote/laws/"]

const budgets: ReadonlyArray<Budget> = [
  { name: "machine", code: whole("kernel/machine.js"), limit: 6, without: schema },
  { name: "money", code: withoutSchemas("money"), limit: 9, without: schema },
  { name: "quote", code: names("of", "compile", "read", "write"), limit: 59.2, without: pricing },
  {
    name: "quote by priority",
    code: names("byPriority", "compile", "read", "write"),
    limit: 48,
    without: [...pricing, "dist/quote/rules/search/"]
  },
  { name: "quote, explained", code: names("of", "compile", "read", "write", "explain"), limit: 67.2, without: pricing },
  { name: "quote, all but its Schemas", code: withoutSchemas("quote") },
  { name: "money, with its Schemas", code: whole("money/index.js") },
  { name: "quote, with its Schemas", code: whole("quote/index.js") },
  { name: "everything (root)", code: whole("index.js") }
]

const bundle = async (code: string) => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: root, loader: "js" },
    bundle: true,
    minify: true,
    treeShaking: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "error"
  })
  const text = outputFiles[0]?.contents ?? new Uint8Array()
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs))
  return {
    minified: text.byteLength,
    gzipped: gzipSync(text, { level: 9 }).byteLength,
    contributors: inputs
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .toSorted(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
  }
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

if (!existsSync(`${root}/dist/index.js`)) {
  console.error("nothing is built: run `npm run build` first")
  process.exit(1)
}

const faults: Array<string> = []
const rows: Array<ReadonlyArray<string>> = [["subpath", "minified", "gzipped", "limit", "of it effect"]]
for (const { name, code, limit, without } of budgets) {
  const { minified, gzipped, contributors } = await bundle(await code())
  const effect = contributors
    .filter(([path]) => path.includes("node_modules/effect/"))
    .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)
  rows.push([
    name,
    kilobytes(minified),
    kilobytes(gzipped),
    limit === undefined ? "reported" : `${limit} kB`,
    kilobytes(effect)
  ])
  if (limit !== undefined && gzipped > limit * 1000) {
    const largest = contributors.slice(0, 5).map(([path, { bytesInOutput }]) => `${path} ${kilobytes(bytesInOutput)}`)
    faults.push(`\`${name}\` is ${kilobytes(gzipped)}, over its ${limit} kB; the largest parts: ${largest.join(", ")}`)
  }
  for (const [path] of contributors.filter(([path]) => without?.some((part) => `/${path}`.includes(part)))) {
    faults.push(`\`${name}\` brings along ${path}`)
  }
}

// A host that takes one name of one domain from the root must not pay for the other domains.
const one = await bundle(`import { Kernel } from ${published("index.js")}\nexport const machine = Kernel.machine`)
const domain = await bundle(whole("kernel/index.js")())
rows.push([
  "one domain, from the root",
  kilobytes(one.minified),
  kilobytes(one.gzipped),
  `${kilobytes(domain.gzipped)} + 2 %`,
  ""
])
if (one.gzipped > domain.gzipped * 1.02 + 20) {
  faults.push("one domain from the root costs more than from its subpath: another one has a side effect")
}
const none = await bundle(`import * as Everything from ${published("index.js")}\nexport const nothing = 0`)
if (none.minified > 40)
  faults.push(`an unused import leaves ${none.minified} bytes: ${none.contributors.map(([path]) => path).join(", ")}`)

const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
for (const row of rows)
  console.log(
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("   ")
      .trimEnd()
  )
for (const fault of faults) console.error(`over budget: ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1
