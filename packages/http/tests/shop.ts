import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import * as Effect from "effect/Effect"
import { type Actor, system } from "pannier/command"
import {
  memory,
  type MemoryCarrier,
  memoryCarrier,
  type MemoryGateway,
  memoryGateway,
  memoryVault
} from "pannier/memory"
import type { Adapter } from "pannier/storage"
import { openShop, type Shop } from "pannier/shop"
import { audit, shopQuestions } from "pannier/testing"
import { documentOf, type HttpHandler, httpHandler, type HttpOptions } from "@pannier/http"
import { nodeListener } from "@pannier/http/node"
import { undescribed } from "./description.ts"

export const address = {
  name: "安小满",
  phone: "+86 138 0000 4321",
  country: "CN",
  region: "CN-ZJ",
  city: "杭州",
  street: "龙井路 8 号"
}

const yuan = (amount: string) => ({ amount, currency: "CNY" })

const delivery = {
  options: [
    {
      id: "standard",
      name: { zh: "标准快递", en: "standard" },
      carrier: "slowboat",
      days: { from: 2, until: 4 },
      heaviestGrams: 30_000,
      rates: [{ currency: "CNY", elsewhere: { kind: "flat" as const, amount: yuan("10.00") }, regions: [] }]
    }
  ],
  pollAfter: 360
}

/** States a tea at 128.00, twenty pieces of it, and a clerk. */
const furnish = async (shop: Shop): Promise<void> => {
  const { catalog, inventory, permission, pricing, settings } = shop.as(system)
  await settings.change({ section: "logistics.delivery", value: delivery })
  await catalog.defineCategories({ categories: [{ id: "tea", name: { zh: "茶", en: "tea" } }] })
  await catalog.defineProduct({
    id: "longjing",
    merchant: "shanfang",
    category: "tea",
    name: { zh: "龙井", en: "Longjing" },
    description: { zh: "西湖龙井", en: "Longjing of the West Lake" },
    kind: "physical",
    tags: ["tea"],
    attributes: {},
    tax: { included: true, rates: [{ id: "vat", rate: "0.13" }] },
    options: [],
    state: "active",
    variants: [{ sku: "longjing", options: {}, weightGrams: 250 }]
  })
  await pricing.state({
    sku: "longjing",
    entries: [{ id: "base", sku: "longjing", currency: "CNY", amount: "128.00" }]
  })
  await inventory.definePlace({ id: "hangzhou", name: { zh: "杭州仓", en: "Hangzhou" }, position: 0 })
  await inventory.receive({ reference: "note-1", place: "hangzhou", lines: [{ sku: "longjing", quantity: 20 }] })
  await permission.grant({ staff: "chen", role: "clerk" })
}

/** The test host's own way to know its people: `authorization: Bearer customer:ann`. */
const bearer = (request: Request): Actor | undefined => {
  const [, kind, id] =
    /^Bearer (guest|customer|staff|system):(.*)$/.exec(request.headers.get("authorization") ?? "") ?? []
  return kind === undefined || id === undefined ? undefined : { id, kind: kind as Actor["kind"] }
}

/** An answer, with its body as text and as JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads replies without saying their types again
  readonly json: any
}

export interface TeaServer {
  readonly shop: Shop
  readonly handler: HttpHandler
  readonly gateway: MemoryGateway
  readonly carrier: MemoryCarrier
  readonly base: string
  readonly port: number
  /** What the host was told and the caller was not. */
  readonly failures: Array<unknown>
  /** How often a commit left something to do at once. */
  due: number
  readonly send: (path: string, init?: RequestInit) => Promise<Answer>
  readonly post: (who: string, path: string, input: unknown, headers?: Record<string, string>) => Promise<Answer>
  readonly get: (who: string, path: string, parameters?: Record<string, string>) => Promise<Answer>
  readonly work: () => Promise<unknown>
  /** How many commits there are. */
  readonly commits: () => Promise<number>
}

export const answered = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = response.headers.get("content-type") === "application/json" && text !== ""
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined }
}

let described: object | undefined

/**
 * Runs a story against a shop behind a real server. Every answer must be what the OpenAPI document says of it, and however the
 * story ends, the log must tell the same as the store.
 */
export const withServer = async (
  story: (server: TeaServer) => Promise<void>,
  options: Partial<HttpOptions> & {
    readonly others?: ReadonlyArray<MemoryGateway>
    readonly audited?: boolean
    readonly storage?: Adapter
  } = {}
): Promise<void> => {
  const gateway = memoryGateway({ name: "sandbox" })
  const carrier = memoryCarrier({ name: "slowboat" })
  const gateways = [gateway, ...(options.others ?? [])]
  await using shop = await openShop({
    storage: options.storage ?? memory(),
    vault: memoryVault(),
    gateways,
    carriers: [carrier]
  })
  await furnish(shop)
  const failures: Array<unknown> = []
  const handler = httpHandler(shop, {
    actor: bearer,
    gateways,
    carriers: [carrier],
    onDue: () => void server.due++,
    onFailure: (failure) => failures.push(failure),
    ...options
  })
  const listening = createServer(nodeListener(handler))
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve))
  const { port } = listening.address() as AddressInfo
  const base = `http://127.0.0.1:${port}`
  const document = (described ??= documentOf(shop.kernel, { gateways: [gateway], carriers: [carrier] }))
  const send: TeaServer["send"] = async (path, init = {}) => {
    const answer = await answered(await fetch(`${base}${path}`, init))
    const wrong = undescribed(document, init.method ?? "GET", path.split("?")[0] ?? "", answer)
    if (wrong !== undefined) throw new Error(wrong)
    return answer
  }
  const server: TeaServer = {
    shop,
    handler,
    gateway,
    carrier,
    base,
    port,
    failures,
    due: 0,
    send,
    post: (who, path, input, headers = {}) =>
      send(path, {
        method: "POST",
        headers: { authorization: `Bearer ${who}`, "content-type": "application/json", ...headers },
        body: typeof input === "string" ? input : JSON.stringify(input)
      }),
    get: (who, path, parameters = {}) =>
      send(`${path}?${new URLSearchParams(parameters).toString()}`, { headers: { authorization: `Bearer ${who}` } }),
    work: () => shop.work({ limit: 100 }),
    commits: async () => (await Effect.runPromise(shop.storage.events(0, 10_000))).length
  }
  try {
    await story(server)
    if (options.audited === false) return
    const { violations } = await Effect.runPromise(audit(shop.storage, shopQuestions))
    if (violations.length > 0) throw new Error(violations.join("\n"))
  } finally {
    await new Promise((resolve) => {
      listening.close(resolve)
      listening.closeAllConnections()
    })
  }
}

/** Fills a cart of ann's and has it quoted; answers what an order is placed with. */
export const readyToOrder = async ({ post }: TeaServer, quantity = 2) => {
  const cart = (await post("customer:ann", "/cart/open", { currency: "CNY" })).json.id as string
  await post("customer:ann", "/cart/addLine", { cart, sku: "longjing", quantity })
  const choice = { delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" }
  await post("customer:ann", "/cart/choose", { cart, ...choice })
  const quoted = await post("customer:ann", "/cart/quote", { cart })
  return { cart, quote: quoted.json.id as string, address, gateway: "sandbox" }
}
