import { parseArgs } from "node:util"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { codesKey } from "pannier/cart"
import { shopKey, system } from "pannier/command"
import { type CampaignCodes, campaignOf, type CodeFormat, type CodeSeries, codeSeries } from "pannier/promotion"
import type { Shop } from "pannier/shop"
import { progress } from "./progress.ts"
import { existing, openStore, targetOf } from "./store.ts"
import { Usage, usualStore } from "./usage.ts"

const help = `pannier codes - 生成券码 · the codes of a campaign, as CSV on standard output

  pannier codes --campaign NAME [--count N] [--from N] > codes.csv

  --campaign NAME                  活动名称 · the campaign: the same name, number and key give the same code, always
  --count N                        数量 · how many; default: all of a campaign that a promotion of the store has
  --from N                         起始序号 · the number of the first, default 0

  若商店中没有该活动,则由以下选项定义格式 · where no promotion of the store has the campaign, its format:
  --length N                       随机位数,默认 10 · drawn positions, default 10
  --charset TEXT                   字符集,默认不含易混字符 · default: without look-alikes
  --prefix TEXT --postfix TEXT     前缀与后缀 · stand before and behind
  --pattern TEXT                   例如 · such as TEA-####-####: each # is drawn
  --checks N                       校验位数,默认 3 · check digits among them, default 3
  --store sqlite:PATH              默认 · default ${usualStore}`

/** How many codes are written at once. */
const together = 20_000

/** Prints the codes of a campaign; what it tells beside them goes to standard error. Answers the exit code. */
export const printCodes = async (argv: ReadonlyArray<string>): Promise<number> => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      campaign: { type: "string" },
      count: { type: "string" },
      from: { type: "string", default: "0" },
      length: { type: "string" },
      charset: { type: "string" },
      prefix: { type: "string" },
      postfix: { type: "string" },
      pattern: { type: "string" },
      checks: { type: "string" },
      store: { type: "string", default: usualStore },
      help: { type: "boolean", short: "h", default: false }
    }
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const { campaign, store } = values
  if (campaign === undefined) throw new Usage("缺少 --campaign · --campaign is missing")
  const from = numeral("--from", values.from)
  const wanted = values.count === undefined ? undefined : numeral("--count", values.count)
  const format: CodeFormat = {
    ...(values.length === undefined ? {} : { length: numeral("--length", values.length) }),
    ...(values.checks === undefined ? {} : { checks: numeral("--checks", values.checks) }),
    ...(values.charset === undefined ? {} : { charset: values.charset }),
    ...(values.prefix === undefined ? {} : { prefix: values.prefix }),
    ...(values.postfix === undefined ? {} : { postfix: values.postfix }),
    ...(values.pattern === undefined ? {} : { pattern: values.pattern })
  }
  // A store made here would have a key of its own, and no shop would know its codes.
  await existing(targetOf(store))
  await using shop = await openStore(store)
  const known = await campaignIn(shop, campaign)
  const stated = known ?? newCampaign(campaign, from, wanted, format)
  if (known !== undefined && Object.keys(format).length > 0) {
    throw new Usage(`活动 ${campaign} 的格式已由促销定义 · the promotion of ${campaign} states the format`)
  }
  const key = await Effect.runPromise(shop.kernel.engine.vault.key(shopKey(codesKey)))
  if (key === undefined) throw new Error("the key of the codes was destroyed")
  const series = codeSeries(stated, key)
  if (Result.isFailure(series)) throw new Error(refusal(series.failure))
  const until = wanted === undefined ? stated.count : from + wanted
  if (until > stated.count) {
    throw new Error(
      `活动只有 ${stated.count} 个券码 · the campaign has ${stated.count} codes: state more in its promotion`
    )
  }
  write(series.success, from, until)
  console.error(`每 ${series.success.odds} 次猜测命中一次 · one guess in ${series.success.odds} finds a code`)
  if (known === undefined) console.error(`"codes": ${JSON.stringify(stated)}`)
  return 0
}

const numeral = (option: string, text: string): number => {
  if (!/^\d{1,10}$/.test(text)) throw new Usage(`${option} 应为整数 · ${option} must be a whole number`)
  return Number(text)
}

const newCampaign = (campaign: string, from: number, wanted: number | undefined, format: CodeFormat): CampaignCodes => {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(campaign)) {
    throw new Usage("活动名称应为 1 至 40 个字母、数字或 . _ - · a campaign has 1 to 40 letters, digits or . _ -")
  }
  if (wanted === undefined) {
    throw new Usage(
      `商店中没有活动 ${campaign},请给出 --count · no promotion has the campaign ${campaign}: state --count`
    )
  }
  return { campaign, count: from + wanted, ...(Object.keys(format).length > 0 ? { format } : {}) }
}

/** The codes as the promotion of the store states them, whatever its state. */
const campaignIn = async (shop: Shop, campaign: string): Promise<CampaignCodes | undefined> => {
  for (const state of ["active", "draft", "paused"] as const) {
    let after: string | undefined
    do {
      const page = await shop.as(system).promotion.list({ state, ...(after === undefined ? {} : { after }) })
      for (const { promotion } of page.items) {
        const found = campaignOf(promotion.codes)
        if (found?.campaign === campaign) return found
      }
      after = page.next
    } while (after !== undefined)
  }
  return undefined
}

// A code has letters, digits and . _ / - and begins with one of the first two, so no spreadsheet takes it for a formula.
const write = (series: CodeSeries, from: number, until: number): void => {
  const told = progress("codes", until - from, process.stderr)
  console.log("code")
  for (let start = from; start < until; start += together) {
    const end = Math.min(start + together, until)
    const lines: Array<string> = []
    for (let index = start; index < end; index++) lines.push(series.code(index))
    console.log(lines.join("\n"))
    told(end - from)
  }
}

const refusal = (fact: object): string =>
  JSON.stringify(fact, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value))
