import { describe, expect, test } from "vitest"
import { violations } from "./checks.ts"

type Plant = readonly [title: string, rule: string, files: Readonly<Record<string, string>>]

const rulesOf = (files: Readonly<Record<string, string>>) =>
  violations(new Map(Object.entries(files))).map(({ rule }) => rule)

const long = Array.from({ length: 351 }, (_, line) => `export const line${line} = ${line}`).join("\n")

const plants: ReadonlyArray<Plant> = [
  ["a floor above", "floors", { "src/money/rules.ts": `import { quote } from "../quote/rules.ts"` }],
  ["a type from a floor above", "floors", { "src/money/model.ts": `import type { Quote } from "../quote/model.ts"` }],
  [
    "an inline type from above",
    "floors",
    { "src/money/model.ts": `export type Q = import("../quote/model.ts").Quote` }
  ],
  ["a neighbour", "floors", { "src/pricing/rules.ts": `export { shelf } from "../inventory/rules.ts"` }],
  [
    "an import over several lines",
    "floors",
    { "src/cart/rules.ts": `import {\n  place\n} from\n  "../order/rules.ts"` }
  ],
  ["a dynamic import", "floors", { "src/cart/ports.ts": `export const later = () => import("../order/rules.ts")` }],
  ["the roof", "floors", { "src/cart/rules.ts": `import { Order } from "../index.ts"` }],
  ["the core by its name", "floors", { "src/cart/rules.ts": `import { add } from "pannier/money"` }],
  ["a folder that stands on no floor", "floors", { "src/gadget/model.ts": `export const gadget = 1` }],
  ["a way out of src", "floors", { "src/cart/rules.ts": `import { seed } from "../../tests/seed.ts"` }],
  ["a model that imports its rules", "file order", { "src/cart/model.ts": `import { add } from "./rules.ts"` }],
  [
    "errors that import a folder of rules",
    "file order",
    { "src/quote/errors.ts": `import { a } from "./rules/select.ts"` }
  ],
  [
    "a detour through a file without a place",
    "file order",
    { "src/cart/model.ts": `import { a } from "./line.ts"`, "src/cart/line.ts": `export { a } from "./commands.ts"` }
  ],
  ["the index of its own domain", "file order", { "src/cart/commands.ts": `import { Cart } from "./index.ts"` }],
  ["laws in an index", "file order", { "src/cart/index.ts": `export * from "./laws.ts"` }],
  [
    "a cycle",
    "cycles",
    { "src/cart/line.ts": `import { b } from "./key.ts"`, "src/cart/key.ts": `import { a } from "./line.ts"` }
  ],
  [
    "the offsets of zones elsewhere",
    "sole importers",
    { "src/promotion/rules.ts": `import { tzOffset } from "@date-fns/tz/tzOffset"` }
  ],
  [
    "the zones of date-fns in a package",
    "sole importers",
    { "packages/cli/src/main.ts": `import { TZDate } from "@date-fns/tz"` }
  ],
  ["fast-check elsewhere", "sole importers", { "src/money/laws.ts": `import * as fc from "fast-check"` }],
  ["the barrel", "barrel", { "src/money/model.ts": `import { Schema } from "effect"` }],
  ["the barrel in a package", "barrel", { "packages/http/src/handler.ts": `import { Effect } from "effect"` }],
  ["a platform's module", "platform", { "src/memory/storage.ts": `import { createHash } from "node:crypto"` }],
  ["Schema in rules", "pure rules", { "src/money/rules.ts": `import * as Schema from "effect/Schema"` }],
  ["Effect in a machine", "pure rules", { "src/order/machine.ts": `import * as Effect from "effect/Effect"` }],
  [
    "Schema by a file that rules load",
    "pure rules",
    {
      "src/quote/rules/price.ts": `import { Money } from "../../money/model.ts"`,
      "src/money/model.ts": `import * as Schema from "effect/Schema"`
    }
  ],
  [
    "an import that keeps its module",
    "pure rules",
    { "src/money/rules.ts": `import { type Schema } from "effect/Schema"` }
  ],
  ["Date.now", "clock and chance", { "src/cart/commands.ts": `export const at = () => Date.now()` }],
  ["new Date()", "clock and chance", { "src/cart/commands.ts": `export const at = () => new Date()` }],
  ["new Date without brackets", "clock and chance", { "src/cart/commands.ts": `export const at = () => new Date` }],
  ["Date in another variable", "clock and chance", { "src/cart/commands.ts": `const { now } = Date` }],
  ["the Date of globalThis", "clock and chance", { "src/cart/commands.ts": `export const at = globalThis.Date.now()` }],
  ["Math.random", "clock and chance", { "src/kernel/id.ts": `export const draw = () => Math.random()` }],
  ["crypto.randomUUID", "clock and chance", { "src/kernel/id.ts": `export const draw = () => crypto.randomUUID()` }],
  ["performance.now", "clock and chance", { "src/kernel/id.ts": `export const at = () => performance.now()` }],
  ["effect's clock", "clock and chance", { "src/command/execute.ts": `import * as Clock from "effect/Clock"` }],
  ["a file past its length", "length", { "packages/http/src/handler.ts": long }],
  ["a cast to any", "evasions", { "src/cart/rules.ts": `export const a = (1 as any)` }],
  ["a cast through unknown", "evasions", { "src/cart/rules.ts": `export const a = 1 as unknown as string` }],
  ["an empty catch", "evasions", { "src/cart/rules.ts": `try { a() } catch {}` }],
  ["a directive", "evasions", { "packages/http/src/a.ts": `// @ts-expect-error\nexport const a = 1` }],
  ["an unfinished note", "evasions", { "src/cart/rules.ts": `// TODO later` }],
  ["a folder of helpers", "names", { "src/cart/helpers/line.ts": `export const a = 1` }],
  ["a file of utilities", "names", { "tests/cart-utils.ts": `export const a = 1` }],
  ["a class that manages", "names", { "src/cart/rules.ts": `export class CartManager {}` }],
  [
    "the inside of the core from a package",
    "public faces",
    { "packages/http/src/a.ts": `import { a } from "pannier/money/rules"` }
  ],
  [
    "the inside of the core by path",
    "public faces",
    { "examples/quote/src/main.ts": `import { a } from "../../../src/money/rules.ts"` }
  ],
  ["a path of one machine", "traces", { "docs/guide/start.md": `open ${"/" + "tmp"}/shop.db` }],
  ["a registry's host", "traces", { "docs/guide/start.md": `from https://registry.${"example"}.org/` }]
]

