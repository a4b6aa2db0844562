/** The shop as it runs: its file, its gateway, its carrier, and the loop that carries what has to leave. */
import { sandboxCarrier, sandboxDepot } from "@pannier/carrier-sandbox"
import { type SandboxProvider, sandboxGateway, sandboxProvider } from "@pannier/gateway-sandbox"
import { type HttpHandler, httpHandler } from "@pannier/http"
import { sqlite } from "@pannier/storage-sqlite"
import { fileAnchor, fileVault } from "@pannier/vault-file"
import type { Carrier } from "pannier/logistics"
import type { PaymentGateway } from "pannier/payment"
import { openShop, type Shop } from "pannier/shop"
import { Goods } from "./goods.ts"
import { Cookies } from "./cookies.ts"
import { furnish } from "./furnish.ts"
import { pathOf } from "./options.ts"
import { secretFile, secretFor } from "./secret.ts"
import { Sessions } from "./sessions.ts"
import { Watch } from "./watch.ts"

/** Where the parts of the house stand on its own server. */
export const gatewayBase = "/sandbox/gateway"
export const carrierBase = "/sandbox/carrier"
const notifyBase = "/sandbox/notify"
const partnerName = "sandbox"
export const gatewayNotify = `${notifyBase}/webhook/gateway/${partnerName}`
export const carrierNotify = `${notifyBase}/webhook/carrier/${partnerName}`

/** What one round of the worker did. */
export interface Round {
  readonly at: number
  readonly answered: number
  readonly failed: ReadonlyArray<{ readonly kind: string; readonly cause: string }>
}

export interface House {
  readonly shop: Shop
  readonly goods: Goods
  readonly gateway: SandboxProvider
  readonly carrier: ReturnType<typeof sandboxDepot>
  readonly partners: { readonly gateway: PaymentGateway; readonly carrier: Carrier }
  /** Takes in what the partners tell unasked. */
  readonly callbacks: HttpHandler
  /** Where this process reaches its own server. */
  readonly own: string
  /** Where buyers reach the shop. */
  readonly address: string
  readonly cookies: Cookies
  readonly sessions: Sessions
  /** The path of the database file. */
  readonly file: string
  /** Carries what is due now: after a commit, so that the buyer gets the payment page at once. */
  readonly nudge: () => Promise<void>
  /** The last round of the worker, and the last in which something was due. */
  readonly rounds: () => { readonly last?: Round; readonly busy?: Round }
  /** Goes over the log behind the worker. */
  readonly watch: Watch
  readonly close: () => Promise<void>
}

/** How a parcel of the sandbox travels: days take seconds, so that it can be watched. */
const journey = [
  { after: 5_000, status: "pickedUp" },
  { after: 8_000, status: "inTransit" },
  { after: 8_000, status: "outForDelivery" },
  { after: 8_000, status: "delivered" }
] as const

/** How often the log is chained and its head published, in milliseconds. */
const sealEvery = 60_000

/**
 * Opens the shop on a file, furnishes it if it is empty, and starts its loop.
 *
 * @param origin where the partners in this process reach the server of the shop, such as `http://127.0.0.1:3000`
 * @param address where buyers reach it, such as `https://shop.example`
 */
export const openHouse = async (store: string, origin: string, address = origin): Promise<House> => {
  const file = pathOf(store)
  const secret = await secretFile(`${file}.secret`)
  const [ofGateway, ofCarrier] = [secretFor("gateway", secret), secretFor("carrier", secret)]
  const stop = new AbortController()
  const clock = (): number => Date.now()
  const gateway = sandboxProvider({ secret: [ofGateway], clock, file: `${file}.gateway`, base: gatewayBase })
  const carrier = sandboxDepot({ secret: ofCarrier, clock, file: `${file}.carrier`, base: carrierBase, journey })
  const partners = {
    gateway: sandboxGateway({
      name: partnerName,
      baseUrl: `${origin}${gatewayBase}`,
      pageUrl: gatewayBase,
      notifyUrl: `${origin}${gatewayNotify}`,
      secret: [ofGateway],
      returnUrl: ({ payment }) => `${address}/payment/${encodeURIComponent(payment)}`
    }),
    carrier: sandboxCarrier({
      name: partnerName,
      baseUrl: `${origin}${carrierBase}`,
      notifyUrl: `${origin}${carrierNotify}`,
      secret: ofCarrier
    })
  }
  const shop = await openShop({
    storage: sqlite(file),
    vault: fileVault(`${file}.keys`),
    anchor: fileAnchor(`${file}.anchor`),
    gateways: [partners.gateway],
    carriers: [partners.carrier]
  })
  await furnish(shop)
  const goods = await Goods.of(shop)
  const sessions = await Sessions.open(`${file}.signed-out`, clock())
  const watch = new Watch(shop.storage, clock())
  let rounds: { readonly last?: Round; readonly busy?: Round } = {}
  const round = async (): Promise<void> => {
    const { answered, failed } = await shop.work({ limit: 200 })
    for (const { kind, cause, tries } of failed) console.error(`${kind}: ${cause}, try ${tries}`)
    const last = { at: clock(), answered, failed }
    rounds = answered + failed.length === 0 ? { ...rounds, last } : { last, busy: last }
  }
  let working: Promise<void> = Promise.resolve()
  // A round that fails is told to whom asked for it; the next one is worked all the same.
  const nudge = (): Promise<void> => (working = working.then(round, round))
  const callbacks = httpHandler(shop, {
    prefix: notifyBase,
    gateways: [partners.gateway],
    carriers: [partners.carrier],
    actor: () => undefined,
    onDue: () => void nudge().catch((cause: unknown) => console.error(cause))
  })
  let watching: Promise<void> = Promise.resolve()
  let sealed = 0
  const seal = async (): Promise<void> => {
    if (clock() - sealed < sealEvery) return
    sealed = clock()
    await shop.seal({ limit: 10_000 })
  }
  const tick = async (): Promise<void> => {
    try {
      await nudge()
      await seal()
      await watch.step(clock())
    } catch (cause) {
      console.error(cause)
    }
  }
  const loop = setInterval(() => {
    watching = tick()
  }, 1000)
  const runs = [gateway.run(stop.signal), carrier.run(stop.signal)]
  return {
    shop,
    goods,
    gateway,
    carrier,
    partners,
    callbacks,
    own: origin,
    address,
    cookies: new Cookies(secret, address),
    sessions,
    file,
    nudge,
    rounds: () => rounds,
    watch,
    close: async () => {
      clearInterval(loop)
      stop.abort()
      await callbacks.dispose()
      await Promise.allSettled([working, watching, ...runs])
      await shop.close()
    }
  }
}
