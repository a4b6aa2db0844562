import { compareText } from "../../../src/kernel/text.ts"
import { divide } from "../../../src/money/index.ts"
import type { PriceEntry } from "../../../src/pricing/index.ts"
import type { Base, TailWindow } from "../../../src/promotion/index.ts"
import type { QuoteInput, Tax } from "../../../src/quote/index.ts"
import { fraction, max } from "./number.ts"
import { entryOf, kindOf, shown } from "./price.ts"

type Facts = Readonly<Record<string, ReadonlyArray<string>>>

/** One piece of a line. */
export interface Unit {
  readonly name: string
  readonly line: string
  readonly sku: string
  readonly merchant: string
  readonly group: string
  readonly price: bigint
  readonly list: bigint
  readonly entry: PriceEntry
  readonly floor: bigint
  readonly locks: ReadonlyArray<string>
  readonly addOnOf: string | undefined
  readonly facts: Facts
  readonly tax: Tax | undefined
  running: bigint
  level: bigint
  /** What of it is due now, if it is on deposit. */
  deposit: bigint | undefined
  /** When the promotions that put it there say that the tail is paid. */
  tails: ReadonlyArray<TailWindow>
  readonly used: Set<string>
}

export interface Charge {
  readonly id: string
  readonly merchant: string | undefined
  readonly method: string | undefined
  readonly facts: Facts
  readonly price: bigint
  readonly tax: Tax | undefined
  running: bigint
  level: bigint
}

export interface World {
  readonly units: ReadonlyArray<Unit>
  readonly charges: ReadonlyArray<Charge>
  readonly claimed: Map<string, bigint>
}

/** The world before the first turn: units in order of group, then line, then place. */
export const world = (input: QuoteInput): World => {
  const lines = input.lines
    .map((line) => ({ line, content: contentOf(line) }))
    .sort((a, b) => compareText(a.content, b.content) || compareText(a.line.id, b.line.id))
  const units = lines.flatMap(({ line, content }) => {
    const kind = kindOf(line.measure)
    const pool = lines.filter(
      ({ line: { sku, merchant, measure } }) =>
        sku === line.sku && merchant === line.merchant && kindOf(measure) === kind
    )
    const count = (of: typeof pool) => of.reduce((whole, one) => whole + one.line.quantity, 0)
    const before = count(
      pool.slice(
        0,
        pool.findIndex((one) => one.line === line)
      )
    )
    return Array.from({ length: line.quantity }, (_, index): Unit => {
      const entry = entryOf(input, line.sku, kind, count(pool), before + index + 1)!
      const price = shown(input, line, entry, entry.amount)
      const [n, d] = fraction(line.floor?.percent ?? "0")
      return {
        name: `${line.id}#${String(index).padStart(6, "0")}`,
        line: line.id,
        sku: line.sku,
        merchant: line.merchant,
        group: `${line.sku}\u0000${line.merchant}\u0000${kind}\u0001${entry.id}\n${content}`,
        price,
        list: entry.list === undefined ? price : shown(input, line, entry, entry.list),
        entry,
        floor: max(divide(price * n, d * 100n, "ceiling"), line.floor?.amount ?? 0n),
        locks: entry.locks ?? [],
        addOnOf: line.addOnOf,
        facts: line.facts ?? {},
        tax: line.tax,
        running: price,
        level: price,
        deposit: undefined,
        tails: [],
        used: new Set()
      }
    })
  })
  const charges = (input.charges ?? []).map(({ id, merchant, method, facts = {}, amount, tax }): Charge => {
    return { id, merchant, method, facts, price: amount, tax, running: amount, level: amount }
  })
  return { units: inGroups(units), charges: charges.sort((a, b) => compareText(a.id, b.id)), claimed: new Map() }
}

/** What must be equal for two lines of one sku to share a group. */
const contentOf = ({ facts = {}, floor, tax, addOnOf, measure }: QuoteInput["lines"][number]): string => {
  const named = Object.entries(facts).map(([name, values]) => [name, [...values].sort()] as const)
  const rates = tax?.rates.map(({ id, rate }) => [id, rate]).sort()
  const special = [measure, tax?.customs, tax?.relief].map((of) =>
    Object.entries(of ?? {}).sort(([a], [b]) => compareText(a, b))
  )
  return JSON.stringify([
    named.toSorted(([a], [b]) => compareText(a, b)),
    String(floor?.amount ?? ""),
    floor?.percent ?? "",
    tax?.included ?? "",
    rates ?? "",
    addOnOf ?? "",
    ...(special.flat().length === 0 ? [] : special)
  ])
}

/** What a gift of a sku is worth: the list value of one. */
export const valueOf = (input: QuoteInput, sku: string): bigint => {
  const entry = entryOf(input, sku, "", 1, 1)
  return entry?.list ?? entry?.amount ?? 0n
}

export const inGroups = (units: ReadonlyArray<Unit>): ReadonlyArray<Unit> =>
  units.toSorted((a, b) => compareText(a.group, b.group) || compareText(a.name, b.name))

export const groupsOf = (units: ReadonlyArray<Unit>): ReadonlyArray<ReadonlyArray<Unit>> => [
  ...Map.groupBy(units, ({ group }) => group).values()
]

/** From the cheapest up or the dearest down; ties by group, then unit order. */
export const inOrder = (
  units: ReadonlyArray<Unit>,
  seen: (unit: Unit) => bigint,
  order: "cheapest" | "dearest"
): ReadonlyArray<Unit> =>
  inGroups(units).toSorted((a, b) => {
    const difference = order === "cheapest" ? seen(a) - seen(b) : seen(b) - seen(a)
    return difference < 0n ? -1 : difference > 0n ? 1 : 0
  })

export const baseOf = (unit: Unit, base: Base): bigint => unit[base]

/** What is free on an account that a plan has drawn on. */
export const freeOn = (input: QuoteInput, { claimed }: World, account: string): bigint =>
  max(BigInt(input.accounts?.[account] ?? 0) - (claimed.get(account) ?? 0n), 0n)
