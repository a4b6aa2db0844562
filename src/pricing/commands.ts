import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { collection, command, event, put, query, type Read } from "../command/index.ts"
import { Instant, ref } from "../kernel/id.ts"
import { CurrencyCode, Money } from "../money/model.ts"
import { InvalidInput } from "../command/errors.ts"
import { Key, PriceEntry } from "./model.ts"
import { pricePoints, recentPrices, reductionAt, shownEntry } from "./rules/history.ts"
import { issue, limitClaims, type Limit } from "./rules/limit.ts"

const Entries = Schema.Array(PriceEntry).check(Schema.isMaxLength(1000))

/** How many units of a flash sale an account has, or each customer may have. */
const UnitLimit = Schema.Struct({
  account: Key,
  units: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))
})

const statement = {
  sku: ref("variant"),
  entries: Entries,
  /**
   * How many units the accounts of entries have: a `stock` in all, a `perCustomer` for each customer. An account without a
   * limit has none. A limit stands as it was first stated, and no other sheet may name the account.
   */
  limits: Schema.optionalKey(Schema.Array(UnitLimit).check(Schema.isMaxLength(100)))
}

/** All the prices of one sku, as they are to be from now on. */
export class PriceStatement extends Schema.Opaque<PriceStatement>()(Schema.Struct(statement)) {}

/** The prices of one sku, under whatever circumstances. Its id is the sku. */
export class PriceSheet extends Schema.Opaque<PriceSheet>()(
  Schema.Struct({
    ...statement,
    /** Since when they are stated. */
    statedAt: Schema.optionalKey(Instant),
    /** What was stated before, the oldest first, as far as a reduction of today may be measured by it. */
    earlier: Schema.optionalKey(Schema.Array(Schema.Struct({ from: Instant, entries: Entries })))
  })
) {}

/** For how many days, and at most how often, earlier statements are kept. */
export const keptPrices = { days: 100, statements: 50 }

export const prices = collection<PriceSheet>("price", { schema: PriceSheet, id: ({ sku }) => sku })

export const PricesStated = event("PricesStated", Schema.Struct({ sku: ref("variant"), entries: Schema.Int }))

/** States all the prices of a sku. */
export const statePrices = command("pricing.state", {
  summary: "states all the prices of a sku",
  input: PriceStatement,
  reply: PriceSheet,
  refusals: [InvalidInput],
  permission: "pricing.state",
  *load({ sku }, read: Read) {
    return yield* read.maybe(prices, sku)
  },
  decide: (former, stated, { id, now }) => {
    const known = former?.limits ?? []
    const fresh = (stated.limits ?? []).filter(({ account }) => known.every((limit) => limit.account !== account))
    const limits = [...known, ...fresh]
    const { sku, entries } = stated
    const sheet: PriceSheet = {
      sku,
      entries,
      ...(limits.length === 0 ? {} : { limits }),
      statedAt: now,
      ...earlierThan(former, now)
    }
    const foreign = entries.findIndex((entry) => entry.sku !== sku)
    const twice = entries.findIndex((entry, index) => entries.findIndex(({ id }) => id === entry.id) !== index)
    const refuse = (index: number, reason: string): InvalidInput => ({
      _tag: "InvalidInput",
      path: `/entries/${index}`,
      reason
    })
    if (foreign >= 0) return Result.fail(refuse(foreign, "the price of another sku"))
    if (twice >= 0) return Result.fail(refuse(twice, "an id that is used twice"))
    const named = (stated.limits ?? []).map(({ account }) => account)
    const double = named.findIndex((account, index) => named.indexOf(account) !== index || /[@/]/.test(account))
    if (double >= 0) return Result.fail(refuseLimit(double, "an account that is named twice, or has `@` or `/`"))
    const both = entries.findIndex(
      (entry) => entry.stock !== undefined && entry.stock.account === entry.perCustomer?.account
    )
    if (both >= 0) return Result.fail(refuse(both, "one account for all and for each customer"))
    return Result.succeed({
      reply: sheet,
      changes: [put(prices, sheet, PricesStated.of({ sku, entries: entries.length }))],
      claims: unitLimits(sheet, "").flatMap((limit) => limitClaims(limit, `price ${sku}`, true)),
      transfers: unitLimits(sheet, "").flatMap((limit) =>
        fresh.some(({ account }) => account === limit.account) ? issue(limit, id("issue")) : []
      )
    })
  }
})

