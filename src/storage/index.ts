export * from "./errors.ts"
export * from "./model.ts"
export * from "./ports.ts"
export * from "./rules.ts"
