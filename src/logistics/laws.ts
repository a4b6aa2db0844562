export * from "./laws/carrier.ts"
export * from "./laws/tracking.ts"
