import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { canonical, type Json } from "../../kernel/json.ts"
import { broken, held, law, type Law, vacuous, verdict, type Verdict } from "../../kernel/law.ts"
import type { TaxProviderError } from "../errors.ts"
import type { QuoteInput } from "../input.ts"
import type { TaxProvider } from "../ports.ts"
import { TaxAnswer, type TaxPlace, type TaxQuestion } from "../provider.ts"
import { withTaxes } from "../rules/provider.ts"
import { of } from "../rules/quote.ts"

/** A provider under the laws, the places it must know, one it cannot know, and codes of goods from its list. */
export interface TaxSubject {
  readonly provider: TaxProvider
  readonly from: TaxPlace
  readonly places: ReadonlyArray<TaxPlace>
  readonly elsewhere: TaxPlace
  readonly codes: ReadonlyArray<string>
}

/** A provider for every call. */
export type FreshTaxProvider = () => TaxSubject | Promise<TaxSubject>

const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

const Asked = Schema.Struct({
  to: int(0, 99),
  included: Schema.Boolean,
  lines: Schema.Array(
    Schema.Struct({ code: Schema.NullOr(int(0, 99)), quantity: int(1, 5), amount: int(0, 100_000) })
  ).check(Schema.isMaxLength(4)),
  charges: Schema.Array(int(0, 3_000)).check(Schema.isMaxLength(2))
})
type Asked = typeof Asked.Type

const at = 1_800_000_000_000

const questionOf = ({ from, places, codes }: TaxSubject, asked: Asked): TaxQuestion => ({
  at,
  from,
  to: places[asked.to % places.length]!,
  included: asked.included,
  lines: asked.lines.map(({ code, quantity, amount }, index) => ({
    id: `l${index}`,
    sku: `s${index}`,
    quantity,
    amount: { amount: BigInt(amount), currency: "USD" },
    ...(code === null || codes.length === 0 ? {} : { code: codes[code % codes.length]! })
  })),
  charges: asked.charges.map((amount, index) => ({
    id: `c${index}`,
    amount: { amount: BigInt(amount), currency: "USD" }
  }))
})

type Answer = Result.Result<TaxAnswer, TaxProviderError>

const ask = ({ provider }: TaxSubject, question: TaxQuestion): Promise<Answer> =>
  Effect.runPromise(Effect.result(provider.rates(question)))

const answered =
  (
    fresh: FreshTaxProvider,
    holds: (answer: TaxAnswer, question: TaxQuestion, subject: TaxSubject) => Verdict | Promise<Verdict>
  ) =>
  async (asked: Asked): Promise<Verdict> => {
    const subject = await fresh()
    const question = questionOf(subject, asked)
    const answer = await ask(subject, question)
    return Result.isFailure(answer) ? broken(answer.failure.reason) : holds(answer.success, question, subject)
  }

const ids = (list: ReadonlyArray<{ readonly id: string }>): string =>
  list
    .map(({ id }) => id)
    .toSorted()
    .join()

const answersEverything = (fresh: FreshTaxProvider): Law<Asked> =>
  law({
    id: "L22",
    title: "a provider answers every line and every charge once, and nothing else",
    input: Asked,
    holds: answered(fresh, ({ lines, charges }, question) =>
      verdict(
        ids(lines) === ids(question.lines) && ids(charges) === ids(question.charges),
        () => `asked ${ids(question.lines)} and ${ids(question.charges)}, told ${ids(lines)} and ${ids(charges)}`
      )
    )
  })

const text = (answer: Answer): string => {
  if (Result.isFailure(answer)) return answer.failure.reason
  const { lines, charges, relief } = answer.success
  const byId = (list: TaxAnswer["lines"]) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return canonical(
    JSON.parse(JSON.stringify({ lines: byId(lines), charges: byId(charges), relief: relief ?? null })) as Json
  )
}

const answersAgain = (fresh: FreshTaxProvider): Law<Asked> =>
  law({
    id: "L22",
    title: "asked again, or in another order, a provider gives the same taxes",
    input: Asked,
    holds: answered(fresh, async (answer, question, subject) => {
      const first = text(Result.succeed(answer))
      const again = text(await ask(subject, question))
      const turned = text(
        await ask(subject, {
          ...question,
          lines: question.lines.toReversed(),
          charges: question.charges.toReversed()
        })
      )
      return verdict(first === again && first === turned, () => `${first}, then ${again} and ${turned}`)
    })
  })

const answerApplies = (fresh: FreshTaxProvider): Law<Asked> =>
  law({
    id: "L22",
    title: "what a provider answers is data that a quote can be made with, its prices stated as they were asked",
    input: Asked,
    holds: answered(fresh, (answer, question) => {
      const encoded = Schema.encodeUnknownResult(TaxAnswer)(answer)
      if (Result.isFailure(encoded)) return broken("the answer is not of the Schema")
      const other = [...answer.lines, ...answer.charges].find(({ tax }) => tax.included !== question.included)
      if (other !== undefined) return broken(`\`${other.id}\` is stated otherwise than it was asked`)
      const input = withTaxes(cartOf(question), answer)
      if (Result.isFailure(input)) return broken(`no tax for \`${input.failure.of}\``)
      const quote = of(input.success)
      return Result.isFailure(quote) ? broken(`refused: ${quote.failure._tag}`) : held
    })
  })

const cartOf = ({ lines, charges }: TaxQuestion): QuoteInput => ({
  currency: "USD",
  at,
  lines: lines.map(({ id, sku, quantity }) => ({ id, sku, merchant: "m", quantity })),
  prices: lines.map(({ sku, amount }) => ({ id: sku, sku, currency: "USD", amount: amount.amount })),
  charges: charges.map(({ id, amount }) => ({ id, amount: amount.amount })),
  promotions: []
})

const refusesElsewhere = (fresh: FreshTaxProvider): Law<Asked> =>
  law({
    id: "L22",
    title: "a place that a provider knows nothing of is `PlaceUnknown`, never free of tax",
    input: Asked,
    holds: async (asked) => {
      if (asked.lines.length === 0) return vacuous("nothing is asked")
      const subject = await fresh()
      const answer = await ask(subject, { ...questionOf(subject, asked), to: subject.elsewhere })
      return verdict(Result.isFailure(answer) && answer.failure.reason === "PlaceUnknown", () => text(answer))
    }
  })

/** What every provider of taxes upholds. */
export const taxProviderLaws = (fresh: FreshTaxProvider): ReadonlyArray<Law<Asked>> => [
  answersEverything(fresh),
  answersAgain(fresh),
  answerApplies(fresh),
  refusesElsewhere(fresh)
]

/** Two providers that are to tell the same taxes, such as an adapter and the table that it is compared with. */
export const taxProviderEquivalence = (one: FreshTaxProvider, other: FreshTaxProvider): Law<Asked> =>
  law({
    id: "L61",
    title: "two providers of taxes tell the same of the same question",
    input: Asked,
    holds: async (asked) => {
      const [left, right] = [await one(), await other()]
      const question = questionOf(left, asked)
      const told = [text(await ask(left, question)), text(await ask(right, question))]
      return verdict(told[0] === told[1], () => told.join(" and "))
    }
  })
