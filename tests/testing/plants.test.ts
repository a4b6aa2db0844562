import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { campaign, joined, subjects } from "../campaign/simulate/acted.ts"
import { recorded } from "../campaign/simulate/found.ts"
import { harmless } from "../campaign/simulate/harmless.ts"
import { plants } from "../campaign/simulate/plants.ts"
import { releasePlants } from "../campaign/simulate/release-plants.ts"
import { kinds, presaleEnds, staffEnds, virtualEnds } from "../../src/testing/index.ts"

describe("the records of the simulator that the guide shows", () => {
  test("each planted fault, and none besides, was found, by a law or by the audit of the log", () => {
    const hunt = recorded()
    expect(Object.keys(hunt.plants)).toEqual(Object.keys(plants))
    for (const [name, { laws, runs }] of Object.entries(hunt.plants)) {
      expect(laws.length, name).toBeGreaterThan(0)
      expect(runs.length, name).toBe(laws.length)
      for (const law of laws) expect(law, name).toMatch(/^(?:L\d\d|AUDIT)$/)
    }
  })

  test("each fault of a rolling deployment, and none besides, was found", () => {
    const { releases } = recorded()
    expect(Object.keys(releases)).toEqual(Object.keys(releasePlants))
    for (const [name, { laws, runs }] of Object.entries(releases)) {
      expect(laws.length, name).toBeGreaterThan(0)
      expect(runs.length, name).toBe(laws.length)
      for (const law of laws) expect(law, name).toMatch(/^(?:L\d\d|F16|DEFECT)$/)
    }
  })

  test("each harmless fault, and none besides, was noticed by nobody in many runs", () => {
    const { harmless: runs } = recorded()
    expect(Object.keys(runs)).toEqual(Object.keys(harmless))
    for (const [name, count] of Object.entries(runs)) expect(count, name).toBeGreaterThanOrEqual(20)
  })

  test("the campaign was large, every kind of fault struck, every law had something to act on, and nothing was wrong", () => {
    const { runs, checkouts, violations, fired, acted, presales, staffed, virtuals } = campaign()
    expect(violations).toBe(0)
    expect(runs).toBeGreaterThanOrEqual(100)
    expect(checkouts).toBeGreaterThan(10 * runs)
    for (const kind of kinds) expect(fired[kind], kind).toBeGreaterThan(0)
    for (const end of Object.keys(presaleEnds)) expect(presales[end], end).toBeGreaterThan(0)
    for (const end of Object.keys(staffEnds)) expect(staffed[end], end).toBeGreaterThan(0)
    for (const end of Object.keys(virtualEnds)) expect(virtuals[end], end).toBeGreaterThan(0)
    for (const law of Object.keys(subjects)) expect(acted[law], law).toBeGreaterThan(0)
  })
})

test("a campaign that went on where another ended is one record with it, whatever one of them alone met", () => {
  const whole = campaign()
  const none = { runs: 0, buyers: whole.buyers, minutes: 0, checkouts: 0, commits: 0, virtualHours: 0, violations: 0 }
  const nothing = { ...none, fired: {}, acted: {}, presales: {}, staffed: {}, virtuals: {} }
  expect(joined(nothing, whole)).toEqual(whole)
  expect(joined(whole, nothing)).toEqual(whole)
  const twice = joined(whole, { ...whole, fired: { ...whole.fired, F99: 1 } })
  expect([twice.runs, twice.buyers, twice.commits]).toEqual([2 * whole.runs, whole.buyers, 2 * whole.commits])
  expect(twice.fired).toEqual({
    ...Object.fromEntries(kinds.map((kind) => [kind, 2 * (whole.fired[kind] ?? 0)])),
    F99: 1
  })
  for (const law of Object.keys(subjects)) expect(twice.acted[law], law).toBe(2 * (whole.acted[law] ?? 0))
})

describe("a seed that is played again", () => {
  test("is told as a story and drawn with the fault that is planted in it", { timeout: 240_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), "pannier-seed-"))
    try {
      const { status, stdout } = spawnSync(
        fileURLToPath(new URL("../../node_modules/.bin/node", import.meta.url)),
        [
          "--conditions=@pannier/source",
          fileURLToPath(new URL("../campaign/simulate/main.ts", import.meta.url)),
          "--seed",
          "1",
          "--checkouts",
          "3",
          "--out",
          folder,
          "--plant",
          "goods-not-taken"
        ],
        { encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "" } }
      )
      expect(status).toBe(1)
      expect(stdout).toMatch(/made small in \d+ tries[\s\S]*\nL35 /)
      expect(readdirSync(folder)).toEqual(["seed-1-goods-not-taken.svg"])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
