import * as Effect from "effect/Effect"
import { Headers, HttpTraceContext } from "effect/http"
import * as Option from "effect/Option"

/**
 * A request as a span, by OpenTelemetry's conventions for servers, beneath that of its caller (W3C Trace Context). It
 * carries the route and never the query, the headers or the body, which may be personal.
 */
export const traced = (
  request: Request,
  route: string | undefined,
  answering: Effect.Effect<Response>
): Effect.Effect<Response> => {
  const { method } = request
  const traceparent = request.headers.get("traceparent")
  const parent =
    traceparent === null ? undefined : Option.getOrUndefined(HttpTraceContext.w3c(Headers.fromInput({ traceparent })))
  const attributes = { "http.request.method": method, ...(route === undefined ? {} : { "http.route": route }) }
  const name = route === undefined ? method : `${method} ${route}`
  return Effect.useSpan(name, { kind: "server", attributes, ...(parent === undefined ? {} : { parent }) }, (span) =>
    Effect.map(Effect.withParentSpan(answering, span, { captureStackTrace: false }), (response) => {
      span.attribute("http.response.status_code", response.status)
      if (response.status >= 500) span.attribute("error.type", String(response.status))
      return response
    })
  )
}
