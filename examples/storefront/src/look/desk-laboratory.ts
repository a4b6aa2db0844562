/** The laboratory: what to try, how far it is, and what was found. */
import { count, percent } from "../text/format.ts"
import { tell } from "../text/index.ts"
import { findingList } from "./desk-promotions.ts"
import { actions, choices, field, postForm } from "./form.ts"
import { type Html, html, raw } from "./html.ts"
import { deskPage, trail } from "./page.ts"
import { paths } from "./paths.ts"
import { table } from "./table.ts"
import type { Frame } from "./view.ts"
import type { DeskLaboratoryView, DeskTrialView } from "./view-promotion.ts"

export const deskLaboratoryPage = (view: DeskLaboratoryView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const sources = [
    { value: "sample", label: t("lab.sample"), chosen: view.source === "sample" },
    {
      value: "recorded",
      label: t("lab.recorded"),
      detail: t("lab.recordedCount", { count: count(frame.language, view.recorded) }),
      chosen: view.source === "recorded",
      disabled: view.recorded === 0
    }
  ]
  return deskPage(frame, "laboratory", {
    title: t("desk.room.laboratory"),
    body: html`<h1>${t("desk.room.laboratory")}</h1><p class="quiet">${t("lab.lead")} ${t("lab.budgets")}</p>${postForm(
      frame,
      to.deskLaboratory,
      "trial",
      html`<div class="sets">${field({ name: "first", label: t("lab.first"), field: view.first, rows: 16, hint: t("lab.firstHint", { most: view.mostOffers }) })}${field({ name: "second", label: t("lab.second"), field: view.second, rows: 16, optional: t("lab.optional") })}</div><div class="carts">${choices(frame, "source", t("lab.source"), sources)}${field({ name: "count", label: t("lab.count"), field: view.count, inputmode: "numeric" })}${field({ name: "seed", label: t("lab.seed"), field: view.seed, inputmode: "numeric", hint: t("lab.seedHint") })}</div><p class="actions"><button class="button">${t("lab.run")}</button></p>`,
      { className: "stack code" }
    )}`
  })
}

export const deskTrialPage = (view: DeskTrialView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const { result, done, total } = view
  const way = trail(frame, [{ label: t("desk.room.laboratory"), to: to.deskLaboratory }], view.id)
  if (result === undefined) {
    const share = total === 0 ? 0 : done / total
    const said = t("lab.progress", { done: count(frame.language, done), total: count(frame.language, total) })
    return deskPage(frame, "laboratory", {
      title: t("lab.running"),
      refresh: 1,
      body: html`${way}<h1>${t("lab.running")}</h1><p role="status">${said}</p><meter class="long" min="0" max="1" value="${share}" aria-label="${said}">${percent(frame.language, share)}</meter><p class="quiet">${t("lab.refreshes")}</p>`
    })
  }
  return deskPage(frame, "laboratory", {
    title: t("desk.room.laboratory"),
    body: html`${way}<div class="heading"><h1>${t("desk.room.laboratory")}</h1>${actions(frame, [
      { label: t("lab.asJson"), to: to.deskTrialReport(view.id), post: false, weight: "plain" },
      { label: t("lab.again"), to: `${to.deskLaboratory}?trial=${view.id}`, post: false, weight: "main" }
    ])}</div><div class="stack"><div class="figures-of">${result.figures.map((one) => table(frame, one))}</div>${result.tables.map((one) => table(frame, one))}<section><h2>${t("lab.plots")}</h2><div class="plots">${result.plots.map((plot) => html`<figure>${raw(plot)}</figure>`)}</div></section>${result.findings.map(({ caption, found }) => findingList(frame, caption, found))}</div>`
  })
}
