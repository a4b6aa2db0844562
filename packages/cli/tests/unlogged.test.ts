import { copyFileSync, existsSync, readFileSync, symlinkSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { sqlite } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import { openShop } from "pannier/shop"
import { describe, expect, test } from "vitest"
import { kept } from "./kept.ts"
import { pannier } from "./pannier.ts"
import { stock } from "./shop.ts"

const { file, stocked } = kept()

/** The file of a shop that sells, copied alone: all that was ever committed stands in the log that is beside it. */
const withoutLog = async (): Promise<string> => {
  const [path, copy] = [file(), file()]
  await using shop = await openShop({ storage: sqlite(path), vault: fileVault(`${path}.keys`) })
  await stock(shop)
  copyFileSync(path, copy)
  return copy
}

/** An empty database of another program. */
const another = async (): Promise<string> => {
  const path = file()
  const database = new DatabaseSync(path)
  database.exec("CREATE TABLE moz (a); DROP TABLE moz; VACUUM")
  database.close()
  return path
}

describe("a file in which nothing is laid out", () => {
  test.each([
    ["a shop in use, copied without its log", withoutLog],
    ["an empty database", another]
  ])("as %s is no store to any command, and is not written to", async (_, make) => {
    const path = await make()
    const before = readFileSync(path)
    const to = file()
    for (const argv of [
      ["check", `sqlite:${path}`],
      ["trial", "--store", `sqlite:${path}`],
      ["seal", `sqlite:${path}`],
      ["backup", to, "--store", `sqlite:${path}`],
      ["copy", `sqlite:${path}`, `sqlite:${to}`],
      ["restore", path, `sqlite:${to}`]
    ]) {
      const found = await pannier(...argv)
      expect([argv[0], found.status]).toEqual([argv[0], 2])
      expect(found.stderr).toContain(`no store in \`${path}\`: if it was copied from a shop in use, its -wal file`)
      expect(found.stdout).toBe("")
    }
    expect(readFileSync(path)).toEqual(before)
    expect(existsSync(to)).toBe(false)
  })

  test("is not copied over either", async () => {
    const [from, to] = [await stocked(), await another()]
    const before = readFileSync(to)
    for (const argv of [
      ["copy", `sqlite:${from}`, `sqlite:${to}`],
      ["restore", from, `sqlite:${to}`]
    ]) {
      const found = await pannier(...argv)
      expect([found.status, found.stderr]).toEqual([1, expect.stringContaining("exists already")])
    }
    expect(readFileSync(to)).toEqual(before)
  })
})

test("a shop to which nothing was ever committed proves nothing: every command that reads it ends with 1", async () => {
  const [path, backup] = [file(), file()]
  await (await openShop({ storage: sqlite(path), vault: fileVault(`${path}.keys`) })).close()
  for (const argv of [
    ["check", `sqlite:${path}`],
    ["seal", `sqlite:${path}`],
    ["backup", backup, "--store", `sqlite:${path}`],
    ["copy", `sqlite:${path}`, `sqlite:${file()}`],
    ["restore", backup, `sqlite:${file()}`]
  ]) {
    const found = await pannier(...argv)
    expect([argv[0], found.status]).toEqual([argv[0], 1])
    expect(found.stderr).toContain("日志是空的")
    expect(found.stderr).toContain("the log is empty")
  }
})

test("what belongs to a file is found by a link to it, and beside the link where it is there", async () => {
  const [path, link] = [await stocked(), file()]
  symlinkSync(path, link)
  expect(await pannier("seal", `sqlite:${link}`)).toMatchObject({ status: 0 })
  expect([existsSync(`${path}.anchor`), existsSync(`${link}.anchor`)]).toEqual([true, false])
  const backup = file()
  const found = await pannier("backup", backup, "--store", `sqlite:${link}`, "--keys-to", `${backup}.keys`)
  expect(found).toMatchObject({ status: 0, stderr: "" })
  expect(readFileSync(`${backup}.keys`)).toEqual(readFileSync(`${path}.keys`))
  const checked = async () => (await pannier("check", `sqlite:${link}`)).stdout
  expect(await checked()).toContain("anchored to 7")
  copyFileSync(`${path}.anchor`, `${link}.anchor`)
  copyFileSync(backup, `${path}.anchor`)
  expect(await checked()).toContain("anchored to 7")
})
