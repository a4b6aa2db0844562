import { addressLines } from "../text/format.ts"
import type { Language } from "../text/index.ts"
import { type Html, html, nothing } from "./html.ts"

/** An address as it was typed: one in Chinese on an English page is said to be so, for whoever has pages read out. */
export const addressOf = (language: Language, address: Parameters<typeof addressLines>[1]): Html => {
  const lines = addressLines(language, address)
  const foreign = language === "en" && lines.some((line) => /\p{Script=Han}/u.test(line))
  return html`<address${foreign ? html` lang="zh-Hans"` : nothing}>${lines.map((line) => html`${line}<br>`)}</address>`
}
