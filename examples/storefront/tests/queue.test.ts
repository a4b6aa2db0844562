import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { choose, following, type Tab } from "../src/site/desk/queue.ts"

type State = "a" | "b" | "c"

const tabs: ReadonlyArray<Tab<State>> = [
  { id: "first", label: "desk.queue.packing", states: ["a", "b"] },
  { id: "second", label: "desk.queue.closed", states: ["c"] }
]

/** A store of so many documents a state, given out so many at a time. */
const storeOf = (counts: Readonly<Record<State, number>>, size: number) => async (state: State, after?: string) => {
  const start = after === undefined ? 0 : Number(after)
  const items = Array.from({ length: Math.min(size, counts[state] - start) }, (_, index) => `${state}${start + index}`)
  const end = start + items.length
  return end < counts[state] ? { items, next: String(end) } : { items }
}

const count = fc.integer({ min: 0, max: 160 })

describe("queues of the desk", () => {
  it("page after page shows every document of the tab once, in the order of its states", async () => {
    await fc.assert(
      fc.asyncProperty(count, count, count, fc.integer({ min: 1, max: 60 }), async (a, b, c, size) => {
        const page = storeOf({ a, b, c }, size)
        const shown: Array<string> = []
        for (let after: string | undefined, pages = 0; pages === 0 || after !== undefined; pages++) {
          const found = await choose(tabs, { queue: "first", after }, page, "en")
          shown.push(...found.items)
          expect(found.items.length).toBeLessThan(50 + size)
          after = found.next
        }
        const every = [
          ...Array.from({ length: a }, (_, index) => `a${index}`),
          ...Array.from({ length: b }, (_, index) => `b${index}`)
        ]
        expect(shown).toEqual(every)
      }),
      { numRuns: 60 }
    )
  })

  it("without being asked, the first tab in which something waits is chosen; counts say where there are more", async () => {
    const late = (item: string): boolean => item.endsWith("0")
    const none = await choose(tabs, { queue: undefined, after: undefined }, storeOf({ a: 0, b: 0, c: 0 }, 50), "zh")
    expect([none.id, none.items, none.next]).toEqual(["first", [], undefined])
    const some = await choose(
      tabs,
      { queue: undefined, after: undefined },
      storeOf({ a: 0, b: 0, c: 51 }, 50),
      "zh",
      late
    )
    expect(some.id).toBe("second")
    expect(some.queues).toEqual([
      { id: "first", label: "待发货", count: 0, overdue: 0, chosen: false },
      { id: "second", label: "已结束", count: 50, more: true, overdue: 5, chosen: true }
    ])
    expect(following("/zh/desk/orders?queue=second", some.next)).toEqual({
      next: "/zh/desk/orders?queue=second&after=c~50"
    })
  })
})
