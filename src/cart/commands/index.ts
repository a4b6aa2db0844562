export * from "./change.ts"
export * from "./policy.ts"
export * from "./price.ts"
export * from "./quote.ts"
