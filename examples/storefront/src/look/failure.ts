import { isTextKey, tell } from "../text/index.ts"
import { type Html, html, nothing } from "./html.ts"
import { page } from "./page.ts"
import { paths } from "./paths.ts"
import { picture } from "./picture.ts"
import type { FailureView, Frame } from "./view.ts"

/** 403, 404, 409, 500 and the rest: what happened, in words, and where to go from here. */
export const failurePage = (view: FailureView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const known = [`failure.${view.status}`, view.status < 500 ? "failure.400" : "failure.500"].find(isTextKey)
  const detail = [`failure.${view.status}Detail`, view.status < 500 ? "failure.400Detail" : "failure.500Detail"].find(
    isTextKey
  )
  const title = view.title ?? (known === undefined ? "" : t(known))
  return page(frame, {
    title,
    narrow: true,
    body: html`<section class="outcome failure">${picture({ motif: view.status === 404 ? "jar" : "bowl", tones: ["celadon", "honey"] }, 200, true)}<p class="quiet">${view.status}</p><h1>${title}</h1><p>${view.detail ?? (detail === undefined ? "" : t(detail))}</p>${
      view.reference === undefined
        ? nothing
        : html`<p class="small quiet">${t("failure.reference")} <code>${view.reference}</code></p>`
    }<div class="actions"><a class="button" href="${to.home}">${t("failure.home")}</a><a class="button plain" href="${to.search}">${t("failure.search")}</a></div></section>`
  })
}
