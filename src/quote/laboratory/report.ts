import { compareText } from "../../kernel/text.ts"
import { amountText } from "../../money/amount.ts"
import type { Finding } from "../../promotion/rules/lint/finding.ts"
import { reasons } from "../quote.ts"
import type { Drawn } from "./account.ts"
import { histogram, quantiles } from "./distribution.ts"
import { amountGiven, nothingGiven } from "./given.ts"
import type { DifferenceReport, LabReport, OfferReport, SetReport } from "./model.ts"
import { addFunding, type Funding, type OfferTally } from "./offer.ts"
import type { Low, Tally } from "./tally.ts"
import type { Lab, Pair, Trial } from "./trial.ts"

/** The percents at which distributions are told. */
const told: ReadonlyArray<number> = [0, 10, 25, 50, 75, 90, 99, 100]

/**
 * What was found, as plain JSON: amounts as decimal text, percentages as decimal text of two decimals, lists by rank or id.
 * `findings` are the linter's, of the first set and of the second.
 */
export const reportOf = (lab: Lab, trial: Trial, findings: ReadonlyArray<ReadonlyArray<Finding>> = []): LabReport => {
  const { currency } = lab.first.rules
  const money = (amount: bigint): string => amountText(amount, currency)
  const one = setReport(lab.first.rules, trial.first, findings[0], money)
  if (lab.second === undefined) return { currency, sets: [one] }
  const other = setReport(lab.second.rules, trial.second, findings[1], money)
  return { currency, sets: [one, other], difference: differenceReport(trial, money) }
}

type Money = (amount: bigint) => string

const setReport = (
  { rules }: Lab["first"]["rules"],
  tally: Tally,
  findings: ReadonlyArray<Finding> | undefined,
  money: Money
): SetReport => {
  const { carts, units, before, discount, grand, costed } = tally
  const margin = costed.net - costed.cost - costed.given
  return {
    carts,
    refused: entries(tally.refused).map(([tag, count]) => ({ tag, carts: count })),
    units,
    before: money(before),
    discount: money(discount),
    grand: money(grand),
    given: money(tally.given),
    rate: percentOf(discount, before),
    quantiles: quantiles(tally.discounts, told).map(({ percent, value }) => ({ percent, amount: money(value) })),
    histogram: histogram(tally.rates, 50, 1000).map(({ from, until, count }) => ({
      from: from / 10,
      until: until / 10,
      carts: count
    })),
    ...(costed.lines === 0
      ? {}
      : {
          margin: {
            lines: costed.lines,
            net: money(costed.net),
            cost: money(costed.cost),
            given: money(costed.given),
            margin: money(margin),
            rate: percentOf(margin, costed.net)
          }
        }),
    funders: parties(tally.offers.values(), money),
    offers: rules.map(({ id, version }) => offerReport(id, version, tally.offers.get(id), carts, money)),
    accounts: accountsReport(tally.drawn, money),
    belowCost: lowReport(tally.belowCost, money),
    belowFloor: lowReport(tally.belowFloor, money),
    ...(findings === undefined ? {} : { findings })
  }
}

