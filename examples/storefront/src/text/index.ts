/** What the shop says, in Chinese and English. */
import { buyerTexts } from "./buyer.ts"
import { checkoutTexts } from "./checkout.ts"
import { deskTexts } from "./desk.ts"
import { operationTexts } from "./operations.ts"
import { promotionTexts } from "./promotion.ts"
import { stateTexts } from "./state.ts"
import { tourTexts } from "./tour.ts"

export type Language = "zh" | "en"

export type Text = { readonly zh: string; readonly en: string }

export const languages: readonly Language[] = ["zh", "en"]

export const isLanguage = (value: string): value is Language => value === "zh" || value === "en"

export const texts = {
  ...buyerTexts,
  ...checkoutTexts,
  ...stateTexts,
  ...deskTexts,
  ...operationTexts,
  ...promotionTexts,
  ...tourTexts
} satisfies Readonly<Record<string, Text>>

export type TextKey = keyof typeof texts

export type Values = Readonly<Record<string, string | number>>

const plural = new Intl.PluralRules("en")

/** Fills `{name}` with a value, and `{name|piece|pieces}` with the English form that agrees with the number. */
const filled = (text: string, values: Values): string =>
  text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, name: string, one?: string, other?: string) => {
    const value = values[name]
    if (one === undefined || other === undefined) return value === undefined ? "" : String(value)
    return plural.select(Number(String(value).replaceAll(",", ""))) === "one" ? one : other
  })

export const say = (language: Language, key: TextKey, values: Values = {}): string =>
  filled(texts[key][language], values)

export const isTextKey = (key: string): key is TextKey => Object.hasOwn(texts, key)

export type Say = (key: TextKey, values?: Values) => string

/** `say` in one language. */
export const tell =
  (language: Language): Say =>
  (key, values) =>
    say(language, key, values)
