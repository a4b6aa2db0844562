import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as fc from "fast-check"
import { nodeCipher } from "../../packages/vault-file/src/index.ts"
import { describe, expect, test } from "vitest"
import { Chance } from "pannier/command"
import type { Json, JsonObject } from "pannier/kernel"
import { memoryVault } from "pannier/memory"
import { type Former, type KeyVault, type PersonalField, open, seal, withhold } from "pannier/privacy"

const run = Effect.runPromise
const place = { collection: "orders", id: "order_1" }
const fields: ReadonlyArray<PersonalField> = [
  { path: ["email"], of: "customer" },
  { path: ["address", "street"], of: "customer" }
]
const order = { customer: "ann", total: 3, email: "ann@example.com", address: { city: "Suzhou", street: "Lu 12" } }

const read = (tree: JsonObject, ...path: ReadonlyArray<string>): Json | undefined =>
  path.reduce<Json | undefined>((value, key) => (value as JsonObject | undefined)?.[key], tree)

const boxAt = (tree: JsonObject, ...path: ReadonlyArray<string>): string =>
  (read(tree, ...path) as { readonly $sealed: string }).$sealed

const json: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: "grapheme" }),
    fc.integer(),
    fc.boolean(),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie("json"), { maxKeys: 3 })
  )
})).json

describe("seal and open", () => {
  test("open(seal(document)) is the document, whatever the values", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), json, json, async (customer, email, street) => {
        const vault = memoryVault()
        const document = { customer, email, address: { street, city: "Suzhou" }, nothing: null }
        const sealed = await run(seal(vault, fields, place, document))
        expect(await run(open(vault, fields, place, sealed))).toEqual(document)
        expect(boxAt(sealed, "email")).toMatch(/^1\.[A-Za-z0-9_-]+$/)
      })
    )
  })

  test("the sealed document shows nothing of a value, and everything else as it was", async () => {
    const vault = memoryVault()
    const sealed = await run(seal(vault, fields, place, order))
    const text = JSON.stringify(sealed)
    for (const form of ["ann@example.com", "Lu 12", btoa("ann@example.com").slice(0, 16), "616e6e40"]) {
      expect(text).not.toContain(form)
    }
    expect(sealed).toMatchObject({ customer: "ann", total: 3, address: { city: "Suzhou" } })
  })

  test("equal values have different boxes, since every box has a nonce of its own", async () => {
    const vault = memoryVault()
    const boxes = await Promise.all(
      Array.from({ length: 200 }, async () => boxAt(await run(seal(vault, fields, place, order)), "email"))
    )
    expect(new Set(boxes).size).toBe(200)
  })

  test("a document without personal fields is returned itself, sealed and opened", async () => {
    const vault = memoryVault()
    expect(await run(seal(vault, [], place, order))).toBe(order)
    expect(await run(open(vault, [], place, order))).toBe(order)
    const other = { customer: "ann" }
    expect(await run(seal(vault, fields, place, other))).toBe(other)
    expect(await run(open(vault, fields, place, other))).toBe(other)
  })

  test("null is no value and stays, and what became personal later is sealed by the next write", async () => {
    const vault = memoryVault()
    const stored = { customer: "ann", email: "ann@example.com", address: null }
    expect(await run(open(vault, fields, place, stored))).toBe(stored)
    const sealed = await run(seal(vault, fields, place, stored, { stored, opened: stored }))
    expect(sealed["address"]).toBeNull()
    expect(boxAt(sealed, "email")).toMatch(/^1\./)
  })

  test("one seed seals to the same bytes", async () => {
    const seeded = () => {
      let step = 0
      const hexadecimal = (length: number) => Array.from({ length }, () => (step++ % 16).toString(16)).join("")
      return seal(memoryVault(), fields, place, order).pipe(
        Effect.provideService(Chance, { hexadecimal, fraction: () => 0.5 })
      )
    }
    expect(await run(seeded())).toEqual(await run(seeded()))
  })
})

