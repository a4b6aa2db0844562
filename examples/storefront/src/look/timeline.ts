/** What happened, who did it and when; what is expected stands last and paler. */
import { dateTime, machineTime } from "../text/format.ts"
import { type Html, html, nothing } from "./html.ts"
import type { Frame, State, TimelineEntry } from "./view.ts"

export const moment = (frame: Frame, instant: number): Html =>
  html`<time datetime="${machineTime(instant)}">${dateTime(frame.language, instant)}</time>`

export const stateLabel = ({ label, mood }: State): Html => html`<span class="state ${mood}">${label}</span>`

export const timeline = (frame: Frame, entries: readonly TimelineEntry[]): Html =>
  html`<ol class="timeline">${entries.map(
    (entry) =>
      html`<li class="${entry.mood}${entry.ahead === true ? " ahead" : ""}"><div class="when">${
        entry.at === undefined ? nothing : moment(frame, entry.at)
      }${entry.who === undefined ? nothing : html`<span class="who">${entry.who}</span>`}</div><div class="what"><b>${entry.title}</b>${
        entry.detail === undefined ? nothing : html`<p>${entry.detail}</p>`
      }</div></li>`
  )}</ol>`
