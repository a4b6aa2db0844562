import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Result from "effect/Result"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { canonical, type Json } from "pannier/kernel"
import type { CarrierCallback, TrackingReport } from "pannier/logistics"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { sandboxCarrier, sandboxDepot, type SandboxDepot, type SandboxDepotOptions } from "../src/index.ts"
import { sealer, sealHeader } from "../src/seal.ts"
import { listen, type Server } from "./server.ts"

const secret = "a secret of the tests"
const minute = 60_000

/** A shop and a carrier on one server, with a clock that a test sets. */
interface Scene {
  now: number
  depot: SandboxDepot
  /** What the shop answers a callback with. */
  status: number
  readonly inbox: Array<CarrierCallback>
}

let scene: Scene
let server: Server
let folder: string

const clock = () => scene.now

const depotOf = (more: Partial<SandboxDepotOptions> = {}) => sandboxDepot({ secret, clock, ...more })

const carrierOf = (more: Partial<Parameters<typeof sandboxCarrier>[0]> = {}) =>
  sandboxCarrier({
    name: "sandbox",
    baseUrl: `${server.address}/sandbox/carrier/`,
    notifyUrl: `${server.address}/inbox`,
    secret,
    clock,
    ...more
  })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "carrier-"))
  server = await listen(async (request) => {
    if (!request.url.endsWith("/inbox")) return scene.depot.fetch(request)
    scene.inbox.push({ headers: Object.fromEntries(request.headers), body: await request.text() })
    return new Response("{}", { status: scene.status })
  })
  scene = { now: 1_800_000_000_000, depot: depotOf(), status: 200, inbox: [] }
})

afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const booking = (shipment: string, region = "CN-ZJ") => ({
  shipment,
  order: "o1",
  place: "near",
  address: { name: "韩梅梅", phone: "13900000000", country: "CN", region, city: "杭州", street: "文三路 1 号" },
  weightGrams: 500
})

const run = Effect.runPromise
const refused = <A, E>(effect: Effect.Effect<A, E>) => run(Effect.flip(effect))

/** Books a parcel and answers with its tracking number. */
const booked = async (shipment = "shp_1"): Promise<string> => {
  const answer = await run(carrierOf().book(booking(shipment)))
  return answer._tag === "Accepted" ? answer.trackingNumber : "declined"
}

const verified = (): Promise<ReadonlyArray<TrackingReport>> =>
  run(Effect.forEach(scene.inbox.splice(0), (callback) => carrierOf().verify(callback, scene.now)))

describe("callbacks", () => {
  it("arrive at once, late, twice or never; the parcel can always be asked after", async () => {
    const trackingNumber = await booked()
    await scene.depot.advance("shp_1", "pickedUp", { place: "杭州" })
    expect((await verified()).map(({ events }) => events[0]?.status)).toEqual(["pickedUp"])
    scene.now += minute
    await scene.depot.advance("shp_1", "inTransit", { how: "late", seconds: 90 })
    scene.now += minute
    await scene.depot.advance("shp_1", "outForDelivery", { how: "doubled" })
    scene.now += minute
    await scene.depot.advance("shp_1", "exception", { how: "lost" })
    await scene.depot.deliver()
    const statuses = (await verified()).map(({ events }) => String(events[0]?.status))
    expect(statuses.toSorted()).toEqual(["inTransit", "outForDelivery", "outForDelivery"])
    const { events } = await run(carrierOf().track({ shipment: "shp_1", trackingNumber }))
    expect(events.map(({ status }) => status)).toEqual(["pickedUp", "inTransit", "outForDelivery", "exception"])
  })

  it("what the shop does not take is sent again, three times", async () => {
    await booked()
    scene.status = 503
    await scene.depot.advance("shp_1", "pickedUp")
    expect(scene.inbox).toHaveLength(1)
    expect(await scene.depot.deliver()).toBe(0)
    for (const wait of [10_000, minute, 10 * minute, 60 * minute]) {
      scene.now += wait
      await scene.depot.deliver()
    }
    expect(scene.inbox).toHaveLength(4)
    const [first, ...others] = await run(
      Effect.forEach(scene.inbox, ({ body }) => Effect.sync((): unknown => JSON.parse(body)))
    )
    for (const other of others) expect(other).toEqual(first)
  })

  it("H064 scans of an unknown kind are let pass and noted, and what stands beside them is told", async () => {
    const known = { at: scene.now, status: "pickedUp", code: "PU", place: "杭州" } as const
    const strange = { at: scene.now, status: "customsHold", code: "CH", place: "宁波", office: { number: 7 } }
    const noted: Array<unknown> = []
    const logger = Logger.make(({ message, fiber }) => {
      noted.push([message, fiber.getRef(References.CurrentLogAnnotations)])
    })
    const listening = Effect.provide(Logger.layer([logger]))
    const bodyOf = (events: ReadonlyArray<Json>) => canonical({ shipment: "shp_1", trackingNumber: "SB1", events })
    const heard = async (events: ReadonlyArray<Json>) => {
      const body = bodyOf(events)
      const headers = { [sealHeader]: await sealer(secret).seal(body, scene.now) }
      return run(listening(Effect.result(carrierOf().verify({ headers, body }, scene.now))))
    }
    const report = { shipment: "shp_1", trackingNumber: "SB1" }
    expect(await heard([strange, known])).toEqual(Result.succeed({ ...report, events: [known] }))
    expect(await heard([strange])).toEqual(Result.succeed({ ...report, events: [] }))
    const asked = carrierOf({ fetch: async () => new Response(bodyOf([known, strange])) })
    expect(await run(listening(asked.track(report)))).toEqual({ ...report, events: [known] })
    expect(noted).toEqual(
      Array.from({ length: 3 }, () => [
        ["scans of an unknown kind are let pass"],
        { carrier: "sandbox", shipment: "shp_1", kinds: ["customsHold"] }
      ])
    )
    // Of a known kind and out of shape it is still nothing that a carrier says.
    expect(await heard([{ ...known, place: 7 }])).toMatchObject({ failure: { _tag: "InvalidInput" } })
    expect(await heard([{ status: "x".repeat(65) }])).toMatchObject({ failure: { _tag: "InvalidInput" } })
  })

  it("come by themselves along a journey", async () => {
    scene.depot = depotOf({
      journey: [
        { status: "pickedUp", after: minute },
        { status: "inTransit", after: minute },
        { status: "delivered", after: 5 * minute }
      ]
    })
    await booked()
    const stop = new AbortController()
    const running = scene.depot.run(stop.signal)
    const told: Array<string | undefined> = []
    // One at a time: callbacks that are due together are sent together, and may overtake each other on the way.
    for (const after of [minute, minute, 5 * minute]) {
      scene.now += after
      await expect.poll(() => scene.inbox.length, { timeout: 5_000 }).toBe(1)
      told.push(...(await verified()).map(({ events }) => events[0]?.status))
    }
    stop.abort()
    await running
    expect(told).toEqual(["pickedUp", "inTransit", "delivered"])
  })
})

