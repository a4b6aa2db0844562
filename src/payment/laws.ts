import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, every, held, law, type Law, vacuous, type Verdict, verdict } from "../kernel/law.ts"
import type { Money } from "../money/model.ts"
import type { GatewayError } from "./errors.ts"
import type { Callback, CallbackRefusal, GatewayReport, PaymentGateway, RefundReport } from "./ports.ts"

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

const Small = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))

/** What a shop, a buyer and time do to a few payments and refunds. */
const Trace = Schema.Array(
  Schema.Struct({
    act: Schema.Literals(["start", "start", "query", "close", "pay", "pay", "decline", "refund", "refund", "wait"]),
    one: Small(5)
  })
).check(Schema.isMinLength(1), Schema.isMaxLength(30))
type Trace = typeof Trace.Type

const beginning = 1_800_000_000_000
const minute = 60_000

/** The amount of a payment is fixed by its number, and the payment and amount of a refund by its own. */
const paymentOf = (one: number): { readonly payment: string; readonly amount: Money } => ({
  payment: `pay_${one % 3}`,
  amount: { amount: 1_000n * BigInt((one % 3) + 1), currency: "CNY" }
})

const refundOf = (one: number) => {
  const { payment, amount } = paymentOf(one)
  // The first refund of each payment is part of it, the second the whole.
  return { refund: `ref_${one}`, payment, amount: one < 3 ? { ...amount, amount: (amount.amount * 3n) / 5n } : amount }
}

/** What was asked, when, and what was answered. */
interface Heard {
  readonly act: Trace[number]["act"]
  readonly one: number
  readonly at: number
  readonly answer: Result.Result<GatewayReport | RefundReport, GatewayError> | undefined
}

const ask = (
  { gateway, pay, decline }: GatewaySubject,
  { act, one }: Trace[number]
): Effect.Effect<Heard["answer"]> => {
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
    case "pay":
      return Effect.as(pay(about.payment), undefined)
    case "decline":
      return Effect.as(decline(about.payment), undefined)
    case "wait":
      return Effect.succeed(undefined)
  }
}

/** What came of a trace: the answers, and the callbacks as they were verified on arrival. */
interface Played {
  readonly gateway: PaymentGateway
  readonly heard: ReadonlyArray<Heard>
  readonly called: ReadonlyArray<Result.Result<GatewayReport, CallbackRefusal>>
}

