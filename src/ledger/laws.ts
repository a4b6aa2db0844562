import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, every, law, vacuous, type Verdict, verdict } from "../kernel/law.ts"
import type { LedgerRefusal } from "./errors.ts"
import { type Account, type Balance, type Book, type Change, type Held, largestAmount, type Transfer } from "./model.ts"
import { apply } from "./rules.ts"

const Small = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))

/** One transfer: its kind, between which of a few accounts, how much of it, and for a hold how many minutes. */
const Step = Schema.Struct({ act: Small(9), from: Small(5), to: Small(5), amount: Small(5), minutes: Small(4) })

/** Small integers that {@link play} turns into commits of one or two transfers, `wait` minutes apart. */
export const Trace = Schema.Array(
  Schema.Struct({ wait: Small(2), steps: Schema.Array(Step).check(Schema.isMinLength(1), Schema.isMaxLength(2)) })
).check(Schema.isMinLength(1), Schema.isMaxLength(40))
export type Trace = typeof Trace.Type

/** The accounts of a trace: `shelf` has a floor, `window` both bounds, `till` another unit, the others no bounds. */
export const accounts = {
  supply: { id: "supply", owner: "shop", unit: "piece" },
  shelf: { id: "shelf", owner: "shop", unit: "piece", floor: 0n },
  window: { id: "window", owner: "shop", unit: "piece", floor: -2n, ceiling: 5n },
  sold: { id: "sold", owner: "shop", unit: "piece" },
  lost: { id: "lost", owner: "shop", unit: "piece" },
  till: { id: "till", owner: "shop", unit: "CNY", floor: 0n }
} as const satisfies { readonly [id: string]: Account }

/** Where a fact's excess goes. */
export const short: Account = { id: "short", owner: "shop", unit: "piece" }

/** A book in plain maps, which scans every hold there ever was. */
export class PlainBook implements Book {
  readonly balances = new Map<string, Balance>()
  readonly holds = new Map<string, Held>()
  readonly #made = new Set<string>()

  readonly balance = (account: string) => this.balances.get(account)
  readonly hold = (id: string) => this.holds.get(id)
  readonly made = (id: string) => this.#made.has(id)
  readonly deadOn = (account: string, at: number) =>
    [...this.holds.values()].filter(
      ({ from, to, state, until }) => state === "held" && until <= at && (from === account || to === account)
    )

  enter({ balances, holds, lines }: Change): void {
    for (const balance of balances) this.balances.set(balance.account.id, balance)
    for (const hold of holds) this.holds.set(hold.id, hold)
    for (const { kind, transfer } of lines) if (kind === "post" || kind === "hold") this.#made.add(transfer)
  }
}

/** What came of one commit of a trace. */
export interface Played {
  readonly transfers: ReadonlyArray<Transfer>
  readonly at: number
  readonly answer: Result.Result<Change, LedgerRefusal>
}

const minute = 60_000

/** Carries out a trace on a shop with 9 pieces on its shelf, and asks after every commit. */
export const play = (trace: Trace, ask: (book: PlainBook, played: Played, before: Sums) => Verdict): Verdict => {
  const book = new PlainBook()
  const stock: Transfer = { kind: "post", id: "stock", from: accounts.supply, to: accounts.shelf, amount: 9n }
  book.enter(Result.getOrThrow(apply(book, [stock], 0)))
  const verdicts: Array<Verdict> = []
  let at = 0
  for (const [number, { wait, steps }] of trace.entries()) {
    at += wait * minute
    const transfers = steps.map((step, place) => transferOf(step, `${number}-${place}`, at, [...book.holds.keys()]))
    const before = sumsOf(book)
    const answer = apply(book, transfers, at)
    if (Result.isSuccess(answer)) book.enter(answer.success)
    verdicts.push(ask(book, { transfers, at, answer }, before))
  }
  return every(verdicts)
}

const { supply, shelf, window, sold, lost, till } = accounts
const givers: ReadonlyArray<Account> = [supply, shelf, window, shelf, supply, sold]
const takers: ReadonlyArray<Account> = [shelf, window, lost, sold, window, sold]
const amounts: ReadonlyArray<bigint> = [1n, 2n, 5n, 8n, 4n, 3n]

