import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Ratio, ratio } from "../../kernel/ratio.ts"
import { broken, every, law, type Law, vacuous, type Verdict, verdict } from "../../kernel/law.ts"
import { divide } from "../../money/rules/round.ts"
import type { QuoteInput, Tax } from "../input.ts"
import type { Quote } from "../model.ts"
import { of } from "../rules/quote.ts"
import { standardReliefs } from "../rules/relief.ts"
import type { TaxRelief } from "../tax.ts"

const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))
const kinds = Schema.Literals(["none", "included", "onTop", "two", "relieved", "retail", "retailIn", "postal"])

/** A small cart with taxes of every kind. Amounts are minor units of CNY. */
export const TaxCase = Schema.Struct({
  lines: Schema.Array(
    Schema.Struct({
      price: int(1, 300_000),
      quantity: int(1, 3),
      merchant: Schema.Literals(["m1", "m2"]),
      tax: kinds
    })
  ).check(Schema.isMinLength(1), Schema.isMaxLength(4)),
  charges: Schema.Array(
    Schema.Struct({
      amount: int(0, 5_000),
      merchant: Schema.NullOr(Schema.Literals(["m1", "m2"])),
      tax: Schema.Literals(["none", "included", "onTop"])
    })
  ).check(Schema.isMaxLength(2)),
  percent: int(0, 60),
  shipping: Schema.Literals(["own", "weighted", "weighted"]),
  rounding: Schema.Literals(["line", "unit", "order"]),
  compound: Schema.Boolean,
  buyer: Schema.NullOr(Schema.Literals(["VATEX-EU-AE", "VATEX-EU-IC"])),
  left: int(0, 2_600_000)
})
export type TaxCase = typeof TaxCase.Type

const charity: TaxRelief = { kind: "exempt", code: "charity", text: { zh: "捐赠免税", en: "exempt gift" } }
const rates = [
  { id: "state", rate: "0.05" },
  { id: "city", rate: "0.0875" }
]

/** The taxes that lines and charges of a {@link TaxCase} have. */
const taxes: { readonly [K in TaxCase["lines"][number]["tax"]]: Tax | undefined } = {
  none: undefined,
  included: { included: true, rates: [{ id: "vat", rate: "0.13" }] },
  onTop: { included: false, rates: [{ id: "gst", rate: "0.0825" }] },
  two: { included: true, rates },
  relieved: { included: true, rates: [{ id: "vat", rate: "0.19" }], relief: charity },
  retail: { included: false, rates: [], customs: { regime: "retail", duty: "0.1", consumption: "0.15", vat: "0.13" } },
  retailIn: { included: true, rates: [], customs: { regime: "retail", duty: "0", consumption: "0", vat: "0.13" } },
  postal: { included: false, rates: [], customs: { regime: "postal", rate: "0.2" } }
}

/** The input that a case stands for. */
export const taxInputOf = (drawn: TaxCase): QuoteInput => ({
  currency: "CNY",
  at: 1_794_362_400_000,
  lines: drawn.lines.map(({ quantity, merchant, tax }, index) => {
    const taxed = taxes[tax]
    return { id: `l${index}`, sku: `s${index}`, merchant, quantity, ...(taxed === undefined ? {} : { tax: taxed }) }
  }),
  prices: drawn.lines.map(({ price }, index) => ({
    id: `p${index}`,
    sku: `s${index}`,
    currency: "CNY",
    amount: BigInt(price)
  })),
  charges: drawn.charges.map(({ amount, merchant, tax }, index) => {
    const taxed = taxes[tax]
    return {
      id: `c${index}`,
      amount: BigInt(amount),
      ...(merchant === null ? {} : { merchant }),
      ...(taxed === undefined ? {} : { tax: taxed })
    }
  }),
  promotions: [
    { id: "off", level: "item", offer: { kind: "grant", rewards: [{ kind: "percent", percent: `${drawn.percent}` }] } }
  ],
  context: { customer: "alice", facts: {} },
  accounts: { "customs:2026": BigInt(drawn.left) },
  customs: { account: "customs:2026" },
  policy: { tax: { rounding: drawn.rounding, compound: drawn.compound, shipping: drawn.shipping } },
  ...(drawn.buyer === null ? {} : { relief: standardReliefs[drawn.buyer] })
})

/** Prices an input: the engine itself, or one to be held to the same laws. */
export type TaxPricing = (input: QuoteInput) => Result.Result<Quote, { readonly _tag: string }>

const on =
  (price: TaxPricing, holds: (quote: Quote, input: QuoteInput, drawn: TaxCase) => Verdict) =>
  (drawn: TaxCase): Verdict => {
    const input = taxInputOf(drawn)
    const quote = price(input)
    if (Result.isSuccess(quote)) return holds(quote.success, input, drawn)
    return quote.failure._tag === "CustomsLimitExceeded" ? vacuous("beyond the limits") : broken(quote.failure._tag)
  }

