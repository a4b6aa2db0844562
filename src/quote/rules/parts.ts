import type { PartRule } from "../../promotion/rules/compile.ts"

/** All parts as one; of anything, where one of them is. */
export const allParts = (parts: ReadonlyArray<PartRule>): PartRule => {
  const any = parts.flatMap(({ of }) => of ?? [])
  const some = any.length === parts.length
  return {
    select: some ? (subject) => parts.some(({ select }) => select?.(subject)) : undefined,
    of: some ? { any } : undefined,
    quantity: parts.reduce((sum, { quantity }) => sum + quantity, 0)
  }
}
