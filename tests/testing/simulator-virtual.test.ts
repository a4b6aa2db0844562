import { beforeAll, describe, expect, test } from "vitest"
import type { JsonObject } from "../../src/kernel/json.ts"
import { list } from "../../src/shop/questions/reading.ts"
import type { Entry } from "../../src/storage/model.ts"
import { drawPlan, noFaults, play, type Played, virtualEnds } from "../../src/testing/index.ts"
import { rewritten, sentences, told } from "./rewritten.ts"

// Enough of everything, and nothing goes wrong: what is told is then what was written into the log here.
const plan = (seed: number) => {
  const drawn = drawPlan(seed, 60)
  const kinds = new Set(["buy", "cancel", "ship", "deliver"])
  const scarcity = { ...drawn.scarcity, licences: 1_000, stock: 1_000 }
  return { ...drawn, acts: drawn.acts.filter(({ kind }) => kinds.has(kind)), rates: noFaults, preempts: 0, scarcity }
}

/** A log of which each entry that delivers is another, or none. */
const deliveredWith = (log: ReadonlyArray<Entry>, into: (entry: Entry) => ReadonlyArray<Entry>) =>
  log.flatMap((entry) => (isDelivery(entry) ? into(entry) : [entry]))

const isDelivery = ({ lines }: Entry): boolean => lines.some(({ transfer }) => transfer.startsWith("deliver/"))

/** What an entry writes into its order. */
const orderOf = ({ events }: Entry): JsonObject => {
  const { change = "{}" } = events.find(({ collection }) => collection === "order") ?? {}
  const { set = {} } = JSON.parse(change) as { readonly set?: JsonObject }
  return set
}

describe("virtual goods in the simulator", () => {
  let played: ReadonlyArray<Played> = []
  let log: ReadonlyArray<Entry> = []
  beforeAll(async () => {
    played = [await play(plan(2)), await play(plan(3))]
    log = played[0]?.log ?? []
  }, 120_000)

  test("they are bought alone and beside others, delivered by the worker and by staff, cancelled in between and taken back, and the second book-keeper agrees", () => {
    for (const { violations } of played) expect(violations).toEqual([])
    for (const end of Object.keys(virtualEnds) as ReadonlyArray<keyof typeof virtualEnds>) {
      const all = played.reduce((sum, { virtuals }) => sum + virtuals[end], 0)
      expect(all, end).toBeGreaterThan(0)
    }
  })

  test("what is not to be done with them is tried and refused", () => {
    const refused = (what: string) => played.reduce((sum, one) => sum + (one.refused[what] ?? 0), 0)
    // A clerk packs an e-book; a buyer has read it and wants it no longer; goods that travel are ordered to nowhere.
    for (const what of ["NothingTravels", "NotTakenBack", "StepIncomplete"])
      expect(refused(what), what).toBeGreaterThan(0)
  })

  test("an order of them alone is placed without an address, and a mixed one with it", () => {
    const placed = log.filter(({ reason }) => reason === "order.place").map(orderOf)
    const kindsOf = ({ lines }: JsonObject) => new Set(list(lines).map(({ kind }) => kind))
    const alone = placed.filter((one) => !kindsOf(one).has("physical"))
    const mixed = placed.filter((one) => kindsOf(one).size === 2)
    expect(alone.filter(({ address }) => address === undefined).length).toBeGreaterThan(0)
    expect(mixed.length).toBeGreaterThan(0)
    for (const { address } of mixed) expect(address).toBeDefined()
  })

  test("L36 a delivery that nobody has paid for is told", () => {
    const unpaid = log.map((entry) => ({
      ...entry,
      events: entry.events.map((event) =>
        event.type === "PaymentCaptured" ? { ...event, change: '{"set":{},"unset":[]}' } : event
      )
    }))
    expect(told(unpaid)).toContain("L36")
  })

  test("L35 what is delivered once more is told", () => {
    expect(told(deliveredWith(log, (entry) => [entry, entry]))).toContain("L35")
  })

  test("L43 a delivery that the books, the order or the hosts are told otherwise is told", () => {
    expect(told(log)).toEqual(new Set())
    expect(told(deliveredWith(log, (entry) => [{ ...entry, lines: [] }]))).toContain("L43")
    const more = rewritten(log, "order", (set) => {
      const lines = list(set["lines"])
      if (lines.every(({ delivered }) => delivered === undefined)) return undefined
      return { ...set, lines: lines.map((line) => ("delivered" in line ? { ...line, delivered: 99 } : line)) }
    })
    expect(told(more)).toContain("L43")
    const deaf = deliveredWith(log, (entry) => [
      {
        ...entry,
        events: entry.events.map((event) => ({ ...event, data: event.data.replaceAll('"quantity"', '"count"') }))
      }
    ])
    expect(told(deaf)).toContain("L43")
  })

  test("L43 a parcel with virtual goods in it is told", () => {
    const packed = rewritten(log, "shipment", (set) => ({
      ...set,
      lines: list(set["lines"]).map((line) => ({ ...line, sku: "teabook" }))
    }))
    expect(told(packed)).toContain("L43")
  })

  test("L35 L33 an order that is cancelled or counts as shipped, and its goods are elsewhere, is told", () => {
    const becomes = (state: string) =>
      rewritten(log, "order", (set, { reason }) =>
        reason === "order.deliver" && set["state"] === "partlyShipped" ? { ...set, state } : undefined
      )
    expect(told(becomes("cancelled"))).toContain("L35")
    expect(told(becomes("paid"))).toContain("L35")
    expect(told(becomes("shipped"))).toContain("L33")
  })

  test("L40 what is paid and never delivered is told at rest", () => {
    const late = /^L40 .* of \d+ are delivered, and nothing will wake it up$/
    expect(sentences(log, true).filter((wrong) => late.test(wrong))).toEqual([])
    const never = deliveredWith(log, (entry) => [{ ...entry, events: [], lines: [] }])
    expect(sentences(never, true).filter((wrong) => late.test(wrong)).length).toBeGreaterThan(0)
  })
})
