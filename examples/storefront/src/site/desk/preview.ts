/** What one offer would do beside those in force. */
import * as Result from "effect/Result"
import type { Promotion } from "pannier/promotion"
import { compile, Laboratory } from "pannier/quote"
import type { TableView } from "../../look/index.ts"
import { type Language, say, tell, type TextKey } from "../../text/index.ts"
import { yuan } from "../pages/priced.ts"
import { listedCodes, nameOfPromotion } from "../promotions.ts"
import type { Visit } from "../visit.ts"
import { mostlyBecause, verdictOf } from "./found.ts"
import { type Costs, policyOf } from "./ground.ts"
import { catalogOfShop } from "./recorded.ts"
import { inTurns, setupOf } from "./trial.ts"

/** Carts of a preview: few enough to be priced while one waits. */
const previewed = 100

/** What one offer would do beside those in force, on drawn carts. */
export const previewOf = async (
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
  const report = Laboratory.reportOf(lab, await inTurns(lab, previewed, Laboratory.sampler(catalog, 1)))
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
