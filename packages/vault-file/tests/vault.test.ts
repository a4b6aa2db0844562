import { createHash, randomBytes } from "node:crypto"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { type KeyVault, open, seal } from "pannier/privacy"
import { check, title, vaultLaws } from "pannier/testing"
import { fileVault } from "@pannier/vault-file"

const run = Effect.runPromise
const root = mkdtempSync(join(tmpdir(), "vault-"))
let count = 0
let path = ""

beforeEach(() => {
  path = join(root, `keys-${++count}`)
})

afterAll(() => rmSync(root, { recursive: true }))

const hex = async (vault: KeyVault, person: string): Promise<string | undefined> => {
  const key = await run(vault.key(person))
  return key === undefined ? undefined : Buffer.from(key).toString("hex")
}

const failureOf = (effect: Effect.Effect<unknown, unknown>): Promise<unknown> => run(Effect.flip(effect))

const corrupt = (detail: RegExp) => ({ _tag: "VaultError", reason: "Corrupt", detail: expect.stringMatching(detail) })

// #region laws
describe("the file vault", () => {
  const fresh = () => {
    const file = join(root, `laws-${++count}`)
    return { open: () => fileVault(file) }
  }
  for (const law of vaultLaws(fresh)) test(title(law), () => check(law, { runs: 30 }))
})
// #endregion laws

describe("a person's key", () => {
  test("is 32 bytes, the same ever after, and another for every person", async () => {
    const vault = fileVault(path)
    const keys = await Promise.all(Array.from({ length: 50 }, (_, index) => hex(vault, `person-${index}`)))
    expect(new Set(keys).size).toBe(50)
    expect(keys.every((key) => key?.length === 64)).toBe(true)
    const reopened = fileVault(path)
    for (const [index, key] of keys.entries()) expect(await hex(reopened, `person-${index}`)).toBe(key)
  })

  test("is one array for one person, so that what is derived from it can be remembered", async () => {
    const vault = fileVault(path)
    expect(await run(vault.key("ann"))).toBe(await run(vault.key("ann")))
  })

  test("any id is kept apart from any other", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ unit: "binary" }), { minLength: 2, maxLength: 6 }),
        async (persons) => {
          const file = join(root, `ids-${++count}`)
          const keys = await Promise.all(persons.map((person) => hex(fileVault(file), person)))
          expect(new Set(keys).size).toBe(persons.length)
          expect(await Promise.all(persons.map((person) => hex(fileVault(file), person)))).toEqual(keys)
        }
      ),
      { numRuns: 30 }
    )
  })

  test("asked for by many at once is made once", async () => {
    const vault = fileVault(path)
    const keys = await Promise.all(Array.from({ length: 100 }, () => hex(vault, "ann")))
    expect(new Set(keys).size).toBe(1)
    expect(
      readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => line.includes('"ann"'))
    ).toHaveLength(1)
  })

  test("asked for by two vaults on one file is one key", async () => {
    const [left, right] = [fileVault(path), fileVault(path)]
    const persons = Array.from({ length: 40 }, (_, index) => `person-${index}`)
    const both = await Promise.all(
      persons.map(async (person) => new Set(await Promise.all([hex(left, person), hex(right, person)])).size)
    )
    expect(both).toEqual(persons.map(() => 1))
  })

  test("nothing of it stands in any file beside the wrapped form", async () => {
    const vault = fileVault(path)
    const key = (await run(vault.key("ann"))) ?? new Uint8Array()
    const files = readdirSync(root).filter((name) => name.startsWith(`keys-${count}`))
    expect(files.toSorted()).toEqual([`keys-${count}`, `keys-${count}.kek`])
    for (const name of files) {
      const bytes = readFileSync(join(root, name))
      const text = bytes.toString("latin1")
      expect(bytes.includes(Buffer.from(key))).toBe(false)
      for (const form of ["hex", "base64", "base64url"] as const) {
        expect(text).not.toContain(Buffer.from(key).toString(form).replace(/=+$/, ""))
      }
    }
  })

  test("both files can be read by their owner alone", async () => {
    await hex(fileVault(path), "ann")
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(`${path}.kek`).mode & 0o777).toBe(0o600)
  })
})

