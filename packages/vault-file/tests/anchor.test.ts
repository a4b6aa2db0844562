import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileAnchor } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { system } from "pannier/command"
import { memory, memoryAnchor, memoryVault } from "pannier/memory"
import { openShop } from "pannier/shop"
import { verifyChain } from "pannier/storage"
import { afterAll, describe, expect, test } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "pannier-anchor-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const file = (): string => join(folder, `${++files}.anchor`)
const head = (position: number) => ({ position, hash: position.toString(16).padStart(64, "0") })

describe("an anchor in a file", () => {
  test("answers like the one in memory, and after it is opened again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 2 ** 50 }), { maxLength: 6 }), async (positions) => {
        const path = file()
        const specification = memoryAnchor()
        for (const position of positions) {
          await Effect.runPromise(specification.publish(head(position)))
          await Effect.runPromise(fileAnchor(path).publish(head(position)))
          expect(await Effect.runPromise(fileAnchor(path).latest)).toEqual(
            await Effect.runPromise(specification.latest)
          )
        }
      }),
      { numRuns: 20 }
    )
    expect(await Effect.runPromise(fileAnchor(file()).latest)).toBeUndefined()
  })

  test("of two sealers the slower one takes nothing back", async () => {
    for (const anchor of [fileAnchor(file()), memoryAnchor()]) {
      for (const position of [7, 5, 6]) await Effect.runPromise(anchor.publish(head(position)))
      expect(await Effect.runPromise(anchor.latest)).toEqual(head(7))
    }
  })

  test("a torn last line does not count, and the next head stands behind it", async () => {
    const path = file()
    await Effect.runPromise(fileAnchor(path).publish(head(1)))
    appendFileSync(path, "\n2 00ab")
    expect(await Effect.runPromise(fileAnchor(path).latest)).toEqual(head(1))
    await Effect.runPromise(fileAnchor(path).publish(head(3)))
    expect(await Effect.runPromise(fileAnchor(path).latest)).toEqual(head(3))
  })

  test("holds the head that a shop publishes", async () => {
    const path = file()
    // #region seal
    await using shop = await openShop({ storage: memory(), vault: memoryVault(), anchor: fileAnchor(path) })
    await shop.as(system).inventory.definePlace({ id: "store", name: { zh: "本店", en: "Shop" }, position: 0 })
    // Beside `work`, in the same loop or from a cron route.
    const { entries, head: last } = await shop.seal({ limit: 10_000 })
    // #endregion seal
    expect({ entries, position: last.position }).toEqual({ entries: 1, position: 1 })
    // #region verify
    const anchored = await Effect.runPromise(fileAnchor(path).latest)
    const { head: verified } = await Effect.runPromise(verifyChain(shop.storage, { anchored }))
    // #endregion verify
    expect(verified).toEqual(last)
    expect(await shop.seal({ limit: 10_000 })).toEqual({ entries: 0, head: last })
  })

  test("what is no anchor is refused, and so is a folder that is not there", async () => {
    const path = file()
    writeFileSync(path, "\nnonsense.\n")
    expect(await Effect.runPromise(Effect.flip(fileAnchor(path).latest))).toMatchObject({ reason: "Corrupt" })
    expect(await Effect.runPromise(Effect.flip(fileAnchor(join(folder, "none", "x")).publish(head(1))))).toMatchObject({
      _tag: "AnchorError",
      reason: "Unavailable",
      detail: "ENOENT"
    })
  })
})
