/** The server: it listens first, since the partners are told its address, and answers once the house is open. */
import { serve } from "@hono/node-server"
import type { AddressInfo } from "node:net"
import { appOf } from "./app.ts"
import { type House, openHouse } from "./house.ts"

export interface Site {
  /** `http://localhost:3000` */
  readonly origin: string
  readonly house: House
  readonly close: () => Promise<void>
}

/** Opens the shop on a store and serves it. Port 0 takes a free one. */
export const startSite = async (options: { readonly store: string; readonly port: number }): Promise<Site> => {
  let answer: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 })
  const listening = Promise.withResolvers<AddressInfo>()
  const server = serve({ fetch: (request) => answer(request), port: options.port }, listening.resolve)
  server.once("error", listening.reject)
  const { port } = await listening.promise
  const origin = `http://localhost:${port}`
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    if ("closeAllConnections" in server) server.closeAllConnections()
    await closed
  }
  const house = await openHouse(options.store, origin).catch(async (cause: unknown) => {
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
