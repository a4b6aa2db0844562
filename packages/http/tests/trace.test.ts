import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Tracer from "effect/Tracer"
import { expect, test } from "vitest"
import { httpHandler } from "@pannier/http"
import { memory, memoryVault } from "pannier/memory"
import { openShop } from "pannier/shop"

/** Answers one request, and what spans a tracer was told of it. */
const watched = async (path: string, init: RequestInit = {}) => {
  const spans: Array<Tracer.Span> = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    }
  })
  await using shop = await openShop({
    storage: memory(),
    vault: memoryVault(),
    telemetry: Layer.succeed(Tracer.Tracer, tracer)
  })
  const { fetch } = httpHandler(shop, { actor: () => ({ id: "ann", kind: "customer" }) })
  spans.length = 0
  const { status } = await fetch(new Request(`http://shop.example${path}`, init))
  const parentOf = ({ parent }: Tracer.Span) => Option.getOrUndefined(parent)
  return { status, spans, parentOf }
}

const trace = "4bf92f3577b34da6a3ce929d0e0e4736"
const opening = (traceparent: string): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json", traceparent },
  body: JSON.stringify({ currency: "CNY" })
})

test("a request goes on in the trace of its caller, and its call and its commit stand beneath it", async () => {
  const { status, spans, parentOf } = await watched("/cart/open", opening(`00-${trace}-00f067aa0ba902b7-01`))
  expect(status).toBe(200)
  expect(spans.map(({ name }) => name)).toEqual(["POST /cart/open", "pannier cart.open", "pannier commit"])
  const [request, call, commit] = spans as [Tracer.Span, Tracer.Span, Tracer.Span]
  expect(parentOf(request)).toMatchObject({ traceId: trace, spanId: "00f067aa0ba902b7" })
  expect([parentOf(call), parentOf(commit)]).toEqual([request, call])
  expect(spans.map(({ traceId }) => traceId)).toEqual([trace, trace, trace])
  expect(Object.fromEntries(request.attributes)).toEqual({
    "http.request.method": "POST",
    "http.route": "/cart/open",
    "http.response.status_code": 200
  })
})

test.each([
  "",
  "00-0",
  `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
  `00-${trace}-00f067aa0ba902b7-01-more`,
  `ff-${trace}-00f067aa0ba902b7-01`,
  `00-${trace.toUpperCase().replace("4", "<")}-00f067aa0ba902b7-01`
])("a trace that is none, `%s`, is left alone", async (traceparent) => {
  const { status, spans, parentOf } = await watched("/cart/open", opening(traceparent))
  expect(status).toBe(200)
  expect(spans[0] && parentOf(spans[0])).toBeUndefined()
})

test("neither a query nor a path that is nowhere is told", async () => {
  const asked = await watched("/order/get?order=secret-4711")
  expect(asked.status).toBe(404)
  const nowhere = await watched("/secret-4711/get")
  expect(nowhere.status).toBe(404)
  const told = [...asked.spans, ...nowhere.spans].map(({ name, attributes }) => [name, ...attributes])
  expect(told.map(([name]) => name)).toEqual(["GET /order/get", "pannier order.get", "GET"])
  expect(JSON.stringify(told)).not.toContain("4711")
})
