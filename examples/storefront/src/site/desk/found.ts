/** What the linter and the laboratory found, as tables of the desk. */
import type { Finding } from "pannier/promotion"
import type { Laboratory } from "pannier/quote"
import type { Amount, Cell, FindingView, State, TableView } from "../../look/index.ts"
import { count } from "../../text/format.ts"
import { isTextKey, type Language, say, tell } from "../../text/index.ts"
import { merchants } from "../../seed/index.ts"

const moods = { error: "bad", warning: "attention", notice: "quiet" } as const

export const findingsOf = (findings: ReadonlyArray<Finding>, language: Language): ReadonlyArray<FindingView> =>
  findings.map((one) => ({
    severity: { label: say(language, `lint.${one.severity}`), mood: moods[one.severity] },
    path: `${one.promotions[0]}${one.path}`,
    text: one[language]
  }))

const verdicts = { applied: "good", beaten: "attention", never: "quiet" } as const

export const verdictOf = (verdict: Laboratory.OfferReport["verdict"], language: Language): State => ({
  label: say(language, `lab.${verdict}`),
  mood: verdicts[verdict]
})

/** The most frequent reason why an offer was not applied. */
export const mostlyBecause = ({ reasons }: Laboratory.OfferReport, language: Language): string => {
  const [first] = reasons
  if (first === undefined) return ""
  const key = `why.${first.reason}`
  return `${isTextKey(key) ? say(language, key) : first.reason} · ${count(language, first.carts)}`
}

/** What each offer did, one rule set after the other. */
export const tablesOf = (
  report: Laboratory.LabReport,
  nameOf: (promotion: string) => string,
  called: readonly [string, string],
  language: Language
): ReadonlyArray<TableView> => {
  const t = tell(language)
  const money = (amount: string): Amount => ({ amount, currency: report.currency })
  const many = report.sets.length > 1
  const titled = (title: string, index: number) => (many ? `${title} · ${called[index] ?? ""}` : title)
  return report.sets.map(
    (set, index): TableView => ({
      caption: titled(t("lab.offers"), index),
      columns: [
        { name: t("offers.name") },
        { name: t("lab.carts"), figures: true },
        { name: t("lab.uptake"), figures: true },
        { name: t("lab.amount"), figures: true },
        { name: t("lab.given"), figures: true },
        { name: t("lab.verdict") },
        { name: t("lab.whyNot") },
        { name: t("lab.nearest"), figures: true },
        { name: t("lab.beatenBy") }
      ],
      rows: set.offers.map(
        (offer): ReadonlyArray<Cell> => [
          { text: nameOf(offer.promotion) },
          { figure: count(language, offer.carts) },
          { figure: `${offer.uptake}%` },
          { amount: money(offer.amount) },
          { amount: money(offer.given.amount) },
          { state: verdictOf(offer.verdict, language) },
          { text: mostlyBecause(offer, language) },
          offer.nearestAmount !== undefined
            ? { amount: money(offer.nearestAmount) }
            : { figure: offer.nearestCount === undefined ? "" : t("lab.pieces", { count: offer.nearestCount }) },
          {
            text: offer.beatenBy
              .slice(0, 1)
              .map(({ promotion }) => nameOf(promotion))
              .join("")
          }
        ]
      ),
      empty: t("offers.none")
    })
  )
}

/** The totals of a report, the difference of two sets, and who pays. */
export const figuresOf = (
  report: Laboratory.LabReport,
  called: readonly [string, string],
  language: Language
): ReadonlyArray<TableView> => {
  const t = tell(language)
  const money = (amount: string): Amount => ({ amount, currency: report.currency })
  const titled = (title: string, index: number) =>
    report.sets.length > 1 ? `${title} · ${called[index] ?? ""}` : title
  return [
    summary(report, called, language),
    ...(report.difference === undefined ? [] : [difference(report.difference, money, language)]),
    ...report.sets.map(
      (set, index): TableView => ({
        caption: titled(t("lab.funders"), index),
        columns: [
          { name: t("lab.party") },
          { name: t("lab.amount"), figures: true },
          { name: t("lab.given"), figures: true }
        ],
        rows: set.funders.map(
          ({ party, amount, given }): ReadonlyArray<Cell> => [
            { text: partyName(party, language) },
            { amount: money(amount) },
            { amount: money(given) }
          ]
        ),
        empty: t("offers.none")
      })
    ),
    ...report.sets.flatMap((set, index) => belowCost(titled(t("lab.belowCost"), index), set, money, language))
  ]
}

