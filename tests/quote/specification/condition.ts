import type { Base, Budget, Condition, Measure, Promotion, Schedule, Selector } from "../../../src/promotion/index.ts"
import type { QuoteInput } from "../../../src/quote/index.ts"
import { fraction, money, sum } from "./number.ts"
import { baseOf, type Charge, type Unit, type World } from "./world.ts"

interface Subject {
  readonly facts: Readonly<Record<string, ReadonlyArray<string>>>
  readonly sku?: string
  readonly merchant?: string | undefined
  readonly method?: string | undefined
  readonly price?: bigint
}

export const matches = (selector: Selector, subject: Subject): boolean => {
  if ("all" in selector) return selector.all.every((one) => matches(one, subject))
  if ("any" in selector) return selector.any.some((one) => matches(one, subject))
  if ("not" in selector) return !matches(selector.not, subject)
  const { fact, op, values } = selector
  if (fact === "price" && subject.price !== undefined) {
    return compares(
      op,
      [String(subject.price)],
      values.map((value) => String(money(value)))
    )
  }
  const own = fact === "sku" || fact === "merchant" || fact === "method" ? subject[fact] : undefined
  return compares(op, own === undefined ? (subject.facts[fact] ?? []) : [own], values)
}

const compares = (op: string, found: ReadonlyArray<string>, values: ReadonlyArray<string>): boolean => {
  if (op === "in") return found.some((value) => values.includes(value))
  if (op === "notIn") return !found.some((value) => values.includes(value))
  if (op === "all") return found.length > 0 && found.every((value) => values.includes(value))
  return found.some((value) => {
    const [[a, b], [c, d]] = [fraction(value), fraction(values[0]!)]
    const difference = a * d - c * b
    if (op === "atLeast") return difference >= 0n
    if (op === "atMost") return difference <= 0n
    return op === "above" ? difference > 0n : difference < 0n
  })
}

/** What is counted over units. */
export const measured = (measure: Measure, units: ReadonlyArray<Unit>, base: Base): bigint => {
  if (measure === "amount") return sum(units.map((unit) => baseOf(unit, base)))
  if (measure === "quantity") return BigInt(units.length)
  const variants = [...Map.groupBy(units, ({ sku }) => sku).values()].map(({ length }) => length)
  return BigInt(measure === "variants" ? variants.length : Math.max(0, ...variants))
}

/** A threshold: minor units or a count. */
export const reaches = (measure: Measure, at: string | number): bigint =>
  measure === "amount" ? money(String(at)) : BigInt(at)

/** Whether a condition holds as things stand, over these units and charges. */
export const holds = (
  input: QuoteInput,
  promotion: Promotion,
  condition: Condition,
  units: ReadonlyArray<Unit>,
  charges: ReadonlyArray<Charge>
): boolean => {
  const holding = (one: Condition): boolean => holds(input, promotion, one, units, charges)
  if ("all" in condition) return condition.all.every(holding)
  if ("any" in condition) return condition.any.some(holding)
  if ("not" in condition) return !holding(condition.not)
  if ("hours" in condition) return within(condition, input.at)
  if ("charge" in condition) return charges.some((charge) => matches(condition.charge, charge))
  if ("fact" in condition) return matches(condition, { facts: input.context?.facts ?? {} })
  const { measure, select, base, atLeast } = condition
  const counted = units.filter((unit) => select === undefined || matches(select, unit))
  return measured(measure, counted, base ?? promotion.testBase ?? "running") >= reaches(measure, atLeast)
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

const wallClock = (at: number, zone: string) => {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit"
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)!.value
  return {
    day: weekdays.indexOf(part("weekday")) + 1,
    time: `${part("hour")}:${part("minute")}`,
    date: `${part("year")}-${part("month")}-${part("day")}`
  }
}

/** Whether the clock of the zone shows a time within the hours. */
export const within = ({ zone, hours }: Schedule, at: number): boolean => {
  const { day, time } = wallClock(at, zone)
  const yesterday = ((day + 5) % 7) + 1
  return hours.some(({ days, from, until }) =>
    from < until
      ? days.includes(day) && from <= time && time < until
      : (days.includes(day) && from <= time) || (days.includes(yesterday) && time < until)
  )
}

/** The account of a budget: with a period, one for each. */
export const accountOf = ({ account, period, zone = "UTC" }: Budget, at: number): string => {
  if (period === undefined) return account
  const { date, day } = wallClock(at, zone)
  if (period !== "week") return `${account}@${date.slice(0, { year: 4, month: 7, day: 10 }[period])}`
  // The week is named by the year of its Thursday, and counted from the week of that year's first Thursday.
  const thursday = new Date(Date.parse(date) + (4 - day) * 86_400_000)
  const [year, january] = [thursday.getUTCFullYear(), Date.UTC(thursday.getUTCFullYear(), 0, 1)]
  const week = Math.floor((thursday.getTime() - january) / (7 * 86_400_000)) + 1
  return `${account}@${year}-W${String(week).padStart(2, "0")}`
}

/** Why a promotion is out whatever is in the cart. */
export const outOf = (input: QuoteInput, promotion: Promotion): string | undefined => {
  const { state = "active", currency = input.currency, from, until, schedule, codes } = promotion
  const normal = (code: string) => code.normalize("NFKC").toUpperCase().normalize("NFKC").trim()
  if (state !== "active") return "NotActive"
  if (currency !== input.currency) return "CurrencyMismatch"
  if (from !== undefined && input.at < from) return "NotStarted"
  if (until !== undefined && input.at >= until) return "Ended"
  if (schedule !== undefined && !within(schedule, input.at)) return "OutsideSchedule"
  const entered = (input.codes ?? []).map(normal)
  // Whoever prices a cart lists the code of a campaign that was entered; without, none was.
  const listed = codes !== undefined && "campaign" in codes ? [] : codes
  if (listed !== undefined && !listed.map(normal).some((code) => entered.includes(code))) return "CodeMissing"
  return undefined
}

/** The units and charges of a promotion's merchant; its own add-ons apart. */
export const ownOf = ({ units, charges }: World, { id, merchant }: Promotion) => {
  const own = units.filter((unit) => merchant === undefined || unit.merchant === merchant)
  return {
    own,
    addOns: own.filter(({ addOnOf }) => addOnOf === id),
    counted: own.filter(({ addOnOf }) => addOnOf !== id),
    charges: charges.filter((charge) => merchant === undefined || charge.merchant === merchant)
  }
}
