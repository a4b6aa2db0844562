import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  answer,
  type AnyErrand,
  collection,
  command,
  errand,
  event,
  intent,
  put,
  query,
  type Read,
  text
} from "../command/index.ts"
import { Id, Instant } from "../kernel/id.ts"
import { nameFault } from "../kernel/name.ts"
import type { Flaw } from "../kernel/reading.ts"
import { CurrencyCode, MinorUnits } from "../money/model.ts"
import { InvalidPromotion } from "./errors.ts"
import { Key } from "../pricing/model.ts"
import { Promotion } from "./model.ts"
import { issue, issuedAccount, type Limit, limitAccount, limitClaims } from "./rules/account.ts"
import { aliveLots, expireLots, expiryOf, payOwed, spendable } from "./rules/benefit.ts"
import { campaignAccount, campaignOf, campaignStays, codeAccount } from "./rules/campaign/open.ts"
import { budgetAccount } from "./rules/claim.ts"
import { giftAccounts, giftAccountsFit } from "./rules/gift.ts"
import { accountsFit } from "./rules/period.ts"
import { compilePromotion } from "./rules/compile.ts"

const PositiveAmount = MinorUnits.check(Schema.isGreaterThanBigInt(0n))

/** How much an account of a budget has: uses and units as they are counted, money in minor units of the currency. */
export class StatedLimit extends Schema.Opaque<StatedLimit>()(
  Schema.Struct({ account: Key, amount: Schema.BigIntFromString.pipe(Schema.decodeTo(PositiveAmount)) })
) {}

/** A promotion as a shop has it: the offer, and how much its budgets have. */
export class PromotionEntry extends Schema.Opaque<PromotionEntry>()(
  Schema.Struct({ promotion: Promotion, currency: CurrencyCode, limits: Schema.Array(StatedLimit) })
) {}

export const promotions = collection<PromotionEntry>("promotion", {
  schema: PromotionEntry,
  id: ({ promotion }) => promotion.id,
  columns: { state: text(({ promotion }) => promotion.state ?? "active") },
  indexes: { state: ["state"] }
})

export const PromotionDefined = event("PromotionDefined", Schema.Struct({ promotion: Key, version: Schema.Int }))

/**
 * The limits of a promotion at an instant, as its budgets and then its gifts name them. An account without a stated amount
 * has nothing.
 */
export const limitsOf = ({ promotion, currency, limits }: PromotionEntry, at: number): ReadonlyArray<Limit> => {
  const amountOf = (account: string) => limits.find((limit) => limit.account === account)?.amount ?? 0n
  const of = promotion.currency ?? currency
  return [
    ...(promotion.budgets ?? []).map((budget) => ({
      account: budgetAccount(budget, at),
      stated: budget.account,
      per: budget.per,
      unit: budget.unit,
      currency: of,
      amount: amountOf(budget.account)
    })),
    ...giftAccounts(promotion).map((account) => ({
      account,
      stated: account,
      per: "all" as const,
      unit: "units" as const,
      currency: of,
      amount: amountOf(account)
    }))
  ]
}

/**
 * Defines a promotion, or a new version of it. What a budget has is given out once, with the version that states it first: later
 * versions leave it out or state the same. The id and names of a new one are read as they are written.
 */
