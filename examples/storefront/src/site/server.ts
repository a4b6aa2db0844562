/** The server: it listens first, since the partners are told its address, and answers once the house is open. */
import { serve } from "@hono/node-server"
import type { Server } from "node:http"
import type { AddressInfo } from "node:net"
import { appOf } from "./app.ts"
import { type House, openHouse } from "./house.ts"
import type { Options } from "./options.ts"

export interface Site {
  /** Where buyers reach it: `http://localhost:3000` */
  readonly origin: string
  readonly house: House
  readonly close: () => Promise<void>
}

/** Addresses at which a server listens on every interface, the loopback among them. */
const everywhere: ReadonlySet<string> = new Set(["0.0.0.0", "::"])

/** How long requests under way have for their answers when the shop closes, and how often is looked, in milliseconds. */
const patience = 5_000
const lookAgain = 50

/** Takes no more connections, lets requests under way be answered, and then cuts what is left. */
const closed = async (server: Server): Promise<void> => {
  const done = new Promise<void>((resolve) => server.close(() => resolve()))
  // A connection that is kept open for the next request ends once it has had its answer.
  const idle = setInterval(() => server.closeIdleConnections(), lookAgain)
  const late = setTimeout(() => server.closeAllConnections(), patience)
  await done
  clearInterval(idle)
  clearTimeout(late)
}

/** Where this process reaches its own server. */
const ownAddress = ({ address, family, port }: AddressInfo): string => {
  if (everywhere.has(address)) return `http://127.0.0.1:${port}`
  return family === "IPv6" ? `http://[${address}]:${port}` : `http://${address}:${port}`
}

/** Opens the shop on a store and serves it. Port 0 takes a free one; without a host it is reached from this machine alone. */
export const startSite = async (options: Options): Promise<Site> => {
  const { host = "127.0.0.1" } = options
  let answer: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 })
  const listening = Promise.withResolvers<AddressInfo>()
  const server = serve({ fetch: (request) => answer(request), hostname: host, port: options.port }, listening.resolve)
  server.once("error", listening.reject)
  const listens = await listening.promise
  const own = ownAddress(listens)
  const isNear = everywhere.has(listens.address) || listens.address === "127.0.0.1"
  const origin = options.origin ?? (isNear ? `http://localhost:${listens.port}` : own)
  const close = (): Promise<void> => closed(server as Server)
  const house = await openHouse(options.store, own, origin).catch(async (cause: unknown) => {
    await close()
    throw cause
  })
  const app = appOf(house)
  answer = (request) => app.fetch(request)
  return {
    origin,
    house,
    close: async () => {
      await close()
      await house.close()
    }
  }
}
