import type { Measure, Selector } from "../../promotion/model.ts"
import type { Lack } from "../quote.ts"

/** So much more of some goods, one part of a way. Without `select`, any goods that the promotion sees. */
export interface Goods {
  readonly select?: Selector
  readonly distance: bigint | number
}

/** What more goods have to come to before all that lacks is filled. */
export interface Way {
  readonly measure: Measure
  /** What is there of it already: minor units, or a count. */
  readonly found: bigint
  readonly distance: bigint | number
  /** The parts, which sum to the distance: each is bought for itself. */
  readonly goods: ReadonlyArray<Goods>
}

/**
 * How much has to be bought to fill every lack. What is bought for narrower goods counts for wider ones that hold all of them,
 * so of these the larger lack decides; any others are summed. Where goods overlap in part that may be more than is
 * needed, and never less. `undefined` for what is not of one measure, or lacks nothing.
 */
export const wayOf = (lacks: ReadonlyArray<Lack<bigint>>): Way | undefined => {
  const open = lacks.filter(({ distance }) => distance > 0)
  const [first] = open
  if (first === undefined || open.some(({ measure }) => measure !== first.measure)) return undefined
  const { measure } = first
  const counts = (part: Lack<bigint>, whole: Lack<bigint>): boolean =>
    isWithin(part.select, whole.select) && (measure !== "ofOneVariant" || isWithin(whole.select, part.select))
  const narrowFirst = open
    .map((lack) => ({ lack, inside: open.filter((other) => counts(other, lack)).length }))
    .sort((a, b) => a.inside - b.inside || compare(b.lack.distance, a.lack.distance))
  const parts: Array<{ readonly lack: Lack<bigint>; readonly wanted: bigint }> = []
  for (const { lack } of narrowFirst) {
    let wanted = BigInt(lack.distance)
    for (const part of parts) if (counts(part.lack, lack)) wanted -= part.wanted
    if (wanted > 0n) parts.push({ lack, wanted })
  }
  const told = (amount: bigint) => (measure === "amount" ? amount : Number(amount))
  // What is there of narrower goods is there of wider ones too.
  const widest = parts.filter(({ lack }) => !parts.some((other) => other.lack !== lack && counts(lack, other.lack)))
  return {
    measure,
    found: widest.reduce((sum, { lack }) => sum + BigInt(lack.at) - BigInt(lack.distance), 0n),
    distance: told(parts.reduce((sum, { wanted }) => sum + wanted, 0n)),
    goods: parts.map(({ lack: { select }, wanted }) => ({
      ...(select === undefined ? {} : { select }),
      distance: told(wanted)
    }))
  }
}

/** How much of a way is bought within some goods. */
export const boughtOf = ({ goods }: Way, of: Selector | undefined): bigint =>
  goods.reduce((sum, { select, distance }) => (isWithin(select, of) ? sum + BigInt(distance) : sum), 0n)

const compare = (a: bigint | number, b: bigint | number): number => (a < b ? -1 : a > b ? 1 : 0)

/** Whether all that one selects is selected by another, as far as it can be read off them. */
const isWithin = (one: Selector | undefined, other: Selector | undefined): boolean => {
  if (other === undefined) return true
  if (one === undefined) return false
  if ("any" in one) return one.any.every((part) => isWithin(part, other))
  if ("all" in other) return other.all.every((part) => isWithin(one, part))
  if ("all" in one && one.all.some((part) => isWithin(part, other))) return true
  if ("any" in other) return other.any.some((part) => isWithin(one, part))
  if (JSON.stringify(one) === JSON.stringify(other)) return true
  if (!("fact" in one) || !("fact" in other) || one.fact !== other.fact) return false
  return one.op === "in" && other.op === "in" && one.values.every((value) => other.values.includes(value))
}
