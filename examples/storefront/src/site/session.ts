/** Who is at the door: signed cookies, no password in the sandbox. */
import type { Context } from "hono"
import { randomUUID } from "node:crypto"
import type { Actor } from "pannier/command"
import type { Notice } from "../look/index.ts"
import { isLanguage, type Language } from "../text/index.ts"
import { staff } from "./furnish.ts"
import { isGuest, sessionLasts, type Sessions } from "./sessions.ts"

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

/** How long a browser keeps who it is, what is in its cart and which language it reads, in seconds. */
const kept = sessionLasts / 1000

/** The actor of a request; a guest is given an id that nobody can guess. */
export const actorOf = async (c: Context, sessions: Sessions): Promise<Actor> => {
  const token = await c.var.cookies.signed(c, "who")
  const id = token === undefined ? undefined : sessions.whose(token, Date.now())
  if (id !== undefined) return actorFor(id)
  const guest = `guest-${randomUUID()}`
  await c.var.cookies.sign(c, "who", guest, kept)
  return actorFor(guest)
}

const actorFor = (id: string): Actor => {
  if (staff.some((one) => one.id === id)) return { id, kind: "staff" }
  return { id, kind: isGuest(id) ? "guest" : "customer" }
}

export const nameOf = (id: string) => people.find((one) => one.id === id)?.name

/** Walks in as somebody, whose actor is answered. A cart belongs to whoever filled it, so the one of before stays behind. */
export const enter = async (c: Context, sessions: Sessions, id: string): Promise<Actor> => {
  await leave(c, sessions)
  await c.var.cookies.sign(c, "who", sessions.begin(id, Date.now()), kept)
  return actorFor(id)
}

/** Walks out: the session is over on the server too, whoever has kept its cookie. */
export const leave = async (c: Context, sessions: Sessions): Promise<void> => {
  const token = await c.var.cookies.signed(c, "who")
  if (token !== undefined) await sessions.end(token)
  c.var.cookies.drop(c, "who")
  c.var.cookies.drop(c, "cart")
}

export const cartOf = (c: Context): Promise<string | undefined> => c.var.cookies.signed(c, "cart")

export const keepCart = (c: Context, cart: string): Promise<void> => c.var.cookies.sign(c, "cart", cart, kept)

export const dropCart = (c: Context): void => c.var.cookies.drop(c, "cart")

/** The language a visitor last read a page in. */
export const languageOf = (c: Context): Language | undefined => {
  const last = c.var.cookies.plain(c, "language") ?? ""
  return isLanguage(last) ? last : undefined
}

export const keepLanguage = (c: Context, language: Language): void => {
  if (languageOf(c) !== language) c.var.cookies.keep(c, "language", language, kept)
}

/** Something to be said on the next page, once. */
export const tellNext = (c: Context, notice: Notice): Promise<void> =>
  c.var.cookies.sign(c, "notice", JSON.stringify(notice), 60)

export const told = async (c: Context): Promise<Notice | undefined> => {
  const waiting = await c.var.cookies.signed(c, "notice")
  if (waiting === undefined) return undefined
  c.var.cookies.drop(c, "notice")
  const notice: Notice = JSON.parse(waiting)
  return notice
}
