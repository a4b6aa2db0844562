/**
 * The smallest correct JavaScript for one job, to know the limit: the best percentage for each line, one amount off the cart
 * split by largest remainder, tax rounded half to even, and an immutable answer with every adjustment; all of it in bigint.
 * No validation, no units, no reasons, no ranking but the one the job needs. It shares nothing with the kernel.
 */

/** A percentage off the lines of a brand and category, in one channel, for one group of buyers. */
export interface Percent {
  readonly id: string
  readonly percent: bigint
  readonly brand: string
  readonly category: string
  readonly channel: string
  readonly group: string
}

/** An amount off the cart, from so much on. */
export interface Off {
  readonly id: string
  readonly amount: bigint
  readonly atLeast: bigint
}

export interface FloorLine {
  readonly id: string
  readonly price: bigint
  readonly quantity: bigint
  readonly brand: string
  readonly category: string
  readonly included: boolean
}

export interface FloorCart {
  readonly channel: string
  readonly group: string
  readonly lines: ReadonlyArray<FloorLine>
}

/** Percentages by brand, then category, the largest first, ties by id. */
export type Index = ReadonlyMap<string, ReadonlyMap<string, ReadonlyArray<Percent>>>

export interface FloorAdjustment {
  readonly promotion: string
  readonly amount: bigint
}

export interface FloorPriced {
  readonly grand: bigint
  readonly tax: bigint
  readonly discount: bigint
  readonly lines: ReadonlyArray<{
    readonly id: string
    readonly before: bigint
    readonly discount: bigint
    readonly amount: bigint
    readonly tax: bigint
    readonly net: bigint
    readonly gross: bigint
    readonly adjustments: ReadonlyArray<FloorAdjustment>
  }>
}

/** Made once for any number of carts. */
export const indexOf = (percents: ReadonlyArray<Percent>): Index => {
  const index = new Map<string, Map<string, Array<Percent>>>()
  for (const one of percents) {
    let byCategory = index.get(one.brand)
    if (byCategory === undefined) index.set(one.brand, (byCategory = new Map()))
    const list = byCategory.get(one.category)
    if (list === undefined) byCategory.set(one.category, [one])
    else list.push(one)
  }
  for (const byCategory of index.values()) {
    for (const list of byCategory.values()) {
      list.sort((a, b) => Number(b.percent - a.percent) || (a.id < b.id ? -1 : 1))
    }
  }
  return index
}

/** The job. */
export const floor = (index: Index, off: Off, { channel, group, lines }: FloorCart): FloorPriced => {
  const count = lines.length
  const befores: Array<bigint> = []
  const left: Array<bigint> = []
  const adjustments: Array<Array<FloorAdjustment>> = []
  let whole = 0n
  for (const { price, quantity, brand, category } of lines) {
    const before = price * quantity
    const own: Array<FloorAdjustment> = []
    let running = before
    for (const one of index.get(brand)?.get(category) ?? []) {
      if (one.channel !== channel || one.group !== group) continue
      const amount = halfEven(before * one.percent, 100n)
      running -= amount
      own.push({ promotion: one.id, amount })
      break
    }
    befores.push(before)
    left.push(running)
    adjustments.push(own)
    whole += running
  }
  if (whole >= off.atLeast) spread(off, whole, left, adjustments)
  let grand = 0n
  let taxes = 0n
  let discounts = 0n
  const priced: Array<FloorPriced["lines"][number]> = []
  for (let at = 0; at < count; at++) {
    const { id, included } = lines[at]!
    const amount = left[at]!
    const before = befores[at]!
    const tax = included ? halfEven(amount * 20n, 120n) : halfEven(amount * 20n, 100n)
    const gross = included ? amount : amount + tax
    grand += gross
    taxes += tax
    discounts += before - amount
    priced.push({
      id,
      before,
      discount: before - amount,
      amount,
      tax,
      net: gross - tax,
      gross,
      adjustments: adjustments[at]!
    })
  }
  return { grand, tax: taxes, discount: discounts, lines: priced }
}

const spread = (
  { id, amount }: Off,
  whole: bigint,
  left: Array<bigint>,
  adjustments: ReadonlyArray<Array<FloorAdjustment>>
): void => {
  const parts: Array<bigint> = []
  const remainders: Array<bigint> = []
  let rest = amount
  for (const one of left) {
    const product = amount * one
    const part = product / whole
    parts.push(part)
    remainders.push(product - part * whole)
    rest -= part
  }
  const order = [...left.keys()].sort((a, b) => {
    const [one, other] = [remainders[a]!, remainders[b]!]
    return one === other ? a - b : one > other ? -1 : 1
  })
  for (let at = 0; at < Number(rest); at++) parts[order[at]!]! += 1n
  for (const [at, part] of parts.entries()) {
    left[at]! -= part
    if (part > 0n) adjustments[at]!.push({ promotion: id, amount: part })
  }
}

const halfEven = (numerator: bigint, denominator: bigint): bigint => {
  const quotient = numerator / denominator
  const twice = (numerator - quotient * denominator) * 2n
  return twice > denominator || (twice === denominator && (quotient & 1n) === 1n) ? quotient + 1n : quotient
}
