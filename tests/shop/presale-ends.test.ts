/** How a presale ends when something goes wrong: a tail declined or late, a crash, refunds that fail, other terms. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { describe, expect, it } from "vitest"
import { memory } from "../../src/memory/index.ts"
import type { Adapter } from "../../src/storage/index.ts"
import { furnishPresale } from "./presale.ts"
import {
  address,
  ann,
  beginning,
  cashier,
  clerk,
  fillCart,
  hearGateway,
  hour,
  inSmallShop,
  type Json,
  manager,
  orderAndPay,
  type SmallShop,
  type Story,
  standing,
  system,
  trial
} from "./small-shop.ts"

const yuan = (amount: string) => ({ amount, currency: "CNY" })

const tell = (story: Story, act: (shop: SmallShop) => Effect.Effect<unknown, Json>) =>
  inSmallShop(story, (shop) =>
    Effect.gen(function* () {
      yield* act(shop)
      expect(yield* trial(shop)).toEqual([])
    })
  )

const get = (shop: SmallShop, id: string) => shop.as(ann)("order.get", { order: id })
const tailOf = (shop: SmallShop, id: string) => shop.as(ann)("order.payTail", { order: id, gateway: "sandbox" })
const settings = (shop: SmallShop, section: string, value: Json) =>
  shop.as(system)("settings.change", { section, value })

const settle = Effect.fnUntraced(function* (shop: SmallShop) {
  for (let round = 0; round < 2; round++) {
    yield* shop.work
    yield* hearGateway(shop)
  }
})

/** A pot of 199.00, of which 100.00 are paid. */
const deposited = Effect.fnUntraced(function* (shop: SmallShop) {
  yield* furnishPresale(shop)
  return yield* orderAndPay(shop, ann, { pot: 1 })
})

const payTail = Effect.fnUntraced(function* (shop: SmallShop, id: string) {
  const { deposit } = yield* tailOf(shop, id)
  yield* shop.work
  yield* shop.gateway.pay(deposit.payment)
  yield* hearGateway(shop)
  return yield* get(shop, id)
})

const sentBack = Effect.fnUntraced(function* (shop: SmallShop, order: Json) {
  const lines = [{ line: order.lines[0].id, quantity: 1 }]
  yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines })
  const back = yield* shop.as(ann)("return.request", { order: order.id, lines, reason: "damaged" })
  yield* shop.as(clerk)("return.approve", { return: back.id })
  return yield* shop.as(clerk)("return.receive", { return: back.id, place: "hangzhou", scrapped: [] })
})

const left = (shop: SmallShop, payment: string) =>
  Effect.map(standing(shop, `captured:${payment}`), ({ posted, outgoing }) => posted - outgoing)
const posted = (shop: SmallShop, account: string) => Effect.map(standing(shop, account), (found) => found.posted)

describe("a tail that does not come", () => {
  it("a declined tail leaves the order payingTail, another try pays it, and the declined one is closed", () =>
    tell(
      {},
      Effect.fnUntraced(function* (shop) {
        const order = yield* deposited(shop)
        const first = yield* tailOf(shop, order.id)
        yield* shop.work
        yield* shop.gateway.decline(first.deposit.payment)
        yield* hearGateway(shop)
        expect((yield* get(shop, order.id)).state).toBe("payingTail")
        const declined = yield* shop.as(ann)("payment.get", { payment: first.deposit.payment })
        expect(declined.state).toBe("declined")
        const paid = yield* payTail(shop, order.id)
        expect(paid.state).toBe("paid")
        expect(paid.deposit.payment).not.toBe(first.deposit.payment)
        yield* settle(shop)
        const closed = yield* shop.as(ann)("payment.get", { payment: first.deposit.payment })
        expect(closed.state).toBe("closed")
        expect(yield* left(shop, paid.payment)).toBe(10_000n)
        expect(yield* left(shop, paid.deposit.payment)).toBe(9_900n)
      })
    ))

  const endings = [
    { late: {}, kept: 3_980n },
    { late: { late: "keep" }, kept: 3_980n },
    { late: { late: "return" }, kept: 0n }
  ] as const
  for (const { late, kept } of endings) {
    it(`a window that lapses with a tail underway, by ${JSON.stringify(late)}: ${kept} fen of the 100.00 are kept`, () =>
      tell(
        {},
        Effect.fnUntraced(function* (shop) {
          yield* settings(shop, "order.presale", late)
          const order = yield* deposited(shop)
          const paying = yield* tailOf(shop, order.id)
          yield* shop.work
          shop.clock.now = order.deposit.until
          yield* settle(shop)
          const after = yield* get(shop, order.id)
          expect(after).toMatchObject({ state: "cancelled", cancellation: "unpaid" })
          expect(after.deposit.kept).toEqual(kept === 0n ? undefined : yuan("39.80"))
          expect(yield* posted(shop, "deposits:CNY")).toBe(kept)
          expect(yield* left(shop, order.payment)).toBe(0n)
          expect(yield* left(shop, paying.deposit.payment)).toBe(0n)
          const { refunds } = yield* shop.as(ann)("order.full", { order: order.id })
          expect(refunds).toMatchObject([{ amount: yuan(kept === 0n ? "100.00" : "60.20"), state: "succeeded" }])
        })
      ))
  }
})

