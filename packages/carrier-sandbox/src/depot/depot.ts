import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { requestText, sealer, sealHeader } from "../seal.ts"
import { bodyOf, Cancelled, Order, read, Report, Taken, write } from "../wire.ts"
import { type Advance, Book, type Parcel, type Step } from "./book.ts"
import { deliverer, pause } from "./deliver.ts"
import { forgetful, inFile } from "./keeping.ts"
import { answerCourier } from "./page.ts"

/** Settings of {@link sandboxDepot}. */
export interface SandboxDepotOptions {
  /** What the shop and the depot both know; at least 16 characters. */
  readonly secret: string
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly clock: () => number
  /** A file of JSON in which everything survives a restart. Absent: the depot forgets with the process. */
  readonly file?: string
  /** The path that it is mounted under. Default: `/sandbox/carrier`. */
  readonly base?: string
  /** Regions (ISO 3166-2, or a whole country) that it brings nothing to. */
  readonly declines?: ReadonlyArray<string>
  /** Scans that come by themselves, one after the other, from the booking on. Absent: only those that somebody makes. */
  readonly journey?: ReadonlyArray<Step>
  /** How callbacks are sent. Absent: the platform's `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>
}

/** The carrier's side. */
export interface SandboxDepot {
  /** Answers everything under its base: requests of the shop, and the page of the couriers. */
  readonly fetch: (request: Request) => Promise<Response>
  /** What a courier does on the page, without the page; answers how the parcel stands then. */
  readonly advance: Advance
  /** Sends the callbacks that are due; answers how many arrived. What did not arrive is sent again later, three times. */
  readonly deliver: () => Promise<number>
  /** Makes scans and sends callbacks as they come due, until the signal says to stop. */
  readonly run: (signal: AbortSignal) => Promise<void>
}

/** A carrier to practise on: it moves nothing, and behaves in every other respect as a real one does. */
export const sandboxDepot = (options: SandboxDepotOptions): SandboxDepot => {
  const { clock } = options
  const base = (options.base ?? "/sandbox/carrier").replace(/\/+$/, "")
  const seals = sealer(options.secret)
  const book = new Book(options.file === undefined ? forgetful : inFile(options.file), options.journey ?? [])
  const deliver = deliverer({
    book,
    seals,
    clock,
    fetch: options.fetch ?? ((request) => fetch(request))
  })

  const advance: Advance = async (shipment, status, telling) => {
    book.pass(clock())
    const scanned = book.scan(shipment, status, clock(), telling)
    await deliver()
    return scanned
  }

  const serves = (region: string): boolean =>
    !(options.declines ?? []).some((one) => one === region || one === region.slice(0, 2))

  const answerShop = async (request: Request, path: string, number: string): Promise<Response> => {
    const body = await bodyOf(request)
    if (body === undefined) return status(413)
    const text = requestText(request.method, path, body)
    if (!(await seals.isGenuine(text, request.headers.get(sealHeader) ?? "", clock()))) return status(401)
    const at = clock()
    book.pass(at)
    if (path === "/parcels" && request.method === "POST") {
      const order = read(Order, body)
      if (Result.isFailure(order)) return status(400)
      const { shipment, notify, address } = order.success
      return taken(book.book(shipment, notify, serves(address.region), at))
    }
    const [, shipment, cancels] = /^\/parcels\/([^/?]+)(\/cancel)?(?:\?.*)?$/.exec(path) ?? []
    const name = shipment === undefined ? undefined : decoded(shipment)
    if (name === undefined) return status(404)
    if (cancels !== undefined) {
      return request.method === "POST" ? answer(Cancelled, { outcome: book.cancel(name) }) : status(405)
    }
    if (request.method !== "GET") return status(405)
    const parcel = book.parcel(name)
    const events = parcel?.trackingNumber === number ? parcel.events : []
    return answer(Report, { shipment: name, trackingNumber: number, events })
  }

  const taken = ({ state, trackingNumber }: Parcel): Response =>
    answer(Taken, state === "cancelled" ? {} : { accepted: { trackingNumber, label: `${base}/#${trackingNumber}` } })

  return {
    advance,
    deliver,
    run: async (signal) => {
      while (!signal.aborted) {
        book.pass(clock())
        await deliver()
        await pause(Math.min(Math.max((book.nextDue ?? Number.POSITIVE_INFINITY) - clock(), 10), 1_000), signal)
      }
    },
    fetch: async (request) => {
      const { pathname, search, searchParams } = new URL(request.url)
      if (pathname === base || pathname === `${base}/`) return answerCourier({ book, clock, advance }, request, base)
      if (!pathname.startsWith(`${base}/`)) return status(404)
      return answerShop(request, pathname.slice(base.length) + search, searchParams.get("number") ?? "")
    }
  }
}

const decoded = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part)
  } catch (cause) {
    if (cause instanceof URIError) return undefined
    throw cause
  }
}

const plain = { "content-type": "application/json", "cache-control": "no-store" }

const status = (code: number): Response => new Response("{}", { status: code, headers: plain })

const answer = <A>(schema: Schema.Codec<A, unknown>, value: A): Response =>
  new Response(write(schema, value), { headers: plain })
