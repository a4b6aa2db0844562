import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Actor } from "../../src/command/index.ts"
import { memoryGateway, memoryVault } from "../../src/memory/index.ts"
import { call, openShop, RefusedError, type Shop } from "../../src/shop/index.ts"
import { shopQuestions } from "../../src/shop/questions.ts"
import { audit } from "../../src/storage/audit.ts"
import type { Adapter } from "../../src/storage/index.ts"
import { address, ann, ben, entryOf, furnish, system } from "./small-shop.ts"

/** A row of a table of the host's own: a number that it orders under, once, and the order. */
export interface Purchase {
  readonly number: string
  readonly order: string
}

/** A host with such a table, empty, in the database of a shop that nobody has furnished yet. */
export interface Host<Sql> {
  readonly adapter: Adapter<Sql>
  /** Enters a row, whose number the database refuses if it is used, and does something afterwards. */
  readonly enter: (sql: Sql, row: Purchase, afterwards?: () => void) => unknown
  /** All rows, by number. */
  readonly purchases: () => Promise<ReadonlyArray<Purchase>>
}

/** Tells a story of a shop with ten pieces of each sku, and its host. */
export const inHost = async <Sql>(
  host: Host<Sql>,
  story: (shop: Shop<Sql>, host: Host<Sql>) => Promise<void>
): Promise<void> => {
  const shop = await openShop({
    storage: host.adapter,
    vault: memoryVault(),
    gateways: [memoryGateway({ name: "sandbox" })]
  })
  const { kernel } = shop
  const run = (name: string, input: unknown) => call(kernel.engine, entryOf(kernel, name), system, input)
  try {
    await Effect.runPromise(furnish(run, { stock: 10 }) as Effect.Effect<void>)
    await story(shop, host)
    expect((await Effect.runPromise(audit(shop.storage, shopQuestions))).violations).toEqual([])
  } finally {
    await shop.close()
  }
}

