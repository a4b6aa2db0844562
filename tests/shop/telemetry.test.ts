import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { describe, expect, it } from "vitest"
import { lastTry } from "../../src/storage/index.ts"
import { address, ann, ben, fillCart, hour, inSmallShop, order, orderAndPay } from "./small-shop.ts"

/** Everything that a shop tells those who watch it. */
class Watch {
  readonly spans: Array<Tracer.Span> = []
  readonly logs: Array<{ readonly level: string; readonly text: string }> = []
  readonly metrics: Map<string, any> = new Map()

  readonly layer = Layer.mergeAll(
    Layer.succeed(
      Tracer.Tracer,
      Tracer.make({
        span: (options) => {
          const span = new Tracer.NativeSpan(options)
          this.spans.push(span)
          return span
        }
      })
    ),
    Layer.succeed(Metric.MetricRegistry, this.metrics),
    Layer.succeed(References.MinimumLogLevel, "Debug"),
    Logger.layer([
      Logger.make(({ logLevel, message, fiber }) => {
        const text = JSON.stringify([message, fiber.getRef(References.CurrentLogAnnotations)])
        this.logs.push({ level: logLevel, text })
      })
    ])
  )

  named(name: string): ReadonlyArray<Tracer.Span> {
    return this.spans.filter((span) => span.name === name)
  }

  /** All that could be sent away, as one text. */
  readonly told = Effect.map(Metric.snapshot, (metrics) => {
    const spans = this.spans.map(({ name, attributes, status }) => [
      name,
      [...attributes],
      JSON.stringify(plain(status))
    ])
    return JSON.stringify([spans, this.logs, metrics.map(({ id, attributes }) => [id, attributes])])
  })
}

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, one) => (typeof one === "bigint" ? String(one) : one)))

const outcome = (span: Tracer.Span) => span.attributes.get("pannier.outcome")

describe("a shop that is watched", () => {
  it("each call is a span with its commit beneath it, and ends by a tag", async () => {
    const watch = new Watch()
    await inSmallShop({ stock: 3 }, (shop) =>
      Effect.gen(function* () {
        yield* orderAndPay(shop, ann, { longjing: 3 })
        yield* Effect.exit(order(shop, ben, { longjing: 1 }))
      }).pipe(Effect.provide(watch.layer))
    )
    expect(watch.named("pannier order.place").map(outcome)).toEqual(["ok", "StockShort"])
    const [placed] = watch.named("pannier order.place")
    const [commit] = watch
      .named("pannier commit")
      .filter(({ parent }) => parent._tag === "Some" && parent.value === placed)
    expect(commit?.attributes.get("pannier.position")).toBe(placed?.attributes.get("pannier.position"))
    expect(Number(commit?.attributes.get("pannier.transfers"))).toBeGreaterThan(0)
    expect(watch.spans.every(({ status }) => status._tag === "Ended" && status.exit._tag === "Success")).toBe(true)
  })

  it("calls are counted by how they ended, errands by their kind with their lag", async () => {
    const watch = new Watch()
    const metrics = await inSmallShop({ stock: 3 }, (shop) =>
      Effect.gen(function* () {
        yield* order(shop, ann, { longjing: 3 })
        yield* Effect.exit(order(shop, ben, { longjing: 1 }))
        shop.clock.now += 90_000
        yield* shop.work
        return yield* Metric.snapshot
      }).pipe(Effect.provide(watch.layer))
    )
    const series = (id: string, about: Record<string, string>): any =>
      metrics.find(
        (one) => one.id === id && Object.entries(about).every(([key, value]) => one.attributes?.[key] === value)
      )?.state
    expect(series("pannier.calls", { name: "order.place", outcome: "ok" })).toMatchObject({ count: 1 })
    expect(series("pannier.calls", { name: "order.place", outcome: "StockShort" })).toMatchObject({ count: 1 })
    expect(series("pannier.call.milliseconds", { name: "order.place" })).toMatchObject({ count: 2 })
    expect(series("pannier.errands", { kind: "payment.start", outcome: "ok" })).toMatchObject({ count: 1 })
    expect(series("pannier.errand.lag.milliseconds", { kind: "payment.start" })).toMatchObject({
      count: 1,
      max: 90_000
    })
  })

  it("an errand that fails is a quiet word in the log, and a loud one when it is given up", async () => {
    const watch = new Watch()
    await inSmallShop({ faults: { request: () => "request lost" } }, (shop) =>
      Effect.gen(function* () {
        yield* order(shop, ann, { longjing: 1 })
        for (let tries = 0; tries < lastTry; tries++) {
          yield* shop.work
          shop.clock.now += hour
        }
      }).pipe(Effect.provide(watch.layer))
    )
    const levels = watch.logs.filter(({ text }) => text.includes("payment.start")).map(({ level }) => level)
    expect(levels).toEqual([...Array.from({ length: lastTry - 1 }, () => "Debug"), "Error"])
  })

  it("L57 nothing personal is in any of it, whatever is asked, refused or given up", async () => {
    const watch = new Watch()
    const secret = "Geheimrat-4711"
    const buyer = { id: secret, kind: "customer" } as const
    const told = await inSmallShop({ stock: 1 }, (shop) =>
      Effect.gen(function* () {
        const run = shop.as(buyer)
        for (const _ of ["first", "short of stock"]) {
          const cart = yield* fillCart(shop, buyer, { longjing: 1 })
          const { id: quote } = yield* run("cart.quote", { cart })
          const input = { cart, quote, address: { ...address, name: secret, street: secret }, gateway: "sandbox" }
          yield* Effect.exit(run("order.place", input, secret))
          yield* Effect.exit(run("order.place", { ...input, address: { ...input.address, country: secret } }))
        }
        yield* Effect.exit(run("order.get", { order: secret }))
        yield* Effect.exit(run(`cart.open`, { currency: secret }))
        yield* shop.work
        return yield* watch.told
      }).pipe(Effect.provide(watch.layer))
    )
    expect(watch.named("pannier order.place").map(outcome)).toContain("ok")
    expect(watch.named("pannier order.place").map(outcome)).toContain("InvalidInput")
    expect(told).not.toContain(secret)
    expect(told).toContain("payment.start")
  })
})
