import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { Chance, now } from "pannier/command"
import type { Money } from "pannier/money"
import type {
  Callback,
  CallbackRefusal,
  GatewayError,
  GatewayReport,
  PaymentGateway,
  RefundReport
} from "pannier/payment"
import { bytesOf, headerNames, isRecent, requestContent, type Secrets, signer, timestampOf } from "./signature.ts"
import {
  bodyOf,
  ClosePayment,
  longestBody,
  longestCallback,
  Notice,
  PaymentStatus,
  Problem,
  read,
  readBytes,
  readEnvelope,
  RefundStatus,
  StartPayment,
  StartRefund,
  write
} from "./wire.ts"

/** Settings of {@link sandboxGateway}. */
export interface SandboxGatewayOptions {
  /** The name that the shop's payments carry. */
  readonly name: string
  /** The means of payment that it offers. Default: one, of its own name. */
  readonly methods?: ReadonlyArray<string>
  /** Where the provider is mounted, such as `http://localhost:3000/sandbox/gateway`. */
  readonly baseUrl: string
  readonly secret: Secrets
  /** Who the shop is at the provider; a callback meant for another is refused. Default: `shop`. */
  readonly merchant?: string
  /** Where the provider posts its callbacks. */
  readonly notifyUrl: string
  /** Where the buyer goes afterwards. Absent: the provider's page is the end. */
  readonly returnUrl?: (about: { readonly payment: string; readonly order: string }) => string
  /** The provider's base as buyers reach it, if that is not `baseUrl`; a path alone will do. */
  readonly pageUrl?: string
  /** How long the provider has to answer, in milliseconds. Default: 10,000. */
  readonly timeout?: number
  /** Milliseconds since 1970-01-01T00:00:00Z. Absent: effect's `Clock`. */
  readonly clock?: () => number
  /** How requests are sent. Absent: the platform's `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>
}

/** A payment gateway whose provider is the sandbox, spoken to over HTTP. */
export const sandboxGateway = (options: SandboxGatewayOptions): PaymentGateway => {
  const { name, merchant = "shop" } = options
  const keys = signer(options.secret)
  const clock = options.clock === undefined ? now : Effect.sync(options.clock)
  const base = trimmed(options.baseUrl)
  const pages = trimmed(options.pageUrl ?? options.baseUrl)

  const ask = <A>(method: "GET" | "POST", path: string, body: string, answer: Schema.Codec<A, unknown>) =>
    Effect.gen(function* () {
      const timestamp = timestampOf(yield* clock)
      const nonce = (yield* Chance).hexadecimal(32)
      const request = async (signal: AbortSignal): Promise<Result.Result<A, GatewayError> | undefined> => {
        const signature = await keys.sign(timestamp, requestContent(nonce, method, path, bytesOf(body)))
        const response = await (options.fetch ?? fetch)(
          new Request(`${base}${path}`, {
            method,
            redirect: "error",
            signal: AbortSignal.any([signal, AbortSignal.timeout(options.timeout ?? 10_000)]),
            headers: {
              "content-type": "application/json",
              [headerNames.merchant]: merchant,
              [headerNames.timestamp]: timestamp,
              [headerNames.nonce]: nonce,
              [headerNames.signature]: signature
            },
            ...(method === "POST" ? { body } : {})
          })
        )
        return understood(name, response.status, await bodyOf(response, longestBody), answer)
      }
      const answered = yield* Effect.tryPromise({ try: request, catch: (cause) => unheard(name, cause) })
      return answered === undefined ? undefined : yield* Effect.fromResult(answered)
    })

  const known = (status: PaymentStatus | undefined, payment: string): Effect.Effect<PaymentStatus, GatewayError> =>
    status?.payment === payment ? Effect.succeed(status) : Effect.fail(malformed(name, "another payment"))

  const returned = (status: RefundStatus | undefined, asked: string): Effect.Effect<RefundReport, GatewayError> => {
    if (status?.refund !== asked) return Effect.fail(malformed(name, "another refund"))
    const { refund, state, amount, reference } = status
    return Effect.succeed({ refund, state, amount, reference })
  }

  return {
    name,
    ...(options.methods === undefined ? {} : { methods: options.methods }),
    capabilities: { partialRefunds: true, currencies: "all" },
    start: ({ payment, order, amount, expiresAt }) =>
      Effect.gen(function* () {
        const back = options.returnUrl?.({ payment, order })
        const request = { payment, order, amount, expiresAt, notify: options.notifyUrl }
        const body = write(StartPayment, back === undefined ? request : { ...request, back })
        const status = yield* known(yield* ask("POST", "/payments", body, PaymentStatus), payment)
        return status.page === undefined
          ? reportOf(status)
          : { ...reportOf(status), redirect: `${pages}${status.page}` }
      }),
    query: ({ payment, amount }) =>
      Effect.gen(function* () {
        const status = yield* ask("GET", `/payments/${encodeURIComponent(payment)}`, "", PaymentStatus)
        if (status === undefined) return { payment, amount, state: "unknown" } satisfies GatewayReport
        return reportOf(yield* known(status, payment))
      }),
    close: ({ payment, amount }) =>
      Effect.gen(function* () {
        const path = `/payments/${encodeURIComponent(payment)}/close`
        return reportOf(yield* known(yield* ask("POST", path, write(ClosePayment, { amount }), PaymentStatus), payment))
      }),
    refund: (request) =>
      Effect.gen(function* () {
        const status = yield* ask("POST", "/refunds", write(StartRefund, request), RefundStatus)
        return yield* returned(status, request.refund)
      }),
    queryRefund: ({ refund, amount }) =>
      Effect.gen(function* () {
        const status = yield* ask("GET", `/refunds/${encodeURIComponent(refund)}`, "", RefundStatus)
        if (status === undefined) return { refund, amount, state: "unknown" } satisfies RefundReport
        return yield* returned(status, refund)
      }),
    verify: Effect.fnUntraced(function* (
      callback: Callback,
      at: number
    ): Effect.fn.Return<GatewayReport, CallbackRefusal> {
      const { body } = callback
      const bytes = body.length > longestCallback ? undefined : bytesOf(body)
      const size = bytes?.length ?? body.length
      if (bytes === undefined || size > longestCallback) {
        return yield* Effect.fail({ _tag: "PayloadTooLarge", size, most: longestCallback } as const)
      }
      const timestamp = callback.headers[headerNames.timestamp] ?? ""
      const signature = callback.headers[headerNames.signature] ?? ""
      // Text with a lone surrogate has no bytes of its own, so nobody can have signed them.
      const genuine =
        isRecent(timestamp, at) &&
        body.isWellFormed() &&
        (yield* Effect.promise(() => keys.isSigned(timestamp, bytes, signature)))
      if (!genuine) return yield* Effect.fail({ _tag: "SignatureInvalid", gateway: name } as const)
      const envelope = yield* Effect.fromResult(readEnvelope(body))
      if (envelope.merchant !== merchant) return yield* Effect.fail({ _tag: "EventNotOurs", gateway: name } as const)
      if (!kinds.includes(envelope.state)) {
        return yield* Effect.fail({ _tag: "EventUnknown", gateway: name, kind: envelope.state } as const)
      }
      return reportOf(yield* Effect.fromResult(read(Notice, body)))
    })
  }
}

/** The kinds of callbacks that it knows. */
const kinds: ReadonlyArray<string> = Notice.fields.state.literals

const trimmed = (address: string): string => address.replace(/\/+$/, "")

const reportOf = (status: {
  readonly payment: string
  readonly state: PaymentStatus["state"]
  readonly amount: Money
  readonly reference: string
}): GatewayReport => ({
  payment: status.payment,
  state: status.state,
  amount: status.amount,
  reference: status.reference
})

const malformed = (gateway: string, detail: string): GatewayError => ({
  _tag: "GatewayError",
  gateway,
  reason: "Malformed",
  detail
})

// What went wrong on the way is told by its kind alone: an address may stand in the message.
const unheard = (gateway: string, cause: unknown): GatewayError => {
  const late = cause instanceof DOMException && cause.name === "TimeoutError"
  const detail = cause instanceof Error ? cause.name : "no answer"
  return { _tag: "GatewayError", gateway, reason: late ? "TimedOut" : "Unreachable", detail }
}

/** What an answer means; `undefined` for "no such payment". */
const understood = <A>(
  gateway: string,
  status: number,
  body: Parameters<typeof readBytes>[1] | undefined,
  answer: Schema.Codec<A, unknown>
): Result.Result<A, GatewayError> | undefined => {
  if (status >= 500) {
    return Result.fail({ _tag: "GatewayError", gateway, reason: "Unreachable", detail: `status ${status}` })
  }
  if (body === undefined) return Result.fail(malformed(gateway, "an answer too long"))
  if (status === 200)
    return Result.mapError(readBytes(answer, body), ({ path }) => malformed(gateway, `answer ${path}`))
  const problem = readBytes(Problem, body)
  if (Result.isFailure(problem)) return Result.fail(malformed(gateway, `status ${status}`))
  if (problem.success.code === "NotFound") return undefined
  return Result.fail({ _tag: "GatewayError", gateway, reason: "Refused", detail: problem.success.code })
}
