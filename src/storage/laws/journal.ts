import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { compareText } from "../../kernel/text.ts"
import { broken, held, law, vacuous, type Verdict, verdict } from "../../kernel/law.ts"
import type { Account, Balance, Line } from "../../ledger/model.ts"
import type { Entry, Trial } from "../model.ts"
import { allAccounts, allEntries, allPages, type FreshAdapter, isAccepted, on, plain, play } from "./subject.ts"
import { accounts, short, Trace } from "./trace.ts"

/** The laws of what the books show. */
export const journalLaws = (fresh: FreshAdapter) => [
  law({
    id: "L04",
    title: "after every commit each unit sums to zero, and the journal alone gives every balance",
    input: Trace,
    holds: (trace) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          const trials: Array<string> = []
          yield* play(storage, hand, trace, () =>
            Effect.map(storage.trial, (units) => {
              const off = units.filter(({ posted, debit }) => posted !== 0n || debit < 0n)
              if (off.length > 0) trials.push(plain(off))
            })
          )
          if (trials.length > 0) return broken(`trial balance ${trials[0]}`)
          const entries = yield* allEntries(storage)
          if (entries.every(({ lines }) => lines.length === 0)) return vacuous("nothing was moved")
          // Dead holds are counted until a commit has let them go, so balances are read as of the beginning of time.
          const balances = yield* allAccounts(storage, 0)
          const trial = plain(yield* storage.trial)
          const expected = plain(trialOf(balances))
          if (trial !== expected) return broken(`the trial balance is ${trial}, its accounts make ${expected}`)
          return agree(replayed(entries).at(-1) ?? new Map(), balances)
        })
      )
  }),
  law({
    id: "L25",
    title: "at every instant an account shows the holds that are alive then, whatever was let go before",
    input: Trace,
    holds: (trace) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          const accepted = (yield* play(storage, hand, trace)).filter(isAccepted)
          const untils = new Map(
            accepted.flatMap(({ commit }) =>
              commit.transfers.flatMap((one) => (one.kind === "hold" ? [[one.id, one.until] as const] : []))
            )
          )
          if (untils.size === 0) return vacuous("nothing was held")
          const entries = yield* allEntries(storage)
          for (const at of [...untils.values()].flatMap((until) => [until - 1, until])) {
            const verdict = agree(alive(entries, untils, at), yield* allAccounts(storage, at))
            if (verdict._tag === "Broken") return broken(`at ${at}: ${verdict.why}`)
          }
          return held
        })
      )
  }),
  law({
    id: "L05",
    title: "in every prefix of the log every account stands within its bounds",
    input: Trace,
    holds: (trace) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          yield* play(storage, hand, trace)
          return withinBounds(replayed(yield* allEntries(storage)))
        })
      )
  }),
  law({
    id: "S06",
    title: "the journal of an account, page by page, is its lines of the log, and no commit is parted",
    input: Schema.Struct({ trace: Trace, limit: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 4 })) }),
    holds: ({ trace, limit }) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          yield* play(storage, hand, trace)
          const entries = yield* allEntries(storage)
          const balances = yield* allAccounts(storage, hand.now)
          for (const { account } of balances) {
            const expected = entries.flatMap(({ position, lines }) =>
              lines
                .filter(({ from, to }) => from === account.id || to === account.id)
                .map((line) => ({ ...line, position }))
            )
            const paged: Array<Line & { readonly position: number }> = []
            for (;;) {
              const page = yield* storage.journal(account.id, paged.at(-1)?.position ?? 0, limit)
              if (page.length === 0) break
              paged.push(...page)
              const last = page.at(-1)?.position
              const before = page.filter(({ position }) => position !== last)
              if (before.length >= limit) return broken(`${page.length} lines for ${limit}: ${plain(page)}`)
            }
            if (plain(paged) !== plain(expected))
              return broken(`${account.id}: ${plain(paged)}, not ${plain(expected)}`)
          }
          return balances.length === 0 ? vacuous("no account was opened") : held
        })
      )
  }),
  law({
    id: "S07",
    title: "accounts are listed by id, by owner and by unit, each page behind the one before",
    input: Schema.Struct({ trace: Trace, limit: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 3 })) }),
    holds: ({ trace, limit }) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          yield* play(storage, hand, trace)
          const named = [...Object.values(accounts), short].toSorted((left, right) => (left.id < right.id ? -1 : 1))
          const all = yield* allAccounts(storage, hand.now)
          for (const filter of [
            {},
            { owner: "shop" },
            { unit: "CNY" },
            { owner: "shop", unit: "piece" },
            { owner: "nobody" }
          ]) {
            const paged = yield* allPages((after) =>
              storage.accounts({ ...filter, limit, at: hand.now, ...(after === undefined ? {} : { after }) })
            )
            const expected = named.filter(
              (account) =>
                all.some((balance) => balance.account.id === account.id) &&
                Object.entries(filter).every(([field, value]) =>
                  Object.entries(account).some(([key, own]) => key === field && own === value)
                )
            )
            if (plain(paged.map(({ account }) => account)) !== plain(expected))
              return broken(`${plain(filter)}: ${plain(paged)}`)
          }
          return all.length === 0 ? vacuous("no account was opened") : held
        })
      )
  })
]

