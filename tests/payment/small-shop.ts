import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import {
  type Actor,
  type AnyCommand,
  type AnyErrand,
  Chance,
  type Collection,
  collection,
  command,
  type Engine,
  event,
  execute,
  type Failed,
  on,
  put,
  type Read,
  system,
  text,
  work
} from "../../src/command/index.ts"
import { join } from "../../src/command/assemble.ts"
import { Id, ref } from "../../src/kernel/id.ts"
import { memory, type MemoryGateway, memoryVault } from "../../src/memory/index.ts"
import type { Money } from "../../src/money/model.ts"
import { Money as MoneySchema } from "../../src/money/model.ts"
import {
  type Callback,
  capturedAccount,
  closing,
  gatewayAccount,
  newPayment,
  newRefund,
  Payment,
  PaymentCaptured,
  paymentErrands,
  type PaymentGateway,
  payments,
  refunds,
  reportPayment
} from "../../src/payment/index.ts"
import type { StorageError } from "../../src/storage/errors.ts"
import type { Adapter, Storage } from "../../src/storage/ports.ts"
import { parseDocument } from "../../src/storage/rules.ts"
import { type Hand, hand, hour, minute } from "../hand.ts"

export { beginning, hour, minute } from "../hand.ts"

export const yuan = (amount: bigint): Money => ({ amount, currency: "CNY" })

/** Mulberry32: the same seed gives the same numbers in [0, 1). */
export const numbers = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

const seeded = (seed: number): Chance => {
  const draw = numbers(seed)
  const digit = () => Math.floor(draw() * 16).toString(16)
  return { fraction: draw, hexadecimal: (length) => Array.from({ length }, digit).join("") }
}

/** Runs a story on a clock of its own. */
export const story = <A, E>(tell: (clock: Hand) => Effect.Effect<A, E, Scope.Scope>, seed = 1): Promise<A> => {
  const clock = hand()
  return Effect.runPromise(
    Effect.scoped(tell(clock)).pipe(
      Effect.provideService(Clock.Clock, clock),
      Effect.provideService(Chance, seeded(seed))
    )
  )
}

/** The least of an order: what payments need to know who pays for what, and whether it still stands. */
export class Order extends Schema.Opaque<Order>()(
  Schema.Struct({
    id: ref("order"),
    state: Schema.Literals(["placed", "paid", "cancelled"]),
    payment: ref("payment")
  })
) {}

export const orders = collection<Order>("order", {
  schema: Order,
  id: ({ id }) => id,
  columns: { state: text(({ state }) => state) },
  indexes: { state: ["state"] }
})

const About = Schema.Struct({ order: Id })
const OrderPlaced = event("OrderPlaced", About)
const OrderPaid = event("OrderPaid", About)
const OrderCancelled = event("OrderCancelled", About)

const PlaceOrder = Schema.Struct({ order: ref("order"), amount: MoneySchema, gateway: Id, expiresAt: Schema.Int })

export const placeOrder = command("order.place", {
  summary: "places an order and asks to be paid",
  input: PlaceOrder,
  reply: Payment,
  refusals: [],
  permission: "order.place",
  *load({ order }, read: Read) {
    return yield* read.maybe(orders, order)
  },
  decide: (_, { order, amount, gateway, expiresAt }, moment) => {
    const { payment, ...consequence } = newPayment({ order, customer: "ann", gateway, amount, expiresAt }, moment)
    const placed: Order = { id: order, state: "placed", payment: payment.id }
    const change = { changes: [put(orders, placed, OrderPlaced.of({ order }))] }
    return Result.succeed({ ...join(change, consequence), reply: payment })
  }
})

export const cancelOrder = command("order.cancel", {
  summary: "cancels an order: what may still be charged is closed, what was captured goes back",
  input: Schema.Struct({ order: ref("order") }),
  reply: Order,
  refusals: [],
  permission: "order.cancel",
  *load({ order: id }, read: Read) {
    const order = yield* read.one(orders, id)
    const payment = yield* read.one(payments, order.payment)
    const [captured] = yield* read.balances([capturedAccount(payment.id, payment.amount.currency)])
    return { order, payment, left: captured === undefined ? 0n : captured.posted - captured.outgoing }
  },
  decide: ({ order, payment, left }, _, moment) => {
    if (order.state === "cancelled") return Result.succeed({ reply: order })
    const cancelled: Order = { ...order, state: "cancelled" }
    const change = { changes: [put(orders, cancelled, OrderCancelled.of({ order: order.id }))] }
    const amount = { amount: left, currency: payment.amount.currency }
    const back = left > 0n ? newRefund(payment, amount, "cancellation", moment) : {}
    return Result.succeed({ ...join(join(change, closing(payment)), back), reply: cancelled })
  }
})

/** What comes in for an order that was given up goes back; what comes in for one that stands pays it. */
const paidOrGivenUp = on(PaymentCaptured, {
  *load({ data }, read) {
    return {
      order: yield* read.maybe(orders, data.order),
      payment: yield* read.one(payments, data.payment)
    }
  },
  decide: ({ order, payment }, _, moment) => {
    if (order === undefined) return {}
    if (order.state === "cancelled") return newRefund(payment, payment.amount, "late payment", moment)
    const paid: Order = { ...order, state: "paid" }
    return { changes: [put(orders, paid, OrderPaid.of({ order: order.id }))] }
  }
})

/** A shop that does nothing but be paid. */
export interface SmallShop {
  readonly clock: Hand
  readonly engine: Engine
  readonly errands: ReadonlyMap<string, AnyErrand>
  readonly gateway: PaymentGateway
  /** The errands that failed so far. */
  readonly failed: Array<Failed>
}

export const customer: Actor = { id: "ann", kind: "customer" }

