/** The house: a domain imports from lower floors alone, never from its own floor or above. */
export const floors: ReadonlyArray<ReadonlyArray<string>> = [
  ["kernel"],
  ["money", "ledger", "privacy"],
  ["storage"],
  ["command"],
  ["permission", "catalog", "merchant", "content", "notification", "risk"],
  ["account", "pricing", "inventory", "payment", "supplier"],
  ["promotion", "logistics"],
  ["quote"],
  ["cart"],
  ["order"],
  ["review", "invoice", "loyalty", "service", "community"],
  ["marketing", "analytics"],
  ["shop", "memory"],
  ["testing"]
]

/** Inside a domain a file, or the folder it has grown into, imports only from those to its left. */
export const fileOrder: ReadonlyArray<string> = ["machine", "model", "errors", "rules", "ports", "commands", "laws"]

/** Modules that one place alone may import, so that replacing one is a change of one file. */
export const soleImporters: Readonly<Record<string, string>> = {
  "@date-fns/tz": "src/kernel/period.ts",
  "fast-check": "src/testing/"
}

/** The one file that may ask what time it is or draw at random. */
export const clockAndChance = "src/command/clock.ts"

/** What a rule or a machine may bring along from effect, through everything it imports at run time. */
export const effectOfRules: ReadonlyArray<string> = ["effect/Result"]

export const longestFile = 350

/** Words that name no subject. `ports` is refused as a folder; `ports.ts` is a place in the file order. */
export const emptyWords: ReadonlyArray<string> = [
  "util",
  "utils",
  "utility",
  "utilities",
  "helper",
  "helpers",
  "common",
  "types",
  "core",
  "misc",
  "shared",
  "manager",
  "impl",
  "dto"
]
