/** The laboratory: rule sets tried on drawn carts or on past orders. */
import * as Result from "effect/Result"
import { message } from "pannier/kernel"
import {
  type Finding,
  giftsOf,
  InvalidPromotion,
  InvalidRules,
  lint,
  normalCode,
  type Promotion,
  readPromotion
} from "pannier/promotion"
import { compile, Laboratory } from "pannier/quote"
import { deskLaboratoryPage, type DeskLaboratoryView, deskTrialPage, failurePage, paths } from "../../look/index.ts"
import { say } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { listedCodes, nameOfPromotion, promotionsIn } from "../promotions.ts"
import type { Visit } from "../visit.ts"
import { figuresOf, findingsOf, partyName, tablesOf } from "./found.ts"
import { costsFor, groundFor, policyOf, seesCosts } from "./ground.ts"
import { cartOfOrder, catalogOfShop, recordedOrders } from "./recorded.ts"
import { beginTrial, setupOf, type Trial, trialOf } from "./trial.ts"

/** The most carts of one trial, and the longest rule set in characters. */
const mostCarts = 20_000
const longest = 400_000

export const laboratory: Route = async (visit) => {
  const asked = trialOf(visit.c.req.query("trial") ?? "")?.asked
  const inForce = (await promotionsIn(visit.as, "active")).map(({ promotion }) => promotion)
  return show(visit, { first: JSON.stringify(inForce, null, 2), ...asked }, {}, 200)
}

type Errors = Readonly<Partial<Record<"first" | "second" | "count" | "seed", string>>>

const show = async (
  visit: Visit,
  asked: Readonly<Record<string, string>>,
  errors: Errors,
  status: 200 | 422
): Promise<Response> => {
  const { first = "", second = "", source, count = "500", seed = "1" } = asked
  const wrong = (name: keyof Errors) => (errors[name] === undefined ? {} : { error: errors[name] })
  const view: DeskLaboratoryView = {
    first: { value: first, ...wrong("first") },
    second: { value: second, ...wrong("second") },
    source: source === "recorded" ? "recorded" : "sample",
    recorded: (await recordedOrders(visit.as)).length,
    count: { value: count, ...wrong("count") },
    seed: { value: seed, ...wrong("seed") }
  }
  return visit.show(deskLaboratoryPage(view, await visit.frame()), status)
}

export const beginLaboratory: Route = async (visit) => {
  const { first = "", second = "", source = "sample", count = "", seed = "" } = await visit.form()
  const asked = { first, second, source, count, seed }
  const one = ruleSet(first, visit)
  const other = second.trim() === "" ? undefined : ruleSet(second, visit)
  const [carts, start] = [whole(count, 1, mostCarts), whole(seed, 0, 999_999_999)]
  const { language, house } = visit
  const errors: Errors = {
    ...(Result.isFailure(one) ? { first: one.failure } : {}),
    ...(other !== undefined && Result.isFailure(other) ? { second: other.failure } : {}),
    ...(source === "sample" && carts === undefined
      ? { count: say(language, "lab.wrongCount", { most: mostCarts }) }
      : {}),
    ...(source === "sample" && start === undefined
      ? { seed: say(language, "lab.wrongCount", { most: 999_999_999 }) }
      : {})
  }
  if (Result.isFailure(one) || (other !== undefined && Result.isFailure(other)) || Object.keys(errors).length > 0) {
    return show(visit, asked, errors, 422)
  }
  await house.goods.look()
  const sets = [one.success.promotions, ...(other === undefined ? [] : [other.success.promotions])]
  const [costs, policy] = await Promise.all([costsFor(visit), policyOf(house.shop)])
  const tried = setupOf(one.success.rules, policy, costs)
  const lab =
    other === undefined ? { first: tried } : { first: tried, second: setupOf(other.success.rules, policy, costs) }
  const begun = { lab, sets, asked }
  if (source === "recorded") {
    const gifts = [...new Set(sets.flat().flatMap((promotion) => giftsOf(promotion).map(({ sku }) => sku)))]
    const orders = (await recordedOrders(visit.as)).flatMap((order) => cartOfOrder(order, house.goods, gifts))
    if (orders.length === 0) return show(visit, asked, { count: say(language, "lab.noCarts") }, 422)
    const at = (place: number) => orders[place]
    return visit.go(paths(language).deskTrial(beginTrial(begun, { total: orders.length, at })))
  }
  const codes = sets.flat().flatMap((promotion) => listedCodes(promotion).slice(0, 1).map(normalCode))
  const catalog = await catalogOfShop(house.shop, house.goods, Date.now(), [...new Set(codes)])
  if (catalog === undefined) return show(visit, asked, { count: say(language, "lab.noCarts") }, 422)
  const draw = Laboratory.sampler(catalog, start ?? 1)
  return visit.go(paths(language).deskTrial(beginTrial(begun, { total: carts ?? 0, at: draw })))
}

