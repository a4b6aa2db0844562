/** A visitor in a browser: each step is examined on the page it ends on, and a failure names the page, the step and a picture. */
import { mkdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { type Language, say, type TextKey, type Values } from "../../examples/storefront/src/text/index.ts"

export interface Walk {
  readonly page: Page
  readonly language: Language
  /** What the shop says, in the visitor's language. */
  readonly t: (key: TextKey, values?: Values) => string
  /** Goes to an address of the shop, below its language: `/cart`. */
  readonly go: (path: string) => Promise<void>
  /** Does something, then examines the page it ends on. */
  readonly step: <A>(title: string, work: () => Promise<A>) => Promise<A>
  /** Presses what leads to another page, and waits for it. */
  readonly press: (selector: string) => Promise<void>
  /** Looks at the page again until it says this, for at most so many seconds. */
  readonly until: (text: string, seconds: number) => Promise<void>
  readonly close: () => Promise<void>
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
const pictures = join(tmpdir(), "pannier-browser-failures")
/** What the sandbox carrier calls itself in its scans, in both languages at once. */
const carrierPlace = "沙盒 Sandbox"
const widths = [320, 375, 1280, 1600]

interface Visitor {
  readonly origin: string
  readonly language: Language
  /** Whether scripts run in the visitor's browser. */
  readonly script: boolean
}

export const walkOf = async (browser: Browser, { origin, language, script }: Visitor): Promise<Walk> => {
  const locale = language === "zh" ? "zh-CN" : "en-GB"
  const context = await browser.newContext({
    locale,
    javaScriptEnabled: script,
    viewport: { width: 1280, height: 900 }
  })
  const strangers: Array<string> = []
  const broken: Array<string> = []
  context.on("request", (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith("http") && url.origin !== origin) strangers.push(request.url())
  })
  context.on("weberror", (error) => broken.push(String(error.error())))
  context.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) broken.push(message.text())
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const twin = await twinOf(browser)

  /** Everything that must hold on any page. */
  const examine = async (): Promise<ReadonlyArray<string>> => {
    const found = await twin.look(page.url(), await page.content())
    const foreign = language === "en" && !page.url().includes("/sandbox/") ? found.han : []
    const missing = /\bundefined\b|\[object \w+\]|\bNaN\b|\{\w+\}/.exec(found.text)
    return [
      ...found.serious,
      ...found.wide,
      ...foreign.map((text) => `not in English: ${text}`),
      ...(missing === null ? [] : [`it says \`${missing[0]}\``]),
      ...strangers.map((url) => `a request to a third party: ${url}`),
      ...broken
    ]
  }

  const t = (key: TextKey, values?: Values): string => say(language, key, values)
  return {
    page,
    language,
    t,
    go: async (path) => void (await page.goto(`${origin}/${language}${path}`)),
    press: async (selector) => {
      const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.click(selector)])
      if ((answer?.status() ?? 200) >= 500) throw new Error(`\`${selector}\` was answered with ${answer?.status()}`)
    },
    until: async (text, seconds) => {
      for (let left = seconds; ; left--) {
        if ((await page.textContent("main").catch(() => ""))?.includes(text) === true) return
        if (left <= 0) throw new Error(`it does not say \`${text}\` after ${seconds} s`)
        await new Promise((resolve) => setTimeout(resolve, 1_000))
        await page.reload().catch(() => undefined)
      }
    },
    step: async (title, work) => {
      try {
        const done = await work()
        const wrong = await examine()
        if (wrong.length > 0) throw new Error(wrong.join("\n"))
        return done
      } catch (cause) {
        mkdirSync(pictures, { recursive: true })
        const picture = join(pictures, `${language}-${title.replace(/[^\w]+/g, "-")}.png`)
        const kept = await page.screenshot({ path: picture, fullPage: true }).then(
          () => picture,
          () => "none"
        )
        const why = cause instanceof Error ? cause.message : String(cause)
        throw new Error(`${language}, step "${title}", page ${page.url()}, picture ${kept}\n${why}`, { cause })
      }
    },
    close: async () => {
      await context.close()
      await twin.close()
    }
  }
}

interface Found {
  /** Findings of axe that are serious or critical. */
  readonly serious: ReadonlyArray<string>
  /** Widths at which the page spills sideways. */
  readonly wide: ReadonlyArray<string>
  /** Chinese text outside the language switch. */
  readonly han: ReadonlyArray<string>
  readonly text: string
}

/** A second browser window, in which a page as it stands is examined without touching the first; there scripts run for axe alone. */
const twinOf = async (browser: Browser) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await context.route("**/*.js", (route) => route.abort())
  const look = async (url: string, html: string): Promise<Found> => {
    const address = url.replace(/#.*/, "")
    await context.route(address, (route) => route.fulfill({ body: html, contentType: "text/html; charset=utf-8" }))
    const wide: Array<string> = []
    await page.goto(address)
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      const spill = Number(
        await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
      )
      if (spill > 0) wide.push(`${spill} px wider than a window of ${width} px`)
    }
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.evaluate(axe)
    const serious = await page.evaluate<ReadonlyArray<string>>(
      `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, help, nodes }) => id + ": " + help + ": " + nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(" | ")))`
    )
    const text = await page.evaluate<string>(`document.body.innerText`)
    const han = await page.evaluate<ReadonlyArray<string>>(
      `(() => { for (const other of document.body.querySelectorAll("[lang]")) other.remove()
        return document.body.innerText.split("\\n").filter((line) => /\\p{Script=Han}/u.test(line) && line !== "${carrierPlace}") })()`
    )
    await context.unroute(address)
    return { serious, wide, han, text }
  }
  return { look, close: () => context.close() }
}
