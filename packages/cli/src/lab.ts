import { readFile, writeFile } from "node:fs/promises"
import { basename } from "node:path"
import * as Result from "effect/Result"
import { type Finding, lint } from "pannier/promotion"
import { compile, Laboratory, type Policy, read, type Rules } from "pannier/quote"
import { progress } from "./progress.ts"
import { Usage } from "./usage.ts"
import { textTable } from "./table.ts"

/** What to try, on what, and where the outcome goes. */
export interface LabRun {
  readonly rules: string
  readonly carts: string
  readonly against?: string | undefined
  /** Draw so many carts in place of those recorded. */
  readonly sample?: string | undefined
  readonly seed?: string | undefined
  /** How carts find accounts: `runDown` (default), `asStated` or `unlimited`. */
  readonly accounts?: string | undefined
  readonly json?: string | undefined
  readonly svg?: string | undefined
  /** Of the words in the drawings. */
  readonly language: string
}

/** How many carts are priced between two looks at the clock. */
const together = 200

/** Tries one rule set, or two side by side, on carts: tables on the output, progress on the error output. */
export const runLab = async ({
  rules,
  carts: file,
  against,
  sample,
  seed = "1",
  accounts = "runDown",
  json,
  svg,
  language
}: LabRun): Promise<void> => {
  if (language !== "zh" && language !== "en") throw new Usage("--language zh | en")
  if (accounts !== "runDown" && accounts !== "asStated" && accounts !== "unlimited")
    throw new Usage("--accounts runDown | asStated | unlimited")
  const found = refusing(Laboratory.readLabFile(await jsonIn(file)))
  const { catalog, costs, coupons, floor } = found
  const findings: Array<ReadonlyArray<Finding>> = []
  const setup = async (path: string): Promise<Laboratory.Setup> => {
    const set = await ruleSet(path, found.currency)
    const here = lint(set.promotions, groundOf(found, set.setup.policy))
    tellFindings(path, here)
    findings.push(here)
    return { ...set.setup, costs, coupons, accounts, ...(floor === undefined ? {} : { floor }) }
  }
  const first = await setup(rules)
  const lab: Laboratory.Lab = against === undefined ? { first } : { first, second: await setup(against) }
  const count = sample === undefined ? found.carts.length : whole("sample", sample)
  const draw = sample === undefined ? undefined : Laboratory.sampler(catalog, whole("seed", seed))
  if (count > 0 && draw !== undefined && catalog.goods.length === 0)
    throw new Usage("没有可抽样的商品 · no goods to draw from")
  const told = progress("carts", count, process.stderr)
  let trial = Laboratory.emptyTrial
  for (let start = 0; start < count; start += together) {
    const end = Math.min(start + together, count)
    const part =
      draw === undefined
        ? found.carts.slice(start, end)
        : Array.from({ length: end - start }, (_, index) => draw(start + index))
    trial = Laboratory.runTrial(lab, part, trial)
    told(end)
  }
  const report = Laboratory.reportOf(lab, trial, findings)
  const names = against === undefined ? [rules] : [rules, against]
  for (const [index, set] of report.sets.entries()) tellSet(names[index] ?? "", report.currency, set)
  if (report.difference !== undefined) tellDifference(report.currency, report.difference)
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, null, 2)}\n`)
  if (svg !== undefined) {
    const called = against === undefined ? {} : { sets: [basename(rules), basename(against)] as const }
    await writeFile(svg, Laboratory.plotFile(Laboratory.charts(report, language, called)))
  }
}

const jsonIn = async (path: string): Promise<unknown> => {
  const text = await readFile(path, "utf8")
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

/** A list of promotions, or an object with `promotions` and a `policy`. */
const ruleSet = async (path: string, currency: string) => {
  const json = await jsonIn(path)
  const stated = Array.isArray(json) ? { promotions: json } : json
  const empty = { currency, at: "1970-01-01T00:00:00Z", lines: [], prices: [] }
  const input = refusing(read(typeof stated === "object" && stated !== null ? { ...empty, ...stated } : stated))
  const promotions = "_tag" in input.promotions ? [] : input.promotions
  const rules = refusing<Rules>(compile(promotions, currency))
  const setup: { readonly rules: Rules; readonly policy?: Policy } =
    input.policy === undefined ? { rules } : { rules, policy: input.policy }
  return { promotions, setup }
}

const refusing = <A>(result: Result.Result<A, unknown>): A => {
  if (Result.isFailure(result)) throw result.failure
  return result.success
}

const whole = (name: string, text: string): number => {
  if (!/^\d{1,7}$/.test(text)) throw new Usage(`--${name} 应为整数 · --${name} must be a whole number, not \`${text}\``)
  return Number(text)
}

