/** A walk through the promises, with live buttons; each stop shows what the ledger recorded. */
import { tell, type TextKey } from "../text/index.ts"
import { postForm } from "./form.ts"
import { type Html, html, nothing } from "./html.ts"
import { notice, page } from "./page.ts"
import { paths } from "./paths.ts"
import { picture } from "./picture.ts"
import { ledgerTable } from "./table.ts"
import type { Frame, Picture } from "./view.ts"
import type { TourResult, TourStopId, TourView } from "./view-desk.ts"

const scenes: Readonly<Record<TourStopId, Picture>> = {
  "last-piece": { motif: "kettle", tones: ["ink", "slate"] },
  "pay-twice": { motif: "card", tones: ["persimmon", "paper"] },
  "late-answer": { motif: "envelope", tones: ["celadon", "cinnabar"] },
  "partial-refund": { motif: "cups", tones: ["snow", "clay"] },
  killed: { motif: "candle", tones: ["honey", "walnut"] }
}

const outcome = (frame: Frame, result: TourResult): Html =>
  html`<div class="shown">${notice(result.mood, result.summary)}<dl class="pairs">${result.facts.map(
    (fact) =>
      html`<div><dt>${fact.name}</dt><dd>${fact.to === undefined ? fact.value : html`<a href="${fact.to}">${fact.value}</a>`}</dd></div>`
  )}</dl>${result.ledger.length === 0 ? nothing : ledgerTable(frame, tell(frame.language)("tour.ledger"), result.ledger)}</div>`

export const tourPage = (view: TourView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const running = view.stops.some((stop) => stop.running === true)
  return page(frame, {
    title: t("nav.tour"),
    ...(running ? { refresh: 2 } : {}),
    body: html`<div class="reading"><h1>${t("tour.title")}</h1><p class="lead">${t("tour.lead")}</p></div><ol class="stops">${view.stops.map(
      (stop, index) => {
        const at = (part: "title" | "promise" | "what" | "button"): TextKey => `tour.${stop.id}.${part}`
        return html`<li id="${stop.id}"><div class="stop">${picture(scenes[stop.id], 160)}<div class="words"><p class="quiet">${t("tour.stop", { number: index + 1 })}</p><h2>${t(at("title"))}</h2><p class="promise">${t(at("promise"))}</p><p>${t(at("what"))}</p>${postForm(
          frame,
          to.tourStop(stop.id),
          stop.id,
          html`<button class="button"${stop.running === true ? html` disabled` : nothing}>${stop.running === true ? t("tour.running") : stop.result === undefined ? t(at("button")) : t("tour.again")}</button>`
        )}</div></div>${stop.result === undefined ? nothing : outcome(frame, stop.result)}</li>`
      }
    )}</ol>`
  })
}
