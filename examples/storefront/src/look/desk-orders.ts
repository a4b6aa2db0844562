/** Orders for staff: by what they wait for, and one in full. */
import { addressOf } from "./address.ts"
import { tell } from "../text/index.ts"
import { summaryLines } from "./cart.ts"
import { protectionTable } from "./desk-protections.ts"
import { actions } from "./form.ts"
import { type Html, html, nothing } from "./html.ts"
import { onlineCard, orderMoney, parcelCard, taxLines } from "./order.ts"
import { deskPage, trail } from "./page.ts"
import { paths } from "./paths.ts"
import { eventTable, leaves, ledgerTable, queueTabs, table } from "./table.ts"
import { moment, stateLabel, timeline } from "./timeline.ts"
import type { Frame } from "./view.ts"
import type { DeskOrdersView, DeskOrderView } from "./view-desk.ts"
import { waterfall } from "./waterfall.ts"

export const deskOrdersPage = (view: DeskOrdersView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  // Where nothing has a day on which it is due, the column would only be empty.
  const anyDue = view.rows.some(({ due }) => due !== undefined)
  return deskPage(frame, "orders", {
    title: t("desk.room.orders"),
    body: html`<div class="heading"><h1>${t("desk.room.orders")}</h1><form class="find" method="get" action="${to.deskOrders()}" role="search"><label class="hidden" for="find">${t("desk.findOrder")}</label><input id="find" name="q" type="search" value="${view.query ?? ""}" placeholder="${t("desk.findOrder")}"><button class="button plain small">${t("search.go")}</button></form></div>${queueTabs(frame, view.queues, to.deskOrders)}${table(
      frame,
      {
        caption: view.caption ?? t("desk.ordersCaption"),
        columns: [
          { name: t("order.number") },
          { name: t("desk.placed") },
          { name: t("desk.buyer") },
          { name: t("desk.goods") },
          { name: t("desk.total"), figures: true },
          { name: t("desk.state") },
          { name: t("desk.waitsFor") },
          ...(anyDue ? [{ name: t("desk.due") }] : [])
        ],
        rows: view.rows.map((row) => [
          { text: row.number, to: to.deskOrder(row.number), code: true },
          { at: row.placedAt },
          { text: row.buyer },
          { text: row.goods },
          { amount: row.total, to: `${to.deskOrder(row.number)}#money` },
          { state: row.state },
          { text: row.waitsFor },
          ...(!anyDue ? [] : [row.due === undefined ? { text: "" } : { at: row.due, overdue: row.overdue }])
        ]),
        empty: t("desk.noOrders")
      }
    )}${leaves(frame, view.next)}`
  })
}

export const deskOrderPage = (view: DeskOrderView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return deskPage(frame, "orders", {
    title: `${t("order.title")} ${view.number}`,
    body: html`${trail(frame, [{ label: t("desk.room.orders"), to: to.deskOrders() }], view.number)}
<div class="heading"><h1>${t("order.title")} <code>${view.number}</code></h1>${stateLabel(view.state)}</div>
<p class="quiet">${view.buyer} · ${view.email} · ${moment(frame, view.placedAt)}${view.waitsFor === undefined ? nothing : html` · <b>${t("desk.waitsFor")} ${view.waitsFor}</b>`}${view.due === undefined ? nothing : html` · ${t("desk.due")} ${moment(frame, view.due)}`}</p>
${actions(frame, view.actions)}
<div class="two"><div class="stack"><section><h2>${t("order.timeline")}</h2>${timeline(frame, view.timeline)}</section>${onlineCard(frame, view.online)}${
      view.parcels.length === 0
        ? nothing
        : html`<section><h2>${t("order.parcels")}</h2><div class="stack">${view.parcels.map((parcel) => parcelCard(frame, view.number, parcel, true))}</div></section>`
    }</div><aside class="due"><h2>${t("order.goods")}</h2>${summaryLines(frame, view.lines)}${waterfall(frame, view.waterfall, t("quote.title"))}${taxLines(frame, view.taxes)}${orderMoney(view, frame)}${
      view.address === undefined
        ? nothing
        : html`<section><h2>${t("order.address")}</h2>${addressOf(frame.language, view.address)}</section>`
    }${view.note === undefined ? nothing : html`<section><h2>${t("checkout.note")}</h2><p>${view.note}</p></section>`}</aside></div>
<div class="stack">${protectionTable(view, frame)}<div id="money">${ledgerTable(frame, t("desk.money"), view.money)}</div>${ledgerTable(frame, t("desk.goodsLedger"), view.goods)}${
      view.intents.length === 0
        ? nothing
        : table(frame, {
            caption: t("desk.intents"),
            columns: [
              { name: t("desk.intent") },
              { name: t("desk.lane") },
              { name: t("desk.state") },
              { name: t("desk.tries"), figures: true },
              { name: t("desk.next") }
            ],
            rows: view.intents.map((intent) => [
              { text: intent.type, code: true },
              { text: intent.lane, code: true },
              { state: intent.state },
              { figure: String(intent.tries) },
              intent.next === undefined ? { text: "" } : { at: intent.next }
            ]),
            empty: ""
          })
    }<div id="events">${eventTable(frame, view.events)}${leaves(frame, view.laterEvents)}</div></div>`
  })
}
