/** Batches: how far each has come, and what may be done with it; and the collections with their versions. */
import { count } from "../text/format.ts"
import { tell } from "../text/index.ts"
import { type Html, html } from "./html.ts"
import { deskPage } from "./page.ts"
import { table } from "./table.ts"
import type { Frame } from "./view.ts"
import type { DeskBatchesView } from "./view-health.ts"

export const deskBatchesPage = (view: DeskBatchesView, frame: Frame): Html => {
  const t = tell(frame.language)
  return deskPage(frame, "batches", {
    title: t("desk.room.batches"),
    ...(view.refresh === undefined ? {} : { refresh: view.refresh }),
    body: html`<h1>${t("desk.room.batches")}</h1><p class="quiet">${t("batch.lead")}</p><div class="stack">${batchesOf(view, frame)}${failuresOf(view, frame)}${collectionsOf(view, frame)}</div>`
  })
}

const batchesOf = ({ batches }: DeskBatchesView, frame: Frame): Html => {
  const t = tell(frame.language)
  return table(frame, {
    caption: t("batch.caption"),
    columns: [
      { name: t("batch.kind") },
      { name: t("desk.state") },
      { name: t("batch.started") },
      { name: t("desk.who") },
      { name: t("batch.progress") },
      { name: t("batch.written"), figures: true },
      { name: t("batch.kept"), figures: true },
      { name: t("batch.failed"), figures: true },
      { name: t("health.act"), hidden: true }
    ],
    rows: batches.map((batch) => [
      { text: batch.kind, code: true },
      { state: batch.state },
      { at: batch.startedAt },
      { text: batch.by },
      { meter: batch.progress },
      { figure: count(frame.language, batch.written) },
      { figure: count(frame.language, batch.kept) },
      { figure: count(frame.language, batch.failed), ...(batch.failed > 0 ? { mood: "bad" as const } : {}) },
      { actions: batch.actions }
    ]),
    empty: t("batch.none")
  })
}

const failuresOf = ({ batches }: DeskBatchesView, frame: Frame): readonly Html[] => {
  const t = tell(frame.language)
  return batches
    .filter(({ failures }) => failures.length > 0)
    .map(({ id, kind, failures }) =>
      table(frame, {
        caption: t("batch.failures", { kind, id }),
        columns: [{ name: t("batch.row") }, { name: t("health.tag") }],
        rows: failures.map((one) => [
          { text: one.id, code: true },
          { text: one.cause, code: true }
        ]),
        empty: t("batch.none")
      })
    )
}

const collectionsOf = ({ collections }: DeskBatchesView, frame: Frame): Html => {
  const t = tell(frame.language)
  return table(frame, {
    caption: t("batch.collections"),
    columns: [
      { name: t("batch.collection") },
      { name: t("batch.reads"), figures: true },
      { name: t("batch.writes"), figures: true },
      { name: t("health.building") },
      { name: t("health.act"), hidden: true }
    ],
    rows: collections.map((one) => [
      { text: one.name, code: true },
      { figure: String(one.reads) },
      { figure: String(one.writes) },
      { text: one.building.join(", "), code: one.building.length > 0 },
      { actions: one.actions }
    ]),
    empty: t("batch.none")
  })
}
