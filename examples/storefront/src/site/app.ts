/** Every address of the shop. */
import { readFileSync } from "node:fs"
import { isIP } from "node:net"
import { type Context, Hono } from "hono"
import { csrf } from "hono/csrf"
import { HTTPException } from "hono/http-exception"
import { secureHeaders } from "hono/secure-headers"
import { failurePage, houseMark, markPath, scriptPath, stylePath } from "../look/index.ts"
import { draw, isMotif, isTone } from "../pictures/index.ts"
import { isLanguage, type Language, languages, say } from "../text/index.ts"
import { deskRoutes } from "./desk/index.ts"
import { carrierBase, carrierNotify, gatewayBase, gatewayNotify, type House } from "./house.ts"
import { formLimit, partnerLimit } from "./limits.ts"
import { pageRoutes } from "./pages/index.ts"
import { tourRoutes } from "./tour/index.ts"
import { languageOf } from "./session.ts"
import { failed, visitOf } from "./visit.ts"

const look = (name: string): string => readFileSync(new URL(`../look/${name}`, import.meta.url), "utf8")

/** The shop as a fetch handler. */
export const appOf = (house: House) => {
  const app = new Hono()
  // A name that somebody else has led here (DNS rebinding) is none of the shop's: what it shows would be read, and the desk entered,
  // by a page from elsewhere. An address is led nowhere.
  const hosts = new Set(["localhost", ...[house.address, house.own].map((origin) => new URL(origin).hostname)])
  app.use(async (c, next) => {
    const { hostname } = new URL(c.req.url)
    if (!hosts.has(hostname) && isIP(hostname.replace(/^\[|\]$/g, "")) === 0) return c.text(misdirected, 421)
    return next()
  })
  // Before all else: a picture that nobody drew is answered with a page, too.
  app.use(async (c, next) => {
    c.set("cookies", house.cookies)
    await next()
  })
  app.use("/sandbox/*", partnerLimit)
  app.all(`${gatewayBase}/*`, (c) => house.gateway.fetch(c.req.raw))
  app.all(`${carrierBase}/*`, (c) => house.carrier.fetch(c.req.raw))
  for (const callback of [gatewayNotify, carrierNotify]) app.post(callback, (c) => house.callbacks.fetch(c.req.raw))

  // Without a referrer a browser says of no form where it comes from: `Origin: null` (Fetch, section 3.2).
  app.use(secureHeaders({ contentSecurityPolicy: policy, referrerPolicy: "same-origin" }))
  const style = look("shop.css")
  const script = look("enhance.js")
  const kept = { "cache-control": "public, max-age=3600" }
  app.get(stylePath, (c) => c.body(style, 200, { "content-type": "text/css; charset=utf-8", ...kept }))
  app.get(scriptPath, (c) => c.body(script, 200, { "content-type": "text/javascript; charset=utf-8", ...kept }))
  app.get(markPath, (c) => c.body(houseMark, 200, { "content-type": "image/svg+xml", ...kept }))
  app.get("/picture/:name", (c) => {
    const [motif = "", ...tones] = c.req
      .param("name")
      .replace(/\.svg$/, "")
      .split(".")
    const [first, ...rest] = tones.filter(isTone)
    if (!isMotif(motif) || first === undefined) return c.notFound()
    return c.body(draw(motif, [first, ...rest]), 200, { "content-type": "image/svg+xml", ...kept })
  })

  // Behind a proxy that speaks https, a form says that it comes from there.
  app.use(csrf({ origin: (origin, c) => origin === house.address || origin === new URL(c.req.url).origin }))
  // A form from elsewhere brings no cookies along, so its answer sets none: it would sign out whoever was lured here.
  app.onError((cause, c) => {
    if (c.req.raw.signal.aborted) return c.body(null, 408)
    if (!(cause instanceof HTTPException)) {
      console.error(cause)
      return c.text("500", 500)
    }
    if (cause.status !== 403) return cause.getResponse()
    const language = languageAt(c)
    const sections = house.goods.departments.map(({ id, name }) => ({ id, name: name[language] }))
    const view = {
      status: 403,
      title: say(language, "failure.elsewhere"),
      detail: say(language, "failure.elsewhereDetail")
    }
    c.header("cache-control", "no-store")
    return c.html(failurePage(view, { language, path: "/", formKey: "", sections, cartCount: 0 }), 403)
  })
  /** What no route answers: in the language of the address, or of the browser. */
  const refused = async (c: Context, status: 404 | 413): Promise<Response> => {
    const visit = await visitOf(c, house, languageAt(c), pageAt)
    return visit.show(failurePage({ status }, await visit.frame({ path: "/" })), status)
  }
  app.use(formLimit((c) => refused(c, 413)))
  app.get("/", (c) => c.redirect(`/${preferred(c.req.header("accept-language"))}`))
  // The gateway sends its buyers back without knowing the language they shop in.
  app.get("/payment/:payment", (c) => {
    const kept = languageOf(c)
    const language = kept ?? preferred(c.req.header("accept-language"))
    return c.redirect(`/${language}/payment/${encodeURIComponent(c.req.param("payment"))}?back=1`)
  })

  for (const routes of [pageRoutes, deskRoutes, tourRoutes]) {
    for (const method of ["get", "post"] as const) {
      for (const [path, route] of Object.entries(routes[method] ?? {})) {
        for (const language of languages) {
          app.on(method.toUpperCase(), `/${language}${path}`, async (c) => {
            const visit = await visitOf(c, house, language, pageAt)
            try {
              return await route(visit, c.req.param())
            } catch (cause) {
              // Whoever has gone reads no answer, and a form that did not come whole is nobody's fault.
              if (c.req.raw.signal.aborted) return c.body(null, 408)
              return failed(visit, cause)
            }
          })
        }
      }
    }
  }

  app.notFound(async (c) => {
    const { pathname, search } = new URL(c.req.url)
    const [, first = ""] = pathname.split("/")
    // It begins with a language, so it leads to no other host, however many slashes follow.
    if (isLanguage(first) && pathname.endsWith("/")) return c.redirect(unslashed(pathname) + search, 308)
    return refused(c, 404)
  })
  return app
}

