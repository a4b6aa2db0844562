/** `npm start`: the shop on one SQLite file. PORT (default 3000), --store (default sqlite:./shop.db). */
import { parseArgs } from "node:util"
import { startSite } from "./site/server.ts"

const { values } = parseArgs({ options: { store: { type: "string", default: "sqlite:./shop.db" } } })
const port = Number(process.env["PORT"] ?? 3000)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`PORT 应为 0 到 65535 · PORT must be 0 to 65535, not \`${process.env["PORT"]}\``)
  process.exit(2)
}

const site = await startSite({ store: values.store, port })
console.log(`山房 Shanfang: ${site.origin}`)

const end = (): void => {
  site.close().then(
    () => process.exit(0),
    (cause: unknown) => {
      console.error(cause)
      process.exit(1)
    }
  )
}
process.once("SIGTERM", end)
process.once("SIGINT", end)
