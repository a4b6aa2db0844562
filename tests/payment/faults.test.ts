import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  type FaultRates,
  type Fate,
  type GatewayVerb,
  memoryGateway,
  randomFaults,
  usualRates
} from "../../src/memory/index.ts"
import { gatewayAccount, payments, requestRefund } from "../../src/payment/index.ts"
import {
  cancelOrder,
  capturedOf,
  carry,
  eventsOf,
  hour,
  kept,
  minute,
  nets,
  numbers,
  openShop,
  orders,
  outcome,
  place,
  placeOrder,
  receive,
  rest,
  send,
  story,
  yuan
} from "./small-shop.ts"

const rates: FaultRates = { ...usualRates, chargeLate: 0.4, refundPending: 0.9, refundFails: 0, longest: 24 * hour }

/** One thing that a buyer, the shop or time does. */
const turn = fc.record({
  act: fc.constantFrom("place", "pay", "pay", "decline", "cancel", "refund", "refund", "work", "work", "hear", "wait"),
  one: fc.nat(2),
  amount: fc.bigInt({ min: 1n, max: 12_000n }),
  wait: fc.constantFrom(1_000, minute, 10 * minute, hour)
})

// Every trace begins with a payment and half of them end with its cancellation, so that every kind of fault has something to hit.
const still = { one: 0, amount: 1n, wait: 0 }
const opening = [
  { ...still, act: "work" },
  { ...still, act: "pay" }
]
const ending = (seed: number) => (seed % 2 === 0 ? [{ ...still, act: "cancel" }] : [])

