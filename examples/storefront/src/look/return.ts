import { date, money } from "../text/format.ts"
import { tell } from "../text/index.ts"
import { summaryLines } from "./cart.ts"
import { actions, choices, field, postForm, problemList } from "./form.ts"
import { type Html, html, nothing, raw } from "./html.ts"
import { page, trail } from "./page.ts"
import { paths } from "./paths.ts"
import { picture } from "./picture.ts"
import { stateLabel, timeline } from "./timeline.ts"
import type { Frame, ReturnFormView, ReturnView } from "./view.ts"
import { waterfall } from "./waterfall.ts"

const returnLine = (frame: Frame, line: ReturnFormView["lines"][number]): Html => {
  const t = tell(frame.language)
  const wrong = line.error !== undefined
  return html`<li class="line">${picture(line.picture, 72)}<div class="what"><b>${line.name}</b><span class="quiet">${line.option ?? ""} × ${line.quantity}</span><span class="small">${
    line.barred ??
    t(line.most > 1 ? "return.eachAndAll" : "return.each", {
      amount: money(frame.language, line.each),
      all: money(frame.language, line.all),
      most: line.most
    })
  }</span>${line.terms === undefined ? nothing : html`<span class="small quiet">${line.terms}</span>`}</div>${
    line.most === 0
      ? nothing
      : html`<div class="field${wrong ? " wrong" : ""}"><label for="back-${line.id}"><span class="hidden">${line.name}${frame.language === "zh" ? "：" : ": "}</span>${t("return.howMany", { most: line.most })}</label><input id="back-${line.id}" name="back-${line.id}" type="number" inputmode="numeric" min="0" max="${line.most}" value="${line.chosen}"${wrong ? html` aria-invalid="true" aria-describedby="back-${line.id}-error"` : raw("")}>${
          wrong ? html`<p class="error" id="back-${line.id}-error">${line.error}</p>` : nothing
        }</div>`
  }</li>`
}

export const returnFormPage = (view: ReturnFormView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const title = t(view.online === true ? "return.titleOnline" : "return.title")
  return page(frame, {
    title,
    narrow: true,
    body: html`${trail(
      frame,
      [
        { label: t("account.title"), to: to.account },
        { label: view.order, to: to.order(view.order) }
      ],
      title
    )}<h1>${title}</h1><p>${
      view.until === undefined
        ? t(view.online === true ? "return.leadOnline" : "return.lead")
        : t("return.leadUntil", { date: date(frame.language, view.until) })
    }</p>${problemList(t("form.problems"), view.problems)}${postForm(
      frame,
      to.askReturn(view.order),
      "return",
      html`<fieldset class="fields bare"><legend>${t("return.which")}</legend><ul class="lines fixed">${view.lines.map((line) => returnLine(frame, line))}</ul></fieldset>${choices(frame, "reason", t("return.reason"), view.reasons)}<fieldset class="fields"><legend>${t("return.note")}</legend>${field({ name: "note", label: t("return.noteLabel"), field: view.note, rows: 3, optional: t("form.optional"), wide: true })}</fieldset><p class="small quiet">${t("return.shares")}</p><div class="actions"><button class="button">${t(view.online === true ? "return.sendOnline" : "return.send")}</button><a class="button plain" href="${to.order(view.order)}">${t("return.keep")}</a></div>`,
      { className: "stack" }
    )}`
  })
}

export const returnPage = (view: ReturnView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return page(frame, {
    title: `${t("return.one")} ${view.number}`,
    body: html`${trail(
      frame,
      [
        { label: t("account.title"), to: to.account },
        { label: view.order, to: to.order(view.order) }
      ],
      view.number
    )}<div class="heading"><h1>${t("return.one")} <code>${view.number}</code></h1>${stateLabel(view.state)}</div>${actions(frame, view.actions)}<div class="two"><section><h2>${t("order.timeline")}</h2>${timeline(frame, view.timeline)}</section><aside class="due"><h2 class="hidden">${t("order.goods")}</h2>${summaryLines(frame, view.lines)}${waterfall(frame, view.refund, t("return.refund"))}</aside></div>`
  })
}
