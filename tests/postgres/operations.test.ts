import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startServer } from "@pannier/postgres-server"
import { overPg, postgres } from "@pannier/storage-postgres"
import { sqlite } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import { openShop } from "pannier/shop"
import { afterAll, describe, expect, test } from "vitest"
import { pannier } from "../../packages/cli/tests/pannier.ts"
import { deliver, stock } from "../../packages/cli/tests/shop.ts"
import { tampers } from "../../packages/cli/tests/tampers.ts"
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

    // A copy that was broken off in its checks is not made again, and checked.
    const again = await pannier("copy", `sqlite:${file("shop.db")}`, tenant("tea"), "--keys", keys)
    expect(again).toMatchObject({ status: 0, stderr: "" })
    expect(again.stdout).toContain("is there already, and is checked")
  })

  test("a store that is not there is refused and not made: an empty one would be sound", async () => {
    for (const store of [tenant("mistyped"), `${server.url}?schema=nowhere`]) {
      for (const what of [
        ["check", store],
        ["seal", store],
        ["backup", file("none.db"), "--store", store]
      ]) {
        const { status, stderr } = await pannier(...what, "--keys", keys)
        expect(status, what.join(" ")).toBe(2)
        expect(stderr).toContain("no such store")
      }
    }
  })

  test("L58 names the first entry that is broken, whatever was done to the tables", async () => {
    const [origin, anchor] = [`sqlite:${file("sealed.db")}`, file("sealed.anchor")]
    {
      await using shop = await openShop({ storage: sqlite(file("sealed.db")), vault: fileVault(keys) })
      await stock(shop)
    }
    await pannier("seal", origin, "--keys", keys, "--anchor", anchor)
    const all = (name: string) =>
      tampers({ table: (table) => `pannier.${table}`, one: `tenant = '${name}'`, own: ["tenant, ", `'${name}', `] })
    for (const index of all("").keys()) {
      const name = `tampered-${index}`
      const [what, sql, told] = all(name)[index] ?? []
      expect(await pannier("copy", origin, tenant(name), "--keys", keys)).toMatchObject({ status: 0, stderr: "" })
      await pool.query(String(sql))
      const found = await pannier("check", tenant(name), "--keys", keys, "--anchor", anchor)
      const first = /the first: .*/.exec(found.stdout)?.[0]
      expect({ what, status: found.status, first }).toMatchObject({
        status: 1,
        first: expect.stringContaining(`${told}`)
      })
    }
  })

  test("puts no backup over a shop that is there and has gone on", async () => {
    {
      const storage = postgres(overPg(pool), { tenant: "tea" })
      await using shop = await openShop({ storage, vault: fileVault(keys) })
      await deliver(shop, "since", 1)
    }
    const before = await pool.query("SELECT count(*), max(position) FROM pannier.log WHERE tenant = 'tea'")
    const found = await pannier("restore", file("backup.db"), tenant("tea"), "--keys", keys, "--anchor", file("anchor"))
    expect(found.status).toBe(1)
    expect(found.stderr).toContain("another store exists already")
    const after = await pool.query("SELECT count(*), max(position) FROM pannier.log WHERE tenant = 'tea'")
    expect(after.rows).toEqual(before.rows)
  })

  test("never tells a password", async () => {
    await pool.query("UPDATE pannier.log SET actor = 'me' WHERE tenant = 'tea' AND position = 3")
    const url = new URL(tenant("tea"))
    url.password = "secret"
    const found = await pannier("check", url.href, "--keys", keys, "--anchor", file("anchor"))
    expect(found.status).toBe(1)
    expect(found.stderr).toContain("entry 3 of the log is not the one that was chained")
    expect(found.stdout + found.stderr).not.toContain("secret")
  })
})
