/** A shop whose partners stand in the same process: their HTTP is real, but no wire is between. */
import { sandboxCarrier, sandboxDepot } from "@pannier/carrier-sandbox"
import { sandboxGateway, sandboxProvider } from "@pannier/gateway-sandbox"
import { sqlite } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import { execute, system } from "pannier/command"
import { reportTracking } from "pannier/logistics"
import { reportPayment } from "pannier/payment"
import { openShop, type Shop } from "pannier/shop"

export interface Road {
  readonly shop: Shop
  /** Carries what is due; everybody who asks while it is being carried waits for one more round, together. */
  readonly nudge: () => Promise<void>
  readonly pay: (payment: string) => Promise<unknown>
  readonly deliver: (shipment: string) => Promise<unknown>
  readonly close: () => Promise<void>
}

const origin = "http://sandbox.invalid"
const secret = "a secret that only this process knows"

/** Opens a shop on a file with a sandbox gateway and a sandbox carrier. */
export const openRoad = async (file: string): Promise<Road> => {
  const clock = (): number => Date.now()
  const gatewayCalls = async (request: Request): Promise<Response> => {
    const callback = { headers: Object.fromEntries(request.headers), body: await request.text() }
    const report = await Effect.runPromise(gateway.verify(callback, clock()))
    await Effect.runPromise(execute(shop.kernel.engine, reportPayment, report, { actor: system }))
    return new Response(null, { status: 204 })
  }
  const carrierCalls = async (request: Request): Promise<Response> => {
    const callback = { headers: Object.fromEntries(request.headers), body: await request.text() }
    const report = await Effect.runPromise(carrier.verify(callback, clock()))
    await Effect.runPromise(execute(shop.kernel.engine, reportTracking, report, { actor: system }))
    return new Response(null, { status: 204 })
  }
  const provider = sandboxProvider({ secret: [secret], clock, fetch: gatewayCalls })
  const depot = sandboxDepot({ secret, clock, fetch: carrierCalls })
  const gateway = sandboxGateway({
    name: "sandbox",
    baseUrl: `${origin}/sandbox/gateway`,
    notifyUrl: `${origin}/notify/gateway`,
    secret: [secret],
    fetch: provider.fetch
  })
  const carrier = sandboxCarrier({
    name: "sandbox",
    baseUrl: `${origin}/sandbox/carrier`,
    notifyUrl: `${origin}/notify/carrier`,
    secret,
    fetch: depot.fetch
  })
  const shop = await openShop({
    storage: sqlite(file),
    vault: fileVault(`${file}.keys`),
    gateways: [gateway],
    carriers: [carrier]
  })
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const round = async (): Promise<void> => {
    const { failed } = await shop.work({ limit: 10_000 })
    for (const { kind, cause } of failed) throw new Error(`${kind}: ${cause}`)
  }
  const nudge = (): Promise<void> => {
    if (running === undefined) {
      running = round().finally(() => {
        running = undefined
      })
      return running
    }
    // A round that has begun may have passed by what the caller has just left.
    next ??= running.then(() => {
      next = undefined
      return nudge()
    })
    return next
  }
  return {
    shop,
    nudge,
    pay: async (payment) => {
      await provider.pay(payment)
      await provider.deliver()
    },
    deliver: async (shipment) => {
      await depot.advance(shipment, "delivered")
      await depot.deliver()
    },
    close: () => shop.close()
  }
}