describe("architecture, planted", () => {
  test.each(plants)("finds %s (%s)", (_, rule, files) => {
    expect(rulesOf(files)).toContain(rule)
  })

  test("finds nothing in what is allowed", () => {
    expect(
      rulesOf({
        "src/kernel/decimal.ts": `import Decimal from "decimal.js"\nexport const two = new Decimal(2)`,
        "src/kernel/machine.ts": `import * as Result from "effect/Result"\nexport const next = Result.succeed`,
        "src/money/model.ts": `import * as Schema from "effect/Schema"\nexport const Amount = Schema.BigInt`,
        "src/money/rules.ts": [
          `import * as Result from "effect/Result"`,
          `import type { Amount } from "./model.ts"`,
          `import { two } from "../kernel/decimal.ts"`,
          `export const at = (ms: number) => [new Date(ms), Date.UTC(2026, 0, 1), Math.max(1, 2)]`,
          `// Date.now() and Math.random() in a comment, "new Date()" in a string`,
          `export const text = "Date.now() new Date() Math.random()"`
        ].join("\n"),
        "src/money/index.ts": `export * from "./model.ts"\nexport * from "./rules.ts"`,
        "src/command/clock.ts": `export const now = () => Date.now()`,
        "src/testing/arbitrary.ts": `import * as fc from "fast-check"\nimport { laws } from "../money/laws.ts"`,
        "src/money/laws.ts": `import { two } from "./rules.ts"\nexport const laws = [two]`,
        "packages/http/src/handler.ts": `import { add } from "pannier/money"\nexport const at = () => Date.now()`
      })
    ).toEqual([])
  })
})
