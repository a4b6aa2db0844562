/** One request: who asks, in which language, with which cart, and how answers and refusals go back. */
import type { Context } from "hono"
import { randomUUID } from "node:crypto"
import type { Actor } from "pannier/command"
import type { Commands, Face } from "pannier/shop"
import { RefusedError } from "pannier/shop"
import { failurePage, type Frame, type Html, type Notice } from "../look/index.ts"
import { type Language, say, type TextKey } from "../text/index.ts"
import { formKey } from "./form-key.ts"
import type { House } from "./house.ts"
import { actorOf, cartOf, keepLanguage, nameOf, tellNext, told } from "./session.ts"

export interface Visit {
  readonly c: Context
  readonly house: House
  readonly language: Language
  readonly actor: Actor
  /** The shop in the visitor's name. */
  readonly as: Face<Commands>
  readonly cart: string | undefined
  readonly frame: (more?: Partial<Frame>) => Promise<Frame>
  /** Which of these permissions the visitor has, so that only buttons that work are drawn. */
  readonly may: <Name extends string>(...permissions: ReadonlyArray<Name>) => Promise<ReadonlySet<Name>>
  /**
   * A page as it is now. Going back to it fetches it anew, since its forms are good for once; `kept`, the browser may show it as it was
   * left, with what was typed.
   */
  readonly show: (
    page: Html,
    status?: 200 | 400 | 403 | 404 | 409 | 413 | 422 | 500 | 503,
    kept?: boolean
  ) => Response | Promise<Response>
  /** After a post: to another page, perhaps with something said on top of it. */
  readonly go: (to: string, notice?: Notice) => Promise<Response>
  /** The fields of a posted form. */
  readonly form: () => Promise<Record<string, string>>
}

/**
 * @param pageAt the page that an address without its language belongs to: what only takes forms can be shown in no other language
 */
export const visitOf = async (
  c: Context,
  house: House,
  language: Language,
  pageAt: (path: string) => string
): Promise<Visit> => {
  const actor = await actorOf(c, house.sessions)
  const cart = await cartOf(c)
  keepLanguage(c, language)
  const as = house.shop.as(actor)
  const url = new URL(c.req.url)
  const path = url.pathname.slice(language.length + 1) || "/"
  const frame = async (more: Partial<Frame> = {}): Promise<Frame> => {
    await house.goods.look()
    const notice = await told(c)
    const name = nameOf(actor.id)?.[language]
    return {
      language,
      path: c.req.method === "GET" ? `${path}${url.search}` : pageAt(path),
      formKey: formKey(),
      // A department with nothing in it is found under all categories.
      sections: house.goods.departments.map(({ id, name: section }) => ({ id, name: section[language] })),
      cartCount: await piecesIn(as, cart),
      ...(name === undefined ? {} : { customer: name }),
      ...(actor.kind === "staff" ? { staff: true } : {}),
      ...(notice === undefined ? {} : { notice }),
      ...more
    }
  }
  return {
    c,
    house,
    language,
    actor,
    as,
    cart,
    frame,
    may: async (...permissions) => {
      const { may } = await as.permission.mine({ of: permissions })
      return new Set(permissions.filter((permission) => may[permission] === "granted"))
    },
    show: (page, status = 200, kept = false) => {
      c.header("cache-control", kept ? "private, no-cache" : "no-store")
      return c.html(page, status)
    },
    go: async (to, notice) => {
      if (notice !== undefined) await tellNext(c, notice)
      return c.redirect(to, 303)
    },
    form: async () => {
      const body = await c.req.parseBody().catch((cause: unknown) => {
        throw cause instanceof TypeError ? new Unreadable() : cause
      })
      return Object.fromEntries(
        Object.entries(body).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : []))
      )
    }
  }
}

/** A form that is none: its parts do not end, or nothing says where they begin. */
class Unreadable extends Error {}

const piecesIn = async (as: Face<Commands>, cart: string | undefined): Promise<number> => {
  if (cart === undefined) return 0
  const found = await as.cart.get.result({ cart })
  return found._tag === "Failure" || found.success.cart.state !== "open"
    ? 0
    : found.success.cart.lines.reduce((sum, { quantity }) => sum + quantity, 0)
}

