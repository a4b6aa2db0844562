import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { campaign, subjects } from "../campaign/simulate/acted.ts"
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
