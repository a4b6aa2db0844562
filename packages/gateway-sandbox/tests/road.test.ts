import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { command, type Engine, execute, type Read, system, work } from "pannier/command"
import { ref } from "pannier/kernel"
import { memory, memoryVault } from "pannier/memory"
import { Money } from "pannier/money"
import {
  capturedAccount,
  gatewayAccount,
  newPayment,
  Payment,
  paymentErrands,
  payments,
  refunds,
  reportPayment,
  requestRefund
} from "pannier/payment"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { sandboxGateway, sandboxProvider } from "../src/index.ts"
import { serve, type Served } from "./server.ts"

const secret = "the secret of the shop"
const minute = 60_000
const hand = { now: 1_800_000_000_000 }
const clock: Clock.Clock = {
  currentTimeMillisUnsafe: () => hand.now,
  currentTimeMillis: Effect.sync(() => hand.now),
  currentTimeNanosUnsafe: () => BigInt(hand.now) * 1_000_000n,
  currentTimeNanos: Effect.sync(() => BigInt(hand.now) * 1_000_000n),
  monotonicTimeNanosUnsafe: () => BigInt(hand.now) * 1_000_000n,
  monotonicTimeNanos: Effect.sync(() => BigInt(hand.now) * 1_000_000n),
  // A deadline never comes: the provider answers by real time.
  sleep: (duration) =>
    Duration.toMillis(duration) < 1_000
      ? Effect.sync(() => void (hand.now += Math.ceil(Duration.toMillis(duration))))
      : Effect.never
}

const askForPayment = command("order.place", {
  summary: "asks to be paid",
  input: Schema.Struct({ order: ref("order"), amount: Money }),
  reply: Payment,
  refusals: [],
  permission: "order.place",
  *load({ order }, read: Read) {
    return yield* read.maybe(payments, order)
  },
  decide: (_, { order, amount }, moment) => {
    const due = { order, customer: "ann", gateway: "sandbox", amount, expiresAt: moment.now + 30 * minute }
    const { payment, ...consequence } = newPayment(due, moment)
    return Result.succeed({ ...consequence, reply: payment })
  }
})

const provider = sandboxProvider({ secret, clock: () => hand.now, refundsTake: 3 * minute })
let server: Served
let receive: (request: Request) => Promise<Response>

beforeAll(async () => {
  server = await serve((request) =>
    new URL(request.url).pathname === "/notify" ? receive(request) : provider.fetch(request)
  )
})
afterAll(() => server.close())

const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> =>
  Effect.runPromise(Effect.provideService(effect, Clock.Clock, clock))

/** A story about a shop whose route for callbacks is the one that a host would write. */
const open = <A, E>(
  story: (shop: {
    readonly engine: Engine
    readonly carry: Effect.Effect<ReadonlyArray<string>>
    readonly payment: (id: string) => Effect.Effect<Payment>
  }) => Effect.Effect<A, E>
) =>
  run(
    Effect.scoped(
      Effect.gen(function* () {
        const gateway = sandboxGateway({
          name: "sandbox",
          baseUrl: `${server.address}/sandbox/gateway`,
          notifyUrl: `${server.address}/notify`,
          secret
        })
        const engine: Engine = {
          storage: yield* memory().open([payments, refunds]),
          vault: memoryVault(),
          authority: {
            *permit() {
              return "granted" as const
            }
          },
          reactions: new Map(),
          vetoes: new Map()
        }
        receive = async (request) => {
          const callback = { headers: Object.fromEntries(request.headers), body: await request.text() }
          const taken = gateway.verify(callback, hand.now).pipe(
            Effect.flatMap((report) => execute(engine, reportPayment, report, { actor: system })),
            Effect.match({ onFailure: () => 400, onSuccess: () => 204 })
          )
          return new Response(null, { status: await run(taken) })
        }
        const errands = new Map(paymentErrands([gateway]).map((errand) => [errand.kind.kind, errand]))
        return yield* story({
          engine,
          carry: Effect.map(Effect.orDie(work(engine, errands, { limit: 100 })), ({ failed }) =>
            failed.map(({ cause }) => cause)
          ),
          payment: (id) =>
            Effect.orDie(
              Effect.map(
                engine.storage.read({
                  documents: [{ collection: "payment", id }],
                  accounts: [],
                  queries: [],
                  at: hand.now
                }),
                ({ documents }) => payments.decode(JSON.parse(documents[0]?.json ?? "null"))
              )
            )
        })
      })
    )
  )

const pay = (page: string | undefined, form: Record<string, string>) =>
  Effect.promise(() => fetch(page ?? "", { method: "POST", redirect: "manual", body: new URLSearchParams(form) }))

const amount = { amount: 8_800n, currency: "CNY" }

describe("a shop and the sandbox, over HTTP", () => {
  test.each([
    ["L37 told at once", { act: "pay" }],
    ["H057 told twice", { act: "pay", how: "doubled" }],
    ["L41 told late, after the shop has asked", { act: "pay", how: "late", seconds: "300" }],
    ["L41 never told, so that the shop has to ask", { act: "pay", how: "lost" }]
  ])("%s: it is captured once, and what was refunded in part is out of both books (L36)", (_, form) =>
    open(({ engine, carry, payment }) =>
      Effect.gen(function* () {
        const { reply } = yield* execute(engine, askForPayment, { order: "o1", amount }, { actor: system })
        expect(yield* carry).toEqual([])
        const started = yield* payment(reply.id)
        expect(started.state).toBe("pending")
        yield* pay(started.redirect, form)
        for (let minutes = 0; minutes < 10; minutes++) {
          hand.now += minute
          yield* Effect.promise(() => provider.deliver())
          expect(yield* carry).toEqual([])
        }
        expect((yield* payment(reply.id)).state).toBe("captured")
        const input = { payment: reply.id, amount: { ...amount, amount: 3_000n }, reason: "return" as const }
        yield* execute(engine, requestRefund, input, { actor: system })
        for (let minutes = 0; minutes < 10; minutes++) {
          expect(yield* carry).toEqual([])
          hand.now += minute
        }
        const { accounts } = yield* engine.storage.read({
          documents: [],
          accounts: [gatewayAccount("sandbox", "CNY").id, capturedAccount(reply.id, "CNY").id],
          queries: [],
          at: hand.now
        })
        expect(accounts.map((balance) => [balance?.posted, balance?.outgoing])).toEqual([
          [-5_800n, 0n],
          [5_800n, 0n]
        ])
        expect(yield* engine.storage.waiting(10)).toEqual([])
      })
    )
  )

  test("L37 declined and left alone, it ends as closed on both sides", () =>
    open(({ engine, carry, payment }) =>
      Effect.gen(function* () {
        const { reply } = yield* execute(engine, askForPayment, { order: "o1", amount }, { actor: system })
        yield* carry
        yield* pay((yield* payment(reply.id)).redirect, { act: "decline" })
        expect((yield* payment(reply.id)).state).toBe("declined")
        for (let minutes = 0; minutes < 45; minutes++) {
          hand.now += minute
          yield* carry
        }
        expect((yield* payment(reply.id)).state).toBe("closed")
        expect(yield* engine.storage.waiting(10)).toEqual([])
      })
    ))
})
