import * as Effect from "effect/Effect"
import { memoryGateway } from "pannier/memory"
import type { Callback } from "pannier/payment"
import { check, type FreshGateway, gatewayEquivalence, gatewayLaws, title } from "pannier/testing"
import { afterAll, beforeAll, describe, test } from "vitest"
import { sandboxGateway, sandboxProvider, type SandboxProvider } from "../src/index.ts"
import { serve, type Served } from "./server.ts"

const secret = "a secret of the laws"
const providers = new Map<string, SandboxProvider>()
const inboxes = new Map<string, Array<Callback>>()
let server: Served

// Each provider stands under a path of its own, and each shop has an inbox of its own, on one server.
const route = async (request: Request): Promise<Response> => {
  const [, place = "", number = ""] = new URL(request.url).pathname.split("/")
  if (place === "inbox") {
    inboxes.get(number)?.push({ headers: Object.fromEntries(request.headers), body: await request.text() })
    return new Response(null, { status: 204 })
  }
  return providers.get(number)?.fetch(request) ?? new Response(null, { status: 404 })
}

beforeAll(async () => void (server = await serve(route)))
afterAll(() => server.close())

const sandbox: FreshGateway = (clock) => {
  const number = String(providers.size)
  const base = `/provider/${number}`
  const provider = sandboxProvider({ secret, clock, base })
  const inbox: Array<Callback> = []
  providers.set(number, provider)
  inboxes.set(number, inbox)
  const gateway = sandboxGateway({
    name: "sandbox",
    baseUrl: `${server.address}${base}`,
    notifyUrl: `${server.address}/inbox/${number}`,
    secret,
    clock
  })
  return {
    gateway,
    pay: (payment) => Effect.promise(() => provider.pay(payment)),
    decline: (payment) => Effect.promise(() => provider.decline(payment)),
    callbacks: Effect.promise(async () => {
      await provider.deliver()
      return inbox.splice(0)
    })
  }
}

const specification: FreshGateway = (clock) => {
  const gateway = memoryGateway({ name: "specification", clock })
  return { gateway, ...gateway }
}

describe("the sandbox over HTTP", () => {
  for (const law of gatewayLaws(sandbox)) test(title(law), () => check(law, { runs: 10 }), 120_000)

  const same = gatewayEquivalence(sandbox, specification)
  test(title(same), () => check(same, { runs: 25 }), 120_000)
})
