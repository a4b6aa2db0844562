/** Returns for staff: what came back, its inspection, and the refunds that follow. */
import { tell } from "../text/index.ts"
import { summaryLines } from "./cart.ts"
import { actions, postForm } from "./form.ts"
import { type Html, html, nothing } from "./html.ts"
import { deskPage, trail } from "./page.ts"
import { paths } from "./paths.ts"
import { picture } from "./picture.ts"
import { leaves, queueTabs, table } from "./table.ts"
import { stateLabel, timeline } from "./timeline.ts"
import type { Frame } from "./view.ts"
import type { DeskReturnsView, DeskReturnView } from "./view-desk.ts"
import { waterfall } from "./waterfall.ts"

export const deskReturnsPage = (view: DeskReturnsView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return deskPage(frame, "returns", {
    title: t("desk.room.returns"),
    body: html`<h1>${t("desk.room.returns")}</h1>${queueTabs(frame, view.queues, to.deskReturns)}${table(frame, {
      caption: t("desk.returnsCaption"),
      columns: [
        { name: t("return.one") },
        { name: t("order.title") },
        { name: t("desk.asked") },
        { name: t("desk.buyer") },
        { name: t("desk.goods") },
        { name: t("return.reason") },
        { name: t("desk.state") },
        { name: t("return.refund"), figures: true }
      ],
      rows: view.rows.map((row) => [
        { text: row.number, to: to.deskReturn(row.number), code: true },
        { text: row.order, to: to.deskOrder(row.order), code: true },
        { at: row.askedAt },
        { text: row.buyer },
        { text: row.goods },
        { text: row.reason },
        { state: row.state },
        row.refund === undefined ? { text: "" } : { amount: row.refund, to: to.deskRefunds() }
      ]),
      empty: t("desk.noReturns")
    })}${leaves(frame, view.next)}`
  })
}

const inspection = (view: DeskReturnView, frame: Frame): Html => {
  const t = tell(frame.language)
  return postForm(
    frame,
    paths(frame.language).deskReturn(view.number),
    "inspect",
    html`<h2>${t("desk.inspect")}</h2><p class="small quiet">${t("desk.inspectDetail")}</p><ul class="lines fixed">${view.lines.map(
      (line) =>
        html`<li class="line">${picture(line.picture, 56)}<div class="what"><b>${line.name}</b><span class="quiet">${line.option ?? ""} × ${line.wanted}</span>${
          line.error === undefined ? nothing : html`<p class="error" id="${line.id}-error">${line.error}</p>`
        }</div><div class="field small"><label for="good-${line.id}"><span class="hidden">${line.name}: </span>${t("desk.good")}</label><input id="good-${line.id}" name="good-${line.id}" type="number" min="0" max="${line.wanted}" value="${line.wanted}"></div><div class="field small"><label for="damaged-${line.id}"><span class="hidden">${line.name}: </span>${t("desk.damaged")}</label><input id="damaged-${line.id}" name="damaged-${line.id}" type="number" min="0" max="${line.wanted}" value="0"></div></li>`
    )}</ul><p class="actions"><button class="button">${t("desk.inspectDone")}</button></p>`,
    { className: "stack" }
  )
}

export const deskReturnPage = (view: DeskReturnView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return deskPage(frame, "returns", {
    title: `${t("return.one")} ${view.number}`,
    body: html`${trail(frame, [{ label: t("desk.room.returns"), to: to.deskReturns() }], view.number)}<div class="heading"><h1>${t("return.one")} <code>${view.number}</code></h1>${stateLabel(view.state)}</div><p><a href="${to.deskOrder(view.order)}">${t("order.title")} <code>${view.order}</code></a> · ${view.reason}</p>${
      view.note === undefined ? nothing : html`<blockquote>${view.note}</blockquote>`
    }${actions(frame, view.actions)}<div class="two"><div class="stack">${view.inspecting ? inspection(view, frame) : html`<h2>${t("order.goods")}</h2>${summaryLines(frame, view.lines)}`}</div><aside class="due">${waterfall(frame, view.refund, t("return.refund"))}<h2>${t("order.timeline")}</h2>${timeline(frame, view.timeline)}</aside></div>`
  })
}
