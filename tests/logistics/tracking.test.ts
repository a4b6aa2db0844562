import { describe, expect, it, test } from "vitest"
import { ends } from "../../src/kernel/laws.ts"
import { shipmentMachine, track, type TrackingEvent } from "../../src/logistics/index.ts"
import { shipmentLaws } from "../../src/logistics/laws.ts"
import { check, title } from "../../src/testing/index.ts"

describe("shipments", () => {
  for (const law of [...shipmentLaws, ends(shipmentMachine, ["returned", "voided"])]) {
    test(title(law), () => check(law, { runs: 500 }))
  }
})

describe("the way of a parcel", () => {
  const at = (hour: number, status: TrackingEvent["status"], place = "杭州"): TrackingEvent => ({
    at: hour * 3_600_000,
    status,
    code: status,
    place
  })
  const after = (...events: ReadonlyArray<TrackingEvent>) => track({ state: "booked", events: [] }, events, 1000).state

  it.each([
    ["nothing is known", [], "booked"],
    [
      "all went well",
      [at(1, "pickedUp"), at(5, "inTransit"), at(20, "outForDelivery"), at(22, "delivered")],
      "delivered"
    ],
    ["only the last scan arrived", [at(22, "delivered")], "delivered"],
    ["nobody was at home", [at(20, "outForDelivery"), at(21, "exception")], "exception"],
    ["it is tried again", [at(20, "outForDelivery"), at(21, "exception"), at(40, "outForDelivery")], "outForDelivery"],
    ["it goes back to the depot", [at(20, "outForDelivery"), at(21, "exception"), at(23, "inTransit")], "inTransit"],
    ["a scan of yesterday comes today", [at(20, "outForDelivery"), at(5, "inTransit")], "outForDelivery"],
    ["a scan comes after delivery", [at(22, "delivered"), at(23, "inTransit")], "delivered"],
    ["nobody fetched it from the locker", [at(22, "delivered"), at(90, "returning"), at(99, "returned")], "returned"],
    ["a trouble of yesterday is told today", [at(21, "exception"), at(22, "outForDelivery")], "outForDelivery"]
  ] as const)("%s", (_, events, state) => {
    expect(after(...events)).toBe(state)
    expect(after(...events.toReversed())).toBe(state)
  })

  it("the same scan told in other words is one scan, whichever is heard first", () => {
    const [short, long] = [at(1, "pickedUp"), { ...at(1, "pickedUp"), note: "已揽收" }]
    const events = (...told: ReadonlyArray<TrackingEvent>) => track({ state: "booked", events: [] }, told, 1000).events
    expect(events(short, long)).toEqual(events(long, short))
    expect(events(short, long)).toHaveLength(1)
    expect(events(short, at(1, "pickedUp", "上海"))).toHaveLength(2)
  })

  it("keeps the newest scans of very many, and what they came to", () => {
    const many = Array.from({ length: 30 }, (_, hour) => at(hour + 2, "inTransit"))
    const known = track({ state: "booked", events: [] }, [at(1, "delivered"), ...many], 10)
    expect(known.events).toEqual(many.slice(-10))
    expect(track(known, [at(3, "inTransit")], 10)).toEqual(known)
  })
})
