/** The laboratory: rule sets tried on drawn carts or on past orders. */
import * as Result from "effect/Result"
import { message } from "pannier/kernel"
import { giftsOf, InvalidPromotion, InvalidRules, normalCode, type Promotion, readPromotion } from "pannier/promotion"
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

/** The most carts of one trial, the most offers in both its sets together, and the longest set in characters. */
const mostCarts = 20_000
const mostOffers = 200
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
    seed: { value: seed, ...wrong("seed") },
    mostOffers
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
  const offers = [one, other].reduce(
    (sum, set) => sum + (set?._tag === "Success" ? set.success.promotions.length : 0),
    0
  )
  const errors: Errors = {
    ...(offers > mostOffers ? { first: say(language, "lab.tooMany", { count: offers, most: mostOffers }) } : {}),
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
  const ground = await groundFor(visit, costs)
  const tried = setupOf(one.success.rules, policy, costs)
  const lab =
    other === undefined ? { first: tried } : { first: tried, second: setupOf(other.success.rules, policy, costs) }
  const begun = { lab, sets, ground, asked }
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
  if (text.length > longest) return Result.fail(say(language, "lab.tooLong", { most: longest }))
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    return Result.fail(say(language, "lab.wrongJson", { why: cause instanceof Error ? cause.message : "" }))
  }
  const stated: ReadonlyArray<unknown> = Array.isArray(json) ? json : [json]
  // So many are not read at all.
  if (stated.length > mostOffers) {
    return Result.fail(say(language, "lab.tooMany", { count: stated.length, most: mostOffers }))
  }
  const promotions: Array<Promotion> = []
  for (const one of stated) {
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
  const { lab, sets, done, total, findings } = found
  const frame = await visit.frame()
  if (!(await maySee(visit, found))) return visit.show(failurePage({ status: 403 }, frame), 403)
  if (findings === undefined) return visit.show(deskTrialPage({ id, done, total }, frame))
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
  if (found?.findings === undefined) return visit.c.notFound()
  if (!(await maySee(visit, found))) return visit.show(failurePage({ status: 403 }, await visit.frame()), 403)
  return visit.c.json(Laboratory.reportOf(found.lab, found.found, found.findings))
}

/** What was tried with costs is for those who may know them. */
const maySee = async (visit: Visit, { lab }: Trial): Promise<boolean> =>
  lab.first.costs === undefined || (await seesCosts(visit))
