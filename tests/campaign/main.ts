import { run as pricing } from "./pricing/main.ts"

/** `npm run campaign -- NAME [OPTIONS]`. */
const campaigns: Readonly<Record<string, (argv: ReadonlyArray<string>) => Promise<number>>> = { pricing }

const [name = "", ...argv] = process.argv.slice(2)
const campaign = campaigns[name]
if (campaign === undefined) {
  console.error(`没有这个演练 · no campaign \`${name}\`: ${Object.keys(campaigns).join(", ")}`)
  process.exitCode = 2
} else process.exitCode = await campaign(argv)
