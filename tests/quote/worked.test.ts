import { describe, expect, test } from "vitest"
import { figures } from "./figures.ts"
import { quoted } from "./sample.ts"
import { byBest, byRank, type Specified } from "./specification/index.ts"
import { type Worked, worked } from "./worked.ts"

const amountsOf = ({ lines }: Specified): ReadonlyArray<bigint> =>
  lines.map(({ units }) => units.reduce((sum, { amount }) => sum + amount, 0n))

const specified = ({ input }: Worked): Specified => {
  const found = input.policy?.combination === "priority" ? byRank(input) : byBest(input, 1_000)
  if (found === undefined) throw new Error("too many plans")
  return found
}

const agrees = (found: Specified, { answer, amounts }: Worked) => {
  expect(found).toMatchObject(answer)
  if (amounts !== undefined) expect(amountsOf(found)).toEqual(amounts)
}

describe("worked examples, by the specification", () => {
  test.each(worked.map((one) => [one.title, one] as const))("%s", (_, one) => {
    agrees(specified(one), one)
  })
})

describe("worked examples, by the engine", () => {
  test.each(worked.map((one) => [one.title, one] as const))("%s", (_, one) => {
    agrees(figures(quoted(one.input)), one)
  })
})
