import { describe, test } from "vitest"
import { carrierLaws, type FreshCarrier } from "../../src/logistics/laws.ts"
import { memoryCarrier } from "../../src/memory/carrier.ts"
import { check, title } from "../../src/testing/index.ts"

const fresh: FreshCarrier = (clock) => {
  const carrier = memoryCarrier({ name: "specification", clock })
  return { carrier, advance: carrier.advance, callbacks: carrier.callbacks }
}

describe("the carrier of plain maps", () => {
  for (const law of carrierLaws(fresh)) test(title(law), () => check(law))
})
