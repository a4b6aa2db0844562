import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { now } from "../command/clock.ts"
import { amountText } from "../money/amount.ts"
import type { Money } from "../money/model.ts"
import type { GatewayError } from "../payment/errors.ts"
import type { Callback, GatewayReport, PaymentGateway, RefundReport } from "../payment/ports.ts"
import type { GatewayState } from "../payment/rules.ts"
import type { GatewayFaults, GatewayVerb } from "./faults.ts"
import { Sorted } from "./sorted.ts"

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

/** A payment in the gateway's own book, in minor units. What is `pending` is on its way back and may still fail. */
export interface Booked {
  readonly payment: string
  readonly state: Exclude<GatewayState, "unknown">
  readonly currency: string
  /** How often the buyer's money was taken: never more than once. */
  readonly charges: number
  readonly captured: bigint
  readonly refunded: bigint
  readonly pending: bigint
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

/** How old a callback may be when it is verified, in milliseconds. */
const tolerance = 300_000

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
  const asked = <A>(verb: GatewayVerb, id: string, carry: (at: number) => A | undefined) =>
    byNow((at): Result.Result<A, GatewayError> => {
      const fate = options.faults?.request?.(verb, id, at) ?? "carried"
      const silence = Result.fail(failure("TimedOut", verb))
      if (fate === "request lost") return silence
      if (typeof fate === "object") {
        desk.later(at + fate.late, (then) => void carry(then))
        return silence
      }
      const answer = carry(at)
      if (fate === "reply lost") return silence
      return answer === undefined ? Result.fail(failure("Refused", verb)) : Result.succeed(answer)
    })
  return {
    name,
    ...(options.methods === undefined ? {} : { methods: options.methods }),
    capabilities: { partialRefunds: options.partialRefunds ?? true, currencies: options.currencies ?? "all" },
    start: (request) => asked("start", request.payment, (at) => desk.start(request, at)),
    query: (request) => asked("query", request.payment, () => desk.report(request)),
    close: (request) => asked("close", request.payment, (at) => desk.close(request, at)),
    refund: (request) => asked("refund", request.refund, (at) => desk.refund(request, at)),
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

interface Known {
  readonly payment: string
  readonly amount: Money
  readonly reference: string
  readonly state: Exclude<GatewayState, "unknown">
  /** The buyer has agreed, and the money is about to be taken. */
  readonly agreed: boolean
  readonly charges: number
  readonly refunded: bigint
  readonly pending: bigint
}

interface Returned {
  readonly refund: string
  readonly payment: string
  readonly amount: Money
  readonly reference: string
  readonly state: RefundReport["state"]
}

interface Timed<A> {
  readonly at: number
  readonly number: number
  readonly what: A
}

type PaymentRequest = Parameters<PaymentGateway["query"]>[0]
type StartRequest = Parameters<PaymentGateway["start"]>[0]
type RefundRequest = Parameters<PaymentGateway["refund"]>[0]

const inTime = <A>(): Sorted<Timed<A>> => new Sorted((left, right) => left.at - right.at || left.number - right.number)

/** The gateway's side: what it knows, what it is about to do, and what it has to tell. */
class Desk {
  readonly #options: MemoryGatewayOptions
  readonly #payments = new Map<string, Known>()
  readonly #refunds = new Map<string, Returned>()
  readonly #later = inTime<(at: number) => void>()
  readonly #outbox = inTime<GatewayReport>()
  readonly #sent = new Map<string, { readonly at: number; readonly body: string; readonly report: GatewayReport }>()
  #number = 0

  constructor(options: MemoryGatewayOptions) {
    this.#options = options
  }

  /** Does what was to be done by an instant, each thing at its own. */
  pass(at: number): void {
    for (let [first] = this.#later.items; first !== undefined && first.at <= at; [first] = this.#later.items) {
      this.#later.remove(first)
      first.what(first.at)
    }
  }

  later(at: number, what: (at: number) => void): void {
    this.#later.add({ at, number: this.#number++, what })
  }

  /** `undefined`: the gateway does not take such a payment. */
  start(request: StartRequest, at: number): (GatewayReport & { readonly redirect?: string }) | undefined {
    const { payment, amount, expiresAt } = request
    const { currencies } = this.#options
    if (currencies !== undefined && !currencies.includes(amount.currency)) return undefined
    if (!this.#payments.has(payment)) {
      this.#know(payment, amount, "pending")
      this.later(expiresAt, (then) => this.#close(payment, then))
      this.pass(at)
    }
    const known = this.#payments.get(payment)
    if (known === undefined || !same(known.amount, amount)) return undefined
    const report = reportOf(known)
    return known.state === "closed"
      ? report
      : { ...report, redirect: `https://${this.#options.name}.example/${payment}` }
  }

  report({ payment, amount }: PaymentRequest): GatewayReport {
    const known = this.#payments.get(payment)
    return known === undefined ? { payment, state: "unknown", amount } : reportOf(known)
  }

  /** What was never started is closed as well: the tombstone that a late start will find. */
  close({ payment, amount }: PaymentRequest, at: number): GatewayReport {
    if (!this.#payments.has(payment)) this.#know(payment, amount, "closed")
    this.#close(payment, at)
    return this.report({ payment, amount })
  }

  refund({ refund, payment, amount }: RefundRequest, at: number): RefundReport | undefined {
    const known = this.#refunds.get(refund)
    if (known !== undefined) {
      return known.payment === payment && same(known.amount, amount) ? refundReport(known) : undefined
    }
    this.#refunds.set(refund, { refund, payment, amount, state: "failed", reference: this.#reference() })
    if (this.#canReturn(payment, amount)) {
      const { after, fails } = this.#options.faults?.refund?.(refund, at) ?? { after: 0 }
      this.#settle(refund, "pending")
      this.later(at + after, () => this.#settle(refund, fails === true ? "failed" : "succeeded"))
      this.pass(at)
    }
    const taken = this.#refunds.get(refund)
    return taken === undefined ? undefined : refundReport(taken)
  }

  agree(payment: string, at: number): GatewayState {
    const known = this.#payments.get(payment)
    if (known === undefined || !isOpen(known) || known.agreed) return known?.state ?? "unknown"
    this.#payments.set(payment, { ...known, agreed: true })
    const after = this.#options.faults?.charge?.(payment, at) ?? 0
    this.later(at + after, (then) => this.#charge(payment, then))
    this.pass(at)
    return this.#payments.get(payment)?.state ?? "unknown"
  }

  decline(payment: string, at: number): GatewayState {
    const known = this.#payments.get(payment)
    if (known?.state === "pending" && !known.agreed) this.#turn(known, { state: "declined" }, at)
    return this.#payments.get(payment)?.state ?? "unknown"
  }

  deliver(at: number): ReadonlyArray<Callback> {
    const due = this.#outbox.items.filter((one) => one.at <= at)
    return due.map((one) => {
      this.#outbox.remove(one)
      const mark = `${this.#options.name}-${this.#number++}`
      const { amount, ...told } = one.what
      const money = { amount: amountText(amount.amount, amount.currency), currency: amount.currency }
      const body = JSON.stringify({ ...told, amount: money })
      this.#sent.set(mark, { at, body, report: one.what })
      return { headers: { mark }, body }
    })
  }

  verify({ headers, body }: Callback, at: number): GatewayReport | undefined {
    const sent = this.#sent.get(headers["mark"] ?? "")
    return sent?.body === body && Math.abs(at - sent.at) <= tolerance ? sent.report : undefined
  }

  book(): ReadonlyArray<Booked> {
    return [...this.#payments.values()].map(({ payment, amount, state, charges, refunded, pending }) => ({
      payment,
      state,
      currency: amount.currency,
      charges,
      captured: state === "captured" ? amount.amount : 0n,
      refunded,
      pending
    }))
  }

  #know(payment: string, amount: Money, state: Known["state"]): void {
    const reference = this.#reference()
    const sums = { charges: 0, refunded: 0n, pending: 0n }
    this.#payments.set(payment, { payment, amount, reference, state, agreed: false, ...sums })
  }

  #close(payment: string, at: number): void {
    const known = this.#payments.get(payment)
    if (known !== undefined && isOpen(known)) this.#turn(known, { state: "closed" }, at)
  }

  #charge(payment: string, at: number): void {
    const known = this.#payments.get(payment)
    if (known === undefined || !isOpen(known)) return
    this.#turn(known, { state: "captured", charges: known.charges + 1 }, at)
  }

  #turn(known: Known, into: Partial<Known>, at: number): void {
    const turned: Known = { ...known, ...into }
    this.#payments.set(known.payment, turned)
    const report = reportOf(turned)
    for (const delay of this.#options.faults?.callback?.(report, at) ?? [0]) {
      this.#outbox.add({ at: at + delay, number: this.#number++, what: report })
    }
  }

