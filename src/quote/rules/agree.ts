import type { Rule } from "../../promotion/rules/compile.ts"

/** Whether two may stand together: each admits the other's class. */
export const agree = (left: Rule, right: Rule): boolean => admits(left, right.class) && admits(right, left.class)

const admits = ({ combines }: Rule, other: string): boolean =>
  combines === "all" || (combines !== "none" && combines.has(other))
