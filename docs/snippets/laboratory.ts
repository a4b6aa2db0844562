import * as Result from "effect/Result"
import { lint, type Promotion } from "pannier/promotion"
import { compile, Laboratory } from "pannier/quote"

// #region file
const file = Result.getOrThrow(
  Laboratory.readLabFile({
    currency: "CNY",
    at: "2026-11-11T02:00:00Z",
    prices: [
      { id: "tea", sku: "tea", amount: "98.00" },
      { id: "cup", sku: "cup", amount: "45.00" }
    ],
    costs: { tea: "52.00", cup: "18.00" },
    goods: [
      { sku: "tea", merchant: "shanfang", facts: { category: ["tea"] }, demand: 2 },
      { sku: "cup", merchant: "shanfang", facts: { category: ["ware"] }, demand: 1 }
    ]
  })
)
// #endregion file

// #region rules
const tiers = (id: string, ...steps: ReadonlyArray<readonly [at: string, off: string]>): Promotion => ({
  id,
  level: "merchant",
  stack: { combines: "none" },
  offer: {
    kind: "tiers",
    measure: "amount",
    steps: steps.map(([at, off]) => ({ at, rewards: [{ kind: "amount", amount: off }] }))
  }
})
const now = [tiers("spring", ["100.00", "10.00"], ["200.00", "30.00"]), tiers("weak", ["100.00", "5.00"])]
const then = [tiers("spring", ["100.00", "15.00"], ["200.00", "15.00"])]
// #endregion rules

// #region lint
for (const { severity, tag, promotions, path, en } of lint(then, { currency: "CNY" })) {
  console.log(`${severity} ${tag} ${promotions.join()}${path}: ${en}`)
}
// #endregion lint

// #region run
const setup = (promotions: ReadonlyArray<Promotion>): Laboratory.Setup => ({
  rules: Result.getOrThrow(compile(promotions, file.currency)),
  costs: file.costs
})
const lab: Laboratory.Lab = { first: setup(now), second: setup(then) }
let trial = Laboratory.emptyTrial
for (let first = 0; first < 400; first += 100) {
  const carts = Laboratory.sampleCarts(file.catalog, { seed: 7, first, count: 100 })
  trial = Laboratory.runTrial(lab, carts, trial)
}
const report = Laboratory.reportOf(lab, trial)
// #endregion run

// #region report
for (const { discount, rate, margin } of report.sets)
  console.log(`discount ${discount} (${rate}%), margin ${margin?.rate}%`)
for (const { promotion, verdict, uptake, beatenBy } of report.sets[0]?.offers ?? []) {
  console.log(promotion, verdict, `${uptake}%`, ...beatenBy.map((by) => `beaten by ${by.promotion}`))
}
const { sum, cheaper, same, dearer } = report.difference ?? { sum: "", cheaper: 0, same: 0, dearer: 0 }
console.log(`difference ${sum}: ${cheaper} pay less, ${same} the same, ${dearer} more`)
// #endregion report

// #region plots
const svg = Laboratory.plotFile(Laboratory.charts(report, "en", { sets: ["now", "then"] }))
// #endregion plots
console.log(svg.startsWith("<svg"))
