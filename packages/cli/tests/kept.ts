import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sqlite } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import { openShop } from "pannier/shop"
import { afterAll } from "vitest"
import { stock } from "./shop.ts"

/** A folder that is gone when the tests of this file have ended, names of new files in it, and shops that are kept there. */
export const kept = () => {
  const folder = mkdtempSync(join(tmpdir(), "pannier-kept-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  let files = 0
  const file = (): string => join(folder, `${++files}.db`)
  /** A shop with stock, and the keys of two persons. */
  const stocked = async (): Promise<string> => {
    const path = file()
    const vault = fileVault(`${path}.keys`)
    await using shop = await openShop({ storage: sqlite(path), vault })
    await stock(shop)
    for (const person of ["ann", "bob"]) await Effect.runPromise(vault.key(person))
    return path
  }
  return { folder, file, stocked }
}

/** The key of a person of the shop in a file; `undefined` once it is destroyed. */
export const keyOf = (path: string, person: string) => Effect.runPromise(fileVault(`${path}.keys`).key(person))

/** Destroys it. */
export const erase = (path: string, person: string) => Effect.runPromise(fileVault(`${path}.keys`).destroy(person))
