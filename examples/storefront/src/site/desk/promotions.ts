/** The offers of the shop: which there are, what is left of their limits, and what they cost so far. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { amountText } from "pannier/money"
import {
  free,
  type Limit,
  limitAccount,
  limitsOf,
  lint,
  type Promotion,
  PromotionEntry as Entry
} from "pannier/promotion"
import { deskPromotionsPage, type State } from "../../look/index.ts"
import { stamp } from "../../text/format.ts"
import { type Language, say, type TextKey } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { yuan } from "../pages/priced.ts"
import {
  listedCodes,
  nameOfPromotion,
  type PromotionEntry,
  type PromotionState,
  promotionsIn,
  promotionsOf,
  promotionStates
} from "../promotions.ts"
import type { Visit } from "../visit.ts"
import { findingsOf } from "./found.ts"
import { costsFor, groundFor } from "./ground.ts"
import { recordedOrders } from "./recorded.ts"

const decode = Schema.decodeUnknownSync(Entry)

export const promotions: Route = async (visit) => {
  const { as, c, language } = visit
  const asked = c.req.query("queue")
  const chosen: PromotionState = promotionStates.find((state) => state === asked) ?? "active"
  const found = await Promise.all(promotionStates.map((state) => promotionsIn(as, state)))
  const entries = ranked(found[promotionStates.indexOf(chosen)] ?? [])
  const orders = await recordedOrders(as)
  const costs = costsOf(orders)
  const left = await leftOf(visit, entries)
  const ground = await groundFor(visit, await costsFor(visit))
  return visit.show(
    deskPromotionsPage(
      {
        queues: promotionStates.map((state, index) => ({
          id: state,
          label: say(language, `offers.state.${state}`),
          count: found[index]?.length ?? 0,
          overdue: 0,
          chosen: state === chosen
        })),
        rows: promotionsOf(entries).map((promotion) => ({
          id: promotion.id,
          name: nameOfPromotion(promotion, language),
          state: stateOf(promotion, language),
          level: say(language, `offers.level.${promotion.level}`),
          rank: `${promotion.lane ?? 0} · ${promotion.priority ?? 0}`,
          window: windowOf(promotion, language),
          codes: codesIn(promotion),
          left:
            left
              .get(promotion.id)
              ?.map(({ said }) => said)
              .join(" · ") ?? say(language, "offers.unlimited"),
          orders: costs.get(promotion.id)?.orders ?? 0,
          cost: yuan(amountText(costs.get(promotion.id)?.cost ?? 0n, "CNY"))
        })),
        orders: orders.length,
        findings: findingsOf(lint(promotionsOf(entries), ground), language)
      },
      await visit.frame()
    )
  )
}

const levels: ReadonlyArray<Promotion["level"]> = ["item", "merchant", "platform", "shipping", "payment"]

const ranked = (entries: ReadonlyArray<PromotionEntry>): ReadonlyArray<PromotionEntry> =>
  entries.toSorted(
    ({ promotion: a }, { promotion: b }) =>
      levels.indexOf(a.level) - levels.indexOf(b.level) ||
      (a.lane ?? 0) - (b.lane ?? 0) ||
      (b.priority ?? 0) - (a.priority ?? 0)
  )

/** The first codes of a promotion, or the campaign that they belong to. */
const codesIn = (promotion: Promotion): string =>
  promotion.codes !== undefined && "campaign" in promotion.codes
    ? `${promotion.codes.campaign} × ${promotion.codes.count}`
    : listedCodes(promotion).slice(0, 2).join(" ")

const stateOf = ({ state = "active", from, until }: Promotion, language: Language): State => {
  const now = Date.now()
  const [mood, key]: readonly [State["mood"], TextKey] =
    state !== "active"
      ? ["quiet", `offers.state.${state}`]
      : until !== undefined && until <= now
        ? ["quiet", "offers.word.ended"]
        : from !== undefined && from > now
          ? ["waiting", "offers.word.scheduled"]
          : ["good", "offers.state.active"]
  return { mood, label: say(language, key) }
}

const windowOf = ({ from, until }: Promotion, language: Language): string => {
  if (from !== undefined && until !== undefined) {
    return say(language, "offers.between", { from: stamp(from), until: stamp(until) })
  }
  if (from !== undefined) return say(language, "offers.fromOn", { at: stamp(from) })
  return until === undefined ? say(language, "offers.always") : say(language, "offers.untilOn", { at: stamp(until) })
}

/** What each offer took of the orders, and of how many. */
const costsOf = (orders: Awaited<ReturnType<typeof recordedOrders>>) => {
  const costs = new Map<string, { readonly orders: number; readonly cost: bigint }>()
  for (const { quote } of orders) {
    const own = new Map<string, bigint>()
    for (const { adjustments } of [...quote.lines, ...quote.charges]) {
      for (const { promotion, amount } of adjustments) {
        own.set(promotion, (own.get(promotion) ?? 0n) + BigInt(amount.replace(".", "")))
      }
    }
    for (const [promotion, amount] of own) {
      const known = costs.get(promotion) ?? { orders: 0, cost: 0n }
      costs.set(promotion, { orders: known.orders + 1, cost: known.cost + amount })
    }
  }
  return costs
}

interface Left {
  readonly account: string
  /** Each customer has an account of their own, so there is no one account to lead to. */
  readonly shared: boolean
  readonly said: string
}

/** What is left on the accounts of each promotion's limits, in words. */
export const leftOf = async (
  { house: { shop }, language }: Visit,
  entries: ReadonlyArray<PromotionEntry>
): Promise<ReadonlyMap<string, ReadonlyArray<Left>>> => {
  const now = Date.now()
  const limits = entries.flatMap((entry) =>
    limitsOf(decode(entry), now).map((limit) => ({ id: entry.promotion.id, limit }))
  )
  const accounts = limits.map(({ limit }) => limitAccount(limit, "").id)
  if (accounts.length === 0) return new Map()
  const { accounts: balances } = await Effect.runPromise(
    shop.storage.read({ documents: [], accounts, queries: [], at: now })
  )
  const left = new Map<string, ReadonlyArray<Left>>()
  for (const [index, { id, limit }] of limits.entries()) {
    const all = figure(limit, limit.amount)
    const balance = balances[index]
    const said =
      limit.per === "customer"
        ? say(language, "offers.each", { all })
        : say(language, "offers.leftOf", {
            left: figure(limit, balance === undefined ? 0n : free(limit, balance)),
            all
          })
    left.set(id, [...(left.get(id) ?? []), { account: limit.account, shared: limit.per === "all", said }])
  }
  return left
}

const figure = ({ unit, currency }: Limit, amount: bigint): string =>
  unit === "money" ? amountText(amount, currency) : amount.toString()
