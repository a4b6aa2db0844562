import { bodyOf } from "../wire.ts"
import type { Book, Delays } from "./book.ts"
import { nothing, page } from "./page.ts"
import { type How, type Language, words } from "./words.ts"

/** The longest form that a buyer can send, in bytes. */
const longestForm = 4_096

const ways: ReadonlyArray<How> = ["prompt", "late", "lost", "doubled"]

/** When the shop is told, in milliseconds from now. */
export const delaysOf = (how: How, seconds: number): Delays => {
  switch (how) {
    case "prompt":
      return [0]
    case "late":
      return [seconds * 1_000]
    case "lost":
      return []
    case "doubled":
      return [0, 0]
  }
}

/** Answers a buyer's browser: the page, and what is sent from it. */
export const answerBuyer = async (
  {
    book,
    clock,
    deliver
  }: { readonly book: Book; readonly clock: () => number; readonly deliver: (payment: string) => Promise<number> },
  request: Request,
  url: URL
): Promise<Response> => {
  const language = languageOf(request, url)
  const at = clock()
  book.pass(at)
  const known = book.byToken(url.pathname.split("/").at(-1) ?? "")
  if (known?.started === undefined) return html(404, nothing(language), undefined)
  const { back } = known.started
  const shown = { language, path: url.pathname }
  if (request.method === "GET" || request.method === "HEAD") return html(200, page(known, shown), back)
  if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "GET, HEAD, POST" } })
  const body = await bodyOf(request, longestForm)
  if (body === undefined) return new Response(null, { status: 413 })
  const form = new URLSearchParams(new TextDecoder().decode(body))
  const here = `${url.pathname}?lang=${language}`
  if (form.get("act") === "decline") {
    book.turn(known, "declined", at, [0])
    await deliver(known.payment)
    return to(here)
  }
  const how = ways.find((way) => way === form.get("how")) ?? "prompt"
  const seconds = how === "late" ? secondsOf(form.get("seconds") ?? "") : 0
  if (seconds === undefined) return html(422, page(known, { ...shown, flaw: words[language].secondsFlaw }), back)
  const { state } = book.turn(known, "captured", at, delaysOf(how, seconds))
  // The shop is told before the buyer is back there, as far as it listens.
  await deliver(known.payment)
  return to(state === "captured" && back !== undefined ? back : here)
}

const secondsOf = (text: string): number | undefined => {
  const seconds = /^[0-9]{1,4}$/.test(text) ? Number(text) : 0
  return seconds >= 1 && seconds <= 3_600 ? seconds : undefined
}

// The first of the browser's languages decides, unless the buyer has chosen.
const languageOf = (request: Request, url: URL): Language => {
  const chosen = url.searchParams.get("lang")
  if (chosen === "zh" || chosen === "en") return chosen
  return /^\s*zh\b/i.test(request.headers.get("accept-language") ?? "") ? "zh" : "en"
}

const to = (location: string): Response => new Response(null, { status: 303, headers: { location } })

const html = (status: number, text: string, back: string | undefined): Response => {
  // Browsers hold a form's redirect to the policy as well, so the shop's own address must be in it.
  const shop = back === undefined ? "" : ` ${new URL(back).origin}`
  return new Response(text, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'${shop}; base-uri 'none'; frame-ancestors 'none'`,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff"
    }
  })
}
