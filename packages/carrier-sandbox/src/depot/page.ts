import { TrackingStatus } from "pannier/logistics"
import type { Advance, Book, How, Parcel } from "./book.ts"

/** The languages of the couriers' page. */
type Language = "zh" | "en"

const words = {
  zh: {
    title: "沙盒承运商",
    about: "这是练习用的承运商，不会真的取件。在这里替快递员扫描包裹。",
    empty: "还没有包裹。商家下单后会出现在这里。",
    parcel: "包裹",
    state: "状态",
    scan: "扫描",
    how: "如何通知商家",
    send: "提交",
    other: "English",
    states: { expected: "待揽收", fetched: "运输中", cancelled: "已取消" },
    ways: { prompt: "立即", late: "30 秒后", lost: "通知丢失", doubled: "通知两次" },
    statuses: {
      pickedUp: "已揽收",
      inTransit: "运输中",
      outForDelivery: "派送中",
      delivered: "已签收",
      exception: "异常",
      returning: "退回中",
      returned: "已退回"
    }
  },
  en: {
    title: "Sandbox carrier",
    about: "A carrier to practise on: nobody comes for anything. Scan parcels here in the courier's place.",
    empty: "No parcels yet. They appear here once the shop has booked one.",
    parcel: "Parcel",
    state: "State",
    scan: "Scan",
    how: "How the shop hears of it",
    send: "Scan the parcel",
    other: "中文",
    states: { expected: "Expected", fetched: "On its way", cancelled: "Called off" },
    ways: { prompt: "At once", late: "After 30 seconds", lost: "Never: the notice is lost", doubled: "Twice" },
    statuses: {
      pickedUp: "Picked up",
      inTransit: "In transit",
      outForDelivery: "Out for delivery",
      delivered: "Delivered",
      exception: "Exception",
      returning: "Coming back",
      returned: "Returned"
    }
  }
} satisfies { readonly [L in Language]: unknown }

// The paper, ink and green of the shop that it serves.
const style = `:root{color-scheme:light dark;--paper:#fbfaf6;--ink:#22201c;--quiet:#5d584e;--line:#8a8477;--accent:#3d6b4f;--on:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#1c1b18;--ink:#ece8df;--quiet:#b4ad9f;--accent:#8fc3a2;--on:#15201a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:48rem;margin:0 auto;padding:24px 16px 48px}
h1{font-size:28px;line-height:1.2;margin:16px 0 4px}
h2{font-size:16px;margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
p{color:var(--quiet)}a{color:var(--accent)}
li{list-style:none;border-top:1px solid var(--line);padding:16px 0}ul{padding:0}
form{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:end}
label{display:grid;font-size:14px;color:var(--quiet)}
select,button{font:inherit;min-height:44px;padding:8px 12px;border:1px solid var(--line);border-radius:4px;background:var(--paper);color:var(--ink)}
button{background:var(--accent);border-color:var(--accent);color:var(--on)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}`

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const isHow = (text: unknown): text is How => typeof text === "string" && Object.hasOwn(words.en.ways, text)

const statusOf = (text: unknown): TrackingStatus | undefined => TrackingStatus.literals.find((one) => one === text)

/** The page on which couriers scan parcels: `GET` shows them, `POST` scans one. */
export const answerCourier = async (
  { book, clock, advance }: { readonly book: Book; readonly clock: () => number; readonly advance: Advance },
  request: Request,
  base: string
): Promise<Response> => {
  const language = languageOf(request)
  if (request.method === "POST") {
    const form = new URLSearchParams((await request.text()).slice(0, 10_000))
    const [status, how] = [statusOf(form.get("status")), form.get("how")]
    if (status === undefined || !isHow(how)) return new Response("?", { status: 400 })
    const scanned = await advance(form.get("shipment") ?? "", status, { how })
    if (scanned === undefined) return new Response("?", { status: 404 })
    return new Response(null, { status: 303, headers: { location: `${base}/?language=${language}` } })
  }
  if (request.method !== "GET") return new Response("?", { status: 405 })
  book.pass(clock())
  return new Response(pageOf(book.parcels.toReversed().slice(0, 100), language, base), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff"
    }
  })
}

const languageOf = (request: Request): Language => {
  const asked = new URL(request.url).searchParams.get("language")
  if (asked === "zh" || asked === "en") return asked
  return /^zh\b/i.test(request.headers.get("accept-language") ?? "") ? "zh" : "en"
}

const pageOf = (parcels: ReadonlyArray<Parcel>, language: Language, base: string): string => {
  const say = words[language]
  const other = language === "zh" ? "en" : "zh"
  const options = (of: { readonly [value: string]: string }) =>
    Object.entries(of)
      .map(([value, text]) => `<option value="${value}">${text}</option>`)
      .join("")
  const rows = parcels.map(({ shipment, trackingNumber, state, events }) => {
    const last = events.at(-1)?.status
    const stands = last === undefined ? say.states[state] : say.statuses[last]
    const form = `<form method="post" action="${base}/?language=${language}">
<input type="hidden" name="shipment" value="${escaped(shipment)}">
<label>${say.scan}<select name="status">${options(say.statuses)}</select></label>
<label>${say.how}<select name="how">${options(say.ways)}</select></label>
<button>${say.send}</button></form>`
    return `<li id="${escaped(trackingNumber)}"><h2>${escaped(trackingNumber)}</h2>
<p>${say.parcel} ${escaped(shipment)} · ${say.state}: ${stands}</p>
${state === "cancelled" ? "" : form}</li>`
  })
  return `<!doctype html><html lang="${language === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${say.title}</title><style>${style}</style></head>
<body><main><a href="${base}/?language=${other}" lang="${other}">${say.other}</a><h1>${say.title}</h1><p>${say.about}</p>
${rows.length === 0 ? `<p>${say.empty}</p>` : `<ul>${rows.join("\n")}</ul>`}</main></body></html>`
}
