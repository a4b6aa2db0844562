import { day, money, shortDate } from "../text/format.ts"
import { tell } from "../text/index.ts"
import { shelf, stockText } from "./card.ts"
import { postForm } from "./form.ts"
import { type Html, html, nothing, raw } from "./html.ts"
import { icons } from "./icon.ts"
import { crumbs, page } from "./page.ts"
import { paths } from "./paths.ts"
import { namedPicture, picture } from "./picture.ts"
import { presale } from "./presale.ts"
import { price } from "./price.ts"
import type { Frame, ProductView, VariantView } from "./view.ts"

const variant = (frame: Frame, view: VariantView): Html => {
  const gone = view.stock.saleable === "none"
  const { language } = frame
  return html`<label class="choice"><input type="radio" name="sku" value="${view.sku}"${view.chosen ? raw(" checked") : nothing}${gone ? raw(" disabled") : nothing} data-price="${money(language, view.price)}" data-was="${view.listPrice === undefined ? "" : money(language, view.listPrice)}"><span class="what"><b>${view.label}</b><small class="stock ${view.stock.saleable}">${stockText(frame, view.stock)}</small></span>${price(language, view)}</label>`
}

const arrival = (view: ProductView, frame: Frame): Html => {
  const t = tell(frame.language)
  if (view.kind === "virtual") return html`<li>${icons.tick}<span>${t("product.virtual")}</span></li>`
  if (view.shipsFrom !== undefined) {
    return html`<li>${icons.clock}<span>${t("product.shipsFrom", { date: day(frame.language, view.shipsFrom) })}</span></li>`
  }
  return html`${
    view.promise === undefined
      ? nothing
      : html`<li>${icons.lorry}<span>${t("product.promise", { to: view.promise.to, from: shortDate(frame.language, view.promise.from), until: shortDate(frame.language, view.promise.until) })}</span></li>`
  }${view.kind === "crossborder" ? html`<li>${icons.clock}<span>${t("product.crossborder")}</span></li>` : nothing}`
}

const buying = (view: ProductView, frame: Frame): Html => {
  const t = tell(frame.language)
  const chosen = view.variants.find((each) => each.chosen) ?? view.variants[0]
  const one = view.variants.length < 2
  const gone = view.variants.every((each) => each.stock.saleable === "none")
  const most = Math.min(99, chosen?.stock.left ?? 99, view.limited?.perBuyer ?? 99)
  return postForm(
    frame,
    paths(frame.language).addLine,
    "add",
    html`${view.problem === undefined ? nothing : html`<p class="error" id="quantity-error" role="alert">${view.problem}</p>`}${
      one
        ? html`<input type="hidden" name="sku" value="${chosen?.sku ?? ""}">`
        : html`<fieldset class="choices"><legend>${t("product.variants")}</legend>${view.variants.map((each) => variant(frame, each))}</fieldset>`
    }${
      one && chosen !== undefined && chosen.stock.saleable !== "plenty"
        ? html`<p class="stock ${chosen.stock.saleable}">${stockText(frame, chosen.stock)}</p>`
        : nothing
    }${
      gone
        ? html`<p>${t("product.goneDetail")}</p>`
        : html`<div class="buy"><div class="field"><label for="quantity">${view.stepGrams === undefined ? t("product.quantity") : t("product.portions", { grams: view.stepGrams })}</label><input id="quantity" name="quantity"${view.problem === undefined ? nothing : raw(` aria-invalid="true" aria-describedby="quantity-error" autofocus`)} type="number" inputmode="numeric" min="1" max="${Math.max(1, most)}" value="${view.quantity}"></div><button class="button">${view.shipsFrom === undefined ? t("product.add") : t("product.presale")}</button></div>`
    }`,
    { className: "buying" }
  )
}

export const productPage = (view: ProductView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const chosen = view.variants.find((each) => each.chosen) ?? view.variants[0]
  return page(frame, {
    title: view.name,
    body: html`${crumbs(frame, view.crumbs, view.name)}
<article class="product"><div class="scene">${namedPicture(view.picture, view.name, 560)}</div><div class="words">
<p class="tags">${view.tags.map((tag) => html`<span class="tag">${tag}</span>`)}</p><h1>${view.name}</h1><p class="lead">${view.description}</p>
${chosen === undefined ? nothing : html`<p class="big" data-shown-price>${price(frame.language, { ...chosen, ...(view.saving === undefined ? {} : { saving: view.saving }) })}</p>`}
${view.reasons.length === 0 ? nothing : html`<ul class="reasons">${view.reasons.map((reason) => html`<li><span>${reason.label}</span>${reason.amount === undefined ? nothing : html`<span class="amount">${money(frame.language, reason.amount)}</span>`}</li>`)}</ul>`}
${view.presale === undefined ? nothing : presale(frame, view.presale)}
${view.offers.length === 0 ? nothing : html`<section class="on-offer"><h2>${t("product.offers")}</h2><ul>${view.offers.map((offer) => html`<li><b>${offer.name}</b>${offer.terms === undefined ? nothing : html` <span class="quiet">${offer.terms}</span>`}</li>`)}</ul></section>`}
${view.limited === undefined ? nothing : html`<p class="limited">${t("product.limited", { edition: view.limited.edition, each: view.limited.perBuyer })}</p>`}
${buying(view, frame)}
<ul class="assurances">${arrival(view, frame)}<li>${icons.leaf}<span>${view.kind === "virtual" ? t("product.noReturn") : t("product.return")}</span></li></ul>
</div></article>
${
  view.bundle.length === 0
    ? nothing
    : html`<section class="bundle"><h2>${t("product.bundle")}</h2><ul>${view.bundle.map(
        (part) =>
          html`<li><a href="${to.product(part.id)}">${picture(part.picture, 72)}<span>${part.name}</span></a><span class="quiet">${part.option ?? ""} × ${part.quantity}</span></li>`
      )}</ul></section>`
}
<section class="facts"><h2>${t("product.facts")}</h2><dl>${view.facts.map((fact) => html`<div><dt>${fact.name}</dt><dd>${fact.value}</dd></div>`)}<div><dt>${t("product.merchant")}</dt><dd><b>${view.merchant.name}</b><br>${view.merchant.story}</dd></div></dl></section>
${shelf(frame, t("product.related"), view.related)}`
  })
}
