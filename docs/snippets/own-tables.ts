import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { sqlite } from "@pannier/storage-sqlite"
import * as Result from "effect/Result"
import { memoryVault } from "pannier/memory"
import { openShop } from "pannier/shop"

const folder = mkdtempSync(join(tmpdir(), "pannier-"))
const file = join(folder, "shop.db")

// #region open
const shop = await openShop({ storage: sqlite(file), vault: memoryVault() })

// The host's own connection to the same file.
const host = new DatabaseSync(file)
host.exec("CREATE TABLE visit (customer TEXT PRIMARY KEY, cart TEXT NOT NULL)")
// #endregion open

// #region alongside
/** Opens a customer's cart. The host lets nobody have two: its own key says so, in the transaction that opens the cart. */
const begin = (customer: string, key: string) =>
  shop
    .as({ id: customer, kind: "customer" })
    .cart.open.result(
      { currency: "CNY" },
      { key, alongside: (sql, cart) => sql.run("INSERT INTO visit VALUES (?, ?)", customer, cart.id) }
    )
// #endregion alongside

// #region told
const told = (answer: Awaited<ReturnType<typeof begin>>): string => {
  if (Result.isSuccess(answer)) return `opened, ${answer.success.lines.length} lines`
  const { failure } = answer
  return failure._tag === "HostRefused" ? `the host: ${failure.detail}` : failure._tag
}

console.log(told(await begin("ann", "request-1")))
console.log(told(await begin("ann", "request-1")), "(the same call)")
console.log(told(await begin("ann", "request-2")))
console.log({ ...host.prepare("SELECT count(*) AS carts, (SELECT count(*) FROM visit) AS visits FROM doc_cart").get() })
// #endregion told

host.close()
await shop.close()
rmSync(folder, { recursive: true })
