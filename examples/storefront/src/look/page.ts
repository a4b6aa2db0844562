/** The frame around every page: skip link, header, notice, footer. */
import { type Language, tell } from "../text/index.ts"
import { type Html, html, nothing, raw } from "./html.ts"
import { icons } from "./icon.ts"
import { markPath, paths, scriptPath, stylePath } from "./paths.ts"
import type { Frame, Mood, Named } from "./view.ts"

type Page = {
  readonly title: string
  readonly body: Html
  /** Seconds after which the page looks again by itself. */
  readonly refresh?: number
  /** Where it looks then, if not at its own address. */
  readonly next?: string
  /** One column of reading width, for forms and messages. */
  readonly narrow?: boolean
}

const head = (language: Language, title: string, refresh: number | undefined, next?: string): Html => {
  const t = tell(language)
  return html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title === "" ? t("shop.title") : `${title} · ${t("shop.name")}`}</title>
<meta name="description" content="${t("shop.description")}">
<link rel="icon" href="${markPath}" type="image/svg+xml">
<link rel="stylesheet" href="${stylePath}">
${refresh === undefined ? nothing : html`<noscript><meta http-equiv="refresh" content="${refresh * 2}${next === undefined ? "" : `;url=${next}`}"></noscript>`}
<script src="${scriptPath}" defer></script>
</head>`
}

/** The script looks again after so many seconds; without script, the refresh in the head does. */
const looksAgain = (refresh: number | undefined, next?: string): Html =>
  refresh === undefined
    ? nothing
    : html` data-refresh="${refresh}"${next === undefined ? nothing : html` data-next="${next}"`}`

const current = (yes: boolean): Html => (yes ? raw(` aria-current="page"`) : nothing)

const languageSwitch = (frame: Frame): Html => {
  const other = frame.language === "zh" ? "en" : "zh"
  return html`<a class="switch" href="/${other}${frame.path === "/" ? "" : frame.path}" lang="${other === "zh" ? "zh-Hans" : "en"}" hreflang="${other}">${other === "zh" ? "中文" : "English"}</a>`
}

const brand = (frame: Frame): Html => {
  const t = tell(frame.language)
  return html`<a class="brand" href="${paths(frame.language).home}"><img src="${markPath}" alt="" width="32" height="32"><span><b>${t("shop.brand")}</b><small>${t("shop.brandBeside")}</small></span></a>`
}

const header = (frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return html`<header class="top"><div class="wide masthead">
${brand(frame)}
<form class="search" action="${to.search}" method="get" role="search"><label class="hidden" for="q">${t("search.label")}</label><input id="q" name="q" type="search" value="${frame.search ?? ""}" placeholder="${t("search.hint")}" autocomplete="off"><button aria-label="${t("search.go")}">${icons.search}</button></form>
<nav class="own" aria-label="${t("nav.own")}">${languageSwitch(frame)}<a href="${frame.customer === undefined ? to.signIn : to.account}" title="${frame.customer ?? t("nav.signIn")}">${icons.person}<span class="word">${frame.customer ?? t("nav.signIn")}</span></a><a href="${to.cart}" class="basket">${icons.basket}<span class="word">${t("nav.cart")}</span>${
    frame.cartCount === 0
      ? nothing
      : html`<b class="count"><span class="hidden">${t("nav.cartCount")} </span>${frame.cartCount}</b>`
  }</a></nav>
