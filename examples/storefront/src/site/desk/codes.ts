/** The campaigns whose codes nobody keeps: how many are out and used, more of them, and a file to print from. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { codesKey } from "pannier/cart"
import { shopKey } from "pannier/command"
import { type CampaignCodes, campaignAccount, campaignOf, type CodeSeries, codeSeries } from "pannier/promotion"
import { deskCodesPage, type DeskCodesView, failurePage, paths } from "../../look/index.ts"
import type { Route } from "../route.ts"
import type { Visit } from "../visit.ts"
import { act } from "./door.ts"

/** Codes of one file, and how many a form may add. */
const mostInFile = 100_000
const mostMore = 1_000_000

type Entry = Awaited<ReturnType<Visit["as"]["promotion"]["list"]>>["items"][number]

const campaignsOf = async ({ as }: Visit): Promise<ReadonlyArray<Entry>> => {
  const found: Array<Entry> = []
  for (const state of ["active", "draft", "paused"] as const) {
    for (let after: string | undefined, more = true; more; more = after !== undefined) {
      const page = await as.promotion.list({ state, ...(after === undefined ? {} : { after }) })
      found.push(...page.items.filter(({ promotion }) => campaignOf(promotion.codes) !== undefined))
      after = page.next
    }
  }
  return found
}

const seriesOf = async ({ house: { shop } }: Visit, campaign: CampaignCodes): Promise<CodeSeries> => {
  const key = await Effect.runPromise(shop.kernel.engine.vault.key(shopKey(codesKey)))
  if (key === undefined) throw new Error("the key of the codes was destroyed")
  return Result.getOrThrow(codeSeries(campaign, key))
}

export const codes: Route = async (visit) => {
  const { house, language } = visit
  const entries = await campaignsOf(visit)
  const campaigns = entries.flatMap(({ promotion }) => campaignOf(promotion.codes) ?? [])
  // Uses come from one account of each campaign: what it is below zero by was used, what it has held is in open orders.
  const accounts = campaigns.map(({ campaign }) => `issued:${campaignAccount(campaign)}`)
  const { accounts: sources } = await Effect.runPromise(
    house.shop.storage.read({ documents: [], accounts, queries: [], at: Date.now() })
  )
  const rows: Array<DeskCodesView["rows"][number]> = []
  for (const [index, { promotion }] of entries.entries()) {
    const campaign = campaigns[index]
    if (campaign === undefined) continue
    const series = await seriesOf(visit, campaign)
    rows.push({
      promotion: promotion.id,
      name: promotion.name?.[language] ?? promotion.id,
      sample: series.code(0),
      count: campaign.count,
      used: Number(-(sources[index]?.posted ?? 0n)),
      held: Number(sources[index]?.outgoing ?? 0n),
      odds: Number(series.odds),
      ...(sources[index] === undefined ? {} : { account: accounts[index] ?? "" })
    })
  }
  return visit.show(deskCodesPage({ rows, most: mostMore }, await visit.frame()))
}

export const moreCodes: Route = async (visit, { promotion: id = "" }) => {
  const { more = "", key = "" } = await visit.form()
  const { language } = visit
  const to = paths(language).deskCodes
  const entry = (await campaignsOf(visit)).find(({ promotion }) => promotion.id === id)
  const campaign = campaignOf(entry?.promotion.codes)
  if (entry === undefined || campaign === undefined) return missing(visit)
  const wanted = Number(more)
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > mostMore) {
    const text = language === "zh" ? `请填写 1 至 ${mostMore} 的整数` : `A whole number from 1 to ${mostMore}, please`
    return visit.go(to, { mood: "bad", text })
  }
  const promotion = { ...entry.promotion, codes: { ...campaign, count: campaign.count + wanted } }
  return act(visit, to, language === "zh" ? `已增加 ${wanted} 个券码` : `${wanted} codes more`, () =>
    visit.as.promotion.define({ ...entry, promotion }, { key })
  )
}

/**
 * The codes as CSV, from a number on. A code has letters, digits and . _ / - and begins with a letter or a digit, so no
 * spreadsheet takes one for a formula, and none needs quotes.
 */
export const codesFile: Route = async (visit, { promotion: id = "" }) => {
  const entry = (await campaignsOf(visit)).find(({ promotion }) => promotion.id === id)
  const campaign = campaignOf(entry?.promotion.codes)
  const from = Number(visit.c.req.query("from") ?? 0)
  if (campaign === undefined || !Number.isInteger(from) || from < 0 || from >= campaign.count) return missing(visit)
  const series = await seriesOf(visit, campaign)
  const lines = ["number,code"]
  const end = Math.min(from + mostInFile, campaign.count)
  for (let index = from; index < end; index++) lines.push(`${index},${series.code(index)}`)
  return visit.c.body(`${lines.join("\r\n")}\r\n`, 200, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${campaign.campaign}-${from}.csv"`,
    "cache-control": "no-store"
  })
}

const missing = async (visit: Visit): Promise<Response> =>
  visit.show(failurePage({ status: 404 }, await visit.frame()), 404)
