import { date } from "../text/format.ts"
import { addressOf } from "./address.ts"
import { tell } from "../text/index.ts"
import { empty } from "./card.ts"
import { postForm, problemList } from "./form.ts"
import { type Html, html, nothing } from "./html.ts"
import { page } from "./page.ts"
import { paths } from "./paths.ts"
import { picture } from "./picture.ts"
import { amount } from "./price.ts"
import { leaves } from "./table.ts"
import { stateLabel } from "./timeline.ts"
import type { AccountView, Frame, OrderRow, SignInView } from "./view.ts"

const orderRow = (frame: Frame, order: OrderRow): Html => {
  const t = tell(frame.language)
  return html`<li><div class="heading"><a href="${paths(frame.language).order(order.number)}"><code>${order.number}</code></a>${stateLabel(order.state)}</div><div class="thumbs">${order.pictures.slice(0, 4).map((each) => picture(each, 56))}</div><p><span class="quiet">${date(frame.language, order.placedAt)} · ${t("order.pieces", { count: order.count })}</span>${amount(frame.language, order.total)}</p></li>`
}

export const accountPage = (view: AccountView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return page(frame, {
    title: t("account.title"),
    body: html`<div class="heading"><h1>${t("account.hello", { name: view.name })}</h1>${postForm(frame, to.signOut, "out", html`<button class="link">${t("account.signOut")}</button>`)}</div>${view.email === undefined ? nothing : html`<p class="quiet">${view.email}${view.since === undefined ? nothing : html` · ${t("account.since", { date: date(frame.language, view.since) })}`}</p>`}
<section><h2>${t("account.orders")}</h2>${
      view.orders.length === 0
        ? empty(t("account.noOrders"), t("account.noOrdersDetail"), { label: t("home.toTea"), to: to.category("tea") })
        : html`<ul class="orders">${view.orders.map((order) => orderRow(frame, order))}</ul>${leaves(frame, view.next)}`
    }</section>
${
  view.returns.length === 0
    ? nothing
    : html`<section><h2>${t("account.returns")}</h2><ul class="rows">${view.returns.map((each) => html`<li><a href="${to.return(each.number)}"><code>${each.number}</code></a><span class="quiet">${t("order.title")} ${each.order}</span>${stateLabel(each.state)}</li>`)}</ul></section>`
}
${
  view.addresses.length === 0
    ? nothing
    : html`<section><h2>${t("account.addresses")}</h2><div class="addresses">${view.addresses.map((address) => addressOf(frame.language, address))}</div></section>`
}`
  })
}

export const signInPage = (view: SignInView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const next = view.next === undefined ? nothing : html`<input type="hidden" name="next" value="${view.next}">`
  return page(frame, {
    title: t("nav.signIn"),
    narrow: true,
    body: html`<h1>${t("nav.signIn")}</h1><p>${t("signIn.lead")}</p>${view.guest === undefined ? nothing : html`<p><a href="${view.guest}">${t("signIn.guest")}</a></p>`}${problemList(t("form.problems"), view.problems)}${
      view.people.length === 0
        ? nothing
        : html`<section><h2>${t("signIn.people")}</h2><ul class="answers">${view.people.map(
            (person) =>
              html`<li>${postForm(frame, to.signIn, `as-${person.id}`, html`${next}<button class="button plain full" name="person" value="${person.id}"><b>${person.name}</b><small>${person.detail}</small></button>`)}</li>`
          )}</ul></section>`
    }`
  })
}