type Sums = Omit<Balance, "account">

/** The balances after each entry, computed from the journal's lines alone. */
export const replayed = (entries: ReadonlyArray<Entry>): ReadonlyArray<ReadonlyMap<string, Sums>> => {
  const prefixes: Array<ReadonlyMap<string, Sums>> = []
  const holds = new Map<string, bigint>()
  const now = new Map<string, Sums>()
  const add = (id: string, posted: bigint, outgoing: bigint, incoming: bigint) => {
    const sums = now.get(id) ?? { posted: 0n, outgoing: 0n, incoming: 0n }
    now.set(id, {
      posted: sums.posted + posted,
      outgoing: sums.outgoing + outgoing,
      incoming: sums.incoming + incoming
    })
  }
  for (const { lines } of entries) {
    for (const { transfer, kind, from, to, amount } of lines) {
      if (kind === "hold") holds.set(transfer, amount)
      const reserved = kind === "hold" ? amount : kind === "post" ? 0n : -(holds.get(transfer) ?? 0n)
      const moved = kind === "post" || kind === "settle" ? amount : 0n
      add(from, -moved, reserved, 0n)
      add(to, moved, 0n, reserved)
    }
    prefixes.push(new Map(now))
  }
  return prefixes
}

/** The balances once the holds that are over at an instant no longer count. */
const alive = (
  entries: ReadonlyArray<Entry>,
  untils: ReadonlyMap<string, number>,
  at: number
): ReadonlyMap<string, Sums> => {
  const lines = entries.flatMap((entry) => entry.lines)
  const ended = new Set(
    lines.filter(({ kind }) => kind === "settle" || kind === "release").map(({ transfer }) => transfer)
  )
  const dead = lines.filter(
    ({ kind, transfer }) => kind === "hold" && !ended.has(transfer) && (untils.get(transfer) ?? 0) <= at
  )
  const sums = new Map(replayed(entries).at(-1) ?? [])
  for (const { from, to, amount } of dead) {
    const giving = sums.get(from)
    if (giving !== undefined) sums.set(from, { ...giving, outgoing: giving.outgoing - amount })
    const taking = sums.get(to)
    if (taking !== undefined) sums.set(to, { ...taking, incoming: taking.incoming - amount })
  }
  return sums
}

const trialOf = (balances: ReadonlyArray<Balance>): ReadonlyArray<Trial> =>
  [...new Set(balances.map(({ account }) => account.unit))].toSorted(compareText).map((unit) => {
    const own = balances.filter(({ account }) => account.unit === unit).map(({ posted }) => posted)
    const sum = (amounts: ReadonlyArray<bigint>) => amounts.reduce((total, amount) => total + amount, 0n)
    return { unit, accounts: own.length, posted: sum(own), debit: sum(own.filter((posted) => posted > 0n)) }
  })

const agree = (journal: ReadonlyMap<string, Sums>, balances: ReadonlyArray<Balance>): Verdict => {
  for (const { account, posted, outgoing, incoming } of balances) {
    const expected = journal.get(account.id) ?? { posted: 0n, outgoing: 0n, incoming: 0n }
    if (plain({ posted, outgoing, incoming }) !== plain(expected)) {
      return broken(
        `${account.id} stands at ${plain({ posted, outgoing, incoming })}, its journal at ${plain(expected)}`
      )
    }
  }
  return verdict(balances.length >= journal.size, () => "an account of the journal is not listed")
}

const bounded: ReadonlyArray<Account> = [...Object.values(accounts), short]

export const withinBounds = (prefixes: ReadonlyArray<ReadonlyMap<string, Sums>>): Verdict => {
  for (const [index, sums] of prefixes.entries()) {
    for (const { id, floor, ceiling } of bounded) {
      const { posted, outgoing, incoming } = sums.get(id) ?? { posted: 0n, outgoing: 0n, incoming: 0n }
      const low = floor !== undefined && posted - outgoing < floor
      const high = ceiling !== undefined && posted + incoming > ceiling
      if (low || high) return broken(`${id} at ${plain({ posted, outgoing, incoming })} after position ${index + 1}`)
    }
  }
  return prefixes.length === 0 ? vacuous("nothing was committed") : held
}
