import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { ends, followsTable, obeysCore, tableIsRead } from "../../src/kernel/laws.ts"
import { allowed, allows, core, machine, mermaid, next, reachable, refine, terminal } from "../../src/kernel/machine.ts"
import { check, title } from "../../src/testing/index.ts"

const parcel = machine("parcel", "packed", {
  packed: { ship: "shipped", cancel: "cancelled" },
  shipped: { deliver: "delivered", lose: "lost" },
  delivered: {},
  lost: {},
  cancelled: {}
})

const divided = refine(parcel, {
  packed: {
    initial: "waiting",
    table: { waiting: { weigh: "weighed" }, weighed: { label: "labelled" }, labelled: {} }
  },
  shipped: { initial: "flying", table: { flying: { land: "landed" }, landed: { fly: "flying" } } }
})

const names = ["a", "b", "c", "d"] as const
const rows = fc.record(
  Object.fromEntries(
    names.map((name) => [name, fc.dictionary(fc.constantFrom("go", "stop", "turn"), fc.constantFrom(...names))])
  )
)
const refinement = fc.dictionary(
  fc.constantFrom(...names),
  fc.record({
    initial: fc.constant("x"),
    table: fc.record({
      x: fc.dictionary(fc.constantFrom("inner", "go"), fc.constantFrom("x", "y")),
      y: fc.dictionary(fc.constantFrom("inner", "turn"), fc.constantFrom("x", "y"))
    })
  })
)

describe("machine", () => {
  for (const law of [tableIsRead(parcel), tableIsRead(divided), obeysCore(parcel, divided)]) {
    test(title(law), () => check(law))
  }
  test(title(ends(parcel, ["delivered", "lost", "cancelled"])), () =>
    check(ends(parcel, ["delivered", "lost", "cancelled"]))
  )

  test("L32 the law finds code that accepts too much, too little, or leads elsewhere", async () => {
    const liberal = followsTable(parcel, (state) => Result.succeed(state))
    const strict = followsTable(parcel, (state, event) => Result.fail(`${state} ${event}`))
    const astray = followsTable(parcel, (state, event) =>
      Result.map(next(parcel, state, event), (target) => (target === "lost" ? "delivered" : target))
    )
    for (const law of [liberal, strict, astray]) await expect(check(law)).rejects.toThrow("L32")
  })

  test("L33 the law finds a state that never ends, an end that is not final, and a final state with an exit", async () => {
    const loop = machine("loop", "a", { a: { go: "b" }, b: { back: "a" }, c: {} })
    await expect(check(ends(loop, ["c"]))).rejects.toThrow("never ends")
    await expect(check(ends(parcel, ["delivered", "lost"]))).rejects.toThrow("no exit and is not final")
    await expect(check(ends(parcel, ["packed"]))).rejects.toThrow("is final and has ship,cancel")
  })

  test("a refused event is told what would have been allowed", () => {
    expect(next(parcel, "packed", "deliver")).toEqual(
      Result.fail({
        _tag: "IllegalTransition",
        machine: "parcel",
        state: "packed",
        event: "deliver",
        allowed: ["ship", "cancel"]
      })
    )
    expect(allows(parcel, "packed", "ship")).toBe(true)
    expect(allowed(parcel, "shipped")).toEqual(["deliver", "lose"])
    expect(terminal(parcel)).toEqual(["delivered", "lost", "cancelled"])
    expect([...reachable(parcel, "shipped")].toSorted()).toEqual(["delivered", "lost", "shipped"])
  })

  test("the diagram has every state's moves, its beginning and its ends", () => {
    expect(mermaid(parcel).split("\n")).toEqual([
      "stateDiagram-v2",
      "  [*] --> packed",
      "  packed --> shipped: ship",
      "  packed --> cancelled: cancel",
      "  shipped --> delivered: deliver",
      "  shipped --> lost: lose",
      "  delivered --> [*]",
      "  lost --> [*]",
      "  cancelled --> [*]"
    ])
  })
})

describe("refine", () => {
  test("L32 whatever a host divides, sub-states obey the core", async () => {
    await fc.assert(
      fc.asyncProperty(rows, refinement, async (table, parts) => {
        const of = machine("drawn", "a", table as Record<string, Record<string, string>>)
        const fine = refine(of, parts)
        if (of.events.length > 0) await check(obeysCore(of, fine))
        expect(core(fine.initial)).toBe(of.initial)
        expect(new Set(fine.states.map(core))).toEqual(new Set(of.states))
      })
    )
  })

  test("a divided state is entered at its beginning, left from anywhere, and moved about in", () => {
    expect(divided.initial).toBe("packed.waiting")
    expect(next(divided, "packed.waiting", "weigh")).toEqual(Result.succeed("packed.weighed"))
    expect(next(divided, "packed.waiting", "ship")).toEqual(Result.succeed("shipped.flying"))
    expect(next(divided, "packed.labelled", "cancel")).toEqual(Result.succeed("cancelled"))
    expect(core("shipped.landed")).toBe("shipped")
    expect(core("cancelled")).toBe("cancelled")
  })

  test("L32 the law finds a sub-state that leaves its core state by a word of its own", async () => {
    const escaped = machine("parcel", "packed.waiting", {
      "packed.waiting": { ship: "shipped", cancel: "cancelled", vanish: "lost" },
      shipped: { deliver: "delivered", lose: "lost" },
      delivered: {},
      lost: {},
      cancelled: {}
    })
    await expect(check(obeysCore(parcel, escaped))).rejects.toThrow("led to lost, the core says packed")
  })
})
