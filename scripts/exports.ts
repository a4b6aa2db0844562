import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** How one subpath is published: sources for this repository alone, then what a consumer gets. */
export interface Entry {
  readonly "@pannier/source": string
  readonly types: string
  readonly default: string
}

const entry = (folder: string): Entry => ({
  "@pannier/source": `./src/${folder}index.ts`,
  types: `./dist/${folder}index.d.ts`,
  default: `./dist/${folder}index.js`
})

/** The `exports` that the folders under `root/src` ask for: one subpath for each folder with an `index.ts`. */
export const expectedExports = (root: string): Readonly<Record<string, string | Entry>> => {
  const domains = readdirSync(`${root}/src`, { withFileTypes: true })
    .filter((folder) => folder.isDirectory() && existsSync(`${root}/src/${folder.name}/index.ts`))
    .map((folder) => folder.name)
    .toSorted()
  return {
    "./package.json": "./package.json",
    ".": entry(""),
    ...Object.fromEntries(domains.map((domain) => [`./${domain}`, entry(`${domain}/`)]))
  }
}

/** Differences between what `package.json` exports and what the folders ask for; empty when they agree. */
export const exportDrift = (root: string): ReadonlyArray<string> => {
  const written: Record<string, unknown> = JSON.parse(readFileSync(`${root}/package.json`, "utf8")).exports ?? {}
  const wanted: Record<string, unknown> = expectedExports(root)
  return [...new Set([...Object.keys(wanted), ...Object.keys(written)])].flatMap((subpath) => {
    if (!(subpath in written)) return [`\`${subpath}\` has a folder with an index.ts but no entry in package.json`]
    if (!(subpath in wanted)) return [`\`${subpath}\` is exported but has no folder with an index.ts`]
    return JSON.stringify(written[subpath]) === JSON.stringify(wanted[subpath])
      ? []
      : [`\`${subpath}\` is exported otherwise than its folder asks for`]
  })
}

if (import.meta.main) {
  const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "")
  if (process.argv.includes("--write")) {
    const manifest = JSON.parse(readFileSync(`${root}/package.json`, "utf8"))
    manifest.exports = expectedExports(root)
    writeFileSync(`${root}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`)
  }
  const drift = exportDrift(root)
  for (const line of drift) console.error(line)
  process.exitCode = drift.length === 0 ? 0 : 1
}
