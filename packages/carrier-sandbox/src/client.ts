import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { now } from "pannier/command"
import type { Carrier, CarrierCallback, CarrierCallbackRefusal, CarrierError, TrackingReport } from "pannier/logistics"
import { requestText, sealer, sealHeader } from "./seal.ts"
import { bodyOf, Cancelled, longestBody, Order, read, ReportAhead, Taken, understood, write } from "./wire.ts"

/** Settings of {@link sandboxCarrier}. */
export interface SandboxCarrierOptions {
  /** The name that the shop's delivery options carry. */
  readonly name: string
  /** Where the depot is mounted, such as `http://localhost:3000/sandbox/carrier`. */
  readonly baseUrl: string
  /** What the shop and the depot both know; at least 16 characters. */
  readonly secret: string
  /** Where the depot posts its callbacks. */
  readonly notifyUrl: string
  /** How long the depot has to answer, in milliseconds. Default: 10,000. */
  readonly timeout?: number
  /** Milliseconds since 1970-01-01T00:00:00Z. Absent: effect's `Clock`. */
  readonly clock?: () => number
  /** How requests are sent. Absent: the platform's `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>
}

/** A carrier whose depot is the sandbox, spoken to over HTTP. */
export const sandboxCarrier = (options: SandboxCarrierOptions): Carrier => {
  const { name } = options
  const seals = sealer(options.secret)
  const clock = options.clock === undefined ? now : Effect.sync(options.clock)
  const base = options.baseUrl.replace(/\/+$/, "")
  const failure = (reason: CarrierError["reason"], detail: string): CarrierError => ({
    _tag: "CarrierError",
    carrier: name,
    reason,
    detail
  })

  const send = async (request: Request): Promise<readonly [status: number, body: string | undefined]> => {
    const response = await (options.fetch ?? fetch)(request)
    return [response.status, await bodyOf(response)]
  }

  const ask = Effect.fnUntraced(function* <A>(
    method: "GET" | "POST",
    path: string,
    body: string,
    answer: Schema.Codec<A, unknown>
  ): Effect.fn.Return<A, CarrierError> {
    const at = yield* clock
    const seal = yield* Effect.promise(() => seals.seal(requestText(method, path, body), at))
    const [status, text] = yield* Effect.tryPromise({
      try: (signal) =>
        send(
          new Request(`${base}${path}`, {
            method,
            redirect: "error",
            signal: AbortSignal.any([signal, AbortSignal.timeout(options.timeout ?? 10_000)]),
            headers: { "content-type": "application/json", [sealHeader]: seal },
            ...(method === "POST" ? { body } : {})
          })
        ),
      // What went wrong on the way is told by its kind alone: an address may stand in the message.
      catch: (cause) =>
        cause instanceof DOMException && cause.name === "TimeoutError"
          ? failure("TimedOut", path)
          : failure("Unreachable", cause instanceof Error ? cause.name : "no answer")
    })
    if (status >= 500) return yield* Effect.fail(failure("Unreachable", `status ${status}`))
    if (status !== 200) return yield* Effect.fail(failure("Refused", `status ${status}`))
    if (text === undefined) return yield* Effect.fail(failure("Malformed", "an answer too long"))
    return yield* Effect.fromResult(
      Result.mapError(read(answer, text), ({ path: where }) => failure("Malformed", `answer ${where}`))
    )
  })

  /** What is said beside what nobody here can read is taken in: refused, it would be sent again and again. */
  const told = Effect.fnUntraced(function* (ahead: typeof ReportAhead.Type): Effect.fn.Return<TrackingReport> {
    const { report, strange } = understood(ahead)
    if (strange.length > 0) {
      yield* Effect.annotateLogs(Effect.logWarning("scans of an unknown kind are let pass"), {
        carrier: name,
        shipment: report.shipment,
        kinds: strange
      })
    }
    return report
  })

  return {
    name,
    book: (booking) =>
      Effect.map(
        ask("POST", "/parcels", write(Order, { ...booking, notify: options.notifyUrl }), Taken),
        ({ accepted }) => (accepted === undefined ? { _tag: "Declined" } : { _tag: "Accepted", ...accepted })
      ),
    cancel: ({ shipment }) =>
      Effect.map(
        ask("POST", `/parcels/${encodeURIComponent(shipment)}/cancel`, "{}", Cancelled),
        ({ outcome }) => outcome
      ),
    track: Effect.fnUntraced(function* ({ shipment, trackingNumber }) {
      const number = encodeURIComponent(trackingNumber)
      const report = yield* ask(
        "GET",
        `/parcels/${encodeURIComponent(shipment)}?number=${number}`,
        "",
        ReportAhead
      ).pipe(Effect.flatMap(told))
      if (report.shipment === shipment && report.trackingNumber === trackingNumber) return report
      return yield* Effect.fail(failure("Malformed", "another parcel"))
    }),
    verify: Effect.fnUntraced(function* (
      { headers, body }: CarrierCallback,
      at: number
    ): Effect.fn.Return<TrackingReport, CarrierCallbackRefusal> {
      if (body.length > longestBody) {
        return yield* Effect.fail({ _tag: "CarrierPayloadTooLarge", size: body.length, most: longestBody } as const)
      }
      const genuine = yield* Effect.promise(() => seals.isGenuine(body, headers[sealHeader] ?? "", at))
      if (!genuine) return yield* Effect.fail({ _tag: "CarrierSignatureInvalid", carrier: name } as const)
      return yield* Effect.flatMap(Effect.fromResult(read(ReportAhead, body)), told)
    })
  }
}