/** The first lines that end below their cost, where there are any. */
const belowCost = (
  caption: string,
  { belowCost: { first } }: Laboratory.SetReport,
  money: (amount: string) => Amount,
  language: Language
): ReadonlyArray<TableView> => {
  const t = tell(language)
  const row = ({ cart, line, left, least }: (typeof first)[number]): ReadonlyArray<Cell> => [
    { text: `${cart} ${line}`, code: true },
    { amount: money(left) },
    { amount: money(least) }
  ]
  const columns = [
    { name: t("lab.cartLine") },
    { name: t("lab.net"), figures: true },
    { name: t("lab.cost"), figures: true }
  ]
  return first.length === 0 ? [] : [{ caption, columns, rows: first.slice(0, 10).map(row), empty: "" }]
}

/** Who pays, by name. */
export const partyName = (party: string, language: Language): string => {
  if (party === "platform") return say(language, "offers.level.platform")
  return merchants.find(({ id }) => id === party)?.name[language] ?? party
}

const summary = (report: Laboratory.LabReport, called: readonly [string, string], language: Language): TableView => {
  const t = tell(language)
  const money = (amount: string): Amount => ({ amount, currency: report.currency })
  const row = (name: string, cell: (set: Laboratory.SetReport) => Cell): ReadonlyArray<Cell> => [
    { text: name },
    ...report.sets.map(cell)
  ]
  return {
    caption: t("lab.summary"),
    columns: [
      { name: t("lab.measure") },
      ...report.sets.map((_, index) => ({ name: called[index] ?? "", figures: true }))
    ],
    rows: [
      row(t("lab.carts"), ({ carts }) => ({ figure: count(language, carts) })),
      row(t("lab.units"), ({ units }) => ({ figure: count(language, units) })),
      row(t("lab.before"), ({ before }) => ({ amount: money(before) })),
      row(t("lab.discount"), ({ discount }) => ({ amount: money(discount) })),
      row(t("lab.rate"), ({ rate }) => ({ figure: `${rate}%` })),
      row(t("lab.grand"), ({ grand }) => ({ amount: money(grand) })),
      row(t("lab.givenInAll"), ({ given }) => ({ amount: money(given) })),
      ...margins(report, money, language),
      row(t("lab.unquoted"), ({ refused }) => ({
        figure: count(
          language,
          refused.reduce((sum, { carts }) => sum + carts, 0)
        )
      })),
      row(t("lab.belowFloor", { percent: 60 }), ({ belowFloor }) => ({ figure: count(language, belowFloor.lines) }))
    ],
    empty: ""
  }
}

/** What is left above costs, and how many lines end below them; nothing where costs are not known. */
const margins = (
  { sets }: Laboratory.LabReport,
  money: (amount: string) => Amount,
  language: Language
): ReadonlyArray<ReadonlyArray<Cell>> => {
  if (sets.every(({ margin }) => margin === undefined)) return []
  const t = tell(language)
  const none = { figure: "" }
  return [
    [
      { text: t("lab.margin") },
      ...sets.map(({ margin }) => (margin === undefined ? none : { amount: money(margin.margin) }))
    ],
    [
      { text: t("lab.marginRate") },
      ...sets.map(({ margin }) => ({ figure: margin === undefined ? "" : `${margin.rate}%` }))
    ],
    [{ text: t("lab.belowCost") }, ...sets.map(({ belowCost: { lines } }) => ({ figure: count(language, lines) }))]
  ]
}

const difference = (
  { sum, cheaper, same, dearer, quantiles }: Laboratory.DifferenceReport,
  money: (amount: string) => Amount,
  language: Language
): TableView => {
  const t = tell(language)
  const named = new Map([
    [0, t("lab.least")],
    [50, t("lab.median")],
    [100, t("lab.most")]
  ])
  return {
    caption: t("lab.difference"),
    columns: [{ name: t("lab.measure") }, { name: t("lab.difference"), figures: true }],
    rows: [
      [{ text: t("lab.sum") }, { amount: money(sum), signed: true }],
      [{ text: t("lab.cheaper") }, { figure: count(language, cheaper) }],
      [{ text: t("lab.same") }, { figure: count(language, same) }],
      [{ text: t("lab.dearer") }, { figure: count(language, dearer) }],
      ...quantiles.map(
        ({ percent, amount }): ReadonlyArray<Cell> => [
          { text: named.get(percent) ?? t("lab.percentile", { percent }) },
          { amount: money(amount), signed: true }
        ]
      )
    ],
    empty: ""
  }
}
