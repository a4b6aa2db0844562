import { compareText } from "../../kernel/text.ts"
import type { NetGross } from "../quote.ts"
import type { QuotedRelief, TaxRelief } from "../tax.ts"
import type { Cart } from "./cart.ts"
import { reliefText } from "./relief.ts"

interface Net extends Pick<NetGross<bigint>, "net"> {
  readonly id: string
}

/** The reliefs of a quote by kind and code, each with what it is for; nothing where there are none. */
export const reliefsOf = (
  cart: Cart,
  lines: ReadonlyArray<Net>,
  charges: ReadonlyArray<Net>,
  fees: ReadonlyArray<Net>
): { readonly reliefs?: ReadonlyArray<QuotedRelief<bigint>> } => {
  const found = new Map<string, QuotedRelief<bigint>>()
  const add = (relief: TaxRelief | undefined, { id, net }: Net): void => {
    const text = relief && reliefText(relief)
    if (relief === undefined || text === undefined) return
    const { kind, code } = relief
    const key = `${code}\u0000${kind}\u0000${text.en}\u0000${text.zh}`
    const known = found.get(key) ?? { kind, code, text, of: [], net: 0n }
    found.set(key, { ...known, of: [...known.of, id], net: known.net + net })
  }
  for (const [index, { tax }] of cart.lines.entries()) add(tax?.relief, lines[index]!)
  for (const [index, { stated }] of cart.charges.entries()) add(stated?.relief, charges[index]!)
  for (const [index, { stated }] of cart.fees.entries()) add(stated?.relief, fees[index]!)
  const sorted = [...found].sort(([a], [b]) => compareText(a, b)).map(([, one]) => one)
  return sorted.length === 0 ? {} : { reliefs: sorted }
}
