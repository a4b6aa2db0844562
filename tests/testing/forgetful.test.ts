import { expect, test } from "vitest"
import { found } from "./forgetful.ts"
import { memory } from "../../src/memory/index.ts"

test("L40 the guide's wrong adapter is found by the simulator, and the sound one is not", {
  timeout: 60_000
}, async () => {
  expect((await found()).map((wrong) => wrong.slice(0, 3))).toContain("L40")
  expect(await found((clock) => memory({ clock }))).toEqual([])
})
