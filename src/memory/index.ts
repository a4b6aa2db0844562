export { memory, type MemoryOptions } from "./storage.ts"
export * from "./vault.ts"
