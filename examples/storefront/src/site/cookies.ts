/** The cookies of the shop: what must not be made up is signed, each with a key of its own; over https all are bound to this host. */
import type { Context } from "hono"
import { deleteCookie, getCookie, getSignedCookie, setCookie, setSignedCookie } from "hono/cookie"
import { secretFor } from "./secret.ts"

declare module "hono" {
  interface ContextVariableMap {
    readonly cookies: Cookies
  }
}

type Signed = "who" | "cart" | "notice"
type Name = Signed | "language"

export class Cookies {
  readonly #keys: Readonly<Record<Signed, string>>
  /** `__Host-` and Secure: a browser sends it back to this host alone, and over nothing but https. */
  readonly #bound: { readonly prefix?: "host" }

  /** @param address where buyers reach the shop */
  constructor(secret: string, address: string) {
    // A cart that the shop has signed is no sign of who somebody is.
    const key = (name: Signed): string => secretFor(`cookie ${name}`, secret)
    this.#keys = { who: key("who"), cart: key("cart"), notice: key("notice") }
    this.#bound = address.startsWith("https://") ? { prefix: "host" } : {}
  }

  /** Its value, if the shop has signed it. */
  async signed(c: Context, name: Signed): Promise<string | undefined> {
    const value = await getSignedCookie(c, this.#keys[name], name, this.#bound.prefix)
    return typeof value === "string" ? value : undefined
  }

  /** @param seconds how long the browser keeps it */
  sign(c: Context, name: Signed, value: string, seconds: number): Promise<void> {
    return setSignedCookie(c, name, value, this.#keys[name], this.#options(seconds))
  }

  plain(c: Context, name: Exclude<Name, Signed>): string | undefined {
    return getCookie(c, name, this.#bound.prefix)
  }

  keep(c: Context, name: Exclude<Name, Signed>, value: string, seconds: number): void {
    setCookie(c, name, value, this.#options(seconds))
  }

  drop(c: Context, name: Name): void {
    deleteCookie(c, name, this.#options(0))
  }

  #options(seconds: number) {
    return { path: "/", httpOnly: true, sameSite: "Lax", maxAge: seconds, ...this.#bound } as const
  }
}