describe("a gateway that fails", () => {
  test("L36 L37 under any trace of faults, at rest the ledger is the gateway's book, and nobody was charged twice", async () => {
    const fired = { request: 0, callback: 0, charge: 0, refund: 0, givenBack: 0 }
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(turn, { minLength: 10, maxLength: 30 }), (seed, trace) =>
        story(
          (clock) =>
            Effect.gen(function* () {
              const faults = randomFaults(numbers(seed), clock.now + 20 * minute, rates)
              const bank = memoryGateway({
                name: "bank",
                faults: {
                  request: (...asked) => {
                    const fate = faults.request(...asked)
                    if (fate !== "carried") fired.request++
                    return fate
                  },
                  charge: (...asked) =>
                    count(
                      faults.charge(...asked),
                      (ms) => ms > 0,
                      () => fired.charge++
                    ),
                  refund: (...asked) =>
                    count(
                      faults.refund(...asked),
                      ({ after }) => after > 0,
                      () => fired.refund++
                    ),
                  callback: (...asked) =>
                    count(
                      faults.callback(...asked),
                      (times) => times.length !== 1,
                      () => fired.callback++
                    )
                }
              })
              const shop = yield* openShop(clock, bank)
              const placed = [(yield* place(shop, "o0", yuan(9_900n))).id]
              for (const { act, one, amount, wait } of [...opening, ...trace, ...ending(seed)]) {
                const payment = placed[one] ?? placed[0]
                if (act === "wait") clock.now += wait
                else if (act === "work") yield* carry(shop)
                else if (act === "hear") for (const callback of yield* bank.callbacks) yield* receive(shop, callback)
                else if (act === "place") {
                  if (placed.length < 3) placed.push((yield* place(shop, `o${placed.length}`, yuan(amount))).id)
                } else if (payment === undefined) break
                else if (act === "pay") yield* bank.pay(payment)
                else if (act === "decline") yield* bank.decline(payment)
                else if (act === "cancel") yield* send(shop, cancelOrder, { order: `o${placed.indexOf(payment)}` })
                else yield* outcome(send(shop, requestRefund, { payment, amount: yuan(amount), reason: "goodwill" }))
              }
              yield* rest(shop, bank)

              expect(yield* shop.engine.storage.waiting(10)).toEqual([])
              expect(shop.failed.filter(({ cause }) => cause !== "GatewayError")).toEqual([])
              const figures = yield* nets(shop, bank)
              expect(figures.ledger).toBe(figures.gateway)
              const book = new Map((yield* bank.book).map((booked) => [booked.payment, booked]))
              for (const [number, id] of placed.entries()) {
                const payment = yield* kept(shop, payments, id)
                const order = yield* kept(shop, orders, `o${number}`)
                const booked = book.get(id)
                const money = yield* capturedOf(shop, id)
                const net = (booked?.captured ?? 0n) - (booked?.refunded ?? 0n)
                expect(payment.state).toBe(booked?.state)
                expect(["captured", "closed"]).toContain(payment.state)
                expect(booked?.charges).toBe(payment.state === "captured" ? 1 : 0)
                expect(money).toEqual({ posted: net, outgoing: 0n })
                if (order.state === "placed") expect(payment.state).toBe("closed")
                if (order.state === "paid") expect(payment.state).toBe("captured")
                if (order.state === "cancelled") expect(net).toBe(0n)
                if (payment.state === "captured" && order.state === "cancelled") fired.givenBack++
              }
            }),
          seed
        )
      ),
      { numRuns: 40 }
    )
    // A run in which nothing went wrong would prove nothing.
    expect(Object.entries(fired).filter(([, times]) => times === 0)).toEqual([])
  }, 120_000)

  /** The first so many requests of a kind fare so; all others are carried. */
  const faring = (verb: GatewayVerb, fate: Fate, times: number) => {
    let left = times
    return memoryGateway({
      name: "bank",
      faults: { request: (asked) => (asked === verb && left-- > 0 ? fate : "carried") }
    })
  }

  const starts: ReadonlyArray<readonly [string, Fate]> = [
    ["F6 the request is lost", "request lost"],
    ["F7 the reply is lost", "reply lost"],
    ["F8 it is carried out two minutes late", { late: 2 * minute }]
  ]
  test.each(starts)("L37 starting a payment, %s: it is started once, and paid once", (_, fate) =>
    story((clock) =>
      Effect.gen(function* () {
        const bank = faring("start", fate, 3)
        const shop = yield* openShop(clock, bank)
        const payment = yield* place(shop)
        for (let minutes = 0; minutes < 10; minutes++) {
          yield* carry(shop)
          clock.now += minute
        }
        expect(yield* kept(shop, payments, payment.id)).toMatchObject({
          state: "pending",
          redirect: `https://bank.example/${payment.id}`
        })
        yield* bank.pay(payment.id)
        yield* bank.pay(payment.id)
        yield* rest(shop, bank)
        expect(yield* bank.book).toMatchObject([{ charges: 1, captured: 10_000n }])
        expect(yield* nets(shop, bank)).toEqual({ gateway: 10_000n, ledger: 10_000n })
      })
    )
  )

  test("L37 F7 the buyer is charged, and every answer and callback about it is lost for ten minutes: paid once", () =>
    story((clock) =>
      Effect.gen(function* () {
        const deaf = clock.now + 10 * minute
        const bank = memoryGateway({
          name: "bank",
          faults: {
            request: (verb, _, at) => (verb === "query" && at < deaf ? "reply lost" : "carried"),
            callback: () => []
          }
        })
        const shop = yield* openShop(clock, bank)
        const payment = yield* place(shop)
        yield* carry(shop)
        yield* bank.pay(payment.id)
        yield* rest(shop, bank)
        expect(shop.failed.length).toBeGreaterThan(2)
        expect((yield* eventsOf(shop, payment.id)).filter((type) => type === "PaymentCaptured").length).toBe(1)
        expect((yield* kept(shop, orders, "o1")).state).toBe("paid")
        expect(yield* nets(shop, bank)).toEqual({ gateway: 10_000n, ledger: 10_000n })
      })
    ))

  test("L37 F9 a start whose answer was lost a day ago is asked after, and not sent again: it is charged once", () =>
    story((clock) =>
      Effect.gen(function* () {
        let lost = 1
        const bank = memoryGateway({
          name: "bank",
          faults: {
            keysLast: 24 * hour,
            request: (verb) => (verb === "start" && lost-- > 0 ? "reply lost" : "carried"),
            callback: () => []
          }
        })
        const shop = yield* openShop(clock, bank)
        const expiresAt = clock.now + 72 * hour
        const payment = yield* send(shop, placeOrder, {
          order: "o1",
          amount: yuan(10_000n),
          gateway: "bank",
          expiresAt
        })
        yield* carry(shop)
        yield* bank.pay(payment.id)
        clock.now += 25 * hour
        yield* carry(shop)
        yield* bank.pay(payment.id)
        expect((yield* kept(shop, payments, payment.id)).state).toBe("captured")
        yield* rest(shop, bank)
        expect(yield* bank.book).toMatchObject([{ charges: 1, captured: 10_000n }])
        expect(yield* nets(shop, bank)).toEqual({ gateway: 10_000n, ledger: 10_000n })
      })
    ))

  test.each(["other reply", "other amount"] as const)(
    "L37 F9 an answer that is not about the payment it was asked for is not taken in: %s",
    (wrong) =>
      story((clock) =>
        Effect.gen(function* () {
          let lost = 0
          let garbled = 0
          const bank = memoryGateway({
            name: "bank",
            faults: {
              request: (verb) => (verb === "close" && lost++ === 0 ? "reply lost" : "carried"),
              garbled: (verb) => (verb === "close" && garbled++ === 0 ? wrong : undefined),
              callback: () => []
            }
          })
          const shop = yield* openShop(clock, bank)
          const one = yield* place(shop, "one")
          const two = yield* place(shop, "two")
          yield* carry(shop)
          yield* bank.pay(two.id)
          yield* send(shop, cancelOrder, { order: "one" })
          yield* carry(shop)
          clock.now += 20_000
          yield* carry(shop)
          expect(garbled).toBe(1)
          yield* rest(shop, bank)
          const states = yield* Effect.forEach([one, two], ({ id }) => kept(shop, payments, id))
          expect(states.map(({ state }) => state)).toEqual(["closed", "captured"])
          expect(shop.failed.filter(({ kind }) => kind === "payment.close")).toHaveLength(2)
          expect(yield* shop.engine.storage.waiting(10)).toEqual([])
        })
      )
  )

  test("L41 F10 with every callback lost, asking alone settles what was paid, declined or left alone", () =>
    story((clock) =>
      Effect.gen(function* () {
        const bank = memoryGateway({ name: "bank", faults: { callback: () => [] } })
        const shop = yield* openShop(clock, bank)
        const one = yield* place(shop, "paid")
        const two = yield* place(shop, "declined")
        const three = yield* place(shop, "left")
        yield* carry(shop)
        yield* bank.pay(one.id)
        yield* bank.decline(two.id)
        clock.now += minute
        yield* carry(shop)
        expect((yield* kept(shop, payments, two.id)).state).toBe("declined")
        yield* rest(shop, bank)
        const states = yield* Effect.forEach([one, two, three], ({ id }) => kept(shop, payments, id))
        expect(states.map(({ state }) => state)).toEqual(["captured", "closed", "closed"])
        expect(yield* shop.engine.storage.waiting(10)).toEqual([])
      })
    ))

  test("L37 F8 a payment that was given up while its start was on its way for a day is closed before it is known, and never charged", () =>
    story((clock) =>
      Effect.gen(function* () {
        const bank = faring("start", { late: 24 * hour }, 1)
        const shop = yield* openShop(clock, bank)
        const payment = yield* place(shop)
        yield* carry(shop)
        yield* send(shop, cancelOrder, { order: "o1" })
        yield* bank.close({ payment: payment.id, amount: payment.amount })
        yield* rest(shop, bank)
        expect(clock.now).toBeGreaterThan(payment.expiresAt + 24 * hour)
        expect(yield* bank.pay(payment.id)).toBe("closed")
        expect(yield* bank.book).toMatchObject([{ state: "closed", charges: 0, captured: 0n }])
        expect((yield* kept(shop, payments, payment.id)).state).toBe("closed")
      })
    ))

  test("L37 money that is taken while the shop is closing the payment is captured, and goes back", () =>
    story((clock) =>
      Effect.gen(function* () {
        const bank = faring("close", "request lost", 2)
        const shop = yield* openShop(clock, bank)
        const payment = yield* place(shop)
        yield* carry(shop)
        yield* send(shop, cancelOrder, { order: "o1" })
        expect((yield* kept(shop, payments, payment.id)).state).toBe("closing")
        yield* bank.pay(payment.id)
        yield* rest(shop, bank)
        expect((yield* kept(shop, payments, payment.id)).state).toBe("captured")
        expect(yield* bank.book).toMatchObject([{ charges: 1, captured: 10_000n, refunded: 10_000n }])
        expect(yield* nets(shop, bank)).toEqual({ gateway: 0n, ledger: 0n })
      })
    ))

  test("L36 what a gateway holds is minus its account, and the trial balance is zero", () =>
    story((clock) =>
      Effect.gen(function* () {
        const bank = memoryGateway({ name: "bank" })
        const shop = yield* openShop(clock, bank)
        for (const [order, amount] of [
          ["a", 8_800n],
          ["b", 1_990n]
        ] as const) {
          const payment = yield* place(shop, order, yuan(amount))
          yield* carry(shop)
          yield* bank.pay(payment.id)
          for (const callback of yield* bank.callbacks) yield* receive(shop, callback)
          yield* send(shop, requestRefund, { payment: payment.id, amount: yuan(990n), reason: "return" })
        }
        yield* rest(shop, bank)
        const { items } = yield* shop.engine.storage.accounts({ owner: "gateway:bank", limit: 10, at: clock.now })
        expect(items.map(({ account, posted }) => [account.id, posted])).toEqual([
          [gatewayAccount("bank", "CNY").id, -8_810n]
        ])
        expect(yield* shop.engine.storage.trial).toMatchObject([{ unit: "CNY", posted: 0n, debit: 8_810n }])
      })
    ))
})

const count = <A>(value: A, happened: (value: A) => boolean, tally: () => void): A => {
  if (happened(value)) tally()
  return value
}
