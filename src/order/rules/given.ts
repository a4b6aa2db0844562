import { divide } from "../../money/rules/round.ts"
import { type Refund } from "../../quote/rules/returns.ts"
import { shareByExact } from "../../quote/rules/spread.ts"
import type { Order } from "../model.ts"

type Returned = NonNullable<Order["returned"]>[number]
type Protection = NonNullable<Order["protections"]>[number]

/** A return, with what `Quote.refunds` says of it, or a drop of prices that was given back. */
export type Giving =
  | { readonly kind: "return"; readonly goods: Returned["lines"]; readonly part: Refund }
  | { readonly kind: "protection"; readonly lines: Protection["lines"] }

/** What one of them gave. Amounts are minor units. */
export interface Given {
  readonly amount: bigint
  /** What of it points had paid. */
  readonly points: bigint
  /** By line, what of it is for goods, beside points. */
  readonly lines: ReadonlyMap<string, bigint>
  /** What has been given for goods in all, points included. */
  readonly goods: bigint
  /** What is held back in all for gifts that stay. */
  readonly held: bigint
  /** By line, what drops have given for pieces that the buyer keeps. */
  readonly open: ReadonlyMap<string, bigint>
}

interface Line {
  readonly gross: bigint
  readonly points: bigint
  kept: number
  /** What `Quote.refunds` has given for it. */
  refunds: bigint
  /** What has really been given for what came back of it. */
  returned: bigint
  /** What drops of its price have given, and what of that is for pieces that the buyer keeps. */
  dropped: bigint
  open: bigint
  pointsGiven: bigint
}

const least = (left: bigint, right: bigint): bigint => (left < right ? left : right)
const greatest = (left: bigint, right: bigint): bigint => (left > right ? left : right)
const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((whole, amount) => whole + amount, 0n)

/** What has been given for an order so far, line by line. */
class Tally {
  readonly lines: ReadonlyMap<string, Line>
  readonly #order: Order
  readonly #whole: boolean
  #points = 0n
  #due = 0n
  #asked = 0n
  #held = 0n

  constructor(order: Order, retest: boolean) {
    this.#order = order
    this.#whole = retest
    this.lines = new Map(
      order.quote.lines.map(({ id, gross, points = 0n, units }) => [
        id,
        {
          gross,
          points,
          kept: units.length,
          refunds: 0n,
          returned: 0n,
          dropped: 0n,
          open: 0n,
          pointsGiven: 0n
        }
      ])
    )
  }

  take(event: Giving): Given {
    const before = new Map([...this.lines].map(([id, { returned, dropped }]) => [id, returned + dropped] as const))
    const amount = event.kind === "return" ? this.#return(event) : this.#drop(event.lines)
    const gains = [...this.lines].map(
      ([id, { returned, dropped }]) => [id, returned + dropped - (before.get(id) ?? 0n)] as const
    )
    const inPoints = this.#pointsOf(gains.map(([, gain]) => gain))
    this.#due += sum(inPoints)
    const points = least(this.#due - this.#points, amount)
    this.#points += points
    return {
      amount,
      points,
      lines: new Map(gains.map(([id, gain], index) => [id, gain - (inPoints[index] ?? 0n)])),
      goods: sum([...this.lines.values()].map(({ returned, dropped }) => returned + dropped)),
      held: this.#held,
      open: new Map([...this.lines].map(([id, { open }]) => [id, open] as const))
    }
  }

  #return({ goods, part }: Extract<Giving, { readonly kind: "return" }>): bigint {
    const were = sum([...this.lines.values()].map(({ returned }) => returned))
    for (const { line: id, quantity } of goods) {
      const line = this.lines.get(id)
      if (line === undefined) continue
      // Pieces that come back bring the drop of their price with them.
      line.open -= divide(line.open * BigInt(quantity), BigInt(line.kept), "halfUp")
      line.kept -= quantity
    }
    for (const { line: id, amount } of part.lines) {
      const line = this.lines.get(id)
      if (line !== undefined) line.refunds += amount
    }
    if (this.#whole) this.#spread(part)
    else {
      for (const line of this.lines.values()) {
        const net = line.refunds - (line.dropped - line.open)
        line.returned = least(line.gross - line.dropped, greatest(line.returned, net))
      }
    }
    const now = sum([...this.lines.values()].map(({ returned }) => returned))
    return this.#withheld(now - were + part.shipping.amount, part.heldBack)
  }

  // The quote knows no drops: what they have given before is not there to be held back, nor to be paid out for a gift later.
  #withheld(value: bigint, asked: bigint): bigint {
    this.#asked += asked
    const free = this.#held + value
    this.#held = least(this.#asked, free)
    return free - this.#held
  }

  // What a retest gives is that of the whole order, and so is what drops have given before.
  #spread({ lines: parts }: Refund): void {
    const all = [...this.lines.values()]
    const [paid, dropped] = [sum(all.map(({ gross }) => gross)), sum(all.map((line) => line.dropped))]
    const before = sum(all.map(({ returned }) => returned))
    const net = sum(all.map(({ refunds }) => refunds)) - dropped + sum(all.map(({ open }) => open))
    const more = least(paid - dropped, greatest(before, net)) - before
    const weights = parts.map(({ amount }) => amount)
    const shares = shareByExact(Number(more), weights.some((weight) => weight > 0n) ? weights : weights.map(() => 1n))
    for (const [index, { line: id }] of parts.entries()) {
      const line = this.lines.get(id)
      if (line !== undefined) line.returned += BigInt(shares[index] ?? 0)
    }
  }

  #drop(lines: Protection["lines"]): bigint {
    for (const { line: id, amount } of lines) {
      const line = this.lines.get(id)
      if (line === undefined) continue
      line.dropped += amount
      line.open += amount
    }
    return sum(lines.map(({ amount }) => amount))
  }

  // What points paid of what each line has gained: in a retest of all goods together, else of each line.
  #pointsOf(gains: ReadonlyArray<bigint>): ReadonlyArray<bigint> {
    const lines = [...this.lines.values()]
    const { quote } = this.#order
    const paid = quote.points?.amount ?? 0n
    if (paid === 0n) return gains.map(() => 0n)
    const given = ({ returned, dropped }: Line): bigint => returned + dropped
    if (this.#whole) {
      const now = divide(paid * sum(lines.map(given)), quote.subtotal.gross, "halfUp")
      return shareByExact(Number(now - this.#due), gains).map(BigInt)
    }
    return lines.map((line) => {
      const now = line.gross === 0n ? 0n : divide(line.points * given(line), line.gross, "halfUp")
      const more = now - line.pointsGiven
      line.pointsGiven = now
      return more
    })
  }
}

/**
 * What each of several returns and drops of prices gives, in order. A piece that comes back brings the drop of its price with
 * it, so that nobody is paid for the same piece twice. What points paid of it goes back as points.
 *
 * Law: nothing given is below zero, and in all it is what was paid for goods, with the freight of the returns (L21).
 */
export const givenBy = (order: Order, retest: boolean, events: ReadonlyArray<Giving>): ReadonlyArray<Given> => {
  const tally = new Tally(order, retest)
  return events.map((event) => tally.take(event))
}