/** Which field of the input a refusal is about, if it is about one: `street` of `/address/street`. */
export const wrongField = (cause: unknown): string | undefined => {
  if (!(cause instanceof RefusedError) || cause._tag !== "InvalidInput") return undefined
  const { fact } = cause
  const path = typeof fact === "object" && fact !== null && "path" in fact ? fact["path"] : undefined
  return typeof path === "string" ? path.split("/").at(-1) : undefined
}

/** What the kernel says to developers, said to buyers. */
const plainly: Readonly<Record<string, TextKey>> = {
  InvalidInput: "form.bad",
  IdempotencyKeyReuse: "form.sentBefore",
  LineUnknown: "form.lineGone",
  StorageError: "failure.503Detail",
  VaultError: "failure.503Detail",
  Contention: "failure.503Detail",
  ClockSkew: "failure.503Detail"
}

/** Whether something has gone on meanwhile, so that what a form asks for is done already or no more to be done. */
const isOvertaken = (cause: unknown): boolean => cause instanceof RefusedError && cause._tag === "IllegalTransition"

/** Does what a form asks for; what has gone on meanwhile is shown as it is now, with a word of why. */
export const unlessOvertaken = async (visit: Visit, now: string, act: () => Promise<Response>): Promise<Response> => {
  try {
    return await act()
  } catch (cause) {
    if (!isOvertaken(cause)) throw cause
    return visit.go(now, { mood: "attention", text: say(visit.language, "form.overtaken") })
  }
}

/** What a refusal says to buyers, who know goods by their names and not by their numbers. */
export const toBuyer = (cause: unknown, { language, house: { goods } }: Visit): string => {
  const named = (sku: string): string | undefined => goods.ofSku(sku)?.good.name[language]
  const short = shortage(cause)
  const name = short === undefined ? undefined : named(short.sku)
  if (short !== undefined && name !== undefined) {
    return short.available > 0
      ? say(language, "checkout.short", { name, left: short.available })
      : say(language, "checkout.soldOut", { name })
  }
  return inWords(cause, language).replace(/`([^`]*)`/g, (whole, sku: string) => named(sku) ?? whole)
}

/** Of which goods there are too few, and how many there are. */
const shortage = (cause: unknown): { readonly sku: string; readonly available: number } | undefined => {
  if (!(cause instanceof RefusedError) || cause._tag !== "StockShort") return undefined
  const { fact } = cause
  if (typeof fact !== "object" || fact === null || !("sku" in fact) || !("available" in fact)) return undefined
  const { sku, available } = fact
  return typeof sku === "string" ? { sku, available: Number(available) } : undefined
}

/** What a refusal says, in the visitor's language. */
export const inWords = (cause: unknown, language: Language): string => {
  if (!(cause instanceof RefusedError)) throw cause
  const plain = plainly[cause._tag]
  return plain === undefined ? cause.wording[language] : say(language, plain)
}

// An address whose id is none leads nowhere either. What the shop's own parts cannot do just now is nobody's doing.
const statuses: Readonly<Record<string, 403 | 404 | 409 | 503>> = {
  NotFound: 404,
  Denied: 403,
  InvalidInput: 404,
  StorageError: 503,
  VaultError: 503,
  Contention: 503,
  ClockSkew: 503
}

/** Whether somebody asks for a page of a list that the list has never had. */
const isBadCursor = ({ _tag, fact }: RefusedError): boolean =>
  _tag === "StorageError" &&
  typeof fact === "object" &&
  fact !== null &&
  "reason" in fact &&
  fact["reason"] === "BadCursor"

/** A refusal that no form could show beside a field becomes a page of its own; anything else is ours. */
export const failed = async (visit: Visit, cause: unknown): Promise<Response> => {
  if (cause instanceof RefusedError) {
    const status = isBadCursor(cause) ? 404 : (statuses[cause._tag] ?? 409)
    if (status === 503) console.error(cause)
    const view = status === 409 ? { status, detail: inWords(cause, visit.language) } : { status }
    return visit.show(failurePage(view, await visit.frame()), status)
  }
  if (cause instanceof Unreadable) return visit.show(failurePage({ status: 400 }, await visit.frame()), 400)
  const reference = randomUUID()
  console.error(reference, cause)
  return visit.show(failurePage({ status: 500, reference }, await visit.frame()), 500)
}
