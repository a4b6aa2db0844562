import { existsSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { brief, nameOf, root, survivors } from "./survivors.ts"

test("each mutant that may live is named once, says why, and stands on a line that is there", () => {
  const listed = survivors()
  expect(listed.length).toBeGreaterThan(0)
  expect(new Set(listed.map(nameOf)).size).toBe(listed.length)
  for (const { file, line, from, to, kind, reason } of listed) {
    expect(existsSync(`${root}${file}`), file).toBe(true)
    const lines = readFileSync(`${root}${file}`, "utf8").split("\n").map(brief)
    expect(lines, `${file}: no test kills a mutant of a line that is gone`).toContain(line)
    expect(from, line).not.toBe(to)
    expect(["equivalent", "accepted"]).toContain(kind)
    expect(reason.length, line).toBeGreaterThan(10)
  }
})
