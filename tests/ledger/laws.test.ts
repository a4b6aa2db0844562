import { describe, test } from "vitest"
import { ledgerLaws } from "../../src/ledger/laws.ts"
import { check, title } from "../../src/testing/index.ts"

describe("ledger", () => {
  for (const law of ledgerLaws) test(title(law), () => check(law, { runs: 300 }))
})