const transferOf = (step: typeof Step.Type, id: string, at: number, holds: ReadonlyArray<string>): Transfer => {
  const { act, from, to, amount, minutes } = step
  // One transfer in five may be what no book can carry out: nothing at all, two units, an account and itself.
  const odd = minutes === 2
  const taker = odd && to === 2 ? till : (takers[to] ?? short)
  const giver = givers[from] ?? short
  const move = {
    id,
    from: giver.id === taker.id && !odd ? supply : giver,
    to: taker,
    amount: odd && amount === 2 ? 0n : (amounts[amount] ?? 1n)
  }
  if (act <= 1) return { kind: "post", ...move }
  if (act === 2) return { kind: "post", ...move, short }
  if (act >= 6) return { kind: "hold", ...move, until: at + ((minutes + 3) % 5) * minute }
  const hold = holds[holds.length - 1 - ((from + to) % Math.max(1, holds.length))] ?? "nobody"
  if (act === 3) return { kind: "release", hold }
  return act === 4 ? { kind: "settle", hold } : { kind: "settle", hold, amount: move.amount }
}

type Sums = ReadonlyMap<string, Balance>
const sumsOf = (book: PlainBook): Sums => new Map(book.balances)

/** L04: nothing comes from nowhere. */
export const doubleEntry = law({
  id: "L04",
  title: "after every commit the balances of a unit sum to zero, and so do what is held from and for its accounts",
  input: Trace,
  holds: (trace) =>
    play(trace, (book, { answer }) => {
      if (Result.isFailure(answer)) return vacuous("refused")
      const sums = new Map<string, { posted: bigint; held: bigint }>()
      for (const { account, posted, outgoing, incoming } of book.balances.values()) {
        const sum = sums.get(account.unit) ?? { posted: 0n, held: 0n }
        sums.set(account.unit, { posted: sum.posted + posted, held: sum.held + outgoing - incoming })
      }
      return every(
        [...sums].map(([unit, { posted, held }]) =>
          verdict(posted === 0n && held === 0n, () => `${unit} sums to ${posted}, held ${held}`)
        )
      )
    })
})

/** L05: a decision is refused at the bound. */
export const withinBounds = law({
  id: "L05",
  title: "every account stands within its bounds after every commit, even if all its holds were settled",
  input: Trace,
  holds: (trace) =>
    play(trace, (book, { answer }) =>
      Result.isFailure(answer)
        ? vacuous("refused")
        : every(
            [...book.balances.values()].map((balance) =>
              verdict(isWithin(balance), () => `${balance.account.id}: ${show(balance)}`)
            )
          )
    )
})

const isWithin = ({ account, posted, outgoing, incoming }: Balance): boolean =>
  posted - outgoing >= (account.floor ?? -largestAmount) && posted + incoming <= (account.ceiling ?? largestAmount)

/** L05: a fact is posted in full. */
export const factsStand = law({
  id: "L05",
  title: "a fact that its account cannot cover is posted in full, the rest from `short`, and what is held stays held",
  input: Schema.Struct({ stock: Small(9), held: Small(9), fact: Small(20) }),
  holds: ({ stock, held, fact }) => {
    if (stock === 0 || held > stock || fact === 0) return vacuous("nothing to take from")
    const book = new PlainBook()
    const hold = { kind: "hold", id: "hold", from: shelf, to: sold, amount: BigInt(held), until: 1 } as const
    const before: ReadonlyArray<Transfer> = [
      { kind: "post", id: "stock", from: supply, to: shelf, amount: BigInt(stock) },
      ...(held > 0 ? [hold] : [])
    ]
    book.enter(Result.getOrThrow(apply(book, before, 0)))
    const answer = apply(book, [{ kind: "post", id: "fact", from: shelf, to: lost, amount: BigInt(fact), short }], 0)
    if (Result.isFailure(answer)) return broken(`a fact was refused: ${answer.failure._tag}`)
    book.enter(answer.success)
    const posted = (account: Account) => book.balance(account.id)?.posted ?? 0n
    const covered = BigInt(Math.min(fact, stock - held))
    return verdict(
      posted(lost) === BigInt(fact) &&
        posted(shelf) === BigInt(stock) - covered &&
        posted(short) === covered - BigInt(fact) &&
        book.balance(shelf.id)?.outgoing === BigInt(held) &&
        book.made("fact"),
      () => `lost ${posted(lost)}, shelf ${posted(shelf)}, short ${posted(short)}`
    )
  }
})

