export * from "./commands/index.ts"
export * from "./errors.ts"
export * from "./machine.ts"
export * from "./model.ts"
