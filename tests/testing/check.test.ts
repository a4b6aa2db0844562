import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import { broken, held, law, vacuous, verdict } from "../../src/kernel/law.ts"
import { check, LawFailed, title } from "../../src/testing/index.ts"

const Small = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))

const below = (limit: number) =>
  law({
    id: "T01",
    title: `every number is below ${limit}`,
    input: Schema.Struct({ number: Small }),
    holds: ({ number }) => verdict(number < limit, () => `${number} is not`)
  })

const caught = async (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => undefined,
    (error: unknown) => error
  )

describe("check", () => {
  test("counts what acted and what did not", async () => {
    const odd = law({
      id: "T02",
      title: "odd numbers are odd",
      input: Small,
      holds: (number) => (number % 2 === 0 ? vacuous("even") : held)
    })
    const { law: id, held: acted, vacuous: idle } = await check(odd, { runs: 300 })
    expect(id).toBe("T02")
    expect(acted + idle).toBe(300)
    expect(Math.min(acted, idle)).toBeGreaterThan(50)
  })

  test("a planted broken law is red, with a shrunk input and its seed", async () => {
    const error = await caught(check(below(1000), { seed: 7 }))
    expect(error).toBeInstanceOf(LawFailed)
    const { message, seed, why } = error as LawFailed
    expect(why).toBe("1000 is not")
    expect(message).toContain('input: {"number":1000}')
    expect(message).toContain(`seed: ${seed}`)
    expect(message).toContain("T01 every number is below 1000")
  })

  test("the edges of a range are drawn: a law broken at its last value only is found", async () => {
    expect(await caught(check(below(1_000_000)))).toBeInstanceOf(LawFailed)
    await check(below(1_000_001))
  })

  test("the seed draws the same again", async () => {
    const drawn = async (seed: number) => {
      const seen: Array<number> = []
      await check(law({ id: "T", title: "", input: Small, holds: (number) => (seen.push(number), held) }), { seed })
      return seen
    }
    expect(await drawn(7)).toEqual(await drawn(7))
    expect(await drawn(7)).not.toEqual(await drawn(8))
  })

  test("a law with nothing to act on is vacuous, and that is a failure", async () => {
    const idle = law({ id: "T03", title: "acts on nothing", input: Small, holds: () => vacuous("no order was placed") })
    await expect(check(idle)).rejects.toThrow(/T03 acts on nothing\n {2}vacuous: no order was placed/)
    const empty = law({ id: "T04", title: "has no inputs", input: [], holds: () => held })
    await expect(check(empty)).rejects.toThrow("vacuous")
  })

  test("a law of a list is asked about every one of them", async () => {
    const seen: Array<string> = []
    const all = law({
      id: "T05",
      title: "",
      input: ["a", "b", "c"],
      holds: (one) => {
        seen.push(one)
        return one === "c" ? broken("c") : held
      }
    })
    await expect(check(all)).rejects.toThrow('input: "c"')
    expect(seen).toEqual(["a", "b", "c"])
  })

  test("a law may take its time", async () => {
    const slow = law({
      id: "T06",
      title: "",
      input: Small,
      holds: async (number) => {
        await Promise.resolve()
        return verdict(number < 500, () => "late")
      }
    })
    await expect(check(slow)).rejects.toThrow("late")
  })

  test("a defect inside a law is no verdict: it keeps its cause", async () => {
    const defect = new TypeError("a bug in the law")
    const faulty = law({
      id: "T07",
      title: "",
      input: Small,
      holds: () => {
        throw defect
      }
    })
    const error = await caught(check(faulty))
    expect(error).not.toBeInstanceOf(LawFailed)
    expect((error as Error).cause).toBe(defect)
  })

  test("the title of a test is the law", () => {
    expect(title(below(3))).toBe("T01 every number is below 3")
  })
})
