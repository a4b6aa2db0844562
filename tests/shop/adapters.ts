import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sqlite } from "@pannier/storage-sqlite"
import { afterAll } from "vitest"
import { memory } from "../../src/memory/index.ts"
import type { Adapter } from "../../src/storage/index.ts"
import { beginning } from "../hand.ts"

/**
 * The storages that a story is told on: memory, and a new SQLite file each time, which is gone after the tests of the file that
 * asks. The clock of a story is not that of the machine.
 */
export const bothStorages = (
  clock: () => number = () => beginning
): ReadonlyArray<readonly [string, () => Adapter]> => {
  const directory = mkdtempSync(join(tmpdir(), "pannier-shop-"))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  let files = 0
  return [
    ["memory", () => memory()],
    ["sqlite", () => sqlite(join(directory, `${++files}.db`), { synchronous: "off", clock })]
  ]
}
