import { existsSync, readdirSync, readFileSync } from "node:fs"
import type { Machine } from "../src/kernel/machine.ts"
import { mermaid, terminal } from "../src/kernel/machine.ts"

/** A page of the documents that is read off the code: its path from the root of the repository, and its text. */
export interface Page {
  readonly path: string
  readonly text: string
}

type AnyMachine = Machine<string, string>

const isMachine = (value: unknown): value is AnyMachine =>
  typeof value === "object" && value !== null && "initial" in value && "table" in value && "states" in value

/** What stands above `export const name` in a source, as prose. */
const comment = (source: string, name: string): string => {
  const above = source.slice(0, source.search(new RegExp(`^export const ${name}\\b`, "m")))
  const lines = above.slice(above.lastIndexOf("/**") + 3, above.lastIndexOf("*/")).split("\n")
  return lines
    .map((line) => line.replace(/^\s*\* ?/, "").trim())
    .join("\n")
    .trim()
}

const row = (cells: ReadonlyArray<string>) => `| ${cells.join(" | ")} |`

const table = (of: AnyMachine): string =>
  [
    row(["", ...of.events.map((event) => `\`${event}\``)]),
    row(["---", ...of.events.map(() => "---")]),
    ...of.states.map((state) => row([`**${state}**`, ...of.events.map((event) => of.table[state]?.[event] ?? "")]))
  ].join("\n")

const page = (of: AnyMachine, prose: string, source: string): Page => ({
  path: `docs/machines/${of.name}.md`,
  text: `# The ${of.name}

${prose}

\`\`\`mermaid
${mermaid(of)}
\`\`\`

An event in a state without an entry is refused as \`IllegalTransition\`, which names the events that would do. It begins as
\`${of.initial}\` and ends as ${terminal(of)
    .map((state) => `\`${state}\``)
    .join(" or ")}.

${table(of)}

Read off \`${source}\`.
`
})

/** One page for each machine of the code, and their index. */
export const machinePages = async (root: string): Promise<ReadonlyArray<Page>> => {
  const pages: Array<Page> = []
  const names: Array<string> = []
  for (const domain of readdirSync(`${root}/src`).toSorted()) {
    const path = `src/${domain}/machine.ts`
    if (domain === "kernel" || !existsSync(`${root}/${path}`)) continue
    const source = readFileSync(`${root}/${path}`, "utf8")
    const found: Record<string, unknown> = await import(`${root}/${path}`)
    for (const [name, value] of Object.entries(found)) {
      if (!isMachine(value)) continue
      names.push(value.name)
      pages.push(page(value, comment(source, name), path))
    }
  }
  const index = `# Machines

Every lifecycle is a table of state, event and next state. Types, Schemas, refusals, diagrams and the laws L32 and L33 are
read off it, and so is each of these pages.

${names.map((name) => `- [${name}](./${name}.md)`).join("\n")}
`
  return [{ path: "docs/machines/index.md", text: index }, ...pages]
}
