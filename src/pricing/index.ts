export * from "./errors.ts"
export * from "./model.ts"
export * from "./rules/explain.ts"
export * from "./rules/select.ts"