describe("other terms", () => {
  it("withdrawn: return gives a buyer who cancels all 100.00 back", () =>
    tell(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* settings(shop, "order.presale", { withdrawn: "return" })
        const order = yield* deposited(shop)
        const after = yield* shop.as(ann)("order.cancel", { order: order.id })
        expect([after.state, after.deposit.kept, after.deposit.owed]).toEqual(["cancelled", undefined, undefined])
        yield* settle(shop)
        const { refunds } = yield* shop.as(ann)("order.full", { order: order.id })
        expect(refunds).toMatchObject([{ amount: yuan("100.00"), state: "succeeded" }])
        expect(yield* posted(shop, "deposits:CNY")).toBe(0n)
      })
    ))

  it("seller: return has a shop that cancels give 100.00 back and owe nothing more", () =>
    tell(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* settings(shop, "order.presale", { seller: "return" })
        const order = yield* deposited(shop)
        const after = yield* shop.as(manager)("order.cancel", { order: order.id })
        expect([after.state, after.deposit.kept, after.deposit.owed]).toEqual(["cancelled", undefined, undefined])
        yield* settle(shop)
        expect(yield* left(shop, order.payment)).toBe(0n)
        expect(yield* posted(shop, "owed:ann:CNY")).toBe(0n)
      })
    ))
})

describe("what is ordered on presale", () => {
  it("a cart with a cup beside the pot is PresaleAlone, and places once the cup is out", () =>
    tell(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* furnishPresale(shop)
        const cart = yield* fillCart(shop, ann, { pot: 1, cup: 2 })
        const run = shop.as(ann)
        const placing = Effect.fnUntraced(function* () {
          const quote = yield* run("cart.quote", { cart })
          return yield* run("order.place", { cart, quote: quote.id, address, gateway: "sandbox" })
        })
        expect(yield* Effect.flip(placing())).toEqual({ _tag: "PresaleAlone", beside: 2 })
        const { cart: found } = yield* run("cart.get", { cart })
        const cup = found.lines.find(({ sku }: Json) => sku === "cup")
        yield* run("cart.removeLine", { cart, line: cup.id })
        expect(yield* placing()).toMatchObject({ state: "placed", deposit: { amount: yuan("100.00") } })
      })
    ))

  /** A pot of 199.00 with a gift card of so much, ordered and, but for its tail, paid. */
  const withCard = Effect.fnUntraced(function* (shop: SmallShop, amount: string) {
    yield* furnishPresale(shop)
    const { id: card } = yield* shop.as(system)("payment.issueGiftCard", { customer: "ann", amount: yuan(amount) })
    const cart = yield* fillCart(shop, ann, { pot: 1 })
    yield* shop.as(ann)("cart.spend", { cart, cards: [{ card }] })
    const quote = yield* shop.as(ann)("cart.quote", { cart })
    const placed = yield* shop.as(ann)("order.place", { cart, quote: quote.id, address, gateway: "sandbox" })
    yield* shop.work
    yield* shop.gateway.pay(placed.payment)
    yield* hearGateway(shop)
    return { placed, account: `giftCard:${card}` }
  })

  it("a gift card pays of the tail: the deposit is paid in money, and binds", () =>
    tell(
      {},
      Effect.fnUntraced(function* (shop) {
        const { placed, account } = yield* withCard(shop, "80.00")
        expect(placed.deposit).toMatchObject({ amount: yuan("100.00"), tail: yuan("19.00") })
        const after = yield* shop.as(ann)("order.cancel", { order: placed.id })
        yield* settle(shop)
        expect(after.deposit.kept).toEqual(yuan("39.80"))
        expect(yield* left(shop, placed.payment)).toBe(0n)
        expect(yield* standing(shop, account)).toMatchObject({ posted: 8_000n, outgoing: 0n })
      })
    ))

  it("a gift card is spent with the tail, and comes back with a paid order that is cancelled", () =>
    tell(
      {},
      Effect.fnUntraced(function* (shop) {
        const { placed, account } = yield* withCard(shop, "80.00")
        expect((yield* payTail(shop, placed.id)).state).toBe("paid")
        expect(yield* posted(shop, account)).toBe(0n)
        const after = yield* shop.as(ann)("order.cancel", { order: placed.id })
        yield* settle(shop)
        expect([yield* left(shop, placed.payment), yield* left(shop, after.deposit.payment)]).toEqual([0n, 0n])
        expect(yield* posted(shop, account)).toBe(8_000n)
      })
    ))

  it("a gift card of more than the tail leaves none: what is left of the deposit pays an ordinary order", () =>
    tell(
      {},
      Effect.fnUntraced(function* (shop) {
        const { placed, account } = yield* withCard(shop, "150.00")
        expect([placed.deposit, placed.total]).toEqual([undefined, yuan("49.00")])
        expect((yield* shop.as(ann)("order.get", { order: placed.id })).state).toBe("paid")
        expect(yield* posted(shop, account)).toBe(0n)
      })
    ))
})

