import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"

/** Names of new files in a folder that is gone when the tests of this file have ended. */
export const folder = (): (() => string) => {
  const directory = mkdtempSync(join(tmpdir(), "pannier-sqlite-"))
  let files = 0
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  return () => join(directory, `${++files}.db`)
}
