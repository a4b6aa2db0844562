import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Actor, ask, execute, type Failure, readJson } from "pannier/command"
import { idPattern, type Json, type Refusal } from "pannier/kernel"
import type { Carrier } from "pannier/logistics"
import { type Callback, PayloadTooLarge, type PaymentGateway } from "pannier/payment"
import type { Kernel, Shop } from "pannier/shop"
import { ClockSkew, StorageError } from "pannier/storage"
import { answer, statusOf, told } from "./answer.ts"
import { type ApiOptions, documentOf, keyHeader, securityOf } from "./api.ts"
import { saysJson, textOf } from "./body.ts"
import { Defect, MethodNotAllowed, RouteUnknown, ShuttingDown, Unauthenticated } from "./errors.ts"
import { type CronOptions, readiness, workOnce } from "./operations.ts"
import { parametersOf, readParameters } from "./parameter.ts"
import { prefixOf } from "./prefix.ts"
import { byTag, type Route, routesOf } from "./routes.ts"
import { traced } from "./trace.ts"
import { carrierPartner, gatewayPartner, hearCarrier, hearGateway, type Partner, type TakenIn } from "./webhook.ts"

/** How a shop is reached over HTTP. */
export interface HttpOptions extends ApiOptions {
  /**
   * Who sends a request; `undefined` or `null`: nobody known, which is answered with 401. It reads headers and must leave the
   * body alone. An actor whose id is no id of the shop (1 to 128 printable characters) counts as nobody.
   */
  readonly actor: (request: Request) => Actor | undefined | null | Promise<Actor | undefined | null>
  /** Those whose callbacks are taken at `/webhook/gateway/<name>`. */
  readonly gateways?: ReadonlyArray<PaymentGateway>
  /** Those whose callbacks are taken at `/webhook/carrier/<name>`. */
  readonly carriers?: ReadonlyArray<Carrier>
  /** Lets the worker work on `POST /worker`, and nobody without it. */
  readonly cron?: CronOptions
  /** Called after a commit that left intents due at once, such as the start of a payment: let the worker look. */
  readonly onDue?: () => void
  /** Told what the caller is not: a defect, or a port's failure with its detail. Absent: `console.error`. */
  readonly onFailure?: (failure: unknown, request: Request) => void
}

/** A shop over HTTP, for any server that speaks in the web's own Request and Response. */
export interface HttpHandler {
  /** Never rejects: whatever happens has an answer. */
  readonly fetch: (request: Request) => Promise<Response>
  /** The same for programs of effect, in their own runtime and by their own clock. */
  readonly respond: (request: Request) => Effect.Effect<Response>
  /**
   * Takes nothing new, answering 503, and waits for what is under way. What is so after `within` milliseconds (5,000 unless
   * told otherwise), such as a body that does not arrive, is let go of with 503 as well; a commit that was on its way may
   * still take effect, as its key tells. The shop stays open: it is the host's.
   */
  readonly dispose: (options?: DisposeOptions) => Promise<void>
  /** Told by `nodeListener` what ends a connection before its answer is whole: the `onFailure` of the options. */
  readonly onFailure: (failure: unknown, request: Request) => void
}

/** How a handler ends. */
export interface DisposeOptions {
  /** How long requests under way may go on, in milliseconds. The default is 5,000. */
  readonly within?: number
}

interface Refused {
  readonly _tag: string
}

interface Endpoint {
  readonly refusals: ReadonlyMap<string, Refusal>
  readonly serve: (request: Request, url: URL) => Effect.Effect<Response, Refused>
}

/** The endpoints of each path by their method. */
type Endpoints = ReadonlyMap<string, ReadonlyMap<string, Endpoint>>

/**
 * A shop as a fetch handler: `POST /<domain>/<name>`, `GET /<domain>/<name>`, callbacks, `GET /openapi.json`; and for
 * those who run it `GET /health` (the process is alive), `GET /ready` (its storage answers) and `POST /worker`.
 */
