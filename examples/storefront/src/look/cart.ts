import { money, percent, signedMoney } from "../text/format.ts"
import { tell } from "../text/index.ts"
import { empty, shelf } from "./card.ts"
import { postForm, problemList } from "./form.ts"
import { type Html, html, nothing, raw } from "./html.ts"
import { page } from "./page.ts"
import { paths } from "./paths.ts"
import { picture } from "./picture.ts"
import { amount, price } from "./price.ts"
import { stateLabel } from "./timeline.ts"
import type { CartLineView, CartView, Frame, LineOffer, SummaryLine } from "./view.ts"
import { waterfall } from "./waterfall.ts"

const lineOffers = (frame: Frame, offers: readonly LineOffer[]): Html =>
  offers.length === 0
    ? nothing
    : html`<ul class="line-offers">${offers.map((offer) => html`<li><span>${offer.name}</span> <span class="amount">${signedMoney(frame.language, offer.amount)}</span></li>`)}</ul>`

const cartLine = (frame: Frame, line: CartLineView): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const called = line.option === undefined ? line.name : `${line.name} ${line.option}`
  return html`<li class="line">${picture(line.picture, 96)}<div class="what"><a href="${to.product(line.product, line.sku)}"><b>${line.name}</b></a>${
    line.option === undefined ? nothing : html`<span class="quiet">${line.option}</span>`
  }${price(frame.language, { price: line.unitPrice, ...(line.listPrice === undefined ? {} : { listPrice: line.listPrice }) })}${lineOffers(frame, line.offers)}${
    line.problem === undefined ? nothing : html`<p class="error" role="alert">${line.problem}</p>`
  }</div><div class="how-many">${postForm(
    frame,
    to.setLine,
    `set-${line.id}`,
    html`<input type="hidden" name="line" value="${line.id}"><label class="hidden" for="n-${line.id}">${t("cart.quantityOf", { name: called })}</label><input id="n-${line.id}" name="quantity" type="number" inputmode="numeric" min="0" max="${line.most}" value="${line.quantity}" required data-submit><button class="button plain small">${t("cart.update")}</button>`,
    { className: "quantity" }
  )}${postForm(
    frame,
    to.setLine,
    `drop-${line.id}`,
    html`<input type="hidden" name="line" value="${line.id}"><input type="hidden" name="quantity" value="0"><button class="link" aria-label="${t("cart.removeOf", { name: called })}">${t("cart.remove")}</button>`
  )}</div><div class="sum">${line.before === undefined ? nothing : html`<s class="amount was"><span class="hidden">${t("price.was")} </span>${money(frame.language, line.before)}</s> `}${amount(frame.language, line.total)}</div></li>`
}

const codes = (view: CartView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return html`<section class="codes"><h2>${t("cart.codes")}</h2>${
    view.codes.length === 0
      ? nothing
      : html`<ul>${view.codes.map(
          ({ code, state }) =>
            html`<li><code>${code}</code>${stateLabel(state)}${postForm(frame, to.removeCode, `code-${code.replace(/\W/g, "")}`, html`<input type="hidden" name="code" value="${code}"><button class="link" aria-label="${t("cart.removeOf", { name: code })}">${t("cart.remove")}</button>`)}</li>`
        )}</ul>`
  }${postForm(
    frame,
    to.addCode,
    "code",
    html`<div class="field${view.code.error === undefined ? "" : " wrong"}"><label for="code">${t("cart.code")}</label><div class="pair"><input id="code" name="code" value="${view.code.value}" autocomplete="off" autocapitalize="characters" required${view.code.error === undefined ? nothing : raw(` aria-invalid="true" aria-describedby="code-error"`)}><button class="button plain">${t("cart.useCode")}</button></div>${
      view.code.error === undefined ? nothing : html`<p class="error" id="code-error">${view.code.error}</p>`
    }</div>`
  )}</section>`
}

const reach = (view: CartView, frame: Frame): Html => {
  const t = tell(frame.language)
  if (view.next.length === 0) return nothing
  return html`<section class="next"><h2>${t("cart.next")}</h2><ul>${view.next.map(
    ({ name, missing, share }) =>
      html`<li><b>${name}</b><span>${missing}</span><meter min="0" max="1" value="${share}" aria-label="${name}">${percent(frame.language, share)}</meter></li>`
  )}</ul></section>`
}

const given = ({ given = [] }: CartView, frame: Frame): Html =>
  given.length === 0
    ? nothing
    : html`<section><h2>${tell(frame.language)("cart.given")}</h2><ul>${given.map(({ name, what }) => html`<li><b>${name}</b> <span>${what}</span></li>`)}</ul></section>`

const refused = (view: CartView, frame: Frame): Html =>
  view.refused.length === 0
    ? nothing
    : html`<details class="refused"><summary>${tell(frame.language)("cart.refused", { count: view.refused.length })}</summary><ul>${view.refused.map(({ name, why }) => html`<li><b>${name}</b> <span>${why}</span></li>`)}</ul></details>`

/** What there is to say of goods that pass the border. */
export const importNotes = (notes: readonly string[] = []): Html =>
  notes.length === 0 ? nothing : html`${notes.map((note) => html`<p class="small quiet">${note}</p>`)}`

export const cartPage = (view: CartView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const isEmpty = view.groups.every((group) => group.lines.length === 0)
  return page(frame, {
    title: t("cart.title"),
    body: isEmpty
      ? html`<h1 class="hidden">${t("cart.title")}</h1>${problemList(t("cart.problems"), view.problems)}${empty(t("cart.empty"), t("cart.emptyDetail"), { label: t("home.toTea"), to: to.category("tea") })}${shelf(frame, t("cart.suggestions"), view.suggestions)}`
      : html`<h1>${t("cart.title")}</h1>${problemList(t("cart.problems"), view.problems)}<div class="two"><div>${view.groups.map(
          (group) =>
            html`<section class="group"><h2>${group.merchant}</h2><ul class="lines">${group.lines.map((line) => cartLine(frame, line))}</ul></section>`
        )}</div><aside class="due">${waterfall(frame, view.waterfall, t("quote.title"))}${importNotes(view.imports)}${
          view.saved === undefined
            ? nothing
            : html`<p class="saved">${t("quote.saved", { amount: money(frame.language, view.saved) })}</p>`
        }${
          view.total === undefined
            ? nothing
            : html`<p><a class="button full" href="${to.checkout}">${t("cart.checkout")} ${amount(frame.language, view.total)}</a></p>`
        }${given(view, frame)}${reach(view, frame)}${codes(view, frame)}${refused(view, frame)}</aside></div>${shelf(frame, t("cart.suggestions"), view.suggestions)}`
  })
}

/** Lines that may no longer be changed: in the checkout, on an order, on a return. */
export const summaryLines = (
  frame: Frame,
  lines: readonly (SummaryLine & { readonly product?: string; readonly offers?: readonly LineOffer[] })[]
): Html =>
  html`<ul class="lines fixed">${lines.map(
    (line) =>
      html`<li class="line">${picture(line.picture, 56)}<div class="what">${
        line.product === undefined
          ? html`<b>${line.name}</b>`
          : html`<a href="${paths(frame.language).product(line.product)}"><b>${line.name}</b></a>`
      }<span class="quiet">${line.option === undefined ? "" : `${line.option} `}× ${line.quantity}</span>${lineOffers(frame, line.offers ?? [])}</div><div class="sum">${amount(frame.language, line.total)}</div></li>`
  )}</ul>`
