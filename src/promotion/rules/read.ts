import * as Result from "effect/Result"
import { instantFrom } from "../../kernel/instant.ts"
import { decimalPattern, longestDecimal } from "../../kernel/ratio.ts"
import {
  closed,
  type Flaw,
  flaw,
  keyed,
  kinds,
  list,
  oneOf,
  pattern,
  type Reader,
  text,
  truth,
  whole
} from "../../kernel/reading.ts"
import { isCurrency } from "../../money/currency.ts"
import type { InvalidPromotion } from "../errors.ts"
import type { CampaignCodes } from "../campaign.ts"
import type { Condition, FactLeaf, Promotion, Schedule, Selector } from "../model.ts"
import { promotionModel } from "../version.ts"
import { upcast } from "./upcast.ts"

/** How deep selectors and conditions may be nested. */
export const deepest = 16

/** A name of 1 to 128 characters. */
export const key: Reader<string> = text(128)

/** Decimal text, such as `"12.5"`. */
export const decimal: Reader<string> = pattern(decimalPattern, longestDecimal, "a decimal such as 12.5, in quotes")

/** ISO 8601 text in UTC, read as milliseconds. */
export const moment: Reader<number> = (value) => {
  const at = instantFrom(typeof value === "string" ? value : "")
  return Result.isFailure(at) ? flaw("expected an instant such as 2026-11-11T02:00:00Z") : Result.succeed(at.success)
}

/** Milliseconds since 1970. */
export const instant: Reader<number> = whole(0, 8_640_000_000_000_000)

/** An ISO 4217 code. */
export const currency: Reader<string> = (value) =>
  typeof value === "string" && isCurrency(value) ? Result.succeed(value) : flaw("expected an ISO 4217 currency code")

const count = whole(1, 1_000_000)
const rankNumber = whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
const threshold: Reader<string | number> = (value) => (typeof value === "number" ? count(value) : decimal(value))
const base = oneOf("running", "level", "price", "list")
const measure = oneOf("amount", "quantity", "variants", "ofOneVariant")
// What it means is tested with the zone, when the schedule is made ready.
const timeOfDay: Reader<string> = (value) =>
  typeof value === "string" && value.length <= 5 ? Result.succeed(value) : flaw("expected a time such as 09:30")

const schedule: Reader<Schedule> = closed({
  zone: key,
  hours: list(closed({ days: list(whole(1, 7), 7, 1), from: timeOfDay, until: timeOfDay }), 100, 1)
})

const factLeaf: Reader<FactLeaf> = closed({
  fact: key,
  op: oneOf("in", "all", "notIn", "atLeast", "atMost", "above", "below"),
  values: list(key, 1000)
})

const nested = (depth: number): Reader<Selector> => {
  const below: Reader<Selector> = (value) => (depth >= deepest ? tooDeep : nested(depth + 1)(value))
  const branches = list(below, 1000)
  return keyed({
    all: closed({ all: branches }),
    any: closed({ any: branches }),
    not: closed({ not: below }),
    fact: factLeaf
  })
}

const nestedCondition = (depth: number): Reader<Condition> => {
  const below: Reader<Condition> = (value) => (depth >= deepest ? tooDeep : nestedCondition(depth + 1)(value))
  const branches = list(below, 1000)
  return keyed({
    all: closed({ all: branches }),
    any: closed({ any: branches }),
    not: closed({ not: below }),
    fact: factLeaf,
    measure: closed({ measure, atLeast: threshold }, { select: selector, base }),
    charge: closed({ charge: selector }),
    hours: schedule
  })
}

const tooDeep = flaw(`nested deeper than ${deepest}`)
const selector = nested(1)
const condition = nestedCondition(1)

const narrowed = {
  units: closed({ max: count, pick: oneOf("cheapest", "dearest") }, { per: oneOf("cart", "variant") }),
  select: selector,
  max: decimal
}
const per = oneOf("unit", "line", "total")
const unitRewards = {
  percent: closed({ kind: oneOf("percent"), percent: decimal }, { per, ...narrowed }),
  amount: closed(
    { kind: oneOf("amount"), amount: decimal },
    { per, by: oneOf("value", "quantity", "even"), basis: oneOf("asPriced", "net", "gross"), ...narrowed }
  ),
  price: closed({ kind: oneOf("price"), price: decimal }, { per: oneOf("unit", "total"), ...narrowed })
}
const unitReward = kinds("kind", unitRewards)
const reward = kinds("kind", {
  ...unitRewards,
  shipping: closed(
    { kind: oneOf("shipping") },
    { percent: decimal, amount: decimal, price: decimal, per: oneOf("total", "charge"), select: selector }
  ),
  gift: closed(
    { kind: oneOf("gift"), sku: key, quantity: count, mode: oneOf("add", "topUp") },
    { stock: closed({ account: key }) }
  ),
  cashback: closed({ kind: oneOf("cashback") }, { percent: decimal, amount: decimal, select: selector, max: decimal }),
  points: closed(
    { kind: oneOf("points") },
    { points: count, per: decimal, percent: decimal, select: selector, max: count }
  ),
  coupon: closed({ kind: oneOf("coupon"), template: key }, { quantity: count })
})
const rewards = list(reward, 20, 1)
const picked = oneOf("cheapest", "dearest")
const stepReward: Reader<typeof unitReward extends Reader<infer A> ? A | null : never> = (value) =>
  value === null ? Result.succeed(null) : unitReward(value)

