export * from "./arbitrary.ts"
export * from "./check.ts"
