import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startServer } from "@pannier/postgres-server"
import { overPg, postgres } from "@pannier/storage-postgres"
import { fileVault } from "@pannier/vault-file"
import { memoryGateway } from "pannier/memory"
import { openShop } from "pannier/shop"
import pg from "pg"
import { expect, test } from "vitest"

test("the guide opens a shop", async () => {
  const server = await startServer()
  const connectionString = server.url
  const folder = mkdtempSync(join(tmpdir(), "pannier-"))
  // #region open
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    // A commit that waits for its turn longer than this is begun anew; a node that hangs in one is cut off.
    options: "-c lock_timeout=10s -c idle_in_transaction_session_timeout=10s",
    // A connection that says nothing any more is closed, and what it carried is carried anew.
    query_timeout: 15_000,
    keepAlive: true
  })
  pool.on("error", (cause) => console.error(cause.message))

  const shop = await openShop({
    storage: postgres(overPg(pool)),
    vault: fileVault(join(folder, "shop.keys")),
    gateways: [memoryGateway({ name: "sandbox" })]
  })
  // #endregion open
  const cart = await shop.as({ id: "ann", kind: "customer" }).cart.open({ currency: "CNY" })
  expect(cart).toMatchObject({ customer: "ann" })
  await shop.close()
  await pool.end()
  await server.stop()
  rmSync(folder, { recursive: true })
})
