/** Stock, payments and the books. */
import { count, dateTime } from "../text/format.ts"
import { tell } from "../text/index.ts"
import { actions } from "./form.ts"
import { type Html, html, nothing } from "./html.ts"
import { deskPage, notice, trail } from "./page.ts"
import { paths } from "./paths.ts"
import { eventTable, leaves, ledgerTable, queueTabs, table } from "./table.ts"
import type { Frame } from "./view.ts"
import type {
  BookUnit,
  DeskAccountView,
  DeskBooksView,
  DeskPaymentsView,
  DeskStockView,
  DeskTransferView
} from "./view-desk.ts"

export const deskStockPage = (view: DeskStockView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const account = (id: string | undefined) => (id === undefined ? {} : { to: to.deskAccount(id) })
  const leaf = (page: number) =>
    `${to.deskStock}?page=${page}${view.query === undefined ? "" : `&q=${encodeURIComponent(view.query)}`}`
  return deskPage(frame, "stock", {
    title: t("desk.room.stock"),
    body: html`<div class="heading"><h1>${t("desk.room.stock")}</h1><form class="find" method="get" action="${to.deskStock}" role="search"><label class="hidden" for="find">${t("desk.findGoods")}</label><input id="find" name="q" type="search" value="${view.query ?? ""}" placeholder="${t("desk.findGoods")}"><button class="button plain small">${t("search.go")}</button></form></div><p class="quiet">${t("desk.stockLead")}</p>${table(
      frame,
      {
        caption: t("desk.stockCaption"),
        columns: [
          { name: "SKU" },
          { name: t("desk.goods") },
          { name: t("desk.free"), figures: true },
          { name: t("desk.sold"), figures: true },
          ...view.places.map((place) => ({ name: place.name, figures: true }))
        ],
        rows: view.rows.map((row) => [
          { text: row.sku, to: to.deskArticle(row.sku), code: true },
          { text: row.name },
          row.free === 0 ? { figure: "0", mood: "bad" as const } : { figure: count(frame.language, row.free) },
          { figure: count(frame.language, row.sold), to: to.deskUnit(row.unit) },
          ...row.cells.map((cell) => {
            if (cell === undefined) return { figure: "–" }
            const onHand = count(frame.language, cell.onHand)
            const figure = cell.held === 0 ? onHand : t("desk.withHeld", { onHand, held: cell.held })
            return { figure, ...account(cell.account) }
          })
        ]),
        empty: t("desk.noStock")
      }
    )}${
      view.pages < 2
        ? nothing
        : html`<nav class="leaves" aria-label="${t("listing.leaves")}">${view.page > 1 ? html`<a class="button plain" href="${leaf(view.page - 1)}">${t("listing.before")}</a>` : nothing}<span>${t("listing.leaf", { page: view.page, pages: view.pages })}</span>${view.page < view.pages ? html`<a class="button plain" href="${leaf(view.page + 1)}">${t("listing.after")}</a>` : nothing}</nav>`
    }`
  })
}

export const deskPaymentsPage = (view: DeskPaymentsView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const { reconciled } = view
  return deskPage(frame, "payments", {
    title: t("desk.room.payments"),
    body: html`<div class="heading"><h1>${t("desk.room.payments")}</h1>${actions(frame, view.actions)}</div>${queueTabs(frame, view.queues, to.deskPayments)}${
      reconciled === undefined
        ? nothing
        : notice(
            reconciled.differing === 0 ? "good" : "bad",
            t("desk.reconciled", {
              at: dateTime(frame.language, reconciled.at),
              matched: reconciled.matched,
              differing: reconciled.differing
            })
          )
    }${table(frame, {
      caption: t("desk.paymentsCaption"),
      columns: [
        { name: t("desk.payment") },
        { name: t("order.title") },
        { name: t("ledger.at") },
        { name: t("payment.method") },
        { name: t("desk.asks"), figures: true },
        { name: t("desk.captured"), figures: true },
        { name: t("desk.refunded"), figures: true },
        { name: t("desk.state") },
        { name: t("desk.gatewaySays") }
      ],
      rows: view.rows.map((row) => [
        { text: row.payment, code: true },
        { text: row.order, to: to.deskOrder(row.order), code: true },
        { at: row.at },
        { text: row.method },
        { amount: row.amount },
        { amount: row.captured, ...(row.account === undefined ? {} : { to: to.deskAccount(row.account) }) },
        { amount: row.refunded, to: to.deskRefunds() },
        { state: row.state },
        row.gatewaySays === undefined ? { text: "" } : { state: row.gatewaySays }
      ]),
      empty: t("desk.noPayments")
    })}${leaves(frame, view.next)}`
  })
}

