/** The second book-keeper: goes over the log a little after each round of the worker, and over again once an hour. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import {
  Auditor,
  auditOn,
  balanceOn,
  type ChainBroken,
  chainStart,
  type Fault,
  type Link,
  type Storage,
  verifyOn
} from "pannier/storage"

/** Entries of the log, and balances, that one step looks at: some 25 milliseconds of work. */
const entriesAStep = 500
const balancesAStep = 200
/** A pass that is over begins anew this long after it began, in milliseconds: what was tampered with behind it is found then. */
const passes = 3_600_000

/** What the book-keeper has seen. */
export interface Watched {
  /** How far it has read the log, and how far it has verified the chain. */
  readonly position: number
  readonly chained: number
  readonly begunAt: number
  readonly lines: number
  readonly events: number
  /** When it last held every balance against its lines, and how many there were. */
  readonly compared?: { readonly at: number; readonly accounts: number }
  /** The first fault of this pass, or of the one before. */
  readonly fault?: Fault
  readonly broken?: ChainBroken
}

/** One pass over the log. */
class Pass {
  readonly auditor = new Auditor()
  readonly begunAt: number
  head: Link = chainStart
  broken: ChainBroken | undefined
  accounts = 0
  /** The account behind which balances are compared on. */
  after: string | undefined
  over = false

  constructor(begunAt: number) {
    this.begunAt = begunAt
  }
}

export class Watch {
  readonly #storage: Storage
  #pass: Pass
  /** What the pass before found, until this one has been over the same. */
  #before: Pick<Watched, "fault" | "broken"> = {}
  #compared: Watched["compared"]
  #turn: Promise<void> = Promise.resolve()

  constructor(storage: Storage, now: number) {
    this.#storage = storage
    this.#pass = new Pass(now)
  }

  /** Looks at a little more. Steps wait for each other, so that no entry is read twice. */
  step(now: number): Promise<void> {
    const step = (): Promise<void> => this.#step(now)
    this.#turn = this.#turn.then(step, step)
    return this.#turn
  }

  get seen(): Watched {
    const { auditor, head, begunAt } = this.#pass
    const fault = auditor.fault ?? this.#before.fault
    const broken = this.#pass.broken ?? this.#before.broken
    const { lines, events } = auditor.read
    return {
      position: auditor.position,
      chained: head.position,
      begunAt,
      lines,
      events,
      ...(this.#compared === undefined ? {} : { compared: this.#compared }),
      ...(fault === undefined ? {} : { fault }),
      ...(broken === undefined ? {} : { broken })
    }
  }

  async #step(now: number): Promise<void> {
    if (this.#pass.over && now >= this.#pass.begunAt + passes) {
      const { fault, broken } = this.seen
      this.#before = { ...(fault === undefined ? {} : { fault }), ...(broken === undefined ? {} : { broken }) }
      this.#pass = new Pass(now)
    }
    const pass = this.#pass
    // #region step
    const read = await Effect.runPromise(auditOn(this.#storage, pass.auditor, entriesAStep))
    await this.#chain(pass)
    if (read < entriesAStep && !pass.over) await this.#balances(pass, now)
    // #endregion step
  }

  async #chain(pass: Pass): Promise<void> {
    if (pass.broken !== undefined) return
    const next = await Effect.runPromise(Effect.result(verifyOn(this.#storage, pass.head, entriesAStep)))
    if (Result.isSuccess(next)) pass.head = next.success
    else if (next.failure._tag === "ChainBroken") pass.broken = next.failure
    else throw next.failure
  }

  async #balances(pass: Pass, now: number): Promise<void> {
    const page = await Effect.runPromise(balanceOn(this.#storage, pass.auditor, balancesAStep, pass.after))
    if (page === undefined) return
    pass.accounts += page.items.length
    pass.after = page.next
    if (page.next !== undefined) return
    pass.over = true
    this.#compared = { at: now, accounts: pass.accounts }
    // What the pass before found is found again, or is no longer there.
    this.#before = {}
  }
}