const earlierThan = (former: PriceSheet | undefined, now: number): Pick<PriceSheet, "earlier"> => {
  if (former?.statedAt === undefined) return {}
  const all = [...(former.earlier ?? []), { from: former.statedAt, entries: former.entries }]
  return { earlier: recentPrices(all, now, keptPrices.days).slice(-keptPrices.statements) }
}

const refuseLimit = (index: number, reason: string): InvalidInput => ({
  _tag: "InvalidInput",
  path: `/limits/${index}`,
  reason
})

/** What bounds the prices of a sheet that have units of their own, or so many for each customer. */
export const unitLimits = ({ entries, limits = [] }: PriceSheet, currency: string): ReadonlyArray<Limit> => {
  const perCustomer = new Set(entries.flatMap((entry) => entry.perCustomer?.account ?? []))
  return limits.map(({ account, units }) => ({
    account,
    stated: account,
    per: perCustomer.has(account) ? "customer" : "all",
    unit: "units",
    currency,
    amount: BigInt(units)
  }))
}

/** The prices of some skus; those without any are left out. */
export const listSheets = query("pricing.sheets", {
  summary: "the prices of some skus",
  input: Schema.Struct({ skus: Schema.Array(ref("variant")).check(Schema.isBetweenLength(1, 200)) }),
  reply: Schema.Array(PriceSheet),
  permission: "pricing.sheets",
  *load({ skus }, read: Read) {
    return yield* read.some(prices, skus)
  },
  answer: (found) => [...found.values()]
})

/** The price of one piece, as the shop shows it to somebody it knows nothing of. */
export class ShownPrice extends Schema.Opaque<ShownPrice>()(
  Schema.Struct({
    sku: ref("variant"),
    price: Money,
    /** The price struck through. */
    list: Schema.optionalKey(Money),
    /**
     * The lowest price of the 30 days before the reduction, which has to stand beside it (Directive 98/6/EC, article 6a).
     * Absent where nothing is struck through, and where the shop does not know of any price before.
     */
    lowest: Schema.optionalKey(Money),
    /** The first instant at which it no longer holds. */
    until: Schema.optionalKey(Instant)
  })
) {}

/** What skus cost now, a piece each; those without a price in this currency are left out. A cart's quote may be lower. */
export const showPrices = query("pricing.shown", {
  summary: "what skus cost now, a piece each",
  input: Schema.Struct({
    currency: CurrencyCode,
    skus: Schema.Array(Schema.Struct({ sku: ref("variant"), merchant: ref("merchant") })).check(
      Schema.isBetweenLength(1, 200)
    )
  }),
  reply: Schema.Array(ShownPrice),
  permission: "pricing.shown",
  *load({ skus }, read: Read) {
    return yield* read.some(
      prices,
      skus.map(({ sku }) => sku)
    )
  },
  answer: (found, { currency, skus }, { now: at }) =>
    skus.flatMap(({ sku, merchant }) => {
      const context = { currency, at, customerGroup: [], channel: [], country: [] }
      const sheet = found.get(sku)
      if (sheet === undefined) return []
      const entry = shownEntry(sheet.entries, { sku, merchant }, context)
      if (entry === undefined) return []
      const stated = [...(sheet.earlier ?? []), { from: sheet.statedAt ?? 0, entries: sheet.entries }]
      const prior = reductionAt(pricePoints(stated, { sku, merchant }, context, at), at)?.prior
      const price: ShownPrice = {
        sku,
        price: { amount: entry.amount, currency },
        ...(entry.list === undefined ? {} : { list: { amount: entry.list, currency } }),
        ...(prior === undefined ? {} : { lowest: { amount: prior, currency } }),
        ...(entry.until === undefined ? {} : { until: entry.until })
      }
      return [price]
    })
})
