import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Money } from "../../money/model.ts"
import type { GatewayError } from "../errors.ts"
import type { Callback, CallbackRefusal, GatewayReport, PaymentGateway, RefundReport } from "../ports.ts"

/** A gateway under the laws, and what only its buyers can do. Nothing is lost on the way to it. */
export interface GatewaySubject {
  readonly gateway: PaymentGateway
  /** The buyer agrees to pay a payment, known or not. */
  readonly pay: (payment: string) => Effect.Effect<unknown>
  /** The buyer's bank refuses a payment, known or not. */
  readonly decline: (payment: string) => Effect.Effect<unknown>
  /** What it has called back since it was last asked. */
  readonly callbacks: Effect.Effect<ReadonlyArray<Callback>>
}

/** A new gateway with an empty book for every call, which measures by the given clock, in milliseconds. */
export type FreshGateway = (clock: () => number) => GatewaySubject | Promise<GatewaySubject>

export const Small = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))

/** What a shop, a buyer and time do to a few payments and refunds. */
export const Trace = Schema.Array(
  Schema.Struct({
    act: Schema.Literals([
      "start",
      "start",
      "query",
      "close",
      "pay",
      "pay",
      "decline",
      "refund",
      "refund",
      "askRefund",
      "wait"
    ]),
    one: Small(5)
  })
).check(Schema.isMinLength(1), Schema.isMaxLength(30))
export type Trace = typeof Trace.Type

export const beginning = 1_800_000_000_000
export const minute = 60_000

/** The amount of a payment is fixed by its number, and the payment and amount of a refund by its own. */
export const paymentOf = (one: number): { readonly payment: string; readonly amount: Money } => ({
  payment: `pay_${one % 3}`,
  amount: { amount: 1_000n * BigInt((one % 3) + 1), currency: "CNY" }
})

export const refundOf = (one: number) => {
  const { payment, amount } = paymentOf(one)
  // The first refund of each payment is part of it, the second the whole.
  return { refund: `ref_${one}`, payment, amount: one < 3 ? { ...amount, amount: (amount.amount * 3n) / 5n } : amount }
}

/** One turn of a trace. Some laws let days pass as well. */
export type Turn = Trace[number] | { readonly act: "days"; readonly one: number }

/** What was asked, when, and what was answered. */
export interface Heard {
  readonly act: Turn["act"]
  readonly one: number
  readonly at: number
  readonly answer: Result.Result<GatewayReport | RefundReport, GatewayError> | undefined
}

export const ask = ({ gateway, pay, decline }: GatewaySubject, { act, one }: Turn): Effect.Effect<Heard["answer"]> => {
  const about = paymentOf(one)
  switch (act) {
    case "start":
      return Effect.result(gateway.start({ ...about, order: `order_${one % 3}`, expiresAt: beginning + 30 * minute }))
    case "query":
      return Effect.result(gateway.query(about))
    case "close":
      return Effect.result(gateway.close(about))
    case "refund":
      return Effect.result(gateway.refund(refundOf(one)))
    case "askRefund":
      return Effect.result(gateway.queryRefund(refundOf(one)))
    case "pay":
      return Effect.as(pay(about.payment), undefined)
    case "decline":
      return Effect.as(decline(about.payment), undefined)
    case "wait":
    case "days":
      return Effect.succeed(undefined)
  }
}

/** What came of a trace: the answers, and the callbacks as they were verified on arrival. */
export interface Played {
  readonly gateway: PaymentGateway
  readonly heard: ReadonlyArray<Heard>
  readonly called: ReadonlyArray<Result.Result<GatewayReport, CallbackRefusal>>
}

/** Plays a trace, and asks after each turn how every payment stands and what was called back. */
export const play = async (fresh: FreshGateway, trace: ReadonlyArray<Turn>): Promise<Played> => {
  const hand = { now: beginning }
  const subject = await fresh(() => hand.now)
  return Effect.runPromise(
    Effect.gen(function* () {
      const { gateway } = subject
      const heard: Array<Heard> = []
      const called: Array<Played["called"][number]> = []
      for (const turn of trace) {
        if (turn.act === "wait") hand.now += 4 * minute
        if (turn.act === "days") hand.now += 4_320 * minute
        heard.push({ ...turn, at: hand.now, answer: yield* ask(subject, turn) })
        for (const one of [0, 1, 2]) {
          const look = { act: "query", one } as const
          heard.push({ ...look, at: hand.now, answer: yield* ask(subject, look) })
        }
        for (const one of yield* subject.callbacks) called.push(yield* Effect.result(gateway.verify(one, hand.now)))
      }
      return { gateway, heard, called }
    })
  )
}

// References may differ from one gateway to another, and from one run to another.
const told = ({ answer }: Heard): string => {
  if (answer === undefined) return "-"
  if (Result.isFailure(answer)) return answer.failure.reason
  const { state } = answer.success
  return `${state} ${answer.success.amount.amount} ${answer.success.amount.currency}`
}

export const answers = async (fresh: FreshGateway, trace: Trace): Promise<ReadonlyArray<string>> =>
  (await play(fresh, trace)).heard.map(told)
