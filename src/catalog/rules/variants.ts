import * as Result from "effect/Result"
import { compareText } from "../../kernel/text.ts"
import type { NamedTwice, OptionUnfit, VariantsAlike } from "../errors.ts"

/** What the fitness of variants depends on. */
export interface Varied {
  readonly id: string
  readonly options: ReadonlyArray<{ readonly id: string; readonly values: ReadonlyArray<{ readonly id: string }> }>
  readonly variants: ReadonlyArray<{ readonly sku: string; readonly options: { readonly [option: string]: string } }>
}

/**
 * Whether the variants of a product are told apart by its options.
 *
 * @returns nothing, or, in this order: `NamedTwice` (a sku, an option, a value), `OptionUnfit` (a variant lacks an option,
 * has a foreign one or an unknown value), `VariantsAlike`
 */
export const checkVariants = ({
  id: product,
  options,
  variants
}: Varied): Result.Result<void, NamedTwice | OptionUnfit | VariantsAlike> => {
  const twice = (what: NamedTwice["what"], ids: ReadonlyArray<string>): NamedTwice | undefined => {
    const id = ids.find((one, index) => ids.indexOf(one) < index)
    return id === undefined ? undefined : { _tag: "NamedTwice", product, what, id }
  }
  const named =
    twice(
      "sku",
      variants.map(({ sku }) => sku)
    ) ??
    twice(
      "option",
      options.map(({ id }) => id)
    ) ??
    options.reduce<NamedTwice | undefined>(
      (found, { values }) =>
        found ??
        twice(
          "value",
          values.map(({ id }) => id)
        ),
      undefined
    )
  if (named !== undefined) return Result.fail(named)
  for (const { sku, options: chosen } of variants) {
    const option = unfit(options, chosen)
    if (option !== undefined) return Result.fail({ _tag: "OptionUnfit", sku, option })
  }
  const seen = new Map<string, string>()
  for (const { sku, options: chosen } of variants) {
    const choice = options.map(({ id }) => chosen[id]).join("/")
    const other = seen.get(choice)
    if (other !== undefined) return Result.fail({ _tag: "VariantsAlike", sku, other })
    seen.set(choice, sku)
  }
  return Result.succeed(undefined)
}

/** The first option, by its place and then by id, that a choice does not fit. */
const unfit = (options: Varied["options"], chosen: { readonly [option: string]: string }): string | undefined => {
  const wrong = options.find(
    ({ id, values }) => !Object.hasOwn(chosen, id) || !values.some((one) => one.id === chosen[id])
  )
  if (wrong !== undefined) return wrong.id
  return Object.keys(chosen)
    .toSorted(compareText)
    .find((id) => !options.some((option) => option.id === id))
}
