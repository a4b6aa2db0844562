import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { TaxProviderError } from "../quote/errors.ts"
import type { TaxRate } from "../quote/input.ts"
import type { TaxProvider } from "../quote/ports.ts"
import type { TaxAnswer, TaxPlace, TaxQuestion } from "../quote/provider.ts"

/** The taxes of one place. */
export interface TaxTable {
  /** ISO 3166-2 where the place is a part of a country, else ISO 3166-1 alpha-2. */
  readonly place: string
  readonly rates: ReadonlyArray<TaxRate>
  /** Other rates by code of good; an empty list is a good that is not taxed there. */
  readonly codes?: Readonly<Record<string, ReadonlyArray<TaxRate>>>
  /** Whether freight is taxed as goods are. Default false. */
  readonly shipping?: boolean
}

/** Settings of {@link memoryTaxProvider}. */
export interface MemoryTaxProviderOptions {
  readonly name: string
  readonly tables: ReadonlyArray<TaxTable>
  /** Whether a question is lost on its way. Absent: none is. */
  readonly lost?: (question: TaxQuestion) => boolean
}

/** A provider of taxes from a table, which is the executable specification of every adapter. */
export const memoryTaxProvider = ({ name, tables, lost }: MemoryTaxProviderOptions): TaxProvider => {
  const byPlace = new Map(tables.map((table) => [table.place, table]))
  const failure = (reason: TaxProviderError["reason"], detail: string): TaxProviderError => ({
    _tag: "TaxProviderError",
    provider: name,
    reason,
    detail
  })
  const answer = (question: TaxQuestion): Result.Result<TaxAnswer, TaxProviderError> => {
    const { to } = question
    if (lost?.(question) === true) return Result.fail(failure("TimedOut", placeOf(to)))
    const table = byPlace.get(to.region ?? "") ?? byPlace.get(to.country)
    return table === undefined
      ? Result.fail(failure("PlaceUnknown", placeOf(to)))
      : Result.succeed(taxesIn(table, question))
  }
  return { name, rates: (question) => Effect.suspend(() => Effect.fromResult(answer(question))) }
}

const placeOf = ({ region, country }: TaxPlace): string => region ?? country

const taxesIn = ({ rates, codes = {}, shipping = false }: TaxTable, question: TaxQuestion): TaxAnswer => {
  const { included } = question
  return {
    lines: question.lines.map(({ id, code = "" }) => ({
      id,
      tax: { included, rates: (Object.hasOwn(codes, code) ? codes[code] : undefined) ?? rates }
    })),
    charges: question.charges.map(({ id }) => ({ id, tax: { included, rates: shipping ? rates : [] } }))
  }
}
