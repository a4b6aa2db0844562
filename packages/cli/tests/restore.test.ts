import { appendFileSync, copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { erase, keyOf, kept } from "./kept.ts"
import { pannier } from "./pannier.ts"

const { file, stocked } = kept()

/** A shop whose backup has the key of a person who was erased since, and how that backup is put back. */
const erasedSince = async () => {
  const [path, data] = [await stocked(), file()]
  const keys = `${data}.backup.keys`
  await pannier("backup", data, "--store", `sqlite:${path}`, "--keys-to", keys)
  await erase(path, "ann")
  const list = `${path}.keys.erased`
  const restore = (to: string, ...argv: ReadonlyArray<string>) => pannier("restore", data, `sqlite:${to}`, ...argv)
  const withKeys = (to: string) => restore(to, "--keys-from", keys, "--erased", list)
  /** A place to restore to, with the key-encryption key. */
  const place = (): string => {
    const to = file()
    copyFileSync(`${path}.keys.kek`, `${to}.keys.kek`)
    return to
  }
  return { path, data, keys, list, restore, withKeys, place, bob: await keyOf(path, "bob") }
}

describe("pannier restore, called again", () => {
  test("L56 goes on where it was killed in the midst of destroying keys, and where it was done", async () => {
    const { keys, withKeys, place, bob } = await erasedSince()
    const to = place()
    for (let time = 0; time < 2; time++) {
      expect(await withKeys(to)).toMatchObject({ status: 0, stderr: "" })
      expect([await keyOf(to, "ann"), await keyOf(to, "bob")]).toEqual([undefined, bob])
    }
    // Whatever the file had come to when the process ended: it only grows, and then keys in it are wiped.
    const [copied, done] = [readFileSync(keys), readFileSync(`${to}.keys`)]
    const half = Buffer.from(done)
    const wiped = half.indexOf("-".repeat(80))
    copied.copy(half, wiped + 40, wiped + 40, wiped + 80)
    for (const state of [
      copied,
      done.subarray(0, copied.length + 7),
      Buffer.concat([copied, done.subarray(copied.length)]),
      half
    ]) {
      writeFileSync(`${to}.keys`, state)
      expect(await withKeys(to)).toMatchObject({ status: 0, stderr: "" })
      expect([await keyOf(to, "ann"), await keyOf(to, "bob")]).toEqual([undefined, bob])
    }
    expect(readFileSync(`${to}.keys`, "utf8")).not.toMatch(/"person":"ann","key":"[^-]/)
  })

  test("goes on over its own copy of the keys that was broken off, and so does a backup", async () => {
    const { path, keys, withKeys, place, bob } = await erasedSince()
    for (const size of [0, 100, statSync(keys).size]) {
      const to = place()
      copyFileSync(keys, `${to}.keys.partial`)
      truncateSync(`${to}.keys.partial`, size)
      expect(await withKeys(to)).toMatchObject({ status: 0, stderr: "" })
      expect([await keyOf(to, "ann"), await keyOf(to, "bob")]).toEqual([undefined, bob])
      expect(existsSync(`${to}.keys.partial`)).toBe(false)
    }
    // The keys have had one wiped since.
    const [again, keysAgain] = [file(), `${file()}.keys`]
    copyFileSync(keys, `${keysAgain}.partial`)
    const found = await pannier("backup", again, "--store", `sqlite:${path}`, "--keys-to", keysAgain)
    expect(found).toMatchObject({ status: 0, stderr: "" })
    expect(readFileSync(keysAgain)).toEqual(readFileSync(`${path}.keys`))
  })

  test("keys that outlived the data are those of the backup, and keep what came since", async () => {
    const { path, withKeys, place, bob } = await erasedSince()
    const to = place()
    copyFileSync(`${path}.keys`, `${to}.keys`)
    const eve = await keyOf(to, "eve")
    expect(await withKeys(to)).toMatchObject({ status: 0, stderr: "" })
    expect([await keyOf(to, "ann"), await keyOf(to, "bob"), await keyOf(to, "eve")]).toEqual([undefined, bob, eve])
  })

  test("with a list and no keys it makes none, so that they can come later", async () => {
    const { list, restore, withKeys, place, bob } = await erasedSince()
    const to = place()
    const found = await restore(to, "--erased", list)
    expect(found).toMatchObject({ status: 0, stderr: "" })
    expect(found.stdout).toContain("1 persons listed as erased: there are no keys here yet")
    expect(existsSync(`${to}.keys`)).toBe(false)
    expect(await withKeys(to)).toMatchObject({ status: 0, stderr: "" })
    expect([await keyOf(to, "ann"), await keyOf(to, "bob")]).toEqual([undefined, bob])
  })

  test("over another shop it erases nobody there, whatever list it is given", async () => {
    const { keys, restore } = await erasedSince()
    const other = await stocked()
    const list = `${file()}.list`
    writeFileSync(list, '"bob"\n')
    for (const argv of [[], ["--keys-from", keys]]) {
      const found = await restore(other, "--erased", list, ...argv)
      expect([found.status, found.stderr]).toEqual([1, expect.stringContaining("exists already")])
    }
    expect(await keyOf(other, "bob")).toBeDefined()
  })
})

describe("pannier restore with what is not what it was taken for", () => {
  test.each<readonly [string, string | Buffer]>([
    ["plain ids", "ann\nbob\n"],
    ["a list in one line", '["ann","bob"]'],
    ["text of another encoding", Buffer.from('\uFEFF"ann"\n', "utf16le")],
    ["the same without its mark", Buffer.from('"ann"\n', "utf16le")],
    ["a line of something else in the midst", '"ann"\nbob\n"eve"\n'],
    ["ids with no end", '"ann"bob\n']
  ])("L56 refuses %s for a list of the erased, and puts nothing back", async (_, text) => {
    const { keys, restore, place } = await erasedSince()
    const [to, list] = [place(), `${file()}.list`]
    writeFileSync(list, text)
    const found = await restore(to, "--keys-from", keys, "--erased", list)
    expect([found.status, found.stderr]).toEqual([
      1,
      expect.stringMatching(/·.*no list of the erased.*\(line \d of the list/)
    ])
    expect([existsSync(to), existsSync(`${to}.keys`), existsSync(`${to}.keys.erased`)]).toEqual([false, false, false])
  })

  test("L56 refuses the keys and the shop itself for a list", async () => {
    const { data, keys, restore, place } = await erasedSince()
    for (const list of [keys, data]) {
      const to = place()
      expect(await restore(to, "--keys-from", keys, "--erased", list)).toMatchObject({ status: 1 })
      expect([existsSync(to), existsSync(`${to}.keys`)]).toEqual([false, false])
    }
  })

  test("refuses a list that names nobody, though a crash left it: that is said with a word", async () => {
    const { keys, restore, place } = await erasedSince()
    const list = `${file()}.list`
    for (const text of ["", "\n", '\n"an', "\0\0\0"]) {
      const to = place()
      writeFileSync(list, text)
      const found = await restore(to, "--keys-from", keys, "--erased", list)
      expect([found.status, found.stderr]).toEqual([2, expect.stringContaining("say --erased none")])
      copyFileSync(list, `${to}.keys.erased`)
      expect(await restore(to, "--keys-from", keys)).toMatchObject({ status: 2 })
      expect(existsSync(to)).toBe(false)
      expect(await restore(to, "--keys-from", keys, "--erased", "none")).toMatchObject({ status: 0 })
    }
  })

  test("takes a list that an editor has saved", async () => {
    const { keys, restore, place, bob } = await erasedSince()
    const [to, list] = [place(), `${file()}.list`]
    writeFileSync(list, '\uFEFF"ann"\r\n\r\n"eve"\r\n')
    const found = await restore(to, "--keys-from", keys, "--erased", list)
    expect(found).toMatchObject({ status: 0, stderr: "" })
    expect(found.stdout).toContain("keys of 2 erased persons destroyed again")
    expect([await keyOf(to, "ann"), await keyOf(to, "bob"), await keyOf(to, "eve")]).toEqual([
      undefined,
      bob,
      undefined
    ])
  })

  test("takes for keys only what has some, and so does a backup", async () => {
    const { path, data, list, restore, place } = await erasedSince()
    const letter = `${file()}.letter`
    writeFileSync(letter, "a letter\n")
    for (const keys of [letter, data, list]) {
      const [to, again] = [place(), file()]
      const found = await restore(to, "--keys-from", keys, "--erased", "none")
      expect([found.status, found.stderr]).toEqual([1, expect.stringContaining("no file of keys of persons")])
      expect([existsSync(to), existsSync(`${to}.keys`)]).toEqual([false, false])
      const backup = await pannier("backup", again, "--store", `sqlite:${path}`, "--keys", keys, "--keys-to", file())
      expect([backup.status, existsSync(again)]).toEqual([1, false])
    }
  })

  test("tells a list of its own place that somebody has damaged", async () => {
    const { withKeys, place } = await erasedSince()
    const to = place()
    expect(await withKeys(to)).toMatchObject({ status: 0 })
    appendFileSync(`${to}.keys.erased`, "bob\n")
    const found = await withKeys(to)
    expect([found.status, found.stderr]).toEqual([1, expect.stringContaining("line 3 of the list of the erased")])
  })
})
