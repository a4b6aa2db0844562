import { describe, test } from "vitest"
import { memory } from "../../src/memory/index.ts"
import { equivalence, type FreshAdapter, storageLaws } from "../../src/storage/laws.ts"
import { check, title } from "../../src/testing/index.ts"

const fresh: FreshAdapter = (clock) => memory({ clock })

describe("memory", () => {
  for (const law of [...storageLaws(fresh), equivalence(fresh, fresh)]) {
    test(title(law), () => check(law, { runs: 50 }))
  }
})