/** Plays a trace, and asks after each turn how every payment stands and what was called back. */
const play = async (fresh: FreshGateway, trace: Trace): Promise<Played> => {
  const hand = { now: beginning }
  const subject = await fresh(() => hand.now)
  return Effect.runPromise(
    Effect.gen(function* () {
      const { gateway } = subject
      const heard: Array<Heard> = []
      const called: Array<Played["called"][number]> = []
      for (const turn of trace) {
        if (turn.act === "wait") hand.now += 4 * minute
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

const states = (heard: ReadonlyArray<Heard>, one: number): ReadonlyArray<string> =>
  heard.flatMap(({ act, one: other, answer }) =>
    act !== "refund" && other % 3 === one && answer !== undefined && Result.isSuccess(answer)
      ? [answer.success.state]
      : []
  )

// A payment's states only go on along these.
const onward: { readonly [state: string]: ReadonlyArray<string> } = {
  unknown: ["unknown", "pending", "declined", "captured", "closed"],
  pending: ["pending", "declined", "captured", "closed"],
  declined: ["declined", "pending", "captured", "closed"],
  captured: ["captured"],
  closed: ["closed"]
}

const once = (fresh: FreshGateway): Law<Trace> =>
  law({
    id: "L37",
    title: "a captured payment stays captured, and a closed one, known or not, is never charged",
    input: Trace,
    holds: async (trace) => {
      const { heard } = await play(fresh, trace)
      return every(
        [0, 1, 2].map((one): Verdict => {
          const seen = states(heard, one)
          if (!seen.includes("captured") && !seen.includes("closed")) return vacuous("no payment ended")
          const wrong = seen.findIndex((state, index) => index > 0 && !onward[seen[index - 1] ?? ""]?.includes(state))
          return verdict(wrong < 0, () => `\`${seen[wrong - 1]}\` became \`${seen[wrong]}\``)
        })
      )
    }
  })

const closes = (fresh: FreshGateway): Law<Trace> =>
  law({
    id: "L37",
    title: "to close is answered as closed, or as captured; from its expiry on, so is every other question",
    input: Trace,
    holds: async (trace) => every((await play(fresh, trace)).heard.map(closed))
  })

const closed = ({ act, at, answer }: Heard): Verdict => {
  const expired = (act === "start" || act === "query") && at >= beginning + 30 * minute
  if ((act !== "close" && !expired) || answer === undefined) return vacuous("nothing was closed")
  if (Result.isFailure(answer)) return broken(`${act} failed with ${answer.failure.reason}`)
  const { state } = answer.success
  if (expired && state === "unknown") return vacuous("never started")
  return verdict(state === "closed" || state === "captured", () => `${act} answered \`${state}\``)
}

const askedAgain = (fresh: FreshGateway): Law<Trace> =>
  law({
    id: "L38",
    title: "asking a gateway again has no second effect and gives the same answer",
    input: Trace,
    holds: async (trace) => {
      const doubled = await answers(
        fresh,
        trace.flatMap((turn) => (turn.act === "wait" ? [turn] : [turn, turn]))
      )
      const plain = await answers(fresh, trace)
      // Each turn is four answers; of a doubled one, the first four and the last four must be the same.
      let at = 0
      for (const [index, turn] of trace.entries()) {
        const first = plain.slice(index * 4, index * 4 + 4)
        for (let times = turn.act === "wait" ? 1 : 2; times > 0; times--, at += 4) {
          const found = doubled.slice(at, at + 4)
          if (found.join() !== first.join())
            return broken(`${turn.act} told ${first.join()}, and again ${found.join()}`)
        }
      }
      return held
    }
  })

// References may differ from one gateway to another, and from one run to another.
const told = ({ answer }: Heard): string => {
  if (answer === undefined) return "-"
  if (Result.isFailure(answer)) return answer.failure.reason
  const { state } = answer.success
  return "amount" in answer.success
    ? `${state} ${answer.success.amount.amount} ${answer.success.amount.currency}`
    : state
}

const answers = async (fresh: FreshGateway, trace: Trace): Promise<ReadonlyArray<string>> =>
  (await play(fresh, trace)).heard.map(told)

const refunds = (fresh: FreshGateway): Law<Trace> =>
  law({
    id: "L35",
    title: "a gateway sends back what fits into what it captured, once, and never more",
    input: Trace,
    holds: async (trace) => {
      const { gateway, heard } = await play(fresh, trace)
      const left = new Map<string, bigint>()
      const known = new Map<string, string>()
      const verdicts: Array<Verdict> = []
      for (const { act, one, answer } of heard) {
        if (answer === undefined || Result.isFailure(answer)) {
          if (act === "refund") verdicts.push(refusedPart(gateway, one))
          continue
        }
        const { state } = answer.success
        const { refund, payment, amount } = refundOf(one)
        if (act !== "refund") {
          if (state === "captured" && !left.has(payment)) left.set(payment, paymentOf(one).amount.amount)
          continue
        }
        const free = left.get(payment) ?? 0n
        const first = known.get(refund)
        const taken = state !== "failed"
        known.set(refund, state)
        if (first !== undefined) {
          verdicts.push(verdict((first === "failed") === !taken, () => `\`${refund}\` changed its end`))
          continue
        }
        const fits = amount.amount <= free && !isPart(gateway, one)
        verdicts.push(verdict(fits === taken, () => `\`${refund}\` of ${amount.amount} of ${free} is ${state}`))
        if (taken) left.set(payment, free - amount.amount)
      }
      return every(verdicts)
    }
  })

const isPart = ({ capabilities }: PaymentGateway, one: number): boolean => !capabilities.partialRefunds && one < 3

const refusedPart = (gateway: PaymentGateway, one: number): Verdict =>
  verdict(isPart(gateway, one), () => `\`${refundOf(one).refund}\` was not answered`)

const callbacks = (fresh: FreshGateway): Law<Trace> =>
  law({
    id: "L41",
    title: "what a gateway calls back is what it answers: each capture, signed, and nothing that did not happen",
    input: Trace,
    holds: async (trace) => {
      const { heard, called } = await play(fresh, trace)
      const verdicts: Array<Verdict> = []
      const captured = new Set<string>()
      for (const report of called) {
        if (Result.isFailure(report)) return broken(`its own callback is ${report.failure._tag}`)
        const { payment, state, amount } = report.success
        const one = [0, 1, 2].find((number) => paymentOf(number).payment === payment) ?? 0
        const seen = states(heard, one)
        const right = seen.includes(state) && amount.amount === paymentOf(one).amount.amount
        verdicts.push(verdict(right, () => `called back \`${state}\` ${amount.amount}, answered ${seen.join()}`))
        if (state === "captured") captured.add(payment)
      }
      for (const one of [0, 1, 2]) {
        if (!states(heard, one).includes("captured")) continue
        verdicts.push(verdict(captured.has(paymentOf(one).payment), () => "a capture was not called back"))
      }
      return every(verdicts)
    }
  })

const forgeries = (fresh: FreshGateway): Law<typeof Forgery.Type> =>
  law({
    id: "L41",
    title:
      "a callback that was changed by one character, is without its headers, or is older than 5 minutes is refused",
    input: Forgery,
    holds: async ({ place, character }) => {
      const hand = { now: beginning }
      const subject = await fresh(() => hand.now)
      return Effect.runPromise(
        Effect.gen(function* () {
          yield* ask(subject, { act: "start", one: 0 })
          yield* ask(subject, { act: "pay", one: 0 })
          const [genuine] = yield* subject.callbacks
          return genuine === undefined
            ? vacuous("nothing was called back")
            : yield* forged(subject.gateway, genuine, place, character)
        })
      )
    }
  })

const forged = Effect.fnUntraced(function* (
  gateway: PaymentGateway,
  genuine: Callback,
  place: number,
  character: string
): Effect.fn.Return<Verdict> {
  const { headers, body } = genuine
  const at = place % body.length
  const changed = body.slice(0, at) + character + body.slice(at + 1)
  const refused = (callback: Callback, now: number): Effect.Effect<boolean> =>
    Effect.match(gateway.verify(callback, now), {
      onFailure: ({ _tag }) => _tag !== "GatewayError",
      onSuccess: () => false
    })
  const wrong: Array<string> = []
  if (changed !== body && !(yield* refused({ headers, body: changed }, beginning))) wrong.push("a changed body")
  if (!(yield* refused({ headers: {}, body }, beginning))) wrong.push("a body without headers")
  if (!(yield* refused(genuine, beginning + 5 * minute + 1_000))) wrong.push("an old callback")
  if (!(yield* refused(genuine, beginning - 5 * minute - 1_000))) wrong.push("a callback from the future")
  if (yield* refused(genuine, beginning)) wrong.push("not the genuine one")
  return verdict(wrong.length === 0, () => `it took ${wrong.join()}`)
})

const Forgery = Schema.Struct({ place: Small(10_000), character: Schema.Literals(["0", "9", "a", " ", "}", "元"]) })

/** What every payment gateway upholds. An adapter's test is one loop over them. */
export const gatewayLaws = (fresh: FreshGateway): ReadonlyArray<Law<Trace> | Law<typeof Forgery.Type>> => [
  once(fresh),
  closes(fresh),
  askedAgain(fresh),
  refunds(fresh),
  callbacks(fresh),
  forgeries(fresh)
]

/** The same trace gives the same answers at both; the memory gateway is the specification. */
export const gatewayEquivalence = (left: FreshGateway, right: FreshGateway): Law<Trace> =>
  law({
    id: "L61",
    title: "a gateway answers every trace as its specification does",
    input: Trace,
    holds: async (trace) => {
      const [one, other] = [await answers(left, trace), await answers(right, trace)]
      const differs = one.findIndex((answer, index) => answer !== other[index])
      return verdict(differs < 0, () => `answer ${differs} is ${one[differs]}, and ${other[differs]}`)
    }
  })