describe("bookings", () => {
  it("are declined where it brings nothing, and stay declined", async () => {
    scene.depot = depotOf({ declines: ["CN-XZ", "US"] })
    expect(await run(carrierOf().book(booking("a", "CN-XZ")))).toEqual({ _tag: "Declined" })
    expect(await run(carrierOf().book(booking("a", "CN-ZJ")))).toEqual({ _tag: "Declined" })
    expect(await booked("b")).toMatch(/^SB\d{10}$/)
  })

  it("survive a restart with their scans and the callbacks that are still to be sent, without the address", async () => {
    const file = join(folder, "carrier.json")
    scene.depot = depotOf({ file })
    const trackingNumber = await booked()
    await scene.depot.advance("shp_1", "pickedUp", { how: "late", seconds: 60 })
    await run(carrierOf().cancel({ shipment: "never" }))
    scene.depot = depotOf({ file })
    scene.now += minute
    expect(await scene.depot.deliver()).toBe(1)
    expect((await verified())[0]).toMatchObject({ shipment: "shp_1", trackingNumber })
    expect(await booked()).toBe(trackingNumber)
    expect(await run(carrierOf().book(booking("never")))).toEqual({ _tag: "Declined" })
    for (const canary of ["韩梅梅", "13900000000", "文三路"]) expect(readFileSync(file, "utf8")).not.toContain(canary)
  })
})

describe("requests", () => {
  it("with another secret are refused, and change nothing", async () => {
    const stranger = carrierOf({ secret: "another secret, as long" })
    expect(await refused(stranger.book(booking("shp_1")))).toEqual({
      _tag: "CarrierError",
      carrier: "sandbox",
      reason: "Refused",
      detail: "status 401"
    })
    expect(await scene.depot.advance("shp_1", "pickedUp")).toBeUndefined()
  })

  it("with a clock that is off by more than five minutes are refused", async () => {
    const late = carrierOf({ clock: () => scene.now - 6 * minute })
    expect(await refused(late.cancel({ shipment: "shp_1" }))).toMatchObject({ reason: "Refused" })
  })

  it("that nobody answers are unreachable; an answer that is none is malformed; a slow one times out", async () => {
    const answering = (answer: () => Promise<Response>) => carrierOf({ fetch: answer, timeout: 50 })
    const asked = { shipment: "shp_1", trackingNumber: "SB1" }
    const reasons = async (carrier: ReturnType<typeof carrierOf>) => {
      const { reason } = (await refused(carrier.track(asked))) as { readonly reason: string }
      return reason
    }
    expect(await reasons(answering(() => Promise.reject(new TypeError("no route"))))).toBe("Unreachable")
    expect(await reasons(answering(async () => new Response("", { status: 502 })))).toBe("Unreachable")
    expect(await reasons(answering(async () => new Response("<html>")))).toBe("Malformed")
    expect(await reasons(answering(async () => new Response("{}")))).toBe("Malformed")
    const other = JSON.stringify({ events: [], shipment: "shp_2", trackingNumber: "SB1" })
    expect(await reasons(answering(async () => new Response(other)))).toBe("Malformed")
    const twice = '{"events":[],"shipment":"shp_1","shipment":"shp_1","trackingNumber":"SB1"}'
    expect(await reasons(answering(async () => new Response(twice)))).toBe("Malformed")
    const slow = carrierOf({
      timeout: 20,
      fetch: (request) =>
        new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason)))
    })
    expect(await reasons(slow)).toBe("TimedOut")
  })

  it.each([
    ["GET", "/parcels", "", 404],
    ["POST", "/parcels", "not json", 400],
    ["POST", "/parcels", "[".repeat(100_000), 400],
    ["POST", "/parcels", '{"order":1}', 400],
    ["POST", "/parcels", "x".repeat(1_048_577), 413],
    ["GET", "/parcels/a/cancel", "", 405],
    ["POST", "/parcels/a", "{}", 405],
    ["GET", "/parcels/%ff", "", 404],
    ["GET", "/elsewhere", "", 404]
  ] as const)("%s %s with body %#: status %i", async (method, path, body, status) => {
    const { requestText, sealer, sealHeader } = await import("../src/seal.ts")
    const seal = await sealer(secret).seal(requestText(method, path, body), scene.now)
    const init = { method, headers: { [sealHeader]: seal }, ...(method === "POST" ? { body } : {}) }
    const response = await scene.depot.fetch(new Request(`http://shop/sandbox/carrier${path}`, init))
    expect(response.status).toBe(status)
  })
})

