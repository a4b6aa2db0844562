/** The health of the shop: what is checked, what waits, what is stuck, and what was refused. */
import { count, percent, stamp } from "../text/format.ts"
import { tell } from "../text/index.ts"
import { actions } from "./form.ts"
import { type Html, html, nothing } from "./html.ts"
import { deskPage, notice } from "./page.ts"
import { paths } from "./paths.ts"
import { table } from "./table.ts"
import { stateLabel } from "./timeline.ts"
import type { Frame } from "./view.ts"
import type { DeskHealthView } from "./view-health.ts"

export const deskHealthPage = (view: DeskHealthView, frame: Frame): Html => {
  const t = tell(frame.language)
  return deskPage(frame, "health", {
    title: t("desk.room.health"),
    body: html`<div class="heading"><h1>${t("desk.room.health")}</h1>${actions(frame, view.actions)}</div><p class="quiet">${t("health.commits", { count: count(frame.language, view.commits) })}</p><div class="stack">${watchOf(view, frame)}${checksOf(view, frame)}${queuesOf(view, frame)}${parkedOf(view, frame)}${lanesOf(view, frame)}${workerOf(view, frame)}${errandsOf(view, frame)}${refusalsOf(view, frame)}${buildingOf(view, frame)}</div>`
  })
}

/** The running check: sound, behind or at fault, and how far it is. */
const watchOf = ({ watch, commits }: DeskHealthView, frame: Frame): Html => {
  const t = tell(frame.language)
  const far = t("health.watchFar", {
    position: count(frame.language, watch.position),
    commits: count(frame.language, commits)
  })
  return html`<section class="watch"><div class="heading"><h2>${t("health.watch")}</h2>${stateLabel(watch.state)}</div><p class="quiet">${t("health.watchLead")}</p><p>${far}</p><meter class="long" min="0" max="1" value="${watch.share}" aria-label="${far}">${percent(frame.language, watch.share)}</meter><dl class="pairs across">${watch.facts.map(
    ({ name, value }) => html`<div><dt>${name}</dt><dd class="amount">${value}</dd></div>`
  )}</dl>${watch.faults.map((fault) => notice("bad", t("health.fault", { fault })))}</section>`
}

const checksOf = ({ checks }: DeskHealthView, frame: Frame): Html => {
  const t = tell(frame.language)
  return table(frame, {
    caption: t("health.checks"),
    columns: [
      { name: t("health.law") },
      { name: t("health.title") },
      { name: t("health.looked"), figures: true },
      { name: t("desk.state") }
    ],
    rows: checks.map((check) => [
      { text: check.law, code: true },
      { text: check.title },
      { figure: count(frame.language, check.looked) },
      { state: check.state }
    ]),
    empty: t("health.noChecks")
  })
}

const queuesOf = ({ queues, queuesTo }: DeskHealthView, frame: Frame): Html => {
  const t = tell(frame.language)
  const figure = (value: number, bad: boolean) => ({
    figure: count(frame.language, value),
    ...(bad ? { mood: "bad" as const } : {})
  })
  const drawn = table(frame, {
    caption: t("health.queues"),
    columns: [
      { name: t("health.kind") },
      { name: t("health.waiting"), figures: true },
      { name: t("health.share"), hidden: true },
      { name: t("health.due"), figures: true },
      { name: t("health.lag") },
      { name: t("state.intent.parked"), figures: true }
    ],
    rows: queues.map((queue) => [
      { text: queue.kind, code: true },
      figure(queue.waiting, false),
      { share: queue.share, mood: queue.parked > 0 || queue.late ? ("bad" as const) : ("quiet" as const) },
      figure(queue.due, queue.late),
      { text: queue.lag ?? t("health.onTime"), quiet: queue.lag === undefined },
      figure(queue.parked, queue.parked > 0)
    ]),
    empty: t("health.noLanes")
  })
  return queuesTo === undefined
    ? drawn
    : html`${drawn}<p class="small quiet">${t("health.queuesTo", { count: count(frame.language, queuesTo) })}</p>`
}

