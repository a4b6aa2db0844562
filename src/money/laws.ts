import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, every, held, law, vacuous, type Verdict, verdict } from "../kernel/law.ts"
import { compareText } from "../kernel/text.ts"
import { inRange, largestAmount } from "./amount.ts"
import { CurrencyCode, ExchangeRate, MinorUnits, Money } from "./model.ts"
import { allocate, type Share } from "./rules/allocate.ts"
import { add, compare, multiply, negate, subtract, times } from "./rules/arithmetic.ts"
import { exchange } from "./rules/exchange.ts"
import { ratio } from "./rules/ratio.ts"
import type { Rounding } from "./rules/round.ts"

/** Every rounding mode. */
export const roundings: ReadonlyArray<Rounding> = ["halfUp", "halfEven", "halfDown", "up", "down", "ceiling", "floor"]

const Positive = Schema.BigInt.check(Schema.isBetweenBigInt({ minimum: 1n, maximum: largestAmount }))

/** L01: whatever is done with money, the answer is money within bounds or a typed refusal. */
export const closed = law({
  id: "L01",
  title: "every operation answers whole minor units within 2^63 - 1, or fails typed",
  input: Schema.Struct({
    left: Money,
    right: Money,
    count: MinorUnits,
    numerator: MinorUnits,
    denominator: Positive,
    rate: ExchangeRate,
    mode: Schema.Literals(roundings)
  }),
  holds: ({ left, right, count, numerator, denominator, rate, mode }) => {
    const factor = ratio(numerator, denominator)
    return every([
      isMoney("add", add(left, right)),
      isMoney("subtract", subtract(left, right)),
      isMoney("negate", Result.succeed(negate(left))),
      isMoney("times", times(left, count)),
      isMoney("multiply", multiply(left, factor, mode)),
      isMoney("exchange", exchange(left, rate, mode)),
      isMoney("exchange", exchange({ amount: left.amount, currency: rate.from }, rate, mode))
    ])
  }
})

const isMoney = (name: string, answer: Result.Result<Money, { readonly _tag: string }>): Verdict => {
  if (Result.isFailure(answer)) {
    const tag = answer.failure._tag
    return verdict(tag === "AmountOutOfRange" || tag === "CurrencyMismatch", () => `${name} failed with ${tag}`)
  }
  const { amount } = answer.success
  return verdict(typeof amount === "bigint" && inRange(amount), () => `${name} answered ${String(amount)}`)
}

/** L02, first half: sums only within one currency. */
export const oneCurrency = law({
  id: "L02",
  title: "amounts are added, subtracted and compared within one currency only",
  input: Schema.Struct({ left: MinorUnits, right: MinorUnits, currency: CurrencyCode, other: CurrencyCode }),
  holds: ({ left, right, currency, other }) => {
    const one = { amount: left, currency }
    const two = { amount: right, currency }
    const foreign = { amount: right, currency: other }
    return every([
      sums("add", add(one, two), left + right),
      sums("subtract", subtract(one, two), left - right),
      ...(currency === other ? [] : [add, subtract, compare].map((operation) => mismatches(operation(one, foreign))))
    ])
  }
})

const sums = (name: string, answer: Result.Result<Money, { readonly _tag: string }>, exact: bigint): Verdict => {
  if (Result.isSuccess(answer)) {
    return verdict(answer.success.amount === exact, () => `${name} answered ${answer.success.amount}, not ${exact}`)
  }
  return verdict(answer.failure._tag === "AmountOutOfRange" && !inRange(exact), () => `${name} refused ${exact}`)
}

const mismatches = (answer: Result.Result<unknown, { readonly _tag: string }>): Verdict =>
  Result.isFailure(answer) && answer.failure._tag === "CurrencyMismatch"
    ? held
    : broken("two currencies met and nothing was refused")

/** L02, second half: the wire form loses nothing and is written in one way. */
export const wire = law({
  id: "L02",
  title: "money read back from its wire form is the same money",
  input: Money,
  holds: (money) => {
    const sent = Schema.encodeSync(Money)(money)
    const back = Schema.decodeSync(Money)(sent)
    const same = back.amount === money.amount && back.currency === money.currency
    return verdict(same, () => `${money.amount} ${money.currency} became ${sent.amount}, then ${back.amount}`)
  }
})

