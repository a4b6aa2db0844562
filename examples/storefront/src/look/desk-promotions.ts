/** The offers of the shop for staff, and one of them in full. */
import { count } from "../text/format.ts"
import { tell } from "../text/index.ts"
import { actions, field, postForm } from "./form.ts"
import { type Html, html, nothing } from "./html.ts"
import { deskPage, trail } from "./page.ts"
import { paths } from "./paths.ts"
import { queueTabs, table } from "./table.ts"
import { stateLabel } from "./timeline.ts"
import type { Frame } from "./view.ts"
import type { DeskPromotionsView, DeskPromotionView, FindingView } from "./view-promotion.ts"

export const findingList = (frame: Frame, caption: string, findings: readonly FindingView[]): Html =>
  html`<section><h2>${caption}</h2>${
    findings.length === 0
      ? html`<p class="quiet none">${tell(frame.language)("lint.none")}</p>`
      : html`<ul class="findings">${findings.map((one) => html`<li>${stateLabel(one.severity)}<div>${one.text} <code class="quiet">${one.path}</code></div></li>`)}</ul>`
  }</section>`

export const deskPromotionsPage = (view: DeskPromotionsView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return deskPage(frame, "promotions", {
    title: t("desk.room.promotions"),
    body: html`<div class="heading"><h1>${t("desk.room.promotions")}</h1>${actions(frame, [
      { label: t("offers.toLab"), to: to.deskLaboratory, post: false, weight: "plain" },
      { label: t("offers.new"), to: to.deskNewPromotion, post: false, weight: "main" }
    ])}</div>${queueTabs(frame, view.queues, to.deskPromotions)}<p class="quiet">${t("offers.costLead", { count: count(frame.language, view.orders) })}</p><div class="stack">${table(
      frame,
      {
        caption: t("offers.caption"),
        columns: [
          { name: t("offers.name") },
          { name: t("desk.state") },
          { name: t("offers.level") },
          { name: t("offers.rank"), figures: true },
          { name: t("offers.window") },
          { name: t("offers.codes") },
          { name: t("offers.left"), figures: true },
          { name: t("offers.orders"), figures: true },
          { name: t("offers.cost"), figures: true }
        ],
        rows: view.rows.map((row) => [
          { text: row.name, to: to.deskPromotion(row.id) },
          { state: row.state },
          { text: row.level },
          { figure: row.rank },
          { text: row.window, quiet: true },
          { text: row.codes, code: row.codes !== "" },
          { figure: row.left },
          { figure: count(frame.language, row.orders), to: to.deskOrdersWith(row.id) },
          { amount: row.cost, to: to.deskOrdersWith(row.id) }
        ]),
        empty: t("offers.none")
      }
    )}${findingList(frame, t("lint.caption"), view.findings)}</div>`
  })
}

export const deskPromotionPage = (view: DeskPromotionView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const address = view.id === undefined ? to.deskNewPromotion : to.deskPromotion(view.id)
  return deskPage(frame, "promotions", {
    title: view.title,
    body: html`${trail(frame, [{ label: t("desk.room.promotions"), to: to.deskPromotions() }], view.id ?? t("offers.new"))}<h1>${view.title}${
      view.version === undefined
        ? nothing
        : html` <small class="quiet">${t("offers.version", { version: view.version })}</small>`
    }</h1><div class="editing">${postForm(
      frame,
      address,
      "document",
      html`${view.begunWith === undefined ? nothing : html`<input type="hidden" name="version" value="${view.begunWith}">`}${field({ name: "document", label: t("offers.document"), field: view.document, rows: 24, hint: t("offers.documentHint") })}<p class="actions"><button class="button" name="do" value="look">${t("offers.look")}</button><button class="button plain" name="do" value="save">${t("offers.save")}</button></p>`,
      { className: "stack code" }
    )}<div class="stack">${findingList(frame, t("lint.caption"), view.findings)}${
      view.preview === undefined ? nothing : table(frame, view.preview)
    }${table(frame, {
      caption: t("offers.limits"),
      columns: [{ name: t("offers.account") }, { name: t("offers.left"), figures: true }],
      rows: view.limits.map((limit) => [
        { text: limit.account, code: true, ...(limit.to === undefined ? {} : { to: limit.to }) },
        { figure: limit.left }
      ]),
      empty: t("offers.noLimits")
    })}</div></div>`
  })
}
