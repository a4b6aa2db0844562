/** The quote from list price to what is due, step by step, drawn as a waterfall beside its figures. */
import { money, signedMoney } from "../text/format.ts"
import { say } from "../text/index.ts"
import { type Html, html, nothing, raw } from "./html.ts"
import type { Frame, WaterfallStep } from "./view.ts"

type Bar = { readonly from: number; readonly to: number }

/** Where each step's bar lies between nothing and the greatest sum on the way. Figures are read as numbers to be drawn, never to be shown. */
const barsOf = (steps: readonly WaterfallStep[]): readonly Bar[] => {
  let running = 0
  return steps.map((step) => {
    const value = Number(step.amount.amount)
    if (step.kind === "start" || step.kind === "total") {
      running = value
      return { from: 0, to: value }
    }
    const from = running
    running += value
    return { from, to: running }
  })
}

const bar = (kind: WaterfallStep["kind"], { from, to }: Bar, most: number): Html => {
  const scale = (value: number): number => Math.round((value / most) * 1000) / 10
  const [start, end] = [scale(Math.min(from, to)), scale(Math.max(from, to))]
  // What stands beside the step is what there is before it and after it alike, so the eye can follow the sum down the page.
  const rest = kind === "off" || kind === "add" ? `<rect class="rest" x="0" y="0" width="${start}" height="10"/>` : ""
  return raw(
    `<svg class="bar ${kind}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><path d="M0 9.500h100"/>${rest}<rect x="${start}" y="0" width="${Math.max(end - start, 0.6)}" height="10"/></svg>`
  )
}

export const waterfall = (frame: Frame, steps: readonly WaterfallStep[], caption: string): Html => {
  if (steps.length === 0) return nothing
  const bars = barsOf(steps)
  const most = Math.max(1e-9, ...bars.flatMap(({ from, to }) => [from, to]))
  return html`<table class="waterfall"><caption>${caption}</caption><thead class="hidden"><tr><th scope="col">${say(frame.language, "quote.step")}</th><th scope="col">${say(frame.language, "quote.amount")}</th></tr></thead><tbody>${steps.map(
    (step, index) =>
      html`<tr class="${step.kind}"><th scope="row"><span>${step.label}</span>${step.why === undefined ? nothing : html`<small>${step.why}</small>`}${bar(step.kind, bars[index] ?? { from: 0, to: 0 }, most)}</th><td class="amount">${
        step.kind === "start" || step.kind === "total"
          ? money(frame.language, step.amount)
          : signedMoney(frame.language, step.amount)
      }</td></tr>`
  )}</tbody></table>`
}
