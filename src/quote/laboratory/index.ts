export {
  catalogOf,
  type LabFile,
  type LabFileRefusal,
  readLabFile,
  type RecordedCart,
  type SampleCatalog,
  type SampleGood
} from "./cart.ts"
export { charts, type Names } from "./chart.ts"
export { costedGoods } from "./goods.ts"
export { DifferenceReport, LabReport, OfferReport, SetReport } from "./model.ts"
export { type Plot, plotFile, plotSvg } from "./plot.ts"
export { reportOf } from "./report.ts"
export { sampleCarts, sampler } from "./sample.ts"
export type { Drawn } from "./account.ts"
export type { Given } from "./given.ts"
export type { Funding, OfferTally } from "./offer.ts"
export type { Setup } from "./setup.ts"
export type { Tally } from "./tally.ts"
export { type Differences, emptyTrial, type Lab, mergeTrials, runTrial, type Trial } from "./trial.ts"
