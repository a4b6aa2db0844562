import { describe, expect, test } from "vitest"
import { planted } from "../campaign/pricing/engine.ts"
import { harmless } from "../campaign/simulate/harmless.ts"
import { plants } from "../campaign/simulate/plants.ts"
import { nextRelease } from "../campaign/simulate/release.ts"
import { releasePlants } from "../campaign/simulate/release-plants.ts"
import { work } from "../../src/command/index.ts"
import { call, openKernel } from "../../src/shop/index.ts"
import { drawPlan, keepBooks, kinds, noFaults, play, shrink, story, timeline } from "../../src/testing/index.ts"
import { books } from "./rewritten.ts"

const small = 20
const seeds = [1, 2, 3, 4]

describe("the simulator", () => {
  test("L16 L23 L24 L27 L35 L36 L37 L38 L39 L40 L42 L43 L60 whole shops go through faults, come to rest, and the second book-keeper agrees", {
    timeout: 120_000
  }, async () => {
    const fired = new Set<string>()
    const acted = new Set<string>()
    let checkouts = 0
    for (const seed of seeds) {
      const played = await play(drawPlan(seed, small))
      expect(played.violations, `seed ${seed}`).toEqual([])
      for (const kind of Object.keys(played.fired)) fired.add(kind)
      for (const law of Object.keys(played.acted)) acted.add(law)
      checkouts += played.checkouts
    }
    // A run that did nothing would have nothing wrong.
    expect(checkouts).toBeGreaterThan(3 * seeds.length)
    expect(fired.size).toBeGreaterThan(kinds.length / 2)
    expect([...acted]).toEqual(expect.arrayContaining(["L16", "L23", "L24", "L36", "L37", "L38", "L39", "L40"]))
  })

  test("equal seeds give equal traces, and others do not", { timeout: 60_000 }, async () => {
    const [once, again, other] = [
      await play(drawPlan(11, small)),
      await play(drawPlan(11, small)),
      await play(drawPlan(12, small))
    ]
    expect(again.hash).toBe(once.hash)
    expect(again.log).toEqual(once.log)
    expect(other.hash).not.toBe(once.hash)
  })

  test("a fiber is made to let the others go first anywhere, as often as the plan has it, and equal seeds still give equal traces", {
    timeout: 60_000
  }, async () => {
    const plan = drawPlan(11, small)
    const [never, often, again] = [
      await play({ ...plan, preempts: 0 }),
      await play({ ...plan, preempts: 5 }),
      await play({ ...plan, preempts: 5 })
    ]
    expect(never.preempted).toBe(0)
    expect(often.preempted).toBeGreaterThan(100 * small)
    expect(often.violations).toEqual([])
    expect(often.hash).not.toBe(never.hash)
    expect([again.hash, again.preempted]).toEqual([often.hash, often.preempted])
    const drawn = new Set(Array.from({ length: 60 }, (_, seed) => drawPlan(seed, 1).preempts))
    expect(drawn.has(0) && drawn.size > 3).toBe(true)
  })

  test("L40 F14 where things fail until they are given up, staff try them again or take them out, and nothing is left", {
    timeout: 60_000
  }, async () => {
    const plan = drawPlan(5, small)
    const poison = { kind: "poison", after: 1, seed: 4 } as const
    const played = await play({
      ...plan,
      parks: true,
      acts: [poison, ...plan.acts.filter(({ kind }) => kind !== "poison")]
    })
    expect(played.violations).toEqual([])
    expect(played.staffed.retried).toBeGreaterThan(0)
    expect(played.staffed.resolved).toBeGreaterThan(0)
    expect(played.parked).toBe(0)
    const keys = played.log.map(({ key }) => key)
    expect(keys.filter((key) => key.startsWith("poison/"))).toHaveLength(1)
  })

  test("F16 nodes are replaced one after the other while the shop sells, nothing is lost, and equal seeds give equal traces", {
    timeout: 60_000
  }, async () => {
    const rollout = { next: { openKernel, call, work }, raises: [{ collection: "cart", version: 1 }], asks: () => [] }
    const [played, again] = [await play(drawPlan(6, small), { rollout }), await play(drawPlan(6, small), { rollout })]
    expect(played.violations).toEqual([])
    expect(played.rolled?.replaced).toBeGreaterThanOrEqual(2)
    expect(played.rolled?.writtenByFormer).toBeGreaterThan(0)
    expect(played.rolled?.writtenByNext).toBeGreaterThan(0)
    expect(played.rolled?.readAcross).toBeGreaterThan(0)
    expect([again.hash, again.rolled]).toEqual([played.hash, played.rolled])
  })

  test("F16 what a caller was told by the next release and does not stand is a violation", {
    timeout: 60_000
  }, async () => {
    const asks = (replies: ReadonlyMap<string, unknown>) => (replies.size > 0 ? ["a reply does not stand"] : [])
    const rollout = { next: { openKernel, call, work }, raises: [], asks }
    const { violations } = await play({ ...drawPlan(3, 4), rates: noFaults }, { rollout })
    expect(violations).toEqual(["F16 a reply does not stand"])
  })

  test("where nothing goes wrong nothing is counted as gone wrong", { timeout: 60_000 }, async () => {
    const plan = drawPlan(3, small)
    const acts = plan.acts.filter(({ kind }) => kind !== "poison")
    const { fired, violations, parked } = await play({ ...plan, rates: noFaults, acts })
    expect({ fired, violations, parked }).toEqual({ fired: {}, violations: [], parked: 0 })
  })

  test("L23 L36 L38 books that do not agree are told by the law that they break", { timeout: 60_000 }, async () => {
    const { log } = await play({ ...drawPlan(3, small), rates: noFaults })
    const laws = (kept: ReturnType<typeof keepBooks>) => new Set(kept.violations.map((wrong) => wrong.split(" ")[0]))
    expect(laws(keepBooks(log, books))).toEqual(new Set())
    // A warehouse that delivered nothing, and gateways that took nothing.
    expect([...laws(keepBooks(log, { ...books, quiet: true }))]).toContain("L23")
    expect([...laws(keepBooks(log, { ...books, quiet: true, gateways: [{ name: "sandbox", book: [] }] }))]).toContain(
      "L36"
    )
    // A message that nobody could read, and that staff never saw.
    const [first] = log
    if (first === undefined) throw new Error("nothing happened")
    const unread = { ...first, key: "poison/7", events: [], lines: [] }
    const left = keepBooks([...log, unread], { ...books, quiet: true })
    expect(left.violations.filter((wrong) => wrong.startsWith("L40 poison/7"))).toHaveLength(1)
    const twice = [...log, ...log.slice(-1)]
    expect([...laws(keepBooks(twice, books))]).toContain("L38")
  })

  test("a failing run is made small and told as a story with its timeline", { timeout: 60_000 }, async () => {
    const plan = { ...drawPlan(7, 6), rates: noFaults }
    // A host whose only veto forbids every wake-up: orders that nobody pays never end.
    const veto = {
      before: "order.expire",
      *load() {},
      decide: () => {
        throw new Error("nobody may wake up an order")
      }
    }
    const ground = { host: { vetoes: [veto as never] } }
    const shrunk = await shrink(plan, ground, 25)
    expect(shrunk?.plan.acts.length).toBeLessThan(plan.acts.length)
    const told = shrunk?.played
    if (told === undefined) throw new Error("nothing was wrong")
    expect(story(told)).toContain(told.violations[0])
    expect(timeline(told)).toMatch(/^<svg [\s\S]*<\/svg>$/)
  })

  test("each plant still fits the shop, and there are enough of them", () => {
    expect(Object.keys(plants).length).toBeGreaterThanOrEqual(40)
    for (const [name, plant] of Object.entries({ ...plants, ...harmless })) {
      expect(planted(plant, name).size, name).toBeGreaterThan(0)
    }
  })

  test("the next release fits the sources, and each of its plants fits it", () => {
    for (const [name, { is, former, next }] of Object.entries(releasePlants)) {
      const files = [
        ...planted({ is, changes: [...nextRelease, ...next] }, name),
        ...planted({ is, changes: former }, name)
      ]
      expect(former.length + next.length, name).toBeGreaterThan(0)
      expect(files.length, name).toBeGreaterThan(4)
    }
  })
})