export const httpHandler = (shop: Shop | Kernel, options: HttpOptions): HttpHandler => {
  const kernel = "kernel" in shop ? shop.kernel : shop
  const endpoints = endpointsOf(kernel, options)
  const challenge = challengeOf(options)
  const alive = `${prefixOf(options)}/health`
  const underWay = new Map<Promise<Response>, AbortController>()
  let ending = false

  const refuse = (refusals: ReadonlyMap<string, Refusal>, fact: Refused, request: Request): Response => {
    const schema = refusals.get(fact._tag)
    const status = statusOf(schema)
    if (status >= 500 && fact._tag !== "ShuttingDown") fail(options, fact, request)
    return answer(status, told(schema, fact), {
      ...(fact._tag === "Unauthenticated" && challenge !== undefined ? { "www-authenticate": challenge } : {}),
      ...(isMethodRefused(fact) ? { allow: fact.allowed.join(", ") } : {}),
      // What was not read of the body would be taken for the next request; and where all ends, none is to follow.
      ...(status === 413 || fact._tag === "ShuttingDown" ? { connection: "close" } : {})
    })
  }

  const respond = (request: Request): Effect.Effect<Response> =>
    Effect.suspend(() => {
      const url = new URL(request.url)
      // A process that ends is alive, and serves nothing new.
      const found =
        ending && url.pathname !== alive
          ? Result.fail<Refused>({ _tag: "ShuttingDown" })
          : find(endpoints, request.method, url.pathname)
      if (Result.isFailure(found)) {
        return traced(
          request,
          undefined,
          Effect.sync(() => refuse(edge, found.failure, request))
        )
      }
      const { refusals, serve } = found.success
      const served = Effect.catch(serve(request, url), (fact) => Effect.sync(() => refuse(refusals, fact, request)))
      return traced(
        request,
        url.pathname,
        Effect.catchCause(served, (cause) => defect(cause, request))
      )
    }).pipe(
      Effect.catchCause((cause) => defect(cause, request)),
      Effect.map((response) => asAsked(request, response))
    )

  const defect = (cause: Cause.Cause<never>, request: Request): Effect.Effect<Response> =>
    Effect.sync(() => {
      fail(options, Cause.squash(cause), request)
      return answer(500, told(Defect, { _tag: "Defect" }))
    })

  const fetch = async (request: Request): Promise<Response> => {
    const patience = new AbortController()
    const answering = Effect.runPromiseExitWith(kernel.services)(respond(request), { signal: patience.signal }).then(
      Exit.match({
        onSuccess: (response) => response,
        // It answers whatever happens, unless it is let go of.
        onFailure: () => asAsked(request, refuse(edge, { _tag: "ShuttingDown" }, request))
      })
    )
    underWay.set(answering, patience)
    try {
      return await answering
    } finally {
      underWay.delete(answering)
    }
  }

  const dispose = async ({ within = 5_000 }: DisposeOptions = {}): Promise<void> => {
    ending = true
    const letGo = () => underWay.forEach((patience) => patience.abort())
    const timer = setTimeout(letGo, Math.min(within, longestTimer))
    await Promise.all(underWay.keys())
    clearTimeout(timer)
  }

  return { fetch, respond, dispose, onFailure: (failure, request) => fail(options, failure, request) }
}

// Timers take what is longer for nothing at all.
const longestTimer = 2 ** 31 - 1

const asAsked = ({ method }: Request, response: Response): Response =>
  method === "HEAD" ? new Response(null, response) : response

const edge = byTag([ShuttingDown, RouteUnknown, MethodNotAllowed])

const isMethodRefused = (fact: Refused): fact is MethodNotAllowed => fact._tag === "MethodNotAllowed"

// What a host's own functions throw must not take back an answer: the commit behind it stands.
const fail = ({ onFailure = console.error }: HttpOptions, failure: unknown, request: Request): void => {
  try {
    onFailure(failure, request)
  } catch (cause) {
    console.error(failure, cause)
  }
}

const announce = (options: HttpOptions, request: Request): void => {
  try {
    options.onDue?.()
  } catch (cause) {
    fail(options, cause, request)
  }
}

/** What a 401 asks for (RFC 9110, 11.6.1); a cookie has no scheme to ask with. */
const challengeOf = (options: ApiOptions): string | undefined => {
  const schemes = Object.values(securityOf(options)).flatMap((scheme) =>
    scheme._tag === "Http" ? [scheme.scheme] : scheme._tag === "Basic" ? ["Basic"] : []
  )
  return schemes.length === 0 ? undefined : schemes.join(", ")
}

const find = (endpoints: Endpoints, method: string, path: string): Result.Result<Endpoint, Refused> => {
  const methods = endpoints.get(path)
  if (methods === undefined) return Result.fail<RouteUnknown>({ _tag: "RouteUnknown", path })
  // Where there is GET there is HEAD (RFC 9110, 9.3.2).
  const found = methods.get(method === "HEAD" ? "GET" : method)
  if (found !== undefined) return Result.succeed(found)
  const allowed = [...methods.keys()].flatMap((known) => (known === "GET" ? ["GET", "HEAD"] : [known]))
  return Result.fail<MethodNotAllowed>({ _tag: "MethodNotAllowed", method, allowed })
}

