/**
 * Photographs every page that `preview.ts` wrote, in both languages and both schemes, narrow and wide, and asks axe about
 * each: `node src/look/screenshots.ts PAGES SHOTS [NAME...]`. CHROMIUM names the browser (default `/usr/bin/chromium`).
 * It ends with 1 if axe found anything serious, or if a page is wider than its window.
 */
import { mkdirSync, readFileSync } from "node:fs"
import { createServer } from "node:http"
import { createRequire } from "node:module"
import { extname, join } from "node:path"
import { chromium, type Page } from "playwright-core"

const [, , pages, shots, ...wanted] = process.argv
if (pages === undefined || shots === undefined) {
  console.error("usage: node src/look/screenshots.ts PAGES SHOTS [NAME...]")
  process.exit(2)
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml"
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost")
  try {
    const content = readFileSync(join(pages, pathname))
    response.setHeader("content-type", types[extname(pathname)] ?? "text/plain").end(content)
  } catch {
    response.writeHead(404).end()
  }
})
await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
const address = server.address()
const origin = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

type Finding = {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly why: string }[]
}

const audit = async (page: Page): Promise<readonly Finding[]> => {
  await page.evaluate(axe)
  const found = await page.evaluate(
    `axe.run(document).then(({ violations }) => violations.map(({ id, impact, help, nodes }) => ({ id, impact: impact ?? "minor", help, nodes: nodes.slice(0, 3).map((node) => ({ html: node.html.slice(0, 160), why: node.failureSummary.slice(0, 240) })) })))`
  )
  return found as readonly Finding[]
}

const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync"
  ]
})

const widths = [375, 1280]
/** Widths at which nothing is photographed, but nothing may spill either. */
const measured = [320, 1600]
const schemes = ["light", "dark"] as const
const names = (JSON.parse(readFileSync(join(pages, "pages.json"), "utf8")) as readonly string[]).filter(
  (name) => wanted.length === 0 || wanted.includes(name)
)
const told = new Set<string>()
let [taken, serious, wide] = [0, 0, 0]
mkdirSync(shots, { recursive: true })

for (const scheme of schemes) {
  const context = await browser.newContext({ colorScheme: scheme, reducedMotion: "reduce" })
  // What works without script is what is photographed; and a page that looks again by itself would not hold still.
  await context.route("**/*.js", (route) => route.abort())
  const page = await context.newPage()
  for (const language of ["zh", "en"]) {
    for (const name of names) {
      for (const width of scheme === "light" ? [...measured, ...widths] : widths) {
        await page.setViewportSize({ width, height: 900 })
        await page.goto(`${origin}/${language}/${name}.html`)
        const spill = Number(
          await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )
        if (spill > 0) {
          wide += 1
          console.log(`${name} ${language} ${width}: ${spill} px wider than the window`)
        }
        if (measured.includes(width)) continue
        await page.evaluate(
          `for (const image of document.images) image.loading = "eager"; Promise.all([...document.images].map((image) => image.decode().catch(() => {})))`
        )
        await page.screenshot({ path: join(shots, `${name}.${language}.${scheme}.${width}.png`), fullPage: true })
        taken += 1
        for (const { id, impact, help, nodes } of await audit(page)) {
          if (impact === "serious" || impact === "critical") serious += 1
          const line = `${name} ${width} ${scheme}: ${impact} ${id}: ${help}\n${nodes.map(({ html, why }) => `    ${html}\n      ${why.replaceAll("\n", " ")}`).join("\n")}`
          const key = `${name} ${id}`
          if (!told.has(key)) console.log(line)
          told.add(key)
        }
      }
    }
  }
  await context.close()
}
await browser.close()
server.close()
console.log(`screenshots: ${taken}, pages wider than the window: ${wide}, serious findings: ${serious}`)
process.exitCode = serious + wide === 0 ? 0 : 1
