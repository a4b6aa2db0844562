import { amountText } from "../money/amount.ts"
import type { Money } from "../money/model.ts"
import type { Callback, GatewayReport, PaymentGateway, RefundReport } from "../payment/ports.ts"
import type { GatewayState } from "../payment/rules.ts"
import type { Garbled, GatewayFaults } from "./faults.ts"
import { Sorted } from "./sorted.ts"

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

/** How old a callback may be when it is verified, in milliseconds. */
const tolerance = 300_000

/** What a gateway's side is told of itself. */
interface DeskOptions {
  readonly name: string
  readonly currencies?: ReadonlyArray<string>
  readonly partialRefunds?: boolean
  readonly faults?: GatewayFaults
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
  /** Since when the key is known under which it was started last; absent: it never was. */
  readonly startedAt?: number
}

interface Returned {
  readonly refund: string
  readonly payment: string
  readonly amount: Money
  readonly reference: string
  readonly state: Exclude<RefundReport["state"], "unknown">
  /** Since when the key is known under which it was asked for last. */
  readonly askedAt: number
}

interface Timed<A> {
  readonly at: number
  readonly number: number
  readonly what: A
}

/** How a request comes: from the shop just now, or out of the gateway's own queue, which looks into its book first. */
export type How = "asked" | "late"

type PaymentRequest = Parameters<PaymentGateway["query"]>[0]
type StartRequest = Parameters<PaymentGateway["start"]>[0]
type RefundRequest = Parameters<PaymentGateway["refund"]>[0]

const inTime = <A>(): Sorted<Timed<A>> => new Sorted((left, right) => left.at - right.at || left.number - right.number)

/** The gateway's side: what it knows, what it is about to do, and what it has to tell. */
export class Desk {
  readonly #options: DeskOptions
  readonly #payments = new Map<string, Known>()
  readonly #refunds = new Map<string, Returned>()
  readonly #later = inTime<(at: number) => void>()
  readonly #outbox = inTime<GatewayReport>()
  readonly #keys = new Set<string>()
  readonly #sent = new Map<string, { readonly at: number; readonly body: string; readonly report: GatewayReport }>()
  #number = 0

  constructor(options: DeskOptions) {
    this.#options = options
  }

  /** Does what was to be done by an instant, each thing at its own. */
  pass(at: number): void {
    for (let { first } = this.#later; first !== undefined && first.at <= at; first = this.#later.first) {
      this.#later.remove(first)
      first.what(first.at)
    }
  }

  later(at: number, what: (at: number) => void): void {
    this.#later.add({ at, number: this.#number++, what })
  }

