/** The desk's tables: dense, calm, figures to the right, every number a way to where it came from. */
import { machineTime, money, signedMoney, stamp } from "../text/format.ts"
import { say } from "../text/index.ts"
import { actionButton, actions } from "./form.ts"
import { type Html, html, nothing, raw } from "./html.ts"
import { paths } from "./paths.ts"
import { stateLabel } from "./timeline.ts"
import type { Frame, Mood } from "./view.ts"
import type { Cell, EventRow, LedgerRow, Queue, TableView } from "./view-desk.ts"

const linked = (content: string | Html, to: string | undefined): Html =>
  to === undefined ? html`${content}` : html`<a href="${to}">${content}</a>`

const inner = (frame: Frame, cell: Cell): Html => {
  if ("text" in cell) {
    const text = cell.code === true ? html`<code>${cell.text}</code>` : html`${cell.text}`
    return cell.quiet === true ? html`<span class="quiet">${linked(text, cell.to)}</span>` : linked(text, cell.to)
  }
  if ("figure" in cell)
    return linked(
      html`<span class="amount${cell.mood === undefined ? "" : ` ${cell.mood}`}">${cell.figure}</span>`,
      cell.to
    )
  if ("amount" in cell) {
    const shown = cell.signed === true ? signedMoney(frame.language, cell.amount) : money(frame.language, cell.amount)
    return linked(html`<span class="amount">${shown}</span>`, cell.to)
  }
  if ("at" in cell)
    return html`<time class="amount${cell.overdue === true ? " bad" : ""}" datetime="${machineTime(cell.at)}">${stamp(cell.at)}</time>`
  if ("state" in cell) return stateLabel(cell.state)
  if ("share" in cell) return bar(cell.share, cell.mood)
  if ("meter" in cell) {
    const { share, label } = cell.meter
    return html`<meter min="0" max="1" value="${share}" aria-label="${label}">${label}</meter><small>${label}</small>`
  }
  if ("actions" in cell) return actions(frame, cell.actions)
  return actionButton(frame, cell.action)
}

const bar = (share: number, mood: Mood): Html => {
  const width = Math.max(0.6, Math.round(Math.min(1, share) * 1_000) / 10)
  return raw(
    `<svg class="bar ${mood}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><path d="M0 9.500h100"/><rect x="0" y="0" width="${width}" height="10"/></svg>`
  )
}

/** Wide tables scroll inside their own region, which the keyboard can reach. */
export const table = (frame: Frame, view: TableView): Html => {
  if (view.rows.length === 0)
    return html`<section><h2>${view.caption}</h2><p class="quiet none">${view.empty}</p></section>`
  const figures = (index: number): Html => (view.columns[index]?.figures === true ? raw(` class="figures"`) : nothing)
  const cells = (row: readonly Cell[]): readonly Html[] =>
    row.map((cell, index) =>
      index === 0
        ? html`<th scope="row"${figures(index)}>${inner(frame, cell)}</th>`
        : html`<td${figures(index)}>${inner(frame, cell)}</td>`
    )
  return html`<div class="scroll" role="region" aria-label="${view.caption}" tabindex="0"><table class="data"><caption>${view.caption}</caption><thead><tr>${view.columns.map(
    (column, index) =>
      html`<th scope="col"${figures(index)}>${column.hidden === true ? html`<span class="hidden">${column.name}</span>` : column.name}</th>`
  )}</tr></thead><tbody>${view.rows.map((row) => html`<tr>${cells(row)}</tr>`)}</tbody>${
    view.totals === undefined ? nothing : html`<tfoot><tr>${cells(view.totals)}</tr></tfoot>`
  }</table></div>`
}

/** Transfers, from whom to whom; `units` also says in what. */
export const ledgerTable = (frame: Frame, caption: string, rows: readonly LedgerRow[]): Html => {
  const to = paths(frame.language)
  const column = (
    key: "ledger.transfer" | "ledger.at" | "ledger.unit" | "ledger.from" | "ledger.to" | "ledger.amount" | "ledger.why"
  ) => ({
    name: say(frame.language, key),
    figures: key === "ledger.amount"
  })
  const accountCell = (id: string, name: string | undefined, shut = false): Cell => ({
    text: name ?? id,
    ...(shut ? {} : { to: to.deskAccount(id) }),
    code: name === undefined
  })
  return table(frame, {
    caption,
    columns: [
      column("ledger.at"),
      column("ledger.why"),
      column("ledger.from"),
      column("ledger.to"),
      column("ledger.amount"),
      column("ledger.unit"),
      column("ledger.transfer")
    ],
    rows: rows.map((row) => [
      { at: row.at },
      { text: row.held === true ? `${row.why} · ${say(frame.language, "ledger.held")}` : row.why },
      accountCell(row.from, row.fromName, row.shut),
      accountCell(row.to, row.toName, row.shut),
      { figure: row.amount },
      { text: row.unitName ?? row.unit, quiet: true },
      row.position === undefined || row.shut === true
        ? { text: row.transfer, code: true }
        : { figure: `#${row.position}`, to: to.deskTransfer(row.transfer, row.position) }
    ]),
    empty: say(frame.language, "ledger.empty")
  })
}

/** Queues as tabs, each with how many wait and how many are late. */
export const queueTabs = (frame: Frame, queues: readonly Queue[], way: (queue: string) => string): Html =>
  html`<nav class="queues" aria-label="${say(frame.language, "desk.queues")}"><ul>${queues.map(
    (queue) =>
      html`<li><a href="${way(queue.id)}"${queue.chosen ? raw(` aria-current="page"`) : nothing}>${queue.label} <b class="amount">${queue.count}${queue.more === true ? "+" : ""}</b>${
        queue.overdue === 0
          ? nothing
          : html` <span class="state bad">${say(frame.language, "desk.overdue", { count: queue.overdue })}</span>`
      }</a></li>`
  )}</ul></nav>`

/** On to the page that follows, and back. */
export const leaves = (frame: Frame, next: string | undefined, before?: string): Html =>
  next === undefined && before === undefined
    ? nothing
    : html`<nav class="leaves" aria-label="${say(frame.language, "listing.leaves")}">${
        before === undefined
          ? nothing
          : html`<a class="button plain" href="${before}">${say(frame.language, "listing.before")}</a>`
      }${
        next === undefined
          ? nothing
          : html`<a class="button plain" href="${next}">${say(frame.language, "listing.after")}</a>`
      }</nav>`

/** What the log says of something. */
export const eventTable = (frame: Frame, rows: readonly EventRow[]): Html =>
  table(frame, {
    caption: say(frame.language, "desk.events"),
    columns: [
      { name: say(frame.language, "desk.position"), figures: true },
      { name: say(frame.language, "ledger.at") },
      { name: say(frame.language, "desk.event") },
      { name: say(frame.language, "desk.who") },
      { name: say(frame.language, "desk.detail") }
    ],
    rows: rows.map((row) => [
      { figure: String(row.position) },
      { at: row.at },
      { text: row.type, code: true },
      { text: row.who },
      { text: row.detail ?? "", quiet: true }
    ]),
    empty: say(frame.language, "desk.noEvents")
  })
