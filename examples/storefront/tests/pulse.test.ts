import type { Waiting } from "pannier/storage"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { queuesOf } from "../src/site/desk/pulse.ts"

const now = 1_800_000_000_000
const minute = 60_000

const waiting = (more: Partial<Waiting>): Waiting => ({
  id: "i",
  lane: "l",
  kind: "payment.start",
  payload: "{}",
  due: now,
  tries: 0,
  state: "waiting",
  ...more
})

const anyIntent = fc
  .record({
    kind: fc.constantFrom("payment.start", "payment.check", "order.expire"),
    due: fc.integer({ min: now - 20 * minute, max: now + 20 * minute }),
    state: fc.constantFrom("waiting", "parked")
  })
  .map(waiting)

describe("queues by kind", () => {
  it("every intent is counted once, under its kind; the longest queue comes first and has the whole bar", () => {
    fc.assert(
      fc.property(fc.array(anyIntent, { minLength: 1, maxLength: 60 }), (all) => {
        const queues = queuesOf(all, now, "en")
        expect(queues.reduce((sum, one) => sum + one.waiting, 0)).toBe(all.length)
        for (const queue of queues) {
          const own = all.filter(({ kind }) => kind === queue.kind)
          expect(queue.waiting).toBe(own.length)
          expect(queue.parked).toBe(own.filter(({ state }) => state === "parked").length)
          expect(queue.due).toBe(own.filter(({ state, due }) => state === "waiting" && due <= now).length)
          expect(queue.share).toBeCloseTo(queue.waiting / Math.max(...queues.map((one) => one.waiting)))
        }
        expect(queues[0]?.share).toBe(1)
      })
    )
  })

  it("the oldest that is due tells the lag; it is late after five minutes; what is parked or still to come is not late", () => {
    const late = [{ due: now - 6 * minute }, { due: now - minute }, { due: now + minute }].map(waiting)
    expect(queuesOf(late, now, "en")).toMatchObject([{ waiting: 3, due: 2, lag: "6 minutes", late: true, parked: 0 }])
    const calm = [waiting({ due: now - 5 * minute }), waiting({ state: "parked", due: now - 90 * minute })]
    expect(queuesOf(calm, now, "zh")).toMatchObject([{ waiting: 2, due: 1, lag: "5分钟", late: false, parked: 1 }])
    const [still] = queuesOf([waiting({ due: now + 1 })], now, "en")
    expect([still?.due, still?.late, still !== undefined && "lag" in still]).toEqual([0, false, false])
    expect(queuesOf([], now, "en")).toEqual([])
  })
})
