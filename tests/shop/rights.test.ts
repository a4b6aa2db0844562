import { isDeepStrictEqual } from "node:util"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { authorise, defaultPolicy, rolesOf } from "../../src/permission/index.ts"
import { arbitrary } from "../../src/testing/index.ts"
import { ask, execute } from "../../src/command/index.ts"
import { isCommand } from "../../src/shop/index.ts"
import { ways, waysBack } from "../order/ways.ts"
import { ann, ben, clerk, entriesOf, fillCart, inSmallShop, manager, order, state, system } from "./small-shop.ts"

/** The same with other names for what is named, skus aside. */
const renamed = (value: unknown, named: ReadonlySet<string>): unknown => {
  if (typeof value === "string") return named.has(value) ? `${value}0` : value
  if (Array.isArray(value)) return value.map((one) => renamed(one, named))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, key === "sku" ? one : renamed(one, named)]))
}

describe("what belongs to somebody else", () => {
  it("L50 every command and query with an owner answers a foreign id as it answers an absent one, whatever else is asked", () =>
    inSmallShop(
      { stock: 200 },
      Effect.fnUntraced(function* (shop) {
        const run = shop.as(ann)
        const cart = yield* fillCart(shop, ann, { cup: 1 })
        const quote = yield* run("cart.quote", { cart })
        const placed = yield* order(shop, ann, { cup: 1 })
        const shipped = yield* ways.shipped(shop)
        const {
          shipments: [parcel]
        } = yield* run("order.full", { order: shipped.id })
        const back = yield* waysBack.requested(shop)
        const amount = { amount: "10.00", currency: "CNY" }
        const card = yield* shop.as(system)("payment.issueGiftCard", { customer: ann.id, amount })
        const foreign: Readonly<Record<string, ReadonlyArray<string>>> = {
          cart: [cart, placed.cart],
          quote: [quote.id],
          order: [placed.id, shipped.id],
          payment: [placed.payment],
          shipment: [parcel.id],
          return: [back.id],
          giftCard: [card.id],
          variant: ["cup"]
        }
        const named: ReadonlySet<string> = new Set(Object.values(foreign).flat())
        const before = yield* state(shop)
        const asked = new Set<string>()
        const owned = entriesOf(shop.kernel).filter((entry) => typeof entry.owner === "function")
        for (const entry of owned) {
          const existing = (collection: string) => foreign[collection] ?? []
          const drawn = arbitrary<unknown>({ ast: entry.input.ast, Type: undefined }, { existing })
          // Whatever stands beside the id, existing or not, must not make a difference either.
          for (const input of fc.sample(drawn, { numRuns: 12, seed: 7 })) {
            const absent = renamed(input, named)
            if (isDeepStrictEqual(absent, input)) continue
            const send = (what: unknown) =>
              Effect.result(
                isCommand(entry)
                  ? execute(shop.kernel.engine, entry, what, { actor: ben })
                  : ask(shop.kernel.engine, entry, what, { actor: ben })
              )
            const [one, other] = [yield* send(input), yield* send(absent)]
            const told = Result.isFailure(one)
              ? { ...one.failure, ...("id" in one.failure ? { id: `${one.failure.id}0` } : {}) }
              : one
            expect([entry.name, told]).toEqual([entry.name, Result.isFailure(other) ? other.failure : other])
            expect([entry.name, Result.isFailure(one) && one.failure._tag]).toEqual([entry.name, "NotFound"])
            asked.add(entry.name)
          }
        }
        expect(yield* state(shop)).toBe(before)
        const without = owned.map(({ name }) => name).filter((name) => !asked.has(name))
        // The orders and the purse of a customer are asked for by the customer's id, which is no secret.
        expect(without).toEqual(["order.mine", "promotion.purse"])
      })
    ))
})

describe("who may do what in a shop", () => {
  it("L53 every entry names a permission that some role of the default policy has, and that an empty one denies", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        for (const { name, permission } of entriesOf(shop.kernel)) {
          expect(permission).toMatch(/^[a-z]+\.[a-zA-Z]+$/)
          const roles = Object.keys(defaultPolicy.roles)
          expect([name, roles.some((role) => authorise(defaultPolicy, [role], permission) !== "denied")]).toEqual([
            name,
            true
          ])
          expect([name, authorise({ roles: {} }, rolesOf("system"), permission)]).toEqual([name, "denied"])
        }
        yield* Effect.void
      })
    ))

  it("L53 what is revoked is gone with the next command, and what is granted is there with it", () =>
    inSmallShop(
      { stock: 50 },
      Effect.fnUntraced(function* (shop) {
        const ship = Effect.fnUntraced(function* () {
          const of = yield* ways.paid(shop)
          const lines = [{ line: of.lines[0].id, quantity: 1 }]
          return yield* Effect.result(
            shop.as(clerk)("order.ship", { order: of.id, carrier: "slowboat", place: "hangzhou", lines })
          )
        })
        const role = { staff: clerk.id, role: "clerk" }
        const answers: Array<string> = []
        for (const act of ["none", "permission.revoke", "permission.grant", "permission.revoke"]) {
          if (act !== "none") yield* shop.as(manager)(act, role)
          const answer = yield* ship()
          answers.push(Result.isSuccess(answer) ? "shipped" : answer.failure._tag)
        }
        expect(answers).toEqual(["shipped", "Denied", "shipped", "Denied"])
      })
    ))
})
