import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { InvalidInput } from "pannier/command"
import { type Bytes, bytesOf, headerNames, isRecent, requestContent, type Secrets, signer } from "../signature.ts"
import {
  bodyOf,
  ClosePayment,
  longestBody,
  PaymentStatus,
  Problem,
  type ProblemCode,
  readBytes,
  RefundStatus,
  StartPayment,
  StartRefund,
  write
} from "../wire.ts"
import { Book, type Known } from "./book.ts"
import { deliverer } from "./deliver.ts"
import { forgetful, journal } from "./journal.ts"
import { answerBuyer, delaysOf } from "./visit.ts"
import type { How } from "./words.ts"

/** Settings of {@link sandboxProvider}. */
export interface SandboxProviderOptions {
  readonly secret: Secrets
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly clock: () => number
  /** A file of JSON lines in which everything survives a restart. Absent: the provider forgets with the process. */
  readonly file?: string
  /** The shop that it serves. Default: `shop`. */
  readonly merchant?: string
  /** The path that it is mounted under. Default: `/sandbox/gateway`. */
  readonly base?: string
  /** How long a refund is pending, in milliseconds. Default: 0. */
  readonly refundsTake?: number
  /** An unpredictable text for each callback. Default: a random UUID. */
  readonly nonce?: () => string
  /** How callbacks are sent. Absent: the platform's `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>
}

/** The provider's side. */
export interface SandboxProvider {
  /** Answers everything under its base: requests of the shop, and the pages of buyers. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Sends the callbacks that are due; answers how many arrived. What did not arrive is sent again later. */
  readonly deliver: () => Promise<number>
  /** Sends callbacks as they come due, until the signal says to stop. */
  readonly run: (signal: AbortSignal) => Promise<void>
  /** What a buyer does on the page, without the page; answers how the payment stands then. */
  readonly pay: (payment: string, how?: How, seconds?: number) => Promise<Known["state"] | "unknown">
  readonly decline: (payment: string) => Promise<Known["state"] | "unknown">
}

/** A payment provider to practise on: it takes no money, and behaves in every other respect as a real one does. */
export const sandboxProvider = (options: SandboxProviderOptions): SandboxProvider => {
  const { merchant = "shop", clock } = options
  const base = (options.base ?? "/sandbox/gateway").replace(/\/+$/, "")
  const keys = signer(options.secret)
  const book = new Book(options.file === undefined ? forgetful : journal(options.file), options.refundsTake ?? 0)
  const delivering = deliverer({
    book,
    keys,
    merchant,
    clock,
    nonce: options.nonce ?? (() => crypto.randomUUID()),
    fetch: options.fetch ?? ((request) => fetch(request))
  })

  const turn = async (payment: string, state: "captured" | "declined", delays: ReadonlyArray<number>) => {
    const at = clock()
    book.pass(at)
    const known = book.payment(payment)
    if (known === undefined) return "unknown"
    const turned = book.turn(known, state, at, delays)
    await delivering.deliver(payment)
    return turned.state
  }

  const admit = async (request: Request, path: string): Promise<Bytes | ProblemCode> => {
    const body = await bodyOf(request, longestBody)
    if (body === undefined) return "PayloadTooLarge"
    const header = (name: string) => request.headers.get(name) ?? ""
    const timestamp = header(headerNames.timestamp)
    const content = requestContent(header(headerNames.nonce), request.method, path, body)
    const genuine =
      isRecent(timestamp, clock()) && (await keys.isSigned(timestamp, content, header(headerNames.signature)))
    if (!genuine) return "SignatureInvalid"
    return header(headerNames.merchant) === merchant ? body : "EventNotOurs"
  }

  const answerShop = async (request: Request, path: string): Promise<Response> => {
    const body = await admit(request, path)
    if (typeof body === "string") return problem(body)
    const at = clock()
    book.pass(at)
    const [, collection, id = "", verb] = path.split("/")
    const posts = request.method === "POST"
    const name = nameOf(id)
    if (name === undefined) return problem("InvalidInput")
    if (path === "/payments" && posts) {
      const read = readBytes(StartPayment, body)
      if (Result.isFailure(read)) return refused(read.failure)
      const token = (await keys.sign("page", bytesOf(read.success.payment))).slice(0, 32)
      return paymentAnswer(book.start(read.success, token, at))
    }
    if (collection === "payments" && verb === "close" && posts) {
      const read = readBytes(ClosePayment, body)
      if (Result.isFailure(read)) return refused(read.failure)
      return paymentAnswer(book.close(name, read.success.amount, at))
    }
    if (path === "/refunds" && posts) {
      const read = readBytes(StartRefund, body)
      if (Result.isFailure(read)) return refused(read.failure)
      const status = book.refund(read.success, at)
      return status === undefined ? problem("OtherAmount") : answer(RefundStatus, status)
    }
    if (request.method !== "GET") return problem("NotAllowed")
    if (collection === "payments" && verb === undefined) {
      const known = book.payment(name)
      return known === undefined ? problem("NotFound") : paymentAnswer(known)
    }
    if (collection === "refunds" && verb === undefined) {
      const status = book.refundStatus(name, at)
      return status === undefined ? problem("NotFound") : answer(RefundStatus, status)
    }
    return problem("NotFound")
  }

  return {
    deliver: () => delivering.deliver(),
    run: delivering.run,
    pay: (payment, how = "prompt", seconds = 30) => turn(payment, "captured", delaysOf(how, seconds)),
    decline: (payment) => turn(payment, "declined", [0]),
    fetch: async (request) => {
      const url = new URL(request.url)
      if (!url.pathname.startsWith(`${base}/`)) return problem("NotFound")
      const path = `${url.pathname.slice(base.length)}${url.search}`
      if (!path.startsWith("/pay/")) return answerShop(request, path)
      return answerBuyer({ book, clock, deliver: delivering.deliver }, request, url)
    }
  }
}

const nameOf = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part)
  } catch (cause) {
    if (cause instanceof URIError) return undefined
    throw cause
  }
}

const answer = <A>(schema: Schema.Codec<A, unknown>, value: A): Response =>
  new Response(write(schema, value), { headers: { "content-type": "application/json", "cache-control": "no-store" } })

const paymentAnswer = (known: Known | undefined): Response => {
  if (known === undefined) return problem("OtherAmount")
  const { payment, state, amount, reference, started } = known
  const page = started === undefined || state === "closed" ? {} : { page: `/pay/${started.token}` }
  return answer(PaymentStatus, { payment, state, amount, reference, ...page })
}

const refused = ({ _tag }: InvalidInput): Response => problem(_tag)

const statuses: { readonly [Code in ProblemCode]: number } = {
  SignatureInvalid: 401,
  EventNotOurs: 403,
  PayloadTooLarge: 413,
  InvalidInput: 400,
  NotFound: 404,
  OtherAmount: 409,
  NotAllowed: 405
}

const problem = (code: ProblemCode): Response =>
  new Response(write(Problem, { code }), {
    status: statuses[code],
    headers: { "content-type": "application/json", "cache-control": "no-store" }
  })
