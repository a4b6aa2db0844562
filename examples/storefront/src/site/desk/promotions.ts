/** The offers of the shop: which there are, what is left of their limits, what they cost so far, and one of them in full. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { message } from "pannier/kernel"
import { amountText } from "pannier/money"
import {
  free,
  InvalidPromotion,
  type Limit,
  limitAccount,
  limitsOf,
  lint,
  type Promotion,
  PromotionEntry as Entry,
  readPromotion
} from "pannier/promotion"
import { compile, Laboratory } from "pannier/quote"
import { RefusedError } from "pannier/shop"
import {
  deskPromotionPage,
  deskPromotionsPage,
  type DeskPromotionView,
  paths,
  type State,
  type TableView
} from "../../look/index.ts"
import { stamp } from "../../text/format.ts"
import { type Language, say, tell, type TextKey } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { yuan } from "../pages/priced.ts"
import {
  listedCodes,
  nameOfPromotion,
  type PromotionEntry,
  type PromotionState,
  promotionsIn,
  promotionsInForce,
  promotionsOf,
  promotionStates
} from "../promotions.ts"
import type { Visit } from "../visit.ts"
import { findingsOf, mostlyBecause, verdictOf } from "./found.ts"
import { type Costs, costsFor, groundFor, policyOf } from "./ground.ts"
import { catalogOfShop, recordedOrders } from "./recorded.ts"
import { setupOf } from "./trial.ts"

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
const leftOf = async (
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

/** What the editor of a new offer begins with. */
const begun = {
  promotion: {
    id: "new-offer",
    name: { zh: "新优惠", en: "New offer" },
    level: "merchant",
    state: "draft",
    offer: {
      kind: "tiers",
      measure: "amount",
      steps: [{ at: "200.00", rewards: [{ kind: "amount", amount: "20.00" }] }]
    }
  },
  currency: "CNY",
  limits: []
}

export const newPromotion: Route = (visit) => show(visit, undefined, JSON.stringify(begun, null, 2))

export const promotion: Route = async (visit, { promotion: id = "" }) => {
  const entry = await entryOf(visit, id)
  return entry === undefined ? visit.c.notFound() : show(visit, entry, JSON.stringify(entry, null, 2))
}

const entryOf = async ({ as }: Visit, id: string): Promise<PromotionEntry | undefined> => {
  const found = await Promise.all(promotionStates.map((state) => promotionsIn(as, state)))
  return found.flat().find((entry) => entry.promotion.id === id)
}

/** Checks what was typed, and, if it is to be kept, defines it. */
export const editPromotion: Route = async (visit, { promotion: id }) => {
  const { as, language } = visit
  const { document = "", do: what = "look", key = "" } = await visit.form()
  const entry = id === undefined ? undefined : await entryOf(visit, id)
  if (id !== undefined && entry === undefined) return visit.c.notFound()
  const read = definition(document, language)
  if (Result.isFailure(read)) return show(visit, entry, document, read.failure)
  if (what !== "save") return show(visit, entry, document)
  try {
    const saved = await as.promotion.define(read.success.stated, { key })
    const said = say(language, "offers.saved", { version: saved.promotion.version ?? 1 })
    return await visit.go(paths(language).deskPromotion(saved.promotion.id), { mood: "good", text: said })
  } catch (cause) {
    if (!(cause instanceof RefusedError) || cause._tag === "Denied") throw cause
    return show(visit, entry, document, cause.wording[language])
  }
}

type Stated = Parameters<Visit["as"]["promotion"]["define"]>[0]

/** A definition as it was typed: the promotion, its currency and its limits; what is wrong with it, in words. */
const definition = (text: string, language: Language) => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    return Result.fail(say(language, "lab.wrongJson", { why: cause instanceof Error ? cause.message : "" }))
  }
  const stated = typeof json === "object" && json !== null && "promotion" in json ? json : { promotion: json }
  const read = readPromotion(stated.promotion)
  if (Result.isFailure(read)) return Result.fail(message(InvalidPromotion, read.failure)[language])
  const whole = { currency: "CNY", limits: [], ...stated }
  const entry = Schema.decodeUnknownResult(Entry, { onExcessProperty: "error" })(whole)
  if (Result.isFailure(entry)) return Result.fail(entry.failure.message)
  return Result.succeed({ promotion: read.success, stated: whole as Stated })
}