const offers = (at: Reader<number>) =>
  kinds("kind", {
    grant: closed({ kind: oneOf("grant"), rewards }),
    tiers: closed(
      { kind: oneOf("tiers"), measure, steps: list(closed({ at: threshold, rewards }), 100, 1) },
      { of: selector }
    ),
    every: closed({ kind: oneOf("every"), measure, each: threshold, rewards }, { of: selector, max: count }),
    nth: closed(
      { kind: oneOf("nth"), steps: list(stepReward, 100, 1), then: oneOf("cycle", "last", "stop") },
      { per: oneOf("selection", "variant"), order: picked, wholeSets: truth, max: count }
    ),
    buyGet: closed(
      {
        kind: oneOf("buyGet"),
        buy: closed({ quantity: count }, { select: selector }),
        get: closed({ quantity: count, reward: unitReward }, { select: selector })
      },
      { pick: oneOf("cheapest", "dearest", "eachSet"), max: count }
    ),
    multi: closed({ kind: oneOf("multi"), quantity: count, price: decimal }, { pick: picked, max: count }),
    bundle: closed(
      { kind: oneOf("bundle"), parts: list(closed({ select: selector, quantity: count }), 20, 1), reward: unitReward },
      { pick: picked, max: count }
    ),
    addOn: closed({ kind: oneOf("addOn"), price: decimal }, { max: count }),
    deposit: closed(
      { kind: oneOf("deposit"), pay: decimal, counts: decimal },
      { tail: closed({ from: at, until: at }) }
    )
  })

const combines: Reader<"all" | "none" | ReadonlyArray<string>> = (value) =>
  typeof value === "string" ? oneOf("all", "none")(value) : list(key, 1000)(value)

const campaign: Reader<CampaignCodes> = closed(
  { campaign: pattern(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 40, "a campaign's name"), count: whole(1, 1_000_000_000) },
  {
    uses: count,
    format: closed(
      {},
      {
        length: whole(2, 32),
        charset: pattern(/^/, 36, "at most 36 characters"),
        prefix: pattern(/^/, 32, "at most 32 characters"),
        postfix: pattern(/^/, 32, "at most 32 characters"),
        pattern: pattern(/^/, 64, "at most 64 characters"),
        checks: whole(1, 8)
      }
    )
  }
)
const listed = list(key, 10_000, 1)
const codes: Reader<ReadonlyArray<string> | CampaignCodes> = (value) =>
  Array.isArray(value) ? listed(value) : campaign(value)

const promotion = (at: Reader<number>) =>
  closed(
    { id: key, level: oneOf("item", "merchant", "platform", "shipping", "payment"), offer: offers(at) },
    {
      model: whole(1, promotionModel),
      version: count,
      name: closed({ zh: text(200), en: text(200) }),
      merchant: key,
      currency,
      state: oneOf("draft", "active", "paused"),
      from: at,
      until: at,
      schedule,
      codes,
      when: condition,
      select: selector,
      lane: rankNumber,
      priority: rankNumber,
      base,
      testBase: base,
      stack: closed({}, { class: key, combines, scope: oneOf("cart", "line"), stop: oneOf("level", "all") }),
      pool: key,
      consumes: oneOf("all", "rewards"),
      cap: decimal,
      budgets: list(
        closed(
          { account: key, unit: oneOf("money", "uses"), per: oneOf("all", "customer") },
          { period: oneOf("day", "week", "month", "year"), zone: key, partial: truth }
        ),
        20
      ),
      onNothing: oneOf("skip", "claim"),
      funding: list(closed({ party: key, share: decimal }), 20, 1),
      note: text(2000)
    }
  )

const wire: Reader<Promotion> = promotion(moment)
const typed: Reader<Promotion> = promotion(instant)

/** Reads a promotion of any model from JSON: the same as its Schema, without Schema. `define` tests what the values mean. */
export const readPromotion = (json: unknown): Result.Result<Promotion, InvalidPromotion> =>
  tagged(wire(upcast(json)), json)

/** Tests that a value is a promotion in shape, whoever made it; instants are milliseconds. */
export const checkPromotion = (value: unknown): Result.Result<Promotion, InvalidPromotion> =>
  tagged(typed(value), value)

const tagged = (read: Result.Result<Promotion, Flaw>, json: unknown): Result.Result<Promotion, InvalidPromotion> =>
  Result.mapError(read, ({ path, why }) => ({ _tag: "InvalidPromotion", promotion: idOf(json), path, why }))

const idOf = (json: unknown): string =>
  typeof json === "object" && json !== null && "id" in json && typeof json.id === "string" ? json.id.slice(0, 128) : ""