const Shares = Schema.Array(
  Schema.Struct({
    id: Schema.String.check(Schema.isPattern(/^[a-c文\u{1F600}\uFF01]{1,3}$/u)),
    weight: Schema.BigInt.check(Schema.isBetweenBigInt({ minimum: 0n, maximum: largestAmount }))
  })
).check(
  Schema.isMaxLength(40),
  Schema.makeFilter((shares: ReadonlyArray<Share>) => new Set(shares.map(({ id }) => id)).size === shares.length, {
    arbitraryConstraint: { uniqueBy: ({ id }: Share) => id }
  })
)

/** L03: splitting loses nothing, is fair to less than one minor unit, and does not see the order of the list. */
export const fairSplit = law({
  id: "L03",
  title: "allocate: the parts sum to the whole, each within one unit of its share, whatever the order of the list",
  input: Schema.Struct({ total: MinorUnits, shares: Shares }),
  holds: ({ total, shares }) => {
    const whole = shares.reduce((sum, { weight }) => sum + weight, 0n)
    const answer = allocate(total, shares)
    if (Result.isFailure(answer)) {
      if (answer.failure._tag !== "NothingToAllocate") return broken(`refused with ${answer.failure._tag}`)
      return verdict(whole === 0n && total !== 0n, () => "refused although something was to be split")
    }
    if (whole === 0n) return verdict(total === 0n, () => "split something among nobody")
    if (total === 0n) return vacuous("nothing to split")
    const parts = answer.success
    return every([
      verdict(parts.length === shares.length, () => "as many parts as shares"),
      verdict(parts.reduce((sum, part) => sum + part, 0n) === total, () => `the parts ${parts.join()} do not sum up`),
      ...shares.map((share, index) => fair(total, whole, share, parts[index])),
      asSpecified(total, shares, parts),
      sameFor(total, shares, parts)
    ])
  }
})

const fair = (total: bigint, whole: bigint, { id, weight }: Share, part: bigint | undefined): Verdict => {
  if (part === undefined) return broken(`\`${id}\` has no part`)
  if (weight === 0n) return verdict(part === 0n, () => `\`${id}\` weighs nothing and got ${part}`)
  const off = part * whole - total * weight
  const near = off < whole && -off < whole
  const sameSign = part === 0n || part > 0n === total > 0n
  return verdict(near && sameSign, () => `\`${id}\` of weight ${weight} got ${part} of ${total}`)
}

const sameFor = (total: bigint, shares: ReadonlyArray<Share>, parts: ReadonlyArray<bigint>): Verdict => {
  const order = shares.map((_, index) => index).toSorted((a, b) => compareText(shares[b]!.id, shares[a]!.id))
  const answer = allocate(
    total,
    order.map((index) => shares[index]!)
  )
  if (Result.isFailure(answer)) return broken("another order of the same list was refused")
  return verdict(
    answer.success.every((part, place) => part === parts[order[place]!]),
    () => `another order of the list gave ${answer.success.join()}`
  )
}

const asSpecified = (total: bigint, shares: ReadonlyArray<Share>, parts: ReadonlyArray<bigint>): Verdict => {
  const expected = allocateSlowly(total, shares)
  return verdict(
    expected.every((part, index) => part === parts[index]),
    () => `got ${parts.join()}, specified is ${expected.join()}`
  )
}

/**
 * The specification of {@link allocate}, in its own words: every share gets the floor of what is due; then, while something
 * is left, one unit goes to whoever is owed most, the smaller id first. Positive weights, distinct ids.
 */
export const allocateSlowly = (total: bigint, shares: ReadonlyArray<Share>): ReadonlyArray<bigint> => {
  if (total < 0n) return allocateSlowly(-total, shares).map((part) => -part)
  const whole = shares.reduce((sum, { weight }) => sum + weight, 0n)
  const due = shares.map(({ id, weight }) => ({ id, part: (total * weight) / whole, owed: (total * weight) % whole }))
  for (let left = total - due.reduce((sum, { part }) => sum + part, 0n); left > 0n; left--) {
    const most = due.reduce((a, b) => (b.owed > a.owed || (b.owed === a.owed && compareText(b.id, a.id) < 0) ? b : a))
    most.part += 1n
    most.owed = -1n
  }
  return due.map(({ part }) => part)
}
