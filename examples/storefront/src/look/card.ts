/** A good as it lies on the shelf. */
import { tell } from "../text/index.ts"
import { type Html, html, nothing } from "./html.ts"
import { paths } from "./paths.ts"
import { picture } from "./picture.ts"
import { price } from "./price.ts"
import type { CardView, Frame, StockView } from "./view.ts"

export const stockText = (frame: Frame, { saleable, left }: StockView): string => {
  const t = tell(frame.language)
  if (saleable === "few" && left !== undefined) return left === 1 ? t("stock.last") : t("stock.few", { left })
  return t(`stock.${saleable}`)
}

const card = (frame: Frame, view: CardView, eager: boolean): Html =>
  html`<li class="card${view.saleable === "none" ? " gone" : ""}"><a href="${paths(frame.language).product(view.id)}">${picture(view.picture, 240, eager)}<span class="name">${view.name}</span></a>${
    view.tags.length === 0
      ? nothing
      : html`<span class="tags">${view.tags.map((tag) => html`<span class="tag">${tag}</span>`)}</span>`
  }<span class="foot">${price(frame.language, view)}${
    view.saleable !== "few" && view.saleable !== "none"
      ? nothing
      : html`<span class="stock ${view.saleable}">${stockText(frame, view)}</span>`
  }</span></li>`

export const cardGrid = (frame: Frame, cards: readonly CardView[], eager = false): Html =>
  html`<ul class="grid">${cards.map((view) => card(frame, view, eager))}</ul>`

/** A titled shelf with a way to all of it. */
export const shelf = (
  frame: Frame,
  title: string,
  cards: readonly CardView[],
  more?: { readonly label: string; readonly to: string }
): Html =>
  cards.length === 0
    ? nothing
    : html`<section class="shelf"><div class="heading"><h2>${title}</h2>${more === undefined ? nothing : html`<a href="${more.to}">${more.label}</a>`}</div>${cardGrid(frame, cards)}</section>`

/** Says what to do where there is nothing to show. */
export const empty = (title: string, detail: string, way?: { readonly label: string; readonly to: string }): Html =>
  html`<div class="empty"><h2>${title}</h2><p>${detail}</p>${way === undefined ? nothing : html`<p><a class="button" href="${way.to}">${way.label}</a></p>`}</div>`
