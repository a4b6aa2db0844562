import { sqlite } from "@pannier/storage-sqlite"
import { memory } from "pannier/memory"
import { batchLaws, check, equivalence, type FreshAdapter, storageLaws, title, versionLaws } from "pannier/testing"
import { describe, test, vi } from "vitest"
import { folder } from "./folder.ts"

// Every run of a law lays out a file of its own.
vi.setConfig({ testTimeout: 180_000 })

const file = folder()
// What a law asks does not depend on syncs; tests/crash.test.ts asks what does.
const fresh: FreshAdapter = (clock) => sqlite(file(), { clock, synchronous: "off" })
const specification: FreshAdapter = (clock) => memory({ clock })

describe("sqlite", () => {
  for (const law of [
    ...storageLaws(fresh),
    equivalence(specification, fresh),
    ...versionLaws(fresh),
    ...batchLaws(fresh)
  ]) {
    test(title(law), () => check(law, { runs: 25 }))
  }
})