  /** `undefined`: the gateway does not take such a payment. */
  start(request: StartRequest, at: number, how: How): (GatewayReport & { readonly redirect?: string }) | undefined {
    const { payment, amount, expiresAt } = request
    const { currencies } = this.#options
    if (currencies !== undefined && !currencies.includes(amount.currency)) return undefined
    const former = this.#payments.get(payment)
    if (former === undefined) this.#know(payment, amount, "pending")
    // Whose key is forgotten is a payment like any new one, with a page of its own.
    if (
      former === undefined ||
      (how === "asked" && same(former.amount, amount) && this.#forgotten(former.startedAt, at))
    ) {
      this.#open(payment, at)
      this.later(expiresAt, (then) => this.#close(payment, then))
      this.pass(at)
    }
    const known = this.#payments.get(payment)
    if (known === undefined || !same(known.amount, amount)) return undefined
    const report = reportOf(known)
    return report.state === "closed"
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

  refund({ refund, payment, amount }: RefundRequest, at: number, how: How): RefundReport | undefined {
    const known = this.#refunds.get(refund)
    if (known !== undefined) {
      if (known.payment !== payment || !same(known.amount, amount)) return undefined
      return how === "asked" && this.#forgotten(known.askedAt, at) ? this.#refundAnew(known, at) : refundReport(known)
    }
    this.#refunds.set(refund, { refund, payment, amount, state: "failed", reference: this.#reference(), askedAt: at })
    if (this.#canReturn(payment, amount)) {
      const { after, fails } = this.#options.faults?.refund?.(refund, at) ?? { after: 0 }
      this.#settle(refund, "pending")
      this.later(at + after, () => this.#settle(refund, fails === true ? "failed" : "succeeded"))
      this.pass(at)
    }
    const taken = this.#refunds.get(refund)
    return taken === undefined ? undefined : refundReport(taken)
  }

  reportRefund({ refund, amount }: RefundRequest): RefundReport {
    const known = this.#refunds.get(refund)
    return known === undefined ? { refund, state: "unknown", amount } : refundReport(known)
  }

  /** Whether a key was used before. */
  reuses(key: string): boolean {
    const reused = this.#keys.has(key)
    this.#keys.add(key)
    return reused
  }

  /** What is told of another payment, or another amount of this one. */
  readonly otherPayment = (answer: GatewayReport, garbled: Garbled): GatewayReport => {
    const others = [...this.#payments.values()].filter(({ payment }) => payment !== answer.payment)
    const other = others.at(-1)
    return garbled === "other reply" && other !== undefined
      ? reportOf(other)
      : { ...answer, amount: more(answer.amount) }
  }

  /** What is told of another refund, or another amount of this one. */
  readonly otherRefund = (answer: RefundReport, garbled: Garbled): RefundReport => {
    const others = [...this.#refunds.values()].filter(({ refund }) => refund !== answer.refund)
    const other = others.at(-1)
    return garbled === "other reply" && other !== undefined
      ? refundReport(other)
      : { ...answer, state: "succeeded", amount: more(answer.amount) }
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
    const due = this.#outbox.until((one) => one.at > at)
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
      state: charges > 0 ? "captured" : state,
      currency: amount.currency,
      charges,
      captured: BigInt(charges) * amount.amount,
      refunded,
      pending
    }))
  }

  #know(payment: string, amount: Money, state: Known["state"]): void {
    const reference = this.#reference()
    const sums = { charges: 0, refunded: 0n, pending: 0n }
    this.#payments.set(payment, { payment, amount, reference, state, agreed: false, ...sums })
  }

  #open(payment: string, at: number): void {
    const known = this.#payments.get(payment)
    if (known !== undefined) this.#payments.set(payment, { ...known, state: "pending", agreed: false, startedAt: at })
  }

  #forgotten(since: number | undefined, at: number): boolean {
    return since !== undefined && at - since >= (this.#options.faults?.keysLast ?? Infinity)
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
    if (known === undefined || known.charges === 0 || known.amount.currency !== amount.currency || amount.amount <= 0n)
      return false
    const left = known.amount.amount - known.refunded - known.pending
    const whole = amount.amount === known.amount.amount
    return amount.amount <= left && (whole || this.#options.partialRefunds !== false)
  }

  // Whose key is forgotten is sent like any new one, as far as there is money; of the first alone the book tells.
  #refundAnew(first: Returned, at: number): RefundReport {
    const known = this.#payments.get(first.payment)
    this.#refunds.set(first.refund, { ...first, askedAt: at })
    if (known === undefined || !this.#canReturn(first.payment, first.amount)) {
      return { ...refundReport(first), state: "failed", reference: this.#reference() }
    }
    this.#payments.set(known.payment, { ...known, refunded: known.refunded + first.amount.amount })
    return { ...refundReport(first), state: "succeeded", reference: this.#reference() }
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

const more = ({ amount, currency }: Money): Money => ({ amount: amount + 1n, currency })

const reportOf = ({ payment, state, charges, amount, reference }: Known): GatewayReport => ({
  payment,
  state: charges > 0 ? "captured" : state,
  amount,
  reference
})

const refundReport = ({ refund, state, amount, reference }: Returned): RefundReport => ({
  refund,
  state,
  amount,
  reference
})
