/** Money on its way back, for staff: what failed is sent once more, or noted as paid in another way. */
import { tell } from "../text/index.ts"
import { money } from "../text/format.ts"
import { choices, field, postForm } from "./form.ts"
import { type Html, html, nothing } from "./html.ts"
import { deskPage } from "./page.ts"
import { paths } from "./paths.ts"
import { leaves, queueTabs, table } from "./table.ts"
import type { Frame } from "./view.ts"
import type { DeskRefundsView } from "./view-desk.ts"

export const deskRefundsPage = (view: DeskRefundsView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return deskPage(frame, "refunds", {
    title: t("desk.room.refunds"),
    body: html`<h1>${t("desk.room.refunds")}</h1>${queueTabs(frame, view.queues, to.deskRefunds)}${table(frame, {
      caption: t("desk.refundsCaption"),
      columns: [
        { name: t("desk.refund") },
        { name: t("order.title") },
        { name: t("ledger.at") },
        { name: t("desk.why") },
        { name: t("payment.method") },
        { name: t("desk.state") },
        { name: t("ledger.amount"), figures: true },
        { name: t("health.act"), hidden: true }
      ],
      rows: view.rows.map((row) => [
        { text: row.number, code: true },
        { text: row.order, to: to.deskOrder(row.order), code: true },
        { at: row.at },
        { text: row.why },
        { text: row.method },
        { state: row.state },
        { amount: row.amount, to: `${to.deskOrder(row.order)}#money` },
        row.retry === undefined ? { text: "" } : { action: row.retry }
      ]),
      empty: t("desk.noRefunds")
    })}${leaves(frame, view.next)}${view.settling.length > 0 ? settling(view, frame) : nothing}`
  })
}

/** What no provider can send was paid in another way: by which reference it is found. */
const settling = (view: DeskRefundsView, frame: Frame): Html => {
  const t = tell(frame.language)
  const open = view.rows.filter(({ number }) => view.settling.includes(number))
  return html`<section><h2>${t("desk.settle")}</h2><p class="quiet">${t("desk.settleDetail")}</p>${postForm(
    frame,
    paths(frame.language).deskRefunds(),
    "settle",
    html`<input type="hidden" name="do" value="settle">${choices(
      frame,
      "refund",
      t("desk.refund"),
      open.map((row, index) => ({
        value: row.number,
        label: row.number,
        detail: `${row.why} · ${money(frame.language, row.amount)}`,
        chosen: index === 0
      }))
    )}${field({
      name: "reference",
      label: t("desk.settleReference"),
      field: { value: "" },
      hint: t("desk.settleHint")
    })}<button class="button plain">${t("desk.settleDo")}</button>`
  )}</section>`
}