describe("an untouched field keeps its box", () => {
  const vault = memoryVault()
  const kept = async (): Promise<Former> => {
    const stored = await run(seal(vault, fields, place, order))
    return { stored, opened: await run(open(vault, fields, place, stored)) }
  }

  test("a document written back as it was read is byte for byte the stored one", async () => {
    const former = await kept()
    const again = await run(seal(vault, fields, place, structuredClone(former.opened) as JsonObject, former))
    expect(JSON.stringify(again)).toBe(JSON.stringify(former.stored))
  })

  test("a value whose keys come in another order is the same value", async () => {
    const one = { path: ["address"], of: "customer" }
    const stored = await run(seal(vault, [one], place, order))
    const opened = await run(open(vault, [one], place, stored))
    const turned = { ...opened, address: { street: "Lu 12", city: "Suzhou" } }
    expect(await run(seal(vault, [one], place, turned, { stored, opened }))).toEqual(stored)
  })

  test("a document that was never opened passes through with its boxes", async () => {
    const { stored } = await kept()
    const changed = { ...stored, total: 4 }
    expect(await run(seal(vault, fields, place, changed, { stored, opened: stored }))).toEqual(changed)
  })

  test("a changed value has a new box, and its neighbour keeps the old one", async () => {
    const former = await kept()
    const next = await run(seal(vault, fields, place, { ...former.opened, email: "b@example.com" }, former))
    expect(boxAt(next, "email")).not.toBe(boxAt(former.stored, "email"))
    expect(read(next, "address")).toEqual(read(former.stored, "address"))
  })

  test("a document given to another person is sealed anew", async () => {
    const former = await kept()
    const given = await run(seal(vault, fields, place, { ...former.opened, customer: "bob" }, former))
    expect(boxAt(given, "email")).not.toBe(boxAt(former.stored, "email"))
    await run(vault.destroy("ann-is-not-bob"))
    expect(await run(open(vault, fields, place, given))).toEqual({ ...order, customer: "bob" })
  })

  test.each<readonly [string, (stored: JsonObject) => JsonObject, boolean]>([
    ["of another person", (stored) => ({ ...stored, customer: "bob" }), true],
    ["of another field", (stored) => ({ ...stored, address: { street: stored["email"] ?? null } }), true],
    ["in a document that is new", (stored) => stored, false]
  ])("a box %s is a defect, not data that nobody can read later", async (_, change, existed) => {
    const { stored } = await kept()
    const former = existed ? { stored, opened: stored } : undefined
    const exit = await Effect.runPromiseExit(seal(vault, fields, place, change(stored), former))
    expect(Exit.isFailure(exit) && String(exit.cause)).toContain("was not made for it")
  })

  test("a personal value without a person is a defect", async () => {
    for (const customer of [null, "", 7]) {
      const exit = await Effect.runPromiseExit(seal(vault, fields, place, { ...order, customer }))
      expect(Exit.isFailure(exit) && String(exit.cause)).toContain("names no person")
    }
  })
})

describe("erasure", () => {
  test("a destroyed key erases every value of the person and of nobody else", async () => {
    const vault = memoryVault()
    const ofAnn = await run(seal(vault, fields, place, order))
    const ofBob = await run(seal(vault, fields, place, { ...order, customer: "bob" }))
    await run(vault.destroy("ann"))
    const gone = {
      customer: "ann",
      total: 3,
      email: { $erased: true },
      address: { city: "Suzhou", street: { $erased: true } }
    }
    expect(await run(open(vault, fields, place, ofAnn))).toEqual(gone)
    expect(await run(open(vault, fields, place, ofBob))).toEqual({ ...order, customer: "bob" })
  })

  test("an erased document can still be written: it keeps its dead boxes, so nothing of them changes", async () => {
    const vault = memoryVault()
    const stored = await run(seal(vault, fields, place, order))
    await run(vault.destroy("ann"))
    const opened = await run(open(vault, fields, place, stored))
    const written = await run(seal(vault, fields, place, { ...opened, total: 4 }, { stored, opened }))
    expect(written).toEqual({ ...stored, total: 4 })
  })

  test("what is written for an erased person is erased at once", async () => {
    const vault = memoryVault()
    await run(vault.destroy("ann"))
    expect(await run(seal(vault, fields, place, order))).toEqual({
      ...order,
      email: { $erased: true },
      address: { city: "Suzhou", street: { $erased: true } }
    })
  })

  test("what is erased stays erased when written again", async () => {
    const vault = memoryVault()
    const stored = { ...order, email: { $erased: true } }
    const sealed = await run(seal(vault, fields, place, stored))
    expect(sealed["email"]).toEqual({ $erased: true })
    expect((await run(open(vault, fields, place, sealed)))["email"]).toEqual({ $erased: true })
  })
})

