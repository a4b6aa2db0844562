import * as Schema from "effect/Schema"
import { type Law, law, vacuous, verdict } from "../kernel/law.ts"
import { compareRank } from "./rules/rank.ts"
import { factIn, matcher } from "./rules/match.ts"
import { benefitShare } from "./rules/benefit.ts"
import { codeSeries } from "./rules/campaign/series.ts"
import { normalCode } from "./rules/code.ts"
import * as Result from "effect/Result"
import type { Selector } from "./model.ts"

const Ranked = Schema.Struct({
  id: Schema.Literals(["a", "b", "ab", "é", "满"]),
  level: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 4 })),
  lane: Schema.Int.check(Schema.isBetween({ minimum: -2, maximum: 2 })),
  priority: Schema.Int.check(Schema.isBetween({ minimum: -2, maximum: 2 }))
})
type Ranked = typeof Ranked.Type

const Three = Schema.Struct({ a: Ranked, b: Ranked, c: Ranked })

/** Rank is a total order, so that no list order can show (L10). */
export const rankIsTotal: Law<typeof Three.Type> = law({
  id: "L10",
  title: "rank is a total order: antisymmetric, transitive, and equal only for equal ranks",
  input: Three,
  holds: ({ a, b, c }) => {
    const [ab, ba, bc, ac] = [compareRank(a, b), compareRank(b, a), compareRank(b, c), compareRank(a, c)]
    const mirror = Math.sign(ab) === -Math.sign(ba)
    const chain = !(ab < 0 && bc < 0) || ac < 0
    const same = (ab === 0) === (a.id === b.id && a.level === b.level && a.lane === b.lane && a.priority === b.priority)
    return verdict(mirror && chain && same, () => JSON.stringify({ a, b, c }))
  }
})

const Selecting = Schema.Struct({
  facts: Schema.Record(Schema.Literals(["tags", "brand"]), Schema.Array(Schema.Literals(["tea", "ware", "new"]))),
  fact: Schema.Literals(["tags", "brand", "constructor"]),
  values: Schema.Array(Schema.Literals(["tea", "ware", "new"]))
})

/** What the set comparisons mean, for facts that are there and facts that are not. */
export const setsCompare: Law<typeof Selecting.Type> = law({
  id: "L15",
  title: "`in` and `notIn` are opposites, `all` implies `in`, and an absent fact is the empty set",
  input: Selecting,
  holds: ({ facts, fact, values }) => {
    const holds = (op: "in" | "all" | "notIn") => matches({ fact, op, values }, facts)
    const found = factIn(facts, fact)
    const absent = found.length > 0 || (!holds("in") && !holds("all") && holds("notIn"))
    return verdict(
      holds("in") !== holds("notIn") && (!holds("all") || holds("in")) && absent,
      () => `${fact} of ${found.join()}`
    )
  }
})

/** Negation and the empty branches. */
export const treesCompare: Law<typeof Selecting.Type> = law({
  id: "L15",
  title: "`not` turns a selector round, `all: []` holds, `any: []` does not, and De Morgan's laws hold",
  input: Selecting,
  holds: ({ facts, fact, values }) => {
    const a: Selector = { fact, op: "in", values }
    const b: Selector = { fact: "brand", op: "all", values }
    const is = (selector: Selector) => matches(selector, facts)
    const morgan = is({ not: { all: [a, b] } }) === is({ any: [{ not: a }, { not: b }] })
    return verdict(morgan && is({ not: a }) !== is(a) && is({ all: [] }) && !is({ any: [] }), () => fact)
  }
})

// Letters that change under NFKC or upper case: ligatures, full width, sharp s, dotless and dotted i, combining marks.
const Letters = Schema.Array(
  Schema.Literals([
    "a",
    "B",
    "7",
    "-",
    " ",
    "\t",
    "é",
    "e",
    "\u0301",
    "ß",
    "ﬁ",
    "１",
    "Ａ",
    "İ",
    "ı",
    "ǆ",
    "ΐ",
    "¨",
    "ѕ",
    "满"
  ])
).check(Schema.isMaxLength(8))

/** Codes have one normal form. */
export const codesSettle: Law<typeof Letters.Type> = law({
  id: "L10",
  title: "the normal form of a code is its own normal form, whatever space stands around it",
  input: Letters,
  holds: (letters) => {
    const code = letters.join("")
    const normal = normalCode(code)
    if (normal === "") return vacuous("nothing but space")
    return verdict(normalCode(` ${code}\t`) === normal && normalCode(normal) === normal, () => JSON.stringify(code))
  }
})

const Campaign = Schema.Struct({
  campaign: Schema.Literals(["spring", "11.11"]),
  count: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })),
  index: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 999_999 })),
  place: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 9 })),
  sign: Schema.Literals(["2", "A", "Z", "0", "#", "-"]),
  key: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 255 }))
})

/** A code is its number, and nothing else is a code. */
export const codesAreNumbers: Law<typeof Campaign.Type> = law({
  id: "L27",
  title: "the codes of a campaign are known by their numbers, and a text is known only as the code of its number",
  input: Campaign,
  holds: ({ campaign, count, index, place, sign, key }) => {
    const made = codeSeries({ campaign, count }, new Uint8Array(32).fill(key))
    if (Result.isFailure(made)) return vacuous(made.failure._tag)
    const series = made.success
    const code = series.code(index % count)
    const altered = code.slice(0, place) + sign + code.slice(place + 1)
    const found = series.indexOf(altered)
    const known = found === undefined || series.code(found) === altered
    return verdict(series.indexOf(code) === index % count && known, () => `${code} ${altered}`)
  }
})

const Minor = Schema.BigInt.check(Schema.isBetweenBigInt({ minimum: 0n, maximum: 1_000_000_000_000n }))
const Refunds = Schema.Struct({ earned: Minor, parts: Schema.Array(Minor).check(Schema.isMaxLength(8)) })

/** Benefits go back with the money that earned them. */
export const benefitsGoBack: Law<typeof Refunds.Type> = law({
  id: "L28",
  title: "what goes back of a benefit sums over any refunds of the whole to what was earned, and no part is negative",
  input: Refunds,
  holds: ({ earned, parts }) => {
    const paid = parts.reduce((sum, part) => sum + part, 0n)
    if (paid === 0n) return vacuous("nothing was paid")
    let before = 0n
    let back = 0n
    for (const now of parts) {
      const share = benefitShare(earned, { paid, before, now })
      if (share < 0n) return verdict(false, () => `${share} of ${earned}`)
      back += share
      before += now
    }
    return verdict(back === earned, () => `${back} of ${earned}`)
  }
})

const matches = (selector: Selector, facts: Readonly<Record<string, ReadonlyArray<string>>>): boolean =>
  Result.match(matcher(selector, "CNY"), { onFailure: () => false, onSuccess: (match) => match({ facts }) })

/** The laws of promotions as such; those of what they do are the quote's. */
export const promotionLaws = [
  rankIsTotal,
  setsCompare,
  treesCompare,
  codesSettle,
  codesAreNumbers,
  benefitsGoBack
] as const
