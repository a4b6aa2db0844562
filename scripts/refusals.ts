import { existsSync, readdirSync } from "node:fs"
import { failures } from "../src/command/index.ts"
import { edge, type Refusal } from "../src/kernel/refusal.ts"
import { defaultPolicy } from "../src/permission/index.ts"
import { isCommand, PartnerUnknown, tableOf } from "../src/shop/index.ts"

const tagOf = (schema: Refusal): string => String(schema.ast.annotations?.["identifier"])

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" || typeof value === "function"
    ? value !== null && "ast" in value && edge(value as Refusal) !== undefined
    : false

/** A value of any field that reads as the field's name in braces, whatever a message does with it. */
const placeholder = (name: string): object =>
  new Proxy(() => name, {
    get: (_, key) => {
      if (key === Symbol.toPrimitive || key === "toString") return () => `{${name}}`
      if (key === Symbol.iterator) return undefined
      return placeholder(name)
    },
    apply: () => placeholder(name)
  })

const fact = (tag: string): object =>
  new Proxy({}, { get: (_, key) => (key === "_tag" ? tag : placeholder(String(key))) })

/** What a message says, with the names of its fields for their values. */
const sentence = (say: (fact: unknown) => string, tag: string): string =>
  say(fact(tag)).replaceAll("NaN", "…").replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("{{", "&#123;{")

/** Every refusal of the core, by its tag: what stands in each domain's `errors.ts`, and the shop's own. */
export const allRefusals = async (root: string): Promise<ReadonlyMap<string, Refusal>> => {
  const found = new Map<string, Refusal>([[tagOf(PartnerUnknown), PartnerUnknown]])
  for (const domain of readdirSync(`${root}/src`)) {
    const file = `${root}/src/${domain}/errors.ts`
    if (!existsSync(file)) continue
    const module: Record<string, unknown> = await import(file)
    for (const value of Object.values(module)) if (isRefusal(value)) found.set(tagOf(value), value)
  }
  return new Map([...found].toSorted(([left], [right]) => (left < right ? -1 : 1)))
}

/** The table of refusals with their status and words. */
export const refusalTable = async (root: string): Promise<string> => {
  const rows: Array<string> = []
  for (const [tag, schema] of await allRefusals(root)) {
    const words = edge(schema)
    if (words !== undefined)
      rows.push(`| \`${tag}\` | ${words.status} | ${sentence(words.en, tag)} | ${sentence(words.zh, tag)} |`)
  }
  return ["| Tag | Status | English | 中文 |", "|---|---|---|---|", ...rows].join("\n")
}

/** What each command of a shop may refuse of its own, in order of precedence. */
export const commandTable = (): string => {
  const rows = Object.values(tableOf(defaultPolicy)).flatMap((entries) =>
    Object.values(entries).flatMap((entry) => {
      if (!isCommand(entry) || entry.refusals.length === 0) return []
      return [`| \`${entry.name}\` | ${entry.refusals.map((one) => `\`${tagOf(one)}\``).join(", ")} |`]
    })
  )
  return ["| Command | Refuses |", "|---|---|", ...rows].join("\n")
}

/** What any command may answer beside its own refusals, in order of precedence. */
export const failureList = (): string => failures.map((one) => `\`${tagOf(one)}\``).join(", ")
