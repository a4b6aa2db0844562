import { expect, test } from "vitest"
import { quoteLaws } from "../../src/quote/laws/index.ts"
import { check, title } from "../../src/testing/index.ts"

for (const law of quoteLaws()) {
  test(title(law), async () => {
    const { held } = await check(law, { runs: 200 })
    expect(held).toBeGreaterThan(0)
  })
}