const show = async (
  visit: Visit,
  entry: PromotionEntry | undefined,
  document: string,
  error?: string
): Promise<Response> => {
  const { language } = visit
  const read = definition(document, language)
  const others = (await promotionsInForce(visit.house.shop)).filter(
    ({ id }) => Result.isFailure(read) || id !== read.success.promotion.id
  )
  const own = Result.isSuccess(read) ? read.success.promotion : undefined
  const costs = await costsFor(visit)
  const findings = own === undefined ? [] : lint([...others, own], await groundFor(visit, costs))
  const left = entry === undefined ? undefined : (await leftOf(visit, [entry])).get(entry.promotion.id)
  const preview = own === undefined || error !== undefined ? undefined : await previewOf(visit, others, own, costs)
  const view: DeskPromotionView = {
    title: own === undefined ? say(language, "offers.new") : nameOfPromotion(own, language),
    document: { value: document, ...(error === undefined ? {} : { error }) },
    findings: findingsOf(
      findings.filter(({ promotions: about }) => about.includes(own?.id ?? "")),
      language
    ),
    limits: (left ?? []).map(({ account, shared, said }) => ({
      account,
      left: said,
      ...(shared ? { to: paths(language).deskAccount(account) } : {})
    })),
    ...(preview === undefined ? {} : { preview }),
    ...(entry === undefined ? {} : { id: entry.promotion.id, version: entry.promotion.version ?? 1 })
  }
  return visit.show(deskPromotionPage(view, await visit.frame()), error === undefined ? 200 : 422)
}

/** Carts of a preview: few enough to be priced while one waits. */
const previewed = 100

/** What one offer would do beside those in force, on drawn carts. */
const previewOf = async (
  { house: { goods, shop }, language }: Visit,
  others: ReadonlyArray<Promotion>,
  own: Promotion,
  costs: Costs | undefined
): Promise<TableView | undefined> => {
  await goods.look()
  const tried: Promotion = { ...own, state: "active" }
  const [without, beside] = [compile(others, "CNY"), compile([...others, tried], "CNY")]
  const catalog = await catalogOfShop(shop, goods, Math.max(Date.now(), own.from ?? 0), listedCodes(own).slice(0, 1))
  if (Result.isFailure(without) || Result.isFailure(beside) || catalog === undefined) return undefined
  const policy = await policyOf(shop)
  const lab = { first: setupOf(without.success, policy, costs), second: setupOf(beside.success, policy, costs) }
  const carts = Laboratory.sampleCarts(catalog, { seed: 1, count: previewed })
  const report = Laboratory.reportOf(lab, Laboratory.runTrial(lab, carts))
  const offer = report.sets[1]?.offers.find(({ promotion: id }) => id === own.id)
  const t = tell(language)
  if (offer === undefined || report.difference === undefined) return undefined
  const by = offer.beatenBy[0]?.promotion
  return {
    caption: t("offers.preview", { count: previewed }),
    columns: [{ name: t("lab.measure") }, { name: t("lab.amount"), figures: true }],
    rows: [
      [{ text: t("lab.verdict") }, { state: verdictOf(offer.verdict, language) }],
      [{ text: t("lab.uptake") }, { figure: `${offer.uptake}%` }],
      [{ text: t("lab.amount") }, { amount: yuan(offer.amount) }],
      [{ text: t("lab.given") }, { amount: yuan(offer.given.amount) }],
      [{ text: t("lab.sum") }, { amount: yuan(report.difference.sum), signed: true }],
      ...marginChange(report, language),
      [{ text: t("lab.whyNot") }, { figure: mostlyBecause(offer, language) }],
      ...(offer.nearestAmount === undefined
        ? []
        : [[{ text: t("lab.nearest") }, { amount: yuan(offer.nearestAmount) }]]),
      ...(by === undefined ? [] : [[{ text: t("lab.beatenBy") }, { figure: nameIn(others, by, language) }]])
    ],
    empty: t("offers.none")
  }
}

/** What becomes of the margin, where costs may be known. */
const marginChange = ({ sets: [without, beside] }: Laboratory.LabReport, language: Language): TableView["rows"] => {
  if (without?.margin === undefined || beside?.margin === undefined) return []
  const said = (name: TextKey, figure: string) => [{ text: say(language, name) }, { figure }]
  return [
    said("lab.marginRate", `${without.margin.rate}% → ${beside.margin.rate}%`),
    said("lab.belowCost", `${without.belowCost.lines} → ${beside.belowCost.lines}`)
  ]
}

const nameIn = (promotionsKnown: ReadonlyArray<Promotion>, id: string, language: Language): string => {
  const found = promotionsKnown.find((one) => one.id === id)
  return found === undefined ? id : nameOfPromotion(found, language)
}
