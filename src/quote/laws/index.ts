import * as Result from "effect/Result"
import { canonical, type Json } from "../../kernel/json.ts"
import { broken, held, law, type Law, vacuous, verdict, type Verdict } from "../../kernel/law.ts"
import type { QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import { of } from "../rules/quote.ts"
import { refundShare, paidFor } from "../rules/refund.ts"
import { replay } from "../rules/replay.ts"
import { unitName } from "../quote.ts"
import { readBack } from "../stored.ts"
import { write } from "../wire.ts"
import { Case, type Drawn, inputOf, type Pricing } from "./case.ts"
import { bestOfGroup, dearerIsNotCheaper } from "./monotone.ts"
import { signedWhole } from "./signed.ts"

export { Case, type Drawn, inputOf, type Pricing } from "./case.ts"

/** The laws of a quote, of the engine or of another that prices the same inputs. */
export const quoteLaws = (price: Pricing = of): ReadonlyArray<Law<Case>> => [
  ...cartLaws({ input: Case, inputOf }, price),
  dearerIsNotCheaper(price),
  bestOfGroup(price),
  signedWhole(price)
]

/** The laws of any quote, whatever the carts and the offers that it is drawn from. */
export const cartLaws = <A>(drawn: Drawn<A>, price: Pricing = of): ReadonlyArray<Law<A>> => [
  identity(price, drawn),
  bounds(price, drawn),
  deterministic(price, drawn),
  unordered(price, drawn),
  splitting(price, drawn),
  discountedOnce(price, drawn),
  replays(price, drawn),
  bestIsNeverDearer(price, drawn),
  refundsSum(price, drawn),
  storedWhole(price, drawn)
]

/** The bytes of a quote. */
export const bytesOf = (quote: Quote): string => canonical(jsonOf(write(quote)))

const jsonOf = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json

/** Asks something of the quote of a drawn input; an input that is refused breaks the law. */
export const on =
  <A>(price: Pricing, drawn: Drawn<A>, holds: (quote: Quote, input: QuoteInput) => Verdict) =>
  (of: A): Verdict => {
    const input = drawn.inputOf(of)
    const quote = price(input)
    return Result.isFailure(quote) ? broken(`refused: ${quote.failure._tag}`) : holds(quote.success, input)
  }

const sum = (amounts: Iterable<bigint>): bigint => {
  let whole = 0n
  for (const amount of amounts) whole += amount
  return whole
}

/** L07: the total is the sum of its parts, both ways. */
export const identity = <A>(price: Pricing, drawn: Drawn<A>): Law<A> =>
  law({
    id: "L07",
    title:
      "grand = selected prices - discounts + shipping + fees + tax on top = the sum of gross over lines, charges and fees",
    input: drawn.input,
    holds: on(price, drawn, (quote, input) => {
      const { lines, charges, fees } = quote
      const gross = sum([...lines, ...charges, ...fees].map((one) => one.gross))
      const before = sum([
        ...lines.map((one) => one.before),
        ...charges.map((one) => one.before),
        ...fees.map((one) => one.amount)
      ])
      const onTop = sum([...lines, ...charges, ...fees].map((one) => one.gross - one.amount))
      const taken = sum(quote.steps.map(({ amount }) => amount))
      const units = lines.every(
        (line) =>
          sum(line.units.map(({ amount }) => amount)) === line.amount &&
          sum(line.units.map(({ tax }) => tax)) === line.tax
      )
      const given =
        sum(input.lines.map(({ quantity }) => BigInt(quantity))) ===
        sum(lines.map(({ units: { length } }) => BigInt(length)))
      return verdict(
        quote.grand === gross && quote.grand === before - taken + onTop && taken === quote.discount && units && given,
        () => `grand ${quote.grand}, gross ${gross}, before ${before}, taken ${taken}, on top ${onTop}`
      )
    })
  })

/** L08: nothing below zero, no discount above what it is taken from, no unit below its floor. */
export const bounds = <A>(price: Pricing, drawn: Drawn<A>): Law<A> =>
  law({
    id: "L08",
    title: "0 <= grand, 0 <= net <= gross, 0 <= discount <= price for every line, charge and unit",
    input: drawn.input,
    holds: on(price, drawn, ({ grand, lines, charges }) => {
      const flat = [...lines, ...charges]
      const whole = flat.every(
        ({ net, gross, tax, before, amount }) =>
          0n <= net && net <= gross && tax >= 0n && 0n <= amount && amount <= before
      )
      const units = lines
        .flatMap((line) => line.units)
        .every((unit) => 0n <= unit.amount && unit.amount <= unit.price && unit.tax >= 0n)
      return verdict(grand >= 0n && whole && units, () => `grand ${grand}`)
    })
  })

/** L09: the same input gives the same bytes. */
export const deterministic = <A>(price: Pricing, drawn: Drawn<A>): Law<A> =>
  law({
    id: "L09",
    title: "two runs on equal inputs give equal bytes",
    input: drawn.input,
    holds: (of) => {
      const one = price(drawn.inputOf(of))
      const other = price(structuredClone(drawn.inputOf(of)))
      if (Result.isFailure(one) || Result.isFailure(other)) return broken("refused")
      return verdict(bytesOf(one.success) === bytesOf(other.success), () => "bytes differ")
    }
  })

/** L10: no list order shows. */
export const unordered = <A>(price: Pricing, drawn: Drawn<A>): Law<A> =>
  law({
    id: "L10",
    title: "permuting lines, prices, charges, codes, limits and promotions changes no byte",
    input: drawn.input,
    holds: on(price, drawn, (quote, input) => {
      const { promotions } = input
      if (input.lines.length < 2 || "_tag" in promotions) return vacuous("one line")
      const turned = {
        ...input,
        lines: input.lines.toReversed(),
        prices: input.prices.toReversed(),
        promotions: promotions.toReversed(),
        charges: input.charges?.toReversed() ?? [],
        codes: ["other", ...(input.codes ?? [])]
      }
      const straight = price({ ...input, codes: [...(input.codes ?? []), "other"] })
      const other = price(turned)
      if (Result.isFailure(other) || Result.isFailure(straight)) return broken("refused")
      return verdict(bytesOf(straight.success) === bytesOf(other.success), () => `bytes differ, grand ${quote.grand}`)
    })
  })

/** L11: one line of n is n lines of 1. */
export const splitting = <A>(price: Pricing, drawn: Drawn<A>): Law<A> =>
  law({
    id: "L11",
    title: "one line of n pieces and n lines of one piece have the same total, tax and discount",
    input: drawn.input,
    holds: on(price, drawn, (quote, input) => {
      if (input.lines.every(({ quantity }) => quantity === 1)) return vacuous("nothing to split")
      // Names that sort against the old ones, so that nothing can hang on the order of ids.
      const lines = input.lines.flatMap((line, index) =>
        Array.from({ length: line.quantity }, (_, unit) => ({ ...line, id: `k${9 - unit}-${index}`, quantity: 1 }))
      )
      const other = price({ ...input, lines })
      if (Result.isFailure(other)) return broken(`refused: ${other.failure._tag}`)
      const { grand, tax, discount } = other.success
      return verdict(
        grand === quote.grand && tax === quote.tax && discount === quote.discount,
        () => `whole ${quote.grand}, split ${grand}`
      )
    })
  })

/** L14: no minor unit is taken twice, and no promotion takes from a target twice. */
export const discountedOnce = <A>(price: Pricing, drawn: Drawn<A>): Law<A> =>
  law({
    id: "L14",
    title: "a promotion takes from each unit once, and all of them no more than there is",
    input: drawn.input,
    holds: on(price, drawn, (quote) => {
      if (quote.steps.length === 0) return vacuous("no promotion applied")
      const pairs = quote.steps.map(({ promotion, target }) => `${promotion} ${target}`)
      const above = quote.lines.some((line) => line.discount > line.before)
      return verdict(new Set(pairs).size === pairs.length && !above, () => "taken twice")
    })
  })

/** L15: the steps are the price. */
export const replays = <A>(price: Pricing, drawn: Drawn<A>): Law<A> =>
  law({
    id: "L15",
    title:
      "replaying the steps from selected prices gives the price of every unit and charge; adjustments and funding sum to them",
    input: drawn.input,
    holds: on(price, drawn, (quote) => {
      if (quote.steps.length === 0) return vacuous("no promotion applied")
      const left = replay(quote)
      const units = quote.lines.every(({ id, units: own }) =>
        own.every(({ amount }, index) => left.get(unitName(id, index)) === amount)
      )
      const charges = quote.charges.every(({ id, amount }) => left.get(id) === amount)
      const adjusted = [...quote.lines, ...quote.charges].every(
        ({ before, amount, adjustments }) => sum(adjustments.map((one) => one.amount)) === before - amount
      )
      const positive = quote.steps.every(
        ({ amount, funding }) => amount > 0n && sum(funding.map((one) => one.amount)) === amount
      )
      return verdict(units && charges && adjusted && positive, () => "a replayed price differs")
    })
  })

/** `best` is never dearer than `priority`. */
export const bestIsNeverDearer = <A>(price: Pricing, drawn: Drawn<A>): Law<A> =>
  law({
    id: "L12",
    title: "`best` is never dearer than `priority`, and adding a promotion to an exact `best` never raises the total",
    input: drawn.input,
    holds: on(price, drawn, (_, input) => {
      const { promotions, policy } = input
      if ("_tag" in promotions || promotions.length === 0) return vacuous("no promotions")
      const best = price({ ...input, policy: { ...policy, combination: "best" } })
      const ranked = price({ ...input, policy: { ...policy, combination: "priority" } })
      const fewer = price({ ...input, promotions: promotions.slice(1), policy: { ...policy, combination: "best" } })
      if (Result.isFailure(best) || Result.isFailure(ranked) || Result.isFailure(fewer)) return broken("refused")
      // What the policy makes least: the total, or the total less gifts and cashback.
      const figure = ({ grand, gifts, after }: Quote): bigint =>
        policy?.objective !== "afterBenefits"
          ? grand
          : grand -
            sum(gifts.map(({ value }) => value)) -
            sum(after.map((one) => (one.kind === "cashback" ? one.amount : 0n)))
      const least = figure(best.success)
      const first = figure(ranked.success)
      const without = figure(fewer.success)
      if (least > first) return broken(`best ${least}, priority ${first}`)
      if (!best.success.proof.exact) return vacuous("the search was cut short")
      return verdict(least <= without, () => `with ${least}, without ${without}`)
    })
  })

/** L21 for returns: any partition of a line's units sums to what was paid for it. */
export const refundsSum = <A>(price: Pricing, drawn: Drawn<A>): Law<A> =>
  law({
    id: "L21",
    title:
      "however the units of a line come back, the refunds and their taxes sum to what was paid, and none is negative",
    input: drawn.input,
    holds: on(price, drawn, (quote, { at }) => {
      for (const line of quote.lines) {
        const paid = paidFor(line)
        const whole = { amount: 0n, tax: 0n }
        for (let before = 0; before < paid.quantity; ) {
          const now = Math.min(1 + ((at + before) % 2), paid.quantity - before)
          const part = refundShare(paid, before, now)
          if (part.amount < 0n || part.tax < 0n || part.net < 0n) return broken(`negative refund of \`${line.id}\``)
          whole.amount += part.amount
          whole.tax += part.tax
          before += now
        }
        if (whole.amount !== line.gross || whole.tax !== line.tax)
          return broken(`\`${line.id}\` refunds ${whole.amount} of ${line.gross}`)
      }
      return held
    })
  })

/** L16, its first half: what an order keeps of a quote is the quote. */
export const storedWhole = <A>(price: Pricing, drawn: Drawn<A>): Law<A> =>
  law({
    id: "L16",
    title: "a quote written as JSON and read back is the same quote",
    input: drawn.input,
    holds: on(price, drawn, (quote) => {
      const back = readBack(write(quote))
      return Result.isFailure(back)
        ? broken(back.failure)
        : verdict(bytesOf(back.success) === bytesOf(quote), () => "bytes differ")
    })
  })