/** Opens a shop on a storage in memory, which `around` may make worse. */
export const openShop = (
  clock: Hand,
  gateway: PaymentGateway,
  {
    adapter = memory(),
    around = (storage: Storage) => storage
  }: {
    readonly adapter?: Adapter
    readonly around?: (storage: Storage) => Storage
  } = {}
): Effect.Effect<SmallShop, StorageError, Scope.Scope> =>
  Effect.map(adapter.open([payments, refunds, orders]), (storage) => ({
    clock,
    gateway,
    engine: {
      storage: around(storage),
      vault: memoryVault(),
      authority: {
        *permit() {
          return "granted" as const
        }
      },
      reactions: new Map([[PaymentCaptured.type, [paidOrGivenUp]]]),
      vetoes: new Map()
    },
    errands: new Map(paymentErrands([gateway]).map((errand) => [errand.kind.kind, errand])),
    failed: []
  }))

/** Sends a command in the name of the system. */
export const send = <C extends AnyCommand>(
  { engine }: SmallShop,
  of: C,
  input: C["input"]["Type"],
  key?: string
): Effect.Effect<C["reply"]["Type"], { readonly _tag: string }> =>
  Effect.map(execute(engine, of, input, { actor: system, key }), ({ reply }) => reply)

/** Takes in a callback as a route would: verified, and then a command. */
export const receive = Effect.fnUntraced(function* (shop: SmallShop, callback: Callback) {
  const report = yield* shop.gateway.verify(callback, shop.clock.now)
  return yield* send(shop, reportPayment, report)
})

/** Carries what is due. */
export const carry = Effect.fnUntraced(function* (shop: SmallShop) {
  const { failed } = yield* work(shop.engine, shop.errands, { limit: 1_000 })
  shop.failed.push(...failed)
})

/**
 * Lets time pass until nothing waits: callbacks come in as they arrive, and the worker carries what is due. Ends at the
 * latest after four weeks.
 */
export const rest = Effect.fnUntraced(function* (shop: SmallShop, gateway: MemoryGateway) {
  const end = shop.clock.now + 28 * 24 * hour
  let quiet = false
  while (shop.clock.now < end) {
    for (const callback of yield* gateway.callbacks) yield* receive(shop, callback)
    yield* carry(shop)
    const waiting = (yield* shop.engine.storage.waiting(1_000)).filter(({ state }) => state === "waiting")
    if (waiting.length === 0 && quiet) return
    // The longest delay of a callback or a refund, once more after the last intent has gone.
    quiet = waiting.length === 0
    const next = Math.min(...waiting.map(({ due }) => due), shop.clock.now + 75 * hour)
    shop.clock.now = Math.max(shop.clock.now + 1, next)
  }
})

/** What the gateway took and kept, by its own book and by the ledger: two figures that must be one (L36). */
export const nets = Effect.fnUntraced(function* (shop: SmallShop, gateway: MemoryGateway, currency = "CNY") {
  const book = yield* gateway.book
  const account = gatewayAccount(gateway.name, currency)
  const { accounts } = yield* shop.engine.storage.read({
    documents: [],
    accounts: [account.id],
    queries: [],
    at: shop.clock.now
  })
  const own = book.filter((one) => one.currency === currency)
  return {
    gateway: own.reduce((sum, { captured, refunded }) => sum + captured - refunded, 0n),
    ledger: -(accounts[0]?.posted ?? 0n)
  }
})

/** A document as it is kept. */
export const kept = Effect.fnUntraced(function* <A>(shop: SmallShop, from: Collection<A>, id: string) {
  const { documents } = yield* shop.engine.storage.read({
    documents: [{ collection: from.name, id }],
    accounts: [],
    queries: [],
    at: shop.clock.now
  })
  return from.decode(parseDocument(documents[0]?.json ?? "null"))
})

/** How much of a payment's capture is left, and how much of that is on its way back. */
export const capturedOf = Effect.fnUntraced(function* (shop: SmallShop, payment: string, currency = "CNY") {
  const { accounts } = yield* shop.engine.storage.read({
    documents: [],
    accounts: [capturedAccount(payment, currency).id],
    queries: [],
    at: shop.clock.now
  })
  return { posted: accounts[0]?.posted ?? 0n, outgoing: accounts[0]?.outgoing ?? 0n }
})

/** The types of the events of one document, in order. */
export const eventsOf = Effect.fnUntraced(function* (shop: SmallShop, id: string) {
  const entries = yield* shop.engine.storage.events(0, 100_000)
  return entries.flatMap(({ events }) => events.filter((one) => one.id === id).map(({ type }) => type))
})

/** Places an order that is due within half an hour; answers with its payment. */
export const place = (shop: SmallShop, order = "o1", amount: Money = yuan(10_000n)) =>
  send(shop, placeOrder, { order, amount, gateway: shop.gateway.name, expiresAt: shop.clock.now + 30 * minute })

/** A payment that the buyer has made, at a gateway that may be down meanwhile. */
export const paid = Effect.fnUntraced(function* (shop: SmallShop, bank: MemoryGateway, amount = 10_000n) {
  const payment = yield* place(shop, "o1", yuan(amount))
  while ((yield* bank.pay(payment.id)) === "unknown") {
    shop.clock.now += minute
    yield* carry(shop)
  }
  yield* send(shop, reportPayment, { payment: payment.id, state: "captured", amount: yuan(amount) })
  return payment
})

/** How a command was answered: `Done`, or the fact it was refused with. */
export const outcome = <A>(
  sent: Effect.Effect<A, { readonly _tag: string }>
): Effect.Effect<{ readonly _tag: string }> =>
  Effect.match(sent, { onFailure: (refused) => refused, onSuccess: () => ({ _tag: "Done" }) })