/** What the linter is told: the policy of the rules, else that of the carts, what accounts have, and goods with their costs. */
const groundOf = ({ catalog, costs }: Laboratory.LabFile, own: Policy | undefined): Parameters<typeof lint>[1] => {
  const { currency, at, accounts } = catalog
  const policy = own ?? catalog.policy
  return {
    currency,
    at,
    ...(policy?.combination === undefined ? {} : { combination: policy.combination }),
    ...(policy?.limits === undefined ? {} : { limits: policy.limits }),
    ...(accounts === undefined ? {} : { accounts }),
    goods: Laboratory.costedGoods({ ...catalog, ...(policy === undefined ? {} : { policy }) }, costs)
  }
}

const tellFindings = (path: string, findings: ReadonlyArray<Finding>): void => {
  if (findings.length === 0) return
  console.log(`\n${path}: ${findings.length} 处提示 · ${findings.length} findings`)
  for (const { severity, tag, zh, en } of findings) console.log(`  ${severity} ${tag}\n    ${zh}\n    ${en}`)
}

const tellSet = (name: string, currency: string, set: Laboratory.SetReport): void => {
  const { carts, refused, units, before, discount, grand, given, rate, margin } = set
  console.log(`\n${name}: ${carts} 个购物车，${units} 件 · ${carts} carts, ${units} units`)
  console.log(
    `  原价 · before ${currency} ${before}   优惠 · discount ${discount} (${rate}%)   应付 · to pay ${grand}   赠送 · given ${given}`
  )
  if (margin !== undefined) {
    console.log(
      `  毛利 · margin ${margin.margin} (${margin.rate}%), 不含税收入 · net ${margin.net}, 成本 · cost ${margin.cost}, 赠送 · given ${margin.given}`
    )
  }
  for (const { tag, carts: count } of refused) console.log(`  无法报价 · no quote: ${tag} ${count}`)
  console.log(
    `\n${textTable(
      [
        "优惠 · offer",
        "购物车 · carts",
        "%",
        "金额 · amount",
        "其中赠送 · given",
        "结论 · verdict",
        "为何未用 · why not"
      ],
      set.offers.map((offer) => [
        offer.promotion,
        String(offer.carts),
        offer.uptake,
        offer.amount,
        offer.given.amount,
        verdicts[offer.verdict],
        whyNot(offer)
      ]),
      [5, 6]
    )}`
  )
  console.log(
    `\n${textTable(
      ["出资方 · funder", "金额 · amount", "其中赠送 · given"],
      set.funders.map(({ party, amount, given: later }) => [party, amount, later])
    )}`
  )
  if (set.accounts.length > 0) {
    console.log(
      `\n${textTable(
        ["账户 · account", "用去 · taken"],
        set.accounts.map(({ account, per, taken }) => [per === "all" ? account : `${account}/*`, taken])
      )}`
    )
  }
  tellLow("低于成本 · below cost", set.belowCost)
  tellLow("低于底线 · below the floor", set.belowFloor)
}

const verdicts = {
  applied: "已使用 · applied",
  beaten: "总被比下去 · always beaten",
  never: "从未满足 · never applies"
} as const

const whyNot = ({ reasons, nearestAmount, nearestCount, beatenBy }: Laboratory.OfferReport): string => {
  const [first] = reasons
  if (first === undefined) return ""
  const [over] = gaveWay.has(first.reason) ? beatenBy : []
  const by = over === undefined ? "" : ` (${over.promotion})`
  const near = nearestAmount ?? (nearestCount === undefined ? undefined : String(nearestCount))
  return `${first.reason} ${first.carts}${by}${near === undefined ? "" : `, 最近差 · nearest ${near}`}`
}

const gaveWay: ReadonlySet<string> = new Set(["Stopped", "NotCombinable", "LimitReached", "Beaten"])

const tellLow = (title: string, { carts, lines, first }: Laboratory.SetReport["belowCost"]): void => {
  if (lines === 0) return
  console.log(`\n${title}: ${carts} 个购物车，${lines} 行 · ${carts} carts, ${lines} lines`)
  for (const { cart, line, left, least } of first.slice(0, 5)) console.log(`  ${cart} ${line}: ${left} < ${least}`)
}

const tellDifference = (currency: string, difference: Laboratory.DifferenceReport): void => {
  const { carts, sum, cheaper, same, dearer, quantiles, mostCheaper, mostDearer } = difference
  console.log(`\n两套规则之差 · the second set beside the first: ${currency} ${sum}, ${carts} carts`)
  console.log(`  更便宜 · cheaper ${cheaper}   相同 · same ${same}   更贵 · dearer ${dearer}`)
  console.log(
    `\n${textTable(
      ["百分位 · percentile", "差额 · difference"],
      quantiles.map(({ percent, amount }) => [String(percent), amount])
    )}`
  )
  const named = [...mostCheaper.slice(0, 3), ...mostDearer.slice(0, 3)]
  for (const { cart, from, to, difference: by } of named) console.log(`  ${cart}: ${from} -> ${to} (${by})`)
}
