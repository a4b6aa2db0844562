/** `npm start`: the shop on one SQLite file. PORT (default 3000), HOST (default 127.0.0.1), ORIGIN, --store (default sqlite:./shop.db). */
import { Misused, type Options, optionsOf, whyNotStarted } from "./site/options.ts"
import { type Site, startSite } from "./site/server.ts"

const asked = (): Options => {
  try {
    return optionsOf(process.argv.slice(2), process.env)
  } catch (cause) {
    if (!(cause instanceof Misused)) throw cause
    console.error(cause.message)
    process.exit(2)
  }
}

const started = async (options: Options): Promise<Site> => {
  try {
    return await startSite(options)
  } catch (cause) {
    console.error(whyNotStarted(cause, options) ?? cause)
    process.exit(1)
  }
}

const site = await started(asked())
console.log(`山房 Shanfang: ${site.origin}`)

let ending = false
/** npm passes on what a terminal has sent to all of its processes already, so the same signal may come twice. */
const end = (): void => {
  if (ending) return
  ending = true
  site.close().then(
    () => process.exit(0),
    (cause: unknown) => {
      console.error(cause)
      process.exit(1)
    }
  )
}
process.on("SIGTERM", end)
process.on("SIGINT", end)
