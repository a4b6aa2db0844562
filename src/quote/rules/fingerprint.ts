import { canonical, type Json } from "../../kernel/json.ts"
import { compareText } from "../../kernel/text.ts"
import type { Promotion } from "../../promotion/model.ts"
import type { QuoteInput } from "../input.ts"

/** The hash that names things: `sha256` of the kernel on a server, or the platform's own. */
export type Digest = (text: string) => string

const statedIn = ({ promotions }: Pick<QuoteInput, "promotions">): ReadonlyArray<Promotion> =>
  "_tag" in promotions ? promotions.rules.map(({ promotion }) => promotion) : promotions

/**
 * The digest of the canonical JSON (RFC 8785) of an input with its lists in order of id: equal for inputs that differ in
 * order alone, and different if anything a price depends on differs.
 */
export const fingerprint = (input: QuoteInput, digest: Digest): string => {
  const { promotions: _, lines, prices, charges = [], fees = [], codes = [], ...rest } = input
  return digest(
    canonical(
      plain({
        ...rest,
        lines: byId(lines),
        prices: byId(prices),
        charges: byId(charges),
        fees: byId(fees),
        codes: codes.toSorted(compareText),
        ruleSet: ruleSetHash(input, digest)
      })
    )
  )
}

/** The digest of the canonical JSON of the promotions, in order of id. */
export const ruleSetHash = (input: Pick<QuoteInput, "promotions">, digest: Digest): string =>
  digest(canonical(plain(byId(statedIn(input)))))

const byId = <A extends { readonly id: string }>(list: ReadonlyArray<A>): ReadonlyArray<A> =>
  list.toSorted((a, b) => compareText(a.id, b.id))

// Minor units are marked, so that an amount of 5 and a count of 5 differ.
const plain = (value: unknown): Json => {
  if (typeof value === "bigint") return `${value}n`
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, plain(one)]]))
    )
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null
}
