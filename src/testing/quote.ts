import type * as fc from "fast-check"
import type { QuoteInput } from "../quote/input.ts"
import { Case, inputOf } from "../quote/laws/case.ts"
import { arbitrary } from "./arbitrary.ts"

/** Small carts with small promotions of every kind, drawn so that thresholds, floors and limits are often just met. */
export const carts = (): fc.Arbitrary<QuoteInput> => arbitrary(Case).map(inputOf)
