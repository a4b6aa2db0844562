import { appWith } from "./app.ts"
import { openTeaShop } from "./shop.ts"

const shop = await openTeaShop()

// #region work
/** Carries what commits left to do: payments to start, refunds to send, wake-ups. What fails comes back by itself. */
const work = () => void shop.work({ limit: 100 }).catch((failure: unknown) => console.error(failure))
const ticking = setInterval(work, 1_000)
// #endregion work

const { app, handler } = appWith(shop, work)
const server = app.listen(Number(process.env["PORT"] ?? 3000), "127.0.0.1", () => {
  const address = server.address()
  if (typeof address === "object") console.log(`listening on http://127.0.0.1:${address?.port}`)
})

// #region end
/**
 * Ends in the order of dependence: no new connections, no request under way, then the storage. It takes little more than three
 * seconds, whoever stops sending or reading amid a request.
 */
const end = async (): Promise<void> => {
  clearInterval(ticking)
  server.close()
  await handler.dispose({ within: 3_000 })
  await shop.close()
  server.closeAllConnections()
}
let ending: Promise<void> | undefined
// npm passes on what a terminal has sent to all of its processes already, so the same signal may come twice.
process.on("SIGTERM", () => void (ending ??= end()))
process.on("SIGINT", () => void (ending ??= end()))
// #endregion end
