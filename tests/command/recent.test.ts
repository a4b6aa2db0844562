import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import { collection } from "../../src/command/collection.ts"
import { Recent } from "../../src/command/recent.ts"

const Jar = Schema.Struct({ id: Schema.String, tags: Schema.Array(Schema.String) })
const jars = collection<typeof Jar.Type>("jar", { schema: Jar, id: ({ id }) => id })
const stored = (version: number, tag: string, id = "a") => ({ id, version, json: JSON.stringify({ id, tags: [tag] }) })
const jarOf = (recent: Recent, of = stored(1, "plums"), from = jars) => {
  const decoded = recent.decoded(from, of)
  if ("_tag" in decoded) throw new Error("a jar of a newer version")
  return decoded.document as typeof Jar.Type
}

describe("documents that are read again and again", () => {
  test("from its second reading on a version is the same value, and nobody can change it", () => {
    const recent = new Recent()
    jarOf(recent)
    const kept = jarOf(recent)
    expect(jarOf(recent)).toBe(kept)
    expect(() => (kept.tags as Array<string>).push("more")).toThrow(TypeError)
    expect(kept).toEqual({ id: "a", tags: ["plums"] })
  })

  test("a document that is read once is kept by nobody, and may be what the reader makes of it", () => {
    const recent = new Recent()
    expect(Object.isFrozen(jarOf(recent))).toBe(false)
  })

  test("another version is another document, and so is that of another Schema under the same name", () => {
    const recent = new Recent()
    for (let time = 0; time < 3; time++) jarOf(recent)
    expect(jarOf(recent, stored(2, "pears")).tags).toEqual(["pears"])
    const labelled = collection<typeof Jar.Type>("jar", { schema: Jar, id: ({ id }) => `jar ${id}` })
    for (let time = 0; time < 3; time++) jarOf(recent, stored(1, "figs"), labelled)
    expect(jarOf(recent, stored(1, "figs"), labelled).tags).toEqual(["figs"])
    expect(jarOf(recent, stored(2, "pears")).tags).toEqual(["pears"])
  })

  test("what is read often stays, and of the others only so much is kept", () => {
    const recent = new Recent()
    for (let time = 0; time < 2; time++) jarOf(recent)
    const kept = jarOf(recent)
    const others = Array.from({ length: 300 }, (_, at) => stored(1, "x".repeat(10_000), `other-${at}`))
    for (const other of others) {
      for (let time = 0; time < 2; time++) jarOf(recent, other)
      expect(jarOf(recent)).toBe(kept)
    }
    const [first] = others
    expect(jarOf(recent, first)).not.toBe(jarOf(recent, first))
  })
})
