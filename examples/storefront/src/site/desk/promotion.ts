/** One offer in full: its document, what is wrong with it, what it would do, and how it is kept. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { message } from "pannier/kernel"
import {
  accountsFit,
  campaignStays,
  compilePromotion,
  giftAccountsFit,
  InvalidPromotion,
  lint,
  PromotionEntry as Entry,
  readPromotion
} from "pannier/promotion"
import { RefusedError } from "pannier/shop"
import { deskPromotionPage, type DeskPromotionView, paths } from "../../look/index.ts"
import { type Language, say } from "../../text/index.ts"
import type { Route } from "../route.ts"
import {
  nameOfPromotion,
  type PromotionEntry,
  promotionsIn,
  promotionsInForce,
  promotionStates
} from "../promotions.ts"
import type { Visit } from "../visit.ts"
import { findingsOf } from "./found.ts"
import { costsFor, groundFor } from "./ground.ts"
import { previewOf } from "./preview.ts"
import { leftOf } from "./promotions.ts"

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
  const { document = "", do: what = "look", key = "", version } = await visit.form()
  const read = definition(document, language)
  const asked: Asked = { read, ...(id === undefined ? {} : { id }), ...(version === undefined ? {} : { version }) }
  if (what !== "save" || Result.isFailure(read)) {
    const entry = id === undefined ? undefined : await entryOf(visit, id)
    if (id !== undefined && entry === undefined) return visit.c.notFound()
    return show(visit, entry, document, await whyNot(visit, asked), version)
  }
  return inTurn(async () => {
    const entry = id === undefined ? undefined : await entryOf(visit, id)
    if (id !== undefined && entry === undefined) return visit.c.notFound()
    const error = isSent(visit, key) ? undefined : await whyNot(visit, asked)
    if (error !== undefined) return show(visit, entry, document, error, version)
    try {
      const saved = await as.promotion.define(read.success.stated, { key })
      keepSent(visit, key)
      const said = say(language, "offers.saved", { version: saved.promotion.version ?? 1 })
      return await visit.go(paths(language).deskPromotion(saved.promotion.id), { mood: "good", text: said })
    } catch (cause) {
      if (!(cause instanceof RefusedError) || cause._tag === "Denied") throw cause
      return show(visit, entry, document, cause.wording[language], version)
    }
  })
}

let saving: Promise<unknown> = Promise.resolve()

/** One is saved after the other, so that of two who began with one version the second is told so. */
const inTurn = <A>(what: () => Promise<A>): Promise<A> => {
  const turn = saving.then(what, what)
  saving = turn
  return turn
}

/** Forms that were saved: one that is sent twice is answered as it was the first time, by its key. */
const sent = new Set<string>()
const mostSent = 1000
const sentBy = ({ actor }: Visit, key: string): string => `${actor.id} ${key}`
const isSent = (visit: Visit, key: string): boolean => key !== "" && sent.has(sentBy(visit, key))
const keepSent = (visit: Visit, key: string): void => {
  sent.add(sentBy(visit, key))
  for (const old of [...sent].slice(0, -mostSent)) sent.delete(old)
}

interface Asked {
  readonly read: ReturnType<typeof definition>
  /** The offer whose page it is; absent for one that is new. */
  readonly id?: string
  /** The version that the page began with. */
  readonly version?: string
}

/** Why a document cannot be kept from this page, in words. */
const whyNot = async (visit: Visit, { read, id, version }: Asked): Promise<string | undefined> => {
  const { language } = visit
  if (Result.isFailure(read)) return read.failure
  const { promotion } = read.success
  if (id !== undefined && promotion.id !== id) return say(language, "offers.otherId", { id, stated: promotion.id })
  const former = await entryOf(visit, promotion.id)
  if (id === undefined) return former === undefined ? undefined : say(language, "offers.exists", { id: promotion.id })
  const now = former?.promotion.version ?? 1
  const stated = promotion.version ?? (/^\d{1,9}$/.test(version ?? "") ? Number(version) : undefined)
  if (stated === undefined) return say(language, "offers.noVersion", { version: now })
  if (stated !== now) return say(language, "offers.stale", { version: now, stated })
  const stays = campaignStays(former?.promotion.codes, promotion.codes)
  return stays === undefined ? undefined : refused(promotion.id, stays, language)
}

const refused = (promotion: string, flaw: Pick<InvalidPromotion, "path" | "why">, language: Language): string => {
  const fact: InvalidPromotion = { _tag: "InvalidPromotion", promotion, ...flaw }
  return message(InvalidPromotion, fact)[language]
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
  const promotion = read.success
  // What its values mean is tested when it is made ready.
  const made = compilePromotion(promotion, entry.success.currency)
  if (Result.isFailure(made)) return Result.fail(message(InvalidPromotion, made.failure)[language])
  const flaw = accountsFit(promotion.budgets) ?? giftAccountsFit(promotion)
  if (flaw !== undefined) return Result.fail(refused(promotion.id, flaw, language))
  return Result.succeed({ promotion, stated: whole as Stated })
}

const show = async (
  visit: Visit,
  entry: PromotionEntry | undefined,
  document: string,
  error?: string,
  begunWith?: string
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
  const version = entry?.promotion.version ?? 1
  const about = entry?.promotion ?? own
  const view: DeskPromotionView = {
    title: about === undefined ? say(language, "offers.new") : nameOfPromotion(about, language),
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
    ...(entry === undefined ? {} : { id: entry.promotion.id, version, begunWith: begunWith ?? String(version) })
  }
  return visit.show(deskPromotionPage(view, await visit.frame()), error === undefined ? 200 : 422)
}
