import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Law, law, vacuous, verdict } from "../../kernel/law.ts"
import type { PriceEntry } from "../model.ts"
import { explainPrice } from "../rules/explain.ts"
import { type FreeUnits, order, type PriceContext, selectPrice } from "../rules/select.ts"

const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))
const maybe = <const Words extends ReadonlyArray<string>>(words: Words) => Schema.NullOr(Schema.Literals(words))

const Drawn = Schema.Struct({
  amount: int(1, 999),
  currency: Schema.Literals(["CNY", "CNY", "JPY"]),
  override: Schema.Boolean,
  minQuantity: int(1, 4),
  graduated: Schema.Boolean,
  customerGroup: maybe(["member", "trade"]),
  channel: maybe(["app", "web"]),
  country: maybe(["CN", "JP"]),
  dated: Schema.Literals(["no", "now", "past", "future"]),
  stock: Schema.NullOr(int(0, 3))
})

/** Price entries of one sku, how many units are wanted, and how the winner is chosen. */
export const PriceCase = Schema.Struct({
  entries: Schema.Array(Drawn).check(Schema.isMinLength(1), Schema.isMaxLength(6)),
  quantity: int(1, 6),
  policy: Schema.Literals(["specific", "lowest"])
})
export type PriceCase = typeof PriceCase.Type

const now = 1_000

const entryOf = (of: PriceCase["entries"][number], index: number): PriceEntry => ({
  id: `e${index}`,
  sku: "a",
  currency: of.currency,
  amount: BigInt(of.amount),
  kind: of.override ? "override" : "base",
  minQuantity: of.minQuantity,
  tiers: of.graduated ? "graduated" : "volume",
  ...(of.customerGroup === null ? {} : { customerGroup: of.customerGroup }),
  ...(of.channel === null ? {} : { channel: of.channel }),
  ...(of.country === null ? {} : { country: of.country }),
  ...(of.dated === "no"
    ? {}
    : of.dated === "now"
      ? { from: now }
      : of.dated === "past"
        ? { until: now }
        : { from: now + 1 }),
  ...(of.stock === null ? {} : { stock: { account: `stock:e${index}` } })
})

const context: PriceContext = { currency: "CNY", at: now, customerGroup: ["member"], channel: ["app"], country: ["CN"] }

const asked = ({ entries, quantity, policy }: PriceCase) => {
  const stock = new Map(entries.map((one, index) => [`stock:e${index}`, one.stock ?? 0]))
  const free: FreeUnits = (account) => stock.get(account)
  return { entries: entries.map(entryOf), wanted: { sku: "a", merchant: "m", quantity }, policy, free, stock }
}

/** Every unit has exactly one price, whose entry may price it; the list's order does not show. */
export const pricesEveryUnit: Law<PriceCase> = law({
  id: "L10",
  title: "every unit has one price of an entry that holds, within its stock, and the order of entries does not show",
  input: PriceCase,
  holds: (drawn) => {
    const { entries, wanted, policy, free, stock } = asked(drawn)
    const selected = selectPrice(entries, wanted, context, policy, free)
    const turned = selectPrice(entries.toReversed(), wanted, context, policy, free)
    if (Result.isFailure(selected))
      return Result.isFailure(turned) ? vacuous("no price") : verdict(false, () => "order shows")
    const { runs, claims } = selected.success
    const counted = runs.reduce((sum, { count }) => sum + count, 0)
    const holds = runs.every(
      ({ entry }) => entry.currency === "CNY" && (entry.from ?? 0) <= now && now < (entry.until ?? now + 1)
    )
    const within = claims.every(({ account, units }) => units <= (stock.get(account) ?? 0))
    const same =
      Result.isSuccess(turned) && turned.success.runs.every((run, index) => run.entry.id === runs[index]?.entry.id)
    return verdict(counted === wanted.quantity && holds && within && same, () => `${counted} units priced`)
  }
})

/** Where nothing is limited, the winner is the least in the order, unit by unit. */
export const bestEntryWins: Law<PriceCase> = law({
  id: "L15",
  title: "a price beats every other that could price the same unit, and the explanation names each entry once",
  input: PriceCase,
  holds: (drawn) => {
    const { entries, wanted, policy, free } = asked({
      ...drawn,
      entries: drawn.entries.map((one) => ({ ...one, stock: null }))
    })
    const selected = selectPrice(entries, wanted, context, policy, free)
    if (Result.isFailure(selected)) return vacuous("no price")
    const last = selected.success.runs.at(-1)!.entry
    const explained = explainPrice(entries, wanted, context, policy, free)
    const rivals = entries.filter(({ id }) => explained.beaten.some(({ price }) => price === id))
    const beats = rivals.every((rival) => order(last, rival, policy).by < 0 || rival.tiers === "graduated")
    const named = [...explained.won, ...explained.beaten, ...explained.passedOver].map(({ price }) => price)
    return verdict(beats && new Set(named).size === named.length && named.length === entries.length, () => named.join())
  }
})

/** The laws of price selection. */
export const selectionLaws = [pricesEveryUnit, bestEntryWins] as const
