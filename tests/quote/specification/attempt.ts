import type { Promotion, Reward } from "../../../src/promotion/index.ts"
import type { QuoteInput } from "../../../src/quote/index.ts"
import { accountOf, holds, matches, outOf, ownOf } from "./condition.ts"
import { min, money, sum } from "./number.ts"
import { type Given, offered, reached, rewardsIn } from "./offer.ts"
import { type Acting, added, fromCharges, fromUnits, lowered, seenOf, type Takes } from "./take.ts"
import { freeOn, inOrder, type Unit, type World } from "./world.ts"

/** Goods given along: how many, and how many there were not. */
export interface Gift {
  readonly sku: string
  readonly quantity: bigint
  readonly short: bigint
}

/** What comes when the return window has ended, on these units. */
export interface Later {
  readonly reward: Reward & { readonly kind: "cashback" | "points" | "coupon" }
  readonly on: ReadonlyArray<Unit>
  readonly times: bigint
}

/** All that a promotion does at its turn. */
export interface Effect {
  readonly takes: Takes
  /** Units spent for its pool. */
  readonly uses: ReadonlyArray<Unit>
  readonly claims: ReadonlyArray<readonly [account: string, amount: bigint]>
  readonly gifts: ReadonlyArray<Gift>
  readonly later: ReadonlyArray<Later>
  /** Units of which so much is due now. */
  readonly deposits: ReadonlyMap<Unit, bigint>
}

export type Attempt = { readonly reason: string } | Effect

/** One turn, with the groups it may touch; the reasons against it in order of precedence. */
export const attempt = (input: QuoteInput, now: World, promotion: Promotion, groups: ReadonlySet<string>): Attempt => {
  const out = outOf(input, promotion)
  if (out !== undefined) return { reason: out }
  const { offer, select, level, pool } = promotion
  const { own, counted, charges } = ownOf(now, promotion)
  if (promotion.when !== undefined && !holds(input, promotion, promotion.when, counted, charges)) {
    return { reason: "ConditionUnmet" }
  }
  const reach = (offer.kind === "addOn" ? own : counted).filter((unit) => select === undefined || matches(select, unit))
  const open = reach.filter(({ locks }) => !locks.includes(level) && !locks.includes("all"))
  const free = open.filter(({ used }) => pool === undefined || !used.has(pool))
  const step = reached(promotion, free, counted)
  if (step === 0) return { reason: "ThresholdUnmet" }
  const ships = rewardsIn(promotion).every(({ kind }) => kind === "shipping")
  if (reach.length === 0 && (!ships || select !== undefined)) return { reason: "NothingSelected" }
  if (open.length === 0 && !ships) return { reason: "Locked" }
  const acting: Acting = { input, promotion, times: 1n, before: new Map() }
  const offers = offered(promotion, free, step, (unit) => seenOf(acting, unit))
  if (typeof offers === "string") return { reason: offers }

  let takes: Takes = new Map()
  const gained: Array<Unit> = []
  for (const { reward, on, times, leaves = 0n } of offers.given) {
    const here: Acting = { ...acting, times, before: takes, leaves }
    const may = on.filter(({ group }) => groups.has(group))
    if (reward.kind === "shipping") takes = added(takes, fromCharges(here, reward, charges))
    if (!isOnUnits(reward)) continue
    const more = fromUnits(here, reward, may)
    if (sum(more.values()) > 0n) gained.push(...on)
    takes = added(takes, more)
  }
  const giving = free.length === 0 ? [] : offers.given
  const presents = giftsOf(input, now, { ...acting, before: takes }, giving, counted)
  takes = presents.takes
  const later = giving.flatMap(({ reward, on, times }): ReadonlyArray<Later> => {
    if (reward.kind !== "cashback" && reward.kind !== "points" && reward.kind !== "coupon") return []
    const narrowed = "select" in reward ? reward.select : undefined
    return [{ reward, times, on: on.filter((unit) => narrowed === undefined || matches(narrowed, unit)) }]
  })
  const pay = offer.kind === "deposit" ? money(offer.pay) : undefined
  const deposits = new Map(
    pay === undefined ? [] : free.filter(({ group }) => groups.has(group)).map((unit) => [unit, pay])
  )

  const short = presents.gifts.some((gift) => gift.short > 0n)
  if (short && input.policy?.giftShort === "refuse") return { reason: "GiftUnavailable" }
  if (promotion.cap !== undefined) takes = lowered(takes, money(promotion.cap))
  const wanted = sum(takes.values())
  const gives = presents.gifts.some(({ quantity }) => quantity > 0n) || later.length > 0 || deposits.size > 0
  if (wanted === 0n && !gives && promotion.onNothing !== "claim") {
    return { reason: short ? "GiftUnavailable" : "NothingLeft" }
  }

  const afforded = afford(input, now, promotion, wanted)
  if ("reason" in afforded) return afforded
  takes = lowered(takes, afforded.granted)
  const touched = now.units.filter((unit) => (takes.get(unit) ?? 0n) > 0n)
  const { triggers = [], rewarded = offers.sets === true ? gained : touched } = offers
  return {
    takes,
    uses: promotion.consumes === "rewards" ? rewarded : [...triggers, ...rewarded],
    claims: [...presents.claims, ...afforded.claims].filter(([, amount]) => amount > 0n),
    gifts: presents.gifts,
    later,
    deposits
  }
}

