import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { memory } from "../../src/memory/index.ts"
import { storageLaws, testLaws } from "../../src/testing/index.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
// The Node of the repository runs TypeScript as it is; the oldest that the core promises does not.
const node = `${root}/node_modules/node/bin/node`

describe("laws under vitest", () => {
  testLaws(
    test,
    storageLaws((clock) => memory({ clock })),
    { runs: 25 }
  )
})

test("L40 under node:test the laws find the guide's wrong adapter, and nothing but what it breaks", {
  timeout: 60_000
}, () => {
  const { status, stdout } = spawnSync(
    node,
    ["--conditions=@pannier/source", "--test-reporter=tap", "tests/testing/under-node.ts"],
    // A runner within a runner would report to the outer one.
    { cwd: root, encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined } }
  )
  const told = (how: string) => Array.from(stdout.matchAll(new RegExp(`^${how} \\d+ - (\\w+)`, "gm")), ([, id]) => id)
  expect(status).toBe(1)
  expect(told("not ok")).toContain("L40")
  expect(told("ok").length).toBeGreaterThan(told("not ok").length)
})
