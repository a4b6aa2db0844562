export { type Bookkept, keepBooks } from "./bookkeeper/bookkeeper.ts"
export {
  type Books,
  presaleEnds,
  type Presales,
  staffEnds,
  type Staffed,
  virtualEnds,
  type Virtuals
} from "./bookkeeper/told.ts"
export { type Act, drawPlan, type Plan } from "./plan.ts"
export { play, type Played } from "./play.ts"
export { drawRates, type FaultKind, faultKinds, kinds, noFaults, type Rates } from "./rates.ts"
export type { Program, Rolled, Rollout } from "./release.ts"
export { shrink, type Shrunk } from "./shrink.ts"
export { story, timeline } from "./story.ts"
export type { Ground, Noted } from "./world.ts"
