/** Campaigns and their codes. */
import { count } from "../text/format.ts"
import { tell } from "../text/index.ts"
import { postForm } from "./form.ts"
import { type Html, html } from "./html.ts"
import { deskPage } from "./page.ts"
import { paths } from "./paths.ts"
import { table } from "./table.ts"
import type { Frame } from "./view.ts"
import type { DeskCodesView } from "./view-desk.ts"

export const deskCodesPage = (view: DeskCodesView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return deskPage(frame, "codes", {
    title: t("desk.room.codes"),
    body: html`<h1>${t("desk.room.codes")}</h1><p class="quiet">${t("codes.lead")}</p><div class="stack">${table(
      frame,
      {
        caption: t("codes.caption"),
        columns: [
          { name: t("codes.offer") },
          { name: t("codes.sample") },
          { name: t("codes.count"), figures: true },
          { name: t("codes.used"), figures: true },
          { name: t("codes.held"), figures: true },
          { name: t("codes.odds"), figures: true },
          { name: t("codes.file"), hidden: true }
        ],
        rows: view.rows.map((row) => [
          { text: row.name },
          { text: row.sample, code: true },
          { figure: count(frame.language, row.count) },
          {
            figure: count(frame.language, row.used),
            ...(row.account === undefined ? {} : { to: to.deskAccount(row.account) })
          },
          { figure: count(frame.language, row.held) },
          { figure: t("codes.oneIn", { odds: count(frame.language, row.odds) }) },
          { text: t("codes.file"), to: to.deskCodesFile(row.promotion) }
        ]),
        empty: t("codes.none")
      }
    )}${view.rows.map((row) =>
      postForm(
        frame,
        to.deskMoreCodes(row.promotion),
        `more-${row.promotion}`,
        html`<div class="field"><label for="more-${row.promotion}">${t("codes.more", { name: row.name })}</label><div class="pair"><input id="more-${row.promotion}" name="more" type="number" inputmode="numeric" min="1" max="${view.most}" value="1000" required><button class="button plain">${t("codes.make")}</button></div></div>`
      )
    )}</div>`
  })
}
