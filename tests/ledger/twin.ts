import type { Account, Hold, Post, Transfer } from "../../src/ledger/model.ts"

interface Moved {
  readonly from: string
  readonly to: string
  readonly amount: bigint
}

interface Reserved extends Moved {
  readonly id: string
  readonly until: number
  end?: "settled" | "released" | "expired"
}

/**
 * The naive twin of `apply`: it keeps what was moved and what was reserved, nothing else, and adds everything up again for
 * each question. A refusal is told as one line of text.
 */
export class Twin {
  #kept = {
    accounts: new Map<string, Account>(),
    ids: new Set<string>(),
    moved: new Array<Moved>(),
    reserved: new Array<Reserved>()
  }

  commit(transfers: ReadonlyArray<Transfer>, at: number): string | undefined {
    const draft = new Twin()
    draft.#kept = structuredClone(this.#kept)
    for (const transfer of transfers) {
      const refused = draft.#carryOut(transfer, at)
      if (refused !== undefined) return refused
    }
    this.#kept = draft.#kept
    return undefined
  }

  posted(id: string): bigint {
    const gone = this.#kept.moved.filter(({ from }) => from === id).map(({ amount }) => -amount)
    const come = this.#kept.moved.filter(({ to }) => to === id).map(({ amount }) => amount)
    return total([...gone, ...come])
  }

  outgoing(id: string): bigint {
    return total(
      this.#kept.reserved.filter(({ from, end }) => from === id && end === undefined).map(({ amount }) => amount)
    )
  }

  incoming(id: string): bigint {
    return total(
      this.#kept.reserved.filter(({ to, end }) => to === id && end === undefined).map(({ amount }) => amount)
    )
  }

  #carryOut(transfer: Transfer, at: number): string | undefined {
    if (transfer.kind === "settle" || transfer.kind === "release") {
      const hold = this.#kept.reserved.find(({ id }) => id === transfer.hold)
      if (hold === undefined) return `HoldUnknown ${transfer.hold}`
      this.#expire([hold.from, hold.to], at)
      if (hold.end === undefined && hold.until <= at) hold.end = "expired"
      if (transfer.kind === "release") {
        if (hold.end === "settled") return `HoldResolved ${hold.id} settled`
        hold.end ??= "released"
        return undefined
      }
      if (hold.end !== undefined) return `HoldResolved ${hold.id} ${hold.end}`
      const amount = transfer.amount ?? hold.amount
      if (amount > hold.amount) return `TransferInvalid ${hold.id} more than held`
      hold.end = "settled"
      this.#kept.moved.push({ from: hold.from, to: hold.to, amount })
      return undefined
    }
    return this.#unfit(transfer) ?? (transfer.kind === "post" ? this.#post(transfer, at) : this.#hold(transfer, at))
  }

  #unfit({ id, from, to, amount }: Post | Hold): string | undefined {
    if (amount <= 0n) return `TransferInvalid ${id} amount not positive`
    if (from.id === to.id) return `TransferInvalid ${id} same account`
    if (from.unit !== to.unit) return `TransferInvalid ${id} units differ`
    return undefined
  }

  #begin({ id, from, to }: Post | Hold, at: number): string | undefined {
    if (this.#kept.ids.has(id)) return `AlreadyDone ${id}`
    this.#kept.ids.add(id)
    for (const account of [from, to]) this.#kept.accounts.set(account.id, account)
    this.#expire([from.id, to.id], at)
    return undefined
  }

  #post(transfer: Post, at: number): string | undefined {
    const refused = this.#begin(transfer, at)
    if (refused !== undefined) return refused
    const { from, to, amount, short } = transfer
    const free = this.posted(from.id) - this.outgoing(from.id) - (from.floor ?? 0n)
    const covered = short === undefined || from.floor === undefined || free >= amount ? amount : free
    if (covered > 0n) this.#kept.moved.push({ from: from.id, to: to.id, amount: covered })
    if (short !== undefined && covered < amount) {
      this.#kept.accounts.set(short.id, short)
      this.#kept.moved.push({ from: short.id, to: to.id, amount: amount - covered })
    }
    return this.#bounds(from, to)
  }

  #hold(transfer: Hold, at: number): string | undefined {
    const refused = this.#begin(transfer, at)
    if (refused !== undefined) return refused
    const { id, from, to, amount, until } = transfer
    if (until <= at) return `TransferInvalid ${id} hold already over`
    this.#kept.reserved.push({ id, from: from.id, to: to.id, amount, until })
    return this.#bounds(from, to)
  }

  #expire(ids: ReadonlyArray<string>, at: number): void {
    for (const hold of this.#kept.reserved) {
      const bounded = [hold.from, hold.to].filter((id) => ids.includes(id)).map((id) => this.#kept.accounts.get(id))
      if (hold.end !== undefined || hold.until > at) continue
      if (bounded.some((account) => account?.floor !== undefined || account?.ceiling !== undefined))
        hold.end = "expired"
    }
  }

  #bounds(from: Account, to: Account): string | undefined {
    if (from.floor !== undefined && this.posted(from.id) - this.outgoing(from.id) < from.floor) {
      return `BoundExceeded ${from.id} floor`
    }
    if (to.ceiling !== undefined && this.posted(to.id) + this.incoming(to.id) > to.ceiling) {
      return `BoundExceeded ${to.id} ceiling`
    }
    return undefined
  }
}

const total = (amounts: ReadonlyArray<bigint>): bigint => amounts.reduce((sum, amount) => sum + amount, 0n)