/** The language of an address, or of the browser. */
const languageAt = (c: Context): Language => {
  const [, first = ""] = c.req.path.split("/")
  return isLanguage(first) ? first : preferred(c.req.header("accept-language"))
}

/** What a page is asked by: its address without the language, in which a part may be anything. */
const pages = [pageRoutes, deskRoutes, tourRoutes].flatMap(({ get = {} }) =>
  Object.keys(get).map((path) => path.split("/"))
)

/** The page at an address, or the nearest above it: `/cart` for `/cart/code/remove`. */
const pageAt = (path: string): string => {
  const parts = path.split("/")
  const fits = (page: ReadonlyArray<string>): boolean =>
    page.length === parts.length && page.every((part, index) => part.startsWith(":") || part === parts[index])
  while (parts.length > 1 && !pages.some(fits)) parts.pop()
  return parts.join("/") || "/"
}

/** Without the slashes at its end; a pattern for them would look at each run of slashes inside again and again. */
const unslashed = (path: string): string => {
  let end = path.length
  while (path[end - 1] === "/") end--
  return path.slice(0, end)
}

const misdirected =
  "这里不是这个地址的商店。若由代理转来，请用 ORIGIN 说明它的地址。\nThis is not the shop of that address. Behind a proxy, say with ORIGIN where it is reached.\n"

const policy = {
  defaultSrc: ["'none'"],
  imgSrc: ["'self'", "data:"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  scriptSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"]
}

const preferred = (accepted: string | undefined): Language => {
  const first = (accepted ?? "").split(",")[0]?.trim().toLowerCase() ?? ""
  return first.startsWith("en") ? "en" : "zh"
}
