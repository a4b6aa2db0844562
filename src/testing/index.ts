export * from "./arbitrary.ts"
export { type Audit, audit, type Question, type Told } from "../storage/audit.ts"
export type { Tally } from "../storage/auditor.ts"
export * from "./bind.ts"
export * from "./check.ts"
export { shopQuestions } from "../shop/questions.ts"
export { batchLaws, versionLaws } from "../command/laws.ts"
export { equivalence, everything, type FreshAdapter, storageLaws } from "../storage/laws.ts"
export { type Attempt, ends, followsTable, obeysCore, tableIsRead } from "../kernel/laws.ts"
export {
  type Authorise,
  authoriserLaws,
  everyCommandIsGuarded,
  noEscalation,
  type PermissionTable
} from "../permission/laws.ts"
export { type FreshVault, vaultLaws } from "../privacy/laws.ts"
export { type FreshGateway, gatewayEquivalence, gatewayLaws, type GatewaySubject } from "../payment/laws.ts"
export { inventoryLaws } from "../inventory/laws.ts"
export {
  carrierEquivalence,
  carrierLaws,
  type CarrierSubject,
  type FreshCarrier,
  shipmentLaws
} from "../logistics/laws.ts"
export {
  type FreshTaxProvider,
  taxProviderEquivalence,
  taxProviderLaws,
  type TaxSubject
} from "../quote/laws/provider.ts"
export {
  type Assortment,
  type DrawnCart,
  moreIsNotCheaper,
  offerLaw,
  offerLaws,
  type OfferPromise
} from "./offers.ts"
export { shopLaw, type ShopPromise } from "./shop-law.ts"
export { type Player, playTrace, type Traced, type TraceOptions } from "./trace.ts"
export {
  type Act,
  type Bookkept,
  type Books,
  drawPlan,
  drawRates,
  type FaultKind,
  faultKinds,
  type Ground,
  keepBooks,
  kinds,
  noFaults,
  type Noted,
  type Plan,
  play,
  type Played,
  presaleEnds,
  type Presales,
  type Program,
  type Rates,
  type Rolled,
  type Rollout,
  shrink,
  type Shrunk,
  staffEnds,
  type Staffed,
  story,
  timeline,
  virtualEnds,
  type Virtuals
} from "./simulator/index.ts"
