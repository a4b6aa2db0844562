import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { answer } from "../src/quote/index.ts"

/** The cases that are kept in files: a document, and the bytes of its answer, for this engine and for other languages. */
export const goldenFolder = fileURLToPath(new URL("../tests/quote/golden/", import.meta.url))

/** One file: what it shows, what is asked, what must be answered. */
export interface Golden {
  readonly title: string
  readonly input: unknown
  readonly answer: unknown
}

/** Every case, by the name of its file. */
export const goldenCases = (): ReadonlyArray<readonly [name: string, golden: Golden]> =>
  readdirSync(goldenFolder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => [file.replace(/\.json$/, ""), JSON.parse(readFileSync(goldenFolder + file, "utf8")) as Golden])

// `--write` answers every case anew; what changed is for a person to look at.
if (import.meta.main) {
  let changed = 0
  for (const [name, golden] of goldenCases()) {
    const now = answer(golden.input)
    if (JSON.stringify(now) === JSON.stringify(golden.answer)) continue
    changed++
    console.log(name)
    if (!process.argv.includes("--write")) continue
    const { title, input } = golden
    writeFileSync(`${goldenFolder}${name}.json`, `${JSON.stringify({ title, input, answer: now }, null, 2)}\n`)
  }
  process.exitCode = changed === 0 || process.argv.includes("--write") ? 0 : 1
}
