import { date, shortDate } from "../text/format.ts"
import { addressOf } from "./address.ts"
import { tell } from "../text/index.ts"
import { summaryLines } from "./cart.ts"
import { actions } from "./form.ts"
import { type Html, html, nothing } from "./html.ts"
import { page, trail } from "./page.ts"
import { paths } from "./paths.ts"
import { amount } from "./price.ts"
import { moment, stateLabel, timeline } from "./timeline.ts"
import type { Frame, OrderView, ParcelView, TaxLine, TrackingView } from "./view.ts"
import { waterfall } from "./waterfall.ts"

export const parcelCard = (frame: Frame, order: string, parcel: ParcelView, whole: boolean): Html => {
  const t = tell(frame.language)
  const latest = parcel.events.at(-1)
  return html`<section class="parcel"><div class="heading"><h3>${parcel.title}</h3>${stateLabel(parcel.state)}</div><dl class="pairs"><div><dt>${t("parcel.from")}</dt><dd>${parcel.from}</dd></div>${
    parcel.carrier === undefined
      ? nothing
      : html`<div><dt>${t("parcel.carrier")}</dt><dd>${parcel.carrier}${parcel.tracking === undefined ? nothing : html` <code>${parcel.tracking}</code>`}</dd></div>`
  }${
    parcel.promise === undefined
      ? nothing
      : html`<div><dt>${t("parcel.promise")}</dt><dd>${t("parcel.between", { from: shortDate(frame.language, parcel.promise.from), until: shortDate(frame.language, parcel.promise.until) })}</dd></div>`
  }</dl><ul class="inside">${parcel.lines.map((line) => html`<li>${line.name} <span class="quiet">× ${line.quantity}</span></li>`)}</ul>${
    whole
      ? timeline(frame, parcel.events)
      : html`${latest === undefined ? nothing : html`<p class="latest"><b>${latest.title}</b>${latest.at === undefined ? nothing : html` <span class="quiet">${moment(frame, latest.at)}</span>`}</p>`}${
          parcel.tracking === undefined
            ? nothing
            : html`<p><a href="${paths(frame.language).parcel(order, parcel.id)}">${t("parcel.track")}<span class="hidden"> (${parcel.title})</span></a></p>`
        }`
  }</section>`
}

/** What is delivered online, in place of a parcel. */
export const onlineCard = (frame: Frame, online: OrderView["online"]): Html =>
  online === undefined
    ? nothing
    : html`<section><h2>${tell(frame.language)("order.online")}</h2><p>${online.text}</p><ul class="inside">${online.lines.map((line) => html`<li>${line.name} <span class="quiet">× ${line.quantity}</span></li>`)}</ul></section>`

/** The tax by rate, below the way to the total. */
export const taxLines = (frame: Frame, taxes: readonly TaxLine[] = []): Html =>
  taxes.length === 0
    ? nothing
    : html`<dl class="pairs">${taxes.map(({ label, amount: tax }) => html`<div><dt>${label}</dt><dd>${amount(frame.language, tax)}</dd></div>`)}</dl>`

export const orderMoney = (view: Pick<OrderView, "payments">, frame: Frame): Html =>
  view.payments.length === 0
    ? nothing
    : html`<ul class="payments">${view.payments.map(
        (payment) =>
          html`<li><span>${payment.label}${payment.at === undefined ? nothing : html` <small class="quiet">${moment(frame, payment.at)}</small>`}</span>${stateLabel(payment.state)}${amount(frame.language, payment.amount)}</li>`
      )}</ul>`

export const orderPage = (view: OrderView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return page(frame, {
    title: `${t("order.title")} ${view.number}`,
    body: html`${trail(frame, [{ label: t("account.title"), to: to.account }], view.number)}
<div class="heading"><h1>${t("order.title")} <code>${view.number}</code></h1>${stateLabel(view.state)}</div><p class="quiet">${t("order.placedOn", { date: date(frame.language, view.placedAt) })}</p>
${actions(frame, view.actions)}
<div class="two"><div class="stack">
<section><h2>${t("order.timeline")}</h2>${timeline(frame, view.timeline)}</section>
${onlineCard(frame, view.online)}
${view.parcels.length === 0 ? nothing : html`<section><h2>${t("order.parcels")}</h2><div class="stack">${view.parcels.map((parcel) => parcelCard(frame, view.number, parcel, false))}</div></section>`}
</div><aside class="due"><h2 class="hidden">${t("order.goods")}</h2>${summaryLines(frame, view.lines)}${waterfall(frame, view.waterfall, t("quote.title"))}${taxLines(frame, view.taxes)}${orderMoney(view, frame)}
${view.address === undefined ? nothing : html`<section><h2>${t("order.address")}</h2>${addressOf(frame.language, view.address)}</section>`}
${view.note === undefined ? nothing : html`<section><h2>${t("checkout.note")}</h2><p>${view.note}</p></section>`}
</aside></div>`
  })
}

export const trackingPage = (view: TrackingView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return page(frame, {
    title: view.parcel.title,
    narrow: true,
    body: html`${trail(
      frame,
      [
        { label: t("account.title"), to: to.account },
        { label: view.order, to: to.order(view.order) }
      ],
      view.parcel.title
    )}<h1>${t("parcel.title")}</h1><h2 class="hidden">${t("order.parcels")}</h2>${parcelCard(frame, view.order, view.parcel, true)}`
  })
}
