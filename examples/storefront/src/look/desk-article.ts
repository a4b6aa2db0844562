/** One article for staff: where it stands, goods in, and a count. */
import { count } from "../text/format.ts"
import { type TextKey, tell } from "../text/index.ts"
import { field, postForm } from "./form.ts"
import { type Html, html, raw } from "./html.ts"
import { deskPage, trail } from "./page.ts"
import { paths } from "./paths.ts"
import { table } from "./table.ts"
import type { Frame } from "./view.ts"
import type { DeskArticleView } from "./view-desk.ts"

const movement = (
  view: DeskArticleView,
  frame: Frame,
  form: "receive" | "count",
  words: { readonly title: TextKey; readonly value: TextKey; readonly go: TextKey; readonly detail?: TextKey }
): Html => {
  const t = tell(frame.language)
  const wrong = view.wrong?.form === form ? view.wrong : undefined
  const chosen = wrong?.place ?? view.places[0]?.id
  const name = `${form}-pieces`
  return postForm(
    frame,
    paths(frame.language).deskArticle(view.sku),
    form,
    html`<h2>${t(words.title)}</h2>${
      words.detail === undefined ? raw("") : html`<p class="small quiet">${t(words.detail)}</p>`
    }<input type="hidden" name="do" value="${form}"><div class="fields"><div class="field"><label for="${form}-place">${t("desk.place")}</label><select id="${form}-place" name="place">${view.places.map(
      (place) =>
        html`<option value="${place.id}"${place.id === chosen ? raw(" selected") : raw("")}>${place.name}</option>`
    )}</select></div>${field({
      name,
      label: t(words.value),
      type: "number",
      inputmode: "numeric",
      field: wrong === undefined ? { value: "" } : { value: wrong.value, error: wrong.error }
    })}</div><p class="actions"><button class="button plain">${t(words.go)}</button></p>`,
    { className: "stack" }
  )
}

export const deskArticlePage = (view: DeskArticleView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return deskPage(frame, "stock", {
    title: view.name,
    body: html`${trail(frame, [{ label: t("desk.room.stock"), to: to.deskStock }], view.sku)}<div class="heading"><h1>${view.name} <code>${view.sku}</code></h1><a href="${to.deskUnit(view.unit)}">${t("books.accountsOf", { unit: view.unit })}</a></div><div class="stack">${table(
      frame,
      {
        caption: t("desk.stockCaption"),
        columns: [
          { name: t("desk.place") },
          { name: t("desk.onHand"), figures: true },
          { name: t("desk.heldPieces"), figures: true },
          { name: t("desk.free"), figures: true },
          { name: t("desk.owed"), figures: true }
        ],
        rows: view.places.map((place) => [
          { text: place.name },
          {
            figure: count(frame.language, place.onHand),
            ...(place.account === undefined ? {} : { to: to.deskAccount(place.account) })
          },
          { figure: count(frame.language, place.held) },
          { figure: count(frame.language, place.free) },
          place.owed === 0 ? { figure: "0" } : { figure: count(frame.language, place.owed), mood: "bad" }
        ]),
        empty: t("desk.noStock")
      }
    )}<div class="forms">${movement(view, frame, "receive", { title: "desk.goodsIn", value: "desk.pieces", go: "desk.takeIn" })}${movement(view, frame, "count", { title: "desk.count", value: "desk.found", go: "desk.setCount", detail: "desk.countDetail" })}</div></div>`
  })
}
