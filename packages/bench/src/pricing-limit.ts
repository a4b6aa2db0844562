import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import * as Result from "effect/Result"
import type { Promotion } from "pannier/promotion"
import { compile, type BookedInput } from "pannier/quote"
import { type Pace, race, type Report, type Row } from "./measure.ts"
import { floor, type FloorCart, indexOf, type Off, type Percent } from "./pricing-floor.ts"
import { at, bookOf, priced, readLines } from "./pricing-ours.ts"

/** Ours against the limit of the language: `pricing-floor.ts` does the job of pricing, and nothing else. */
export const againstFloor = async (pace: Pace): Promise<Report> => {
  const rows: Array<Row> = []
  for (const lines of [10, 50]) {
    const cart = cartOf(lines)
    for (const count of [10, 100, 1000]) {
      const percents = percentsOf(count)
      const index = indexOf(percents)
      const input = inputOf(cart, percents)
      const bare = () => floor(index, off, cart)
      alike(input, bare())
      const ours = () => readLines(priced(input))
      const name = `${lines} lines, ${count} offers, best for each line / bigint floor`
      rows.push(await race("ns", { name, ours, peer: () => readLines(bare()), goal: 2.5 }, pace))
    }
  }
  const source = readFileSync(new URL("pricing-floor.ts", import.meta.url))
  return {
    rows,
    notes: [
      `the floor is pricing-floor.ts, sha256 ${createHash("sha256").update(source).digest("hex").slice(0, 16)}; the answers are the same in every line, tax and adjustment; \`compared\` is what ours costs of it`
    ]
  }
}

const off: Off = { id: "off", amount: 1500n, atLeast: 10_000n }

const cartOf = (lines: number): FloorCart => ({
  channel: "web",
  group: "member",
  lines: Array.from({ length: lines }, (_, index) => ({
    id: `line-${String(index).padStart(4, "0")}`,
    price: 1103n + BigInt((index * 7919) % 9001),
    quantity: BigInt(1 + (index % 3)),
    brand: `brand-${index % 10}`,
    category: `category-${index % 3}`,
    included: index % 2 === 0
  }))
})

// Four conditions each: two of the line, two of the cart.
const percentsOf = (count: number): ReadonlyArray<Percent> =>
  Array.from({ length: count }, (_, index) => ({
    id: `percent-${String(index).padStart(4, "0")}`,
    percent: BigInt(1 + ((index * 37) % 30)),
    brand: `brand-${index % 10}`,
    category: `category-${Math.floor(index / 3) % 3}`,
    channel: index % 4 === 0 ? "app" : "web",
    group: index % 5 === 0 ? "staff" : "member"
  }))

/** The same job in our words: the largest percentage has its turn first, and no line takes a second one. */
const inputOf = ({ channel, group, lines }: FloorCart, percents: ReadonlyArray<Percent>): BookedInput => ({
  currency: "EUR",
  at,
  lines: lines.map(({ id, quantity, brand, category, included }) => ({
    id,
    sku: id,
    merchant: "shop",
    quantity: Number(quantity),
    facts: { brand: [brand], category: [category] },
    tax: { included, rates: [{ id: "vat", rate: "0.2" }] }
  })),
  prices: bookOf(
    lines.map(({ id, price }) => ({ id, amount: price })),
    "EUR"
  ),
  promotions: Result.getOrThrow(compile([...percents.map(percentPromotion), offPromotion], "EUR")),
  context: { facts: { channel: [channel], customerGroup: [group] } },
  policy: { combination: "priority", rounding: { discount: "halfEven", tax: "halfEven" } }
})

const percentPromotion = ({ id, percent, brand, category, channel, group }: Percent): Promotion => ({
  id,
  level: "item",
  priority: Number(percent),
  when: { all: [is("channel", channel), is("customerGroup", group)] },
  select: { all: [is("brand", brand), is("category", category)] },
  offer: { kind: "grant", rewards: [{ kind: "percent", percent: String(percent) }] },
  stack: { scope: "line", combines: ["merchant"] }
})

const offPromotion: Promotion = {
  id: off.id,
  level: "merchant",
  when: { measure: "amount", atLeast: text(off.atLeast) },
  offer: { kind: "grant", rewards: [{ kind: "amount", amount: text(off.amount) }] }
}

function is(fact: string, value: string) {
  return { fact, op: "in", values: [value] } as const
}

function text(cents: bigint): string {
  return (Number(cents) / 100).toFixed(2)
}

const alike = (input: BookedInput, bare: ReturnType<typeof floor>): void => {
  const { grand, tax, discount, lines } = priced(input)
  const said = (of: { readonly [key: string]: unknown }) =>
    JSON.stringify(of, (_, one) => (typeof one === "bigint" ? String(one) : one))
  const shown = lines.map(({ id, before, discount: less, amount, tax: own, net, gross, adjustments }) => ({
    id,
    before,
    discount: less,
    amount,
    tax: own,
    net,
    gross,
    adjustments: adjustments.map(({ promotion, amount: part }) => ({ promotion, amount: part })).sort(byId)
  }))
  const theirs = bare.lines.map((line) => ({ ...line, adjustments: line.adjustments.toSorted(byId) }))
  if (said({ grand, tax, discount, lines: shown }) !== said({ ...bare, lines: theirs })) {
    throw new Error("ours and the floor price differently")
  }
}

const byId = (a: { readonly promotion: string }, b: { readonly promotion: string }): number =>
  a.promotion < b.promotion ? -1 : 1