describe("a callback", () => {
  const callback = async (): Promise<CarrierCallback> => {
    await booked()
    await scene.depot.advance("shp_1", "pickedUp")
    const [first] = scene.inbox
    if (first === undefined) throw new Error("no callback came")
    return first
  }

  it("too long is refused before anything is read of it", async () => {
    const long = { headers: {}, body: "x".repeat(1_048_577) }
    expect(await refused(carrierOf().verify(long, scene.now))).toEqual({
      _tag: "CarrierPayloadTooLarge",
      size: 1_048_577,
      most: 1_048_576
    })
  })

  it("unsigned, or signed for another text, is refused before it is read", async () => {
    const { headers, body } = await callback()
    const invalid = { _tag: "CarrierSignatureInvalid", carrier: "sandbox" }
    expect(await refused(carrierOf().verify({ headers, body: `${body} ` }, scene.now))).toEqual(invalid)
    expect(await refused(carrierOf().verify({ headers, body: `${body}\ud800` }, scene.now))).toEqual(invalid)
    expect(await refused(carrierOf().verify({ headers: {}, body: "{" }, scene.now))).toEqual(invalid)
    const strange = { ...headers, "carrier-seal": `${headers["carrier-seal"]},v1=00` }
    expect(await refused(carrierOf().verify({ headers: strange, body }, scene.now))).toEqual(invalid)
  })

  it("signed, and no report, is invalid", async () => {
    const { sealer, sealHeader } = await import("../src/seal.ts")
    const sealed = async (body: string) => ({
      body,
      headers: { [sealHeader]: await sealer(secret).seal(body, scene.now) }
    })
    for (const body of ["[]", "{", '{"events":[],"shipment":"a","trackingNumber":"b","x":1}']) {
      expect(await refused(carrierOf().verify(await sealed(body), scene.now))).toMatchObject({ _tag: "InvalidInput" })
    }
  })
})

describe("the couriers' page", () => {
  const page = (init: RequestInit = {}, query = "") =>
    scene.depot.fetch(new Request(`http://shop/sandbox/carrier/${query}`, init))
  const form = (fields: Record<string, string>) => page({ method: "POST", body: new URLSearchParams(fields) })

  it("is in two languages, and shows nothing of whom a parcel is for", async () => {
    expect(await (await page()).text()).toContain("No parcels yet")
    const trackingNumber = await booked()
    const chinese = await (await page({ headers: { "accept-language": "zh-CN" } })).text()
    expect(chinese).toContain("待揽收")
    expect(chinese).toContain(trackingNumber)
    expect(chinese).toContain('lang="zh-CN"')
    expect(chinese).not.toContain("韩梅梅")
    expect(await (await page({}, "?language=en")).text()).toContain("Expected")
  })

  it("scans a parcel", async () => {
    await booked()
    const answer = await form({ shipment: "shp_1", status: "delivered", how: "prompt" })
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sandbox/carrier/?language=en"])
    expect(scene.inbox).toHaveLength(1)
    expect(await (await page()).text()).toContain("Delivered")
  })

  it("takes no other word, and no other parcel", async () => {
    expect((await form({ shipment: "shp_1", status: "delivered", how: "prompt" })).status).toBe(404)
    expect((await form({ shipment: "shp_1", status: "toString", how: "prompt" })).status).toBe(400)
    expect((await form({ shipment: "shp_1", status: "delivered", how: "constructor" })).status).toBe(400)
    expect((await page({ method: "DELETE" })).status).toBe(405)
  })
})

it("a secret has at least 16 characters", () => {
  expect(() => depotOf({ secret: "short" })).toThrow(RangeError)
})
