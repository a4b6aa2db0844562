export { batchLaws } from "./laws/batches.ts"
export { versionLaws } from "./laws/versions.ts"
