import { dateTime, money } from "../text/format.ts"
import { tell } from "../text/index.ts"
import { postForm } from "./form.ts"
import { type Html, html, nothing } from "./html.ts"
import { icons } from "./icon.ts"
import { page } from "./page.ts"
import { markPath, paths, stylePath } from "./paths.ts"
import { amount } from "./price.ts"
import type { Frame, PaymentStage, PaymentView, SandboxView } from "./view.ts"

const signs: Readonly<Record<PaymentStage, Html>> = {
  ready: icons.arrow,
  waiting: icons.clock,
  succeeded: icons.tick,
  late: icons.tick,
  failed: icons.cross,
  replaced: icons.arrow,
  cancelled: icons.cross,
  closed: icons.cross
}

const ways = (view: PaymentView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const order = html`<a class="button${view.stage === "succeeded" || view.stage === "late" ? "" : " plain"}" href="${to.order(view.order)}">${t("payment.toOrder")}</a>`
  // Whoever has come back and waits may not have paid at all.
  const gateway =
    view.gateway === undefined
      ? nothing
      : html`<a class="button${view.stage === "waiting" ? " plain" : ""}" href="${view.gateway}">${t("payment.toGateway")}</a>`
  const look = html`<a class="button${view.stage === "waiting" ? "" : " plain"}" href="${view.next ?? to.payment(view.payment)}">${t("payment.look")}</a>`
  const again = postForm(
    frame,
    to.payment(view.payment),
    "again",
    html`<button class="button">${t("payment.again")}</button>`
  )
  switch (view.stage) {
    case "ready":
      return html`${gateway}${view.next === undefined ? nothing : look}${order}`
    case "waiting":
      return html`${look}${gateway}${order}`
    case "replaced":
      return html`<a class="button" href="${to.payment(view.instead ?? view.payment)}">${t("payment.toInstead")}</a>${order}`
    case "failed":
      return html`${again}${order}`
    case "succeeded":
    case "late":
      return html`${order}<a class="button plain" href="${to.home}">${t("payment.toShop")}</a>`
    case "cancelled":
    case "closed":
      return html`${order}<a class="button plain" href="${to.cart}">${t("cart.title")}</a>`
  }
}

/** Until when it is to be paid is said only where it still can be. */
const over: ReadonlySet<PaymentStage> = new Set(["succeeded", "late", "replaced", "cancelled", "closed"])

/** Redirect, waiting, success, late success, failure, and what takes its place. While waiting, the page looks again by itself. */
export const paymentPage = (view: PaymentView, frame: Frame): Html => {
  const t = tell(frame.language)
  return page(frame, {
    title: t(`payment.${view.stage}`),
    narrow: true,
    ...(view.stage === "waiting" ? { refresh: 4, ...(view.next === undefined ? {} : { next: view.next }) } : {}),
    body: html`<section class="outcome ${view.stage}"><p class="sign">${signs[view.stage]}</p><h1>${t(`payment.${view.stage}`)}</h1><p class="big">${amount(frame.language, view.amount)}</p><p>${view.detail ?? t(`payment.${view.stage}Detail`)}</p>${
      view.reason === undefined ? nothing : html`<p class="error">${view.reason}</p>`
    }<dl class="pairs"><div><dt>${t("order.number")}</dt><dd><code>${view.order}</code></dd></div><div><dt>${t("payment.method")}</dt><dd>${view.method}</dd></div>${
      view.expiresAt === undefined || over.has(view.stage)
        ? nothing
        : html`<div><dt>${t("payment.until")}</dt><dd>${dateTime(frame.language, view.expiresAt)}</dd></div>`
    }</dl><div class="actions">${ways(view, frame)}</div></section>`
  })
}

/** The sandbox gateway's own page: it is another house, and looks like one. */
export const sandboxPage = (view: SandboxView, frame: Frame): Html => {
  const t = tell(frame.language)
  return html`<!doctype html>
<html lang="${frame.language === "zh" ? "zh-Hans" : "en"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${t("sandbox.title")}</title><link rel="icon" href="${markPath}"><link rel="stylesheet" href="${stylePath}"></head>
<body class="sandbox"><main id="main" class="narrow"><section class="outcome"><p class="quiet">${t("sandbox.house")}</p><h1>${t("sandbox.ask", { merchant: view.merchant })}</h1><p class="big">${money(frame.language, view.amount)}</p><dl class="pairs"><div><dt>${t("order.number")}</dt><dd><code>${view.order}</code></dd></div><div><dt>${t("sandbox.payment")}</dt><dd><code>${view.payment}</code></dd></div></dl>${postForm(
    frame,
    paths(frame.language).sandbox(view.payment),
    "answer",
    html`<ul class="answers">${view.answers.map(
      (answer, index) =>
        html`<li><button class="button${index === 0 ? "" : " plain"} full" name="answer" value="${answer.value}"><b>${answer.label}</b><small>${answer.detail}</small></button></li>`
    )}</ul>`
  )}<p class="small quiet">${t("sandbox.why")}</p></section></main></body></html>`
}