/** L06: a hold ends once. */
export const resolvedOnce = law({
  id: "L06",
  title:
    "a hold ends at most once, what it did not settle is free at the same instant, and it counts exactly while it is held",
  input: Trace,
  holds: (trace) => {
    const ends = new Map<string, number>()
    return play(trace, (book, { answer }) => {
      if (Result.isFailure(answer)) return vacuous("refused")
      for (const { kind, transfer } of answer.success.lines) {
        if (kind === "settle" || kind === "release") ends.set(transfer, (ends.get(transfer) ?? 0) + 1)
      }
      if (ends.size === 0) return vacuous("no hold has ended")
      return every([
        ...[...book.holds.values()].map(({ id, state }) => {
          const times = ends.get(id) ?? 0
          return verdict(times === (state === "held" ? 0 : 1), () => `${id} is ${state} and ended ${times} times`)
        }),
        ...[...book.balances.values()].map((balance) => verdict(countsItsHolds(book, balance), () => show(balance)))
      ])
    })
  }
})

const countsItsHolds = (book: PlainBook, { account, outgoing, incoming }: Balance): boolean => {
  const live = [...book.holds.values()].filter(({ state }) => state === "held")
  const sum = (side: "from" | "to") =>
    live.reduce((total, hold) => (hold[side] === account.id ? total + hold.amount : total), 0n)
  return outgoing === sum("from") && incoming === sum("to")
}

/** L23, on the accounts of one kind of goods at one place. */
export const stockAddsUp = law({
  id: "L23",
  title: "on hand, held, sold and lost together are what was received, in every prefix",
  input: Trace,
  holds: (trace) =>
    play(trace, (book, { answer }) => {
      if (Result.isFailure(answer)) return vacuous("refused")
      const of = (account: Account) => book.balance(account.id) ?? { posted: 0n, outgoing: 0n }
      const received = -of(accounts.supply).posted
      const places = [accounts.shelf, accounts.window].map(of)
      const held = places.reduce((sum, { outgoing }) => sum + outgoing, 0n)
      const onHand = places.reduce((sum, { posted, outgoing }) => sum + posted - outgoing, 0n)
      const gone = of(accounts.sold).posted + of(accounts.lost).posted
      const missing = of(short).posted
      return verdict(
        onHand + held + gone + missing === received,
        () => `${onHand} on hand, ${held} held, ${gone} gone, ${missing} short of ${received} received`
      )
    })
})

/** L25: a hold is half-open. */
export const diesAtItsInstant = law({
  id: "L25",
  title: "nothing is settled at or after its instant, and no commit meets a dead hold of a bounded account",
  input: Trace,
  holds: (trace) =>
    play(trace, (book, { transfers, at, answer }, before) => {
      const expired = [...book.holds.values()].filter(({ until }) => until <= at)
      if (expired.length === 0) return vacuous("no hold is over")
      if (Result.isFailure(answer)) {
        return verdict(plainly(before) === plainly(book.balances), () => "a refusal changed the book")
      }
      const settled = answer.success.lines.find(
        ({ kind, transfer }) => kind === "settle" && expired.some(({ id }) => id === transfer)
      )
      if (settled !== undefined) return broken(`${settled.transfer} was settled at ${at}`)
      const named = transfers.flatMap((one) => ("from" in one ? [one.from.id, one.to.id] : []))
      const lingering = expired.find(
        ({ state, from, to }) =>
          state === "held" && [from, to].some((id) => named.includes(id) && isBounded(book.balance(id)?.account))
      )
      return verdict(lingering === undefined, () => `${lingering?.id} is still held at ${at}`)
    })
})

const isBounded = (account: Account | undefined): boolean =>
  account?.floor !== undefined || account?.ceiling !== undefined

const plainly = (sums: Sums): string => [...sums.values()].map(show).join("; ")

const show = ({ account, posted, outgoing, incoming }: Balance): string =>
  `${account.id} at ${posted}, ${outgoing} held from it, ${incoming} for it`

/** Every law of the ledger. */
export const ledgerLaws = [doubleEntry, withinBounds, factsStand, resolvedOnce, stockAddsUp, diesAtItsInstant]