const endpointsOf = (kernel: Kernel, options: HttpOptions): Endpoints => {
  const { gateways = [], carriers = [] } = options
  const prefix = prefixOf(options)
  let document: object | undefined
  const described = Effect.sync(() => answer(200, (document ??= documentOf(kernel, options))))
  const only = (path: string, method: string, endpoint: Endpoint) =>
    [`${prefix}${path}`, new Map([[method, endpoint]])] as const
  const heard = (partner: Partner, hear: Hear) => only(partner.path, "POST", callbackEndpoint(partner, hear, options))
  return new Map([
    ...routesOf(kernel).map((route) => only(route.path, route.method, entryEndpoint(kernel, route, options))),
    ...gateways.map((one) => heard(gatewayPartner(one), (callback) => hearGateway(kernel, one, callback))),
    ...carriers.map((one) => heard(carrierPartner(one), (callback) => hearCarrier(kernel, one, callback))),
    only("/openapi.json", "GET", { refusals: new Map(), serve: () => described }),
    only("/health", "GET", { refusals: new Map(), serve: () => Effect.succeed(answer(200, { status: "up" })) }),
    only("/ready", "GET", {
      refusals: byTag([StorageError]),
      serve: () => Effect.map(readiness(kernel), (told) => answer(200, told))
    }),
    ...(options.cron === undefined ? [] : [only("/worker", "POST", cronEndpoint(kernel, options.cron))])
  ])
}

const cronEndpoint = (kernel: Kernel, { allow, ...how }: CronOptions): Endpoint => ({
  refusals: byTag([Unauthenticated, ClockSkew, StorageError]),
  serve: Effect.fnUntraced(function* (request: Request): Effect.fn.Return<Response, Refused> {
    const allowed = yield* Effect.promise(async () => allow(request))
    if (!allowed) return yield* Effect.fail<Unauthenticated>({ _tag: "Unauthenticated" })
    return answer(200, yield* workOnce(kernel, how))
  })
})

type Hear = (callback: Callback) => Effect.Effect<TakenIn, Refused>

/** Who sends a request, as the shop can write it down. */
const actorOf = (request: Request, { actor }: HttpOptions): Effect.Effect<Actor, Unauthenticated> =>
  Effect.flatMap(
    Effect.promise(async () => actor(request)),
    (found) =>
      // Hosts without types have ids that are numbers, and users that are null.
      typeof found?.id === "string" && idPattern.test(found.id)
        ? Effect.succeed(found)
        : Effect.fail({ _tag: "Unauthenticated" } as const)
  )

const entryEndpoint = ({ engine }: Kernel, route: Route, options: HttpOptions): Endpoint => {
  const refusals = byTag([...route.refusals, Unauthenticated, PayloadTooLarge])
  if (route.method === "GET") {
    const { entry } = route
    const parameters = parametersOf(entry)
    const encode = Schema.encodeUnknownSync(entry.reply)
    return {
      refusals,
      serve: Effect.fnUntraced(function* (request: Request, url: URL): Effect.fn.Return<Response, Refused> {
        const actor = yield* actorOf(request, options)
        const input = yield* Effect.fromResult(readParameters(url.searchParams, parameters))
        const reply: unknown = yield* Effect.mapError(ask(engine, entry, input, { actor, wire: true }), whoseFault)
        return answer(200, encode(reply) as Json)
      })
    }
  }
  const { entry } = route
  return {
    refusals,
    serve: Effect.fnUntraced(function* (request: Request): Effect.fn.Return<Response, Refused> {
      const actor = yield* actorOf(request, options)
      const input = yield* jsonOf(request)
      const key = request.headers.get(keyHeader) ?? undefined
      const done = yield* execute(engine, entry, input, { actor, wire: true, key })
      if (done.intents) announce(options, request)
      return answer(200, done.wire)
    })
  }
}

// A cursor that storage did not give is the caller's mistake, not a failure of storage.
const whoseFault = (failure: Failure): Failure =>
  failure._tag === "StorageError" && failure.reason === "BadCursor"
    ? { _tag: "InvalidInput", path: "/after", reason: "no cursor of this list" }
    : failure

const bodyOf = (request: Request) =>
  Effect.flatMap(
    Effect.promise((signal) => textOf(request, signal)),
    Effect.fromResult
  )

const jsonOf = (request: Request): Effect.Effect<Json, Refused> => {
  const reason = "expected content-type application/json"
  if (!saysJson(request)) return Effect.fail({ _tag: "InvalidInput", path: "", reason } as Refused)
  return Effect.flatMap(bodyOf(request), (text) => Effect.fromResult(readJson(text)))
}

const callbackEndpoint = ({ refusals, subject }: Partner, hear: Hear, options: HttpOptions): Endpoint => ({
  refusals: byTag(refusals),
  serve: Effect.fnUntraced(function* (request: Request): Effect.fn.Return<Response, Refused> {
    const body = yield* bodyOf(request)
    const { told: said, intents } = yield* hear({ headers: Object.fromEntries(request.headers), body })
    if (intents) announce(options, request)
    return answer(200, "id" in said ? { [subject]: said.id } : said)
  })
})
