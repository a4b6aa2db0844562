/** Who is at the door: signed cookies, no password in the sandbox. */
import type { Context } from "hono"
import { deleteCookie, getCookie, getSignedCookie, setCookie, setSignedCookie } from "hono/cookie"
import { randomUUID } from "node:crypto"
import type { Actor } from "pannier/command"
import type { Notice } from "../look/index.ts"
import { isLanguage, type Language } from "../text/index.ts"
import { staff } from "./furnish.ts"

/** People of the sandbox one may walk in as. */
export const people = [
  { id: "ann-an", name: { zh: "安小满", en: "An Xiaoman" }, detail: { zh: "买家", en: "a buyer" } },
  { id: "ben-lu", name: { zh: "陆本", en: "Ben Lu" }, detail: { zh: "买家", en: "a buyer" } },
  {
    id: "manager-lin",
    name: { zh: "林掌柜", en: "Lin, manager" },
    detail: { zh: "店长：什么都能做", en: "may do everything" }
  },
  {
    id: "clerk-chen",
    name: { zh: "陈店员", en: "Chen, clerk" },
    detail: { zh: "店员：发货、收货、盘点", en: "ships, receives, counts" }
  },
  {
    id: "cashier-gu",
    name: { zh: "顾出纳", en: "Gu, cashier" },
    detail: { zh: "出纳：退款、账本", en: "refunds and books" }
  }
] as const

const options = { path: "/", httpOnly: true, sameSite: "Lax", maxAge: 30 * 86_400 } as const

const idPattern = /^[a-z0-9-]{3,60}$/

/** The actor of a request; a guest is given an id that nobody can guess. */
export const actorOf = async (c: Context, secret: string): Promise<Actor> => {
  const id = await getSignedCookie(c, secret, "who")
  if (typeof id === "string" && idPattern.test(id)) return actorFor(id)
  const guest = `guest-${randomUUID()}`
  await setSignedCookie(c, "who", guest, secret, options)
  return actorFor(guest)
}

const actorFor = (id: string): Actor => {
  if (staff.some((one) => one.id === id)) return { id, kind: "staff" }
  return { id, kind: id.startsWith("guest-") ? "guest" : "customer" }
}

export const nameOf = (id: string) => people.find((one) => one.id === id)?.name

/** Walks in as somebody. A cart belongs to whoever filled it, so a new one is begun. */
export const enter = async (c: Context, secret: string, id: string): Promise<void> => {
  await setSignedCookie(c, "who", id, secret, options)
  deleteCookie(c, "cart", { path: "/" })
}

export const leave = (c: Context): void => {
  deleteCookie(c, "who", { path: "/" })
  deleteCookie(c, "cart", { path: "/" })
}

export const cartOf = async (c: Context, secret: string): Promise<string | undefined> => {
  const id = await getSignedCookie(c, secret, "cart")
  return typeof id === "string" ? id : undefined
}

export const keepCart = (c: Context, secret: string, cart: string): Promise<void> =>
  setSignedCookie(c, "cart", cart, secret, options)

export const dropCart = (c: Context): void => void deleteCookie(c, "cart", { path: "/" })

/** The language a visitor last read a page in. */
export const languageOf = (c: Context): Language | undefined => {
  const kept = getCookie(c, "language") ?? ""
  return isLanguage(kept) ? kept : undefined
}

export const keepLanguage = (c: Context, language: Language): void => {
  if (languageOf(c) !== language) setCookie(c, "language", language, options)
}

/** Something to be said on the next page, once. */
export const tellNext = (c: Context, secret: string, notice: Notice): Promise<void> =>
  setSignedCookie(c, "notice", JSON.stringify(notice), secret, { ...options, maxAge: 60 })

export const told = async (c: Context, secret: string): Promise<Notice | undefined> => {
  const kept = await getSignedCookie(c, secret, "notice")
  if (typeof kept !== "string") return undefined
  deleteCookie(c, "notice", { path: "/" })
  const notice: Notice = JSON.parse(kept)
  return notice
}
