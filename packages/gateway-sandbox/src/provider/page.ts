import { instantText } from "pannier/kernel"
import { format } from "pannier/money"
import type { Known } from "./book.ts"
import { type Language, style, words } from "./words.ts"

/** What the buyer's page shows beside the payment. */
export interface Shown {
  readonly language: Language
  /** The page's own path, without a query. */
  readonly path: string
  /** What was wrong with the seconds that were sent. */
  readonly flaw?: string
}

/** The page on which the buyer pays. A form and its buttons: nothing runs in the browser. */
export const page = (known: Known, { language, path, flaw }: Shown): string => {
  const w = words[language]
  const { started } = known
  const open = known.state === "pending" || known.state === "declined"
  const other = language === "zh" ? "en" : "zh"
  const rows: ReadonlyArray<readonly [string, string]> = [
    [w.amount, format(known.amount, language)],
    ...(started === undefined
      ? []
      : [[w.order, started.order] as const, [w.until, minuteText(started.expiresAt)] as const]),
    [w.reference, known.reference]
  ]
  const back = started?.back === undefined ? "" : `<p><a href="${escape(started.back)}">${w.back}</a></p>`
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${w.title}</title>
<style>${style}</style>
</head>
<body>
<main>
<nav aria-label="${w.language}"><a href="${escape(path)}?lang=${other}" hreflang="${other}" lang="${other}">${words[other].self}</a></nav>
<h1>${w.title}</h1>
<p class="quiet">${w.about}</p>
<dl>${rows.map(([term, value]) => `<div><dt>${term}</dt><dd>${escape(value)}</dd></div>`).join("")}</dl>
${known.state === "pending" ? "" : `<p role="status" class="${known.state}">${w[known.state]}</p>`}
${open ? form(path, language, flaw) : ""}
${back}
</main>
</body>
</html>
`
}

const minuteText = (instant: number): string => instantText(instant).slice(0, 16).replace("T", " ")

const form = (path: string, language: Language, flaw: string | undefined): string => {
  const w = words[language]
  const chosen = flaw === undefined ? "prompt" : "late"
  const way = (how: keyof typeof w.ways, more = "") =>
    `<div class="way"><input type="radio" name="how" id="${how}" value="${how}"${how === chosen ? " checked" : ""}>
<label for="${how}">${w.ways[how]}</label>${more}</div>`
  const described = flaw === undefined ? "" : ` aria-invalid="true" aria-describedby="flaw"`
  const said = flaw === undefined ? "" : `<span id="flaw" class="flaw">${escape(flaw)}</span>`
  const seconds = `<div class="seconds"><label for="seconds">${w.seconds}</label>
<input type="number" name="seconds" id="seconds" value="30" min="1" max="3600" inputmode="numeric"${described}>${said}</div>`
  return `<form method="post" action="${escape(path)}?lang=${language}">
<fieldset><legend>${w.how}</legend>
${way("prompt")}
${way("late", seconds)}
${way("lost")}
${way("doubled")}
</fieldset>
<div class="buttons">
<button name="act" value="pay">${w.pay}</button>
<button name="act" value="decline" class="second">${w.decline}</button>
</div>
</form>`
}

/** The page that is shown where there is no payment. */
export const nothing = (language: Language): string => `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words[language].title}</title><style>${style}</style></head>
<body><main><h1>${words[language].title}</h1><p>${words[language].unknown}</p></main></body></html>
`

const entities: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? "")