export const definePromotion = command("promotion.define", {
  summary: "defines a promotion, or a new version of it",
  input: PromotionEntry,
  reply: PromotionEntry,
  refusals: [InvalidPromotion],
  permission: "promotion.define",
  *load(entry, read: Read, _, now) {
    // One that is none names no accounts: a period in a zone that there is not has no name. `decide` says what is wrong.
    const lawful = Result.isSuccess(compilePromotion(entry.promotion, entry.currency))
    const limits = lawful ? limitsOf(entry, now) : []
    const named = limits.flatMap((limit) => [issuedAccount(limit), limitAccount(limit, "")])
    const { former, balances } = yield* read.all({
      former: read.maybe(promotions, entry.promotion.id),
      balances: read.balances(named)
    })
    // An account counts one thing for ever, whoever opened it.
    const other = balances.findIndex(({ account }, index) => account.unit !== named[index]?.unit)
    return { former, other: other < 0 ? undefined : Math.floor(other / 2) }
  },
  decide: ({ former, other }, entry, { id, now }) =>
    Result.map(other === undefined ? definable(entry, former) : countsOther(entry, other), () => {
      const version = (former?.promotion.version ?? 0) + 1
      const stated = former?.limits ?? []
      const isNew = (account: string) => stated.every((limit) => limit.account !== account)
      const limits = [...stated, ...entry.limits.filter(({ account }) => isNew(account))]
      const defined: PromotionEntry = { ...entry, limits, promotion: { ...entry.promotion, version } }
      return {
        reply: defined,
        changes: [put(promotions, defined, PromotionDefined.of({ promotion: entry.promotion.id, version }))],
        claims: [...limitsOf(defined, now), ...codeLimit(defined)].flatMap((limit) =>
          limitClaims(limit, `promotion ${defined.promotion.id}`)
        ),
        transfers: limitsOf(defined, now).flatMap((limit) => (isNew(limit.stated) ? issue(limit, id("issue")) : []))
      }
    })
})

/** Whether it is a promotion, names its accounts lawfully, and keeps to the campaign it began with. */
const definable = (
  { promotion, currency, limits }: PromotionEntry,
  former: PromotionEntry | undefined
): Result.Result<unknown, InvalidPromotion> => {
  const made = compilePromotion(promotion, currency)
  if (Result.isFailure(made)) return made
  const flaw =
    wellNamed(promotion, former?.promotion) ??
    accountsFit(promotion.budgets) ??
    giftAccountsFit(promotion) ??
    roomForCode(promotion) ??
    campaignStays(former?.promotion.codes, promotion.codes) ??
    limitsStay(former?.limits, limits)
  return flaw === undefined ? made : Result.fail({ _tag: "InvalidPromotion", promotion: promotion.id, ...flaw })
}

// Accounts keep their bounds for ever, and what was given out is given out.
const limitsStay = (former: PromotionEntry["limits"] = [], limits: PromotionEntry["limits"]): Flaw | undefined => {
  const changed = limits.findIndex(({ account, amount }) =>
    former.some((one) => one.account === account && one.amount !== amount)
  )
  return changed < 0 ? undefined : { path: `/limits/${changed}/amount`, why: "a limit stays as it was first stated" }
}

/**
 * Whether its id and names are read as they are written. It is a check of what is stated anew: a promotion that a former program
 * let in keeps its id, and its names until they are changed, so that it can still be paused.
 */
const wellNamed = ({ id, name }: Promotion, former: Promotion | undefined): Flaw | undefined => {
  if (former === undefined) {
    const fault = /^\.{1,2}$/.test(id) ? "no step of a path" : nameFault(id)
    if (fault !== undefined) return { path: "/id", why: `expected ${fault}` }
  }
  for (const language of ["zh", "en"] as const) {
    const stated = name?.[language]
    const fault = stated === undefined || stated === former?.name?.[language] ? undefined : nameFault(stated)
    if (fault !== undefined) return { path: `/name/${language}`, why: `expected ${fault}` }
  }
  return undefined
}

// The uses of a code are one budget more.
const roomForCode = ({ codes, budgets = [] }: Promotion): Flaw | undefined =>
  campaignOf(codes) === undefined || budgets.length < 20
    ? undefined
    : { path: "/budgets", why: "at most 19 with a campaign" }

/** The limit of each code of a promotion's campaign, if it has one; `account` is then the code's. */
const codeLimit = ({ promotion, currency }: PromotionEntry): ReadonlyArray<Limit> => {
  const of = campaignOf(promotion.codes)
  if (of === undefined) return []
  const stated = campaignAccount(of.campaign)
  return [
    { account: codeAccount(of.campaign, ""), stated, per: "all", unit: "uses", currency, amount: BigInt(of.uses ?? 1) }
  ]
}

const countsOther = ({ promotion }: PromotionEntry, limit: number): Result.Result<never, InvalidPromotion> =>
  Result.fail({
    _tag: "InvalidPromotion",
    promotion: promotion.id,
    path: limit < (promotion.budgets ?? []).length ? `/budgets/${limit}/account` : "/offer",
    why: "the account counts something else already"
  })