describe("a commit that breaks when the tail arrives", () => {
  for (const when of ["before", "after"] as const) {
    it(`${when} it stands: heard again, the tail pays the order once, and nothing of it is lost`, () => {
      let broken = false
      const sound = memory()
      const adapter: Adapter = {
        name: "breaking",
        open: (shapes) =>
          Effect.map(sound.open(shapes), (storage) => ({
            ...storage,
            commit: (one) => {
              if (!broken || one.reason !== "payment.report") return storage.commit(one)
              broken = false
              const dies = Effect.die(new Error("the power went"))
              return when === "before" ? dies : Effect.andThen(storage.commit(one), dies)
            }
          }))
      }
      return tell(
        { adapter },
        Effect.fnUntraced(function* (shop) {
          const order = yield* deposited(shop)
          const { deposit } = yield* tailOf(shop, order.id)
          yield* shop.work
          yield* shop.gateway.pay(deposit.payment)
          const report = { payment: deposit.payment, state: "captured", amount: deposit.tail }
          broken = true
          const exit = yield* Effect.exit(shop.as(system)("payment.report", report))
          expect(Exit.isFailure(exit) && Cause.hasDies(exit.cause)).toBe(true)
          expect((yield* get(shop, order.id)).state).toBe(when === "before" ? "payingTail" : "paid")
          yield* hearGateway(shop)
          yield* settle(shop)
          const after = yield* get(shop, order.id)
          expect(after).toMatchObject({ state: "paid", deposit: { payment: deposit.payment } })
          expect([yield* left(shop, order.payment), yield* left(shop, deposit.payment)]).toEqual([10_000n, 9_900n])
        })
      )
    })
  }
})

describe("money of a paid presale goes back from two payments", () => {
  it("a price that drops from 199.00 to 80.00 is given back from the tail, 99.00, and from the deposit, 20.00", () =>
    tell(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* settings(shop, "order.protection", { days: 7, offers: "none" })
        const order = yield* deposited(shop)
        yield* payTail(shop, order.id)
        yield* shop.as(system)("pricing.state", {
          sku: "pot",
          entries: [{ id: "pot-base", sku: "pot", currency: "CNY", amount: "80.00" }]
        })
        const after = yield* shop.as(ann)("order.protect", { order: order.id })
        const [given] = after.protections
        const { refunds } = yield* shop.as(ann)("order.full", { order: order.id })
        const amountOf = (id: string) => refunds.find((one: Json) => one.id === id).amount.amount
        expect(given.amount).toEqual(yuan("119.00"))
        expect([amountOf(given.refund), amountOf(given.depositRefund)]).toEqual(["99.00", "20.00"])
        yield* settle(shop)
        expect(yield* left(shop, after.deposit.payment)).toBe(0n)
      })
    ))

  it("L37 a part that fails is sent once more, by itself, and the return is over when both have arrived", () =>
    tell(
      { faults: { refund: (_: string, at: number) => ({ after: 0, fails: at < beginning + hour }) } },
      Effect.fnUntraced(function* (shop) {
        const order = yield* deposited(shop)
        const back = yield* sentBack(shop, yield* payTail(shop, order.id))
        yield* settle(shop)
        const { items: open } = yield* shop.as(cashier)("payment.refunds", { state: "failed" })
        expect(new Set(open.map(({ id }: Json) => id))).toEqual(new Set([back.refund, back.depositRefund]))
        shop.clock.now += 2 * hour
        const again = yield* shop.as(cashier)("payment.retryRefund", { refund: back.depositRefund })
        expect(again).toMatchObject({ amount: yuan("100.00"), retryOf: back.depositRefund })
        yield* settle(shop)
        const half = yield* shop.as(ann)("return.get", { return: back.id })
        expect(half).toMatchObject({ state: "received", refund: back.refund, depositRefund: again.id })
        yield* shop.as(cashier)("return.retryRefund", { return: back.id })
        yield* settle(shop)
        const whole = yield* shop.as(ann)("return.get", { return: back.id })
        expect(whole).toMatchObject({ state: "refunded", depositRefund: again.id })
        expect(whole.refund).not.toBe(back.refund)
        expect(yield* left(shop, order.payment)).toBe(0n)
      })
    ))

  it("L37 a part that the gateway can never send is settled in another way, and counts as arrived", () =>
    tell(
      { faults: { refund: () => ({ after: 0, fails: true }) } },
      Effect.fnUntraced(function* (shop) {
        const order = yield* deposited(shop)
        const back = yield* sentBack(shop, yield* payTail(shop, order.id))
        yield* settle(shop)
        for (const [refund, state] of [
          [back.refund, "received"],
          [back.depositRefund, "refunded"]
        ]) {
          yield* shop.as(manager)("payment.settleRefund", { refund, reference: `bank-${refund}` })
          expect((yield* shop.as(ann)("return.get", { return: back.id })).state).toBe(state)
        }
      })
    ))
})
