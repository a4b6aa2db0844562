import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { exportDrift } from "../scripts/exports.ts"

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "")

describe("published subpaths", () => {
  test("every domain folder has one subpath, and every subpath a domain folder", () => {
    expect(exportDrift(root), "repair with `node scripts/exports.ts --write`").toEqual([])
  })
})
