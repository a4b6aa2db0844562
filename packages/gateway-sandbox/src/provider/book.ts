import type { Money } from "pannier/money"
import type { PaymentStatus, RefundStatus, StartPayment, StartRefund } from "../wire.ts"
import type { Entry } from "./entries.ts"
import type { Journal } from "./journal.ts"

type EntryOf<Type extends Entry["type"]> = Extract<Entry, { readonly type: Type }>

/** A payment as the provider knows it. */
export interface Known extends Omit<EntryOf<"payment">, "type" | "at"> {
  readonly state: PaymentStatus["state"]
  /** What has gone back or is on its way, in minor units. */
  readonly returned: bigint
}

/** One sending of a notice that is still to be made. */
export interface Due {
  readonly event: string
  readonly copy: number
  readonly at: number
  /** How often it was sent in vain. */
  readonly tries: number
}

/** What a notice tells, and where it is sent. */
export interface Told
  extends Pick<EntryOf<"notice">, "event" | "payment" | "state">,
    Pick<Known, "amount" | "reference"> {
  readonly notify: string
}

/** When the notices of a turn are sent, in milliseconds from now: none, and the shop is never told. */
export type Delays = ReadonlyArray<number>

/** WeChat Pay's pauses between sendings, in seconds: 15 of them, a day and four minutes in all. */
const pauses = [15, 15, 30, 180, 600, 1_200, 1_800, 1_800, 1_800, 3_600, 10_800, 10_800, 10_800, 21_600, 21_600]

/** The provider's book: what is written into the journal, and what follows from it. */
export class Book {
  readonly #journal: Journal
  readonly #refundsTake: number
  readonly #payments = new Map<string, Known>()
  readonly #tokens = new Map<string, string>()
  readonly #refunds = new Map<string, EntryOf<"refund">>()
  readonly #notices = new Map<string, EntryOf<"notice">>()
  readonly #due = new Map<string, Due>()
  /** Payments that may still be paid. */
  readonly #open = new Set<string>()

  /** @param refundsTake how long a refund is pending, in milliseconds */
  constructor(journal: Journal, refundsTake: number) {
    this.#journal = journal
    this.#refundsTake = refundsTake
    for (const entry of journal.entries) this.#tell(entry)
  }

  /** Closes what has expired by an instant. */
  pass(at: number): void {
    for (const id of this.#open) {
      const known = this.#payments.get(id)
      if (known?.started !== undefined && known.started.expiresAt <= at) this.turn(known, "closed", at, [0])
    }
  }

  payment(id: string): Known | undefined {
    return this.#payments.get(id)
  }

  byToken(token: string): Known | undefined {
    const id = this.#tokens.get(token)
    return id === undefined ? undefined : this.#payments.get(id)
  }

