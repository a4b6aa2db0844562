import { randomBytes } from "node:crypto"
import type { Actor } from "pannier/command"

/** The users of this server, which it had before it had a shop. */
const users: ReadonlyMap<string, "customer" | "staff"> = new Map([
  ["ann", "customer"],
  ["ben", "customer"],
  ["chen", "staff"]
])

/** Who is signed in, by the token in their cookie. */
const sessions = new Map<string, string>()

/** Signs a user in and answers the session's token. Checking a password is left out here. */
export const signIn = (login: string): string | undefined => {
  if (!users.has(login)) return undefined
  const token = unguessable()
  sessions.set(token, login)
  return token
}

/** A token of 192 bits: whoever has it is taken for the one it was given to. */
export const unguessable = (): string => randomBytes(24).toString("hex")

/** The value of a cookie. */
export const cookie = (header: string | null | undefined, name: string): string | undefined =>
  header
    ?.split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

// #region actor
/** Who a request's cookies speak for: a user who has signed in, a guest with a token of their own, or nobody. */
export const actorOf = (cookies: string | null | undefined): Actor | undefined => {
  const login = sessions.get(cookie(cookies, "session") ?? "")
  const kind = login === undefined ? undefined : users.get(login)
  if (login !== undefined && kind !== undefined) return { id: login, kind }
  const guest = cookie(cookies, "guest")
  return guest === undefined ? undefined : { id: `guest:${guest}`, kind: "guest" }
}
// #endregion actor