const isOnUnits = (reward: Reward): reward is Reward & { readonly kind: "percent" | "amount" | "price" } =>
  reward.kind === "percent" || reward.kind === "amount" || reward.kind === "price"

/** Gifts come after the other rewards. To top up, units of the cart become free, the dearest first; the rest is added. */
const giftsOf = (
  input: QuoteInput,
  now: World,
  acting: Acting,
  given: ReadonlyArray<Given>,
  counted: ReadonlyArray<Unit>
) => {
  const { level, pool } = acting.promotion
  let takes = acting.before
  const had = new Set<Unit>()
  const gifts: Array<Gift> = []
  const claims: Array<readonly [string, bigint]> = []
  for (const { reward, times } of given) {
    if (reward.kind !== "gift") continue
    const wanted = BigInt(reward.quantity) * times
    const here = { ...acting, before: takes }
    const open = counted
      .filter(({ sku, locks }) => sku === reward.sku && !locks.includes(level) && !locks.includes("all"))
      .filter((unit) => !had.has(unit) && (pool === undefined || !unit.used.has(pool)))
    const has =
      reward.mode === "add" ? [] : inOrder(open, (unit) => seenOf(here, unit), "dearest").slice(0, Number(wanted))
    for (const unit of has) had.add(unit)
    takes = added(takes, fromUnits(here, { kind: "percent", percent: "100", per: "unit" }, has))
    const missing = wanted - BigInt(has.length)
    const claimed = sum(claims.filter(([account]) => account === reward.stock?.account).map(([, amount]) => amount))
    const enough = reward.stock === undefined || freeOn(input, now, reward.stock.account) - claimed >= missing
    if (missing > 0n) gifts.push({ sku: reward.sku, quantity: enough ? missing : 0n, short: enough ? 0n : missing })
    if (enough && reward.stock !== undefined) claims.push([reward.stock.account, missing])
  }
  return { takes, gifts, claims }
}

/** What its budgets have: uses of all, uses of the customer, then money. */
const afford = (
  input: QuoteInput,
  now: World,
  { budgets = [] }: Promotion,
  wanted: bigint
): { readonly reason: string } | (Pick<Effect, "claims"> & { readonly granted: bigint }) => {
  const known = input.context?.customer !== undefined
  const unbounded = !known && input.policy?.unknownCustomer !== "refuse"
  const asked = budgets.map((budget) => {
    const account = accountOf(budget, input.at)
    const own = budget.per === "customer" && !known
    const free = own ? (unbounded ? undefined : 0n) : freeOn(input, now, account)
    return { ...budget, account, free }
  })
  const spent = (per: string) => asked.some((one) => one.unit === "uses" && one.per === per && one.free === 0n)
  if (spent("all")) return { reason: "UsesExhausted" }
  if (spent("customer")) return { reason: "CustomerLimitReached" }
  let granted = wanted
  for (const { unit, free, partial } of asked) {
    if (unit === "uses" || free === undefined || free >= wanted) continue
    if (partial !== true || free === 0n) return { reason: "BudgetSpent" }
    granted = min(granted, free)
  }
  return { granted, claims: asked.map(({ account, unit }) => [account, unit === "uses" ? 1n : granted] as const) }
}
