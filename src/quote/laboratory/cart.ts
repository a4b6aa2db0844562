import * as Result from "effect/Result"
import type { InvalidInput } from "../../command/errors.ts"
import { compareText } from "../../kernel/text.ts"
import { longestDecimal } from "../../kernel/ratio.ts"
import { closed, type Flaw, flaw, list, type Reader, record, whole, within } from "../../kernel/reading.ts"
import { amountFrom } from "../../money/amount.ts"
import type { DuplicateId } from "../../money/errors.ts"
import { decimal, key } from "../../promotion/rules/read.ts"
import type { TooLarge } from "../errors.ts"
import type { BookedInput, Charge, Context, Line, Policy, PriceBook, QuoteInput } from "../input.ts"
import { priceBook } from "../rules/book.ts"
import { read, type ReadingRefusal } from "../rules/read.ts"

/** A cart as it was, without the promotions that are to be tried on it. */
export interface RecordedCart {
  readonly id: string
  readonly input: Omit<BookedInput, "promotions">
}

/** A good from which carts are drawn: a line without its quantity, and how often it is wanted beside the others. */
export interface SampleGood extends Omit<Line, "id" | "quantity"> {
  readonly demand: number
}

/** What carts are drawn from. */
export interface SampleCatalog {
  readonly currency: string
  readonly at: number
  readonly goods: ReadonlyArray<SampleGood>
  readonly prices: PriceBook
  /** Who buys and how, each as often as it is listed. */
  readonly contexts: ReadonlyArray<Context>
  /** The charges of a cart, each list as often as it is listed. */
  readonly charges: ReadonlyArray<ReadonlyArray<Charge>>
  /** What buyers enter, each list as often as it is listed. */
  readonly codes: ReadonlyArray<ReadonlyArray<string>>
  readonly accounts?: QuoteInput["accounts"]
  readonly policy?: Policy
}

/** Carts and goods as a file has them. */
export interface LabFile {
  readonly currency: string
  readonly carts: ReadonlyArray<RecordedCart>
  readonly catalog: SampleCatalog
  /** What a unit of a sku costs, net of tax, minor units. */
  readonly costs: Readonly<Record<string, bigint>>
  /** What a coupon of a template is taken to cost, minor units. */
  readonly coupons: Readonly<Record<string, bigint>>
  /** A line below this percentage of its selected price is counted. */
  readonly floor?: string
}

/** Why a file cannot be read. `path` is a JSON pointer into the file. */
export type LabFileRefusal = ReadingRefusal | TooLarge | DuplicateId

const anything: Reader<unknown> = (value) => Result.succeed(value)
const object: Reader<Readonly<Record<string, unknown>>> = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Result.succeed({ ...value })
    : flaw("expected an object")
const most = 1_000_000

const file = closed(
  { currency: anything },
  {
    at: anything,
    prices: anything,
    context: anything,
    contexts: list(anything, 1000),
    charges: anything,
    accounts: anything,
    policy: anything,
    costs: record(anything, most),
    coupons: record(anything, most),
    floor: decimal,
    carts: list(object, most),
    goods: list(object, most)
  }
)

/**
 * Reads carts, or goods to draw them from, from JSON: `{ currency, at, prices, carts, goods, costs, ... }`. A cart is the
 * document of a quote; what it does not state is taken from the file. Its promotions, if it has any, are set aside.
 */
