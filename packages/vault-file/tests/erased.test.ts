import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { erasedIn, fileVault } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import { afterAll, beforeEach, describe, expect, test } from "vitest"

const run = Effect.runPromise
const root = mkdtempSync(join(tmpdir(), "erased-"))
let count = 0
let path = ""

beforeEach(() => {
  path = join(root, `keys-${++count}`)
})

afterAll(() => rmSync(root, { recursive: true }))

const corrupt = { _tag: "VaultError", reason: "Corrupt", detail: expect.stringMatching(/^line \d+ of the list/) }

describe("the list of the erased", () => {
  test("torn at any byte, it names everybody who was on it before, and takes more", async () => {
    const vault = fileVault(path)
    await run(vault.destroy("ann"))
    const before = readFileSync(`${path}.erased`)
    const odd = '安"\\\n\u0001\ud800\\'
    await run(vault.destroy(odd))
    const whole = readFileSync(`${path}.erased`)
    for (let size = before.length; size < whole.length; size++) {
      const torn = join(root, `torn-${count}-${size}`)
      for (const zeros of [0, 9]) {
        writeFileSync(`${torn}.erased`, Buffer.concat([whole.subarray(0, size), Buffer.alloc(zeros)]))
        // All of it but its line break stands as well.
        const named = size === whole.length - 1 ? ["ann", odd] : ["ann"]
        expect(await run(erasedIn(`${torn}.erased`))).toEqual(named)
        appendFileSync(`${torn}.erased`, '\n"bob"\n')
        expect(await run(erasedIn(`${torn}.erased`))).toEqual([...named, "bob"])
      }
    }
    expect(await run(erasedIn(`${path}.erased`))).toEqual(["ann", odd])
  })

  test("with a line that is none it is Corrupt: the vault gives out no key, and destroys none, until it is mended", async () => {
    const vault = fileVault(path)
    await run(vault.destroy("ann"))
    await run(vault.key("bob"))
    const list = readFileSync(`${path}.erased`, "utf8")
    for (const line of ["ann", '["ann"]', "null", '{"person":"ann"}', '"ann",', "\uFEFF\0a"]) {
      writeFileSync(`${path}.erased`, `${list}${line}\n`)
      for (const one of [vault, fileVault(path)]) {
        for (const asked of [one.key("bob"), one.key("eve"), one.destroy("bob"), one.key("bob")]) {
          expect(await run(Effect.flip(asked as Effect.Effect<unknown, unknown>))).toEqual(corrupt)
        }
      }
    }
    writeFileSync(`${path}.erased`, list)
    expect(await run(vault.key("bob"))).toHaveLength(32)
    expect(await run(vault.key("ann"))).toBeUndefined()
  })

  test("put in the place of one that was as long, it is read anew", async () => {
    const vault = fileVault(path)
    await run(vault.key("ann"))
    await run(vault.key("bob"))
    writeFileSync(`${path}.erased`, '"ann"\n')
    expect([await run(vault.key("ann")), (await run(vault.key("bob")))?.length]).toEqual([undefined, 32])
    writeFileSync(`${path}.erased.new`, '"bob"\n')
    renameSync(`${path}.erased.new`, `${path}.erased`)
    expect(await run(vault.key("bob"))).toBeUndefined()
  })
})
