import { spawn } from "node:child_process"
import { createServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

const bodyOf = async (request: IncomingMessage): Promise<any> => {
  let text = ""
  for await (const chunk of request) text += String(chunk)
  return JSON.parse(text)
}

/** A collector, as far as receiving goes. */
const collecting = async (run: (url: string) => Promise<void>) => {
  const received: Array<{ readonly path: string | undefined; readonly body: any }> = []
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      received.push({ path: request.url, body })
      response.writeHead(200, { "content-type": "application/json" }).end("{}")
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  try {
    await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
  return received
}

const sell = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: url }
    const program = spawn(process.execPath, ["--conditions=@pannier/source", main], { env, stdio: "pipe" })
    let said = ""
    for (const stream of [program.stdout, program.stderr]) stream.on("data", (chunk) => (said += String(chunk)))
    program.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(said))))
  })

const valueOf = (attributes: ReadonlyArray<any>, key: string) =>
  Object.values(attributes.find((one) => one.key === key)?.value ?? {})[0]

test("a collector hears of every call, its commit and every errand, by tag and number", {
  timeout: 120_000
}, async () => {
  const received = await collecting(sell)
  const spans = received
    .filter(({ path }) => path === "/v1/traces")
    .flatMap(({ body }) => body.resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans: some }) => some)
  const named = (name: string) => spans.filter((span) => span.name === name)
  expect(named("pannier order.place").map(({ attributes }) => valueOf(attributes, "pannier.outcome"))).toEqual([
    "ok",
    "StockShort"
  ])
  const commits = new Set(named("pannier commit").map(({ parentSpanId }) => parentSpanId))
  expect(named("pannier order.place").map(({ spanId }) => commits.has(spanId))).toEqual([true, false])
  const [errand] = named("pannier errand payment.start")
  expect(valueOf(errand.attributes, "pannier.outcome")).toBe("ok")
  expect(spans.filter(({ parentSpanId }) => parentSpanId === errand.spanId).map(({ name }) => name)).not.toEqual([])

  const metrics = received
    .filter(({ path }) => path === "/v1/metrics")
    .flatMap(({ body }) => body.resourceMetrics)
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics: some }) => some)
  const counted = metrics.filter(({ name }) => name === "pannier.calls").flatMap(({ sum }) => sum.dataPoints)
  const places = counted.filter(({ attributes }) => valueOf(attributes, "name") === "order.place")
  expect(new Set(places.map(({ attributes }) => valueOf(attributes, "outcome")))).toEqual(new Set(["ok", "StockShort"]))
})
