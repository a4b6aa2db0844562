import { describe, test } from "vitest"
import { batchLaws } from "../../src/command/laws.ts"
import { memory } from "../../src/memory/index.ts"
import { check, title } from "../../src/testing/index.ts"

describe("batches", () => {
  for (const law of batchLaws((clock) => memory({ clock }))) {
    test(title(law), () => check(law, { runs: 40 }))
  }
})
