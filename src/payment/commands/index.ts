export * from "./errands.ts"
export * from "./queries.ts"
export * from "./refund.ts"
export * from "./report.ts"