const whole = (text: string, least: number, most: number): number | undefined => {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : undefined
}

/** Reads a rule set; what is wrong with it, in words. */
const ruleSet = (text: string, { language }: Visit) => {
  const refusal = (fact: InvalidPromotion | InvalidRules): string =>
    message(fact._tag === "InvalidRules" ? InvalidRules : InvalidPromotion, fact)[language]
  let json: unknown
  try {
    json = JSON.parse(text.slice(0, longest))
  } catch (cause) {
    return Result.fail(say(language, "lab.wrongJson", { why: cause instanceof Error ? cause.message : "" }))
  }
  const promotions: Array<Promotion> = []
  for (const one of Array.isArray(json) ? json : [json]) {
    const read = readPromotion(one)
    if (Result.isFailure(read)) return Result.fail(refusal(read.failure))
    promotions.push(read.success)
  }
  return Result.match(compile(promotions, "CNY"), {
    onFailure: (fact) => Result.fail(refusal(fact)),
    onSuccess: (rules) => Result.succeed({ promotions, rules })
  })
}

export const trial: Route = async (visit, { trial: id = "" }) => {
  const { language } = visit
  const found = trialOf(id)
  if (found === undefined) {
    return visit.go(paths(language).deskLaboratory, { mood: "attention", text: say(language, "lab.gone") })
  }
  const { lab, sets, done, total } = found
  const frame = await visit.frame()
  if (!(await maySee(visit, found))) return visit.show(failurePage({ status: 403 }, frame), 403)
  if (done < total) return visit.show(deskTrialPage({ id, done, total }, frame))
  const findings = await findingsIn(visit, found)
  const report = Laboratory.reportOf(lab, found.found, findings)
  const names = new Map(sets.flat().map((promotion) => [promotion.id, nameOfPromotion(promotion, language)]))
  const nameOf = (promotion: string) => names.get(promotion) ?? promotion
  const called = [say(language, "lab.setA"), say(language, "lab.setB")] as const
  const plots = Laboratory.charts(report, language, {
    promotion: nameOf,
    party: (id) => partyName(id, language),
    sets: called
  }).map(Laboratory.plotSvg)
  const told = findings.map((of, index) => ({
    caption:
      sets.length === 1 ? say(language, "lint.caption") : `${say(language, "lint.caption")} · ${called[index] ?? ""}`,
    found: findingsOf(of, language)
  }))
  const tables = tablesOf(report, nameOf, called, language)
  const figures = figuresOf(report, called, language)
  return visit.show(deskTrialPage({ id, done, total, result: { figures, tables, plots, findings: told } }, frame))
}

/** The report of a trial that is done, as JSON. */
export const trialReport: Route = async (visit, { trial: id = "" }) => {
  const found = trialOf(id)
  if (found === undefined || found.done < found.total) return visit.c.notFound()
  if (!(await maySee(visit, found))) return visit.show(failurePage({ status: 403 }, await visit.frame()), 403)
  return visit.c.json(Laboratory.reportOf(found.lab, found.found, await findingsIn(visit, found)))
}

/** What was tried with costs is for those who may know them. */
const maySee = async (visit: Visit, { lab }: Trial): Promise<boolean> =>
  lab.first.costs === undefined || (await seesCosts(visit))

const findingsIn = async (visit: Visit, { lab, sets }: Trial): Promise<ReadonlyArray<ReadonlyArray<Finding>>> => {
  const ground = await groundFor(visit, lab.first.costs)
  return sets.map((promotions) => lint(promotions, ground))
}
