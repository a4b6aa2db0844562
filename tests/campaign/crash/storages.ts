import { parseArgs } from "node:util"

/** `npm run crash -- [--storage sqlite|postgres] [OPTIONS]`. */
const campaigns: Readonly<Record<string, () => Promise<unknown>>> = {
  sqlite: () => import("./main.ts"),
  postgres: () => import("./postgres.ts")
}

const { values } = parseArgs({ options: { storage: { type: "string", default: "sqlite" } }, strict: false })
const campaign = campaigns[String(values["storage"])]
if (campaign === undefined) throw new Error(`no storage \`${values["storage"]}\`: ${Object.keys(campaigns).join(", ")}`)
await campaign()