export const readLabFile = (json: unknown): Result.Result<LabFile, LabFileRefusal> =>
  Result.gen(function* () {
    const found = yield* invalid(file(json))
    const { currency, at, prices = [], context, charges, accounts, policy } = found
    const usual = { currency, ...present({ at, context, charges, accounts, policy }) }
    const empty = { at: "1970-01-01T00:00:00Z", ...usual, lines: [], prices: [], promotions: [] }
    const base = yield* read({ ...empty, prices })
    const book = yield* priceBook(base.prices)
    const carts: Array<RecordedCart> = []
    const ids = new Set<string>()
    for (const [index, one] of (found.carts ?? []).entries()) {
      const { id = `cart-${index + 1}`, promotions: _aside, prices: own, ...rest } = one
      const named = yield* invalid(
        Result.mapError(key(id), (wrong) => within("carts", within(index, within("id", wrong))))
      )
      if (ids.has(named)) return yield* Result.fail({ _tag: "DuplicateId", id: named } as const)
      ids.add(named)
      const {
        promotions: _none,
        prices: entries,
        ...input
      } = yield* Result.mapError(read({ ...empty, ...rest, prices: own ?? [] }), (refusal) =>
        placed(refusal, `/carts/${index}`)
      )
      // Accounts of the file are one and the same for all carts.
      const shared = rest["accounts"] === undefined && base.accounts !== undefined ? { accounts: base.accounts } : {}
      carts.push({
        id: named,
        input: { ...input, ...shared, prices: own === undefined ? book : yield* priceBook(entries) }
      })
    }
    const goods: Array<SampleGood> = []
    for (const [index, one] of (found.goods ?? []).entries()) {
      const { demand = 1, ...line } = one
      const wanted = yield* invalid(
        Result.mapError(whole(0, most)(demand), (wrong) => within("goods", within(index, within("demand", wrong))))
      )
      const { lines } = yield* Result.mapError(
        read({ ...empty, lines: [{ ...line, id: "good", quantity: 1 }] }),
        (refusal) => placed(refusal, `/goods/${index}`)
      )
      const { id: _id, quantity: _quantity, ...good } = lines[0]!
      goods.push({ ...good, demand: wanted })
    }
    const contexts: Array<Context> = []
    for (const [index, one] of (found.contexts ?? []).entries()) {
      const input = yield* Result.mapError(read({ ...empty, context: one }), (refusal) =>
        placed(refusal, `/contexts/${index}`)
      )
      contexts.push(input.context ?? { facts: {} })
    }
    const costs = yield* invalid(amounts("costs", found.costs, base.currency))
    const coupons = yield* invalid(amounts("coupons", found.coupons, base.currency))
    const stated: SampleCatalog = {
      currency: base.currency,
      at: base.at,
      goods,
      prices: book,
      contexts: contexts.length > 0 ? contexts : base.context === undefined ? [] : [base.context],
      charges: base.charges === undefined ? [] : [base.charges],
      codes: [],
      ...(base.accounts === undefined ? {} : { accounts: base.accounts }),
      ...(base.policy === undefined ? {} : { policy: base.policy })
    }
    const catalog = goods.length > 0 ? stated : catalogOf(base.currency, carts)
    const floor = found.floor === undefined ? {} : { floor: found.floor }
    return { currency: base.currency, carts, catalog, costs, coupons, ...floor }
  })

/**
 * What carts like these are drawn from: each good as often as it was bought, contexts, charges and codes as they were, accounts
 * and policy as the first cart that states any has them.
 */
export const catalogOf = (currency: string, carts: ReadonlyArray<RecordedCart>): SampleCatalog => {
  const goods = new Map<string, SampleGood>()
  const entries = new Map<string, PriceBook["entries"][number]>()
  const books = new Set<unknown>()
  let accounts: QuoteInput["accounts"]
  let policy: Policy | undefined
  let at = 0
  for (const { input } of carts) {
    for (const { id: _id, quantity: _quantity, ...good } of input.lines) {
      const known = `${good.merchant}\n${good.sku}`
      goods.set(known, { ...good, demand: (goods.get(known)?.demand ?? 0) + 1 })
    }
    if (!books.has(input.prices)) {
      books.add(input.prices)
      for (const entry of input.prices.entries) entries.set(entry.id, entry)
    }
    accounts ??= input.accounts
    policy ??= input.policy
    at = Math.max(at, input.at)
  }
  const bySku = new Map<string, Array<PriceBook["entries"][number]>>()
  for (const entry of entries.values()) bySku.set(entry.sku, [...(bySku.get(entry.sku) ?? []), entry])
  return {
    currency,
    at,
    goods: [...goods.values()].toSorted((a, b) => compareText(a.sku, b.sku) || compareText(a.merchant, b.merchant)),
    prices: { _tag: "PriceBook", entries: [...entries.values()], bySku },
    contexts: carts.map(({ input }) => input.context ?? { facts: {} }),
    charges: carts.map(({ input }) => input.charges ?? []),
    codes: carts.map(({ input }) => input.codes ?? []),
    ...(accounts === undefined ? {} : { accounts }),
    ...(policy === undefined ? {} : { policy })
  }
}

const present = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const amount =
  (currency: string): Reader<bigint> =>
  (value) => {
    if (typeof value !== "string" || value.length > longestDecimal)
      return flaw("expected an amount such as 19.90, in quotes")
    const found = amountFrom(value, currency)
    if (Result.isFailure(found)) return flaw(found.failure._tag)
    return found.success < 0n ? flaw("an amount is not negative") : Result.succeed(found.success)
  }

const amounts = (
  under: string,
  stated: Readonly<Record<string, unknown>> = {},
  currency: string
): Result.Result<Readonly<Record<string, bigint>>, Flaw> =>
  Result.gen(function* () {
    const found: Record<string, bigint> = Object.create(null)
    for (const [id, text] of Object.entries(stated)) {
      found[id] = yield* Result.mapError(amount(currency)(text), (wrong) => within(under, within(id, wrong)))
    }
    return found
  })

const invalid = <A>(result: Result.Result<A, Flaw>): Result.Result<A, InvalidInput> =>
  Result.mapError(result, ({ path, why }) => ({ _tag: "InvalidInput", path, reason: why }))

const placed = <R extends ReadingRefusal>(refusal: R, path: string): R =>
  refusal._tag === "InvalidInput" ? { ...refusal, path: `${path}${refusal.path}` } : refusal