const nothing: Ratio = { numerator: 0n, denominator: 1n }
const plus = (a: Ratio, b: Ratio): Ratio =>
  ratio(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
const times = (a: Ratio, b: Ratio): Ratio => ratio(a.numerator * b.numerator, a.denominator * b.denominator)
const over = (a: Ratio, b: Ratio): Ratio => ratio(a.numerator * b.denominator, a.denominator * b.numerator)
const of100 = (hundredths: bigint): Ratio => ratio(hundredths, 100n)
const one = of100(100n)

// The rates of `taxes` as a person would write them down, with 70 percent of (c + v) / (1 - c) for retail imports.
const rateOf = (kind: TaxCase["lines"][number]["tax"], compound: boolean, treatment: string | undefined): Ratio => {
  switch (kind) {
    case "none":
    case "relieved":
      return nothing
    case "included":
      return of100(13n)
    case "onTop":
      return ratio(825n, 10_000n)
    case "two":
      return compound ? ratio(141_875n, 1_000_000n) : ratio(1_375n, 10_000n)
    case "retail":
      // (1 + 0.1) * (0.15 + 0.13) / 0.85 + 0.1, or 0.7 * (0.15 + 0.13) / 0.85.
      return treatment === "full" ? ratio(393n, 850n) : ratio(196n, 850n)
    case "retailIn":
      return treatment === "full" ? of100(13n) : ratio(91n, 1_000n)
    case "postal":
      return treatment === "free" ? nothing : of100(20n)
  }
}

interface Weighed {
  readonly merchant: string
  readonly included: boolean
  readonly rate: Ratio
  readonly net: Ratio
  readonly exact: Ratio
}

/** What each line bears exactly, worked out from the quote's amounts alone. */
const weighed = ({ lines, customs = [] }: Quote, { lines: drawn, compound, buyer }: TaxCase): ReadonlyArray<Weighed> =>
  lines.map(({ amount }, index) => {
    const { merchant, tax: kind } = drawn[index]!
    const included = taxes[kind]?.included ?? true
    const border = taxes[kind]?.customs
    const treatment = customs.find((each) => each.merchant === merchant && each.regime === border?.regime)?.treatment
    const rate = buyer !== null && border === undefined ? nothing : rateOf(kind, compound, treatment)
    const whole = ratio(amount, 1n)
    const net = included ? over(whole, plus(one, rate)) : whole
    return { merchant, included, rate, net, exact: times(net, rate) }
  })

const netAndTax = (price: TaxPricing): Law<TaxCase> =>
  law({
    id: "L19",
    title: "net + tax = gross for every line and charge; what is included is in the amount, what is not comes on top",
    input: TaxCase,
    holds: on(price, ({ lines, charges, grand, tax }, input) => {
      const both = [...lines, ...charges]
      const sums = both.every(({ net, tax: own, gross }) => net + own === gross && own >= 0n && net >= 0n)
      const placed = both.every(({ id, amount, net, gross }) => {
        const stated = [...input.lines, ...(input.charges ?? [])].find((each) => each.id === id)
        return (stated?.tax?.included ?? true) ? gross === amount : net === amount
      })
      const whole = both.reduce((sum, { gross }) => sum + gross, 0n) === grand
      const all = both.reduce((sum, each) => sum + each.tax, 0n) === tax
      return verdict(sums && placed && whole && all, () => `grand ${grand}, tax ${tax}`)
    })
  })

const roundedOnce = (price: TaxPricing): Law<TaxCase> =>
  law({
    id: "L20",
    title:
      "by line each line's tax is its exact tax rounded, by order their sum is; imports bear the rate of their treatment",
    input: TaxCase,
    holds: on(price, (quote, _, drawn) => {
      const all = weighed(quote, drawn)
      if (all.every(({ rate }) => rate.numerator === 0n)) return vacuous("no tax")
      if (drawn.rounding === "unit") return vacuous("rounded by unit")
      if (drawn.rounding === "line") {
        const wrong = all.findIndex(({ exact }, index) => quote.lines[index]!.tax !== rounded(exact))
        return verdict(wrong < 0, () => `l${wrong} bears ${quote.lines[wrong]!.tax}`)
      }
      if (drawn.charges.length > 0) return vacuous("freight is rounded with the goods")
      return every(
        [true, false].map((included) => {
          const some = all.map((each, index) => ({ ...each, tax: quote.lines[index]!.tax }))
          const own = some.filter((each) => each.included === included)
          const sum = own.reduce((whole, { tax }) => whole + tax, 0n)
          const exact = own.reduce((whole, each) => plus(whole, each.exact), nothing)
          return verdict(sum === rounded(exact), () => `${sum} of ${exact.numerator}/${exact.denominator}`)
        })
      )
    })
  })

const rounded = ({ numerator, denominator }: Ratio): bigint => divide(numerator, denominator, "halfUp")

const freightFollows = (price: TaxPricing): Law<TaxCase> =>
  law({
    id: "L20",
    title:
      "by weight a charge bears the exact tax of the goods it carries by their exact net, and so does freight of imports",
    input: TaxCase,
    holds: on(price, (quote, input, drawn) => {
      const all = weighed(quote, drawn)
      return every(
        quote.charges.map(({ amount, tax }, index) => {
          const { merchant, tax: own } = input.charges![index]!
          const carried = all.filter((each) => merchant === undefined || each.merchant === merchant)
          const border = drawn.lines.some(
            (each) => (merchant === undefined || each.merchant === merchant) && taxes[each.tax]?.customs !== undefined
          )
          const net = carried.reduce((sum, each) => plus(sum, each.net), nothing)
          if (drawn.rounding === "order") return vacuous("rounded with the goods")
          if ((drawn.shipping === "own" && !border) || net.numerator === 0n) return vacuous("taxed on its own")
          if (drawn.buyer !== null && own !== undefined) return verdict(tax === 0n, () => "relieved freight is taxed")
          const rate = over(
            carried.reduce((sum, each) => plus(sum, each.exact), nothing),
            net
          )
          const base = own?.included === false ? ratio(amount, 1n) : over(ratio(amount, 1n), plus(one, rate))
          return verdict(tax === rounded(times(base, rate)), () => `charge ${index} of ${amount} bears ${tax}`)
        })
      )
    })
  })

const exemptBearsNothing = (price: TaxPricing): Law<TaxCase> =>
  law({
    id: "L22",
    title:
      "what is relieved bears no tax and loses what it contained of it; the reliefs name it and its net; rates have no order",
    input: TaxCase,
    holds: on(price, (quote, input, drawn) => {
      const stated = [...input.lines, ...(input.charges ?? [])].filter(
        ({ tax }) =>
          tax !== undefined && tax.customs === undefined && (drawn.buyer !== null || tax.relief !== undefined)
      )
      const turned = price({
        ...input,
        lines: input.lines.map((line) =>
          line.tax === undefined ? line : { ...line, tax: { ...line.tax, rates: line.tax.rates.toReversed() } }
        )
      })
      if (Result.isFailure(turned) || turned.success.grand !== quote.grand || turned.success.tax !== quote.tax)
        return broken("the order of rates shows")
      if (stated.length === 0) return vacuous("nothing is relieved")
      const ids = stated.map(({ id }) => id)
      const found = [...quote.lines, ...quote.charges].filter(({ id }) => ids.includes(id))
      const named = (quote.reliefs ?? []).flatMap((each) => each.of)
      const net = (quote.reliefs ?? []).reduce((sum, each) => sum + each.net, 0n)
      return verdict(
        found.every(({ tax, net: own, gross }) => tax === 0n && own === gross) &&
          named.length === ids.length &&
          ids.every((id) => named.includes(id)) &&
          net === found.reduce((sum, each) => sum + each.net, 0n),
        () => `${named.join()} of ${ids.join()}`
      )
    })
  })

const withinLimits = (price: TaxPricing): Law<TaxCase> =>
  law({
    id: "L27",
    title:
      "no retail import above the single limit but one piece at full tax, and none beyond what is left of the year",
    input: TaxCase,
    holds: (drawn) => {
      const input = taxInputOf(drawn)
      const quote = price(input)
      const free = price({ ...input, accounts: { "customs:2026": 1n << 60n } })
      if (Result.isFailure(quote)) {
        const why = quote.failure
        if (why._tag !== "CustomsLimitExceeded") return broken(why._tag)
        const yearly = "limit" in why && why.limit === "yearly"
        return verdict(yearly === Result.isSuccess(free), () => `refused by a limit that is not reached`)
      }
      const { customs = [], claims } = quote.success
      const retail = customs.filter(({ regime }) => regime === "retail")
      if (customs.length === 0) return vacuous("nothing passes the border")
      const whole = retail.reduce((sum, { value }) => sum + value, 0n)
      const claimed = claims.find(({ account }) => account === "customs:2026")?.amount ?? 0n
      const single = customs.every(({ merchant, regime, treatment, value, limit }) => {
        const own = drawn.lines.filter(
          (each) => each.merchant === merchant && taxes[each.tax]?.customs?.regime === regime
        )
        const pieces = own.reduce((sum, { quantity }) => sum + quantity, 0)
        if (regime === "postal") return value <= limit || pieces === 1
        return treatment === "full" ? value > limit && pieces === 1 : value <= limit
      })
      return verdict(single && claimed === whole && whole <= BigInt(drawn.left), () => `${claimed} of ${whole} claimed`)
    }
  })

/** The laws of the taxes of a quote, of the engine or of another that prices the same inputs. */
export const taxLaws = (price: TaxPricing = of): ReadonlyArray<Law<TaxCase>> => [
  netAndTax(price),
  roundedOnce(price),
  freightFollows(price),
  exemptBearsNothing(price),
  withinLimits(price)
]