/** A cart of so many pieces, quoted: what `order.place` takes. */
export const quoted = async (shop: Pick<Shop, "as">, buyer: Actor = ann, quantity = 1, sku = "longjing") => {
  const { cart: carts } = shop.as(buyer)
  const { id: cart } = await carts.open({ currency: "CNY" })
  await carts.addLine({ cart, sku, quantity })
  await carts.choose({ cart, delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" })
  const { id: quote } = await carts.quote({ cart })
  return { cart, quote, address, gateway: "sandbox" }
}

/** What there is to see: the length of the log, the orders that stand, and the rows of the host. */
export const standing = async <Sql>(shop: Shop<Sql>, host: Host<Sql>) => ({
  log: (await Effect.runPromise(shop.storage.events(0, 10_000))).length,
  orders: (await shop.as(system).order.list({ state: "placed" })).items.map(({ id }) => id).toSorted(),
  purchases: await host.purchases()
})

class CompanyRefused extends Error {}

/** What a call is made with: nothing of the host's, a row, a row whose number is used, or a row and then a change of mind. */
const kinds = ["plain", "row", "used", "throws"] as const

const calls = fc.array(fc.record({ kind: fc.constantFrom(...kinds), quantity: fc.integer({ min: 1, max: 4 }) }), {
  minLength: 2,
  maxLength: 6
})

/** What a host may rely on, whatever the storage that it shares its transactions with. */
export const hostStories = <Sql>(fresh: () => Promise<Host<Sql>>): void => {
  const told = (story: (shop: Shop<Sql>, host: Host<Sql>) => Promise<void>) => async () => inHost(await fresh(), story)

  describe("a part of the host's own alongside a command", () => {
    test("stands exactly where its order does, whatever is called at once, and a repetition runs none again", () =>
      fc.assert(
        fc.asyncProperty(calls, async (made) =>
          inHost(await fresh(), async (shop, host) => {
            const { order } = shop.as(ann)
            await order.place(await quoted(shop, ann, 1, "puer"), {
              alongside: (sql, { id }) => host.enter(sql, { number: "used", order: id })
            })
            const wanted = await Promise.all(
              made.map(async ({ kind, quantity }, index) => ({
                kind,
                key: `call-${index}`,
                input: await quoted(shop, ann, quantity)
              }))
            )
            const place = ({ kind, key, input }: (typeof wanted)[number]) =>
              kind === "plain"
                ? order.place.result(input, { key })
                : order.place.result(input, {
                    key,
                    alongside: (sql, { id }) =>
                      host.enter(sql, { number: kind === "used" ? "used" : key, order: id }, () => {
                        if (kind === "throws") throw new CompanyRefused()
                      })
                  })
            const answers = await Promise.all(wanted.map(place))
            const before = await standing(shop, host)
            const rows = answers.flatMap((answer, index) => {
              const { kind, key } = wanted[index] ?? {}
              if (Result.isFailure(answer)) {
                expect(["HostRefused", "StockShort"]).toContain(answer.failure._tag)
                return []
              }
              expect(before.orders).toContain(answer.success.id)
              expect(["plain", "row"]).toContain(kind)
              return kind === "row" ? [{ number: key, order: answer.success.id }] : []
            })
            expect(before.purchases.filter(({ number }) => number !== "used")).toEqual(rows)
            expect(before.orders.length).toBe(1 + answers.filter(Result.isSuccess).length)
            const again = await Promise.all(wanted.map(place))
            // What was refused is refused again; which of two reasons speaks may depend on what the others took meanwhile.
            expect(again.map(Result.getOrUndefined)).toEqual(answers.map(Result.getOrUndefined))
            expect(await standing(shop, host)).toEqual(before)
          })
        ),
        { numRuns: 8 }
      ))

    test(
      "is told the reply that the call answers with, and is run once for a key however often that is sent",
      told(async (shop, host) => {
        const input = await quoted(shop, ann, 2)
        const replies: Array<unknown> = []
        const place = () =>
          shop.as(ann).order.place(input, {
            key: "once",
            alongside: (sql, reply) => {
              replies.push(reply)
              return host.enter(sql, { number: "PO-1", order: reply.id })
            }
          })
        const placed = await place()
        expect(placed.lines.map(({ sku, quantity }) => ({ sku, quantity }))).toEqual([{ sku: "longjing", quantity: 2 }])
        expect(await host.purchases()).toEqual([{ number: "PO-1", order: placed.id }])
        expect(await Promise.all([place(), place()])).toEqual([placed, placed])
        expect(replies).toEqual([placed])
      })
    )

    test(
      "takes the order back when it throws: `HostRefused` with what it threw, and neither the key nor the cart is used up",
      told(async (shop, host) => {
        const input = await quoted(shop)
        const { order } = shop.as(ann)
        const before = await standing(shop, host)
        const reason = new CompanyRefused("the budget is spent")
        const refusing = {
          key: "one",
          alongside: (sql: Sql, { id }: { readonly id: string }) =>
            host.enter(sql, { number: "PO-1", order: id }, () => {
              throw reason
            })
        }
        const answer = await order.place.result(input, refusing)
        expect(answer).toMatchObject({ failure: { _tag: "HostRefused", detail: "the budget is spent" } })
        const rejected = await order.place(input, refusing).catch((cause: unknown) => cause as RefusedError)
        if (!(rejected instanceof RefusedError)) throw new Error("it was not refused")
        expect(rejected.fact).toEqual({ _tag: "HostRefused", detail: "the budget is spent" })
        expect(rejected.cause).toBe(reason)
        expect(rejected.wording.zh).toContain("未提交")
        expect(await standing(shop, host)).toEqual(before)
        const placed = await order.place(input, {
          key: "one",
          alongside: (sql, { id }) => host.enter(sql, { number: "PO-1", order: id })
        })
        expect(await host.purchases()).toEqual([{ number: "PO-1", order: placed.id }])
      })
    )

    test(
      "is not run where the command is refused, and what the shop says comes first",
      told(async (shop, host) => {
        const input = await quoted(shop, ann, 9)
        await shop.as(ben).order.place(await quoted(shop, ben, 3))
        const before = await standing(shop, host)
        const refused = await shop.as(ann).order.place.result(input, {
          alongside: () => {
            throw new Error("must not run")
          }
        })
        expect(refused).toMatchObject({ failure: { _tag: "StockShort", wanted: 9, available: 7 } })
        expect(await standing(shop, host)).toEqual(before)
      })
    )
  })
}
