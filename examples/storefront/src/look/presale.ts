/** A deposit and a tail, as the page of a good and the checkout tell of them. */
import { dateTime, money } from "../text/format.ts"
import { tell } from "../text/index.ts"
import { type Html, html } from "./html.ts"
import type { Amount, Frame, PresaleView } from "./view.ts"

export const presale = (frame: Frame, view: PresaleView): Html => {
  const { language } = frame
  const t = tell(language)
  const line = (label: string, amount: Amount): Html =>
    html`<li><span>${label}</span><span class="amount">${money(language, amount)}</span></li>`
  return html`<ul class="reasons">${[
    line(t("presale.deposit"), view.deposit),
    ...(view.worth === undefined ? [] : [line(t("presale.worth"), view.worth)]),
    line(t("presale.tail"), view.tail),
    line(t("presale.total"), view.total)
  ]}<li><span>${t("presale.window")}</span><span>${t("presale.between", { from: dateTime(language, view.from), until: dateTime(language, view.until) })}</span></li></ul>`
}
