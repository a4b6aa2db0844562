import * as Result from "effect/Result"
import { decimal } from "../../kernel/decimal.ts"
import { type Ratio, ratio } from "../../kernel/ratio.ts"
import type { DecimalMalformed } from "../errors.ts"

export { type Ratio, ratio } from "../../kernel/ratio.ts"

/** The ratio that a plain decimal text stands for: `"12.5"` is 25/2. */
export const ratioFrom = (text: string): Result.Result<Ratio, DecimalMalformed> => decimal(text)

/** The ratio that a percentage stands for: `"12.5"` is 1/8. */
export const percent = (text: string): Result.Result<Ratio, DecimalMalformed> =>
  Result.map(decimal(text), ({ numerator, denominator }) => ratio(numerator, denominator * 100n))