const offerReport = (
  promotion: string,
  version: number,
  tally: OfferTally | undefined,
  carts: number,
  money: Money
): OfferReport => {
  const applied = tally?.carts ?? 0
  const given = tally?.given ?? nothingGiven
  const why = reasons.flatMap((reason) => {
    const count = tally?.reasons.get(reason) ?? 0
    return count === 0 ? [] : [{ reason, carts: count }]
  })
  const beaten = why.reduce((sum, one) => sum + (contested.has(one.reason) ? one.carts : 0), 0)
  return {
    promotion,
    version,
    verdict: applied > 0 ? "applied" : beaten > 0 ? "beaten" : "never",
    carts: applied,
    uptake: percentOf(BigInt(applied), BigInt(carts)),
    amount: money((tally?.goods ?? 0n) + (tally?.shipping ?? 0n) + amountGiven(given)),
    goods: money(tally?.goods ?? 0n),
    shipping: money(tally?.shipping ?? 0n),
    given: {
      amount: money(amountGiven(given)),
      gifts: { pieces: given.pieces, amount: money(given.gifts) },
      cashback: money(given.cashback),
      points: { points: Number(given.points), amount: money(given.worth) },
      coupons: { coupons: Number(given.coupons), amount: money(given.coupon) }
    },
    funders: parties(tally === undefined ? [] : [tally], money),
    // The most frequent first; the order of the sort keeps that of the reasons where they are equal.
    reasons: why.toSorted((a, b) => b.carts - a.carts),
    ...(tally?.nearestMoney === undefined ? {} : { nearestAmount: money(tally.nearestMoney) }),
    ...(tally?.nearestCount === undefined ? {} : { nearestCount: tally.nearestCount }),
    beatenBy: entries(tally?.beatenBy ?? new Map<string, number>())
      .map(([id, count]) => ({ promotion: id, carts: count }))
      .toSorted((a, b) => b.carts - a.carts)
  }
}

// Reasons by which an offer that would apply gave way to others.
const contested: ReadonlySet<string> = new Set(["Stopped", "NotCombinable", "LimitReached", "Beaten"])

const parties = (offers: Iterable<OfferTally>, money: Money): SetReport["funders"] => {
  const sums = new Map<string, Funding>()
  for (const { funders } of offers) {
    for (const [party, part] of funders) sums.set(party, addFunding(sums.get(party) ?? { off: 0n, given: 0n }, part))
  }
  return entries(sums).map(([party, { off, given }]) => ({
    party,
    amount: money(off + given),
    off: money(off),
    given: money(given)
  }))
}

const accountsReport = (drawn: Tally["drawn"], money: Money): SetReport["accounts"] => {
  const sums = new Map<string, Drawn>()
  for (const one of drawn.values()) {
    const key = `${one.account}\n${one.per}\n${one.unit}`
    sums.set(key, { ...one, amount: one.amount + (sums.get(key)?.amount ?? 0n) })
  }
  return entries(sums).map(([, { account, unit, per, amount }]) => ({
    account,
    unit,
    per,
    taken: unit === "money" ? money(amount) : String(amount)
  }))
}

const lowReport = ({ carts, lines, first }: Low, money: Money): SetReport["belowCost"] => ({
  carts,
  lines,
  first: first.map(({ cart, line, left, least }) => ({ cart, line, left: money(left), least: money(least) }))
})

const differenceReport = ({ differences }: Trial, money: Money): DifferenceReport => {
  const { carts, sum, amounts, drawn, cheaper, dearer } = differences
  let [less, more] = [0, 0]
  for (const [amount, count] of amounts) {
    if (amount < 0n) less += count
    if (amount > 0n) more += count
  }
  const pair = ({ cart, from, to }: Pair) => ({ cart, from: money(from), to: money(to), difference: money(to - from) })
  return {
    carts,
    sum: money(sum),
    cheaper: less,
    same: carts - less - more,
    dearer: more,
    quantiles: quantiles(amounts, told).map(({ percent, value }) => ({ percent, amount: money(value) })),
    mostCheaper: cheaper.map(pair),
    mostDearer: dearer.map(pair),
    drawn: drawn.map(pair)
  }
}

const entries = <V>(map: ReadonlyMap<string, V>): ReadonlyArray<[string, V]> =>
  [...map].sort(([a], [b]) => compareText(a, b))

/** A part of a whole in percent, two decimals, rounded half up; of nothing it is zero. */
const percentOf = (part: bigint, whole: bigint): string => {
  if (whole === 0n) return "0.00"
  const negative = part < 0n !== whole < 0n && part !== 0n
  const [top, bottom] = [part < 0n ? -part : part, whole < 0n ? -whole : whole]
  const hundredths = ((top * 20_000n) / bottom + 1n) / 2n
  return `${negative ? "-" : ""}${hundredths / 100n}.${String(hundredths % 100n).padStart(2, "0")}`
}
