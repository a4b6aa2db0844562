import * as Effect from "effect/Effect"
import type { CarrierCallback } from "pannier/logistics"
import { memoryCarrier } from "pannier/memory"
import { carrierEquivalence, carrierLaws, check, type FreshCarrier, title } from "pannier/testing"
import { afterAll, beforeAll, describe, test } from "vitest"
import { sandboxCarrier, sandboxDepot, type SandboxDepot } from "../src/index.ts"
import { listen, type Server } from "./server.ts"

const secret = "a secret of the laws"
const depots = new Map<string, SandboxDepot>()
const inboxes = new Map<string, Array<CarrierCallback>>()
let server: Server

// Each depot stands under a path of its own, and each shop has an inbox of its own, on one server.
beforeAll(async () => {
  server = await listen(async (request) => {
    const [, place = "", number = ""] = new URL(request.url).pathname.split("/")
    if (place !== "inbox") return depots.get(number)?.fetch(request) ?? new Response(null, { status: 404 })
    inboxes.get(number)?.push({ headers: Object.fromEntries(request.headers), body: await request.text() })
    return new Response("{}")
  })
})
afterAll(() => server.close())

const sandbox: FreshCarrier = (clock) => {
  const number = String(depots.size)
  const base = `/carrier/${number}`
  const depot = sandboxDepot({ secret, clock, base })
  const inbox: Array<CarrierCallback> = []
  depots.set(number, depot)
  inboxes.set(number, inbox)
  return {
    carrier: sandboxCarrier({
      name: "sandbox",
      baseUrl: `${server.address}${base}`,
      notifyUrl: `${server.address}/inbox/${number}`,
      secret,
      clock
    }),
    advance: (shipment, status) => Effect.promise(() => depot.advance(shipment, status)),
    callbacks: Effect.promise(async () => {
      await depot.deliver()
      return inbox.splice(0)
    })
  }
}

const specification: FreshCarrier = (clock) => {
  const carrier = memoryCarrier({ name: "specification", clock })
  return { carrier, advance: carrier.advance, callbacks: carrier.callbacks }
}

describe("the sandbox over HTTP", () => {
  for (const law of carrierLaws(sandbox)) test(title(law), () => check(law, { runs: 15 }), 120_000)

  const same = carrierEquivalence(sandbox, specification)
  test(title(same), () => check(same, { runs: 15 }), 120_000)
})
