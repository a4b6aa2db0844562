/** Amounts, dates and addresses as each language writes them. Days are those of Asia/Shanghai. */
import type { Language } from "./index.ts"

/** An amount as it stands on the wire: a decimal string and an ISO 4217 code. */
export type Amount = { readonly amount: string; readonly currency: string }

const zone = "Asia/Shanghai"
const locale = { zh: "zh-CN", en: "en-GB" } as const satisfies Record<Language, string>

/** `¥1,280.00`, `−¥60.00`, `US$12.00`: the yuan sign alone is the yuan here, in both languages. */
export const money = (language: Language, { amount, currency }: Amount): string => {
  const format = new Intl.NumberFormat(locale[language], {
    style: "currency",
    currency,
    currencyDisplay: currency === "CNY" ? "narrowSymbol" : "symbol"
  })
  // Intl reads a decimal string exactly; TypeScript's type for it admits only numeric literals.
  return format.format(amount as `${number}`).replace("-", "\u2212")
}

/** As `money`, with a sign before every amount but zero. */
export const signedMoney = (language: Language, value: Amount): string =>
  value.amount.startsWith("-") || /^0*\.?0*$/.test(value.amount) ? money(language, value) : `+${money(language, value)}`

/** `2026年11月22日`, `22 November 2026`. */
export const date = (language: Language, instant: number): string =>
  new Intl.DateTimeFormat(locale[language], { dateStyle: "long", timeZone: zone }).format(instant)

/** `11月22日`, `22 November`: for days near enough to need no year. */
export const shortDate = (language: Language, instant: number): string =>
  new Intl.DateTimeFormat(locale[language], { month: "long", day: "numeric", timeZone: zone }).format(instant)

/** `18:05` */
export const time = (language: Language, instant: number): string =>
  new Intl.DateTimeFormat(locale[language], {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone
  }).format(instant)

/** `11月22日 18:05`, `22 November, 18:05`. */
export const dateTime = (language: Language, instant: number): string =>
  `${shortDate(language, instant)}${language === "zh" ? " " : ", "}${time(language, instant)}`

/** `2026-11-22 18:05:09`, for tables of the desk, where rows are compared. */
export const stamp = (instant: number): string =>
  new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: zone }).format(instant)

/** The instant as HTML's `datetime` wants it, at Shanghai's offset. */
export const machineTime = (instant: number): string => `${stamp(instant).replace(" ", "T")}+08:00`

/** A calendar day `2027-04-06`, as a long date. */
export const day = (language: Language, isoDay: string): string =>
  date(language, Date.parse(`${isoDay}T12:00:00+08:00`))

export const percent = (language: Language, share: number): string =>
  new Intl.NumberFormat(locale[language], { style: "percent", maximumFractionDigits: 1 }).format(share)

const spans = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000]
] as const

/** How long something took or waits, in its largest whole unit: `3分钟`, `3 minutes`. Given in milliseconds; below a second they are shown. */
export const span = (language: Language, milliseconds: number): string => {
  const [unit, size] = spans.find(([, one]) => milliseconds >= one) ?? ["millisecond", 1]
  return new Intl.NumberFormat(locale[language], { style: "unit", unit, unitDisplay: "long" }).format(
    Math.floor(Math.max(0, milliseconds) / size)
  )
}

export const count = (language: Language, value: number): string =>
  new Intl.NumberFormat(locale[language]).format(value)

export type PostalAddress = {
  readonly name: string
  readonly phone: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly street: string
  readonly postcode?: string
}

/** Chinese runs from the province down to the door in one line; English from the door up, one line each. */
export const addressLines = (language: Language, address: PostalAddress): readonly string[] => {
  const { name, phone, province, city, district, street, postcode } = address
  const area = province === city ? city : `${province}${city}`
  return language === "zh"
    ? [`${area}${district}${street}`, ...(postcode === undefined ? [] : [`邮编 ${postcode}`]), `${name} ${phone}`]
    : [
        name,
        street,
        district,
        [city, province === city ? "" : province, postcode ?? ""].filter(Boolean).join(", "),
        "China",
        phone
      ].filter((line) => line !== "")
}
