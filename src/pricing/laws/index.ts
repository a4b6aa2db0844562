import { historyLaws } from "./history.ts"
import { measureLaws } from "./measure.ts"
import { selectionLaws } from "./select.ts"

export { historyLaws } from "./history.ts"
export { measureLaws } from "./measure.ts"
export { selectionLaws } from "./select.ts"

/** The laws of prices. */
export const priceLaws = [...selectionLaws, ...measureLaws, ...historyLaws] as const