const lanesOf = ({ lanes }: DeskHealthView, frame: Frame): Html => {
  const t = tell(frame.language)
  return table(frame, {
    caption: t("health.lanes"),
    columns: [
      { name: t("desk.lane") },
      { name: t("health.waiting"), figures: true },
      { name: t("health.oldest") },
      { name: t("desk.state") }
    ],
    rows: lanes.map((lane) => [
      { text: lane.lane, code: true },
      { figure: String(lane.waiting) },
      lane.oldest === undefined ? { text: "" } : { at: lane.oldest },
      { state: lane.state }
    ]),
    empty: t("health.noLanes")
  })
}

const parkedOf = ({ parked }: DeskHealthView, frame: Frame): Html => {
  const t = tell(frame.language)
  return table(frame, {
    caption: t("health.parked"),
    columns: [
      { name: t("desk.intent") },
      { name: t("desk.lane") },
      { name: t("desk.tries"), figures: true },
      { name: t("desk.why") },
      { name: t("health.act"), hidden: true }
    ],
    rows: parked.map((intent) => [
      intent.to === undefined
        ? { text: intent.intent, code: true }
        : { text: intent.intent, to: intent.to, code: true },
      { text: intent.lane, code: true },
      { figure: String(intent.tries) },
      { text: intent.why },
      { actions: intent.actions }
    ]),
    empty: t("health.noParked")
  })
}

const workerOf = ({ worker }: DeskHealthView, frame: Frame): Html => {
  const t = tell(frame.language)
  if (worker === undefined) {
    return html`<section><h2>${t("health.worker")}</h2><p class="quiet none">${t("health.noRound")}</p></section>`
  }
  const { at, busy } = worker
  const pair = (name: string, value: string): Html => html`<div><dt>${name}</dt><dd class="amount">${value}</dd></div>`
  return html`<section><h2>${t("health.worker")}</h2><dl class="pairs across">${pair(t("health.round"), stamp(at))}${
    busy === undefined
      ? nothing
      : html`${pair(t("health.busy"), stamp(busy.at))}${pair(t("health.answered"), count(frame.language, busy.answered))}${pair(t("health.failed"), count(frame.language, busy.failed))}`
  }</dl>${busy === undefined || busy.why === "" ? nothing : html`<p class="quiet"><code>${busy.why}</code></p>`}</section>`
}

const errandsOf = ({ errands }: DeskHealthView, frame: Frame): Html => {
  const t = tell(frame.language)
  return table(frame, {
    caption: t("health.errands"),
    columns: [
      { name: t("health.kind") },
      { name: t("health.carried"), figures: true },
      { name: t("health.failed"), figures: true },
      { name: t("health.took"), figures: true },
      { name: t("health.mostLag"), figures: true }
    ],
    rows: errands.map((errand) => [
      { text: errand.kind, code: true },
      { figure: count(frame.language, errand.carried) },
      { figure: count(frame.language, errand.failed), ...(errand.failed > 0 ? { mood: "bad" as const } : {}) },
      { figure: errand.took },
      { figure: errand.lag }
    ]),
    empty: t("health.noErrands")
  })
}

/** What was refused, with bars: the eye finds the most frequent. */
const refusalsOf = ({ refusals }: DeskHealthView, frame: Frame): Html => {
  const t = tell(frame.language)
  return table(frame, {
    caption: t("health.refusals"),
    columns: [
      { name: t("health.call") },
      { name: t("health.tag") },
      { name: t("health.times"), figures: true },
      { name: t("health.share"), hidden: true }
    ],
    rows: refusals.map((one) => [
      { text: one.name, code: true },
      { text: one.tag, code: true },
      { figure: count(frame.language, one.count), ...(one.bad ? { mood: "bad" as const } : {}) },
      { share: one.share, mood: one.bad ? ("bad" as const) : ("quiet" as const) }
    ]),
    empty: t("health.noRefusals")
  })
}

const buildingOf = ({ building }: DeskHealthView, frame: Frame): Html => {
  const t = tell(frame.language)
  return table(frame, {
    caption: t("health.building"),
    columns: [{ name: t("batch.collection") }, { name: t("health.column") }],
    rows: building.map(({ collection, column }) => [
      { text: collection, to: paths(frame.language).deskBatches, code: true },
      { text: column, code: true }
    ]),
    empty: t("health.noBuilding")
  })
}
