import type { Language } from "../kernel/language.ts"
import { amountText } from "./amount.ts"
import { exponentOf } from "./currency.ts"
import type { Money } from "./model.ts"

/** How the currency is shown: its sign (`¥19.90`), its code (`CNY 19.90`) or its name (`19.90 Chinese yuan`). */
export type CurrencyDisplay = "sign" | "code" | "name"

/**
 * Money for a person to read, in Chinese or English, from its exact decimal text: no float at any size.
 *
 * The words come from the platform's locale data and may differ between platforms and versions: show them, never store,
 * hash or compare them.
 */
export const format = (money: Money, language: Language, display: CurrencyDisplay = "sign"): string =>
  formatter(money.currency, language, display).format(decimalLiteral(money))

/** The name of a currency in a language, or its code where the platform knows no name. */
export const currencyName = (currency: string, language: Language): string =>
  new Intl.DisplayNames(locale[language], { type: "currency" }).of(currency) ?? currency

const locale = { zh: "zh-CN", en: "en" } as const
const formatters = new Map<string, Intl.NumberFormat>()

// Making a formatter costs some hundred times as much as using it, and there are few: languages, displays, currencies.
const formatter = (currency: string, language: Language, display: CurrencyDisplay): Intl.NumberFormat => {
  const key = `${language}${display}${currency}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const exponent = exponentOf(currency)
  const made = new Intl.NumberFormat(locale[language], {
    style: "currency",
    currency,
    currencyDisplay: display === "sign" ? "narrowSymbol" : display,
    // ISO 4217, not CLDR's customs: CLDR shows IQD and LAK without decimals.
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent
  })
  formatters.set(key, made)
  return made
}

const decimalLiteral = (money: Money): Intl.StringNumericLiteral =>
  amountText(money.amount, money.currency) as Intl.StringNumericLiteral
