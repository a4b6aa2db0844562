// Records the log of one order's whole road, one entry a line: what every later version has to read. Run once a release:
// node --conditions=@pannier/source tests/shop/history/record.ts > tests/shop/history/YYYY-MM-DD.jsonl
import * as Effect from "effect/Effect"
import { ann, ben, clerk, inSmallShop, minute, order, orderAndPay, system } from "../small-shop.ts"

await inSmallShop(
  {},
  Effect.fnUntraced(function* (shop) {
    const paid = yield* orderAndPay(shop, ann, { longjing: 3, cup: 1 }, ["save10"])
    const [tea, cup] = paid.lines
    const lines = [
      { line: tea.id, quantity: 3 },
      { line: cup.id, quantity: 1 }
    ]
    yield* shop.as(clerk)("order.ship", { order: paid.id, carrier: "slowboat", place: "hangzhou", lines })
    yield* shop.work
    const { shipments } = yield* shop.as(ann)("order.full", { order: paid.id })
    yield* shop.carrier.advance(shipments[0].id, "delivered")
    shop.clock.now += 7 * 60 * minute
    yield* shop.work
    yield* shop.as(ann)("order.receive", { order: paid.id })
    const what = { order: paid.id, lines: [{ line: tea.id, quantity: 1 }], reason: "no longer wanted" }
    const back = yield* shop.as(ann)("return.request", what)
    yield* shop.as(system)("return.approve", { return: back.id })
    yield* shop.as(clerk)("return.receive", { return: back.id, place: "hangzhou", scrapped: [] })
    yield* shop.work
    const left = yield* order(shop, ben, { longjing: 1 })
    yield* shop.as(ben)("order.cancel", { order: left.id })
    yield* shop.work
    for (const { position, at, reason, events } of yield* shop.kernel.engine.storage.events(0, 10_000)) {
      console.log(JSON.stringify({ position, at, reason, events }))
    }
  })
)
