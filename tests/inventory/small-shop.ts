import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import {
  archiveProduct,
  categories,
  defineCategories,
  defineProduct,
  type ProductDefinition,
  products,
  variants
} from "../../src/catalog/index.ts"
import {
  type Actor,
  type AnyCollection,
  type AnyCommand,
  type AnyQuery,
  ask,
  collection,
  command,
  type Engine,
  event,
  execute,
  put,
  type Read,
  settings,
  system
} from "../../src/command/index.ts"
import {
  allocateStock,
  holdStock,
  movements,
  offersOf,
  places,
  releaseStock,
  sellStock,
  settleStock,
  shelves,
  shipStock,
  StockShort,
  unsellStock
} from "../../src/inventory/index.ts"
import { ref } from "../../src/kernel/id.ts"
import { shipments } from "../../src/logistics/model.ts"
import { memory, memoryVault } from "../../src/memory/index.ts"
import type { StorageError } from "../../src/storage/errors.ts"
import type { Adapter } from "../../src/storage/ports.ts"
import { type Hand, hand, minute } from "../hand.ts"

export { type Hand, minute } from "../hand.ts"

/** Runs a story on a clock of its own. */
export const story = <A, E>(tell: (clock: Hand) => Effect.Effect<A, E, Scope.Scope>): Promise<A> => {
  const clock = hand()
  return Effect.runPromise(Effect.provideService(Effect.scoped(tell(clock)), Clock.Clock, clock))
}

class Basket extends Schema.Opaque<Basket>()(
  Schema.Struct({
    id: ref("basket"),
    sku: ref("variant"),
    state: Schema.Literals(["held", "paid", "cancelled", "shipped"]),
    picks: Schema.Array(Schema.Struct({ place: ref("place"), quantity: Schema.Int })),
    until: Schema.Int
  })
) {}

/** The least of an order: one line that holds goods, and may be paid, cancelled and shipped. */
export const baskets = collection<Basket>("basket", { schema: Basket, id: ({ id }) => id })

const BasketChanged = event("BasketChanged", Schema.Struct({ basket: ref("basket") }))
const changed = (basket: Basket) => put(baskets, basket, BasketChanged.of({ basket: basket.id }))
export const lineOf = ({ id, sku }: { readonly id: string; readonly sku: string }) => ({ order: id, line: "1", sku })

function* stockOf(sku: string, read: Read) {
  const { items } = yield* read.page(places, { index: "position", limit: 100 })
  const ids = items.map(({ id }) => id)
  return { offers: offersOf(ids, yield* read.balances(shelves(sku, ids))) }
}

/** Holds pieces of a sku for 30 minutes. */
export const holdBasket = command("basket.hold", {
  summary: "holds pieces of a sku for half an hour",
  input: Schema.Struct({ sku: ref("variant"), quantity: Schema.Int }),
  reply: Basket,
  refusals: [StockShort],
  permission: "basket.hold",
  *load({ sku }, read: Read) {
    return yield* stockOf(sku, read)
  },
  decide: ({ offers }, { sku, quantity }, { id, now }) =>
    Result.map(allocateStock(sku, quantity, offers), (picks) => {
      const basket: Basket = { id: id("bsk"), sku, state: "held", picks, until: now + 30 * minute }
      return { reply: basket, changes: [changed(basket)], transfers: holdStock(lineOf(basket), picks, basket.until) }
    })
})

const OfBasket = Schema.Struct({ basket: ref("basket") })

/** Pays: the held goods are sold, or, if the hold has died, goods that are free now. */
export const payBasket = command("basket.pay", {
  summary: "pays",
  input: OfBasket,
  reply: Basket,
  refusals: [StockShort],
  permission: "basket.pay",
  *load({ basket: id }, read: Read) {
    const basket = yield* read.one(baskets, id)
    return { basket, ...(yield* stockOf(basket.sku, read)) }
  },
  decide: ({ basket, offers }, _, { now }) => {
    if (basket.state !== "held") return Result.succeed({ reply: basket })
    const quantity = basket.picks.reduce((sum, pick) => sum + pick.quantity, 0)
    if (now < basket.until) {
      const paid: Basket = { ...basket, state: "paid" }
      return Result.succeed({
        reply: paid,
        changes: [changed(paid)],
        transfers: settleStock(lineOf(basket), basket.picks)
      })
    }
    return Result.map(allocateStock(basket.sku, quantity, offers), (picks) => {
      const paid: Basket = { ...basket, state: "paid", picks }
      return { reply: paid, changes: [changed(paid)], transfers: sellStock(lineOf(basket), picks) }
    })
  }
})

