/**
 * Records the log of a whole shop, one entry a line: what every later version has to read.
 *
 *     npm run history
 *
 * Once a release. A history that is there is never written anew: that is what it is for.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { inSmallShop } from "../small-shop.ts"
import { setting, told } from "./story.ts"
import * as Effect from "effect/Effect"

const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"))
const name = `${new Date().toISOString().slice(0, 10)}-${version}.jsonl`
const file = new URL(name, import.meta.url)

const lines = await inSmallShop(
  setting,
  Effect.fnUntraced(function* (shop) {
    yield* told(shop)
    const log = yield* shop.kernel.engine.storage.events(0, 10_000)
    return log.map((entry) => JSON.stringify(entry, (_, value) => (typeof value === "bigint" ? `${value}` : value)))
  })
)
if (existsSync(file)) throw new Error(`${name} is there already, and histories stay as they were recorded`)
writeFileSync(file, `${lines.join("\n")}\n`)
const types = new Set(lines.flatMap((line) => JSON.parse(line).events.map(({ type }: { type: string }) => type)))
console.log(`${name}: ${lines.length} entries, ${types.size} types of events`)