describe("a destroyed key", () => {
  test("is gone for good, for every vault on the file and after it is opened again", async () => {
    const [vault, other] = [fileVault(path), fileVault(path)]
    const bob = await hex(vault, "bob")
    await hex(vault, "ann")
    expect(await hex(other, "ann")).toBeDefined()
    await run(vault.destroy("ann"))
    for (const one of [vault, other, fileVault(path)]) {
      expect(await hex(one, "ann")).toBeUndefined()
      expect(await hex(one, "bob")).toBe(bob)
    }
    await run(vault.destroy("ann"))
    expect(await hex(vault, "ann")).toBeUndefined()
  })

  test("leaves nothing of its wrapped form in the file", async () => {
    const vault = fileVault(path)
    await hex(vault, "ann")
    const wrapped = /"person":"ann","key":"([^"]+)"/.exec(readFileSync(path, "utf8"))?.[1] ?? ""
    expect(wrapped).toHaveLength(80)
    await run(vault.destroy("ann"))
    const after = readFileSync(path, "utf8")
    for (let at = 0; at + 8 <= wrapped.length; at += 8) expect(after).not.toContain(wrapped.slice(at, at + 8))
  })

  test("that was never made is destroyed as well", async () => {
    const vault = fileVault(path)
    await run(vault.destroy("ann"))
    expect(await hex(fileVault(path), "ann")).toBeUndefined()
  })

  test("erases what was sealed with it", async () => {
    const vault = fileVault(path)
    const fields = [{ path: ["email"], of: "customer" }]
    const place = { collection: "orders", id: "order_1" }
    const document = { customer: "ann", email: "ann@example.com" }
    const sealed = await run(seal(vault, fields, place, document))
    expect(await run(open(fileVault(path), fields, place, sealed))).toEqual(document)
    await run(vault.destroy("ann"))
    expect(await run(open(fileVault(path), fields, place, sealed))).toEqual({ ...document, email: { $erased: true } })
  })

  test("wins over a process that makes the key at the same time", async () => {
    for (let round = 0; round < 20; round++) {
      const [left, right] = [fileVault(path), fileVault(path)]
      const person = `person-${round}`
      await Promise.all([hex(left, person), run(right.destroy(person))])
      for (const vault of [left, right, fileVault(path)]) expect(await hex(vault, person)).toBeUndefined()
    }
  })
})

describe("what can happen to the file", () => {
  test("torn at any byte of its last line, it keeps every key before it and takes new ones", async () => {
    const vault = fileVault(path)
    const ann = await hex(vault, "ann")
    const whole = statSync(path).size
    await hex(vault, 'b}o"b\\}')
    const longer = statSync(path).size
    for (let size = whole; size < longer; size += 3) {
      const torn = join(root, `torn-${count}-${size}`)
      copyFileSync(path, torn)
      copyFileSync(`${path}.kek`, `${torn}.kek`)
      truncateSync(torn, size)
      const reopened = fileVault(torn)
      expect(await hex(reopened, "ann")).toBe(ann)
      const eve = await hex(reopened, "eve")
      const bob = await hex(reopened, 'b}o"b\\}')
      const again = fileVault(torn)
      expect([await hex(again, "ann"), await hex(again, "eve"), await hex(again, 'b}o"b\\}')]).toEqual([ann, eve, bob])
    }
  })

  test("filled with zeros behind its end by a power failure, it goes on", async () => {
    const ann = await hex(fileVault(path), "ann")
    appendFileSync(path, Buffer.alloc(100))
    const vault = fileVault(path)
    const bob = await hex(vault, "bob")
    expect([await hex(fileVault(path), "ann"), await hex(fileVault(path), "bob")]).toEqual([ann, bob])
  })

  test("put back from a backup while it is open, it is read anew", async () => {
    const vault = fileVault(path)
    const ann = await hex(vault, "ann")
    copyFileSync(path, `${path}.backup`)
    const bob = await hex(vault, "bob")
    rmSync(path)
    copyFileSync(`${path}.backup`, path)
    expect(await hex(vault, "ann")).toBe(ann)
    expect(await hex(vault, "bob")).not.toBe(bob)
  })

  test.each<readonly [string, () => KeyVault, RegExp]>([
    ["another key-encryption key", () => fileVault(path, { kek: randomBytes(32) }), /another key-encryption key/],
    ["no key-encryption key", () => (rmSync(`${path}.kek`), fileVault(path)), /is missing/],
    [
      "half a key-encryption key",
      () => (writeFileSync(`${path}.kek`, "beef\n"), fileVault(path)),
      /64 hexadecimal digits/
    ],
    ["a line of something else", () => (appendFileSync(path, '{"a":1}\n'), fileVault(path)), /no record/],
    ["a line that is no JSON", () => (appendFileSync(path, "{a}\n"), fileVault(path)), /no JSON/],
    [
      "a version to come",
      () => (writeFileSync(path, `${JSON.stringify({ vault: 2, key: "" })}\n`), fileVault(path)),
      /version 2/
    ],
    [
      "no header",
      () => {
        const lines = readFileSync(path, "utf8").split("\n")
        writeFileSync(path, lines.filter((line) => !line.includes("vault")).join("\n"))
        return fileVault(path)
      },
      /no header/
    ],
    [
      "two persons' keys exchanged",
      () => {
        const text = readFileSync(path, "utf8")
        writeFileSync(path, text.replace('"ann"', '"x"').replace('"bob"', '"ann"').replace('"x"', '"bob"'))
        return fileVault(path)
      },
      /wrapped key was changed/
    ]
  ])("with %s it is Corrupt, and says nothing of what it holds", async (_, damaged, why) => {
    const vault = fileVault(path)
    await hex(vault, "ann")
    await hex(vault, "bob")
    const before = readFileSync(path)
    const reopened = damaged()
    const person = _ === "no header" ? "eve" : "ann"
    const failure = await failureOf(reopened.key(person))
    expect(failure).toEqual(corrupt(why))
    expect(await failureOf(reopened.key(person))).toEqual(corrupt(why))
    expect(JSON.stringify(failure)).not.toMatch(/[A-Za-z0-9_-]{40}/)
    expect(before.length).toBeGreaterThan(0)
  })

  test("where the folder is missing it is Unavailable, with the file system's own word", async () => {
    const vault = fileVault(join(root, "nowhere", "keys"))
    expect(await failureOf(vault.key("ann"))).toEqual({ _tag: "VaultError", reason: "Unavailable", detail: "ENOENT" })
    expect(await failureOf(vault.destroy("ann"))).toMatchObject({ reason: "Unavailable" })
  })

  test("a failed write does not hold up the next", async () => {
    const folder = join(root, "later")
    const vault = fileVault(join(folder, "keys"))
    expect(await failureOf(vault.key("ann"))).toMatchObject({ detail: "ENOENT" })
    mkdirSync(folder)
    expect(await hex(vault, "ann")).toHaveLength(64)
  })

  test("killed before it wiped a destroyed key, it wipes it with the next write", async () => {
    const vault = fileVault(path)
    await hex(vault, "ann")
    const wrapped = /"person":"ann","key":"([^"]+)"/.exec(readFileSync(path, "utf8"))?.[1] ?? ""
    appendFileSync(path, '\n{"person":"ann","destroyed":true}\n')
    const reopened = fileVault(path)
    expect(await hex(reopened, "ann")).toBeUndefined()
    await hex(reopened, "bob")
    expect(readFileSync(path, "utf8")).not.toContain(wrapped)
  })

  test("a key-encryption key of another length is a defect of the host", () => {
    expect(() => fileVault(path, { kek: new Uint8Array(16) })).toThrow(/32 bytes/)
  })

  test("a key-encryption key that is given makes no file", async () => {
    const kek = new Uint8Array(createHash("sha256").update("a secret of the test").digest())
    const ann = await hex(fileVault(path, { kek }), "ann")
    expect(existsSync(`${path}.kek`)).toBe(false)
    expect(await hex(fileVault(path, { kek }), "ann")).toBe(ann)
  })

  test("random bytes are as many as asked for, and others each time", async () => {
    const vault = fileVault(path)
    const [left, right] = [await run(vault.random(24)), await run(vault.random(24))]
    expect(left).toHaveLength(24)
    expect(left).not.toEqual(right)
  })
})

