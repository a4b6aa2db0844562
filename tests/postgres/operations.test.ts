import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startServer } from "@pannier/postgres-server"
import { sqlite } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import { openShop } from "pannier/shop"
import { afterAll, describe, expect, test } from "vitest"
import { pannier } from "../../packages/cli/tests/pannier.ts"
import { deliver, stock } from "../../packages/cli/tests/shop.ts"
import { poolOf } from "./shop.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-operations-"))
const server = await startServer()
const pool = poolOf(server)
afterAll(async () => {
  await pool.end()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const keys = join(folder, "shop.keys")
const file = (name: string): string => join(folder, name)
const tenant = (name: string): string => `${server.url}?tenant=${name}`

describe("the pannier command on a server", () => {
  test("copies a shop to it, seals, checks, backs up and restores it there, erased persons stay erased", async () => {
    {
      const vault = fileVault(keys)
      await using shop = await openShop({ storage: sqlite(file("shop.db")), vault })
      await stock(shop)
      await deliver(shop, "last", 5)
      await Effect.runPromise(vault.key("ann"))
    }
    const here = ["--keys", keys, "--anchor", file("anchor")]
    const copied = await pannier("copy", `sqlite:${file("shop.db")}`, tenant("tea"), "--keys", keys)
    expect(copied).toMatchObject({ status: 0, stderr: "" })
    const head = /the same head: 8 ([0-9a-f]{64})/.exec(copied.stdout)?.[1]
    expect(head).toBeDefined()

    expect((await pannier("seal", tenant("tea"), ...here)).stdout).toContain(`head 8 ${head}`)
    const checked = await pannier("check", tenant("tea"), ...here)
    expect(checked).toMatchObject({ status: 0, stderr: "" })
    expect(checked.stdout).toContain("8 / 8 已封 sealed, 锚定至 anchored to 8")
    expect(checked.stdout).toMatch(/│▇+.* 50/)

    const keysTo = file("backup.keys")
    const backedUp = await pannier(
      "backup",
      file("backup.db"),
      "--store",
      tenant("tea"),
      "--keys",
      keys,
      "--keys-to",
      keysTo
    )
    expect(backedUp).toMatchObject({ status: 0, stderr: "" })
    await Effect.runPromise(fileVault(keys).destroy("ann"))
    rmSync(keys)
    const restored = await pannier("restore", file("backup.db"), tenant("again"), ...here, "--keys-from", keysTo)
    expect(restored).toMatchObject({ status: 0, stderr: "" })
    expect(restored.stdout).toContain("keys of 1 erased persons destroyed again")
    expect(restored.stdout).toContain(`the same head: 8 ${head}`)
    expect(await Effect.runPromise(fileVault(keys).key("ann"))).toBeUndefined()
    expect(await pannier("check", tenant("again"), ...here)).toMatchObject({ status: 0, stderr: "" })

    expect(await pannier("copy", `sqlite:${file("shop.db")}`, tenant("tea"), "--keys", keys)).toMatchObject({
      status: 1
    })
  })

  test("names the first entry of a log that was changed, and never tells a password", async () => {
    await pool.query("UPDATE pannier.log SET actor = 'me' WHERE tenant = 'tea' AND position = 3")
    const url = new URL(tenant("tea"))
    url.password = "secret"
    const found = await pannier("check", url.href, "--keys", keys, "--anchor", file("anchor"))
    expect(found.status).toBe(1)
    expect(found.stderr).toContain("entry 3 of the log is not the one that was chained")
    expect(found.stdout + found.stderr).not.toContain("secret")
  })
})
