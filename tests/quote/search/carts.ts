import * as fc from "fast-check"
import type { Promotion } from "../../../src/promotion/index.ts"
import type { Limit, Line, QuoteInput } from "../../../src/quote/index.ts"
import { at } from "../sample.ts"

const yuan = (minor: number): string => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, "0")}`

const money = (min: number, max: number) => fc.integer({ min, max }).map(yuan)

const rewards = fc.oneof(
  fc.record({ kind: fc.constant("percent" as const), percent: fc.integer({ min: 1, max: 100 }).map(String) }),
  fc.record({ kind: fc.constant("amount" as const), amount: money(1, 2_000) }),
  fc.record({ kind: fc.constant("price" as const), price: money(0, 3_000) })
)

const offersOn = (mostSkus: number) =>
  fc.record({
    level: fc.constantFrom("item" as const, "merchant" as const, "platform" as const),
    priority: fc.integer({ min: 0, max: 2 }),
    reward: rewards,
    per: fc.constantFrom("unit" as const, "line" as const, "total" as const),
    base: fc.constantFrom("running" as const, "running" as const, "price" as const, "level" as const, "list" as const),
    skus: fc.uniqueArray(fc.constantFrom("s0", "s1", "s2", "s3"), { minLength: 1, maxLength: mostSkus }),
    cap: fc.option(money(100, 2_500), { nil: undefined }),
    scope: fc.constantFrom("cart" as const, "cart" as const, "line" as const),
    class: fc.constantFrom("x", "y", "z"),
    combines: fc.constantFrom("all", "all", "none", "own"),
    from: fc.option(money(1, 6_000), { nil: undefined }),
    stepped: fc.constantFrom("no", "no", "tiers", "every"),
    limited: fc.boolean()
  })
type Drawn = ReturnType<typeof offersOn> extends fc.Arbitrary<infer A> ? A : never

const rounding = fc.constantFrom(
  "halfUp" as const,
  "halfEven" as const,
  "halfDown" as const,
  "down" as const,
  "up" as const
)

const line = fc.record({
  price: fc.integer({ min: 1, max: 3_000 }),
  quantity: fc.integer({ min: 1, max: 3 }),
  floor: fc.constantFrom(undefined, undefined, "60", "90"),
  tax: fc.constantFrom(undefined, undefined, undefined, true, false)
})

const rewardOf = ({ reward, per }: Drawn) =>
  reward.kind === "price" ? { ...reward, per: per === "line" ? ("unit" as const) : per } : { ...reward, per }

const offerOf = (drawn: Drawn): Promotion["offer"] => {
  const reward = rewardOf(drawn)
  if (drawn.stepped === "tiers") {
    const higher = { kind: "percent" as const, percent: "50", per: drawn.per }
    return {
      kind: "tiers",
      measure: "amount",
      steps: [
        { at: "5.00", rewards: [reward] },
        { at: "20.00", rewards: [higher] }
      ]
    }
  }
  return drawn.stepped === "every" && reward.kind === "amount"
    ? { kind: "every", measure: "amount", each: "10.00", rewards: [reward] }
    : { kind: "grant", rewards: [reward] }
}

const promotionOf = (drawn: Drawn, index: number): Promotion => ({
  id: `o${index}`,
  level: drawn.level,
  priority: drawn.priority,
  base: drawn.base,
  select: { fact: "sku", op: "in", values: drawn.skus },
  offer: offerOf(drawn),
  stack: {
    scope: drawn.scope,
    class: drawn.class,
    combines: drawn.combines === "own" ? [drawn.class] : drawn.combines === "none" ? "none" : "all"
  },
  ...(drawn.cap === undefined ? {} : { cap: drawn.cap }),
  ...(drawn.from === undefined ? {} : { when: { measure: "amount" as const, atLeast: drawn.from } }),
  ...(drawn.limited ? { budgets: [{ account: "uses", unit: "uses" as const, per: "all" as const }] } : {})
})

const inputOf = (
  lines: ReadonlyArray<
    { readonly price: number } & Pick<Line, "quantity"> & {
        readonly floor?: string | undefined
        readonly tax?: boolean | undefined
      }
  >,
  promotions: ReadonlyArray<Promotion>,
  policy: QuoteInput["policy"]
): QuoteInput => ({
  currency: "CNY",
  at,
  lines: lines.map(({ quantity, floor, tax }, index) => ({
    id: `l${index}`,
    sku: `s${index}`,
    merchant: "m1",
    quantity,
    ...(floor === undefined ? {} : { floor: { percent: floor } }),
    ...(tax === undefined ? {} : { tax: { included: tax, rates: [{ id: "vat", rate: "0.13" }] } })
  })),
  prices: lines.map(({ price }, index) => ({
    id: `p${index}`,
    sku: `s${index}`,
    currency: "CNY",
    amount: BigInt(price)
  })),
  promotions,
  charges: [{ id: "c", amount: 500n }],
  accounts: { uses: 9 },
  ...(policy === undefined ? {} : { policy })
})

/** Carts whose offers all combine: mostly each leaves the less, the less it finds. */
export const peaceful = (mostSkus = 4): fc.Arbitrary<QuoteInput> =>
  fc
    .record({
      lines: fc.array(line, { minLength: 1, maxLength: 4 }),
      offers: fc.array(offersOn(mostSkus), { minLength: 1, maxLength: 4 }),
      rounding,
      tax: fc.constantFrom("line" as const, "unit" as const, "order" as const)
    })
    .map(({ lines, offers: drawn, rounding: discount, tax }) =>
      inputOf(
        lines,
        drawn.map((one, index) => promotionOf({ ...one, combines: "all" }, index)),
        { rounding: { discount }, tax: { rounding: tax } }
      )
    )

/** Carts whose offers have little to do with each other. */
export const apart = (): fc.Arbitrary<QuoteInput> =>
  fc
    .record({
      lines: fc.array(line, { minLength: 2, maxLength: 4 }),
      offers: fc.array(offersOn(2), { minLength: 2, maxLength: 4 })
    })
    .map(({ lines, offers }) =>
      inputOf(
        lines,
        offers.map((one, index) => promotionOf({ ...one, combines: "all", from: undefined, limited: false }, index)),
        {}
      )
    )

const limits: fc.Arbitrary<ReadonlyArray<Limit>> = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom("a", "b", "c"),
    classes: fc.constantFrom("*" as const, ["x"], ["y", "z"]),
    max: fc.integer({ min: 0, max: 2 }),
    per: fc.constantFrom("line" as const, "cart" as const, "merchant" as const)
  }),
  { selector: ({ id }) => id, maxLength: 3 }
)

/** Carts whose offers act line by line, under caps, limits and classes that do not combine. */
export const byLine = (): fc.Arbitrary<QuoteInput> =>
  fc
    .record({
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
      offers: fc.array(offersOn(4), { minLength: 2, maxLength: 4 }),
      limits,
      rounding
    })
    .map(({ lines, offers: drawn, limits: chosen, rounding: discount }) =>
      inputOf(
        lines.map((one) => ({ ...one, tax: undefined })),
        drawn.map((one, index) =>
          promotionOf(
            {
              ...one,
              scope: "line",
              per: one.per === "total" ? "line" : one.per,
              base: one.base === "running" ? "running" : "price",
              stepped: "no",
              from: undefined,
              limited: false
            },
            index
          )
        ),
        { rounding: { discount }, limits: chosen }
      )
    )

const spread = fc.record({
  level: fc.constantFrom("item" as const, "merchant" as const, "platform" as const),
  kind: fc.constantFrom("percent", "percent", "amount", "amount", "buyGet", "nth"),
  percent: fc.integer({ min: 1, max: 60 }).map(String),
  amount: fc.integer({ min: 1, max: 900 }),
  by: fc.constantFrom("value" as const, "value" as const, "quantity" as const, "even" as const),
  per: fc.constantFrom("line" as const, "total" as const, "total" as const),
  base: fc.constantFrom("running" as const, "running" as const, "price" as const),
  scope: fc.constantFrom("cart" as const, "cart" as const, "line" as const),
  skus: fc.uniqueArray(fc.constantFrom("s0", "s1", "s2", "s3"), { minLength: 1, maxLength: 4 })
})

/** Carts with tax on top of some prices or all, by several rates, whose offers all combine and mostly are spread over the goods. */
export const taxedOnTop = (): fc.Arbitrary<QuoteInput> =>
  fc
    .record({
      lines: fc.array(
        fc.record({
          price: fc.integer({ min: 1, max: 40 }),
          quantity: fc.integer({ min: 1, max: 3 }),
          included: fc.constantFrom(false, false, false, true),
          rate: fc.constantFrom("0.08", "0.08", "0.2", "0", "0.55")
        }),
        { minLength: 2, maxLength: 4 }
      ),
      worth: fc.constantFrom(1, 5, 40, 400),
      offers: fc.array(spread, { minLength: 2, maxLength: 4 }),
      rounding,
      tax: fc.constantFrom("line" as const, "unit" as const, "order" as const)
    })
    .map(({ lines, worth, offers, rounding: discount, tax }) => {
      const input = inputOf(
        lines.map(({ price, quantity }) => ({ price: price * worth, quantity })),
        offers.map(({ kind, percent, amount, by, per, base, scope, level, skus }, index): Promotion => {
          const share = { kind: "percent" as const, percent, per }
          const offer = (): Promotion["offer"] => {
            if (kind === "percent") return { kind: "grant", rewards: [share] }
            if (kind === "amount") {
              return { kind: "grant", rewards: [{ kind: "amount", amount: yuan(amount * worth), by, per }] }
            }
            const each = { ...share, per: "unit" as const }
            return kind === "nth"
              ? { kind: "nth", steps: [null, each], then: "cycle" }
              : { kind: "buyGet", buy: { quantity: 1 }, get: { quantity: 1, reward: each } }
          }
          const sets = kind === "nth" || kind === "buyGet"
          return {
            id: `o${index}`,
            level,
            base: sets ? "price" : base,
            select: { fact: "sku", op: "in", values: skus },
            offer: offer(),
            stack: { scope: sets ? "cart" : scope, combines: "all" }
          }
        }),
        { rounding: { discount, tax: discount }, tax: { rounding: tax } }
      )
      return {
        ...input,
        lines: input.lines.map((line, index) => {
          const { included, rate } = lines[index]!
          return { ...line, tax: { included, rates: [{ id: "vat", rate }] } }
        })
      }
    })
