import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { sqlite } from "@pannier/storage-sqlite"
import { erasedIn, fileVault } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import { openShop } from "pannier/shop"
import { describe, expect, test } from "vitest"
import { erase, keyOf, kept } from "./kept.ts"
import { pannier } from "./pannier.ts"
import { deliver } from "./shop.ts"

const { folder, file, stocked } = kept()

/** Who is on the list of the erased beside the keys of a shop. */
const listed = (path: string) => Effect.runPromise(erasedIn(`${path}.keys.erased`))

/** What the log and the ledger of a file tell. */
const told = async (path: string): Promise<string> => {
  await using shop = await openShop({ storage: sqlite(path), vault: fileVault(`${path}.keys`) })
  const { events, trial, accounts, links } = shop.storage
  const all = Effect.all([events(0, 1_000), trial, accounts({ limit: 500, at: 0 }), links(0, 1_000)])
  return JSON.stringify(await Effect.runPromise(all), (_, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value
  )
}

describe("pannier copy", () => {
  test("moves a shop to another file, goes on selling there, and tells the head of both", async () => {
    const [from, to] = [await stocked(), file()]
    const found = await pannier("copy", `sqlite:${from}`, `sqlite:${to}`, "--keys", `${from}.keys`)
    expect(found.stderr).toBe("")
    expect(found.status).toBe(0)
    expect(found.stdout).toMatch(/7 条日志 entries/)
    expect(found.stdout).toMatch(/the same head: 7 [0-9a-f]{64}/)
    await using shop = await openShop({ storage: sqlite(to), vault: fileVault(`${from}.keys`) })
    await deliver(shop, "there", 5)
    expect(await Effect.runPromise(shop.storage.trial)).toMatchObject([{ posted: 0n, debit: 50n }])
  })

  test("goes on with a copy that was broken off before its checks, and finds what is wrong with it then", async () => {
    const [from, to] = [await stocked(), file()]
    const argv = ["copy", `sqlite:${from}`, `sqlite:${to}`, "--keys", `${from}.keys`]
    // A copy of the file is a copy of the shop of which nothing was checked yet.
    await pannier("backup", to, "--store", `sqlite:${from}`)
    const found = await pannier(...argv)
    expect(found).toMatchObject({ status: 0, stderr: "" })
    expect(found.stdout).toContain("is there already, and is checked")
    expect(found.stdout).toMatch(/the same head: 7 [0-9a-f]{64}/)
    const database = new DatabaseSync(to)
    database.exec("UPDATE account SET posted = posted + 1 WHERE posted > 0")
    database.close()
    expect(await pannier(...argv)).toMatchObject({ status: 1 })
  })

  test("a store is not copied to itself, however it is written, nor put back over itself", async () => {
    const path = await stocked()
    for (const argv of [
      ["copy", `sqlite:${path}`, `sqlite:${join(folder, ".", "..", basename(folder), basename(path))}`],
      ["restore", path, `sqlite:${path}`, "--erased", "none"]
    ]) {
      const found = await pannier(...argv)
      expect(found).toMatchObject({ status: 2 })
      expect(found.stderr).toContain("from and to are one place")
    }
  })

  test("a file without a byte is no store, and is not written to", async () => {
    const empty = file()
    writeFileSync(empty, "")
    for (const argv of [
      ["check", `sqlite:${empty}`],
      ["seal", `sqlite:${empty}`],
      ["backup", file(), "--store", `sqlite:${empty}`],
      ["restore", empty, `sqlite:${file()}`, "--erased", "none"]
    ]) {
      const found = await pannier(...argv)
      expect([argv[0], found.status]).toEqual([argv[0], 2])
      expect(found.stderr).toContain("an empty file is no store")
      expect(statSync(empty).size).toBe(0)
    }
  })

  test("does not write over a shop, and copies from none", async () => {
    const [from, to] = [await stocked(), await stocked()]
    const taken = await pannier("copy", `sqlite:${from}`, `sqlite:${to}`)
    expect(taken).toMatchObject({ status: 1 })
    expect(taken.stderr).toContain("exists already")
    expect(await pannier("copy", `sqlite:${file()}`, `sqlite:${file()}`)).toMatchObject({ status: 2 })
    expect(await pannier("copy", `sqlite:${from}`)).toMatchObject({ status: 2 })
  })
})

describe("pannier backup and restore", () => {
  test("L56 a person who was erased after the backup is erased again when it is put back", async () => {
    const [path, data, restored] = [await stocked(), file(), file()]
    const keys = `${file()}.backup.keys`
    expect(await pannier("seal", `sqlite:${path}`)).toMatchObject({ status: 0 })
    expect(await pannier("backup", data, "--store", `sqlite:${path}`, "--keys-to", keys)).toMatchObject({ status: 0 })
    const before = await keyOf(path, "bob")
    await erase(path, "ann")
    copyFileSync(`${path}.keys.kek`, `${restored}.keys.kek`)
    const found = await pannier(
      "restore",
      data,
      `sqlite:${restored}`,
      "--keys-from",
      keys,
      "--erased",
      `${path}.keys.erased`,
      "--anchor",
      `${path}.anchor`
    )
    expect(found).toMatchObject({ status: 0, stderr: "" })
    expect(found.stdout).toContain("keys of 1 erased persons destroyed again")
    expect(await keyOf(restored, "ann")).toBeUndefined()
    expect(await keyOf(restored, "bob")).toEqual(before)
    // Not even the wrapped key is left, and the chain that was anchored still holds.
    expect(readFileSync(`${restored}.keys`, "utf8")).toMatch(/"person":"ann","destroyed":true/)
    const checked = await pannier("check", `sqlite:${restored}`, "--anchor", `${path}.anchor`)
    expect(checked).toMatchObject({ status: 0, stderr: "" })
    expect(checked.stdout).toContain("anchored to 7")
    expect(await told(restored)).toBe(await told(path))
  })

  test("L56 nobody is back where the key-encryption key comes later than the keys: it lies in a store of secrets", async () => {
    const [path, data, restored] = [await stocked(), file(), file()]
    const keys = `${file()}.early.keys`
    await pannier("backup", data, "--store", `sqlite:${path}`, "--keys-to", keys)
    await erase(path, "ann")
    const list = `${path}.keys.erased`
    const found = await pannier("restore", data, `sqlite:${restored}`, "--keys-from", keys, "--erased", list)
    expect(found).toMatchObject({ status: 0, stderr: "" })
    // Beside the keys as well, for whoever puts older ones back by hand.
    expect(await listed(restored)).toEqual(["ann"])
    copyFileSync(`${path}.keys.kek`, `${restored}.keys.kek`)
    expect(await keyOf(restored, "ann")).toBeUndefined()
    expect(await keyOf(restored, "bob")).toBeDefined()
    expect(readFileSync(`${restored}.keys`, "utf8")).not.toMatch(/"person":"ann","key":"[^-]/)
  })

  test("a restore that is broken off has told who is erased before any key is back", async () => {
    const [path, data, restored] = [await stocked(), file(), file()]
    const keys = `${data}.keys`
    await pannier("backup", data, "--store", `sqlite:${path}`, "--keys-to", keys)
    await erase(path, "ann")
    // Where the keys are copied stands what somebody else keeps: there it breaks off.
    writeFileSync(`${restored}.keys.partial`, "precious")
    const list = `${path}.keys.erased`
    const broken = await pannier("restore", data, `sqlite:${restored}`, "--keys-from", keys, "--erased", list)
    expect(readFileSync(`${restored}.keys.partial`, "utf8")).toBe("precious")
    expect([existsSync(restored), existsSync(`${restored}.keys`)]).toEqual([true, false])
    expect(broken.status).toBe(1)
    expect(await listed(restored)).toEqual(["ann"])
  })

  test("a restore that is broken off at any step goes on when it is called again", async () => {
    const [path, data] = [await stocked(), file()]
    const keys = `${file()}.again.keys`
    await pannier("backup", data, "--store", `sqlite:${path}`, "--keys-to", keys)
    await erase(path, "ann")
    for (const come of ["nowhere", "data", "keys"]) {
      const restored = file()
      copyFileSync(`${path}.keys.kek`, `${restored}.keys.kek`)
      if (come !== "nowhere") copyFileSync(data, restored)
      if (come === "keys") copyFileSync(keys, `${restored}.keys`)
      const list = `${path}.keys.erased`
      const found = await pannier("restore", data, `sqlite:${restored}`, "--keys-from", keys, "--erased", list)
      expect(found).toMatchObject({ status: 0, stderr: "" })
      expect([await keyOf(restored, "ann"), await keyOf(restored, "bob")]).toEqual([
        undefined,
        await keyOf(path, "bob")
      ])
      expect(await told(restored)).toBe(await told(path))
    }
  })

  test("keys that are not there are told before anything is copied", async () => {
    const [path, data] = [await stocked(), file()]
    const none = join(folder, "typo.keys")
    const backup = await pannier("backup", data, "--store", `sqlite:${path}`, "--keys", none, "--keys-to", file())
    expect([backup.status, existsSync(data)]).toEqual([2, false])
    expect(backup.stderr).toContain("no keys of persons at")
    await pannier("backup", data, "--store", `sqlite:${path}`)
    const to = file()
    const restored = await pannier("restore", data, `sqlite:${to}`, "--keys-from", none, "--erased", "none")
    expect([restored.status, existsSync(to)]).toEqual([2, false])
  })

  test("other keys are not written over", async () => {
    const [path, other, data, restored] = [await stocked(), await stocked(), file(), file()]
    const keys = `${file()}.other.keys`
    await pannier("backup", data, "--store", `sqlite:${path}`, "--keys-to", keys)
    copyFileSync(`${other}.keys`, `${restored}.keys`)
    const found = await pannier("restore", data, `sqlite:${restored}`, "--keys-from", keys, "--erased", "none")
    expect(found).toMatchObject({ status: 1 })
    expect(readFileSync(`${restored}.keys`)).toEqual(readFileSync(`${other}.keys`))
    expect(existsSync(restored)).toBe(false)
  })

  test("keys are put back only with the list of the erased, or with the word that there is none", async () => {
    const [path, data, restored] = [await stocked(), file(), file()]
    const keys = `${file()}.unlisted.keys`
    await pannier("backup", data, "--store", `sqlite:${path}`, "--keys-to", keys)
    copyFileSync(`${path}.keys.kek`, `${restored}.keys.kek`)
    const unlisted = await pannier("restore", data, `sqlite:${restored}`, "--keys-from", keys)
    expect(unlisted.status).toBe(2)
    expect(unlisted.stderr).toContain("no list of the erased")
    expect([existsSync(restored), existsSync(`${restored}.keys`)]).toEqual([false, false])
    const none = await pannier("restore", data, `sqlite:${restored}`, "--keys-from", keys, "--erased", "none")
    expect(none).toMatchObject({ status: 0, stderr: "" })
    expect(await keyOf(restored, "ann")).toBeDefined()
  })

  test("keys that are put back by hand stay destroyed for whoever the list beside them names", async () => {
    const path = await stocked()
    copyFileSync(`${path}.keys`, `${path}.keys.old`)
    await erase(path, "ann")
    copyFileSync(`${path}.keys.old`, `${path}.keys`)
    expect(await keyOf(path, "ann")).toBeUndefined()
    expect(await keyOf(path, "bob")).toBeDefined()
  })

  test("says what was lost where the backup is older than the anchor", async () => {
    const [path, data, restored] = [await stocked(), file(), file()]
    await pannier("backup", data, "--store", `sqlite:${path}`)
    {
      await using shop = await openShop({ storage: sqlite(path), vault: fileVault(`${path}.keys`) })
      await deliver(shop, "after", 1)
    }
    await pannier("seal", `sqlite:${path}`)
    const found = await pannier("restore", data, `sqlite:${restored}`, "--anchor", `${path}.anchor`)
    expect(found.status).toBe(0)
    expect(found.stderr).toContain("older than the anchored head 8")
    expect(await pannier("check", `sqlite:${restored}`, "--anchor", `${path}.anchor`)).toMatchObject({ status: 1 })
  })

  test("puts no damaged backup back, and none over a store", async () => {
    const [path, data] = [await stocked(), file()]
    await pannier("backup", data, "--store", `sqlite:${path}`)
    {
      await using shop = await openShop({ storage: sqlite(path), vault: fileVault(`${path}.keys`) })
      await deliver(shop, "since", 1)
    }
    expect(await pannier("restore", data, `sqlite:${path}`)).toMatchObject({ status: 1 })
    const database = new DatabaseSync(data)
    database.exec("PRAGMA application_id = 7")
    database.close()
    const to = file()
    expect(await pannier("restore", data, `sqlite:${to}`)).toMatchObject({ status: 1 })
    expect(existsSync(to)).toBe(false)
  })
})