test("Web Crypto and the platform's own cipher open each other's boxes", async () => {
  const keys = memoryVault()
  const plain: KeyVault = keys
  const fast: KeyVault = { ...keys, cipher: nodeCipher }
  await fc.assert(
    fc.asyncProperty(json, async (email) => {
      const document = { customer: "ann", email }
      for (const [left, right] of [[plain, fast] as const, [fast, plain] as const]) {
        const sealed = await run(seal(left, fields, place, document))
        expect(await run(open(right, fields, place, sealed))).toEqual(document)
      }
    })
  )
})

describe.each([
  ["Web Crypto", memoryVault()],
  ["the platform's own cipher", memoryVault(nodeCipher)]
])("a box opens nowhere else, by %s", (_, vault) => {
  const tampered = (detail: RegExp) =>
    expect.objectContaining({ _tag: "VaultError", reason: "Tampered", detail: expect.stringMatching(detail) })

  test("any change of any character is found", async () => {
    const sealed = await run(seal(vault, fields, place, order))
    const box = boxAt(sealed, "email")
    await fc.assert(
      fc.asyncProperty(
        fc.nat(box.length - 1),
        fc.constantFrom("A", "Z", "a", "z", "0", "9", "_", "-", ".", "=", "*"),
        async (index, letter) => {
          fc.pre(box[index] !== letter)
          const changed = { ...sealed, email: { $sealed: box.slice(0, index) + letter + box.slice(index + 1) } }
          expect(await run(Effect.flip(open(vault, fields, place, changed)))).toEqual(tampered(/orders\/order_1 email/))
        }
      ),
      { numRuns: 300 }
    )
  })

  test("any shorter box is found", async () => {
    const sealed = await run(seal(vault, fields, place, order))
    const box = boxAt(sealed, "email")
    for (let length = 1; length < box.length; length++) {
      const cut = { ...sealed, email: { $sealed: box.slice(0, length) } }
      expect(await run(Effect.flip(open(vault, fields, place, cut)))).toEqual(tampered(/email/))
    }
  })

  test.each<readonly [string, (sealed: JsonObject) => readonly [typeof place, JsonObject]]>([
    ["another document", (sealed) => [{ ...place, id: "order_2" }, sealed]],
    ["another collection", (sealed) => [{ ...place, collection: "carts" }, sealed]],
    ["another person", (sealed) => [place, { ...sealed, customer: "bob" }]],
    ["another field", (sealed) => [place, { ...sealed, email: read(sealed, "address", "street") ?? null }]]
  ])("in %s it is Tampered", async (__, move) => {
    const [elsewhere, moved] = move(await run(seal(vault, fields, place, order)))
    const failure = await run(Effect.flip(open(vault, fields, elsewhere, moved)))
    expect(failure).toEqual(tampered(/./))
    expect(JSON.stringify(failure)).not.toContain("example.com")
  })

  test("a key that is not 32 bytes is Corrupt", async () => {
    const short: KeyVault = { ...vault, key: () => Effect.succeed(new Uint8Array(16)) }
    expect(await run(Effect.flip(seal(short, fields, place, order)))).toMatchObject({ reason: "Corrupt" })
  })

  test("a vault that fails fails the seal and the opening with its own words", async () => {
    const failure = { _tag: "VaultError", reason: "Unavailable", detail: "down" } as const
    const down: KeyVault = { ...vault, key: () => Effect.fail(failure) }
    expect(await run(Effect.flip(seal(down, fields, place, order)))).toEqual(failure)
    const sealed = await run(seal(vault, fields, place, order))
    expect(await run(Effect.flip(open(down, fields, place, sealed)))).toEqual(failure)
  })
})

describe("a reply shows that there is a value, and no more", () => {
  test("its boxes are empty, and an empty box is sealed and opened as it is", async () => {
    const vault = memoryVault()
    const withheld = withhold(fields, await run(seal(vault, fields, place, order)))
    expect(withheld).toEqual({ ...order, email: { $sealed: "" }, address: { city: "Suzhou", street: { $sealed: "" } } })
    expect(await run(seal(vault, fields, place, withheld))).toEqual(withheld)
    expect(await run(open(vault, fields, place, withheld))).toEqual(withheld)
  })

  test("clear and erased values stay as they are", () => {
    const shown = { ...order, address: { city: "Suzhou", street: { $erased: true } } }
    expect(withhold(fields, shown)).toBe(shown)
  })
})