/** Promotions in a state. */
export const listPromotions = query("promotion.list", {
  summary: "promotions in a state",
  input: Schema.Struct({
    state: Schema.Literals(["draft", "active", "paused"]),
    after: Schema.optionalKey(Schema.String)
  }),
  reply: Schema.Struct({ items: Schema.Array(PromotionEntry), next: Schema.optionalKey(Schema.String) }),
  permission: "promotion.list",
  *load({ state, after }, read: Read) {
    return yield* read.page(promotions, {
      index: "state",
      equals: [state],
      limit: 100,
      ...(after === undefined ? {} : { after })
    })
  },
  answer: (page) => page
})

// A template is a key of the host's own.
const CouponUnit = Schema.String.check(Schema.isPattern(/^coupon:[^\s]{1,200}$/u))

/** What later benefits are counted in. */
const BenefitUnit = Schema.Union([Schema.Literal("points"), CurrencyCode, CouponUnit])

/**
 * Points (unit `points`), credit (a currency) or coupons (`coupon:` and their template) that a customer can spend, and when
 * they expire, the first in front.
 */
export const getPurse = query("promotion.purse", {
  summary: "points, credit or coupons that a customer can spend, and when they expire",
  input: Schema.Struct({ customer: Id, unit: BenefitUnit }),
  reply: Schema.Struct({
    customer: Id,
    unit: Schema.String,
    /** Whole points or coupons, or minor units. */
    spendable: Schema.BigIntFromString,
    lots: Schema.Array(Schema.Struct({ expires: Instant, spendable: Schema.BigIntFromString }))
  }),
  permission: "promotion.purse",
  *load({ customer, unit }, read: Read) {
    return { customer, found: yield* read.owned({ owner: `customer:${customer}`, unit }) }
  },
  owner: ({ customer }) => customer,
  answer: ({ found }, { customer, unit }, { now }) => ({
    customer,
    unit,
    spendable: spendable(found, customer, unit, now),
    lots: aliveLots(found, customer, unit, now).flatMap(({ account, posted, outgoing }) => {
      const expires = expiryOf(account, customer, unit)
      return expires === undefined || posted === outgoing ? [] : [{ expires, spendable: posted - outgoing }]
    })
  })
})

/** Wake up when something of a customer expires. */
export const ExpireLots = intent("promotion.expireLots", Schema.Struct({ customer: Id, unit: BenefitUnit }))

/** How long after it what an unpaid order still holds of a lot that has expired is looked at again, in milliseconds. */
const expireAgain = 86_400_000

/**
 * Clears the points, credit or coupons of a customer that have expired: they could not be spent since, whether or not anybody
 * cleared them. What is owed is paid with those that have not. What is held by an order that is not paid yet is cleared once the order has let it go.
 */
export const expireBenefits = command("promotion.expireLots", {
  summary: "clears what has expired of a customer's points, credit or coupons, and pays what is owed with the rest",
  input: Schema.Struct({ customer: Id, unit: BenefitUnit }),
  reply: Schema.Struct({
    /** Whole points or coupons, or minor units. */
    expired: Schema.BigIntFromString
  }),
  refusals: [],
  permission: "promotion.expire",
  *load({ customer, unit }, read: Read) {
    return yield* read.owned({ owner: `customer:${customer}`, unit })
  },
  decide: (found, { customer, unit }, { now }) => {
    const cleared = expireLots(found, customer, unit, now)
    const held = found.some(({ account, outgoing }) => {
      const expires = expiryOf(account, customer, unit)
      return expires !== undefined && expires <= now && outgoing > 0n
    })
    const again = ExpireLots.of({ customer, unit }, { lane: `${customer}/${unit}/expire`, due: now + expireAgain })
    return Result.succeed({
      reply: { expired: cleared.reduce((sum, one) => ("amount" in one ? sum + (one.amount ?? 0n) : sum), 0n) },
      transfers: [...cleared, ...payOwed(found, customer, unit, now)],
      intents: held ? [again] : []
    })
  }
})

/** The wake-ups of promotions: nobody outside is asked, the time has simply come. */
export const promotionErrands: ReadonlyArray<AnyErrand> = [
  errand(ExpireLots, {
    *load() {},
    perform: (_, of) => Effect.succeed(answer(expireBenefits, of))
  })
]