  /** Makes a payment known, once; `undefined` if it is known with another amount. */
  start({ payment, amount, ...started }: StartPayment, token: string, at: number): Known | undefined {
    if (!this.#payments.has(payment)) {
      this.#record({
        type: "payment",
        at,
        payment,
        amount,
        reference: this.#reference(),
        started: { ...started, token }
      })
      this.pass(at)
    }
    return this.#agreed(payment, amount)
  }

  /** Closes a payment, known or not; `undefined` if it is known with another amount. */
  close(payment: string, amount: Money, at: number): Known | undefined {
    if (!this.#payments.has(payment)) {
      this.#record({ type: "payment", at, payment, amount, reference: this.#reference() })
    }
    const known = this.#agreed(payment, amount)
    return known === undefined ? undefined : this.turn(known, "closed", at, [0])
  }

  /** Turns a payment that may still be paid; any other stays as it is. Answers with how it stands then. */
  turn(known: Known, state: EntryOf<"turn">["state"], at: number, delays: Delays): Known {
    const { payment } = known
    if (!this.#open.has(payment) || (known.state === "declined" && state === "declined")) return known
    this.#record({ type: "turn", at, payment, state })
    const event = `evt_${this.#notices.size + 1}`
    this.#record({ type: "notice", at, event, payment, state, due: delays.map((delay) => at + delay) })
    return this.#payments.get(payment) ?? known
  }

  /** Sends money back, once for each id; `undefined` if the id was used for another refund. */
  refund({ refund, payment, amount }: StartRefund, at: number): RefundStatus | undefined {
    const first = this.#refunds.get(refund)
    if (first === undefined) {
      const known = this.#payments.get(payment)
      const fits =
        known?.state === "captured" &&
        known.amount.currency === amount.currency &&
        amount.amount > 0n &&
        amount.amount <= known.amount.amount - known.returned
      const end = fits ? { succeedsAt: at + this.#refundsTake } : {}
      this.#record({ type: "refund", at, refund, payment, amount, reference: this.#reference(), ...end })
    } else if (first.payment !== payment || !same(first.amount, amount)) return undefined
    return this.refundStatus(refund, at)
  }

  refundStatus(id: string, at: number): RefundStatus | undefined {
    const found = this.#refunds.get(id)
    if (found === undefined) return undefined
    const { refund, payment, amount, reference, succeedsAt } = found
    const state = succeedsAt === undefined ? "failed" : succeedsAt <= at ? "succeeded" : "pending"
    return { refund, payment, amount, reference, state }
  }

  /** The sendings that are due at an instant, the oldest first. */
  due(at: number): ReadonlyArray<Due> {
    return [...this.#due.values()].filter((one) => one.at <= at).toSorted((left, right) => left.at - right.at)
  }

  /** The next instant at which something is to be sent. */
  get nextDue(): number | undefined {
    let next: number | undefined
    for (const { at } of this.#due.values()) if (next === undefined || at < next) next = at
    return next
  }

  told(event: string): Told | undefined {
    const notice = this.#notices.get(event)
    const known = notice === undefined ? undefined : this.#payments.get(notice.payment)
    if (notice === undefined || known?.started === undefined) return undefined
    const { amount, reference, started } = known
    return { event, payment: notice.payment, state: notice.state, amount, reference, notify: started.notify }
  }

  /** Writes down how a sending went. */
  sent({ event, copy, tries }: Due, arrived: boolean, at: number): void {
    const pause = pauses[tries]
    const again = arrived || pause === undefined ? {} : { again: at + pause * 1_000 }
    this.#record({ type: "sent", at, event, copy, ...again })
  }

  #agreed(payment: string, amount: Money): Known | undefined {
    const known = this.#payments.get(payment)
    return known !== undefined && same(known.amount, amount) ? known : undefined
  }

  #reference(): string {
    return `sandbox_${this.#payments.size + this.#refunds.size + 1}`
  }

  #record(entry: Entry): void {
    this.#journal.append(entry)
    this.#tell(entry)
  }

  #tell(entry: Entry): void {
    switch (entry.type) {
      case "payment": {
        const { type: _, at: __, ...told } = entry
        const state = entry.started === undefined ? "closed" : "pending"
        this.#payments.set(entry.payment, { ...told, state, returned: 0n })
        if (entry.started !== undefined) this.#tokens.set(entry.started.token, entry.payment)
        if (state === "pending") this.#open.add(entry.payment)
        return
      }
      case "turn": {
        const known = this.#payments.get(entry.payment)
        if (known !== undefined) this.#payments.set(entry.payment, { ...known, state: entry.state })
        if (entry.state !== "declined") this.#open.delete(entry.payment)
        return
      }
      case "refund": {
        const known = this.#payments.get(entry.payment)
        this.#refunds.set(entry.refund, entry)
        if (known === undefined || entry.succeedsAt === undefined) return
        this.#payments.set(entry.payment, { ...known, returned: known.returned + entry.amount.amount })
        return
      }
      case "notice":
        this.#notices.set(entry.event, entry)
        entry.due.forEach((at, copy) =>
          this.#due.set(`${entry.event}/${copy}`, { event: entry.event, copy, at, tries: 0 })
        )
        return
      case "sent": {
        const key = `${entry.event}/${entry.copy}`
        const former = this.#due.get(key)
        if (former === undefined || entry.again === undefined) this.#due.delete(key)
        else this.#due.set(key, { ...former, at: entry.again, tries: former.tries + 1 })
      }
    }
  }
}

const same = (left: Money, right: Money): boolean => left.amount === right.amount && left.currency === right.currency