</div><nav class="sections" aria-label="${t("nav.sections")}"><ul class="wide">${frame.sections.map(
    (section) =>
      html`<li><a href="${to.category(section.id)}"${current(section.id === frame.section)}>${section.name}</a></li>`
  )}</ul></nav></header>`
}

const footer = (frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return html`<footer class="foot"><div class="wide">
<ul class="promises"><li>${icons.lorry}<span>${t("foot.delivery")}</span></li><li>${icons.leaf}<span>${t("foot.returns")}</span></li><li>${icons.tick}<span>${t("foot.books")}</span></li></ul>
<p class="links"><a href="${to.categories}">${t("nav.categories")}</a><a href="${to.tour}">${t("nav.tour")}</a><a href="${to.desk}">${t("nav.desk")}</a>${languageSwitch(frame)}</p>
<p class="small">${t("foot.sandbox")}</p>
</div></footer>`
}

export const notice = (mood: Mood, text: string | Html): Html =>
  html`<p class="notice ${mood}" role="${mood === "bad" ? "alert" : "status"}">${mood === "bad" || mood === "attention" ? icons.warning : icons.tick}<span>${text}</span></p>`

/** A page for buyers, whole. */
export const page = (frame: Frame, { title, body, refresh, next, narrow }: Page): Html => {
  const t = tell(frame.language)
  return html`<!doctype html>
<html lang="${frame.language === "zh" ? "zh-Hans" : "en"}">
${head(frame.language, title, refresh, next)}
<body${looksAgain(refresh, next)}><a class="skip" href="#main">${t("nav.skip")}</a>
${header(frame)}
<main id="main" class="${narrow === true ? "narrow" : "wide"}" tabindex="-1">${frame.notice === undefined ? nothing : notice(frame.notice.mood, frame.notice.text)}${body}</main>
${footer(frame)}
</body></html>`
}

const deskRooms = [
  "orders",
  "returns",
  "refunds",
  "stock",
  "codes",
  "payments",
  "promotions",
  "laboratory",
  "books",
  "health",
  "batches"
] as const

export type DeskRoom = (typeof deskRooms)[number]

/** A page for staff: a narrower head, rooms along the top, the whole width for tables. */
export const deskPage = (frame: Frame, room: DeskRoom | undefined, { title, body, refresh }: Page): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const rooms: Readonly<Record<DeskRoom, string>> = {
    orders: to.deskOrders(),
    returns: to.deskReturns(),
    refunds: to.deskRefunds(),
    stock: to.deskStock,
    codes: to.deskCodes,
    payments: to.deskPayments(),
    promotions: to.deskPromotions(),
    laboratory: to.deskLaboratory,
    books: to.deskBooks,
    health: to.deskHealth,
    batches: to.deskBatches
  }
  return html`<!doctype html>
<html lang="${frame.language === "zh" ? "zh-Hans" : "en"}">
${head(frame.language, `${title} · ${t("desk.title")}`, refresh)}
<body class="desk"${looksAgain(refresh)}><a class="skip" href="#main">${t("nav.skip")}</a>
<header class="top"><div class="wide masthead">${brand(frame)}<nav class="rooms" aria-label="${t("desk.title")}"><ul>${deskRooms.map(
    (each) => html`<li><a href="${rooms[each]}"${current(each === room)}>${t(`desk.room.${each}`)}</a></li>`
  )}</ul></nav><nav class="own" aria-label="${t("nav.own")}">${languageSwitch(frame)}<a href="${to.home}">${t("desk.toShop")}</a></nav></div></header>
<main id="main" class="wide" tabindex="-1">${frame.notice === undefined ? nothing : notice(frame.notice.mood, frame.notice.text)}${body}</main>
</body></html>`
}

/** The way from the shop's door to here; the last step is this page. */
export const crumbs = (frame: Frame, steps: readonly Named[], here: string): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  return html`<nav class="crumbs" aria-label="${t("nav.crumbs")}"><ol><li><a href="${to.home}">${t("nav.home")}</a></li>${steps.map(
    (step) => html`<li><a href="${to.category(step.id)}">${step.name}</a></li>`
  )}<li aria-current="page">${here}</li></ol></nav>`
}

/** Crumbs outside the category tree. */
export const trail = (
  frame: Frame,
  steps: readonly { readonly label: string; readonly to: string }[],
  here: string
): Html =>
  html`<nav class="crumbs" aria-label="${tell(frame.language)("nav.crumbs")}"><ol>${steps.map(
    (step) => html`<li><a href="${step.to}">${step.label}</a></li>`
  )}<li aria-current="page">${here}</li></ol></nav>`
