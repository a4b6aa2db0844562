import * as Result from "effect/Result"
import { allocate, type Share } from "pannier/money"
import { contest, type Row, type Suite } from "./measure.ts"
import { type Dinero, peer, versionOf } from "./peers.ts"

const total = 123_457

const weights = (count: number): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, index) => 100 + ((index * 7919) % 9973))

const lines = (of: ReadonlyArray<number>, place: (index: number) => number): ReadonlyArray<Share> =>
  of.map((weight, index) => ({ id: `line-${String(place(index)).padStart(5, "0")}`, weight: BigInt(weight) }))

const inOrder = (index: number): number => index
const scattered = (count: number) => (index: number) => (index * 7919) % count

/** Splitting an amount by weight, against dinero.js v2, which gives the rest to whoever comes first. */
export const suite: Suite = async () => {
  const dinero = await peer("dinero.js")
  const rows: Array<Row> = []
  for (const [count, goal] of [
    [10, 10],
    [1000, 12]
  ] as const) {
    const of = weights(count)
    const amount = dinero.dinero({ amount: total, currency: { code: "CNY", base: 10, exponent: 2 } })
    const theirs = () => dinero.allocate(amount, of)
    const split = (shares: ReadonlyArray<Share>, size: bigint) => () => allocate(size, shares)
    const ordered = lines(of, inOrder)
    alike(Result.getOrThrow(split(ordered, BigInt(total))()), theirs(), dinero)
    rows.push(
      contest({ name: `allocate ${count} shares`, ours: split(ordered, BigInt(total)), peer: theirs, goal }),
      contest({
        name: `allocate ${count} shares, ids in no order`,
        ours: split(lines(of, scattered(count)), BigInt(total)),
        peer: theirs
      }),
      contest({
        name: `allocate ${count} shares, total beyond 2^53`,
        ours: split(ordered, BigInt(total) * 10n ** 12n),
        peer: theirs
      })
    )
  }
  return {
    rows,
    notes: [
      `${versionOf("dinero.js")}, in numbers: it gives what is left over to the first shares; ours gives it to the largest remainders, ties to the smaller id`,
      "beyond 2^53 dinero.js still splits the small total, for its numbers hold no larger one"
    ]
  }
}

// A contest in which both sides do not split the same whole into nearly the same parts would prove nothing.
const alike = (ours: ReadonlyArray<bigint>, theirs: ReadonlyArray<object>, dinero: Dinero): void => {
  const parts = theirs.map((part) => BigInt(dinero.toSnapshot(part).amount))
  const sum = (of: ReadonlyArray<bigint>) => of.reduce((a, b) => a + b, 0n)
  const near = ours.every((part, index) => part - parts[index]! <= 1n && parts[index]! - part <= 1n)
  if (!near || sum(ours) !== BigInt(total) || sum(parts) !== BigInt(total)) throw new Error("the two splits differ")
}
