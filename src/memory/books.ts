import { compareText } from "../kernel/text.ts"
import type { Balance, Book, Change, Held, Line } from "../ledger/model.ts"
import { withoutDead } from "../ledger/rules.ts"
import type { AccountQuery, Page, Trial } from "../storage/model.ts"
import { firstIndex, Sorted } from "./sorted.ts"

type JournalLine = Line & { readonly position: number }

/** Every account, hold and line there ever was. */
export class Books implements Book {
  readonly #balances = new Map<string, Balance>()
  readonly #ids = new Sorted(compareText)
  readonly #idsOf = new Map<string, Sorted<string>>()
  readonly #holds = new Map<string, Held>()
  readonly #heldOn = new Map<string, Sorted<Held>>()
  readonly #made = new Set<string>()
  readonly #journal = new Map<string, Array<JournalLine>>()

  readonly balance = (account: string): Balance | undefined => this.#balances.get(account)

  readonly hold = (id: string): Held | undefined => this.#holds.get(id)

  readonly made = (id: string): boolean => this.#made.has(id)

  readonly deadOn = (account: string, at: number): ReadonlyArray<Held> =>
    this.#heldOn.get(account)?.until(({ until }) => until > at) ?? []

  balanceAt(account: string, at: number): Balance | undefined {
    const balance = this.#balances.get(account)
    return balance && withoutDead(balance, this.deadOn(account, at))
  }

  list({ owner, unit, after, limit, at }: AccountQuery): Page<Balance> {
    const ids = owner === undefined ? this.#ids : this.#idsOf.get(owner)
    const items: Array<Balance> = []
    const reached = after === undefined ? undefined : (id: string) => compareText(id, after) > 0
    for (const id of ids?.from(reached) ?? []) {
      const balance = this.balanceAt(id, at)
      if (balance === undefined || (unit !== undefined && balance.account.unit !== unit)) continue
      const last = items[limit - 1]
      if (last !== undefined) return { items, next: last.account.id }
      items.push(balance)
    }
    return { items }
  }

  journal(account: string, after: number, limit: number): ReadonlyArray<JournalLine> {
    const lines = this.#journal.get(account) ?? []
    const first = firstIndex(lines, ({ position }) => position > after)
    const last = lines[first + limit - 1]
    return lines.slice(first, last && firstIndex(lines, ({ position }) => position > last.position))
  }

  trial(): ReadonlyArray<Trial> {
    const units = new Map<string, Trial>()
    for (const { account, posted } of this.#balances.values()) {
      const { unit } = account
      const sum = units.get(unit) ?? { unit, accounts: 0, posted: 0n, debit: 0n }
      const debit = sum.debit + (posted > 0n ? posted : 0n)
      units.set(unit, { unit, accounts: sum.accounts + 1, posted: sum.posted + posted, debit })
    }
    return [...units.values()].toSorted((left, right) => compareText(left.unit, right.unit))
  }

  enter(change: Change, position: number): void {
    for (const balance of change.balances) {
      const { id, owner } = balance.account
      if (!this.#balances.has(id)) {
        this.#ids.add(id)
        of(this.#idsOf, owner, () => new Sorted(compareText)).add(id)
      }
      this.#balances.set(id, balance)
    }
    for (const hold of change.holds) this.#keep(hold)
    for (const line of change.lines) {
      if (line.kind === "post" || line.kind === "hold") this.#made.add(line.transfer)
      for (const account of [line.from, line.to]) of(this.#journal, account, () => []).push({ ...line, position })
    }
  }

  #keep(hold: Held): void {
    const former = this.#holds.get(hold.id)
    this.#holds.set(hold.id, hold)
    for (const account of [hold.from, hold.to]) {
      const held = of(this.#heldOn, account, () => new Sorted(byDeath))
      if (former?.state === "held") held.remove(former)
      if (hold.state === "held") held.add(hold)
    }
  }
}

const byDeath = (left: Held, right: Held): number => left.until - right.until || compareText(left.id, right.id)

/** The entry of a map, made where it is missing. */
const of = <A>(map: Map<string, A>, key: string, make: () => A): A => {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
