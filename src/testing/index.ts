export * from "./arbitrary.ts"
export * from "./check.ts"
export { equivalence, everything, type FreshAdapter, storageLaws } from "../storage/laws.ts"