  #canReturn(payment: string, amount: Money): boolean {
    const known = this.#payments.get(payment)
    if (known?.state !== "captured" || known.amount.currency !== amount.currency || amount.amount <= 0n) return false
    const left = known.amount.amount - known.refunded - known.pending
    const whole = amount.amount === known.amount.amount
    return amount.amount <= left && (whole || this.#options.partialRefunds !== false)
  }

  #settle(refund: string, state: Returned["state"]): void {
    const former = this.#refunds.get(refund)
    const known = former === undefined ? undefined : this.#payments.get(former.payment)
    if (former === undefined || known === undefined) return
    const { amount } = former.amount
    const refunded = known.refunded + (state === "succeeded" ? amount : 0n)
    const pending = known.pending + (state === "pending" ? amount : 0n) - (former.state === "pending" ? amount : 0n)
    this.#refunds.set(refund, { ...former, state })
    this.#payments.set(known.payment, { ...known, refunded, pending })
  }

  #reference(): string {
    return `${this.#options.name}:${this.#number++}`
  }
}

const isOpen = ({ state }: Known): boolean => state === "pending" || state === "declined"

const same = (left: Money, right: Money): boolean => left.amount === right.amount && left.currency === right.currency

const reportOf = ({ payment, state, amount, reference }: Known): GatewayReport => ({
  payment,
  state,
  amount,
  reference
})

const refundReport = ({ refund, state, reference }: Omit<Returned, "payment" | "amount">): RefundReport => ({
  refund,
  state,
  reference
})
