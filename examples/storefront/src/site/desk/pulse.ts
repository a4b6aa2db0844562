/** How the shop's calls and errands went since the program began, and what waits: read from its own metrics and from the log. */
import type * as Context from "effect/Context"
import * as Metric from "effect/Metric"
import type { Waiting } from "pannier/storage"
import type { DeskHealthView } from "../../look/index.ts"
import { span } from "../../text/format.ts"
import type { Language } from "../../text/index.ts"
import { patience } from "./checks.ts"

/** Refusals that are shown. */
const mostRefusals = 20

/** One series of a metric, with its labels. */
interface Series {
  readonly metric: string
  readonly labels: Readonly<Record<string, string>>
  readonly count: number
  /** Of a histogram, in milliseconds. */
  readonly sum: number
  readonly most: number
}

/** What the shop counted: see the guide on watching a shop. */
export const tallied = (services: Context.Context<never>): ReadonlyArray<Series> =>
  Metric.snapshotUnsafe(services).flatMap((one): ReadonlyArray<Series> => {
    if (!one.id.startsWith("pannier.")) return []
    const labels: Readonly<Record<string, string>> = { ...one.attributes }
    if (one.type === "Counter") return [{ metric: one.id, labels, count: Number(one.state.count), sum: 0, most: 0 }]
    if (one.type !== "Histogram") return []
    const { count, sum, max } = one.state
    return [{ metric: one.id, labels, count, sum, most: max }]
  })

/** Outcomes that are no answer to a caller: something is wrong with the shop. */
const trouble: ReadonlySet<string> = new Set([
  "StorageError",
  "VaultError",
  "Contention",
  "ClockSkew",
  "Die",
  "Interrupt"
])

export const refusalsOf = (counted: ReadonlyArray<Series>): DeskHealthView["refusals"] => {
  const all = counted
    .filter(({ metric, labels, count }) => {
      const isOutcome = metric === "pannier.calls" || metric === "pannier.errands"
      return isOutcome && labels["outcome"] !== "ok" && count > 0
    })
    .map(({ metric, labels, count }) => {
      const tag = labels["outcome"] ?? ""
      const name = labels["name"] ?? labels["kind"] ?? ""
      return { name, tag, count, bad: metric === "pannier.errands" || trouble.has(tag) }
    })
    .toSorted((a, b) => b.count - a.count)
    .slice(0, mostRefusals)
  const most = Math.max(1, ...all.map(({ count }) => count))
  return all.map((one) => ({ ...one, share: one.count / most }))
}

export const errandsOf = (counted: ReadonlyArray<Series>, language: Language): DeskHealthView["errands"] => {
  const of = (metric: string, kind: string) =>
    counted.filter((one) => one.metric === metric && one.labels["kind"] === kind)
  const kinds = new Set(
    counted.filter(({ metric }) => metric === "pannier.errands").map(({ labels }) => labels["kind"] ?? "")
  )
  return [...kinds].toSorted().map((kind) => {
    const outcomes = of("pannier.errands", kind)
    const [took] = of("pannier.errand.milliseconds", kind)
    const [lag] = of("pannier.errand.lag.milliseconds", kind)
    const sum = (ok: boolean): number =>
      outcomes.filter(({ labels }) => (labels["outcome"] === "ok") === ok).reduce((all, { count }) => all + count, 0)
    return {
      kind,
      carried: sum(true),
      failed: sum(false),
      took: took === undefined || took.count === 0 ? "–" : span(language, took.sum / took.count),
      lag: lag === undefined || lag.count === 0 ? "–" : span(language, lag.most)
    }
  })
}

/** What waits, by kind: the longest queue first. Parked intents are not due, since nobody tries them. */
export const queuesOf = (
  waiting: ReadonlyArray<Waiting>,
  now: number,
  language: Language
): DeskHealthView["queues"] => {
  const kinds = Map.groupBy(waiting, ({ kind }) => kind)
  const most = Math.max(1, ...[...kinds.values()].map((all) => all.length))
  return [...kinds]
    .map(([kind, all]) => {
      const due = all.filter((one) => one.state === "waiting" && one.due <= now).map((one) => now - one.due)
      const lag = Math.max(0, ...due)
      return {
        kind,
        waiting: all.length,
        due: due.length,
        ...(due.length === 0 ? {} : { lag: span(language, lag) }),
        late: lag > patience,
        parked: all.filter(({ state }) => state === "parked").length,
        share: all.length / most
      }
    })
    .toSorted((a, b) => b.waiting - a.waiting || (a.kind < b.kind ? -1 : 1))
}