/** Cancels: what is held is free again, what is sold goes back on the shelf. */
export const cancelBasket = command("basket.cancel", {
  summary: "cancels",
  input: OfBasket,
  reply: Basket,
  refusals: [],
  permission: "basket.cancel",
  *load({ basket }, read: Read) {
    return yield* read.one(baskets, basket)
  },
  decide: (basket) => {
    if (basket.state !== "held" && basket.state !== "paid") return Result.succeed({ reply: basket })
    const cancelled: Basket = { ...basket, state: "cancelled" }
    const transfers =
      basket.state === "held"
        ? releaseStock(lineOf(basket), basket.picks)
        : unsellStock("cancel", lineOf(basket), basket.picks)
    return Result.succeed({ reply: cancelled, changes: [changed(cancelled)], transfers })
  }
})

/** Ships all that was paid. */
export const shipBasket = command("basket.ship", {
  summary: "ships",
  input: OfBasket,
  reply: Basket,
  refusals: [],
  permission: "basket.ship",
  *load({ basket }, read: Read) {
    return yield* read.one(baskets, basket)
  },
  decide: (basket) => {
    if (basket.state !== "paid") return Result.succeed({ reply: basket })
    const shipped: Basket = { ...basket, state: "shipped" }
    const quantity = basket.picks.reduce((sum, pick) => sum + pick.quantity, 0)
    return Result.succeed({
      reply: shipped,
      changes: [changed(shipped)],
      transfers: [shipStock(`s-${basket.id}`, lineOf(basket), quantity)]
    })
  }
})

export const staff: Actor = { id: "mei", kind: "staff" }

const collections: ReadonlyArray<AnyCollection> = [
  settings,
  categories,
  products,
  variants,
  places,
  movements,
  shipments,
  baskets
]

/** A shop without money: goods, shelves, baskets and parcels. */
export const openShop = (adapter: Adapter = memory()): Effect.Effect<Engine, StorageError, Scope.Scope> =>
  Effect.map(adapter.open(collections), (storage) => ({
    storage,
    vault: memoryVault(),
    authority: {
      *permit() {
        return "granted" as const
      }
    },
    reactions: new Map(),
    vetoes: new Map()
  }))

/** Sends a command in the name of the staff. */
export const send = <C extends AnyCommand>(
  engine: Engine,
  of: C,
  input: C["input"]["Type"],
  key?: string
): Effect.Effect<C["reply"]["Type"], { readonly _tag: string }> =>
  Effect.map(execute(engine, of, input, { actor: staff, key }), ({ reply }) => reply)

/** Asks in the name of the system. */
export const answerTo = <Q extends AnyQuery>(
  engine: Engine,
  of: Q,
  input: Q["input"]["Type"]
): Effect.Effect<Q["reply"]["Type"], { readonly _tag: string }> => ask(engine, of, input, { actor: system })

/** How a command was answered: its reply, or the fact it was refused with. */
export const outcome = <A>(
  sent: Effect.Effect<A, { readonly _tag: string }>
): Effect.Effect<A | { readonly _tag: string }> =>
  Effect.match(sent, { onFailure: (refused) => refused, onSuccess: (reply): A | { readonly _tag: string } => reply })

/** A product of one variant without options. */
export const plain = (id: string, category: string, more: Partial<ProductDefinition> = {}): ProductDefinition => ({
  id,
  merchant: "shanfang",
  category,
  name: { zh: `商品 ${id}`, en: `Good ${id}` },
  description: { zh: "很好", en: "very good" },
  kind: "physical",
  tags: [],
  attributes: {},
  tax: { included: true, rates: [{ id: "vat", rate: "0.13" }] },
  options: [],
  state: "active",
  variants: [{ sku: id, options: {}, weightGrams: 250 }],
  ...more
})

export const category = (id: string, parent?: string) => ({
  id,
  ...(parent === undefined ? {} : { parent }),
  name: { zh: `分类 ${id}`, en: `Category ${id}` }
})

export { archiveProduct, defineCategories, defineProduct }
