import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { median } from "./measure.ts"

const tries = 200

/** How long the disk of temporary files takes to keep 8 KiB that were written over, in microseconds: the median. */
export const syncTime = (): number => {
  const folder = mkdtempSync(join(tmpdir(), "pannier-sync-"))
  const file = openSync(join(folder, "page"), "w")
  const page = Buffer.alloc(8192, 1)
  try {
    const taken = Array.from({ length: tries }, () => {
      const began = performance.now()
      writeSync(file, page, 0, page.length, 0)
      fdatasyncSync(file)
      return 1_000 * (performance.now() - began)
    })
    return median(taken)
  } finally {
    closeSync(file)
    rmSync(folder, { recursive: true })
  }
}