describe("several processes", () => {
  const script = fileURLToPath(new URL("./person.ts", import.meta.url))
  const start = (prefix: string, persons: number) => {
    const child = spawn(process.execPath, ["--conditions=@pannier/source", script, path, prefix, String(persons)])
    let output = ""
    let errors = ""
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()))
    return { child, said: () => output, errors: () => errors }
  }
  const keysIn = (said: string): ReadonlyMap<string, string> =>
    new Map(
      said
        .split("\n")
        .slice(0, -1)
        .filter((line) => line !== "ready")
        .map((line) => line.split(" "))
        .map(([person = "", key = ""]) => [person, key])
    )
  const lines = async (
    { child, said }: { readonly child: ChildProcess; readonly said: () => string },
    least: number
  ) => {
    while (said().split("\n").length <= least && child.exitCode === null) await new Promise(setImmediate)
  }

  test("never make two keys for one person", async () => {
    const started = [start("person-", 90), start("person-", 90), start("person-", 90)]
    await Promise.all(started.map(({ child }) => once(child, "exit")))
    const [first, ...others] = started.map(({ said, errors }) => {
      expect(errors()).toBe("")
      return keysIn(said())
    })
    expect(first?.size).toBe(90)
    for (const other of others) expect(other).toEqual(first)
  })

  test("killed at any moment, lose no key that was given out", async () => {
    const given = new Map<string, string>()
    for (let round = 0; round < 5; round++) {
      const started = start(`round-${round}-`, 100_000)
      await lines(started, 1 + 10 * round)
      started.child.kill("SIGKILL")
      await once(started.child, "close")
      for (const [person, key] of keysIn(started.said())) given.set(person, key)
    }
    expect(given.size).toBeGreaterThanOrEqual(10 * (0 + 1 + 2 + 3 + 4))
    const vault = fileVault(path)
    for (const [person, key] of given) expect(await hex(vault, person)).toBe(key)
  })
})
