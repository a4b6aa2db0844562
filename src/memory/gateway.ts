import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { now } from "../command/clock.ts"
import type { GatewayError } from "../payment/errors.ts"
import type { Callback, PaymentGateway } from "../payment/ports.ts"
import type { GatewayState } from "../payment/rules.ts"
import { type Booked, Desk, type How } from "./desk.ts"
import type { Garbled, GatewayFaults, GatewayVerb } from "./faults.ts"

/** Settings of {@link memoryGateway}. */
export interface MemoryGatewayOptions {
  readonly name: string
  /** The means of payment that it offers. Default: one, of its own name. */
  readonly methods?: ReadonlyArray<string>
  /** Default: every currency. */
  readonly currencies?: ReadonlyArray<string>
  /** Default: true. */
  readonly partialRefunds?: boolean
  readonly faults?: GatewayFaults
  /** The gateway's own clock, in milliseconds. Absent: effect's `Clock`. */
  readonly clock?: () => number
}

/** A gateway, and what only its buyers and its owner can do. */
export interface MemoryGateway extends PaymentGateway {
  /** The buyer agrees to pay; answers how the payment stands then. Again has no second effect. */
  readonly pay: (payment: string) => Effect.Effect<GatewayState>
  /** The buyer's bank refuses; the buyer may still agree later. */
  readonly decline: (payment: string) => Effect.Effect<GatewayState>
  /** Takes the callbacks that arrive by now, in the order of their arrival. */
  readonly callbacks: Effect.Effect<ReadonlyArray<Callback>>
  /** The gateway's own book by now, in the order in which payments became known. */
  readonly book: Effect.Effect<ReadonlyArray<Booked>>
}

/**
 * A payment gateway of plain maps, which is the executable specification of every adapter: deterministic, with its clock
 * and its faults as arguments. It signs a callback by remembering it.
 */
export const memoryGateway = (options: MemoryGatewayOptions): MemoryGateway => {
  const { name } = options
  const desk = new Desk(options)
  const clock = options.clock === undefined ? now : Effect.sync(options.clock)
  const failure = (reason: GatewayError["reason"], detail: string): GatewayError => ({
    _tag: "GatewayError",
    gateway: name,
    reason,
    detail
  })
  const byNow = <A, E = never>(use: (at: number) => Result.Result<A, E>): Effect.Effect<A, E> =>
    Effect.flatMap(clock, (at) => {
      desk.pass(at)
      return Effect.fromResult(use(at))
    })
  const asked = <A>(
    verb: GatewayVerb,
    id: string,
    carry: (at: number, how: How) => A | undefined,
    garble?: (answer: A, garbled: Garbled) => A
  ) =>
    byNow((at): Result.Result<A, GatewayError> => {
      const fate = options.faults?.request?.(verb, id, at) ?? "carried"
      const silence = Result.fail(failure("TimedOut", verb))
      if (fate === "request lost") return silence
      if (typeof fate === "object") {
        desk.later(at + fate.late, (then) => void carry(then, "late"))
        return silence
      }
      const reused = desk.reuses(`${verb} ${id}`)
      const answer = carry(at, "asked")
      if (fate === "reply lost") return silence
      if (answer === undefined) return Result.fail(failure("Refused", verb))
      const garbled = reused ? options.faults?.garbled?.(verb, id, at) : undefined
      return Result.succeed(garbled === undefined || garble === undefined ? answer : garble(answer, garbled))
    })
  return {
    name,
    ...(options.methods === undefined ? {} : { methods: options.methods }),
    capabilities: { partialRefunds: options.partialRefunds ?? true, currencies: options.currencies ?? "all" },
    start: (request) => asked("start", request.payment, (at, how) => desk.start(request, at, how), desk.otherPayment),
    query: (request) => asked("query", request.payment, () => desk.report(request)),
    close: (request) => asked("close", request.payment, (at) => desk.close(request, at), desk.otherPayment),
    refund: (request) => asked("refund", request.refund, (at, how) => desk.refund(request, at, how), desk.otherRefund),
    queryRefund: (request) => asked("queryRefund", request.refund, () => desk.reportRefund(request)),
    verify: (callback, at) => {
      const report = desk.verify(callback, at)
      return report === undefined ? Effect.fail({ _tag: "SignatureInvalid", gateway: name }) : Effect.succeed(report)
    },
    pay: (payment) => byNow((at) => Result.succeed(desk.agree(payment, at))),
    decline: (payment) => byNow((at) => Result.succeed(desk.decline(payment, at))),
    callbacks: byNow((at) => Result.succeed(desk.deliver(at))),
    book: byNow(() => Result.succeed(desk.book()))
  }
}
