export * from "./faults.ts"
export * from "./gateway.ts"
export { memory, type MemoryOptions } from "./storage.ts"
export * from "./vault.ts"