const unitTable = (frame: Frame, unit: BookUnit): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return html`<section class="unit"><div class="heading"><h2>${unit.name}</h2><span class="state ${unit.balanced ? "good" : "bad"}">${unit.balanced ? t("books.zero") : t("books.off", { sum: unit.sum })}</span></div>${table(
    frame,
    {
      caption: t("books.accountsOf", { unit: unit.unit }),
      columns: [
        { name: t("books.account") },
        { name: t("books.kind") },
        { name: t("books.owner") },
        { name: t("books.balance"), figures: true },
        { name: t("books.held"), figures: true },
        { name: t("books.floor"), figures: true },
        { name: t("books.ceiling"), figures: true }
      ],
      rows: unit.accounts.map((account) => [
        { text: account.id, to: to.deskAccount(account.id), code: true },
        { text: account.kind },
        { text: account.owner, quiet: true },
        { figure: account.balance, to: to.deskAccount(account.id) },
        { figure: account.held, to: to.deskAccount(account.id) },
        { figure: account.floor ?? "–" },
        { figure: account.ceiling ?? "–" }
      ]),
      totals: [
        { text: t("books.sum") },
        { text: "" },
        { text: "" },
        { figure: unit.sum, mood: unit.balanced ? "good" : "bad" },
        { text: "" },
        { text: "" },
        { text: "" }
      ],
      empty: t("books.noAccounts")
    }
  )}${unit.more === 0 ? nothing : html`<p class="small quiet">${unit.to === undefined ? t("books.more", { count: count(frame.language, unit.more) }) : html`<a href="${unit.to}">${t("books.more", { count: count(frame.language, unit.more) })}</a>`}</p>`}</section>`
}

/** The trial balance, unit by unit; each sums to zero or the page says so in red. */
export const deskBooksPage = (view: DeskBooksView, frame: Frame): Html => {
  const t = tell(frame.language)
  const { off, units, accounts } = view.total
  return deskPage(frame, "books", {
    title: t("desk.room.books"),
    body: html`${view.unit === undefined ? nothing : trail(frame, [{ label: t("desk.room.books"), to: paths(frame.language).deskBooks }], view.unit)}<h1>${t("books.title")}</h1>${notice(
      off === 0 ? "good" : "bad",
      off === 0
        ? t("books.allZero", {
            units: count(frame.language, units),
            accounts: count(frame.language, accounts),
            at: dateTime(frame.language, view.at)
          })
        : t("books.someOff", { count: off })
    )}<div class="stack">${view.units.map((unit) => unitTable(frame, unit))}</div>${leaves(frame, view.next, view.before)}`
  })
}

export const deskAccountPage = (view: DeskAccountView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const pair = (name: string, value: string | undefined): Html =>
    value === undefined ? nothing : html`<div><dt>${name}</dt><dd class="amount">${value}</dd></div>`
  return deskPage(frame, "books", {
    title: view.id,
    body: html`${trail(frame, [{ label: t("desk.room.books"), to: to.deskBooks }], view.id)}<h1><code>${view.id}</code></h1><dl class="pairs across"><div><dt>${t("books.owner")}</dt><dd><code>${view.owner}</code></dd></div>${pair(t("ledger.unit"), view.unit)}${pair(t("books.balance"), view.balance)}${pair(t("books.held"), view.held)}${pair(t("books.floor"), view.floor)}${pair(t("books.ceiling"), view.ceiling)}</dl>${ledgerTable(frame, t("books.transfers"), view.rows)}${leaves(frame, view.next)}`
  })
}

/** One commit, with the life of the transfer that led here. */
export const deskTransferPage = (view: DeskTransferView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return deskPage(frame, "books", {
    title: view.id,
    body: html`${trail(frame, [{ label: t("desk.room.books"), to: to.deskBooks }], t("ledger.transfer"))}<h1><code>${view.id}</code></h1><p class="quiet">${view.why} · ${view.who} · ${dateTime(frame.language, view.at)} · ${t("desk.position")} ${count(frame.language, view.position)}</p><div class="stack">${ledgerTable(frame, t("books.life"), view.life)}${ledgerTable(frame, t("books.together"), view.together)}${eventTable(frame, view.events)}</div>`
  })
}
