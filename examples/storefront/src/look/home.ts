import { shortDate } from "../text/format.ts"
import { tell } from "../text/index.ts"
import { shelf } from "./card.ts"
import { type Html, html, nothing } from "./html.ts"
import { icons } from "./icon.ts"
import { page } from "./page.ts"
import { paths } from "./paths.ts"
import { picture } from "./picture.ts"
import { price } from "./price.ts"
import type { Frame, HomeView, OfferView } from "./view.ts"

const offer = (frame: Frame, { name, terms, until, code }: OfferView): Html => {
  const t = tell(frame.language)
  return html`<li><b>${name}</b><span>${terms}</span><small>${
    code === undefined ? t("offer.automatic") : html`${t("offer.code")} <code>${code}</code>`
  }${until === undefined ? nothing : html` · ${t("offer.until", { date: shortDate(frame.language, until) })}`}</small></li>`
}

export const homePage = (view: HomeView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const { hero } = view
  return page(frame, {
    title: "",
    body: html`<section class="hero"><div class="words"><h1>${t("home.title")}</h1><p>${t("home.lead")}</p><p class="actions"><a class="button" href="${to.category("tea")}">${t("home.toTea")}</a><a class="button plain" href="${to.tour}">${t("home.toTour")}</a></p></div><a class="scene" href="${to.product(hero.id)}">${picture(hero.picture, 480, true)}<span class="label"><b>${hero.name}</b>${price(frame.language, hero)}</span></a></section>
${
  view.offers.length === 0
    ? nothing
    : html`<section class="offers" aria-labelledby="offers"><h2 id="offers">${icons.leaf}${t("home.offers")}</h2><ul>${view.offers.map((each) => offer(frame, each))}</ul></section>`
}
<section class="rooms-of" aria-labelledby="rooms"><h2 id="rooms" class="hidden">${t("nav.sections")}</h2><ul>${view.sections.map(
      (section) =>
        html`<li><a class="tile" href="${to.category(section.id)}">${picture(section.picture, 96)}<b>${section.name}</b><small>${t("listing.count", { count: section.count })}</small></a></li>`
    )}</ul></section>
${shelf(frame, t("home.deals"), view.deals, { label: t("home.all"), to: `${to.search}?offer=1` })}
${shelf(frame, t("home.fresh"), view.fresh, { label: t("home.all"), to: `${to.search}?sort=new` })}
${shelf(frame, t("home.presale"), view.presale)}`
  })
}
