/** Amounts on the page: never wrapped, figures of one width, the struck-through price read aloud as such. */
import { type Amount, money } from "../text/format.ts"
import { type Language, say } from "../text/index.ts"
import { type Html, html, nothing } from "./html.ts"

export const amount = (language: Language, value: Amount, className = ""): Html =>
  html`<span class="amount${className === "" ? "" : ` ${className}`}">${money(language, value)}</span>`

type Priced = { readonly price: Amount; readonly listPrice?: Amount; readonly from?: boolean; readonly saving?: Amount }

export const price = (language: Language, { price: now, listPrice, from, saving }: Priced): Html => {
  const shown = from === true ? say(language, "price.from", { price: money(language, now) }) : money(language, now)
  return html`<span class="price${listPrice === undefined ? "" : " reduced"}"><span class="amount now">${shown}</span>${
    listPrice === undefined
      ? nothing
      : html` <s class="amount was"><span class="hidden">${say(language, "price.was")} </span>${money(language, listPrice)}</s>`
  }${saving === undefined ? nothing : html` <span class="amount saving">${say(language, "price.saving", { amount: money(language, saving) })}</span>`}</span>`
}
